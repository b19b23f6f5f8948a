//! Long computations: a progress bar on stderr, and Ctrl-C.

use drawdown::{Catalog, Detail, Errors, Instant, Projection, Scenario, Simulation};
use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::fmt;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant as Clock};

/// Shorter computations show no bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// How long Ctrl-C may go unnoticed while an answer is awaited.
const LOOK: Duration = Duration::from_millis(50);
const DAY: i64 = 86_400;

static STOPPED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C before any output.
#[derive(Debug)]
pub(crate) struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted: nothing was written")
    }
}

impl std::error::Error for Interrupted {}

/// Simulates a scenario day by day, so that it can be watched and stopped.
pub(crate) fn run<E: std::error::Error + Send + Sync + 'static>(
    catalog: &Catalog,
    scenario: &Scenario,
    detail: Detail,
    refused: impl Fn(Errors) -> E,
) -> anyhow::Result<Projection> {
    let simulation = Simulation::new(catalog, scenario, detail).map_err(&refused)?;
    finish(simulation, refused)
}

/// Runs a simulation to its end.
pub(crate) fn finish<E: std::error::Error + Send + Sync + 'static>(
    mut simulation: Simulation,
    refused: impl Fn(Errors) -> E,
) -> anyhow::Result<Projection> {
    listen();
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

/// A second Ctrl-C stops the program at once. Without a handler, the system's default applies.
pub(crate) fn listen() {
    let _unheard = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    });
}

/// Waits for an answer that is computed in one call, and shows its name and progress; Ctrl-C ends
/// the wait.
pub(crate) fn wait<T: Send + 'static>(
    find: impl FnOnce(&Teller<T>) -> T + Send + 'static,
) -> Result<T, Interrupted> {
    listen();
    let (sender, news) = mpsc::channel();
    let finder = thread::spawn(move || {
        let teller = Teller(sender);
        let answer = find(&teller);
        teller.send(News::Answer(answer));
    });
    let mut waiting = Waiting { began: Clock::now(), what: "", done: 0, shown: None };
    loop {
        match news.recv_timeout(LOOK) {
            // A search that Ctrl-C has stopped answers, too: that it was stopped.
            Ok(News::Answer(answer)) => return check().map(|()| answer),
            Ok(News::Done(what, done)) => (waiting.what, waiting.done) = (what, done),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => match finder.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Err(Interrupted),
            },
        }
        check()?;
        waiting.show();
    }
}

enum News<T> {
    /// The name of the answer, and its progress in thousandths.
    Done(&'static str, u32),
    Answer(T),
}

/// Reports the progress of a search.
pub(crate) struct Teller<T>(Sender<News<T>>);

impl<T: 'static> Teller<T> {
    /// Receives the progress of a search; continues until Ctrl-C.
    pub(crate) fn looks_for(&self, what: &'static str) -> impl Fn(u32) -> bool + 'static {
        let (teller, told) = (Teller(self.0.clone()), Cell::new(None));
        move |done| {
            if told.replace(Some(done)) != Some(done) {
                teller.send(News::Done(what, done));
            }
            check().is_ok()
        }
    }

    fn send(&self, news: News<T>) {
        // After Ctrl-C, stop waiting.
        let _left = self.0.send(news);
    }
}

/// The name of the answer and the time so far, shown if it takes long.
struct Waiting {
    began: Clock,
    what: &'static str,
    /// In thousandths.
    done: u32,
    shown: Option<ProgressBar>,
}

impl Waiting {
    fn show(&mut self) {
        if self.shown.is_none() && self.began.elapsed() > PATIENCE {
            let bar = ProgressBar::new(1_000).with_elapsed(self.began.elapsed());
            if let Ok(style) =
                ProgressStyle::with_template("{bar:40} {percent} % of {msg}, {elapsed}")
            {
                bar.set_style(style);
            }
            self.shown = Some(bar);
        }
        if let Some(bar) = &self.shown {
            bar.set_message(self.what);
            bar.set_position(self.done.into());
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// Whether Ctrl-C was pressed.
pub(crate) fn check() -> Result<(), Interrupted> {
    if STOPPED.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
}

/// Days done, shown if it takes long; indicatif shows nothing if stderr is not a terminal.
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

/// Bytes read of some files, shown if it takes long.
pub(crate) struct Bytes {
    began: Clock,
    total: Option<u64>,
    done: u64,
    shown: Option<ProgressBar>,
}

impl Bytes {
    /// Of `total` bytes, if that is known.
    pub(crate) fn new(total: Option<u64>) -> Self {
        Bytes { began: Clock::now(), total, done: 0, shown: None }
    }

    /// Counts more bytes as read.
    pub(crate) fn add(&mut self, bytes: u64) {
        self.done += bytes;
        if self.shown.is_none() && self.began.elapsed() > PATIENCE {
            self.shown = Some(self.bar());
        }
        if let Some(bar) = &self.shown {
            bar.set_position(self.done);
        }
    }

    fn bar(&self) -> ProgressBar {
        let (bar, template) = match self.total {
            Some(total) => {
                (ProgressBar::new(total), "{bar:40} {bytes} of {total_bytes}, {eta} left")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {bytes}, {bytes_per_sec}"),
        };
        let bar = bar.with_elapsed(self.began.elapsed());
        match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
