//! Prices: components, tiers and steps.

use super::super::operation::{
    Body as BodyDocument, ComponentDocument, PriceView, RoundDocument, Scope as Charged,
    StepDocument, TierDocument,
};
use super::super::program::{
    Body, Charge, Component, Expression, Metered, Price, Rate, Step, StepKind, Sum, Tariff, Tier,
};
use super::super::rate::Bound;
use super::Scope;
use crate::amount::{Decimal, Fraction, Mode, Number, Rounding};
use crate::error::ErrorKind;
use crate::json::{Path, TELLS_WARNINGS};

impl Scope<'_> {
    /// Compiles one price; `short` if its keys are in the operation itself.
    pub(super) fn price(&self, path: &Path, document: &PriceView) -> Price {
        self.components.borrow_mut().clear();
        self.keeps_amounts.set(false);
        self.follows.set(0);
        let valid = document.valid;
        let hours = document.hours.map(|hours| self.window(&path.key("hours"), hours));
        let body = self.body(path, document);
        let price = Price {
            from: valid.and_then(|valid| valid.from),
            until: valid.and_then(|valid| valid.until),
            hours,
            follows: self.follows.get(),
            body,
            approximate: document.approximate,
            source: self.source(&path.key("source"), document.source),
            pointer: path.text(),
        };
        if valid.is_some_and(|valid| valid.is_empty()) {
            self.error(&path.key("valid"), ErrorKind::Unreachable, "`until` is not after `from`");
        }
        price
    }

    fn body(&self, path: &Path, document: &PriceView) -> Body {
        let components = match document.price {
            BodyDocument::Free => return Body::Free,
            BodyDocument::Unpriced => return Body::Unpriced,
            BodyDocument::NotSold => return Body::NotSold,
            BodyDocument::Components(components) => components,
        };
        let (mut per_run, mut per_request) = (Vec::new(), Vec::new());
        for (i, component) in components.iter().enumerate() {
            let path = path.key("price");
            let compiled = self.component(&path.index(i), component);
            match component.charged {
                Some(Charged::Request) => per_request.push(compiled),
                _ if component.meter.is_some() => per_request.push(compiled),
                _ if per_request.is_empty() => per_run.push(compiled),
                _ => {
                    let sentence = "put components charged per run before those per request";
                    self.error(&path.index(i), ErrorKind::OutOfRange, sentence);
                }
            }
        }
        let [run_steps, request_steps] = self.steps_by_scope(&path.key("adjust"), document.adjust);
        let keeps_amounts = self.keeps_amounts.get();
        let sum = Sum { per_run, run_steps, per_request, request_steps, keeps_amounts };
        self.warn_of_fractions(path, &sum);
        Body::Sum(sum)
    }

    /// Warns if a total has no finite decimal and no rounding.
    fn warn_of_fractions(&self, path: &Path, sum: &Sum) {
        if TELLS_WARNINGS && !sum.is_finite() {
            let sentence = "an amount may have no finite decimal, and no rule says how it is \
                            billed: add the vendor's rounding to `adjust`, such as \
                            { \"round\": \"step\" }";
            self.warning(&path.key("price"), ErrorKind::Inexact, sentence);
        }
    }

    fn component(&self, path: &Path, document: &ComponentDocument) -> Component {
        let when = document.when.as_ref().map(|when| self.condition(&path.key("when"), when));
        let mut charge = self.charge(path, document);
        let meter = document.meter.as_deref();
        let meter = meter.and_then(|meter| self.meter(path, meter, document, &mut charge));
        for (i, step) in document.adjust.iter().enumerate() {
            if step.per.is_some() {
                let sentence = "`per` belongs to the steps of the operation, not of a component";
                self.error(
                    &path.key("adjust").index(i).key("per"),
                    ErrorKind::UnknownKey,
                    sentence,
                );
            }
        }
        let steps = self.steps(&path.key("adjust"), &document.adjust);
        Component {
            label: document.line.as_str().into(),
            keep_as: document.id.as_ref().map(|id| self.keep(path, id)),
            unit: document.unit.as_deref().map(Into::into),
            when,
            charge,
            meter,
            steps,
            source: self.source(&path.key("source"), document.source.as_ref()),
            pointer: path.text(),
            block_pointer: path.key("block").text(),
        }
    }

    fn keep(&self, path: &Path, id: &str) -> usize {
        let mut components = self.components.borrow_mut();
        if components.iter().any(|known| known == id) {
            let sentence = format!("another component has the id `{id}`");
            self.error(&path.key("id"), ErrorKind::Duplicate, sentence);
        }
        components.push(id.to_owned());
        components.len() - 1
    }

    fn charge(&self, path: &Path, document: &ComponentDocument) -> Charge {
        let found = usize::from(document.rate.is_some())
            + usize::from(document.tiers.is_some())
            + usize::from(!document.max_of.is_empty());
        if found != 1 {
            let sentence =
                format!("expected exactly one of `rate`, `tiers`, `max_of`, found {found}");
            self.error(path, ErrorKind::Missing, sentence);
        }
        if document.max_of.is_empty() {
            return Charge::Metered(self.metered(path, document));
        }
        for (key, stray) in [
            ("quantity", document.quantity.is_some()),
            ("included", document.included.is_some()),
            ("block", document.block.is_some()),
            ("per", document.per.is_some()),
        ] {
            if stray {
                let sentence = "belongs in the components of `max_of`, not beside it";
                self.error(&path.key(key), ErrorKind::UnknownKey, sentence);
            }
        }
        let list = path.key("max_of");
        for (i, part) in document.max_of.iter().enumerate() {
            if part.id.is_some() {
                let sentence = "only the component that holds `max_of` can have an id";
                self.error(&list.index(i).key("id"), ErrorKind::UnknownKey, sentence);
            }
            if part.meter.is_some() {
                let sentence =
                    "a component of `max_of` cannot count in a meter: it may be charged or not";
                self.error(&list.index(i).key("meter"), ErrorKind::UnknownKey, sentence);
            }
        }
        let parts = document.max_of.iter().enumerate();
        Charge::MaxOf(parts.map(|(i, part)| self.component(&list.index(i), part)).collect())
    }

    fn metered(&self, path: &Path, document: &ComponentDocument) -> Metered {
        let formula = |key: &str, formula: &Option<_>| {
            formula.as_ref().map(|formula| self.number(&path.key(key), formula))
        };
        Metered {
            quantity: formula("quantity", &document.quantity)
                .unwrap_or_else(|| Expression::exactly(Fraction::ONE)),
            included: formula("included", &document.included),
            block: document
                .block
                .as_ref()
                .map(|block| Rounding { mode: block.mode, step: positive(block.size) }),
            per: Number::exact(positive(document.per.unwrap_or(Decimal::ONE))),
            tariff: self.tariff(path, document),
        }
    }

    fn tariff(&self, path: &Path, document: &ComponentDocument) -> Tariff {
        if let Some(rate) = &document.rate {
            return Tariff::Rate(self.rate(&path.key("rate"), rate));
        }
        let Some(tiers) = &document.tiers else {
            return Tariff::Rate(Rate::Unpriced);
        };
        let path = path.key("tiers");
        match (&tiers.graduated, &tiers.volume) {
            (Some(tiers), None) => Tariff::Graduated(self.tiers(&path.key("graduated"), tiers)),
            (None, Some(tiers)) => Tariff::Volume(self.tiers(&path.key("volume"), tiers)),
            _ => {
                let sentence = "expected exactly one of `graduated`, `volume`";
                self.error(&path, ErrorKind::Missing, sentence);
                Tariff::Rate(Rate::Unpriced)
            }
        }
    }

    fn tiers(&self, path: &Path, tiers: &[TierDocument]) -> Vec<Tier> {
        let bounds: Vec<Option<Bound>> = tiers.iter().map(|tier| tier.bound).collect();
        self.check_bounds(path, &bounds, None);
        for (i, tier) in tiers.iter().enumerate() {
            if tier.flat.is_some_and(Decimal::is_negative) {
                let sentence = "a flat amount below 0: a total below 0 is an error";
                self.warning(&path.index(i).key("flat"), ErrorKind::OutOfRange, sentence);
            }
        }
        let tier = |(i, tier): (usize, &TierDocument)| Tier {
            bound: tier.bound.map(Into::into),
            rate: self.rate(&path.index(i).key("rate"), &tier.rate),
            flat: Number::from_decimal(tier.flat.unwrap_or(Decimal::ZERO)),
        };
        tiers.iter().enumerate().map(tier).collect()
    }

    fn steps_by_scope(&self, path: &Path, documents: &[StepDocument]) -> [Vec<Step>; 2] {
        let first_of_request = documents.iter().position(|step| step.per == Some(Charged::Request));
        let at = first_of_request.unwrap_or(documents.len());
        for (i, step) in documents.iter().enumerate().skip(at) {
            if step.per != Some(Charged::Request) {
                let sentence = "put steps per run before those per request";
                self.error(&path.index(i), ErrorKind::OutOfRange, sentence);
            }
        }
        let mut run_steps = self.steps(path, documents);
        let request_steps = run_steps.split_off(at);
        [run_steps, request_steps]
    }

    fn steps(&self, path: &Path, documents: &[StepDocument]) -> Vec<Step> {
        documents.iter().enumerate().map(|(i, step)| self.step(&path.index(i), step)).collect()
    }

    fn step(&self, path: &Path, document: &StepDocument) -> Step {
        let mut acts = Vec::new();
        if let Some(rate) = &document.times {
            acts.push(StepKind::Times(self.rate(&path.key("times"), rate)));
        }
        if let Some(rate) = &document.minimum {
            acts.push(StepKind::Minimum(self.rate(&path.key("minimum"), rate)));
        }
        if let Some(rate) = &document.maximum {
            acts.push(StepKind::Maximum(self.rate(&path.key("maximum"), rate)));
        }
        if let Some(round) = &document.round {
            acts.push(StepKind::Round(self.round(round)));
        }
        if let Some(rate) = document.convert {
            acts.push(StepKind::Convert(positive(rate)));
        }
        if acts.len() != 1 {
            let sentence = format!(
                "expected exactly one of `times`, `minimum`, `maximum`, `round`, `convert`, found {}",
                acts.len()
            );
            self.error(path, ErrorKind::Missing, sentence);
        }
        let act = acts.pop().unwrap_or(StepKind::Convert(Fraction::ONE));
        Step {
            label: document.line.as_deref().unwrap_or(default_label(&act)).into(),
            when: document.when.as_ref().map(|when| self.condition(&path.key("when"), when)),
            act,
            pointer: path.text(),
        }
    }

    fn round(&self, round: &RoundDocument) -> Rounding {
        match round {
            RoundDocument::Step => Rounding { mode: Mode::Ceil, step: self.credit_step },
            RoundDocument::To { to, mode } => Rounding { mode: *mode, step: positive(*to) },
        }
    }
}

/// The default label of a step.
fn default_label(act: &StepKind) -> &'static str {
    match act {
        StepKind::Times(_) => "Factor",
        StepKind::Minimum(_) => "Minimum charge",
        StepKind::Maximum(_) => "Maximum charge",
        StepKind::Round(_) => "Rounding",
        StepKind::Convert(_) => "Conversion",
    }
}

/// A number that must not be 0, because it divides. A zero was logged when it was read.
fn positive(number: Decimal) -> Fraction {
    if number > Decimal::ZERO { Fraction::from_decimal(number) } else { Fraction::ONE }
}
