//! A scenario on its way: all that is known of it.

use super::agenda::Agenda;
use super::assumed::assumed;
use super::cost::{Cost, Price, unknown};
use super::demand::Line;
use super::detail::Detail;
use super::effort::Effort;
use super::fast_forward::state::FastForward;
use super::recent::Recent;
use super::scenario::{RangeEnd, Scenario, WhenShort};
use super::series::{CycleMark, Recorder};
use super::shortfalls::Shortfalls;
use super::wants::Wants;
use super::watch::TrialProbe;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::supply::Held;
use crate::error::Errors;
use crate::wallet::{LotPayment, Wallet};
use std::sync::Arc;

/// A scenario on its way: as far as it has been run.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) wallet: Wallet,
    pub(super) lines: Vec<Line>,
    pub(super) wants: Wants,
    pub(super) agenda: Agenda,
    /// Runs that wait for credits, by line, and the oldest shortfall that one of them may be of.
    pub(super) waiting: Vec<(usize, u32, usize)>,
    pub(super) costs: Vec<Option<Cost>>,
    /// Who paid for the last charge.
    pub(super) paid: Vec<LotPayment>,
    /// The last runs of each line; none when no action says that runs failed.
    pub(super) recent: Vec<Recent>,
    pub(super) recorder: Recorder,
    pub(super) cycles: Vec<CycleMark>,
    pub(super) shortfalls: Shortfalls,
    pub(super) run_out: Option<Instant>,
    pub(super) last_free_run: Option<Instant>,
    pub(super) last_held: Held,
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
    /// The fast path; `None` where the scenario never allows it.
    pub(super) fast_forward: Option<FastForward>,
    /// What a trial looks out for.
    pub(super) watch: Option<TrialProbe>,
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
        if detail == Detail::Columns {
            wallet.keep_events();
        }
        let end = scenario.end(wallet.zone())?;
        let lines = Line::all(scenario, &wallet)?;
        let assumed = assumed(&wallet, &account).into();
        let ids = wallet.supply().classes.iter().map(|class| class.id.clone()).collect();
        let recorder = Recorder::new(ids, &wallet, scenario.start, end);
        let (count, held) = (lines.len(), wallet.held());
        let ids: Vec<Option<&str>> = lines.iter().map(|line| line.id.as_deref()).collect();
        let mut simulation = Simulation {
            wallet,
            wants: Wants::default(),
            agenda: Agenda::of(scenario.actions.iter().cloned().map(Arc::new).collect(), catalog),
            waiting: Vec::new(),
            costs: vec![None; count],
            paid: Vec::new(),
            recent: Recent::of(scenario, &ids),
            recorder,
            cycles: Vec::new(),
            shortfalls: Shortfalls::of(count),
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
            fast_forward: None,
            watch: None,
            effort: Effort::default(),
        };
        simulation.fast_forward = simulation.may_fast_forward().then(FastForward::default);
        let faults = (0..count).filter_map(|line| simulation.check_cost(line).err());
        Errors::check(faults.flatten().collect())?;
        Ok(simulation)
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

    fn check_cost(&mut self, line: usize) -> Result<(), Errors> {
        if self.cost(line)?.price != Price::Unknown {
            return Ok(());
        }
        let Some(of) = self.lines.get(line) else { return Ok(()) };
        let when = (self.wallet.held(), self.wallet.now());
        Err(unknown(self.wallet.catalog(), &of.request, when, of.place))
    }

    /// The work so far.
    #[doc(hidden)]
    pub fn effort(&self) -> Effort {
        Effort { planned: self.wants.planned, ..self.effort }
    }

    /// Begins the demand of every line.
    pub(super) fn plan(&mut self) -> Result<(), Errors> {
        self.wants.plan(&mut self.lines, (self.wallet.zone(), self.end))
    }

    pub(super) fn plan_next(&mut self, line: usize) -> Result<(), Errors> {
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        self.wants.plan_next((line, of), (self.wallet.zone(), self.end))
    }

    pub(super) fn skip_wanted(&mut self) -> Result<(), Errors> {
        self.wants.skip(&mut self.lines, (self.wallet.zone(), self.end))
    }
}
