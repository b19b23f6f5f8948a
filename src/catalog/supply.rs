//! The rules for issuing and spending credits: plans, grants and top-ups with names resolved to
//! indices.

use super::by_plan::ByPlan;
pub(crate) use super::grant::{CapDocument, CapOn, Carry, Every, Expires, Renewal, WeekDay};
use super::id::{ClassId, GrantId, LimitId, OperationId, PlanId, TopUpId};
use super::plan::ChangeDocument;
pub(crate) use super::plan::{
    Allowance, ChangeCharge, ChangeWhen, Cycle, CycleChange, Lapse, OldLots, TermPrice,
};
use super::policy::AlertLevel;
pub(crate) use super::policy::{
    Billing, BurnBy, Clock, Debt, FailedRuns, Overage, PaidFirst, RefundExpired,
};
use super::program::Text;
pub use super::term::Term;
use super::valid::Valid;
use crate::amount::{Credits, Decimal, Money};
use crate::calendar::{Span, TimeOfDay};
use std::sync::Arc;

/// What is subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) plan: PlanId,
    pub(crate) term: Term,
}

/// Who gets or buys something: by plan and term.
pub(crate) type Reach = ByPlan<[bool; 3]>;

/// A number by which the burn order sorts; what has none comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OrLast(i64);

impl OrLast {
    /// The largest number is the last.
    pub(crate) const LAST: OrLast = OrLast(0xffff_ffff);

    pub(crate) fn of(number: Option<u32>) -> Self {
        number.map_or(OrLast::LAST, |number| OrLast(number.into()))
    }

    pub(crate) fn number(self) -> Option<u32> {
        u32::try_from(self.0).ok().filter(|_| self != OrLast::LAST)
    }

    /// Smaller numbers come first.
    pub(crate) fn key(self) -> i64 {
        self.0
    }
}

/// By operation index, whether it may be paid for; `None` allows everything.
pub(crate) type PaysFor = Option<Arc<[bool]>>;

/// Whether a rule lets credits pay for an operation.
pub(crate) fn allows(rule: &PaysFor, operation: OperationId) -> bool {
    rule.as_ref().is_none_or(|rule| rule.get(operation.place()).copied().unwrap_or(false))
}

#[derive(Debug)]
pub(crate) struct Supply {
    pub(crate) classes: Vec<Class>,
    pub(crate) plans: Vec<PlanTerms>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) top_ups: Vec<TopUp>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) burn_order: Vec<BurnKey>,
    /// Some key of the burn order is an amount or a fraction.
    pub(crate) has_wide_keys: bool,
    /// Some credits may pay for nothing.
    pub(crate) has_useless: bool,
    pub(crate) policies: Policies,
    /// What an account without a plan may use: whatever its grants pay for.
    pub(crate) free_tier: PaysFor,
}

#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) id: Text,
    pub(crate) name: String,
    pub(crate) paid: bool,
    pub(crate) lapse: Lapse,
    /// Whether a source of the class may pay for an operation.
    pub(crate) pays_for: PaysFor,
}

#[derive(Debug)]
pub(crate) struct PlanTerms {
    pub(crate) prices: [TermPrice; 3],
    pub(crate) cycle: Cycle,
    pub(crate) renews_at: Option<TimeOfDay>,
    pub(crate) top_ups_per_cycle: Option<Credits>,
    pub(crate) upgrade: Change,
    pub(crate) downgrade: Change,
}

/// What happens when the plan changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) when: ChangeWhen,
    pub(crate) allowance: Allowance,
    pub(crate) cycle: CycleChange,
    pub(crate) old_lots: OldLots,
    pub(crate) charge: ChangeCharge,
}

#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) id: Text,
    pub(crate) name: String,
    pub(crate) class: ClassId,
    pub(crate) amount: Option<Credits>,
    pub(crate) every: Every,
    pub(crate) at: Option<TimeOfDay>,
    pub(crate) on: Option<WeekDay>,
    pub(crate) expires: Expires,
    /// When it issues.
    pub(crate) valid: Valid,
    /// It issues only while nothing of this class can be spent.
    pub(crate) if_empty: Option<ClassId>,
    /// The recipients.
    pub(crate) to: Reach,
    /// Comes with a plan; having an account is not enough.
    pub(crate) with_plan: bool,
    pub(crate) pays_for: PaysFor,
    pub(crate) rollover: Option<Rollover>,
    pub(crate) renewal: Renewal,
    pub(crate) shared: bool,
    pub(crate) priority: OrLast,
    /// Approximate seconds between two issues, for the burn order only; none for a single issue.
    pub(crate) interval: OrLast,
}

#[derive(Clone, Debug)]
pub(crate) struct Rollover {
    pub(crate) carry: Option<Carry>,
    pub(crate) latest: Option<Span>,
    pub(crate) cap: Option<CapDocument>,
    pub(crate) cap_on: CapOn,
    pub(crate) floor: Option<Credits>,
    pub(crate) percent: Option<Decimal>,
    pub(crate) class: ClassId,
}

#[derive(Debug)]
pub(crate) struct TopUp {
    pub(crate) id: Text,
    pub(crate) name: String,
    pub(crate) class: ClassId,
    pub(crate) credits: Option<Credits>,
    pub(crate) price: Option<Money>,
    pub(crate) expires: Expires,
    /// The buyers.
    pub(crate) to: Reach,
    pub(crate) limit: Option<u32>,
    pub(crate) multiple: Option<u32>,
    pub(crate) pays_for: PaysFor,
    pub(crate) priority: OrLast,
}

/// The most that may be charged in a time.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    pub(crate) most: Credits,
    pub(crate) pace: LimitPace,
    /// Who has it.
    pub(crate) to: Reach,
}

/// The time of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LimitPace {
    Day,
    Week,
    Month,
    /// The span before each instant.
    Rolling(Span),
    /// A span that begins with the first use.
    FirstUse(Span),
}

impl LimitPace {
    /// Whether every charge counts for a span of its own.
    pub(crate) fn rolls(self) -> bool {
        matches!(self, LimitPace::Rolling(_))
    }
}

#[derive(Debug)]
pub(crate) enum BurnKey {
    /// The rank of every class.
    Class(Vec<usize>),
    Paid(PaidFirst),
    By(BurnBy),
}

#[derive(Debug)]
pub(crate) struct Policies {
    pub(crate) failed_runs: FailedRuns,
    pub(crate) refund_expired: RefundExpired,
    pub(crate) overage: Overage,
    pub(crate) overage_limit: Option<Credits>,
    pub(crate) debt: Debt,
    pub(crate) billing: Billing,
    pub(crate) clock: Clock,
    pub(crate) member_caps: bool,
    pub(crate) alerts: Vec<Level>,
    pub(crate) free_runs: Vec<FreeRun>,
    /// What a user can do without credits, in words.
    pub(crate) advice: Vec<String>,
}

/// A level of the balance, at which an alert is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Level {
    /// Per cent of the cycle's allowance used.
    Used(Decimal),
    /// Credits left.
    Left(Credits),
}

impl AlertLevel {
    /// The level, of an alert that has been [checked](AlertLevel::check).
    pub(crate) fn level(&self) -> Level {
        match (self.percent, self.credits) {
            (Some(percent), _) => Level::Used(percent),
            (None, credits) => Level::Left(credits.unwrap_or_default()),
        }
    }
}

/// A free run at intervals, when credits have run out.
#[derive(Debug)]
pub(crate) struct FreeRun {
    pub(crate) every: Span,
    /// By operation index.
    pub(crate) operations: Vec<bool>,
    pub(crate) plans: ByPlan<bool>,
}

/// Whether a rule applies to this subscription.
pub(crate) fn is_for(to: &Reach, held: Option<Held>) -> bool {
    let term = held.map_or(Term::Month, |held| held.term);
    let terms = to.get(held.map(|held| held.plan));
    terms.and_then(|terms| terms.get(term as usize)).copied().unwrap_or(false)
}

impl Change {
    /// From the written rule and the defaults. Default upgrade: at once, with the full allowance
    /// and a new cycle. Default downgrade: from the next cycle. A new cycle is charged.
    pub(crate) fn of(rule: Option<&ChangeDocument>, up: bool) -> Self {
        let (when, cycle) = match up {
            true => (ChangeWhen::Now, CycleChange::Reset),
            false => (ChangeWhen::CycleEnd, CycleChange::Keep),
        };
        let cycle = rule.and_then(|rule| rule.cycle).unwrap_or(cycle);
        let charge = match cycle {
            CycleChange::Reset => ChangeCharge::Full,
            CycleChange::Keep => ChangeCharge::None,
        };
        Change {
            when: rule.and_then(|rule| rule.when).unwrap_or(when),
            allowance: rule.and_then(|rule| rule.allowance).unwrap_or(Allowance::Full),
            cycle,
            old_lots: rule.and_then(|rule| rule.old_lots).unwrap_or(OldLots::Keep),
            charge: rule.and_then(|rule| rule.charge).unwrap_or(charge),
        }
    }
}

impl Supply {
    /// Whether some credits may pay for some operations only.
    pub(crate) fn is_restricted(&self) -> bool {
        self.grants.iter().any(|grant| grant.pays_for.is_some())
            || self.top_ups.iter().any(|top_up| top_up.pays_for.is_some())
            || self.classes.iter().any(|class| class.pays_for.is_some())
    }

    pub(crate) fn plan(&self, held: Option<Held>) -> Option<&PlanTerms> {
        self.terms_of(held?.plan)
    }

    pub(crate) fn terms_of(&self, plan: PlanId) -> Option<&PlanTerms> {
        self.plans.get(plan.place())
    }

    pub(crate) fn grant(&self, grant: GrantId) -> Option<&Grant> {
        self.grants.get(grant.place())
    }

    pub(crate) fn top_up(&self, top_up: TopUpId) -> Option<&TopUp> {
        self.top_ups.get(top_up.place())
    }

    /// All top-ups, with their places.
    pub(crate) fn placed_top_ups(&self) -> impl Iterator<Item = (TopUpId, &TopUp)> {
        self.top_ups.iter().enumerate().map(|(place, top_up)| (TopUpId::at(place), top_up))
    }

    pub(crate) fn limit(&self, limit: LimitId) -> Option<&Limit> {
        self.limits.get(limit.place())
    }

    pub(crate) fn limit_ids(&self) -> impl Iterator<Item = LimitId> + use<> {
        (0..self.limits.len()).map(LimitId::at)
    }

    /// All limits, with their places.
    pub(crate) fn placed_limits(&self) -> impl Iterator<Item = (LimitId, &Limit)> {
        self.limits.iter().enumerate().map(|(place, limit)| (LimitId::at(place), limit))
    }

    /// All grants, with their places.
    pub(crate) fn placed_grants(&self) -> impl Iterator<Item = (GrantId, &Grant)> {
        self.grants.iter().enumerate().map(|(place, grant)| (GrantId::at(place), grant))
    }

    /// Whether both terms of a plan have the same credits at the same instants.
    pub(crate) fn same_for_terms(&self, plan: Option<PlanId>, one: Term, other: Term) -> bool {
        let Some(plan) = plan else { return true };
        let same = |to: &Reach| {
            to.get(Some(plan))
                .is_none_or(|terms| terms.get(one as usize) == terms.get(other as usize))
        };
        let by_term = |grant: &Grant| {
            grant.every == Every::Term && is_for(&grant.to, Some(Held { plan, term: one }))
        };
        let by_cost = |key: &BurnKey| matches!(key, BurnKey::By(BurnBy::UnitCost));
        self.grants.iter().all(|grant| same(&grant.to) && !by_term(grant))
            && self.top_ups.iter().all(|top_up| same(&top_up.to))
            && self.terms_of(plan).is_some_and(|plan| plan.cycle != Cycle::Term)
            && !self.burn_order.iter().any(by_cost)
    }

    /// The grants for this subscription.
    pub(crate) fn grants_for(&self, held: Option<Held>) -> impl Iterator<Item = (GrantId, &Grant)> {
        self.placed_grants().filter(move |(_, grant)| is_for(&grant.to, held))
    }
}
