//! The state of a running scenario.

use super::agenda::Agenda;
use super::assumed::assumed;
use super::cost::{Price, unknown};
use super::cycles::Cycles;
use super::demand::Line;
use super::detail::Detail;
use super::effort::Effort;
use super::fast_forward::state::FastForward;
use super::id::LineId;
use super::input::Input;
use super::lines::Lines;
use super::recent::Recent;
use super::scenario::Scenario;
use super::series::Recorder;
use super::shortfalls::Shortfalls;
use super::waiting::Waiting;
use super::wants::Wants;
use super::watch::TrialProbe;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::order::sort;
use crate::wallet::{LotPayment, Reading, Wallet};
use std::sync::Arc;

/// A running scenario.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) wallet: Wallet,
    pub(super) input: Input,
    pub(super) lines: Lines,
    pub(super) wants: Wants,
    pub(super) agenda: Agenda,
    pub(super) waiting: Waiting,
    /// The lots that paid the last charge.
    pub(super) paid: Vec<LotPayment>,
    /// The last runs of each line; empty if no action reports failed runs.
    pub(super) recent: Vec<Recent>,
    /// The holds of actions by id; no number for one that was refused.
    pub(super) holds: Vec<(String, Option<u64>)>,
    /// Instants at which the account is read, the next one last, and what was read.
    pub(super) read: Vec<Instant>,
    pub(super) readings: Vec<Reading>,
    pub(super) recorder: Recorder,
    pub(super) cycles: Cycles,
    pub(super) shortfalls: Shortfalls,
    /// The first instant has been handled.
    pub(super) begun: bool,
    /// The fast-forward; `None` if the scenario never allows it.
    pub(super) fast_forward: Option<FastForward>,
    /// The probe of a trial.
    pub(super) watch: Option<TrialProbe>,
    pub(super) effort: Effort,
}

impl Simulation {
    /// Checks a scenario and opens its account.
    ///
    /// # Errors
    /// As for [`Catalog::simulate`].
    pub fn new(catalog: &Catalog, scenario: &Scenario, detail: Detail) -> Result<Self, Errors> {
        let mut simulation = Simulation::open(catalog, scenario, detail)?;
        simulation.plan()?;
        Ok(simulation)
    }

    /// Like [`Simulation::new`], but without demand.
    pub(super) fn open(
        catalog: &Catalog,
        scenario: &Scenario,
        detail: Detail,
    ) -> Result<Self, Errors> {
        scenario.check(catalog)?;
        let account = scenario.account.clone().unwrap_or_default();
        let wallet = Wallet::start(catalog, &account, scenario.start)?;
        let assumed = assumed(&wallet, &account);
        Simulation::of(wallet, scenario, detail, assumed)
    }

    /// A scenario that begins with a wallet as it stands.
    pub(super) fn of(
        mut wallet: Wallet,
        scenario: &Scenario,
        detail: Detail,
        assumed: Vec<String>,
    ) -> Result<Self, Errors> {
        if detail == Detail::Columns {
            wallet.keep_events();
        }
        let catalog = wallet.catalog().clone();
        let end = scenario.end(wallet.zone())?;
        let lines = Line::all(scenario, &wallet)?;
        let input = Input::of(scenario, end, detail, assumed);
        let ids = wallet.supply().classes.iter().map(|class| class.id.clone()).collect();
        let recorder = Recorder::new(ids, &wallet, scenario.start, end);
        let (count, held) = (lines.len(), wallet.held());
        let ids: Vec<Option<&str>> = lines.iter().map(|line| line.id.as_deref()).collect();
        let mut simulation = Simulation {
            recent: Recent::of(scenario, &ids),
            wallet,
            input,
            lines: Lines::of(lines),
            wants: Wants::default(),
            agenda: Agenda::of(scenario.actions.iter().cloned().map(Arc::new).collect(), &catalog),
            waiting: Waiting::default(),
            paid: Vec::new(),
            holds: Vec::new(),
            read: read_at(scenario, end),
            readings: Vec::new(),
            recorder,
            cycles: Cycles::new(held),
            shortfalls: Shortfalls::of(count),
            begun: false,
            fast_forward: None,
            watch: None,
            effort: Effort::default(),
        };
        simulation.fast_forward = simulation.may_fast_forward().then(FastForward::default);
        let faults = (0..count).filter_map(|line| simulation.check_cost(LineId::at(line)).err());
        Errors::check(faults.flatten().collect())?;
        Ok(simulation)
    }

    /// First instant of the scenario.
    pub fn start(&self) -> Instant {
        self.input.start()
    }

    /// First instant after it.
    pub fn end(&self) -> Instant {
        self.input.end()
    }

    /// The current wallet.
    pub fn wallet(&self) -> &Wallet {
        &self.wallet
    }

    fn check_cost(&mut self, line: LineId) -> Result<(), Errors> {
        if self.cost(line)?.price != Price::Unknown {
            return Ok(());
        }
        let Some(of) = self.lines.get(line) else { return Ok(()) };
        let when = (self.wallet.held(), self.wallet.now());
        Err(unknown(self.wallet.catalog(), &of.request, when, of.place))
    }

    /// The work done so far.
    #[doc(hidden)]
    pub fn effort(&self) -> Effort {
        Effort { planned: self.wants.planned, ..self.effort }
    }

    /// Starts the demand of every line.
    pub(super) fn plan(&mut self) -> Result<(), Errors> {
        self.wants.plan(self.lines.list_mut(), (self.wallet.zone(), self.input.end()))
    }

    pub(super) fn plan_next(&mut self, line: LineId) -> Result<(), Errors> {
        let Some(of) = self.lines.get_mut(line) else { return Ok(()) };
        self.wants.plan_next((line, of), (self.wallet.zone(), self.input.end()))
    }

    pub(super) fn skip_wanted(&mut self) -> Result<(), Errors> {
        self.wants.skip(self.lines.list_mut(), (self.wallet.zone(), self.input.end()))
    }
}

/// Each instant in the scenario once, the first one last.
fn read_at(scenario: &Scenario, end: Instant) -> Vec<Instant> {
    let mut read = scenario.read.clone();
    read.retain(|at| *at < end);
    sort(&mut read, |a, b| b.cmp(a));
    read.dedup();
    read
}
