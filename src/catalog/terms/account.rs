//! Rules for every account: changes, burn order, debt, failed runs, billing, alerts.

use super::super::head::Head;
use super::super::id::{ClassId, PlanId};
use super::super::policy::{PoliciesDocument, WhenEmpty};
use super::super::supply::{
    Allowance, Billing, BurnBy, BurnKey, Change, ChangeCharge, ChangeWhen, Clock, CycleChange,
    Debt, FailedRuns, Level, OldLots, Overage, PaidFirst, RefundExpired,
};
use super::{Terms, TermsLine, Topic, assumed, line, listed};

impl Terms<'_> {
    pub(super) fn account(&self) -> Vec<TermsLine> {
        let published = self.document.policies.as_ref();
        let mut lines = vec![self.burn_order()];
        lines.extend(self.overage(published));
        lines.extend(self.failed_runs(published));
        let own = self.document.plans.iter().position(|plan| plan.change.is_none()).map(PlanId::at);
        if let Some(place) = own {
            let is_published = published.is_some_and(|policies| policies.change.is_some());
            lines.extend(self.changes(place, !is_published));
        }
        lines.extend(self.billing(published));
        if self.supply.policies.member_caps {
            lines.push(line(Topic::Members, "Members can have caps"));
        }
        lines.extend(self.alerts());
        let advice = self.supply.policies.advice.iter();
        lines.extend(
            advice.map(|advice| line(Topic::WhenEmpty, format!("Without credits: {advice}"))),
        );
        lines
    }

    fn burn_order(&self) -> TermsLine {
        let keys = self.supply.burn_order.iter().map(|key| match key {
            BurnKey::Class(ranks) => self.classes_in_order(ranks),
            BurnKey::Paid(PaidFirst::First) => "paid credits before free ones".to_owned(),
            BurnKey::Paid(PaidFirst::Last) => "free credits before paid ones".to_owned(),
            BurnKey::By(by) => words_of(*by).to_owned(),
        });
        let keys: Vec<String> = keys.collect();
        let is_open = keys.is_empty();
        let order =
            if is_open { words_of(BurnBy::Issued).to_owned() } else { keys.join("; then ") };
        assumed(Topic::BurnOrder, format!("Spent first: {order}"), is_open)
    }

    /// `Free, then Subscription, then Top-up`; classes of one rank are grouped.
    fn classes_in_order(&self, ranks: &[usize]) -> String {
        let last = ranks.iter().copied().max().unwrap_or(0);
        let of_rank = |rank| {
            let here = ranks.iter().enumerate().filter(move |(_, other)| **other == rank);
            let names: Vec<&str> =
                here.map(|(class, _)| self.class_name(ClassId::at(class))).collect();
            listed(&names, "and")
        };
        let groups: Vec<String> =
            (0..=last).map(of_rank).filter(|group| !group.is_empty()).collect();
        groups.join(", then ")
    }

    fn overage(&self, published: Option<&PoliciesDocument>) -> Vec<TermsLine> {
        let policies = &self.supply.policies;
        let is_open = published.is_none_or(|policies| policies.overage.is_none());
        let limit = policies.overage_limit.map(|most| format!(", up to {}", self.amount(most)));
        let text = match policies.overage {
            Overage::None => "A charge beyond the balance is refused".to_owned(),
            Overage::Debt => {
                format!("A charge beyond the balance becomes debt{}", limit.unwrap_or_default())
            }
            Overage::LastCharge => format!(
                "One charge may exceed the balance{}; none starts while credits are owed",
                limit.unwrap_or_default()
            ),
        };
        let mut lines = vec![assumed(Topic::Overage, text, is_open)];
        let debt = match policies.debt {
            Debt::None => return lines,
            Debt::ForgiveAtReset => "Debt is forgiven when the cycle closes",
            Debt::Carry => "Debt stays until it is paid",
            Debt::RepayFirst => "New credits repay debt first",
        };
        lines.push(line(Topic::Overage, debt));
        lines
    }

    fn failed_runs(&self, published: Option<&PoliciesDocument>) -> Vec<TermsLine> {
        let policies = &self.supply.policies;
        let is_open = published.is_none_or(|policies| policies.failed_runs.is_none());
        let text = match policies.failed_runs {
            FailedRuns::Charge => "A failed run is charged",
            FailedRuns::Refund => "A failed run is refunded",
        };
        let mut lines = vec![assumed(Topic::FailedRuns, text, is_open)];
        let heads = self.document.operations.iter();
        let other =
            heads.filter(|head| head.failed_runs.is_some_and(|own| own != policies.failed_runs));
        let other: Vec<&str> = other.map(Head::name).collect();
        if !other.is_empty() {
            let does = match policies.failed_runs {
                FailedRuns::Charge => "is refunded",
                FailedRuns::Refund => "is charged",
            };
            let text = format!("A failed run of {} {does}", listed(&other, "or"));
            lines.push(line(Topic::FailedRuns, text));
        }
        if policies.failed_runs == FailedRuns::Charge && other.is_empty() {
            return lines;
        }
        let is_open = published.is_none_or(|policies| policies.refund_expired.is_none());
        lines.push(assumed(
            Topic::FailedRuns,
            match policies.refund_expired {
                RefundExpired::Expire => "Refunds of expired credits expire at once",
                RefundExpired::Reissue => {
                    "Refunds of expired credits are issued again, with the original validity"
                }
            },
            is_open,
        ));
        lines
    }

    /// How plans change, by the rules of one plan.
    pub(super) fn changes(&self, place: PlanId, is_open: bool) -> Vec<TermsLine> {
        let Some(terms) = self.supply.terms_of(place) else { return Vec::new() };
        let upgrade = format!("An upgrade {}", change(&terms.upgrade));
        let downgrade = format!("A downgrade {}", change(&terms.downgrade));
        [upgrade, downgrade].map(|text| assumed(Topic::Change, text, is_open)).into()
    }

    fn billing(&self, published: Option<&PoliciesDocument>) -> Vec<TermsLine> {
        let policies = &self.supply.policies;
        let is_open = published.is_none_or(|policies| policies.billing.is_none());
        let text = match policies.billing {
            Billing::Anniversary => {
                "Invoiced when due: plans on the billing date, purchases at once"
            }
            Billing::CalendarMonth => "Invoiced by calendar month, on the first of the next",
        };
        let mut lines = vec![assumed(Topic::Billing, text, is_open)];
        if policies.clock == Clock::Utc {
            lines.push(line(Topic::Billing, "Days and cycles are counted in UTC"));
        }
        if let Some(lag) = published.and_then(|policies| policies.reporting_lag.as_ref()) {
            lines.push(line(Topic::Billing, format!("Usage figures lag by {lag}")));
        }
        lines
    }

    fn alerts(&self) -> Option<TermsLine> {
        let levels = self.supply.policies.alerts.iter().map(|level| match level {
            Level::Used(percent) => format!("{percent} % of the allowance used"),
            Level::Left(credits) => format!("less than {} left", self.amount(*credits)),
        });
        let levels: Vec<String> = levels.collect();
        let text = format!("Alerts at {}", listed(&levels, "and"));
        (!levels.is_empty()).then(|| line(Topic::Alerts, text))
    }

    /// Free runs with a plan, or without one, when credits have run out.
    pub(super) fn free_runs(&self, plan: Option<PlanId>) -> Vec<TermsLine> {
        let ways = self.document.policies.as_ref().map_or(&[][..], |policies| &policies.when_empty);
        let runs = ways.iter().filter_map(|way| match way {
            WhenEmpty::FreeRun(run) => Some(run),
            WhenEmpty::Words(_) => None,
        });
        let compiled = self.supply.policies.free_runs.iter();
        let fits = runs.zip(compiled).filter(|(_, run)| run.plans.get(plan) == Some(&true));
        fits.map(|(run, _)| {
            let of = run.tool.as_ref().map(|tool| format!(" of tool {tool}")).unwrap_or_default();
            let every = run.every.to_string();
            // `every 1 hour` becomes `every hour`. A text search would need the tables of printable
            // characters, which are kilobytes.
            let every = every.strip_prefix("1 ").unwrap_or(&every);
            line(Topic::FreeRun, format!("Without credits: one free run{of} every {every}"))
        })
        .collect()
    }
}

fn words_of(by: BurnBy) -> &'static str {
    match by {
        BurnBy::Priority => "the smallest priority number",
        BurnBy::Expires => "what expires soonest",
        BurnBy::Interval => "what is issued most often",
        BurnBy::UnitCost => "the cheapest",
        BurnBy::Effective => "what began to pay first",
        BurnBy::Issued => "what was issued first",
        BurnBy::Amount => "the smallest issue",
    }
}

/// `takes place at once, with a new cycle: the new allowance is issued in full; ...`.
fn change(rule: &Change) -> String {
    let old = match rule.old_lots {
        OldLots::Keep => "old credits stay",
        OldLots::KeepToCycleEnd => "old credits stay until their cycle ends",
        OldLots::CapToNew => "old credits are cut to the new plan's cap",
        OldLots::Forfeit => "old credits are forfeited",
    };
    if rule.when == ChangeWhen::CycleEnd {
        return format!("takes place when the cycle ends; {old}");
    }
    let cycle = match rule.cycle {
        CycleChange::Reset => "with a new cycle",
        CycleChange::Keep => "within the cycle",
    };
    let allowance = match rule.allowance {
        Allowance::Full => "the new allowance is issued in full",
        Allowance::Difference => "the difference in allowance is issued",
        Allowance::Prorated => "the new allowance is issued in proportion to the rest of the cycle",
        Allowance::None => "nothing is issued until the next cycle",
    };
    let charge = match rule.charge {
        ChangeCharge::Full => "the new term is charged in full",
        ChangeCharge::Difference => "the difference in price is charged",
        ChangeCharge::Prorated => {
            "the difference in price is charged in proportion to the rest of the term"
        }
        ChangeCharge::None => "nothing is charged until the next term",
    };
    format!("takes place at once, {cycle}: {allowance}; {old}; {charge}")
}
