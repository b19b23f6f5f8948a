//! The agenda: actions in the order in which they are applied.

use super::scenario::Action;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::order::sort;
use std::sync::Arc;

/// Actions, each with its index in the scenario.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    actions: Vec<(usize, Arc<Action>)>,
    next: usize,
}

impl Agenda {
    pub(super) fn of(actions: Vec<Arc<Action>>, catalog: &Catalog) -> Self {
        Agenda { actions: in_order(actions, catalog), next: 0 }
    }

    pub(super) fn next_at(&self) -> Option<Instant> {
        self.actions.get(self.next).map(|(_, action)| action.at)
    }

    /// Removes and returns the next action due by an instant.
    pub(super) fn take_due(&mut self, at: Instant) -> Option<(usize, Arc<Action>)> {
        let (place, action) = self.actions.get(self.next).filter(|(_, action)| action.at <= at)?;
        self.next += 1;
        Some((*place, Arc::clone(action)))
    }

    /// Merges more actions, which are sorted among themselves.
    pub(super) fn add(&mut self, more: impl Iterator<Item = Arc<Action>>, catalog: &Catalog) {
        if self.actions.is_empty() {
            self.actions = more.enumerate().collect();
            return;
        }
        let given = self.actions.len();
        let all: Vec<_> = self.actions.iter().map(|(_, a)| Arc::clone(a)).chain(more).collect();
        if all.len() > given {
            self.actions = in_order(all, catalog);
        }
    }

    /// Adds an action after all others.
    pub(super) fn push(&mut self, action: Action) {
        self.actions.push((self.actions.len(), action.into()));
    }
}

/// Sorts by instant, kind, position in the catalog, then content, so that the input order makes no
/// difference.
fn in_order(actions: Vec<Arc<Action>>, catalog: &Catalog) -> Vec<(usize, Arc<Action>)> {
    let mut order: Vec<(usize, Arc<Action>)> = actions.into_iter().enumerate().collect();
    sort(&mut order, |(_, a), (_, b)| key(a, catalog).cmp(&key(b, catalog)));
    order
}

/// Positions in the catalog of the plan, the top-up and the class of an action.
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
    (Instant, u8, Places, [Option<&'a str>; 6]),
    ([Option<u32>; 2], [Option<Credits>; 2], [Option<Instant>; 3]),
    [Option<u8>; 3],
);

fn key<'a>(action: &'a Action, catalog: &Catalog) -> Key<'a> {
    let texts = [
        &action.lot,
        &action.demand,
        &action.operation,
        &action.member,
        &action.hold,
        &action.from,
    ];
    let amounts = (
        [action.count, action.priority],
        [action.amount, action.credits],
        [action.expires, action.effective, action.until],
    );
    let words = [
        action.term.map(|term| term as u8),
        action.when.map(|when| when as u8),
        action.if_refused.map(|word| word as u8),
    ];
    let texts = texts.map(Option::as_deref);
    ((action.at, action.kind as u8, places(action, catalog), texts), amounts, words)
}
