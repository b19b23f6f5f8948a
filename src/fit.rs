//! Which plan fits a need.
//!
//! A `need`, whose lines may come from the `past`, becomes an amount in `monthly`. With its
//! `buffer` it becomes a `scenario`, which is simulated with every `option`: a plan (or none) and a
//! term. `coverage` simulates the need as given and with its margin. If credits are short,
//! `purchase` finds the top-ups to buy, by the search in `cover`. `headroom` computes how far the
//! need can grow. `rank` sorts the options, and `words` gives the reasons. `break_even`,
//! `sensitivity`, `savings` and `season` compute many fits; `longer` compares terms.

mod answer;
mod break_even;
mod buffer;
mod cover;
mod coverage;
mod headroom;
mod history;
mod longer;
mod metered;
mod monthly;
mod need;
mod option;
mod past;
mod problem;
mod purchase;
mod rank;
mod savings;
mod scenario;
mod search;
mod season;
mod sensitivity;
mod watched;
mod words;

pub use answer::{Blocked, FitOption, FitState, Generations, TopUpPurchase, WithMargin};
pub use break_even::{BreakEven, BreakEvenStep};
#[cfg(feature = "schema")]
pub(crate) use buffer::BufferFields;
pub use buffer::{Buffer, BufferUnit};
pub use history::{History, PastRun};
pub use longer::LongerTerm;
pub(crate) use monthly::season_fault;
pub(crate) use need::MOST_DAYS;
pub use need::{Between, Need, NeedEstimate, NeedItem, NeedLine};

pub use savings::Saving;
pub use season::{SeasonAction, SeasonMonth, SeasonalPlan};
pub use sensitivity::{Chance, Sensitivity, SensitivityStep};
pub use watched::Watched;

use crate::amount::{Decimal, ONE};
use crate::calendar::Instant;
use crate::catalog::Catalog;
use crate::catalog::program::Text;
use crate::error::Errors;
use crate::simulate::{Detail, Progress, Projection, Timelines, assumptions};
#[cfg(feature = "wasm-plans")]
use crate::{catalog::supply::Term, simulate::Action};
use rank::{is_winner, rank};
use search::Search;
use serde::Serialize;
use words::FitText;

/// How the options fit a need: all of them, the best first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Fit {
    /// Id of the catalog.
    pub catalog: Text,
    /// Version of the catalog.
    pub version: Text,
    /// Plural name of the unit of all amounts.
    pub unit: Text,
    /// ISO code of the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Text>,
    /// First instant.
    pub start: Instant,
    /// Number of months.
    pub months: u32,
    /// The need of a month, independent of plans, and with its margin.
    pub need: NeedEstimate,
    /// Whether some option covers the need and its smaller margin at a known price. The first
    /// option is then the one that costs least for the need as given.
    pub found: bool,
    /// The recommendation, as a sentence.
    pub verdict: String,
    /// Assumptions about holdings that the account does not state, as sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// Plans that are also sold for longer terms, and when these pay off.
    pub longer_terms: Vec<LongerTerm>,
    /// All options, the best first.
    pub options: Vec<FitOption>,
}

impl Catalog {
    /// Which plan, term and purchases cover a need for least, and why the others lose.
    ///
    /// Every option is simulated day by day with the need as given, with its smaller margin and
    /// with its larger margin. Its cost is what the simulation invoices.
    ///
    /// ```
    /// use drawdown::{Catalog, Need};
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01", "currency": "USD",
    ///     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    ///     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    ///     "classes": { "plan": {}, "extra": {} },
    ///     "plans": [
    ///         { "id": "basic", "price": { "month": "10.00" }, "grants": [ "small" ] },
    ///         { "id": "pro", "price": { "month": "30.00", "year": "288.00" }, "grants": [ "large" ] } ],
    ///     "grants": [
    ///         { "id": "small", "class": "plan", "amount": "1000", "every": "cycle",
    ///           "expires": "cycle_end" },
    ///         { "id": "large", "class": "plan", "amount": "5000", "every": "cycle",
    ///           "expires": "cycle_end" } ],
    ///     "top_ups": [ { "id": "pack", "class": "extra", "credits": "1000", "price": "8.00",
    ///         "requires": { "plan": [ "basic", "pro" ] } } ] }"#)?;
    /// let need = Need::from_json(r#"{ "lines": [
    ///     { "request": { "operation": "image" }, "per_day": 3, "days": 20 } ], "buffer": "25%" }"#)?;
    /// let fit = catalog.fit(&need)?;
    /// let best = &fit.options[0];
    /// // 1,440 credits a month: 440 more than the small plan's allowance. Packs may be used up first.
    /// assert_eq!(best.plan.as_deref(), Some("basic"));
    /// assert_eq!(best.top_ups.len(), 8);
    /// assert_eq!(best.cost.unwrap().to_string(), "184");
    /// // With 25 % more: 800 credits more.
    /// assert_eq!(best.with_margin.as_ref().unwrap().cost.unwrap().to_string(), "200");
    /// # Ok::<(), drawdown::Errors>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Catalog::need`], and for every plan, term, top-up and assumption that is not in the
    /// catalog.
    pub fn fit(&self, need: &Need) -> Result<Fit, Errors> {
        need.with_history(|need| self.fit_of(need, &Progress::default()))
    }

    fn fit_of(&self, need: &Need, progress: &Progress) -> Result<Fit, Errors> {
        let estimate = self.need(need)?;
        need.check_names(self)?;
        let search = self.search(need, progress);
        let options = rank(search.options()?, &search.words);
        let found = options.first().is_some_and(is_winner);
        Ok(Fit {
            catalog: self.id_text(),
            version: self.version_text(),
            unit: self.checked().unit.clone(),
            currency: self.checked().document.currency.as_deref().map(Into::into),
            start: need.first_instant(self),
            months: need.month_count(),
            need: estimate,
            found,
            verdict: search.words.verdict(&options),
            assumptions: match &need.account {
                Some(account) => assumptions(self, account, need.first_instant(self))?,
                None => Vec::new(),
            },
            longer_terms: search.longer_terms(),
            options,
        })
    }

    /// Simulates an option of a fit, day by day, with the need increased by a percentage. Above 0,
    /// the purchases for the margin are made.
    ///
    /// # Errors
    /// As for [`Catalog::fit`] and [`Catalog::simulate`].
    pub fn simulate_option(
        &self,
        need: &Need,
        option: &FitOption,
        more: Decimal,
        detail: Detail,
    ) -> Result<Projection, Errors> {
        need.with_history(|need| {
            self.need(need)?;
            let scenario = scenario::of_option(self, need, option, more)?;
            self.simulate(&scenario, detail).map_err(|errors| scenario::placed(errors, need))
        })
    }

    /// Like [`Catalog::simulate_option`], but the option is given by plan, term and purchases.
    #[cfg(feature = "wasm-plans")]
    pub(crate) fn simulate_choice(
        &self,
        need: &Need,
        choice: (Option<&str>, Option<Term>),
        more: Decimal,
        bought: Vec<Action>,
        detail: Detail,
    ) -> Result<Projection, Errors> {
        need.with_history(|need| {
            self.need(need)?;
            let scenario = scenario::of_choice(self, need, choice, more, bought.into_iter())?;
            self.simulate(&scenario, detail).map_err(|errors| scenario::placed(errors, need))
        })
    }

    fn search<'a>(&'a self, need: &'a Need, progress: &Progress) -> Search<'a> {
        let words = FitText { catalog: self, months: need.month_count() };
        Search {
            catalog: self,
            need,
            scale: ONE,
            whole: true,
            words,
            timelines: Timelines::default(),
            progress: progress.clone(),
        }
    }
}
