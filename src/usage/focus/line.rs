//! A row, and the names that its numbers stand for.

use super::super::event::EventOutcome;
use super::charge::Charge;
use super::sku::Sku;
use super::spec::{SubAccount, Terms};
use crate::json::{Value, to_text};

/// The rows, and what their numbers stand for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lines {
    pub(super) terms: Terms,
    pub(super) skus: Vec<Sku>,
    pub(super) accounts: Vec<Box<str>>,
    pub(super) members: Vec<Box<str>>,
    pub(super) projects: Vec<Box<str>>,
    pub(super) charges: Vec<Charge>,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) of: &'a Lines,
    pub(super) charge: &'a Charge,
}

fn name(names: &[Box<str>], number: Option<u32>) -> Option<&str> {
    names.get(number? as usize).map(|name| &**name)
}

impl<'a> Line<'a> {
    pub(super) fn terms(self) -> &'a Terms {
        &self.of.terms
    }

    pub(super) fn sku(self) -> Option<&'a Sku> {
        self.of.skus.get(self.charge.key.sku as usize)
    }

    /// The account of the events, or else the one that is billed.
    pub(super) fn account(self) -> &'a str {
        let own = name(&self.of.accounts, self.charge.key.account);
        own.or(self.terms().account.as_deref()).unwrap_or("")
    }

    pub(super) fn account_name(self) -> Option<&'a str> {
        let is_named = self.terms().account.as_deref() == Some(self.account());
        self.terms().account_name.as_deref().filter(|_| is_named)
    }

    pub(super) fn member(self) -> Option<&'a str> {
        name(&self.of.members, self.charge.key.member)
    }

    fn project(self) -> Option<&'a str> {
        name(&self.of.projects, self.charge.key.project)
    }

    pub(super) fn sub_account(self) -> Option<&'a str> {
        match self.terms().sub_account {
            SubAccount::Member => self.member(),
            SubAccount::Project => self.project(),
        }
    }

    /// The project as a tag: it is a label of the user.
    pub(super) fn tags(self) -> Option<String> {
        let project = self.project().filter(|project| !project.is_empty())?;
        let members = vec![("project".to_owned(), Value::String(project.to_owned()))];
        to_text(&Value::Object(members)).ok()
    }

    pub(super) fn description(self) -> String {
        let name = self.sku().map_or("", |sku| &*sku.name);
        match (self.charge.key.is_refund, self.charge.key.outcome) {
            (true, _) => format!("Refund: {name}"),
            (false, EventOutcome::Done) => name.to_owned(),
            (false, outcome) => format!("{name}, {}", outcome.word()),
        }
    }
}

impl<'a> Line<'a> {
    /// What rows are sorted by: texts, so that the order of the log does not matter.
    pub(super) fn order(self) -> impl Ord + use<'a> {
        let key = &self.charge.key;
        (
            key.from,
            self.account(),
            self.project(),
            self.member(),
            self.sku().map(|sku| &*sku.price_id),
            (key.outcome as u8, key.is_refund, key.unit as u8),
            key.price,
        )
    }
}
