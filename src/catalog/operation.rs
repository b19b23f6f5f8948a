//! Operations, prices, components and steps, as written in a catalog.

use super::condition::When;
use super::expression::Formula;
use super::grant::OneOrMany;
use super::hours::Hours;
use super::policy::FailedRuns;
use super::rate::{Bound, Rate, read_bound};
use super::request::RunRequest;
use super::setting::SettingDocument;
use super::source::SourceRef;
use super::valid::Valid;
use crate::amount::{Credits, Decimal, Mode};
use crate::json::{Node, Read, Value, Within, record, words};

record! {
    /// Something that is billed: a model or tool with its settings and price.
    pub(crate) struct OperationDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// What it does, in a sentence.
        about: Option<String>,
        /// Its purpose; operations of one tool can replace each other.
        tool: Option<String>,
        /// The model behind it.
        model: Option<String>,
        /// Tier that grants may be limited to.
        tier: Option<String>,
        /// Tags that grants may be limited to.
        tags: Vec<String>,
        /// Groups of settings of the catalog; `settings` adds to them or replaces theirs.
        r#use: OneOrMany,
        /// The settings of a request.
        settings: Vec<(String, SettingDocument)>,
        /// Named expressions over the settings.
        quantities: Vec<(String, Formula)>,
        /// The price, if there is one for all times.
        price: Option<Body>,
        /// Steps applied to the sum of the components, in order.
        adjust: Vec<StepDocument>,
        /// When this price holds.
        valid: Option<Valid>,
        /// The window of time in which it holds.
        hours: Option<Hours>,
        /// The vendor says "about".
        approximate: bool,
        /// Where the price is published.
        source: Option<SourceRef>,
        /// Prices for several times, instead of `price`.
        prices: Vec<PriceDocument>,
        /// Who may use it.
        gates: Vec<GateDocument>,
        /// What a failed run costs, if not as the policies say.
        failed_runs: Option<FailedRuns>,
        /// Remarks shown with every estimate.
        notes: Vec<NoteDocument>,
        /// Requests with published answers.
        tests: Vec<TestDocument>,
    }
}

record! {
    /// One dated price, or one for a window of time.
    pub(crate) struct PriceDocument {
        /// Components, `"free"`, `"unpriced"` or `"not_sold"`.
        price: Body,
        /// Steps applied to the sum of the components, in order.
        adjust: Vec<StepDocument>,
        /// When this price holds.
        valid: Option<Valid>,
        /// The window of time in which it holds; it takes precedence over a price without one.
        hours: Option<Hours>,
        /// The vendor says "about".
        approximate: bool,
        /// Where the price is published.
        source: Option<SourceRef>,
    }
}

/// A price: free, unpriced, not sold, or a sum of components. All four differ.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    Free,
    Unpriced,
    NotSold,
    Components(Vec<ComponentDocument>),
}

impl Read for Body {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "free" => Body::Free,
            Value::String(text) if text == "unpriced" => Body::Unpriced,
            Value::String(text) if text == "not_sold" => Body::NotSold,
            Value::Array(items) if !items.is_empty() => Body::Components(Vec::read(node)),
            _ => {
                node.expected("a list of components, \"free\", \"unpriced\" or \"not_sold\"");
                Body::Unpriced
            }
        }
    }
    fn placeholder() -> Self {
        Body::Unpriced
    }
}

record! {
    /// One line of a price: billed quantity × rate / per.
    pub(crate) struct ComponentDocument {
        /// Label of the line.
        line: String,
        /// Name for `amount(id)` in later components.
        id: Option<String>,
        /// The billed quantity; 1 when absent.
        quantity: Option<Formula>,
        /// Unit of the quantity.
        unit: Option<String>,
        /// The part of the quantity that is free.
        included: Option<Formula>,
        /// Billed in whole blocks.
        block: Option<BlockDocument>,
        /// Price of `per` units.
        rate: Option<Rate>,
        /// How many units the rate is for; 1 when absent.
        #[within(Within::POSITIVE)]
        per: Option<Decimal>,
        /// Rates by size of the quantity, instead of `rate`.
        tiers: Option<TiersDocument>,
        /// The most expensive of these is charged, instead of `rate`.
        max_of: Vec<ComponentDocument>,
        /// If this does not hold, there is no line.
        when: Option<When>,
        /// Once per run (the default) or once per request.
        charged: Option<Scope>,
        /// The meter, from the catalog's `meters`, that counts the quantity: included amounts,
        /// blocks, tiers and steps then apply to the whole period.
        meter: Option<String>,
        /// Steps for this component only.
        adjust: Vec<StepDocument>,
        /// Where the rate is published.
        source: Option<SourceRef>,
        /// A remark for people.
        note: Option<String>,
    }
}

words! {
    /// What a component or step applies to.
    pub(crate) enum Scope {
        /// Each run separately.
        Run = "run",
        /// The whole request.
        Request = "request",
    }
}

record! {
    /// Rounding of a quantity to whole blocks.
    pub(crate) struct BlockDocument {
        /// Size of a block, in units of the quantity.
        #[within(Within::POSITIVE)]
        size: Decimal,
        /// How a partial block counts.
        mode: Mode,
    }
}

words!(@read Mode, MODES, "Which way to round.");

const MODES: &[(&str, Mode)] = &[
    ("ceil", Mode::Ceil),
    ("floor", Mode::Floor),
    ("half_up", Mode::HalfUp),
    ("half_even", Mode::HalfEven),
];

/// Tiers of one kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TiersDocument {
    pub(crate) graduated: Option<Vec<TierDocument>>,
    pub(crate) volume: Option<Vec<TierDocument>>,
}

impl Read for TiersDocument {
    fn read(node: &Node) -> Self {
        if let Value::Array(_) = node.value {
            node.expected(
                "{ \"graduated\": [...] }, each part at its own rate, or { \"volume\": [...] }, all at the rate reached",
            );
            return TiersDocument { graduated: Some(Vec::read(node)), volume: None };
        }
        let TiersFields { graduated, volume } = TiersFields::read(node);
        TiersDocument { graduated, volume }
    }
    fn placeholder() -> Self {
        TiersDocument { graduated: None, volume: None }
    }
}

record! {
    /// Tiers: exactly one of `graduated` and `volume`.
    pub(crate) struct TiersFields {
        /// Each part of the quantity at its own rate.
        graduated: Option<Vec<TierDocument>>,
        /// The whole quantity at the rate reached.
        volume: Option<Vec<TierDocument>>,
    }
}

/// One tier.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TierDocument {
    pub(crate) bound: Option<Bound>,
    pub(crate) rate: Rate,
    pub(crate) flat: Option<Decimal>,
}

record! {
    /// One tier, up to a bound: `up_to` includes it, `below` excludes it; the last tier has none.
    pub(crate) struct TierFields {
        /// Largest quantity of this tier.
        #[within(Within::NOT_NEGATIVE)]
        up_to: Option<Decimal>,
        /// First quantity above this tier.
        #[within(Within::NOT_NEGATIVE)]
        below: Option<Decimal>,
        /// Price of `per` units in this tier.
        rate: Rate,
        /// Added once if the tier is reached.
        flat: Option<Decimal>,
    }
}

impl Read for TierDocument {
    fn read(node: &Node) -> Self {
        let fields = TierFields::read(node);
        let bound = read_bound(node, fields.up_to, fields.below);
        TierDocument { bound, rate: fields.rate, flat: fields.flat }
    }
    fn placeholder() -> Self {
        TierDocument { bound: None, rate: Rate::placeholder(), flat: None }
    }
}

record! {
    /// One step: exactly one of `times`, `minimum`, `maximum`, `round`, `convert`.
    pub(crate) struct StepDocument {
        /// Multiplies by a rate.
        times: Option<Rate>,
        /// Minimum.
        minimum: Option<Rate>,
        /// Maximum.
        maximum: Option<Rate>,
        /// Rounds.
        round: Option<RoundDocument>,
        /// Credits for one unit of the amount so far.
        #[within(Within::POSITIVE)]
        convert: Option<Decimal>,
        /// Label of the line.
        line: Option<String>,
        /// If this does not hold, the step is left out.
        when: Option<When>,
        /// Each run (the default) or the whole request.
        per: Option<Scope>,
    }
}

/// A rounding: `"step"` (up to the credit's step), or written out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RoundDocument {
    Step,
    To { to: Decimal, mode: Mode },
}

record! {
    /// A rounding.
    pub(crate) struct RoundFields {
        /// The step: 1, 0.5, 0.01, 5.
        #[within(Within::POSITIVE)]
        to: Decimal,
        /// Which way.
        mode: Mode,
    }
}

impl Read for RoundDocument {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "step" => RoundDocument::Step,
            Value::Object(_) => {
                let RoundFields { to, mode } = RoundFields::read(node);
                RoundDocument::To { to, mode }
            }
            _ => {
                node.expected("\"step\", or an object { \"to\", \"mode\" }");
                RoundDocument::Step
            }
        }
    }
    fn placeholder() -> Self {
        RoundDocument::Step
    }
}

record! {
    /// A rule about who may use the operation; the price is shown in any case.
    pub(crate) struct GateDocument {
        /// Must hold.
        requires: When,
        /// The explanation, if it does not hold.
        reason: String,
    }
}

/// A text, or a text with a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NoteDocument {
    pub(crate) text: String,
    pub(crate) when: Option<When>,
}

record! {
    /// A remark that is shown if its condition holds.
    pub(crate) struct NoteFields {
        /// The remark.
        text: String,
        /// When it is shown.
        when: Option<When>,
    }
}

impl Read for NoteDocument {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => {
                let NoteFields { text, when } = NoteFields::read(node);
                NoteDocument { text, when }
            }
            _ => NoteDocument { text: String::read(node), when: None },
        }
    }
    fn placeholder() -> Self {
        NoteDocument { text: String::new(), when: None }
    }
}

record! {
    /// A request with a published answer.
    pub(crate) struct TestDocument {
        /// The request; the operation is filled in.
        request: RunRequest,
        /// The exact total.
        #[within(Within::NOT_NEGATIVE)]
        total: Option<Credits>,
        /// The low end of a range.
        #[within(Within::NOT_NEGATIVE)]
        low: Option<Credits>,
        /// The high end of a range.
        #[within(Within::NOT_NEGATIVE)]
        high: Option<Credits>,
        /// The state, if there is no total.
        state: Option<ExpectedState>,
        /// Number of closed gates.
        gates: Option<u32>,
        /// Where the answer is published.
        source: Option<SourceRef>,
        /// A remark for people.
        note: Option<String>,
    }
}

words! {
    /// The state that a test expects.
    pub(crate) enum ExpectedState {
        /// A total.
        Exact = "exact",
        /// A low and a high end.
        Range = "range",
        /// Known only after the run.
        Rate = "rate",
        /// Not published.
        Unknown = "unknown",
        /// Free, as published.
        Free = "free",
    }
}

/// One price, wherever its keys are.
pub(crate) struct PriceView<'d> {
    pub(crate) price: &'d Body,
    pub(crate) adjust: &'d [StepDocument],
    pub(crate) valid: Option<&'d Valid>,
    pub(crate) hours: Option<&'d Hours>,
    pub(crate) approximate: bool,
    pub(crate) source: Option<&'d SourceRef>,
}

impl OperationDocument {
    /// The price in the operation itself.
    pub(crate) fn short_form(&self) -> Option<PriceView<'_>> {
        Some(PriceView {
            price: self.price.as_ref()?,
            adjust: &self.adjust,
            valid: self.valid.as_ref(),
            hours: self.hours.as_ref(),
            approximate: self.approximate,
            source: self.source.as_ref(),
        })
    }
}

impl PriceDocument {
    pub(crate) fn view(&self) -> PriceView<'_> {
        PriceView {
            price: &self.price,
            adjust: &self.adjust,
            valid: self.valid.as_ref(),
            hours: self.hours.as_ref(),
            approximate: self.approximate,
            source: self.source.as_ref(),
        }
    }
}
