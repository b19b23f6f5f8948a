//! One option: a plan (or none), a term, and purchases.

use super::answer::{FitOption, FitState, Generations, TopUpPurchase, WithMargin};
use super::buffer::BufferUnit;
use super::coverage::{Coverage, Played};
use super::need::{NeedEstimate, NeedItem, NeedLine, does_not_fit};
use super::purchase::Purchases;
use super::scenario::{of_option, placed, scenario};
use super::search::{Search, blocked};
use crate::amount::{Credits, Decimal, Fraction, Mode, Money, ONE};
use crate::calendar::Instant;
use crate::catalog::by_plan::no_plan_and_each;
use crate::catalog::id::{OperationId, PlanId};
use crate::catalog::program::Text;
use crate::catalog::supply::{Term, TermPrice};
use crate::error::{Error, ErrorKind, Errors};
use crate::simulate::{Detail, Outcome, Projection, RangeEnd, Trial};
use crate::wallet::Wallet;

/// Results of a plan that its other terms reuse.
pub(super) struct TermCache {
    plan: Option<PlanId>,
    term: Term,
    end: Instant,
    coverage: Coverage,
    cost_of_terms: Option<Money>,
}

impl<'a> Search<'a> {
    /// Every plan and term to compare.
    pub(super) fn options(&self) -> Result<Vec<FitOption>, Errors> {
        let mut options = Vec::new();
        let mut known = None;
        let plans = self.catalog.checked().plans.len();
        let whole = self.progress.part();
        for plan in no_plan_and_each(plans) {
            if !self.is_asked_for(plan) {
                continue;
            }
            self.progress.begin(whole, plan.map_or(0, |plan| plan.place() + 1), plans + 1);
            let id = self.plan_id(plan);
            let estimate = self.catalog.need_with(self.need, Some(id.as_deref()))?;
            for term in self.terms(plan) {
                let option = self.option((plan, term), &estimate, &mut known)?;
                let is_unknown = option.state == FitState::Unknown;
                options.push(option);
                // An unknown allowance is unknown for the other terms too.
                if is_unknown {
                    break;
                }
            }
        }
        Ok(options)
    }

    pub(super) fn is_asked_for(&self, plan: Option<PlanId>) -> bool {
        let id = self.plan_id(plan);
        let asked = self.need.plans.as_ref();
        asked.is_none_or(|ids| ids.iter().any(|other| *other == *id.as_deref().unwrap_or("none")))
    }

    pub(super) fn plan_id(&self, plan: Option<PlanId>) -> Option<Text> {
        Some(self.catalog.checked().plan_at(plan?)?.id.clone())
    }

    /// The prices of a plan by term, as published or assumed.
    fn listed(&self, plan: PlanId) -> [TermPrice; 3] {
        let listed = self.catalog.checked().supply().terms_of(plan).map(|plan| plan.prices);
        let id = self.plan_id(Some(plan));
        let assume = self.need.account.as_ref().and_then(|account| account.assume.as_ref());
        let assumed = assume.and_then(|assume| {
            let mut plans = assume.plans.iter();
            plans.find(|(of, _)| Some(of.as_str()) == id.as_deref()).map(|(_, prices)| prices)
        });
        Term::ALL.map(|term| {
            let listed = listed.and_then(|prices| prices.get(term as usize).copied());
            match (assumed.map(|prices| prices.of(term)), listed) {
                (Some(price), _) if price != TermPrice::NotSold => price,
                (_, listed) => listed.unwrap_or(TermPrice::NotSold),
            }
        })
    }

    pub(super) fn prices(&self, plan: PlanId) -> [Option<Money>; 3] {
        self.listed(plan).map(|price| match price {
            TermPrice::Price(money) => Some(money),
            _ => None,
        })
    }

    /// Terms with a known price that a plan is sold for; otherwise its first term, or `None`.
    fn terms(&self, plan: Option<PlanId>) -> Vec<Option<Term>> {
        let Some(plan) = plan else { return vec![None] };
        let asked = |term: Term| self.need.terms.as_ref().is_none_or(|terms| terms.contains(&term));
        let listed = Term::ALL.into_iter().zip(self.listed(plan));
        let listed: Vec<(Term, TermPrice)> = listed.filter(|(term, _)| asked(*term)).collect();
        let priced = listed.iter().filter(|(_, price)| matches!(price, TermPrice::Price(_)));
        let priced: Vec<Option<Term>> = priced.map(|(term, _)| Some(*term)).collect();
        if !priced.is_empty() {
            return priced;
        }
        let sold = listed.iter().find(|(_, price)| *price != TermPrice::NotSold);
        vec![sold.map(|(term, _)| *term)]
    }

    fn option(
        &self,
        (plan, term): (Option<PlanId>, Option<Term>),
        estimate: &NeedEstimate,
        known: &mut Option<TermCache>,
    ) -> Result<FitOption, Errors> {
        let mut option = self.blank(plan, term);
        option.blocked = blocked(estimate);
        option.need = Some(self.needed(estimate));
        // If the account has another plan, an unpublished allowance is an error when this plan
        // begins.
        match self.play(&mut option, estimate, (plan, term), known) {
            Ok(()) => Ok(option),
            Err(errors) => self.unknown(option, errors),
        }
    }

    fn play(
        &self,
        option: &mut FitOption,
        estimate: &NeedEstimate,
        (plan, term): (Option<PlanId>, Option<Term>),
        known: &mut Option<TermCache>,
    ) -> Result<(), Errors> {
        let wallet = match known {
            Some(known) if self.is_known(known, plan, term) => {
                let wallet = self.wallet(plan, term)?;
                let (as_said, more) = (&known.coverage.as_said, &known.coverage.with_margin);
                let outcome = self.with_term(known, as_said, &wallet, (plan, term))?;
                let more = more.as_ref();
                let more = more.map(|more| self.with_term(known, more, &wallet, (plan, term)));
                let more = more.transpose()?;
                self.fill(option, &wallet, &known.coverage, (&outcome, more.as_ref()))?;
                wallet
            }
            _ => {
                let trial = self.trial(plan, term)?;
                let coverage = self.find_coverage(&trial, estimate)?;
                let wallet = trial.wallet().clone();
                let more = coverage.with_margin.as_ref().map(|played| &played.outcome);
                self.fill(option, &wallet, &coverage, (&coverage.as_said.outcome, more))?;
                let cost_of_terms = wallet.cost_of_terms(trial.end());
                let (term, end) = (term.unwrap_or(Term::Month), trial.end());
                *known = Some(TermCache { plan, term, end, coverage, cost_of_terms });
                wallet
            }
        };
        if self.whole {
            let id = self.plan_id(plan);
            let cycles = known.as_ref().map_or(&[][..], |known| &known.coverage.cycles);
            option.generations = self.generations(id.as_deref(), estimate, option, &wallet)?;
            option.reason = self.words.of(option, cycles, &wallet);
        }
        Ok(())
    }

    /// The outcome of an option whose credits are known from another term.
    fn with_term(
        &self,
        known: &TermCache,
        played: &Played,
        wallet: &Wallet,
        (plan, term): (Option<PlanId>, Option<Term>),
    ) -> Result<Outcome, Errors> {
        let base = &played.outcome;
        let other_terms = known.cost_of_terms.zip(wallet.cost_of_terms(known.end));
        let cost = base.cost.zip(other_terms);
        let cost = cost.and_then(|(all, (before, now))| all.checked_sub(before)?.checked_add(now));
        let cost = match cost {
            Some(cost) => Some(cost),
            None => self.trial(plan, term)?.run(played.factor, &played.purchases.list)?.cost,
        };
        let price = plan.zip(term).and_then(|(plan, term)| wallet.cycle_price(plan, term));
        Ok(base.with_term(cost, price))
    }

    pub(super) fn blank(&self, plan: Option<PlanId>, term: Option<Term>) -> FitOption {
        let names = plan.and_then(|plan| self.catalog.checked().plan_at(plan));
        FitOption {
            plan: self.plan_id(plan),
            name: names.map_or_else(|| "No plan".to_owned(), |plan| plan.name.clone()),
            term,
            state: FitState::Unknown,
            reason: String::new(),
            assume: Vec::new(),
            frontier: false,
            cost: None,
            per_month: None,
            per_credit: None,
            per_run: None,
            with_margin: None,
            need: None,
            covered: Decimal::ZERO,
            buffer_low: false,
            buffer_high: false,
            headroom: None,
            unlimited: false,
            issued: Credits::ZERO,
            spent: Credits::ZERO,
            wasted: Credits::ZERO,
            wasted_money: None,
            missing: Credits::ZERO,
            run_out: None,
            blocked: Vec::new(),
            left: Credits::ZERO,
            left_money: None,
            top_ups: Vec::new(),
            proven: true,
            gap: None,
            generations: Vec::new(),
            place: (plan, term),
        }
    }

    /// A plan whose allowance is not published is listed without an outcome. Other errors are
    /// returned.
    fn unknown(&self, mut option: FitOption, errors: Errors) -> Result<FitOption, Errors> {
        if errors.iter().any(|error| error.kind() != ErrorKind::NoAnswer) {
            return Err(errors);
        }
        let sentences = errors.iter().map(|error| error.sentence());
        option.reason = sentences.collect::<Vec<_>>().join("; ");
        option.assume = errors.iter().map(|error| error.pointer().to_owned()).collect();
        option.term = None;
        Ok(option)
    }

    pub(super) fn trial(&self, plan: Option<PlanId>, term: Option<Term>) -> Result<Trial, Errors> {
        let scenario = scenario(self.catalog, self.need, self.plan_id(plan).as_deref(), term);
        let shared = (&self.timelines, &self.progress);
        Trial::open(self.catalog, &scenario, shared, self.need.top_ups.as_deref())
            .map_err(|errors| placed(errors, self.need))
    }

    /// The account with which an option begins.
    fn wallet(&self, plan: Option<PlanId>, term: Option<Term>) -> Result<Wallet, Errors> {
        let scenario = scenario(self.catalog, self.need, self.plan_id(plan).as_deref(), term);
        let account = scenario.account.unwrap_or_default();
        Wallet::start(self.catalog, &account, scenario.start)
            .map_err(|errors| placed(errors, self.need))
    }

    pub(super) fn needed(&self, estimate: &NeedEstimate) -> Credits {
        match self.need.ranges {
            Some(RangeEnd::Low) => estimate.need.low,
            _ => estimate.need.high,
        }
    }

    /// The factors for the need with its smaller and its larger margin.
    pub(super) fn factors(&self, estimate: &NeedEstimate) -> Result<(i128, i128), Error> {
        let need = match self.need.ranges {
            Some(RangeEnd::Low) => &estimate.exact.low,
            _ => &estimate.exact.high,
        };
        let buffer = &estimate.buffer;
        let factor = |margin| {
            let factor = buffer.factor(need, margin)?;
            match buffer.unit {
                BufferUnit::Percent => factor.checked_mul(self.scale).map(|whole| whole / ONE),
                // A margin in credits stays the same when the need is scaled.
                BufferUnit::Credits => factor.checked_add(self.scale - ONE),
            }
        };
        factor(buffer.low).zip(factor(buffer.high)).ok_or_else(does_not_fit)
    }

    fn is_known(&self, known: &TermCache, plan: Option<PlanId>, term: Option<Term>) -> bool {
        let term = term.unwrap_or(Term::Month);
        known.plan == plan && self.same_flows(plan, known.term, term)
    }

    /// Whether a plan issues the same credits at the same instants for both terms.
    fn same_flows(&self, plan: Option<PlanId>, one: Term, other: Term) -> bool {
        self.catalog.checked().supply().same_for_terms(plan, one, other)
            && self.need.account.as_ref().is_none_or(|account| account.plan.is_none())
    }

    fn fill(
        &self,
        option: &mut FitOption,
        wallet: &Wallet,
        coverage: &Coverage,
        (outcome, more): (&Outcome, Option<&Outcome>),
    ) -> Result<(), Error> {
        let totals = &outcome.totals;
        option.state = match (option.blocked.is_empty(), more, outcome.run_out) {
            (false, ..) => FitState::Blocked,
            (true, Some(_), _) => FitState::Covers,
            (true, None, None) => FitState::NeedOnly,
            (true, None, Some(_)) => FitState::Short,
        };
        (option.buffer_low, option.buffer_high) = (more.is_some(), coverage.high);
        option.headroom = coverage.headroom;
        option.unlimited = option.blocked.is_empty() && wallet.may_owe_without_limit();
        option.covered = coverage.covered;
        option.missing = coverage.missing;
        option.run_out = coverage.run_out;
        option.issued = totals.issued.checked_add(totals.opened).ok_or_else(does_not_fit)?;
        option.spent = totals.spent;
        option.wasted = totals.wasted;
        option.wasted_money = totals.wasted_money;
        let purchases = &coverage.as_said.purchases;
        (option.proven, option.gap) = (purchases.proven, purchases.gap);
        (option.left, option.left_money) = outcome.left;
        option.top_ups = bought(wallet, purchases);
        let is_known = option.plan.is_none() || option.term.is_some();
        option.cost = outcome.cost.filter(|_| is_known);
        if let Some(cost) = option.cost {
            option.per_month = self.per_month(cost);
            option.per_credit = share(cost, option.issued.decimal(), 1_000_000);
            option.per_run = share(cost, whole(totals.made), 10_000);
        }
        let played = coverage.with_margin.as_ref().zip(more);
        option.with_margin = played.map(|(Played { purchases, .. }, outcome)| WithMargin {
            cost: outcome.cost.filter(|_| is_known),
            per_month: outcome.cost.filter(|_| is_known).and_then(|cost| self.per_month(cost)),
            top_ups: bought(wallet, purchases),
            left: outcome.left.0,
            left_money: outcome.left.1,
            proven: purchases.proven,
            gap: purchases.gap,
        });
        Ok(())
    }

    fn per_month(&self, cost: Money) -> Option<Money> {
        share(cost, Decimal::from(self.need.month_count()), 100)
    }

    /// Counts of runs with default settings, as vendors state them, and with the need's settings.
    fn generations(
        &self,
        plan: Option<&str>,
        estimate: &NeedEstimate,
        option: &FitOption,
        wallet: &Wallet,
    ) -> Result<Vec<Generations>, Errors> {
        let months = self.need.month_count();
        let ledger = self.ledger_where_restricted(option, wallet)?;
        let lines = self.need.lines.iter().zip(&estimate.lines);
        let row = |(line, item): (&NeedLine, &NeedItem)| {
            let mut standard = self.need.request(line, Some(plan));
            standard.run.settings.clear();
            if !item.estimate.meters.is_empty() {
                // Metered runs have no fixed cost each.
                return Ok(Generations { standard: None, actual: None });
            }
            let operation = self.catalog.checked().asked_for(&item.estimate.operation);
            let issued = match ledger.as_ref().zip(operation) {
                Some((ledger, operation)) => ledger.issued_for(OperationId::at(operation))?,
                None => option.issued,
            };
            let estimate = self.catalog.estimate(&standard).ok();
            Ok(Generations {
                standard: estimate.and_then(|e| times_in(issued, e.total?, months)),
                actual: item.estimate.total.and_then(|cost| times_in(issued, cost, months)),
            })
        };
        lines.map(row).collect()
    }

    /// The ledger of issues, if some credits may pay for some operations only.
    fn ledger_where_restricted(
        &self,
        option: &FitOption,
        wallet: &Wallet,
    ) -> Result<Option<Projection>, Errors> {
        if self.scale != ONE || !wallet.supply().is_restricted() {
            return Ok(None);
        }
        let scenario = of_option(self.catalog, self.need, option, Decimal::ZERO)?;
        let ledger = self.catalog.simulate(&scenario, Detail::Ledger);
        ledger.map(Some).map_err(|errors| placed(errors, self.need))
    }
}

fn bought(wallet: &Wallet, purchases: &Purchases) -> Vec<TopUpPurchase> {
    let one = |purchase: &crate::simulate::Purchase| {
        let top_up = wallet.supply().top_up(purchase.top_up)?;
        let (credits, price) = wallet.bundle(purchase.top_up, purchase.count)?;
        Some(TopUpPurchase {
            at: purchase.at,
            top_up: top_up.id.clone(),
            name: top_up.name.clone(),
            count: purchase.count,
            credits,
            price,
        })
    };
    purchases.list.iter().filter_map(one).collect()
}

/// A share of a sum of money, rounded to 1/`parts`; `None` if the divisor is 0.
fn share(money: Money, of: Decimal, parts: i128) -> Option<Money> {
    let share = Fraction::from_decimal(money.decimal()).div(&Fraction::from_decimal(of)).ok()?;
    share.rounded(Mode::HalfUp, Fraction::from_parts(1, parts)?).map(Money::from)
}

fn whole(count: u64) -> Decimal {
    Decimal::from(1).checked_times(count).unwrap_or(Decimal::ZERO)
}

/// How many times the credits of an average month pay a cost.
fn times_in(issued: Credits, cost: Credits, months: u32) -> Option<i64> {
    let (issued, cost) = (issued.decimal().scaled(), cost.decimal().scaled());
    let all = cost.checked_mul(i128::from(months))?;
    if all <= 0 {
        return None;
    }
    i64::try_from(issued / all).ok()
}
