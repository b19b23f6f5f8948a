//! Many combinations as one answer: each line covers its amounts in all of them.

use super::super::answer::{CostReason, CostReasonCode, LineKind, State};
use super::super::asked::{ResolvedRequest, SlotValue};
use super::super::evaluate::{Mark, MissingPrice, TraceLine};
use super::super::range::PricedSum;
use super::words;
use crate::amount::{Fault, Number};
use crate::catalog::program::Text;

/// Further reasons are only counted.
const REASONS: usize = 8;

/// The lines of all combinations.
#[derive(Default)]
pub(super) struct Union<'c> {
    entries: Vec<Entry<'c>>,
    /// The first combination.
    first: Option<PricedSum<'c>>,
    count: usize,
}

struct Entry<'c> {
    raw: TraceLine<'c>,
    /// Several lines of one rule are distinguished by their order.
    nth: usize,
    /// Number of combinations that have it.
    seen: usize,
    differs: bool,
    /// It has no amount in any combination.
    is_always_gap: bool,
}

impl<'c> Union<'c> {
    pub(super) fn add(
        &mut self,
        asked: &ResolvedRequest,
        worked: PricedSum<'c>,
    ) -> Result<(), Fault> {
        self.count += 1;
        let mut after = 0;
        for (place, raw) in worked.lines.iter().enumerate() {
            let earlier = worked.lines.iter().take(place);
            let nth = earlier.filter(|other| super::same_rule(asked, raw, other)).count();
            let twin = self
                .entries
                .iter()
                .position(|entry| entry.nth == nth && super::same_rule(asked, raw, &entry.raw));
            match twin.and_then(|place| Some((place, self.entries.get_mut(place)?))) {
                Some((place, entry)) => {
                    entry.join(raw)?;
                    after = place + 1;
                }
                None => {
                    after += self.components_before(asked, raw, after);
                    let mut raw = raw.clone();
                    raw.amount = raw.amount.ordered()?;
                    let entry = Entry::of(raw, nth);
                    self.entries.insert(after.min(self.entries.len()), entry);
                    after += 1;
                }
            }
        }
        self.first.get_or_insert(worked);
        Ok(())
    }

    /// How many entries from an index on are components that precede this one in the file.
    fn components_before(&self, asked: &ResolvedRequest, raw: &TraceLine, from: usize) -> usize {
        let order = |raw: &TraceLine| {
            let rule = words::rule(asked, raw);
            (words::kind(raw) == LineKind::Component).then(|| (rule.len(), rule))
        };
        let own = order(raw);
        let rest = self.entries.iter().skip(from);
        rest.take_while(|entry| own.is_some() && order(&entry.raw).is_some_and(|o| Some(o) < own))
            .count()
    }

    /// Whether a cost depends on the combination.
    pub(super) fn differs(&self) -> bool {
        let differs = |entry: &Entry| entry.differs || entry.seen < self.count;
        self.entries.iter().any(differs)
    }

    /// The sum of the priced lines, if it does not depend on the combination.
    pub(super) fn known(&self) -> Option<&Number> {
        let is_settled = |entry: &Entry| {
            matches!(entry.raw.mark, Mark::MissingPrice(_)) && entry.is_always_gap
                || !entry.differs && entry.seen == self.count
        };
        let known = self.first.as_ref().map(|worked| &worked.outcome.known);
        known.filter(|_| self.entries.iter().all(is_settled))
    }

    /// Each line over all combinations.
    pub(super) fn lines(self) -> Vec<TraceLine<'c>> {
        self.entries.into_iter().map(|entry| entry.over(self.count)).collect()
    }
}

impl<'c> Entry<'c> {
    fn of(raw: TraceLine<'c>, nth: usize) -> Self {
        let (differs, is_always_gap) = (raw.is_span(), matches!(raw.mark, Mark::MissingPrice(_)));
        Entry { raw, nth, seen: 1, differs, is_always_gap }
    }

    fn join(&mut self, raw: &TraceLine<'c>) -> Result<(), Fault> {
        self.seen += 1;
        self.is_always_gap &= matches!(raw.mark, Mark::MissingPrice(_));
        let own = &mut self.raw;
        self.differs |= weight(own.mark) != weight(raw.mark);
        own.rate = joined(own.shown_rate(), raw.shown_rate())?;
        own.quantity = joined(own.quantity.as_ref(), raw.quantity.as_ref())?;
        own.amount = own.amount.joined(&raw.amount.ordered()?)?;
        for (part, rate) in &raw.parts {
            match own.parts.iter_mut().find(|(other, _)| std::ptr::eq(*other, *part)) {
                Some((_, all)) => *all = all.joined(rate)?,
                None => own.parts.push((part, rate.clone())),
            }
        }
        own.published_span |= raw.published_span;
        if weight(own.mark) < weight(raw.mark) {
            own.mark = raw.mark;
        }
        self.differs |= own.is_span();
        Ok(())
    }

    /// The entry for a number of combinations.
    fn over(mut self, count: usize) -> TraceLine<'c> {
        if self.seen < count {
            self.raw.sometimes = true;
            self.raw.amount = self.raw.amount.hull(&Number::ZERO).unwrap_or(Number::ZERO);
        }
        self.raw
    }
}

impl TraceLine<'_> {
    fn is_span(&self) -> bool {
        let is_span = |number: &Option<Number>| number.as_ref().is_some_and(Number::is_span);
        self.amount.is_span() || is_span(&self.rate) || is_span(&self.quantity)
    }

    fn shown_rate(&self) -> Option<&Number> {
        match self.mark {
            Mark::Free => Some(&Number::ZERO),
            _ => self.rate.as_ref(),
        }
    }
}

fn joined(a: Option<&Number>, b: Option<&Number>) -> Result<Option<Number>, Fault> {
    a.zip(b).map(|(a, b)| a.joined(b)).transpose()
}

/// The mark that takes precedence in some combination applies to the whole line.
fn weight(mark: Mark) -> u8 {
    match mark {
        Mark::Free => 0,
        Mark::Priced => 1,
        Mark::MissingPrice(MissingPrice::After(_)) => 2,
        Mark::MissingPrice(_) => 3,
    }
}

/// The reasons for a missing total, each once.
#[derive(Default)]
pub(super) struct Reasons {
    told: Vec<CostReason>,
    /// The number of further reasons, and the rule of the last.
    more: Option<(usize, CostReasonCode, Text)>,
    is_unknown: bool,
}

impl Reasons {
    pub(super) fn add(&mut self, asked: &ResolvedRequest, slots: &[SlotValue], worked: &PricedSum) {
        self.is_unknown |= !worked.outcome.only_known_later();
        for (gap, rule) in &worked.outcome.gaps {
            let (code, text, rule) = words::gap(asked, slots, gap, rule);
            let reason = CostReason { code, text, rule };
            if self.told.contains(&reason) {
                continue;
            }
            if self.told.len() < REASONS {
                self.told.push(reason);
            } else {
                let count = self.more.as_ref().map_or(0, |(count, ..)| *count);
                self.more = Some((count + 1, reason.code, reason.rule));
            }
        }
    }

    /// "Not published" takes precedence over "known after the run".
    pub(super) fn state(&self) -> State {
        if self.is_unknown { State::Unknown } else { State::Rate }
    }

    pub(super) fn list(mut self) -> Vec<CostReason> {
        if let Some((count, code, rule)) = self.more {
            self.told.push(CostReason {
                code,
                text: format!("{count} more cases like these"),
                rule,
            });
        }
        self.told
    }
}
