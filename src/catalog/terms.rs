//! The rules of plans and of the account, in sentences.
//!
//! All words and numbers come from the catalog's data. If the vendor publishes no rule, the
//! wallet's default is stated and marked as assumed.

mod account;
mod credits;

use super::Catalog;
use super::by_plan::no_plan_and_each;
use super::document::Document;
use super::id::{ClassId, PlanId};
use super::plan::PlanDocument;
use super::supply::{Held, Supply, Term, TermPrice};
use crate::amount::{Credits, Decimal, Money};
use crate::error::there;
use serde::Serialize;

/// The rules of a catalog in sentences.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TermsText {
    /// Id of the catalog.
    pub catalog: String,
    /// Version of the catalog.
    pub version: String,
    /// An account without a plan, then every plan.
    pub plans: Vec<PlanTermsText>,
    /// Rules for every account.
    pub account: Vec<TermsLine>,
}

/// The rules of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PlanTermsText {
    /// Id of the plan; absent for an account without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Its name.
    pub name: String,
    /// The sentences.
    pub lines: Vec<TermsLine>,
}

/// A sentence about one topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TermsLine {
    /// The topic.
    pub topic: Topic,
    /// The sentence.
    pub text: String,
    /// The vendor publishes no rule; this is the default.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
}

/// The topic of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Topic {
    /// The price of a plan.
    Price,
    /// The cycle.
    Cycle,
    /// Credits issued.
    Credits,
    /// Credits carried over to the next cycle.
    Rollover,
    /// Credits that can be bought.
    TopUp,
    /// Limits of use in a time.
    Limit,
    /// Free runs.
    FreeRun,
    /// What happens when the plan changes.
    Change,
    /// What happens when the subscription ends.
    Lapse,
    /// Which credits pay first.
    BurnOrder,
    /// Charges beyond the balance.
    Overage,
    /// What a failed run costs.
    FailedRuns,
    /// When money is due, and by which clock.
    Billing,
    /// Rules for members.
    Members,
    /// Alerts.
    Alerts,
    /// What a user can do without credits.
    WhenEmpty,
}

impl Catalog {
    /// The rules of plans, credits and the account, in sentences.
    ///
    /// ```
    /// use drawdown::Catalog;
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "plural": "credits", "step": "1" }, "operations": [],
    ///     "classes": { "free": { "name": "Free", "paid": false } },
    ///     "grants": [ { "id": "daily", "class": "free", "amount": "100", "every": "day",
    ///                   "at": "00:00", "expires": "reset" } ] }"#)?;
    /// let lines = &catalog.terms().plans[0].lines;
    /// assert_eq!(lines[0].text, "100 credits every day at 00:00, good until the next issue");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    pub fn terms(&self) -> TermsText {
        let checked = self.checked();
        let (document, supply) = (&checked.document, checked.supply());
        let terms = Terms { document, supply };
        TermsText {
            catalog: document.catalog.clone(),
            version: document.version.clone(),
            plans: no_plan_and_each(document.plans.len()).map(|plan| terms.plan(plan)).collect(),
            account: terms.account(),
        }
    }
}

struct Terms<'c> {
    document: &'c Document,
    supply: &'c Supply,
}

impl Terms<'_> {
    fn plan(&self, place: Option<PlanId>) -> PlanTermsText {
        let plan = place.and_then(|place| self.document.plans.get(place.place()));
        let mut lines = Vec::new();
        if let (Some(place), Some(plan)) = (place, plan) {
            lines.extend(self.price(place, plan));
            lines.push(self.cycle(place));
        }
        lines.extend(self.credits(place));
        lines.extend(self.top_ups(place));
        lines.extend(self.limits(place));
        lines.extend(self.free_runs(place));
        if let (Some(place), Some(plan)) = (place, plan) {
            if plan.change.is_some() {
                lines.extend(self.changes(place, false));
            }
            lines.extend(self.lapse(place));
        }
        let name = plan.map(|plan| plan.name.clone().unwrap_or_else(|| plan.id.clone()));
        PlanTermsText {
            plan: plan.map(|plan| plan.id.clone()),
            name: name.unwrap_or_else(|| "No plan".to_owned()),
            lines,
        }
    }

    /// `24.00 USD a month, 240.00 USD a year`.
    fn price(&self, place: PlanId, plan: &PlanDocument) -> Vec<TermsLine> {
        let of = |term: &Term| self.term_price(place, *term);
        let known = Term::ALL.iter().filter_map(|term| match of(term) {
            TermPrice::Price(money) => Some(format!("{} a {}", self.money(money), term.word())),
            _ => None,
        });
        let known: Vec<String> = known.collect();
        let open = Term::ALL.iter().filter(|term| of(term) == TermPrice::Unpublished);
        let open: Vec<String> = open.map(|term| format!("the {}", term.word())).collect();
        let mut lines = Vec::new();
        if plan.contact {
            lines.push(line(Topic::Price, "Sold by contract"));
        } else {
            let known = (!known.is_empty()).then(|| format!("for {}", known.join(", ")));
            let open = (!open.is_empty())
                .then(|| format!("by {} at a price that is not published", listed(&open, "or")));
            let all: Vec<String> = known.into_iter().chain(open).collect();
            lines.push(line(Topic::Price, format!("Sold {}", all.join(", "))));
        }
        if let Some(factor) = plan.factor() {
            lines.push(line(Topic::Price, format!("Runs cost {factor} times their price")));
        }
        lines
    }

    /// `1,000 credits`.
    fn amount(&self, credits: Credits) -> String {
        self.document.credits_text(credits)
    }

    /// Plural name of a credit.
    fn unit(&self) -> &str {
        self.document.unit_for(Decimal::ZERO)
    }

    fn money(&self, money: Money) -> String {
        self.document.money_text(money)
    }

    fn class_name(&self, class: ClassId) -> &str {
        there(self.supply.classes.get(class.place())).map_or("", |class| &class.name)
    }

    /// The name of the class with an id.
    fn class_called<'n>(&'n self, id: &'n str) -> &'n str {
        let known = self.document.classes.iter().find(|(known, _)| known == id);
        known.and_then(|(_, class)| class.name.as_deref()).unwrap_or(id)
    }

    fn term_price(&self, place: PlanId, term: Term) -> TermPrice {
        let prices = self.supply.terms_of(place).map(|terms| terms.prices);
        let price = prices.and_then(|prices| prices.get(term as usize).copied());
        price.unwrap_or(TermPrice::NotSold)
    }

    /// The terms of a plan; one that stands for all if there is no plan.
    fn held(&self, place: Option<PlanId>) -> Vec<(Option<Held>, Term)> {
        let Some(place) = place else { return vec![(None, Term::Month)] };
        let is_sold = |term: &Term| self.term_price(place, *term) != TermPrice::NotSold;
        let sold = Term::ALL.into_iter().filter(is_sold);
        sold.map(|term| (Some(Held { plan: place, term }), term)).collect()
    }
}

fn line(topic: Topic, text: impl Into<String>) -> TermsLine {
    TermsLine { topic, text: text.into(), assumed: false }
}

fn assumed(topic: Topic, text: impl Into<String>, assumed: bool) -> TermsLine {
    TermsLine { topic, text: text.into(), assumed }
}

/// `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(all: &[S], word: &str) -> String {
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}
