//! Grants and top-ups, as written in a catalog.

use super::condition::When;
use super::source::SourceRef;
use super::valid::Valid;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{MOST_DAYS, Span, TimeOfDay};
use crate::error::ErrorKind;
use crate::json::{Log, Node, Path, Read, Value, Within, read_text, read_word, record, words};

record! {
    /// A rule that issues credits.
    pub(crate) struct GrantDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Class of the credits.
        class: String,
        /// Credits of one issue; null if custom or not published.
        #[within(Within::NOT_NEGATIVE)]
        amount: Option<Credits>,
        /// The interval.
        every: Every,
        /// Time of day of the issue.
        at: Option<TimeOfDay>,
        /// Day of the week of the issue.
        on: Option<WeekDay>,
        /// When the credits expire.
        expires: Option<Expires>,
        /// Who gets it.
        when: Option<When>,
        /// When it issues; always when absent.
        valid: Option<Valid>,
        /// It issues only while nothing of this class can be spent.
        if_empty: Option<String>,
        /// What it may buy; everything when absent.
        pays_for: Option<PaysForDocument>,
        /// What is carried over to the next cycle.
        rollover: Option<RolloverDocument>,
        /// How a new issue treats the remaining credits.
        renewal: Option<Renewal>,
        /// All members share one balance.
        shared_pool: bool,
        /// The smallest number pays first.
        priority: Option<u32>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where the rule is published.
        source: Option<SourceRef>,
    }
}

/// How often a grant issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Every {
    Once,
    Day,
    Week,
    Cycle,
    Term,
    Days(u32),
    Hours(u32),
    RollingHours(u32),
}

impl Every {
    /// With the cycle or the term of a plan.
    pub(crate) fn is_of_plan(self) -> bool {
        matches!(self, Every::Cycle | Every::Term)
    }
}

record! {
    /// One of these periods.
    pub(crate) struct EveryFields {
        /// Every so many days.
        #[within(Within::between(1, MOST_DAYS))]
        days: Option<u32>,
        /// Every so many hours.
        #[within(Within::between(1, MOST_DAYS * 24))]
        hours: Option<u32>,
        /// This many hours after the first use.
        #[within(Within::between(1, MOST_DAYS * 24))]
        rolling_hours: Option<u32>,
    }
}

impl Every {
    pub(crate) const WORDS: &'static [(&'static str, Every)] = &[
        ("once", Every::Once),
        ("day", Every::Day),
        ("week", Every::Week),
        ("cycle", Every::Cycle),
        ("term", Every::Term),
    ];
}

impl Read for Every {
    fn read(node: &Node) -> Self {
        if !matches!(node.value, Value::Object(_)) {
            return read_word(node, Every::WORDS).unwrap_or(Every::Once);
        }
        let EveryFields { days, hours, rolling_hours } = EveryFields::read(node);
        let every = match (days, hours, rolling_hours) {
            (Some(n), None, None) => Every::Days(n),
            (None, Some(n), None) => Every::Hours(n),
            (None, None, Some(n)) => Every::RollingHours(n),
            _ => Every::Once,
        };
        if every == Every::Once {
            node.expected("one of `days`, `hours`, `rolling_hours`");
        }
        every
    }
    fn placeholder() -> Self {
        Every::Once
    }
}

words! {
    /// A day of the week.
    pub(crate) enum WeekDay {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// When credits expire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expires {
    Never,
    /// At the next issue of the same grant.
    Reset,
    CycleEnd,
    After(Span),
}

impl Read for Span {
    fn read(node: &Node) -> Self {
        crate::json::read_text(node, "a span such as \"30 minutes\" or \"90 days\"")
            .unwrap_or(Self::placeholder())
    }
    fn placeholder() -> Self {
        Span::DAY
    }
}

fn not_too_long(node: &Node, span: Span) -> Span {
    if span.is_too_long() {
        let sentence = format!("expected at most a hundred years, found {}", node.value.shown());
        node.error(ErrorKind::OutOfRange, sentence);
    }
    span
}

impl Read for Expires {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "never" => Expires::Never,
            Value::String(text) if text == "reset" => Expires::Reset,
            Value::String(text) if text == "cycle_end" => Expires::CycleEnd,
            _ => read_text(
                node,
                "\"never\", \"reset\", \"cycle_end\", or a span such as \"90 days\"",
            )
            .map_or(Expires::Never, |span| Expires::After(not_too_long(node, span))),
        }
    }
    fn placeholder() -> Self {
        Expires::Never
    }
}

record! {
    /// What credits may buy: operations that match every key.
    pub(crate) struct PaysForDocument {
        /// Of one of these tiers.
        tier: OneOrMany,
        /// With one of these tags.
        tag: OneOrMany,
        /// One of these operations.
        operation: OneOrMany,
        /// Of one of these tools.
        tool: OneOrMany,
        /// Except operations that match this.
        not: Option<Box<PaysForDocument>>,
    }
}

/// A name or a list of names; empty when absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OneOrMany(pub(crate) Vec<String>);

impl Read for OneOrMany {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Array(_) => OneOrMany(Vec::read(node)),
            _ => OneOrMany(vec![String::read(node)]),
        }
    }
    fn placeholder() -> Self {
        OneOrMany::default()
    }
}

record! {
    /// What is carried over to the next cycle.
    pub(crate) struct RolloverDocument {
        /// Number of cycles, or a span from the close; unlimited when absent.
        #[within(Within::ONE_OR_MORE)]
        carry: Option<Carry>,
        /// Carried credits expire this long after their issue at the latest.
        latest: Option<Span>,
        /// Most credits that are kept.
        cap: Option<CapDocument>,
        /// Whether the cap applies to carried credits or to the balance after renewal.
        cap_on: Option<CapOn>,
        /// Fewest credits that are carried.
        #[within(Within::NOT_NEGATIVE)]
        floor: Option<Credits>,
        /// Share that is carried, in per cent.
        #[within(Within::PERCENT)]
        percent: Option<Decimal>,
        /// Class of the carried credits.
        class: Option<String>,
    }
}

/// How long credits are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carry {
    /// Cycles after the one that closes.
    Cycles(u32),
    /// From the close on.
    Span(Span),
}

impl Read for Carry {
    fn read(node: &Node) -> Self {
        if let Value::String(text) = node.value
            && let Ok(span) = text.parse()
        {
            return Carry::Span(not_too_long(node, span));
        }
        let cycles = node.whole_number().and_then(|cycles| u32::try_from(cycles).ok());
        if cycles.is_none() {
            node.expected("a number of cycles, or a span such as \"5 months\"");
        }
        Carry::Cycles(cycles.unwrap_or(1))
    }
    fn placeholder() -> Self {
        Carry::Cycles(1)
    }
    fn check_within(&self, within: &Within, path: &Path, log: &Log) {
        if let Carry::Cycles(cycles) = self {
            cycles.check_within(within, path, log);
        }
    }
}

words! {
    /// What a cap applies to.
    pub(crate) enum CapOn {
        /// The carried credits.
        Carried = "carried",
        /// The balance after renewal.
        Total = "total",
    }
}

record! {
    /// A cap: exactly one of these.
    pub(crate) struct CapDocument {
        /// As a factor of the allowance.
        #[within(Within::NOT_NEGATIVE)]
        times: Option<Decimal>,
        /// In credits.
        #[within(Within::NOT_NEGATIVE)]
        amount: Option<Credits>,
    }
}

/// How a new issue treats the remaining credits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Renewal {
    Add,
    Reset,
    Refill(Credits),
    SkipOver(CapDocument),
}

record! {
    /// One of these renewals.
    pub(crate) struct RenewalFields {
        /// Refills the balance to this.
        #[within(Within::NOT_NEGATIVE)]
        refill: Option<Credits>,
        /// Issues nothing while the balance is above this.
        skip_over: Option<CapDocument>,
    }
}

impl Read for Renewal {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::String(text) if text == "add" => Renewal::Add,
            Value::String(text) if text == "reset" => Renewal::Reset,
            Value::Object(_) => match RenewalFields::read(node) {
                RenewalFields { refill: Some(to), skip_over: None } => Renewal::Refill(to),
                RenewalFields { refill: None, skip_over: Some(cap) } => Renewal::SkipOver(cap),
                _ => {
                    node.expected("one of `refill` and `skip_over`");
                    Renewal::Add
                }
            },
            _ => {
                node.expected("\"add\", \"reset\", or an object with `refill` or `skip_over`");
                Renewal::Add
            }
        }
    }
    fn placeholder() -> Self {
        Renewal::Add
    }
}

record! {
    /// Credits that can be bought besides a plan.
    pub(crate) struct TopUpDocument {
        /// Unique in the catalog.
        id: String,
        /// Name for people.
        name: Option<String>,
        /// Class of the credits.
        class: String,
        /// Credits of one purchase; null if not published.
        #[within(Within::POSITIVE)]
        credits: Option<Credits>,
        /// Price; null if not published.
        #[within(Within::NOT_NEGATIVE)]
        price: Option<Money>,
        /// When the credits expire.
        expires: Option<Expires>,
        /// Who may buy it.
        requires: Option<When>,
        /// Most purchases in a cycle.
        #[within(Within::ONE_OR_MORE)]
        limit: Option<u32>,
        /// Sold in multiples of this many credits.
        #[within(Within::ONE_OR_MORE)]
        multiple: Option<u32>,
        /// What it may buy; everything when absent.
        pays_for: Option<PaysForDocument>,
        /// The smallest number pays first.
        priority: Option<u32>,
        /// Remarks for people.
        notes: Vec<String>,
        /// Where the rule is published.
        source: Option<SourceRef>,
    }
}
