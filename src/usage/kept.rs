//! Events that are kept, so that they can be put in order of time.

use super::event::{Outcome, UsageEvent};
use super::names::Names;
use crate::amount::Credits;
use crate::calendar::Instant;
use crate::error::Error;
use std::borrow::Cow;

/// Events as numbers of names: about eighty bytes each.
#[derive(Debug, Default)]
pub(super) struct Kept {
    accounts: Names,
    members: Names,
    projects: Names,
    /// Operation and settings, separated by NUL.
    shapes: Names,
    events: Vec<KeptEvent>,
}

#[derive(Debug)]
struct KeptEvent {
    at: Instant,
    account: Option<u32>,
    member: Option<u32>,
    project: Option<u32>,
    shape: u32,
    runs: u32,
    outcome: Outcome,
    charged: Option<Credits>,
    id: Option<Box<str>>,
}

impl Kept {
    /// Keeps an event, with or without its id.
    pub(super) fn add(&mut self, event: &UsageEvent, keeps_id: bool) -> Result<(), Error> {
        let mut shape = event.operation.to_string();
        for (name, value) in &event.settings {
            for part in [name, value] {
                shape.push('\0');
                shape.push_str(part);
            }
        }
        let number = |names: &mut Names, name: &Option<Cow<str>>| {
            name.as_deref().map(|name| names.number(name)).transpose()
        };
        self.events.push(KeptEvent {
            at: event.at,
            account: number(&mut self.accounts, &event.account)?,
            member: number(&mut self.members, &event.member)?,
            project: number(&mut self.projects, &event.project)?,
            shape: self.shapes.number(&shape)?,
            runs: event.runs,
            outcome: event.outcome,
            charged: event.charged,
            id: event.id.as_deref().filter(|_| keeps_id).map(Into::into),
        });
        Ok(())
    }

    /// Puts the events in order of time; those of one instant stay in the order of the log.
    pub(super) fn sort(&mut self) {
        self.events.sort_by_key(|event| event.at);
    }

    pub(super) fn first(&self) -> Option<Instant> {
        self.events.iter().map(|event| event.at).min()
    }

    pub(super) fn last(&self) -> Option<Instant> {
        self.events.iter().map(|event| event.at).max()
    }

    /// The events, in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = UsageEvent<'_>> {
        self.events.iter().map(|event| self.event(event))
    }

    fn event<'k>(&'k self, event: &'k KeptEvent) -> UsageEvent<'k> {
        let name = |names: &'k Names, number: Option<u32>| {
            number.and_then(|number| names.name(number)).map(Cow::Borrowed)
        };
        let mut parts = self.shapes.name(event.shape).unwrap_or("").split('\0');
        let operation = Cow::Borrowed(parts.next().unwrap_or(""));
        let mut settings = Vec::new();
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            settings.push((Cow::Borrowed(name), Cow::Borrowed(value)));
        }
        UsageEvent {
            id: event.id.as_deref().map(Cow::Borrowed),
            at: event.at,
            account: name(&self.accounts, event.account),
            member: name(&self.members, event.member),
            project: name(&self.projects, event.project),
            operation,
            settings,
            runs: event.runs,
            outcome: event.outcome,
            charged: event.charged,
        }
    }
}
