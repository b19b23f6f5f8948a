//! Break-even: the needs at which another option becomes the cheapest.
//!
//! The cost of an option does not fall when the need grows. So if two needs have the same winner,
//! another option can win between them only if it costs less at the smaller need than the winner
//! does at the larger. The middle is computed only in that case, or if the winners differ. In rare
//! cases a larger need does cost less: with top-ups that expire, or purchases not proven to be the
//! cheapest. A step between two needs with the same winner may then be missed; the ends of every
//! step are always computed.

use super::answer::{FitOption, Place};
use super::rank::{is_winner, rank};
use super::search::Search;
use super::{Catalog, Need};
use crate::amount::{Credits, Decimal, Fraction, Mode, Money, ONE};
use crate::catalog::program::Text;
use crate::catalog::supply::Term;
use crate::error::{Error, ErrorKind, Errors};
use crate::simulate::Progress;
use serde::Serialize;

/// Needs are compared in steps of this part of the given need.
const STEPS: i128 = 1_000_000;
/// Winners are searched in intervals of this many steps; each boundary is then found to one step.
const COARSE: i128 = 1_000;
/// The default for the largest need, in per cent.
const UP_TO: u32 = 200;
/// The maximum for it.
const MOST: u32 = 1_000;

/// Which option is the cheapest, by need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BreakEven {
    /// The need of a month as given, without the margin.
    pub need: Credits,
    /// The steps in order; each ends where the next begins.
    pub steps: Vec<BreakEvenStep>,
    /// The largest need, in per cent of the given one.
    pub up_to: u32,
}

/// An option, and the needs for which it is the cheapest.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BreakEvenStep {
    /// The smallest need, in per cent of the given one, to four places.
    pub from: Decimal,
    /// The largest.
    pub until: Decimal,
    /// The smallest need in credits a month.
    pub from_need: Credits,
    /// The largest.
    pub until_need: Credits,
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
    /// Money in total for the smallest need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money in total for the largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_cost: Option<Money>,
    /// The step as a sentence.
    pub text: String,
}

/// The options that suffice at a need, the best first.
#[derive(Clone)]
struct RankedAt {
    at: i128,
    options: Vec<(Place, Money)>,
}

impl RankedAt {
    fn winner(&self) -> Option<(Place, Money)> {
        self.options.first().copied()
    }

    fn place(&self) -> Option<Place> {
        self.winner().map(|winner| winner.0)
    }

    fn cost_of(&self, place: Place) -> Option<Money> {
        self.options.iter().find(|option| option.0 == place).map(|option| option.1)
    }
}

impl Catalog {
    /// Which option is the cheapest at which need, up to a percentage of the given need (200 when
    /// absent). Winners are searched at every tenth of a per cent; the need at which the winner
    /// changes is found to a millionth of the given need.
    ///
    /// # Errors
    /// As for [`Catalog::fit`]; `out_of_range` for more than 1,000 per cent.
    pub fn break_even(&self, need: &Need, up_to: Option<u32>) -> Result<BreakEven, Errors> {
        need.with_history(|need| self.break_even_of(need, up_to, &Progress::default()))
    }

    pub(super) fn break_even_of(
        &self,
        need: &Need,
        up_to: Option<u32>,
        progress: &Progress,
    ) -> Result<BreakEven, Errors> {
        let up_to = up_to.unwrap_or(UP_TO);
        let estimate = self.need(need)?;
        need.check_names(self)?;
        if up_to == 0 || up_to > MOST {
            let sentence = format!("expected 1 to {MOST} per cent, found {up_to}");
            return Err(Error::new(ErrorKind::OutOfRange, "/up_to", sentence).into());
        }
        let mut search = self.search(need, progress);
        let last = i128::from(up_to) * (STEPS / 100);
        let (first, end) = (search.served(COARSE)?, search.served(last)?);
        let mut bounds = Vec::new();
        search.split(&first, &end, &mut bounds)?;
        let need = search.needed(&estimate);
        let steps = search.steps(need, bounds, end)?;
        Ok(BreakEven { need, steps, up_to })
    }
}

impl Search<'_> {
    /// The options that suffice at `at` parts of the need.
    fn served(&mut self, at: i128) -> Result<RankedAt, Errors> {
        self.scale = at * (ONE / STEPS);
        self.whole = false;
        self.progress.begin_one();
        let mut options: Vec<FitOption> = self.options()?;
        options.retain(is_winner);
        let least = options.iter().filter_map(|option| option.cost).min();
        // Headroom decides only between equal costs.
        if options.iter().filter(|option| option.cost == least).count() > 1 {
            self.whole = true;
            options = rank(self.options()?, &self.words);
            options.retain(is_winner);
        }
        let mut options: Vec<(Place, Money)> =
            options.iter().filter_map(|option| Some((option.place, option.cost?))).collect();
        if !self.whole {
            crate::order::sort(&mut options, |a, b| a.1.cmp(&b.1));
        }
        Ok(RankedAt { at, options })
    }

    /// Collects each need at which the winner changes.
    fn split(
        &mut self,
        low: &RankedAt,
        high: &RankedAt,
        bounds: &mut Vec<(i128, i128, RankedAt)>,
    ) -> Result<(), Errors> {
        if high.at - low.at <= COARSE {
            if low.place() != high.place() {
                bounds.push(self.bound(low, high.at)?);
            }
            return Ok(());
        }
        if one_winner(low, high) {
            return Ok(());
        }
        let halves = (high.at - low.at) / COARSE / 2;
        let middle = self.served(low.at + halves.max(1) * COARSE)?;
        self.split(low, &middle, bounds)?;
        self.split(&middle, high, bounds)
    }

    /// The last need of a winner, and the first of the next winner.
    fn bound(&mut self, low: &RankedAt, mut next: i128) -> Result<(i128, i128, RankedAt), Errors> {
        let mut last = low.clone();
        while next - last.at > 1 {
            let middle = self.served(last.at + (next - last.at) / 2)?;
            match middle.place() == low.place() {
                true => last = middle,
                false => next = middle.at,
            }
        }
        Ok((last.at, next, last))
    }

    fn steps(
        &mut self,
        need: Credits,
        bounds: Vec<(i128, i128, RankedAt)>,
        end: RankedAt,
    ) -> Result<Vec<BreakEvenStep>, Errors> {
        let mut steps = Vec::with_capacity(bounds.len() + 1);
        let mut from = COARSE;
        let last = end.at;
        for (until, next, served) in bounds.into_iter().chain([(last, last, end)]) {
            let place = served.winner().map(|winner| winner.0);
            let first = self.served(from)?;
            let cost = place.and_then(|place| first.cost_of(place));
            steps.push(self.step(need, (from, until), place, (cost, served.winner())));
            from = next;
        }
        Ok(steps)
    }

    fn step(
        &self,
        need: Credits,
        (from, until): (i128, i128),
        place: Option<Place>,
        (cost, winner): (Option<Money>, Option<(Place, Money)>),
    ) -> BreakEvenStep {
        let (from_need, until_need) = (part(need, from), part(need, until));
        let (plan, term) = place.unwrap_or_default();
        let option = place.map(|_| self.blank(plan, term));
        let label = option.as_ref().map(|option| self.words.label(option));
        let span = format!(
            "from {} to {} a month",
            self.words.credits(from_need),
            self.words.credits(until_need)
        );
        let text = match (&label, cost.zip(winner.map(|winner| winner.1))) {
            (Some(label), Some((cost, until))) if cost == until => {
                format!("{span}: {label}, {}", self.words.money(cost))
            }
            (Some(label), Some((cost, until))) => format!(
                "{span}: {label}, {} to {}",
                self.words.money(cost),
                self.words.money(until)
            ),
            _ => format!("{span}: no option with a known price suffices"),
        };
        BreakEvenStep {
            from: per_cent(from),
            until: per_cent(until),
            from_need,
            until_need,
            plan: self.plan_id(plan),
            name: option.map(|option| option.name),
            term,
            cost,
            until_cost: winner.map(|winner| winner.1),
            text,
        }
    }
}

/// Whether only one winner is possible between two needs.
fn one_winner(low: &RankedAt, high: &RankedAt) -> bool {
    match (low.winner(), high.winner()) {
        (None, None) => true,
        (Some((place, _)), Some((same, most))) => {
            let others = low.options.iter().filter(|other| other.0 != place);
            place == same && others.map(|other| other.1).all(|cost| cost > most)
        }
        // No option may have been found for a small need, although one covers a larger need.
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn per_cent(parts: i128) -> Decimal {
    Decimal::from_scaled(parts * (ONE * 100 / STEPS)).unwrap_or_default()
}

/// A part of the need, rounded to whole credits.
fn part(need: Credits, parts: i128) -> Credits {
    let part = Fraction::from_parts(parts, STEPS).and_then(|share| {
        let part = Fraction::from_decimal(need.decimal()).mul(&share).ok()?;
        part.rounded(Mode::HalfUp, Fraction::ONE)
    });
    part.map_or(need, Credits::from)
}
