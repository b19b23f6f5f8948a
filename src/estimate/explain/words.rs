//! Lines and reasons in words.

use super::super::answer::{BILLED_AS, CostReasonCode, LAST_PLACE, Line, LineKind, LineState};
use super::super::asked::{ResolvedRequest, SlotValue};
use super::super::evaluate::{Mark, MissingPrice, Origin, TraceLine};
use super::cell;
use crate::amount::{Credits, Fault, FineDecimal, Fraction, Number};
use crate::catalog::MeterPeriod;
use crate::catalog::program::{Charge, Component, Expression, Slot, Step, StepKind, Text};
use std::cmp::Ordering;

/// A line without its amount.
pub(super) fn line(asked: &ResolvedRequest, raw: &TraceLine) -> Line {
    let is_component = matches!(raw.origin, Origin::Component(_));
    let shown = |n| Option::<&Number>::filter(n, |_| is_component);
    let (quantity, rate) = (shown(raw.quantity.as_ref()), shown(raw.rate.as_ref()));
    let (rate_low, rate_high) = ends(rate);
    Line {
        kind: kind(raw),
        label: label(asked, raw),
        text: text(asked, raw, raw),
        rule: rule(asked, raw),
        state: state(raw.mark),
        quantity: quantity.and_then(Number::to_decimal),
        unit: unit(raw),
        rate: rate.and_then(Number::to_fine),
        rate_low,
        rate_high,
        per: raw.per.and_then(Number::to_decimal),
        amount: None,
        low: None,
        high: None,
    }
}

/// Both ends of a rate that is a span; `None` if one of them is not a decimal.
fn ends(rate: Option<&Number>) -> (Option<FineDecimal>, Option<FineDecimal>) {
    let rate = rate.filter(|rate| rate.single().is_none());
    let end = |end: fn(&Number) -> Fraction| FineDecimal::from_fraction(&end(rate?));
    end(Number::low).zip(end(Number::high)).unzip()
}

/// A line over many cases, with its amounts in the cheapest and the most expensive.
pub(super) fn spanning(asked: &ResolvedRequest, raw: &TraceLine) -> Result<Line, Fault> {
    let mut line = line(asked, raw);
    if !matches!(raw.mark, Mark::MissingPrice(_)) {
        line.low = Some(Credits(super::nearest(&raw.amount, Number::low)?));
        line.high = Some(Credits(super::nearest(&raw.amount, Number::high)?));
    }
    Ok(line)
}

/// The largest quantity of a line.
pub(super) fn at_most(asked: &ResolvedRequest, raw: &TraceLine) -> Option<String> {
    let Origin::Component(component) = raw.origin else { return None };
    let most = Some(Number::exact(raw.quantity.as_ref()?.high()));
    let mut out = ", at most ".to_owned();
    from_to(&most, &most, &mut out);
    Counted(asked, component).unit(&most, &most, &mut out);
    Some(out)
}

/// Why no price holds.
pub(super) fn not_valid(asked: &ResolvedRequest) -> (CostReasonCode, String) {
    match asked.ended() {
        Some(window) => (CostReasonCode::CalendarEnds, window.reason(asked.at)),
        None => (CostReasonCode::NotValid, format!("no published price holds at {}", asked.at)),
    }
}

/// The line of a free operation.
pub(super) fn free_line(name: &str, rule: &Text) -> Line {
    Line {
        kind: LineKind::Component,
        label: name.into(),
        text: "free".to_owned(),
        rule: rule.clone(),
        state: LineState::Free,
        quantity: None,
        unit: None,
        rate: None,
        rate_low: None,
        rate_high: None,
        per: None,
        amount: Some(Credits::ZERO),
        low: None,
        high: None,
    }
}

/// The line for what fractions lose at the last place.
pub(super) fn last_place(asked: &ResolvedRequest) -> Line {
    line(asked, &TraceLine::amount(Origin::LastPlace, Number::ZERO))
}

/// Shows both ends of a line, if they differ.
pub(super) fn span(asked: &ResolvedRequest, line: &mut Line, low: &TraceLine, high: &TraceLine) {
    line.text = text(asked, low, high);
    let same = |a: &Option<Number>, b: &Option<Number>| match (a, b) {
        (Some(a), Some(b)) => a.low().compare(&b.high()).is_ok_and(std::cmp::Ordering::is_eq),
        _ => false,
    };
    if !same(&low.quantity, &high.quantity) {
        line.quantity = None;
    }
    if !same(&low.rate, &high.rate) {
        line.rate = None;
        let rates = low.rate.as_ref().zip(high.rate.as_ref());
        let both = rates.and_then(|(low, high)| low.hull(high).ok());
        (line.rate_low, line.rate_high) = ends(both.as_ref());
    }
}

pub(super) fn kind(raw: &TraceLine) -> LineKind {
    match raw.origin {
        Origin::Component(_) => LineKind::Component,
        Origin::Block(_) | Origin::LastPlace => LineKind::Rounding,
        Origin::CostFactor(_) => LineKind::Factor,
        Origin::Before(_) => LineKind::Before,
        Origin::Floor => LineKind::Minimum,
        Origin::Step(step) => step_kind(&step.act),
    }
}

pub(super) fn rule(asked: &ResolvedRequest, raw: &TraceLine) -> Text {
    match raw.origin {
        Origin::Component(component) | Origin::Before(component) => component.pointer.clone(),
        Origin::Block(component) => component.block_pointer.clone(),
        Origin::Step(step) => step.pointer.clone(),
        Origin::CostFactor(plan) => plan.factor_pointer.clone(),
        Origin::LastPlace | Origin::Floor => asked.operation.pointer.as_str().into(),
    }
}

fn unit(raw: &TraceLine) -> Option<Text> {
    match raw.origin {
        Origin::Component(component) | Origin::Before(component) => component.unit.clone(),
        _ => None,
    }
}

fn label(asked: &ResolvedRequest, raw: &TraceLine) -> Text {
    match raw.origin {
        Origin::Component(component) => component.label.clone(),
        Origin::Block(component) => component.label.clone(),
        Origin::CostFactor(plan) => plan.factor_label.clone(),
        Origin::Before(component) => format!("{}, before", component.label).into(),
        Origin::LastPlace => asked.catalog.step_label.clone(),
        Origin::Floor => "Minimum".into(),
        Origin::Step(step) => step.label.clone(),
    }
}

/// How a line was computed, from its low end to its high end.
fn text(asked: &ResolvedRequest, low: &TraceLine, high: &TraceLine) -> String {
    let mut out = String::with_capacity(32);
    let out_of = &mut out;
    match high.origin {
        Origin::Component(component) => match high.mark {
            Mark::Free => with_quantity(low, high, Counted(asked, component), "free", out_of),
            Mark::MissingPrice(MissingPrice::After(slot)) => {
                after(low, high, Counted(asked, component), slot, out_of);
            }
            Mark::MissingPrice(_) => {
                with_quantity(low, high, Counted(asked, component), "price not published", out_of);
            }
            Mark::Priced if !high.parts.is_empty() => dearest(low, high, out_of),
            Mark::Priced => product(low, high, Counted(asked, component), out_of),
        },
        Origin::Before(component) => before(asked, high, Counted(asked, component), out_of),
        Origin::Block(component) => blocks(low, high, Counted(asked, component), out_of),
        Origin::Step(step) => {
            step_text(step, low, high, out_of);
            published(high, out_of);
        }
        Origin::CostFactor(plan) => {
            out_of.push_str("× ");
            push(&plan.cost_factor.unwrap_or(Fraction::ONE), out_of);
        }
        Origin::LastPlace => out_of.push_str(LAST_PLACE),
        Origin::Floor => out_of.push_str("at least 0"),
    }
    out
}

/// One number, or "from–to", lower end first.
fn from_to(low: &Option<Number>, high: &Option<Number>, out: &mut String) {
    let (Some(low), Some(high)) = (low, high) else { return };
    let start = out.len();
    if std::ptr::eq(low, high) && !low.is_span() {
        low.push(out);
        return group(out, start);
    }
    let (least, most) = (lower(low.low(), high.low()), higher(low.high(), high.high()));
    push(&least, out);
    let middle = out.len();
    if least.compare(&most) != Ok(Ordering::Equal) {
        out.push('–');
        push(&most, out);
    }
    // Two different fractions may print alike, because both are cut to a few places.
    if out.get(start..middle) == out.get(middle + '–'.len_utf8()..) {
        out.truncate(middle);
    }
}

fn lower(a: Fraction, b: Fraction) -> Fraction {
    if b.compare(&a) == Ok(Ordering::Less) { b } else { a }
}

fn higher(a: Fraction, b: Fraction) -> Fraction {
    if b.compare(&a) == Ok(Ordering::Greater) { b } else { a }
}

/// A number with thousands separators.
fn push(number: &Fraction, out: &mut String) {
    let start = out.len();
    number.push(out);
    group(out, start);
}

/// Puts separators into the number that begins at an index.
fn group(out: &mut String, start: usize) {
    let number = out.get(start..).unwrap_or("");
    if number.len() < 4 {
        return;
    }
    let sign = usize::from(number.starts_with('-'));
    let digits = number.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
    let mut place = digits;
    while place > 3 {
        place -= 3;
        out.insert(start + sign + place, ',');
    }
}

/// A component, for the word of its unit.
#[derive(Clone, Copy)]
struct Counted<'a>(&'a ResolvedRequest<'a>, &'a Component);

impl Counted<'_> {
    /// The word for this many of the unit, after a blank.
    fn unit(self, low: &Option<Number>, high: &Option<Number>, out: &mut String) {
        let Some(unit) = &self.1.unit else { return };
        let is_one = [low, high].iter().all(|end| end.as_ref().is_some_and(Number::is_one));
        let units = &self.0.catalog.document.units;
        let many = units.iter().find(|(one, _)| !is_one && **one == **unit);
        out.push(' ');
        out.push_str(many.map_or(unit, |(_, many)| many));
    }
}

fn quantity(low: &TraceLine, high: &TraceLine, of: Counted, out: &mut String) {
    from_to(&low.quantity, &high.quantity, out);
    if of.1.unit.as_ref().is_some_and(|unit| unit.starts_with(|c: char| c.is_ascii_digit())) {
        out.push_str(" ×");
    }
    of.unit(&low.quantity, &high.quantity, out);
}

fn rate(low: &TraceLine, high: &TraceLine, of: Counted, per: &str, out: &mut String) {
    from_to(&low.rate, &high.rate, out);
    if let Some(units) = high.per {
        out.push_str(per);
        push(&units.low(), out);
        of.unit(&None, &None, out);
    }
    published(high, out);
}

/// A published range, not caused by open settings.
fn published(raw: &TraceLine, out: &mut String) {
    if raw.published_span {
        out.push_str(" (published range)");
    }
}

fn product(low: &TraceLine, high: &TraceLine, of: Counted, out: &mut String) {
    quantity(low, high, of, out);
    // A metered quantity of 0 has not reached any rate.
    if high.rate.is_some() {
        out.push_str(" × ");
        rate(low, high, of, " / ", out);
    }
}

fn with_quantity(low: &TraceLine, high: &TraceLine, of: Counted, words: &str, out: &mut String) {
    if high.quantity.is_some() {
        quantity(low, high, of, out);
        out.push_str(": ");
    }
    out.push_str(words);
}

/// `0.5 per 30 s, known only after the run`, `12 per song, once Style is given`.
fn after(low: &TraceLine, high: &TraceLine, of: Counted, slot: Slot, out: &mut String) {
    if high.rate.is_some() && high.quantity.is_some() {
        product(low, high, of, out);
        out.push_str(", ");
    } else if high.rate.is_some() {
        rate(low, high, of, " per ", out);
        if high.per.is_none() {
            out.push_str(of.1.unit.as_ref().map_or(" each", |_| " per"));
            of.unit(&Some(Number::ONE), &Some(Number::ONE), out);
        }
        out.push_str(", ");
    }
    for (place, (part, rate)) in high.parts.iter().enumerate() {
        out.push_str(if place == 0 { "the highest of " } else { ", " });
        out.push_str(&part.label);
        out.push(' ');
        each(part, rate, Counted(of.0, part), out);
    }
    if !high.parts.is_empty() {
        out.push_str(": ");
    }
    if high.sometimes {
        out.push_str("where it is charged, ");
    }
    match of.0.setting(slot).filter(|setting| !setting.after) {
        Some(setting) => out.extend(["once ", &setting.label, " is given"]),
        None => out.push_str("known only after the run"),
    }
}

/// The rate of a part: `2 each`, `0.5 per 30 s`; without a unit if it is charged once.
fn each(part: &Component, rate: &Number, of: Counted, out: &mut String) {
    from_to(&Some(rate.clone()), &Some(rate.clone()), out);
    let Charge::Metered(metered) = &part.charge else { return };
    if let Some(units) = metered.shown_per() {
        out.push_str(" per ");
        push(&units.low(), out);
        of.unit(&None, &None, out);
    } else if !matches!(&metered.quantity, Expression::Constant(at) if at.is_one()) {
        out.push_str(part.unit.as_ref().map_or(" each", |_| " per"));
        of.unit(&Some(Number::ONE), &Some(Number::ONE), out);
    }
}

/// `the highest: duration 20 (size 12)`.
fn dearest(low: &TraceLine, high: &TraceLine, out: &mut String) {
    out.push_str("the highest: ");
    for (place, (part, amount)) in high.parts.iter().enumerate() {
        out.push_str(match place {
            0 => "",
            1 => " (",
            _ => ", ",
        });
        let twin = low.parts.iter().find(|(other, _)| std::ptr::eq(*other, *part));
        let least = twin.map_or(amount, |(_, amount)| amount);
        out.push_str(&part.label);
        out.push(' ');
        from_to(&Some(least.clone()), &Some(amount.clone()), out);
    }
    if high.parts.len() > 1 {
        out.push(')');
    }
    published(high, out);
}

fn before(asked: &ResolvedRequest, raw: &TraceLine, of: Counted, out: &mut String) {
    quantity(raw, raw, of, out);
    out.push_str(" used before");
    let place = of.1.meter.and_then(|place| asked.operation.meters.get(place));
    if let Some((_, meter)) = place.and_then(|place| asked.catalog.document.meters.get(*place)) {
        out.push_str(if meter.per == MeterPeriod::Day { " on the same " } else { " in the same " });
        out.push_str(meter.per.word());
    }
}

fn blocks(low: &TraceLine, high: &TraceLine, of: Counted, out: &mut String) {
    quantity(low, high, of, out);
    out.push_str(BILLED_AS);
    from_to(&low.rate, &high.rate, out);
    of.unit(&low.rate, &high.rate, out);
}

fn step_text(step: &Step, low: &TraceLine, high: &TraceLine, out: &mut String) {
    match &step.act {
        StepKind::Times(_) => out.push_str("× "),
        StepKind::Minimum(_) => out.push_str("at least "),
        StepKind::Maximum(_) => out.push_str("at most "),
        StepKind::Round(rounding) => {
            out.push_str(rounding.mode.words());
            out.push_str(" to multiples of ");
            push(&rounding.step, out);
        }
        StepKind::Convert(rate) => {
            push(rate, out);
            out.push_str(" for one");
        }
    }
    from_to(&low.rate, &high.rate, out);
    if high.each_run && !matches!(step.act, StepKind::Times(_) | StepKind::Convert(_)) {
        out.push_str(", each run");
    }
}

/// Why an unlisted choice has no price.
pub(super) fn not_listed(asked: &ResolvedRequest, slot: crate::catalog::program::Slot) -> String {
    let label = asked.setting(slot).map_or("", |setting| &setting.label);
    let kind = asked.setting(slot).map(|setting| &setting.kind);
    let value =
        asked.slots.get(slot).zip(kind).and_then(|(filled, kind)| super::value(filled, kind));
    let value = value.map(|value| value.to_string()).unwrap_or_default();
    format!("{label} {value} is not on the price list")
}

/// Why there is no amount: a code, a sentence, and the rule.
pub(super) fn gap(
    asked: &ResolvedRequest,
    slots: &[SlotValue],
    gap: &MissingPrice,
    rule: &Text,
) -> (CostReasonCode, String, Text) {
    match gap {
        MissingPrice::Unpriced => {
            let text = "the vendor does not publish the price of this part";
            (CostReasonCode::Unpriced, text.to_owned(), rule.clone())
        }
        MissingPrice::Missing(table) => {
            let mut text =
                format!("no price is published for {}", cell::words(asked, slots, table));
            cell::to_choose(asked, table, &mut text);
            (CostReasonCode::MissingCell, text, table.pointer.clone())
        }
        MissingPrice::After(slot) => {
            let name = asked.setting(*slot).map_or("", |setting| setting.label.as_str());
            let after = asked.setting(*slot).is_some_and(|setting| setting.after);
            let text = if after {
                format!("{name} is known only after the run")
            } else {
                format!("{name} has no value yet")
            };
            (CostReasonCode::KnownAfter, text, rule.clone())
        }
        MissingPrice::NoAmount => {
            let text = "it depends on a part without an amount";
            (CostReasonCode::Unpriced, text.to_owned(), rule.clone())
        }
    }
}

pub(super) fn same_rule(asked: &ResolvedRequest, a: &TraceLine, b: &TraceLine) -> bool {
    let kind = |raw: &TraceLine| (kind(raw), rule(asked, raw));
    kind(a) == kind(b)
}

/// The kind of line that a step makes.
fn step_kind(act: &StepKind) -> LineKind {
    match act {
        StepKind::Times(_) => LineKind::Factor,
        StepKind::Minimum(_) => LineKind::Minimum,
        StepKind::Maximum(_) => LineKind::Maximum,
        StepKind::Round(_) => LineKind::Rounding,
        StepKind::Convert(_) => LineKind::Conversion,
    }
}

fn state(mark: Mark) -> LineState {
    match mark {
        Mark::Priced => LineState::Priced,
        Mark::Free => LineState::Free,
        Mark::MissingPrice(MissingPrice::After(_)) => LineState::After,
        Mark::MissingPrice(_) => LineState::Unpriced,
    }
}
