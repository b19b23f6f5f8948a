//! Long runs: a bar on stderr for whoever watches, and Ctrl-C.

use drawdown::{Catalog, Detail, Errors, Instant, Projection, Scenario, Simulation};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Clock};

/// Runs that are over within this show no bar.
const PATIENCE: Duration = Duration::from_millis(400);
const DAY: i64 = 86_400;

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C, before anything was written.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted: nothing was written")
    }
}

impl std::error::Error for Interrupted {}

/// What a scenario leads to, day by day, so that it can be watched and stopped.
pub(super) fn run<E: std::error::Error + Send + Sync + 'static>(
    catalog: &Catalog,
    scenario: &Scenario,
    detail: Detail,
    refused: impl Fn(Errors) -> E,
) -> anyhow::Result<Projection> {
    // The second time it stops at once, whatever is being done. Without a handler, the system's
    // own does.
    let _unheard = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    });
    let mut simulation = Simulation::new(catalog, scenario, detail).map_err(&refused)?;
    let mut bar = Bar::new(simulation.start(), simulation.end());
    let mut until = simulation.start();
    loop {
        until = Instant::from_unix(until.to_unix() + DAY).unwrap_or(simulation.end());
        let goes_on = simulation.run_until(until).map_err(&refused)?;
        check()?;
        if !goes_on {
            bar.done();
            return Ok(simulation.finish());
        }
        bar.show(until);
    }
}

/// Whether Ctrl-C was pressed.
pub(super) fn check() -> Result<(), Interrupted> {
    if STOPPED.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}

/// Days done, shown when it takes long; indicatif shows nothing when stderr is no terminal.
struct Bar {
    began: Clock,
    start: Instant,
    end: Instant,
    shown: Option<ProgressBar>,
}

impl Bar {
    fn new(start: Instant, end: Instant) -> Self {
        Bar { began: Clock::now(), start, end, shown: None }
    }

    fn show(&mut self, until: Instant) {
        let days = |at: Instant| u64::try_from((at.to_unix() - self.start.to_unix()) / DAY);
        if self.shown.is_none() && self.began.elapsed() > PATIENCE {
            let bar = ProgressBar::new(days(self.end).unwrap_or(0));
            if let Ok(style) =
                ProgressStyle::with_template("{bar:40} {pos} of {len} days, {eta} left")
            {
                bar.set_style(style);
            }
            self.shown = Some(bar);
        }
        if let Some(bar) = &self.shown {
            bar.set_position(days(until).unwrap_or(0));
        }
    }

    fn done(&self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done();
    }
}
