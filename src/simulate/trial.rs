//! Trials: one scenario simulated many times, with scaled demand and with purchases; only outcomes
//! are kept.

use super::detail::Detail;
use super::progress::Progress;
use super::scenario::{Action, ActionKind, Scenario};
use super::state::Simulation;
use super::timeline::{Timeline, Wanted};
use super::totals::{Totals, totals};
use super::wants::Wants;
use super::watch::{Cycle, Deficit, Purchase, TrialProbe};
use crate::amount::{Credits, Fraction, Money};
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::id::OperationId;
use crate::error::Errors;
use crate::json::Read;
use crate::wallet::Wallet;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// A scenario, checked and ready for trials.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    opened: Simulation,
    timelines: Timelines,
    progress: Progress,
    /// The last trial that covered the demand: it is usually asked for next.
    last: RefCell<Option<Covering>>,
}

/// A factor, purchases, and their outcome.
#[derive(Clone, Debug)]
struct Covering {
    factor: i128,
    purchases: Vec<Purchase>,
    outcome: Outcome,
}

/// Requests by factor, shared by all trials of the same demand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timelines(Rc<RefCell<Vec<Scaled>>>);

/// A factor and its requests.
type Scaled = (i128, Arc<Vec<Wanted>>);

/// Maximum number of cached timelines.
const MOST_TIMELINES: usize = 16;

impl Timelines {
    fn of(&self, factor: i128, simulation: &Simulation) -> Result<Option<Timeline>, Errors> {
        let mut kept = self.0.borrow_mut();
        if let Some((_, wants)) = kept.iter().find(|(of, _)| *of == factor) {
            return Ok(Some(Timeline::whole(wants.clone())));
        }
        let Some(wants) = Timeline::of(
            simulation.lines.list(),
            simulation.wallet.zone(),
            (simulation.start(), simulation.end()),
        )?
        else {
            return Ok(None);
        };
        kept.truncate(MOST_TIMELINES - 1);
        kept.insert(0, (factor, wants.clone()));
        Ok(Some(Timeline::whole(wants)))
    }
}

/// The outcome of a trial.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) totals: Totals,
    /// The cost of all refused runs.
    pub(crate) missed: Credits,
    /// Money invoiced, including the next invoice; `None` if a price is unknown.
    pub(crate) cost: Option<Money>,
    /// Remaining credits of top-ups at the end, and the money paid for them, to the cent; `None` if
    /// a price is unknown.
    pub(crate) left: (Credits, Option<Money>),
    pub(crate) run_out: Option<Instant>,
    pub(crate) cycles: Vec<Cycle>,
    /// Purchases made because credits were short.
    pub(crate) bought: Vec<Purchase>,
    pub(crate) lent: Vec<Deficit>,
    /// `None` if a price is unknown.
    wasted: Option<Wasted>,
    /// The smallest ratio of what was available to what was spent, over all cycles, in 10^-12: the
    /// first guess of the headroom.
    pub(crate) tightest: Option<i128>,
}

/// Money for credits that nobody used.
#[derive(Clone, Copy, Debug)]
struct Wasted {
    all: Fraction,
    /// The part of it that the plan's price paid for.
    of_plan: Fraction,
    /// The plan's price of a cycle; `None` if unknown.
    price_of_cycle: Option<Fraction>,
}

impl Outcome {
    /// The outcome for another billing term of the same plan. Credits are the same; only prices and
    /// the cost of the plan's credits differ. Invoices are summed without computing their dates.
    pub(crate) fn with_term(
        &self,
        cost: Option<Money>,
        price_of_cycle: Option<Fraction>,
    ) -> Outcome {
        let wasted = self.wasted.and_then(|wasted| {
            let Wasted { all, of_plan, price_of_cycle: before } = wasted;
            if of_plan.is_zero() {
                return Some(all);
            }
            let of_plan_now = of_plan.mul(&price_of_cycle?).ok()?.div(&before?).ok()?;
            all.sub(&of_plan).ok()?.add(&of_plan_now).ok()
        });
        let wasted_money = wasted.and_then(|wasted| wasted.in_cents());
        Outcome { totals: Totals { wasted_money, ..self.totals.clone() }, cost, ..self.clone() }
    }
}

impl Trial {
    /// Checks a scenario and opens its account.
    pub(crate) fn open(
        catalog: &Catalog,
        scenario: &Scenario,
        (timelines, progress): (&Timelines, &Progress),
        allowed: Option<&[String]>,
    ) -> Result<Self, Errors> {
        let mut opened = Simulation::open(catalog, scenario, Detail::Columns)?;
        // An automatic top-up may wait for a day on which nothing else happens.
        let account = scenario.account.as_ref();
        opened.be_quiet(account.is_some_and(|account| account.auto_top_up.is_some()));
        opened.watch = Some(TrialProbe::from(scenario.start, allowed.map(Arc::from)));
        Ok(Trial {
            opened,
            timelines: timelines.clone(),
            progress: progress.clone(),
            last: RefCell::default(),
        })
    }

    /// The wallet at the start.
    pub(crate) fn wallet(&self) -> &Wallet {
        self.opened.wallet()
    }

    /// Indices of the requested operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = OperationId> {
        self.opened.lines.iter().map(|line| line.operation)
    }

    /// End (exclusive).
    pub(crate) fn end(&self) -> Instant {
        self.opened.end()
    }

    /// Simulates the demand times a factor in 10^-12, with purchases.
    pub(crate) fn run(&self, factor: i128, purchases: &[Purchase]) -> Result<Outcome, Errors> {
        let is_it = |last: &&Covering| last.factor == factor && last.purchases == purchases;
        if let Some(last) = self.last.borrow().as_ref().filter(is_it) {
            return Ok(last.outcome.clone());
        }
        let mut simulation = self.begin(factor, purchases)?;
        simulation.run()?;
        outcome(simulation)
    }

    /// Whether every run is made.
    pub(crate) fn covers(&self, factor: i128, purchases: &[Purchase]) -> Result<bool, Errors> {
        let mut simulation = self.begin(factor, purchases)?;
        while let Some(at) = simulation.next_instant().filter(|at| *at < simulation.end()) {
            let end = simulation.end();
            simulation.advance(at, end)?;
            if simulation.shortfalls.run_out().is_some() {
                return Ok(false);
            }
        }
        let (purchases, outcome) = (purchases.to_vec(), outcome(simulation)?);
        self.last.replace(Some(Covering { factor, purchases, outcome }));
        Ok(true)
    }

    /// Lends missing credits so that every run is made, if a top-up could provide them.
    pub(crate) fn lent(&self, factor: i128, purchases: &[Purchase]) -> Result<Outcome, Errors> {
        let mut simulation = self.begin(factor, purchases)?;
        if let Some(watch) = &mut simulation.watch {
            watch.lend_always();
        }
        simulation.run()?;
        outcome(simulation)
    }

    /// Simulates with purchases. Whenever credits are short, the cheapest sufficient top-up is
    /// bought.
    pub(crate) fn topped_up(
        &self,
        factor: i128,
        purchases: &[Purchase],
    ) -> Result<Outcome, Errors> {
        let mut simulation = self.begin(factor, purchases)?;
        simulation.input.top_up_when_short();
        simulation.run()?;
        outcome(simulation)
    }

    #[inline(never)]
    fn begin(&self, factor: i128, purchases: &[Purchase]) -> Result<Simulation, Errors> {
        self.progress.step()?;
        let mut simulation = self.opened.clone();
        for line in simulation.lines.list_mut() {
            line.scale(factor)?;
        }
        let bought = purchases.iter().filter_map(|purchase| self.action(purchase)).map(Arc::new);
        simulation.agenda.add(bought, simulation.wallet.catalog());
        if factor > 0 {
            match self.timelines.of(factor, &simulation)? {
                Some(timeline) => simulation.wants = Wants::whole(timeline),
                None => simulation.plan()?,
            }
        }
        Ok(simulation)
    }

    /// A purchase as an action.
    pub(crate) fn action(&self, purchase: &Purchase) -> Option<Action> {
        let top_up = self.wallet().supply().top_up(purchase.top_up)?;
        Some(Action {
            at: purchase.at,
            kind: ActionKind::Buy,
            top_up: Some(top_up.id.to_string()),
            count: Some(purchase.count),
            ..Action::placeholder()
        })
    }
}

/// A trial that is advanced in steps, with decisions in between.
#[derive(Clone, Debug)]
pub(crate) struct TrialCursor {
    simulation: Simulation,
}

impl Trial {
    /// Starts a trial that buys the cheapest sufficient top-up whenever credits are short.
    pub(crate) fn walk(&self, factor: i128) -> Result<TrialCursor, Errors> {
        let mut simulation = self.begin(factor, &[])?;
        simulation.input.top_up_when_short();
        Ok(TrialCursor { simulation })
    }
}

impl TrialCursor {
    /// Advances to an instant. Returns whether every run was made.
    pub(crate) fn run_until(&mut self, until: Instant) -> Result<bool, Errors> {
        self.simulation.run_until(until)?;
        Ok(self.simulation.shortfalls.run_out().is_none())
    }

    /// Adds an action at a future instant, after all other actions.
    pub(crate) fn plan_action(&mut self, action: Action) {
        self.simulation.agenda.push(action);
    }

    /// When the current cycle ends.
    pub(crate) fn cycle_end(&self) -> Option<Instant> {
        self.simulation.wallet.cycle_end()
    }

    /// Money so far, including the next invoice; `None` if a price is unknown.
    pub(crate) fn cost(&self) -> Option<Money> {
        self.simulation.wallet.cost()
    }

    /// All remaining credits, spendable or withheld.
    pub(crate) fn balance(&self) -> Credits {
        self.simulation.wallet.all_left()
    }
}

#[inline(never)]
fn outcome(mut simulation: Simulation) -> Result<Outcome, Errors> {
    let (left, paid) = simulation.wallet.bought_and_left()?;
    let watch = simulation.watch.take();
    let watch = watch.unwrap_or_else(|| TrialProbe::from(simulation.start(), None));
    let found = watch.finish(simulation.wallet.flows());
    Ok(Outcome {
        totals: totals(&simulation),
        missed: found.missed,
        cost: simulation.wallet.cost(),
        left: (left, paid.and_then(|paid| paid.in_cents())),
        run_out: simulation.shortfalls.run_out(),
        cycles: found.cycles,
        bought: found.bought,
        lent: found.lent,
        wasted: simulation.wallet.wasted().map(|all| Wasted {
            all,
            of_plan: simulation.wallet.wasted_of_plan(),
            price_of_cycle: simulation.wallet.price_of_cycle(),
        }),
        tightest: found.tightest,
    })
}
