//! A subscription, its cycles and its terms.

use crate::amount::Fraction;
use crate::calendar::{Instant, Recurrence, Span, Step, Zone};
use crate::catalog::id::PlanId;
use crate::catalog::supply::{Change, Held, Term};
use crate::json::words;

/// A recurring period: the cycle, or what a payment covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Period {
    pub(super) recurrence: Recurrence,
    /// Occurrences in a period.
    pub(super) stride: u32,
    /// Number of the occurrence that ends the period.
    pub(super) n: u32,
    pub(super) start: Instant,
    pub(super) end: Instant,
}

impl Period {
    /// The period that contains an instant; the first one begins at `since`.
    pub(super) fn holding(
        (recurrence, stride): (Recurrence, u32),
        since: Instant,
        at: Instant,
        zone: &Zone,
    ) -> Option<Self> {
        let n = recurrence.first_after(at.max(since), zone).max(1).div_ceil(stride) * stride;
        let start = recurrence.nth(n - stride, zone)?;
        let start = if n == stride { since } else { start.max(since) };
        Some(Period { recurrence, stride, n, start, end: recurrence.nth(n, zone)? })
    }

    /// A period that begins at an occurrence.
    pub(super) fn starting(
        (recurrence, stride): (Recurrence, u32),
        at: Instant,
        zone: &Zone,
    ) -> Option<Self> {
        let n = recurrence.first_after(at, zone).checked_sub(1)?.checked_add(stride)?;
        Some(Period { recurrence, stride, n, start: at, end: recurrence.nth(n, zone)? })
    }

    pub(super) fn next(self, zone: &Zone) -> Option<Self> {
        let end = self.end_after(1, zone)?;
        Some(Period { n: self.n + self.stride, start: self.end, end, ..self })
    }

    /// The instant a span after the period's beginning, if both are counted in months.
    pub(super) fn after_start(&self, at: Instant, span: Span, zone: &Zone) -> Option<Instant> {
        let Step::Months(months) = span.step() else { return None };
        let n = self.n.checked_sub(self.stride)?;
        self.recurrence.nth(n, zone).filter(|start| *start == at)?;
        self.recurrence.months_after(n, months, zone)
    }

    /// The instant a span after the period's end, if both are counted in months.
    pub(super) fn after_end(&self, span: Span, zone: &Zone) -> Option<Instant> {
        let Step::Months(months) = span.step() else { return None };
        self.recurrence.months_after(self.n, months, zone)
    }

    /// The end of the period that contains an instant: this period or a later one.
    pub(super) fn end_holding(&self, at: Instant, zone: &Zone) -> Option<Instant> {
        if at < self.end {
            return Some(self.end);
        }
        let more = self.recurrence.first_after(at, zone).saturating_sub(self.n);
        self.end_after(more.div_ceil(self.stride.max(1)), zone)
    }

    /// The end of the period `count` periods later.
    pub(super) fn end_after(&self, count: u32, zone: &Zone) -> Option<Instant> {
        self.recurrence.nth(self.n.checked_add(count.checked_mul(self.stride)?)?, zone)
    }
}

/// Whether a plan is held, or was before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    held: Option<Subscription>,
    /// A subscription has ended, and no other has begun since.
    lapsed: bool,
}

impl Standing {
    /// As it was saved: nothing held, and whether something was before.
    pub(super) fn without_plan(lapsed: bool) -> Self {
        Standing { held: None, lapsed }
    }

    pub(super) fn held(&self) -> Option<&Subscription> {
        self.held.as_ref()
    }

    pub(super) fn has_lapsed(&self) -> bool {
        self.lapsed
    }

    /// A subscription that is held already: from the start, or in place of another.
    pub(super) fn hold(&mut self, subscription: Subscription) {
        self.held = Some(subscription);
    }

    /// A subscription begins.
    pub(super) fn begin(&mut self, subscription: Subscription) {
        *self = Standing { held: Some(subscription), lapsed: false };
    }

    /// The subscription ends; says which it was.
    pub(super) fn lapse(&mut self) -> Option<Subscription> {
        let ended = self.held.take();
        self.lapsed |= ended.is_some();
        ended
    }

    /// What is to come: a change, or that nothing changes. Says what was to come before.
    pub(super) fn schedule(&mut self, next: Option<Scheduled>) -> Option<Scheduled> {
        std::mem::replace(&mut self.held.as_mut()?.next, next)
    }

    /// The next cycle or term begins, or both.
    pub(super) fn go_on(&mut self, turn: Turn, clock: &Zone) -> Option<()> {
        let Some(held) = &mut self.held else { return Some(()) };
        if turn.cycle {
            held.cycle = held.cycle.next(clock)?;
        }
        if turn.paid {
            held.paid = held.paid.next(clock)?;
        }
        Some(())
    }
}

/// A subscription.
#[derive(Clone, Debug)]
pub(crate) struct Subscription {
    pub(super) plan: PlanId,
    pub(super) term: Term,
    pub(super) since: Instant,
    pub(super) cycle: Period,
    /// The paid period.
    pub(super) paid: Period,
    /// Price of one cycle, for the cost of a credit.
    pub(super) cycle_price: Option<Fraction>,
    pub(super) next: Option<Scheduled>,
}

impl Subscription {
    pub(crate) fn as_held(&self) -> Held {
        Held { plan: self.plan, term: self.term }
    }
}

/// A scheduled change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scheduled {
    /// The next plan; `None` after a cancellation.
    pub(crate) to: Option<Held>,
    /// At the end of the paid period, not of the cycle.
    pub(crate) at_term_end: bool,
    pub(crate) change: Change,
}

/// A requested plan change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlanChange {
    pub(crate) plan: PlanId,
    pub(crate) term: Term,
    /// `None`: the catalog decides.
    pub(crate) when: Option<ChangeAt>,
}

words! {
    /// When a change takes place.
    pub enum ChangeAt {
        /// At once.
        Now = "now",
        /// When the cycle ends.
        CycleEnd = "cycle_end",
        /// At the end of the paid period.
        TermEnd = "term_end",
    }
}

/// Which periods end or begin at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) cycle: bool,
    pub(super) paid: bool,
}

impl Turn {
    /// Nothing ends or begins.
    pub(super) const NONE: Turn = Turn { cycle: false, paid: false };
    pub(super) const CYCLE: Turn = Turn { cycle: true, paid: false };
    pub(super) const BOTH: Turn = Turn { cycle: true, paid: true };
}
