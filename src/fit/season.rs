//! Seasons: the best plan for each month, if plans may change from month to month.
//!
//! Paths are followed month by month, the earliest first. At the end of a cycle, a second before
//! the next begins, any other plan may be chosen by the catalog's rules, or the subscription may be
//! cancelled. Without a plan, one may be chosen at the beginning of each month. If two paths have
//! the same plan at the same instant, a path that costs no less and has no more credits is dropped.

use super::answer::FitOption;
use super::rank::is_winner;
use super::search::Search;
use super::{Catalog, Need};
use crate::amount::{Credits, Money};
use crate::calendar::{DAY, Instant, Recurrence, Step, Zone};
use crate::catalog::by_plan::no_plan_and_each;
use crate::catalog::id::PlanId;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::Read;
use crate::order::sort;
use crate::simulate::{Action, ActionKind, Progress, TrialCursor, has_holdings};
use serde::Serialize;

const HOUR: i64 = 3_600;
/// Maximum number of paths.
const MOST_WAYS: usize = 5_000;

/// The best plan for each month, and the benefit of changing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeasonalPlan {
    /// The plans and their dates; empty if changing does not pay.
    pub months: Vec<SeasonMonth>,
    /// End of the period (exclusive), one hour early: a plan that began a little sooner renews a
    /// little sooner, and that renewal is not billed.
    pub until: Instant,
    /// Money until then, if the smaller margin is used too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// The cost of the cheapest single option of any term, if the smaller margin is used too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single: Option<Money>,
    /// Changing is cheaper than the best single option.
    pub pays: bool,
    /// All paths were followed to their end.
    pub complete: bool,
    /// The comparison as a sentence.
    pub text: String,
}

/// The plan from an instant on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SeasonMonth {
    /// The instant.
    pub from: Instant,
    /// Id of the plan; absent for no plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name.
    pub name: String,
    /// The action needed, at that instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<SeasonAction>,
}

/// The action that changes plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeasonAction {
    /// Subscribe to a plan.
    Subscribe,
    /// Change to another plan.
    Change,
    /// End the subscription.
    Cancel,
}

/// A path up to an instant at which a decision is possible.
struct PlanPath {
    walk: TrialCursor,
    plan: Option<PlanId>,
    at: Instant,
    months: Vec<(Instant, Option<PlanId>, Option<SeasonAction>)>,
    cost: Money,
    balance: Credits,
}

impl Catalog {
    /// The best plan for each month, paid by the month. If credits are short, the cheapest
    /// sufficient top-up is bought. Also tells whether this is cheaper than the best single option.
    ///
    /// # Errors
    /// As for [`Catalog::fit`]; `no_answer` for an account that already has a plan or credits.
    pub fn seasonal_plan(&self, need: &Need) -> Result<SeasonalPlan, Errors> {
        need.with_history(|need| self.seasons_of(need, &Progress::default()))
    }

    pub(super) fn seasons_of(
        &self,
        need: &Need,
        progress: &Progress,
    ) -> Result<SeasonalPlan, Errors> {
        let whole = progress.part();
        progress.begin(whole, 0, 2);
        let fit = self.fit_of(need, progress)?;
        let account = need.account.as_ref();
        if account.is_some_and(|account| account.plan.is_some() || has_holdings(account)) {
            let sentence = "expected an account that has neither a plan nor credits";
            return Err(Error::new(ErrorKind::NoAnswer, "/account", sentence).into());
        }
        // Paths include the margin, so they are compared with single options that include it too.
        let winners = fit.options.iter().filter(|option| is_winner(option));
        let best = winners.min_by(|a, b| a.margin_cost().cmp(&b.margin_cost()));
        let single = best.and_then(FitOption::margin_cost);
        let search = self.search(need, progress);
        progress.begin(whole, 1, 2);
        let (way, until, complete) = search.best_way()?;
        let way = way.filter(|way| single.is_none_or(|single| way.cost < single));
        let Some(way) = way else {
            let text = search.no_season(best.map(|best| search.words.label(best)), single);
            let months = Vec::new();
            return Ok(SeasonalPlan {
                months,
                until,
                cost: single,
                single,
                pays: false,
                complete,
                text,
            });
        };
        let text = search.season_text(&way, best.map(|best| search.words.label(best)), single);
        let months = way.months.iter().map(|(from, plan, action)| SeasonMonth {
            from: *from,
            plan: search.plan_id(*plan),
            name: search.blank(*plan, None).name,
            action: *action,
        });
        Ok(SeasonalPlan {
            months: months.collect(),
            until,
            cost: Some(way.cost),
            single,
            pays: true,
            complete,
            text,
        })
    }
}

impl Search<'_> {
    fn best_way(&self) -> Result<(Option<PlanPath>, Instant, bool), Errors> {
        let plans = self.monthly_plans();
        let start = self.need.first_instant(self.catalog);
        let account = self.need.account.as_ref();
        let zone = account.and_then(|account| account.zone.clone()).unwrap_or_else(Zone::utc);
        let months = Recurrence::from(start, Step::Months(1), &zone);
        let next_month = |at: Instant| months.nth(months.first_after(at, &zone), &zone);
        let mut ways: Vec<PlanPath> = Vec::new();
        let mut best: Option<PlanPath> = None;
        let mut end = start;
        let whole = self.progress.part();
        for plan in &plans {
            let term = plan.map(|_| Term::Month);
            let Ok(trial) = self.trial(*plan, term) else { continue };
            end = trial.end().plus(-HOUR).unwrap_or(end);
            let walk = trial.walk(self.low_factor(*plan)?)?;
            let first = vec![(start, *plan, plan.map(|_| SeasonAction::Subscribe))];
            keep(&mut ways, way(walk, *plan, start, first));
        }
        for _ in 0..MOST_WAYS {
            sort(&mut ways, |a, b| b.at.cmp(&a.at).then(b.cost.cmp(&a.cost)));
            let Some(from) = ways.pop() else { return Ok((best, end, true)) };
            self.progress.begin(whole, days(start, from.at), days(start, end));
            self.progress.step()?;
            if best.as_ref().is_some_and(|best| from.cost >= best.cost) {
                continue;
            }
            let turn = match from.plan {
                Some(_) => from.walk.cycle_end().and_then(|end| end.plus(-1)),
                None => next_month(from.at),
            };
            let at = turn.unwrap_or(end).min(end);
            let mut walk = from.walk;
            if !walk.run_until(at)? {
                continue;
            }
            if at >= end {
                let done = way(walk, from.plan, at, from.months);
                best = [best, done].into_iter().flatten().min_by(|a, b| a.cost.cmp(&b.cost));
                continue;
            }
            // If terms and cycles end separately, subscribing again at the instant of the end would
            // issue the credits of a cycle twice.
            let is_over = from.plan.is_some() || walk.cycle_end().is_none();
            for plan in &plans {
                let action = action(from.plan, *plan);
                if action == Some(SeasonAction::Subscribe) && !is_over {
                    continue;
                }
                let mut walk = walk.clone();
                if let Some(action) = action {
                    walk.plan_action(self.season_action(at, action, *plan));
                }
                let Some(after) = at.plus(2) else { continue };
                if !walk.run_until(after).unwrap_or(false) {
                    continue;
                }
                let mut months = from.months.clone();
                if action.is_some() {
                    months.push((at, *plan, action));
                }
                keep(&mut ways, way(walk, *plan, after, months));
            }
        }
        Ok((best, end, false))
    }

    /// No plan, and every plan with a known monthly price.
    fn monthly_plans(&self) -> Vec<Option<PlanId>> {
        let plans = no_plan_and_each(self.catalog.checked().plans.len());
        let is_sold = |plan: &Option<PlanId>| {
            plan.is_none_or(|plan| {
                self.is_asked_for(Some(plan))
                    && self.prices(plan).first().is_some_and(Option::is_some)
            })
        };
        plans.filter(is_sold).collect()
    }

    /// The need with its smaller margin, at the prices of a plan.
    fn low_factor(&self, plan: Option<PlanId>) -> Result<i128, Errors> {
        let id = self.plan_id(plan);
        let estimate = self.catalog.need_with(self.need, Some(id.as_deref()))?;
        Ok(self.factors(&estimate)?.0)
    }

    fn season_action(&self, at: Instant, action: SeasonAction, plan: Option<PlanId>) -> Action {
        Action {
            at,
            kind: match action {
                SeasonAction::Subscribe => ActionKind::Subscribe,
                SeasonAction::Change => ActionKind::Change,
                SeasonAction::Cancel => ActionKind::Cancel,
            },
            plan: self.plan_id(plan).map(|id| id.to_string()),
            term: plan.map(|_| Term::Month),
            ..Action::placeholder()
        }
    }

    fn season_text(&self, way: &PlanPath, single: Option<String>, cost: Option<Money>) -> String {
        let changes = way.months.len().saturating_sub(1);
        let ours = self.words.money(way.cost);
        match (single, cost) {
            (Some(single), Some(cost)) => {
                let times = if changes == 1 { "once" } else { &format!("{changes} times") };
                let cost = self.words.money(cost);
                let margin = self.margin_words();
                format!(
                    "changing plans {times} costs {ours} instead of {cost} for {single}{margin}"
                )
            }
            _ => format!("by the month it costs {ours}{}", self.margin_words()),
        }
    }

    /// What all costs of seasons include, if there is a margin.
    fn margin_words(&self) -> &'static str {
        match self.need.buffer.clone().unwrap_or_default().low.is_zero() {
            true => "",
            false => ", with the margin",
        }
    }

    fn no_season(&self, single: Option<String>, cost: Option<Money>) -> String {
        match single.zip(cost) {
            None => "No option with a known price suffices".to_owned(),
            Some((single, cost)) => {
                let (cost, margin) = (self.words.money(cost), self.margin_words());
                format!("Changing plans does not pay: {single} costs {cost}{margin}")
            }
        }
    }
}

/// Whole days between two instants.
fn days(from: Instant, until: Instant) -> usize {
    usize::try_from((until.to_unix() - from.to_unix()) / DAY).unwrap_or(0)
}

fn way(
    walk: TrialCursor,
    plan: Option<PlanId>,
    at: Instant,
    months: Vec<(Instant, Option<PlanId>, Option<SeasonAction>)>,
) -> Option<PlanPath> {
    let (cost, balance) = (walk.cost()?, walk.balance());
    Some(PlanPath { walk, plan, at, months, cost, balance })
}

/// Adds a path unless another is as good, and drops paths that are no better.
fn keep(ways: &mut Vec<PlanPath>, new: Option<PlanPath>) {
    let Some(new) = new else { return };
    let same = |other: &PlanPath| other.plan == new.plan && other.at == new.at;
    let no_worse = |a: &PlanPath, b: &PlanPath| a.cost <= b.cost && a.balance >= b.balance;
    if ways.iter().any(|other| same(other) && no_worse(other, &new)) {
        return;
    }
    ways.retain(|other| !(same(other) && no_worse(&new, other)));
    ways.push(new);
}

fn action(from: Option<PlanId>, to: Option<PlanId>) -> Option<SeasonAction> {
    match (from, to) {
        _ if from == to => None,
        (None, _) => Some(SeasonAction::Subscribe),
        (_, None) => Some(SeasonAction::Cancel),
        _ => Some(SeasonAction::Change),
    }
}
