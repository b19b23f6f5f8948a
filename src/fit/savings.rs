//! Savings: cheaper requests, line by line, and the best option for them.

use super::need::does_not_fit;
use super::rank::{is_winner, rank};
use super::{Between, Catalog, Fit, Need};
use crate::amount::{Credits, Decimal, Money};
use crate::catalog::Request;
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::{ErrorKind, Errors};
use crate::estimate::{Alternative, GateKind};
use crate::simulate::Progress;
use serde::Serialize;

/// Maximum number of alternatives for a line, the cheapest first.
const MOST: usize = 3;

/// A line of the need, with a cheaper request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Saving {
    /// Index of the line in the need.
    pub line: usize,
    /// The request to make instead.
    pub request: Request,
    /// The change, in words.
    pub change: String,
    /// Credits saved in a month.
    pub credits: Credits,
    /// Id of the plan of the best option then; absent for the option without a plan, and if no
    /// option with a known price suffices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The billing term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Money in total then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money saved compared with the best option for the unchanged need; 0 if the cheaper request
    /// makes no cheaper option sufficient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// The saving as a sentence.
    pub text: String,
}

impl Catalog {
    /// What cheaper settings and models of the same tool would save, line by line, the largest
    /// saving of a line first.
    ///
    /// # Errors
    /// As for [`Catalog::fit`].
    pub fn savings(&self, need: &Need) -> Result<Vec<Saving>, Errors> {
        need.with_history(|need| self.savings_of(need, &Progress::default()))
    }

    pub(super) fn savings_of(
        &self,
        need: &Need,
        progress: &Progress,
    ) -> Result<Vec<Saving>, Errors> {
        let whole = progress.part();
        let parts = need.lines.len() + 1;
        progress.begin(whole, 0, parts);
        let fit = self.fit_of(need, progress)?;
        let best = fit.options.first().filter(|best| is_winner(best));
        let plan = best.and_then(|best| best.plan.clone());
        let mut savings = Vec::new();
        for (place, line) in need.lines.iter().enumerate() {
            progress.begin(whole, place + 1, parts);
            let part = progress.part();
            let request = need.request(line, Some(plan.as_deref()));
            let cheaper = match self.cheaper(&request) {
                Ok(cheaper) => cheaper,
                // A line without an exact cost cannot be compared.
                Err(errors) if errors.iter().all(|e| e.kind() == ErrorKind::NoAnswer) => continue,
                Err(errors) => return Err(errors.under(&format!("/lines/{place}/request"))),
            };
            let open = |other: &&Alternative| {
                !other.gates.iter().any(|gate| gate.kind == GateKind::Requires)
            };
            for (nth, other) in cheaper.alternatives.iter().filter(open).take(MOST).enumerate() {
                progress.begin(part, nth, MOST);
                savings.push(self.saving(need, &fit, (place, other), progress)?);
            }
        }
        Ok(savings)
    }

    fn saving(
        &self,
        need: &Need,
        fit: &Fit,
        (place, other): (usize, &Alternative),
        progress: &Progress,
    ) -> Result<Saving, Errors> {
        let mut changed = need.clone();
        let (mut credits, mut request) = (Credits::ZERO, other.request.clone());
        if let Some(line) = changed.lines.get_mut(place) {
            let once = Between { low: other.saving, high: other.saving };
            let all = line.times(once).and_then(|all| all.shown()).ok_or_else(does_not_fit)?;
            credits = all.high;
            line.request = other.request.clone();
            line.request.run.plan =
                need.lines.get(place).and_then(|of| of.request.run.plan.clone());
            request = line.request.clone();
        }
        let search = self.search(&changed, progress);
        let options = rank(search.options()?, &search.words);
        let best = options.into_iter().next().filter(is_winner);
        let before = fit.options.first().filter(|best| is_winner(best)).and_then(|best| best.cost);
        let cost = best.as_ref().and_then(|best| best.cost);
        let money = before.zip(cost).and_then(|(before, cost)| before.checked_sub(cost));
        let less = money.map(|money| match money.decimal() > Decimal::ZERO {
            true => format!(", and {} in {}", search.words.money(money), search.words.time()),
            false => ", but no cheaper option then suffices".to_owned(),
        });
        let text = format!(
            "{}: {} less a month{}",
            other.change,
            search.words.credits(credits),
            less.unwrap_or_default()
        );
        Ok(Saving {
            line: place,
            request,
            change: other.change.clone(),
            credits,
            plan: best.as_ref().and_then(|best| best.plan.clone()),
            name: best.as_ref().map(|best| best.name.clone()),
            term: best.and_then(|best| best.term),
            cost,
            money,
            text,
        })
    }
}
