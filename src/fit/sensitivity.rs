//! Sensitivity: does the winner stay the best for other needs?

use super::answer::FitOption;
use super::rank::{is_winner, rank};
use super::search::Search;
use super::{Catalog, Need, scenario};
use crate::amount::{Decimal, Money, ONE};
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::Errors;
use crate::simulate::{ForecastOptions, Forecasting, Progress, Seed};
use serde::Serialize;

/// The largest change of the need and the step, in per cent.
const FARTHEST: i32 = 50;
const STEP: i32 = 10;
/// Parts of the progress: the fit, one for each step, and the forecast.
const PARTS: usize = 1 + (2 * FARTHEST / STEP + 1) as usize + 1;
/// The default number of random paths.
const PATHS: u32 = 200;

/// Whether the winner stays the best for other needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Sensitivity {
    /// The best option for each need, from half of it to one and a half.
    pub steps: Vec<SensitivityStep>,
    /// The winner is the same from this change on, in per cent; absent if there is no winner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds_from: Option<i32>,
    /// The winner is the same up to this change, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<i32>,
    /// How the winner does with random demand; absent if there is no winner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<Chance>,
    /// The result as a sentence.
    pub text: String,
}

/// How often the winner suffices when demand varies at random around the need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Chance {
    /// Number of paths.
    pub paths: u32,
    /// The seed.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub seed: Seed,
    /// Share of the paths in which nothing is refused.
    pub served: Decimal,
    /// The number of refused runs that nine paths of ten do not exceed.
    pub refused: u64,
    /// Nothing is refused in at least nine paths of ten.
    pub holds: bool,
}

/// The best option for a need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SensitivityStep {
    /// The change of the need, in per cent.
    pub change: i32,
    /// Id of the plan; absent for the option without a plan, and if no option with a known price
    /// suffices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name; absent if no option with a known price suffices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The billing term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Money in total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// It is also the winner for the given need.
    pub same: bool,
}

impl Catalog {
    /// Whether the winner stays the best for needs up to half smaller or larger, and how often it
    /// suffices when demand varies at random (Poisson, 200 paths by default).
    ///
    /// # Errors
    /// As for [`Catalog::fit`] and [`Catalog::forecast`].
    pub fn sensitivity(
        &self,
        need: &Need,
        options: Option<&ForecastOptions>,
    ) -> Result<Sensitivity, Errors> {
        need.with_history(|need| self.sensitivity_of(need, options, &Progress::default()))
    }

    pub(super) fn sensitivity_of(
        &self,
        need: &Need,
        options: Option<&ForecastOptions>,
        progress: &Progress,
    ) -> Result<Sensitivity, Errors> {
        self.need(need)?;
        need.check_names(self)?;
        let mut search = self.search(need, progress);
        let whole = progress.part();
        progress.begin(whole, 0, PARTS);
        let winner = search.winner_at(0)?;
        let mut steps = Vec::new();
        let mut change = -FARTHEST;
        while change <= FARTHEST {
            progress.begin(whole, steps.len() + 1, PARTS);
            steps.push(step(change, search.winner_at(change)?, winner.as_ref()));
            change += STEP;
        }
        progress.begin(whole, PARTS - 1, PARTS);
        let chance = winner.as_ref().map(|winner| self.chance(need, winner, options, progress));
        let chance = chance.transpose()?;
        let (holds_from, holds_until) = held(&steps).unzip();
        let text = search.sensitivity_text(winner.as_ref(), (holds_from, holds_until), &chance);
        Ok(Sensitivity { steps, holds_from, holds_until, chance, text })
    }

    fn chance(
        &self,
        need: &Need,
        winner: &FitOption,
        options: Option<&ForecastOptions>,
        progress: &Progress,
    ) -> Result<Chance, Errors> {
        let scenario = scenario::with_margin_bought(self, need, winner)?;
        let few = ForecastOptions { paths: Some(PATHS), ..ForecastOptions::default() };
        let forecasting = Forecasting::new(self, &scenario, options.unwrap_or(&few));
        let mut forecasting = forecasting.map_err(|errors| scenario::placed(errors, need))?;
        forecasting.run_all(progress).map_err(|errors| scenario::placed(errors, need))?;
        let forecast = forecasting.finish();
        let tenth = Decimal::from_scaled(ONE / 10).unwrap_or_default();
        Ok(Chance {
            paths: forecast.paths,
            seed: forecast.seed,
            served: forecast.run_out.never,
            refused: forecast.refused.p90,
            holds: forecast.run_out.probability <= tenth,
        })
    }
}

impl Search<'_> {
    /// The winner when the need changes by a percentage.
    fn winner_at(&mut self, change: i32) -> Result<Option<FitOption>, Errors> {
        self.scale = ONE / 100 * i128::from(100 + change);
        let options = rank(self.options()?, &self.words);
        Ok(options.into_iter().next().filter(is_winner))
    }

    fn sensitivity_text(
        &self,
        winner: Option<&FitOption>,
        held: (Option<i32>, Option<i32>),
        chance: &Option<Chance>,
    ) -> String {
        let (Some(winner), (Some(from), Some(until))) = (winner, held) else {
            return "No option with a known price suffices".to_owned();
        };
        let label = self.words.label(winner);
        let range = match (from, until) {
            (0, 0) => "only for the given need".to_owned(),
            (from, 0) => format!("from {from} % to 0 % of change in the need"),
            (from, until) => format!("from {from} % to {until:+} % of change in the need"),
        };
        let chance = chance.as_ref().map(|chance| {
            let verb = if chance.holds { "suffices" } else { "does not suffice" };
            let all = chance.paths;
            let served = chance.served.checked_times(all.into()).unwrap_or_default();
            let served = served.scaled().checked_div(ONE).unwrap_or(0);
            format!("; with random demand it {verb}: nothing is refused in {served} of {all} draws")
        });
        format!("{label} stays the best {range}{}", chance.unwrap_or_default())
    }
}

fn step(change: i32, best: Option<FitOption>, winner: Option<&FitOption>) -> SensitivityStep {
    let same = best.as_ref().zip(winner).is_some_and(|(best, winner)| best.place == winner.place);
    let (plan, name, term, cost) = match best {
        None => (None, None, None, None),
        Some(best) => (best.plan, Some(best.name), best.term, best.cost),
    };
    SensitivityStep { change, plan, name, term, cost, same }
}

/// The range of changes around 0 with the same winner.
fn held(steps: &[SensitivityStep]) -> Option<(i32, i32)> {
    let smaller = steps.iter().rev().filter(|step| step.change <= 0);
    let larger = steps.iter().filter(|step| step.change >= 0);
    let from = smaller.take_while(|step| step.same).last()?.change;
    let until = larger.take_while(|step| step.same).last()?.change;
    Some((from, until))
}
