//! Plans, grants and top-ups: names become indices. The document has already been checked.

use super::super::by_plan::ByPlan;
use super::super::condition::{Term as Condition, Test, When};
use super::super::document::Document;
use super::super::grant::{
    Every, Expires, GrantDocument, PaysForDocument, Renewal, RolloverDocument, TopUpDocument,
};
use super::super::limit::{LimitDocument, LimitPeriod, LimitWindow};
use super::super::plan::{ChangeDocument, ChangesDocument, Cycle, Lapse, PlanDocument, TermPrice};
use super::super::policy::{
    AlertLevel, BurnBy, BurnKey as BurnDocument, FreeRunDocument, PoliciesDocument, WhenEmpty,
};
use super::super::supply::{
    Billing, BurnKey, CapOn, Change, Class, Clock, Debt, FailedRuns, FreeRun, Grant, Limit,
    LimitPace, OrLast, Overage, PaysFor, PlanTerms, Policies, Reach, RefundExpired, Rollover,
    Supply, Term, TopUp,
};
use super::operation::pays_for;
use crate::catalog::id::ClassId;
use crate::error::there;
use crate::json::Read;

const DAY: u32 = 86_400;

/// The rules by which credits are issued, spent and lost.
pub(in super::super) fn supply(document: &Document) -> Supply {
    let place = Places { document };
    let grants: Vec<Grant> = document.grants.iter().map(|grant| place.grant(grant)).collect();
    let top_ups: Vec<TopUp> = document.top_ups.iter().map(|top_up| place.top_up(top_up)).collect();
    let mut free = grants
        .iter()
        .filter(|grant| !grant.with_plan && grant.to.get(None) == Some(&[true; 3]))
        .map(|grant| &grant.pays_for)
        .peekable();
    // If no class is free, the free tier pays for nothing.
    let useless = |rule: &PaysFor| rule.as_ref().is_some_and(|rule| !rule.contains(&true));
    let has_useless = grants.iter().any(|grant| useless(&grant.pays_for))
        || top_ups.iter().any(|top_up| useless(&top_up.pays_for));
    let free_tier = if free.peek().is_none() { Some([].into()) } else { union(free) };
    Supply {
        classes: place.classes(&grants, &top_ups),
        plans: document.plans.iter().map(|plan| place.plan(plan)).collect(),
        has_wide_keys: document
            .burn_order
            .iter()
            .any(|key| matches!(key, BurnDocument::By(BurnBy::UnitCost | BurnBy::Amount))),
        burn_order: document.burn_order.iter().map(|key| place.burn_key(key)).collect(),
        policies: match &document.policies {
            Some(policies) => place.policies(policies),
            None => place.policies(&PoliciesDocument::placeholder()),
        },
        limits: document.limits.iter().map(|limit| place.limit(limit)).collect(),
        has_useless,
        grants,
        top_ups,
        free_tier,
    }
}

/// Who gets the credits of a grant.
pub(in super::super) fn reach(document: &Document, grant: &GrantDocument) -> Reach {
    Places { document }.reach(grant).1
}

struct Places<'d> {
    document: &'d Document,
}

impl Places<'_> {
    fn class(&self, name: &str) -> ClassId {
        let place = self.document.classes.iter().position(|(known, _)| known == name);
        // The check refuses names of classes that do not exist.
        ClassId::at(there(place).unwrap_or(0))
    }

    fn classes(&self, grants: &[Grant], top_ups: &[TopUp]) -> Vec<Class> {
        let class = |(i, (id, class)): (usize, &(String, super::super::plan::ClassDocument))| {
            let granted =
                grants.iter().filter(|grant| grant.class.place() == i).map(|g| &g.pays_for);
            let bought =
                top_ups.iter().filter(|top_up| top_up.class.place() == i).map(|t| &t.pays_for);
            Class {
                id: id.as_str().into(),
                name: class.name.clone().unwrap_or_else(|| id.clone()),
                paid: class.paid.unwrap_or(true),
                lapse: class.lapse.unwrap_or(Lapse::Keep),
                pays_for: union(granted.chain(bought)),
            }
        };
        self.document.classes.iter().enumerate().map(class).collect()
    }

    fn plan(&self, plan: &PlanDocument) -> PlanTerms {
        let prices = match &plan.price {
            Some(prices) => [prices.month, prices.quarter, prices.year],
            None if plan.contact => [TermPrice::Unpublished; 3],
            None => [TermPrice::Unpublished, TermPrice::NotSold, TermPrice::NotSold],
        };
        let of_all = self.document.policies.as_ref().and_then(|p| p.change.as_ref());
        let rule = |pick: fn(&ChangesDocument) -> Option<&ChangeDocument>, up| {
            let rule = plan.change.as_ref().and_then(pick).or_else(|| of_all.and_then(pick));
            Change::of(rule, up)
        };
        PlanTerms {
            prices,
            cycle: plan.cycle.unwrap_or(Cycle::Anniversary),
            renews_at: plan.renews_at,
            top_ups_per_cycle: plan.top_ups_per_cycle,
            upgrade: rule(|changes| changes.upgrade.as_ref(), true),
            downgrade: rule(|changes| changes.downgrade.as_ref(), false),
        }
    }

    fn grant(&self, grant: &GrantDocument) -> Grant {
        let class = self.class(&grant.class);
        let (with_plan, to) = self.reach(grant);
        Grant {
            id: grant.id.as_str().into(),
            name: grant.name.clone().unwrap_or_else(|| self.grant_name(grant)),
            class,
            amount: grant.amount,
            every: grant.every,
            at: grant.at,
            on: grant.on,
            expires: grant.expires.unwrap_or(Expires::Never),
            valid: grant.valid.clone().unwrap_or_default(),
            if_empty: grant.if_empty.as_deref().map(|class| self.class(class)),
            to,
            with_plan,
            pays_for: self.pays_for(grant.pays_for.as_ref()),
            rollover: grant.rollover.as_ref().map(|rollover| self.rollover(rollover, class)),
            renewal: grant.renewal.clone().unwrap_or(Renewal::Add),
            shared: grant.shared_pool,
            priority: OrLast::of(grant.priority),
            interval: interval(grant.every),
        }
    }

    /// Whether the grant comes with a plan, and who gets it.
    fn reach(&self, grant: &GrantDocument) -> (bool, Reach) {
        let listed: Vec<bool> =
            self.document.plans.iter().map(|plan| plan.grants.contains(&grant.id)).collect();
        let with_plan = listed.contains(&true) || grant.every.is_of_plan();
        let mut to = self.who(grant.when.as_ref());
        if with_plan {
            for (terms, listed) in to.iter_mut().zip([&false].into_iter().chain(&listed)) {
                *terms = if *listed { *terms } else { [false; 3] };
            }
        }
        (with_plan, ByPlan::of(to))
    }

    /// The plan and its class, for a grant without a name.
    fn grant_name(&self, grant: &GrantDocument) -> String {
        let class = self.document.classes.iter().find(|(id, _)| *id == grant.class);
        let class = class.and_then(|(_, class)| class.name.as_deref()).unwrap_or(&grant.class);
        let plan = self.document.plans.iter().find(|plan| plan.grants.contains(&grant.id));
        match plan {
            Some(plan) => format!("{} {class}", plan.name.as_deref().unwrap_or(&plan.id)),
            None => class.to_owned(),
        }
    }

    fn top_up(&self, top_up: &TopUpDocument) -> TopUp {
        TopUp {
            id: top_up.id.as_str().into(),
            name: top_up.name.clone().unwrap_or_else(|| top_up.id.clone()),
            class: self.class(&top_up.class),
            credits: top_up.credits,
            price: top_up.price,
            expires: top_up.expires.unwrap_or(Expires::Never),
            to: ByPlan::of(self.who(top_up.requires.as_ref())),
            limit: top_up.limit,
            multiple: top_up.multiple,
            pays_for: self.pays_for(top_up.pays_for.as_ref()),
            priority: OrLast::of(top_up.priority),
        }
    }

    /// For no plan and each plan, whether the condition holds in each term.
    fn who(&self, when: Option<&When>) -> Vec<[bool; 3]> {
        let plans = ["none"].into_iter().chain(self.document.plans.iter().map(|p| p.id.as_str()));
        let holds = |plan: &str, term: Term| when.is_none_or(|when| all_hold(when, plan, term));
        plans.map(|plan| Term::ALL.map(|term| holds(plan, term))).collect()
    }

    fn limit(&self, limit: &LimitDocument) -> Limit {
        let pace = match (limit.per, limit.window) {
            (LimitPeriod::Day, _) => LimitPace::Day,
            (LimitPeriod::Week, _) => LimitPace::Week,
            (LimitPeriod::Month, _) => LimitPace::Month,
            (LimitPeriod::Span(span), Some(LimitWindow::FirstUse)) => LimitPace::FirstUse(span),
            (LimitPeriod::Span(span), _) => LimitPace::Rolling(span),
        };
        Limit {
            id: limit.id.as_str().into(),
            name: limit.name.as_deref().map(Into::into),
            most: limit.most,
            pace,
            to: ByPlan::of(self.who(limit.when.as_ref())),
        }
    }

    fn pays_for(&self, rule: Option<&PaysForDocument>) -> PaysFor {
        let rule = rule?;
        let operations = self.document.operations.iter();
        Some(operations.map(|operation| pays_for(rule, operation)).collect())
    }

    fn rollover(&self, rollover: &RolloverDocument, class: ClassId) -> Rollover {
        Rollover {
            carry: rollover.carry,
            latest: rollover.latest,
            cap: rollover.cap.clone(),
            cap_on: rollover.cap_on.unwrap_or(CapOn::Carried),
            floor: rollover.floor,
            percent: rollover.percent,
            class: rollover.class.as_deref().map_or(class, |name| self.class(name)),
        }
    }

    fn burn_key(&self, key: &BurnDocument) -> BurnKey {
        match key {
            BurnDocument::Class(order) => {
                // Unlisted classes come last.
                let rank = |(id, _): &(String, _)| {
                    order.iter().position(|name| name == id).unwrap_or(order.len())
                };
                BurnKey::Class(self.document.classes.iter().map(rank).collect())
            }
            BurnDocument::Paid(paid) => BurnKey::Paid(*paid),
            BurnDocument::By(by) => BurnKey::By(*by),
        }
    }

    fn policies(&self, policies: &PoliciesDocument) -> Policies {
        let ways = &policies.when_empty;
        let free_run = |way: &WhenEmpty| match way {
            WhenEmpty::FreeRun(run) => Some(self.free_run(run)),
            WhenEmpty::Words(_) => None,
        };
        let words = |way: &WhenEmpty| match way {
            WhenEmpty::Words(words) => Some(words.clone()),
            WhenEmpty::FreeRun(_) => None,
        };
        Policies {
            failed_runs: policies.failed_runs.unwrap_or(FailedRuns::Refund),
            refund_expired: policies.refund_expired.unwrap_or(RefundExpired::Expire),
            overage: policies.overage.unwrap_or(Overage::None),
            overage_limit: policies.overage_limit,
            debt: policies.debt.unwrap_or(Debt::None),
            billing: policies.billing.unwrap_or(Billing::Anniversary),
            clock: policies.clock.unwrap_or(Clock::Account),
            member_caps: policies.member_caps,
            alerts: policies.alerts.iter().map(AlertLevel::level).collect(),
            free_runs: ways.iter().filter_map(free_run).collect(),
            advice: ways.iter().filter_map(words).collect(),
        }
    }

    fn free_run(&self, run: &FreeRunDocument) -> FreeRun {
        let plans = ["none"].into_iter().chain(self.document.plans.iter().map(|p| p.id.as_str()));
        let is_tool = |tool: &Option<String>| run.tool.is_none() || run.tool == *tool;
        FreeRun {
            every: run.every,
            operations: self
                .document
                .operations
                .iter()
                .map(|operation| is_tool(&operation.tool))
                .collect(),
            plans: ByPlan::of(
                plans
                    .map(|plan| run.plan.0.is_empty() || run.plan.0.iter().any(|id| id == plan))
                    .collect(),
            ),
        }
    }
}

/// The union of what these rules pay for.
fn union<'p>(rules: impl Iterator<Item = &'p PaysFor>) -> PaysFor {
    let mut any: Option<Vec<bool>> = None;
    for rule in rules {
        let rule = rule.as_ref()?;
        let all = any.get_or_insert_with(|| vec![false; rule.len()]);
        for (all, one) in all.iter_mut().zip(rule.iter()) {
            *all |= one;
        }
    }
    any.map(Into::into)
}

fn all_hold(when: &When, plan: &str, term: Term) -> bool {
    when.0.iter().all(|condition| match condition {
        Condition::Any(list) => list.iter().any(|when| all_hold(when, plan, term)),
        Condition::All(list) => list.iter().all(|when| all_hold(when, plan, term)),
        Condition::Not(when) => !all_hold(when, plan, term),
        Condition::Test(subject, test) => {
            let found = if subject.text == "term" { term.word() } else { plan };
            match test {
                Test::In(values) => values.iter().any(|value| value.to_string() == found),
                Test::NotIn(values) => values.iter().all(|value| value.to_string() != found),
                Test::Present(present) => (plan != "none") == *present,
                Test::Bounds(_) => false,
            }
        }
        Condition::Named(_) | Condition::Hours(_) => false,
    })
}

fn interval(every: Every) -> OrLast {
    OrLast::of(Some(match every {
        Every::Once => return OrLast::LAST,
        Every::Day => DAY,
        Every::Week => 7 * DAY,
        Every::Cycle => 30 * DAY,
        Every::Term => 365 * DAY,
        Every::Days(n) => n.saturating_mul(DAY),
        Every::Hours(n) | Every::RollingHours(n) => n.saturating_mul(3600),
    }))
}
