//! Outcomes: what a command did, or why it was refused.

use super::super::charge::Refusal;
use super::super::entry::Entry;
use super::describe::{HoldView, PlannedChange};
use super::invoices::InvoiceView;
use super::receipts::Receipt;
use crate::json::{Node, Read, record, words};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// What became of a command. A refusal is an outcome, not an error: the wallet has noted it, and the
/// caller must look at it.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal is an outcome, not an error"]
pub enum Outcome {
    /// All of it was done: what was to be paid is paid.
    Paid(Applied),
    /// A hold was charged, but the part of the cost above it was refused.
    Partly(Applied, Refusal),
    /// Nothing was charged.
    Refused(Applied, Refusal),
}

/// What a command did.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Applied {
    /// What happened, due events included.
    pub entries: Vec<Entry>,
    /// The receipt of a charge or of a settled hold.
    pub receipt: Option<Receipt>,
    /// The hold that was opened.
    pub hold: Option<HoldView>,
    /// What is planned after a change of plan, a cancellation or its withdrawal, and for when: a
    /// change that takes place at once has an entry.
    pub planned: Option<PlannedChange>,
    /// The invoices that were sent, paid or changed.
    pub invoices: Vec<InvoiceView>,
    /// The command was carried out before, and this is its outcome from then: nothing has changed
    /// now, and its `entries` are already in your ledger.
    pub repeated: bool,
}

impl Outcome {
    /// What it did.
    pub fn applied(&self) -> &Applied {
        match self {
            Outcome::Paid(done) | Outcome::Partly(done, _) | Outcome::Refused(done, _) => done,
        }
    }

    /// What it did, without the refusal.
    pub fn into_applied(self) -> Applied {
        match self {
            Outcome::Paid(done) | Outcome::Partly(done, _) | Outcome::Refused(done, _) => done,
        }
    }

    /// What happened.
    pub fn entries(&self) -> &[Entry] {
        &self.applied().entries
    }

    /// The receipt of a charge or of a settled hold.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.applied().receipt.as_ref()
    }

    /// The hold that was opened.
    pub fn hold(&self) -> Option<&HoldView> {
        self.applied().hold.as_ref()
    }

    /// Why it, or a part of it, was refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Outcome::Paid(_) => None,
            Outcome::Partly(_, refusal) | Outcome::Refused(_, refusal) => Some(refusal),
        }
    }

    /// Whether all of it was done.
    pub fn is_paid(&self) -> bool {
        matches!(self, Outcome::Paid(_))
    }

    pub(super) fn of(done: Applied, refusal: Option<Refusal>) -> Self {
        match refusal {
            None => Outcome::Paid(done),
            Some(refusal) if done.receipt.is_some() => Outcome::Partly(done, refusal),
            Some(refusal) => Outcome::Refused(done, refusal),
        }
    }

    /// The same outcome, for a command that comes again.
    pub(super) fn again(&self) -> Self {
        let again = |done: &Applied| Applied { repeated: true, ..done.clone() };
        match self {
            Outcome::Paid(done) => Outcome::Paid(again(done)),
            Outcome::Partly(done, refusal) => Outcome::Partly(again(done), refusal.clone()),
            Outcome::Refused(done, refusal) => Outcome::Refused(again(done), refusal.clone()),
        }
    }

    fn word(&self) -> OutcomeWord {
        match self {
            Outcome::Paid(_) => OutcomeWord::Paid,
            Outcome::Partly(..) => OutcomeWord::Partly,
            Outcome::Refused(..) => OutcomeWord::Refused,
        }
    }
}

words! {
    /// What became of a command.
    pub(crate) enum OutcomeWord {
        /// All of it was done.
        Paid = "paid",
        /// A part of it was refused.
        Partly = "partly",
        /// It was refused.
        Refused = "refused",
    }
}

record! {
    /// What became of a command, as it is written.
    pub(crate) struct OutcomeDocument {
        /// What became of it.
        outcome: OutcomeWord,
        /// What happened.
        entries: Vec<Entry>,
        /// The receipt.
        receipt: Option<Receipt>,
        /// The hold.
        hold: Option<HoldView>,
        /// What is planned.
        planned: Option<PlannedChange>,
        /// The invoices that were sent, paid or changed.
        invoices: Vec<InvoiceView>,
        /// Why it was refused.
        refusal: Option<Refusal>,
        /// It was carried out before.
        repeated: bool,
    }
}

#[cfg(feature = "schema")]
crate::json::schema::schemas! {
    Outcome, "What became of a command.":
        |generator| <OutcomeDocument as schemars::JsonSchema>::json_schema(generator);
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let done = self.applied();
        let mut fields = serializer.serialize_struct("Outcome", 0)?;
        fields.serialize_field("outcome", &self.word())?;
        fields.serialize_field("entries", &done.entries)?;
        if let Some(receipt) = &done.receipt {
            fields.serialize_field("receipt", receipt)?;
        }
        if let Some(hold) = &done.hold {
            fields.serialize_field("hold", hold)?;
        }
        if let Some(planned) = &done.planned {
            fields.serialize_field("planned", planned)?;
        }
        if !done.invoices.is_empty() {
            fields.serialize_field("invoices", &done.invoices)?;
        }
        if let Some(refusal) = self.refusal() {
            fields.serialize_field("refusal", refusal)?;
        }
        if done.repeated {
            fields.serialize_field("repeated", &true)?;
        }
        fields.end()
    }
}

impl Read for Outcome {
    fn read(node: &Node) -> Self {
        let OutcomeDocument {
            outcome,
            entries,
            receipt,
            hold,
            planned,
            invoices,
            refusal,
            repeated,
        } = OutcomeDocument::read(node);
        let done = Applied { entries, receipt, hold, planned, invoices, repeated };
        match (outcome, refusal) {
            (OutcomeWord::Paid, None) => Outcome::Paid(done),
            (OutcomeWord::Partly, Some(refusal)) => Outcome::Partly(done, refusal),
            (OutcomeWord::Refused, Some(refusal)) => Outcome::Refused(done, refusal),
            _ => {
                node.expected("a `refusal`, unless the outcome is \"paid\"");
                Outcome::Paid(done)
            }
        }
    }
    fn placeholder() -> Self {
        Outcome::Paid(Applied::default())
    }
}
