//! Runs that cannot be paid: finds credits for them, or refuses them.

use super::detail::Detail;
use super::id::LineId;
use super::scenario::WhenShort;
use super::shortfall::{Missing, Shortfall, Way, top_ups, upgrades, ways};
use super::state::Simulation;
use super::watch::Purchase;
use crate::amount::Credits;
use crate::catalog::supply::Term;
use crate::error::Errors;
use crate::wallet::{Cause, ChangeAt, ChargeRequest, PlanChange, Reason, Shortage};

impl Simulation {
    /// Handles runs that cannot be paid, by the scenario's policy, then by the vendor's.
    pub(super) fn short(&mut self, line: LineId, mut runs: u32) -> Result<(), Errors> {
        let amount = match self.amount(line, runs)? {
            Ok(amount) => amount,
            Err(cause) => return self.refuse(line, runs, refused(cause)),
        };
        if self.find_credits(line, runs, amount)? {
            runs = self.make(line, runs)?;
        }
        runs -= self.run_for_free(line, runs);
        if runs == 0 {
            return Ok(());
        }
        // The new plan may have another price, or none.
        let amount = match self.amount(line, runs)? {
            Ok(amount) => amount,
            Err(cause) => return self.refuse(line, runs, refused(cause)),
        };
        let Some(want) = self.wanted(line, runs, amount) else { return Ok(()) };
        let short = self.wallet.why_short(&want)?;
        if self.input.when_short() == WhenShort::Wait {
            self.wait(line, runs)?;
        }
        self.refuse(line, runs, short)
    }

    /// Buys or upgrades, if the scenario says so. Returns whether that changed anything.
    fn find_credits(&mut self, line: LineId, runs: u32, amount: Credits) -> Result<bool, Errors> {
        let Some(missing) = self.missing(line, runs, amount)? else { return Ok(false) };
        if let Some(watch) = self.watch.as_mut().filter(|watch| watch.lends()) {
            return Ok(watch.lend(&mut self.wallet, &missing)?);
        }
        match self.input.when_short() {
            WhenShort::Refuse | WhenShort::Wait => Ok(false),
            WhenShort::TopUp => {
                let may_buy = |id: &str| self.watch.as_ref().is_none_or(|watch| watch.may_buy(id));
                let helps = |way: &Way| way.covers && way.id.as_deref().is_some_and(may_buy);
                let way = top_ups(&self.wallet, &missing).into_iter().find(helps);
                let Some((id, count)) = way.and_then(|way| Some((way.id?, way.count?))) else {
                    return Ok(false);
                };
                let place = self.wallet.top_up_place("", &id)?;
                self.wallet.run_buy(place, count, Reason::Bought)?;
                self.wallet.settle_debt()?;
                if let Some(watch) = &mut self.watch {
                    watch.note_bought(Purchase { at: self.wallet.now(), top_up: place, count });
                }
                Ok(true)
            }
            WhenShort::Upgrade => {
                let ways = upgrades(&self.wallet, &missing);
                let way = ways.iter().find(|way| way.covers).or(ways.first());
                let Some(way) = way.filter(|way| way.credits.is_some()) else { return Ok(false) };
                let plan = self.wallet.plan_place("", way.id.as_deref().unwrap_or(""))?;
                let term = way.term.unwrap_or(Term::Month);
                self.wallet.run_change(PlanChange { plan, term, when: Some(ChangeAt::Now) })?;
                self.wallet.settle_debt()?;
                self.note_cycle();
                Ok(true)
            }
        }
    }

    /// Whether more credits could help.
    fn missing(&self, line: LineId, runs: u32, amount: Credits) -> Result<Option<Missing>, Errors> {
        let Some(want) = self.wanted(line, runs, amount) else { return Ok(None) };
        let short = self.wallet.why_short(&want)?;
        Ok(Some(lacking(&want, &short)).filter(|missing| !missing.is_over_cap()))
    }

    fn refuse(&mut self, line: LineId, runs: u32, short: Shortage) -> Result<(), Errors> {
        let now = self.wallet.now();
        let amount = self.amount(line, runs)?.unwrap_or(Credits::ZERO);
        self.shortfalls.refuse(now);
        self.lines.count_refused(line, runs);
        let Some(of) = self.lines.get(line) else { return Ok(()) };
        if let Some(watch) = &mut self.watch {
            watch.refused(now, amount, short.limit.is_some())?;
        }
        if self.input.is_quiet() {
            return Ok(());
        }
        let want = ChargeRequest {
            operation: of.operation,
            amount,
            member: of.member,
            runs,
            charges: runs,
        };
        let demand = of.id.as_deref().map(str::to_owned);
        if self.input.detail() == Detail::Ledger {
            self.wallet.note_refusal(&want, &short);
        }
        if self.shortfalls.go_on(line, runs, short.missing)? {
            return Ok(());
        }
        let missing = lacking(&want, &short);
        let priced = !matches!(short.cause, Cause::Gate | Cause::NoPrice);
        self.shortfalls.begin(Shortfall {
            from: now,
            until: None,
            demand,
            operation: self.wallet.operation_id(want.operation),
            cause: short.cause,
            runs: u64::from(runs),
            later: 0,
            missing: short.missing,
            line,
            ways: if priced { ways(&self.wallet, &missing) } else { Vec::new() },
        });
        Ok(())
    }
}

fn lacking(want: &ChargeRequest, short: &Shortage) -> Missing {
    Missing {
        operation: want.operation,
        member: want.member,
        cause: short.cause,
        limit: short.limit,
        credits: short.missing,
        available: short.available,
    }
}

fn refused(cause: Cause) -> Shortage {
    Shortage::of(cause, Credits::ZERO, Credits::ZERO)
}
