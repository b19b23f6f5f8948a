//! Progress of a long search, for an observer that may stop it.

use crate::error::{Error, ErrorKind};
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

/// The whole search; progress is told in thousandths of it.
const WHOLE: u32 = 1_000_000;
const THOUSANDTH: u32 = WHOLE / 1_000;

/// A part of a search, from start to end.
pub(crate) type Part = (u32, u32);

/// Reports progress. By default there is no observer.
#[derive(Clone, Default)]
pub(crate) struct Progress(Option<Rc<Listener>>);

struct Listener {
    /// Receives thousandths. Returns whether to continue.
    tell: Box<dyn Fn(u32) -> bool>,
    /// The current part.
    part: Cell<Part>,
    /// The last report; it never falls.
    done: Cell<u32>,
}

impl Progress {
    pub(crate) fn to(tell: impl Fn(u32) -> bool + 'static) -> Self {
        let listener = Listener { tell: Box::new(tell), part: (0, WHOLE).into(), done: 0.into() };
        Progress(Some(Rc::new(listener)))
    }

    /// The current part.
    pub(crate) fn part(&self) -> Part {
        self.0.as_ref().map_or((0, WHOLE), |listener| listener.part.get())
    }

    /// Begins one of several equal parts of the current part.
    pub(crate) fn begin(&self, (from, until): Part, place: usize, parts: usize) {
        let Some(listener) = &self.0 else { return };
        let bound = |place: usize| {
            let (all, parts) = (u64::from(until - from), parts.max(1) as u64);
            from + u32::try_from(all * (place as u64).min(parts) / parts).unwrap_or(0)
        };
        listener.part.set((bound(place), bound(place + 1)));
        listener.done.set(listener.done.get().max(bound(place)));
    }

    /// Begins one of an unknown number of parts: an eighth of what is left.
    pub(crate) fn begin_one(&self) {
        let Some(listener) = &self.0 else { return };
        let done = listener.done.get();
        listener.part.set((done, done + (WHOLE - done) / 8));
    }

    /// Reports a step of the current part. The number of steps is unknown, so each advances a
    /// sixteenth of the remaining way.
    ///
    /// # Errors
    /// `stopped` if the observer does not want to continue.
    pub(crate) fn step(&self) -> Result<(), Error> {
        let Some(listener) = &self.0 else { return Ok(()) };
        let done = listener.done.get();
        listener.done.set(done + listener.part.get().1.saturating_sub(done) / 16);
        listener.tell()
    }

    /// Reports that the search is complete.
    pub(crate) fn end(&self) -> Result<(), Error> {
        let Some(listener) = &self.0 else { return Ok(()) };
        listener.done.set(WHOLE);
        listener.tell()
    }
}

impl Listener {
    fn tell(&self) -> Result<(), Error> {
        match (self.tell)(self.done.get() / THOUSANDTH) {
            true => Ok(()),
            false => Err(Error::new(ErrorKind::Stopped, "", "stopped before the answer")),
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn parts_of_parts_rise_to_the_whole() {
        let told = Rc::new(RefCell::new(Vec::new()));
        let heard = told.clone();
        let progress = Progress::to(move |done| {
            heard.borrow_mut().push(done);
            done < 1_000
        });
        let whole = progress.part();
        for half in 0..2 {
            progress.begin(whole, half, 2);
            let part = progress.part();
            for quarter in 0..2 {
                progress.begin(part, quarter, 2);
                progress.step().unwrap();
            }
        }
        assert_eq!(progress.end().unwrap_err().kind(), ErrorKind::Stopped);
        assert_eq!(*told.borrow(), [15, 265, 515, 765, 1_000]);
    }

    #[test]
    fn parts_of_an_unknown_number_never_reach_the_whole() {
        let told = Rc::new(Cell::new(0));
        let heard = told.clone();
        let progress = Progress::to(move |done| heard.replace(done) <= done);
        for _ in 0..500 {
            progress.begin_one();
            progress.step().unwrap();
        }
        assert!((900..1_000).contains(&told.get()), "{}", told.get());
    }

    #[test]
    fn without_a_listener_nothing_stops() {
        let progress = Progress::default();
        progress.begin(progress.part(), 3, 4);
        assert!(progress.step().and(progress.end()).is_ok());
    }
}
