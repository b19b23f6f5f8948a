//! The loop: from event to event, in the fixed order of one instant.

use super::Detail;
use super::assumed::assumed;
use super::calm::Glide;
use super::cost::{Cost, Price, unknown};
use super::demand::Line;
use super::effort::Effort;
use super::projection::{CycleMark, Projection};
use super::recent::{Batch, Recent};
use super::scenario::{Action, ActionKind, ChangeAt, RangeEnd, Scenario, WhenShort};
use super::series::Recorder;
use super::shortfall::{Missing, Shortfall, Way, free_run, top_ups, upgrades, ways};
use super::timeline::Timeline;
use super::trial::{Purchase, Watch};
use crate::amount::Credits;
use crate::calendar::{Instant, Recurrence};
use crate::catalog::Catalog;
use crate::catalog::supply::{Held, Term};
use crate::error::{Error, ErrorKind, Errors};
use crate::order::sort;
use crate::wallet::{Ask, Cause, Paid, Reason, Short, Wallet, Want, When};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// A scenario on its way: as far as it has been run.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) wallet: Wallet,
    pub(super) lines: Vec<Line>,
    /// When each line is wanted next, and how many runs of it.
    pub(super) due: BinaryHeap<Reverse<(Instant, usize, u32)>>,
    /// In the order in which they are done, with their places in the scenario.
    pub(super) actions: Vec<(usize, Arc<Action>)>,
    pub(super) next_action: usize,
    /// Runs that wait for credits, by line.
    /// And the oldest shortfall that one of them may be of.
    pub(super) waiting: Vec<(usize, u32, usize)>,
    pub(super) costs: Vec<Option<Cost>>,
    /// Who paid for the last charge.
    paid: Vec<Paid>,
    /// The last runs of each line; none when no action says that runs failed.
    pub(super) recent: Vec<Recent>,
    pub(super) recorder: Recorder,
    pub(super) cycles: Vec<CycleMark>,
    pub(super) shortfalls: Vec<Shortfall>,
    /// The shortfall that a line is in.
    open: Vec<Option<usize>>,
    pub(super) run_out: Option<Instant>,
    last_free_run: Option<Instant>,
    last_held: Held,
    /// The first instant has been gone through.
    pub(super) begun: bool,
    pub(super) start: Instant,
    pub(super) end: Instant,
    pub(super) when_short: WhenShort,
    pub(super) ranges: RangeEnd,
    pub(super) approximate: bool,
    pub(super) ranged: bool,
    pub(super) detail: Detail,
    /// What is assumed of the account.
    pub(super) assumed: Arc<[String]>,
    /// Keeps sums only.
    pub(super) quiet: bool,
    /// What calm times are gone through with, where they may come.
    pub(super) glide: Option<Glide>,
    /// What was planned ahead; it is wanted before all that is due.
    pub(super) timeline: Timeline,
    /// What a trial looks out for.
    pub(super) watch: Option<Watch>,
    pub(super) effort: Effort,
}

impl Simulation {
    /// Checks a scenario and opens its account.
    ///
    /// # Errors
    /// As [`Catalog::simulate`].
    pub fn new(catalog: &Catalog, scenario: &Scenario, detail: Detail) -> Result<Self, Errors> {
        let mut simulation = Simulation::open(catalog, scenario, detail)?;
        simulation.plan()?;
        Ok(simulation)
    }

    /// As [`Simulation::new`], but nothing is wanted yet.
    pub(super) fn open(
        catalog: &Catalog,
        scenario: &Scenario,
        detail: Detail,
    ) -> Result<Self, Errors> {
        scenario.check(catalog)?;
        let account = scenario.account.clone().unwrap_or_default();
        let mut wallet = Wallet::start(catalog, &account, scenario.start)?;
        wallet.journal.keep_all(detail == Detail::Ledger);
        let end = scenario.end(wallet.zone())?;
        let lines = Line::all(scenario, &wallet)?;
        let assumed = assumed(&wallet, &account).into();
        let ids = wallet.supply().classes.iter().map(|class| class.id.clone()).collect();
        let recorder = Recorder::new(ids, &wallet, scenario.start, end);
        let (count, held) = (lines.len(), wallet.held());
        let ids: Vec<Option<&str>> = lines.iter().map(|line| line.id.as_deref()).collect();
        let mut simulation = Simulation {
            wallet,
            due: BinaryHeap::with_capacity(count),
            actions: in_order(scenario.actions.iter().cloned().map(Arc::new).collect(), catalog),
            next_action: 0,
            waiting: Vec::new(),
            costs: vec![None; count],
            paid: Vec::new(),
            recent: Recent::of(scenario, &ids),
            recorder,
            cycles: Vec::new(),
            shortfalls: Vec::new(),
            open: vec![None; count],
            run_out: None,
            last_free_run: None,
            last_held: held,
            begun: false,
            lines,
            start: scenario.start,
            end,
            when_short: scenario.when_short.unwrap_or(WhenShort::Refuse),
            ranges: scenario.ranges.unwrap_or(RangeEnd::High),
            approximate: false,
            ranged: false,
            detail,
            assumed,
            quiet: false,
            glide: None,
            timeline: Timeline::default(),
            watch: None,
            effort: Effort::default(),
        };
        simulation.glide = simulation.may_glide().then(Glide::default);
        let faults = (0..count).filter_map(|line| simulation.check_cost(line).err());
        Errors::check(faults.flatten().collect())?;
        Ok(simulation)
    }

    /// Begins the demand of every line.
    pub(super) fn plan(&mut self) -> Result<(), Errors> {
        for line in 0..self.lines.len() {
            self.plan_next(line)?;
        }
        Ok(())
    }

    /// Keeps sums only from now on; each day's end is an event when `days` says so.
    pub(super) fn be_quiet(&mut self, days: bool) {
        self.quiet = true;
        self.wallet.journal.mute = true;
        self.recorder.stop(days);
    }

    /// Runs to the end.
    ///
    /// # Errors
    /// `no_answer` for an action that is not possible then; `inexact` when a balance no longer
    /// fits.
    pub fn run(&mut self) -> Result<(), Errors> {
        self.run_until(self.end).map(drop)
    }

    /// Runs up to an instant, or to the end if that is sooner; says whether there is more to come.
    ///
    /// # Errors
    /// As [`Simulation::run`].
    pub fn run_until(&mut self, until: Instant) -> Result<bool, Errors> {
        let until = until.min(self.end);
        while let Some(at) = self.next_instant().filter(|at| *at < until) {
            self.advance(at, until)?;
        }
        Ok(until < self.end)
    }

    /// First instant of the scenario.
    pub fn start(&self) -> Instant {
        self.start
    }

    /// First instant after it.
    pub fn end(&self) -> Instant {
        self.end
    }

    /// The wallet as it stands.
    pub fn wallet(&self) -> &Wallet {
        &self.wallet
    }

    /// What has come out so far.
    pub fn finish(mut self) -> Projection {
        let series = self.recorder.clone().finish(&mut self.wallet.journal);
        Projection::of(self, series)
    }

    fn check_cost(&mut self, line: usize) -> Result<(), Errors> {
        if self.cost(line)?.price != Price::Unknown {
            return Ok(());
        }
        let Some(of) = self.lines.get(line) else { return Ok(()) };
        let when = (self.wallet.held(), self.wallet.now());
        Err(unknown(self.wallet.catalog(), &of.request, when, of.place))
    }

    pub(super) fn next_instant(&self) -> Option<Instant> {
        if !self.begun {
            return Some(self.start);
        }
        let mut next = self.recorder.day_end;
        if let Some(event) = self.wallet.next_event() {
            next = next.min(event);
        }
        if let Some((_, action)) = self.actions.get(self.next_action) {
            next = next.min(action.at);
        }
        if let Some((at, ..)) = self.next_wanted() {
            next = next.min(at);
        }
        if let Some(at) = self.next_free_run() {
            next = next.min(at);
        }
        (next < Instant::MAX).then_some(next)
    }

    pub(super) fn step(&mut self, at: Instant) -> Result<(), Errors> {
        self.begun = true;
        self.effort.steps += 1;
        if at >= self.recorder.day_end {
            self.recorder.turn(&mut self.wallet.journal);
        }
        self.wallet.run_to(at)?;
        self.note_cycle();
        let acted = self.act(at)?;
        if acted {
            self.wallet.settle_debt()?;
            self.note_cycle();
        }
        self.serve_waiting()?;
        while let Some((_, line, runs)) = self.next_wanted().filter(|(due, ..)| *due <= at) {
            self.want(line, runs)?;
            self.skip_wanted()?;
        }
        Ok(self.wallet.end_instant()?)
    }

    pub(super) fn plan_next(&mut self, line: usize) -> Result<(), Errors> {
        if self.timeline.is_whole {
            return Ok(());
        }
        let zone = self.wallet.zone();
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        self.effort.planned += 1;
        if let Some((at, runs)) = of.next(zone, self.end)? {
            self.due.push(Reverse((at, line, runs)));
        }
        Ok(())
    }

    /// Keeps what the sums were when a cycle closed.
    fn note_cycle(&mut self) {
        let held = self.wallet.held();
        if let Some((end, flows)) = self.wallet.journal.closed.take() {
            if let Some(watch) = &mut self.watch {
                watch.turn(end, &flows);
            }
            if self.quiet {
                return self.note_held(held);
            }
            let plan = self.last_held.map(|(plan, _)| plan);
            match self.cycles.last_mut() {
                Some(last) if last.end == end => last.flows = flows,
                _ => self.cycles.push(CycleMark { end, plan, flows }),
            }
        }
        self.note_held(held);
    }

    fn note_held(&mut self, held: Held) {
        if held.is_some() {
            self.last_held = held;
        }
    }

    /// The cost of one request of a line now.
    pub(super) fn cost(&mut self, line: usize) -> Result<Cost, Errors> {
        let (held, at) = (self.wallet.held(), self.wallet.now());
        if let Some(Some(cost)) = self.costs.get(line)
            && cost.holds(held, at)
        {
            return Ok(*cost);
        }
        let Some(of) = self.lines.get(line) else { return Err(gone()) };
        let cost = Cost::of(self.wallet.catalog(), &of.request, (held, at), self.ranges)
            .map_err(|errors| errors.under(&format!("/demand/{}/request", of.place)))?;
        self.approximate |= cost.approximate;
        self.ranged |= cost.ranged;
        if let Some(kept) = self.costs.get_mut(line) {
            *kept = Some(cost);
        }
        Ok(cost)
    }

    /// So many runs of a line are wanted now.
    pub(super) fn want(&mut self, line: usize, runs: u32) -> Result<(), Errors> {
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.wanted += u64::from(runs);
        }
        let left = self.make(line, runs)?;
        if left > 0 { self.short(line, left) } else { Ok(()) }
    }

    /// Makes as many runs as can be paid for, and says how many are left.
    fn make(&mut self, line: usize, runs: u32) -> Result<u32, Errors> {
        let Ok(amount) = self.amount(line, runs)? else { return Ok(runs) };
        let Some(mut want) = self.wanted(line, runs, amount) else { return Ok(runs) };
        if let Ok(debt) = self.wallet.pay(&want, Reason::Usage, &mut self.paid)? {
            self.made(line, &want, debt)?;
            return Ok(0);
        }
        let affordable = match self.cost(line)?.price {
            Price::Credits(each) => self.wallet.affordable_runs(&want, each)?,
            _ => self.affordable_counted(line, &want)?,
        };
        let Ok(amount) = self.amount(line, affordable)? else { return Ok(runs) };
        if affordable == 0 {
            return Ok(runs);
        }
        (want.runs, want.amount) = (affordable, amount);
        let Ok(debt) = self.wallet.pay(&want, Reason::Usage, &mut self.paid)? else {
            return Ok(runs);
        };
        self.made(line, &want, debt)?;
        Ok(runs - affordable)
    }

    /// What so many requests of a line cost now, or why that is not known.
    fn amount(&mut self, line: usize, runs: u32) -> Result<Result<Credits, Cause>, Errors> {
        Ok(match self.cost(line)?.price {
            Price::Credits(each) => Ok(times(each, runs)?),
            Price::Metered => self.bill(line, runs)?.map(|bill| bill.amount).ok_or(Cause::NoPrice),
            Price::Gated => Err(Cause::Gate),
            Price::Unknown => Err(Cause::NoPrice),
        })
    }

    fn wanted(&self, line: usize, runs: u32, amount: Credits) -> Option<Want> {
        let of = self.lines.get(line)?;
        Some(Want { operation: of.operation, amount, member: of.member, runs })
    }

    /// Runs were paid for, a part of it as debt; those that failed are refunded.
    fn made(&mut self, line: usize, want: &Want, debt: Credits) -> Result<(), Errors> {
        self.paid_for(self.wallet.now(), line, want.runs, want.amount)?;
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        let failed = of.failures(want.runs);
        let back = self.cost_of_last(line, want, failed)?;
        let counted = self.count_made(line, want.runs, failed)?;
        let paid = std::mem::take(&mut self.paid);
        let back = self.fail(line, failed, back, (&paid, debt))?;
        if self.recent.get(line).is_some_and(Recent::is_wanted) {
            let mut receipt = self.wallet.receipt(want, &paid, debt);
            receipt.take_from_end(back)?;
            let each = match self.cost(line)?.price {
                Price::Credits(each) => Some(each),
                _ => None,
            };
            let batch = Batch { runs: want.runs - failed, each, counted, receipt };
            if let Some(recent) = self.recent.get_mut(line) {
                recent.push(batch);
            }
        }
        self.paid = paid;
        Ok(())
    }

    /// Counts runs that were paid for; credits are no longer short for the line.
    pub(super) fn paid_for(
        &mut self,
        at: Instant,
        line: usize,
        runs: u32,
        amount: Credits,
    ) -> Result<(), Errors> {
        if let Some(shortfall) = self.open.get_mut(line).and_then(Option::take)
            && let Some(shortfall) = self.shortfalls.get_mut(shortfall)
        {
            shortfall.until = Some(at);
        }
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        of.sum.made += u64::from(runs);
        of.sum.spent = plus(of.sum.spent, amount)?;
        Ok(())
    }

    /// The last of the runs that were paid for failed.
    fn fail(
        &mut self,
        line: usize,
        failed: u32,
        amount: Credits,
        paid: (&[Paid], Credits),
    ) -> Result<Credits, Errors> {
        if failed == 0 {
            return Ok(Credits::ZERO);
        }
        let Some(of) = self.lines.get_mut(line) else { return Ok(Credits::ZERO) };
        of.sum.failed += u64::from(failed);
        if !self.wallet.refunds_failed_runs(of.operation) {
            return Ok(Credits::ZERO);
        }
        let back = self.wallet.give_back((of.operation, of.member), amount, paid)?;
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.refunded = plus(of.sum.refunded, back)?;
        }
        Ok(back)
    }

    /// Runs that cannot be paid for: the policy of the scenario, then of the vendor.
    fn short(&mut self, line: usize, mut runs: u32) -> Result<(), Errors> {
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
        // Another plan may have another price, or none.
        let amount = match self.amount(line, runs)? {
            Ok(amount) => amount,
            Err(cause) => return self.refuse(line, runs, refused(cause)),
        };
        let Some(want) = self.wanted(line, runs, amount) else { return Ok(()) };
        let short = self.wallet.why_short(&want)?;
        if self.when_short == WhenShort::Wait {
            self.wait(line, runs)?;
        }
        self.refuse(line, runs, short)
    }

    /// One entry for a line, so that a long wait costs no more than a short one.
    fn wait(&mut self, line: usize, runs: u32) -> Result<(), Errors> {
        let open = self.open.get(line).copied().flatten().unwrap_or(self.shortfalls.len());
        match self.waiting.iter_mut().find(|(other, ..)| *other == line) {
            None => self.waiting.push((line, runs, open)),
            Some((_, waiting, _)) => {
                *waiting = waiting.checked_add(runs).ok_or_else(too_many_wait)?
            }
        }
        Ok(())
    }

    /// Buys or upgrades where the scenario says so; says whether anything came of it.
    fn find_credits(&mut self, line: usize, runs: u32, amount: Credits) -> Result<bool, Errors> {
        let Some(missing) = self.missing(line, runs, amount)? else { return Ok(false) };
        if let Some(watch) = self.watch.as_mut().filter(|watch| watch.lends) {
            return Ok(watch.lend(&mut self.wallet, &missing)?);
        }
        match self.when_short {
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
                    watch.bought.push(Purchase { at: self.wallet.now(), top_up: place, count });
                }
                Ok(true)
            }
            WhenShort::Upgrade => {
                let ways = upgrades(&self.wallet, &missing);
                let way = ways.iter().find(|way| way.covers).or(ways.first());
                let Some(way) = way.filter(|way| way.credits.is_some()) else { return Ok(false) };
                let plan = self.wallet.plan_place("", way.id.as_deref().unwrap_or(""))?;
                let term = way.term.unwrap_or(Term::Month);
                self.wallet.run_change(Ask { plan, term, when: Some(When::Now) })?;
                self.wallet.settle_debt()?;
                self.note_cycle();
                Ok(true)
            }
        }
    }

    /// What more credits could make good.
    fn missing(&self, line: usize, runs: u32, amount: Credits) -> Result<Option<Missing>, Errors> {
        let Some(want) = self.wanted(line, runs, amount) else { return Ok(None) };
        let short = self.wallet.why_short(&want)?;
        Ok(Some(lacking(&want, &short)).filter(|missing| missing.cause != Cause::MemberCap))
    }

    /// Free runs that the vendor gives when credits have run out: one, every so often.
    fn run_for_free(&mut self, line: usize, runs: u32) -> u32 {
        let now = self.wallet.now();
        let Some((operation, member)) = self.lines.get(line).map(|l| (l.operation, l.member))
        else {
            return 0;
        };
        let Some(every) = free_run(&self.wallet, operation) else { return 0 };
        let zone = self.wallet.zone();
        let next = |last| Recurrence::from(last, every.step(), zone).nth(1, zone);
        if runs == 0 || self.last_free_run.and_then(next).is_some_and(|next| next > now) {
            return 0;
        }
        self.last_free_run = Some(now);
        self.wallet.note_free_run(&Want { operation, amount: Credits::ZERO, member, runs: 1 });
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.free += 1;
        }
        1
    }

    /// When the next free run may help someone who waits.
    fn next_free_run(&self) -> Option<Instant> {
        let every = self
            .waiting
            .iter()
            .find_map(|(line, ..)| free_run(&self.wallet, self.lines.get(*line)?.operation))?;
        let zone = self.wallet.zone();
        let next = Recurrence::from(self.last_free_run?, every.step(), zone).nth(1, zone)?;
        (next > self.wallet.now()).then_some(next)
    }

    /// Runs that wait are made when credits have come, the oldest first.
    fn serve_waiting(&mut self) -> Result<(), Errors> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        for (line, runs, oldest) in waiting {
            let mut left = self.make(line, runs)?;
            left -= self.run_for_free(line, left);
            let served = u64::from(runs - left);
            if let Some(of) = self.lines.get_mut(line) {
                of.sum.refused -= served.min(of.sum.refused);
            }
            let oldest = self.made_later(line, served, oldest);
            if left > 0 {
                self.waiting.push((line, left, oldest));
            }
        }
        Ok(())
    }

    /// Tells it at the shortfalls in which they were refused, the oldest first; says which is the
    /// oldest now.
    fn made_later(&mut self, line: usize, mut runs: u64, mut oldest: usize) -> usize {
        while runs > 0
            && let Some(shortfall) = self.shortfalls.get_mut(oldest)
        {
            if shortfall.line == line {
                let more = runs.min(shortfall.runs - shortfall.later);
                shortfall.later += more;
                runs -= more;
            }
            oldest += usize::from(runs > 0);
        }
        oldest
    }

    fn refuse(&mut self, line: usize, runs: u32, short: Short) -> Result<(), Errors> {
        let now = self.wallet.now();
        let amount = self.amount(line, runs)?.unwrap_or(Credits::ZERO);
        self.run_out.get_or_insert(now);
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        of.sum.refused += u64::from(runs);
        if let Some(watch) = &mut self.watch {
            watch.refused(now, amount)?;
        }
        if self.quiet {
            return Ok(());
        }
        let want = Want { operation: of.operation, amount, member: of.member, runs };
        let demand = of.id.as_deref().map(str::to_owned);
        if self.detail == Detail::Ledger {
            self.wallet.note_refusal(&want, &short);
        }
        if let Some(open) = self.open.get(line).copied().flatten()
            && let Some(shortfall) = self.shortfalls.get_mut(open)
        {
            shortfall.runs += u64::from(runs);
            shortfall.missing = plus(shortfall.missing, short.missing)?;
            return Ok(());
        }
        let missing = lacking(&want, &short);
        let priced = !matches!(short.cause, Cause::Gate | Cause::NoPrice);
        self.shortfalls.push(Shortfall {
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
        if let Some(open) = self.open.get_mut(line) {
            *open = Some(self.shortfalls.len() - 1);
        }
        Ok(())
    }

    /// Does what is to be done now; says whether there was anything.
    fn act(&mut self, at: Instant) -> Result<bool, Errors> {
        let mut acted = false;
        while let Some((place, action)) = self.actions.get(self.next_action) {
            if action.at > at {
                break;
            }
            self.next_action += 1;
            acted = true;
            let (place, action) = (*place, Arc::clone(action));
            self.do_action(&action).map_err(|errors| placed(errors, place))?;
        }
        Ok(acted)
    }

    fn do_action(&mut self, action: &Action) -> Result<(), Errors> {
        let when = action.when.map(|when| match when {
            ChangeAt::Now => When::Now,
            ChangeAt::CycleEnd => When::CycleEnd,
            ChangeAt::TermEnd => When::TermEnd,
        });
        match action.r#do {
            ActionKind::Subscribe
            | ActionKind::Change
            | ActionKind::Upgrade
            | ActionKind::Downgrade
            | ActionKind::ChangeTerm => self.change(action, when)?,
            ActionKind::Cancel => self.wallet.run_cancel(when.unwrap_or(When::TermEnd))?,
            ActionKind::Resume => self.resume()?,
            ActionKind::Buy => {
                let id = action.top_up.as_deref().unwrap_or("");
                let place = self.wallet.top_up_place("/top_up", id)?;
                self.wallet.run_buy(place, action.count.unwrap_or(1), Reason::Bought)?;
            }
            ActionKind::Grant => self.wallet.run_grant(
                action.lot.as_deref(),
                action.class.as_deref().unwrap_or(""),
                action.amount.unwrap_or_default(),
                action.expires,
            )?,
            ActionKind::Revoke => {
                self.wallet.run_revoke(action.lot.as_deref().unwrap_or(""))?;
            }
            ActionKind::Fail => self.fail_last(action)?,
        }
        Ok(())
    }

    fn change(&mut self, action: &Action, when: Option<When>) -> Result<(), Errors> {
        let held = self.wallet.held();
        let plan = match &action.plan {
            Some(id) => self.wallet.plan_place("/plan", id)?,
            None => held.map(|(plan, _)| plan).ok_or_else(no_plan)?,
        };
        let term = action.term.or(held.map(|(_, term)| term)).unwrap_or(Term::Month);
        let up = match action.r#do {
            ActionKind::Upgrade => Some(true),
            ActionKind::Downgrade => Some(false),
            _ => None,
        };
        if up.is_some() && held.is_none() {
            return Err(no_plan().into());
        }
        Ok(self.wallet.run_change_as(Ask { plan, term, when }, up)?)
    }

    /// Takes a cancellation back, or the last plan again.
    fn resume(&mut self) -> Result<(), Errors> {
        match (self.wallet.held(), self.last_held) {
            (None, Some((plan, term))) => {
                Ok(self.wallet.run_change(Ask { plan, term, when: None })?)
            }
            _ => Ok(self.wallet.run_resume()?),
        }
    }

    fn fail_last(&mut self, action: &Action) -> Result<(), Errors> {
        let id = action.demand.as_deref();
        let Some(line) = self.lines.iter().position(|line| line.id.as_deref() == id) else {
            return Ok(());
        };
        let mut left = action.count.unwrap_or(1);
        while left > 0 {
            let last = self.recent.get_mut(line).and_then(|recent| recent.take(left));
            let Some((mut batch, failed)) = last else { break };
            self.fail_of(line, &mut batch, failed)?;
            left -= failed;
            batch.runs -= failed;
            if let Some(recent) = self.recent.get_mut(line).filter(|_| batch.runs > 0) {
                recent.push(batch);
            }
        }
        Ok(())
    }

    /// So many runs of a batch failed, its last ones.
    fn fail_of(&mut self, line: usize, batch: &mut Batch, failed: u32) -> Result<(), Errors> {
        let all = match (&mut batch.counted, batch.each) {
            (_, Some(each)) => times(each, failed)?,
            (Some(counted), None) => self.take_back(line, counted, failed)?,
            (None, None) => Credits::ZERO,
        };
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        of.sum.failed += u64::from(failed);
        if !self.wallet.refunds_failed_runs(of.operation) {
            return Ok(());
        }
        let back = self.wallet.give_back_later((of.operation, of.member), all, &batch.receipt)?;
        batch.receipt.take_from_end(all)?;
        if let Some(of) = self.lines.get_mut(line) {
            of.sum.refunded = plus(of.sum.refunded, back)?;
        }
        Ok(())
    }
}

fn lacking(want: &Want, short: &Short) -> Missing {
    Missing {
        operation: want.operation,
        member: want.member,
        cause: short.cause,
        credits: short.missing,
        available: short.available,
    }
}

/// Errors of an action stand at it; what has to be assumed stands at the account.
fn placed(errors: Errors, place: usize) -> Errors {
    let of_account = |error: &Error| error.pointer().starts_with("/account/");
    if errors.iter().any(of_account) { errors } else { errors.under(&format!("/actions/{place}")) }
}

/// By instant, then by what is done, then by the order of the catalog, then by content: the order of
/// the input has no part in it.
pub(super) fn in_order(actions: Vec<Arc<Action>>, catalog: &Catalog) -> Vec<(usize, Arc<Action>)> {
    let mut order: Vec<(usize, Arc<Action>)> = actions.into_iter().enumerate().collect();
    sort(&mut order, |(_, a), (_, b)| key(a, catalog).cmp(&key(b, catalog)));
    order
}

/// Where the plan, the top-up and the class of an action stand in the catalog.
type Places = [Option<usize>; 3];

fn places(action: &Action, catalog: &Catalog) -> Places {
    let (plans, supply) = (&catalog.checked().plans, catalog.checked().supply());
    let plan = action.plan.as_deref().and_then(|id| plans.iter().position(|p| *p.id == *id));
    let top_up =
        action.top_up.as_deref().and_then(|id| supply.top_ups.iter().position(|t| *t.id == *id));
    let class =
        action.class.as_deref().and_then(|id| supply.classes.iter().position(|c| *c.id == *id));
    [plan, top_up, class]
}

type Key<'a> = (
    (Instant, u8, Places, [Option<&'a str>; 2]),
    (Option<u32>, Option<Credits>, Option<Instant>),
    (Option<u8>, Option<u8>),
);

fn key<'a>(action: &'a Action, catalog: &Catalog) -> Key<'a> {
    let texts = [action.lot.as_deref(), action.demand.as_deref()];
    let term = action.term.map(|term| term as u8);
    let when = action.when.map(|when| when as u8);
    let amounts = (action.count, action.amount, action.expires);
    ((action.at, action.r#do as u8, places(action, catalog), texts), amounts, (term, when))
}

fn refused(cause: Cause) -> Short {
    Short { cause, available: Credits::ZERO, missing: Credits::ZERO }
}

pub(super) fn times(each: Credits, runs: u32) -> Result<Credits, Error> {
    each.checked_times(u64::from(runs)).ok_or_else(too_large)
}

fn plus(a: Credits, b: Credits) -> Result<Credits, Error> {
    a.checked_add(b).ok_or_else(too_large)
}

#[cold]
pub(crate) fn too_large() -> Error {
    Error::new(ErrorKind::Inexact, "", "a sum no longer fits: amounts are below 10^24")
}

#[cold]
fn too_many_wait() -> Error {
    Error::new(ErrorKind::Limit, "/demand", "more than 4294967295 runs wait for credits")
}

#[cold]
fn no_plan() -> Error {
    Error::new(ErrorKind::NoAnswer, "", "there is no subscription to change")
}

#[cold]
fn gone() -> Errors {
    Error::new(ErrorKind::Limit, "", "there is no such demand").into()
}
