//! Break-even: from which need on another option costs less.
//!
//! What an option costs does not fall when the need grows. So between two needs with the same
//! winner nothing else can win, unless it costs less at the smaller need than the winner does at
//! the larger; only then, or when the winners differ, is the middle looked at. Top-ups that end, or
//! that are not proven to be the cheapest, can make a cost fall, rarely: a step between two needs
//! with the same winner may then be missed, while the ends of every step are looked at.

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

/// Needs are told apart by this part of the need as it is given.
const STEPS: i128 = 1_000_000;
/// Another winner is looked for by so many of these; where it begins, then by one.
const COARSE: i128 = 1_000;
/// The largest need looked at when no other is asked for, in per cent.
const UP_TO: u32 = 200;
/// The largest that may be asked for.
const MOST: u32 = 1_000;

/// Which option is the cheapest, by need.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BreakEven {
    /// The need of a month as it is given, before the margin.
    pub need: Credits,
    /// From the smallest need that is looked at, each step up to the next.
    pub steps: Vec<BreakEvenStep>,
    /// The largest need that was looked at, in per cent of the given one.
    pub up_to: u32,
}

/// One option, and the needs for which nothing costs less.
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
    /// Id of the plan; absent for going without, and where nothing serves at a known price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<Text>,
    /// Its name; absent where nothing serves at a known price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Money over the whole time for the smallest need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// Money for the largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_cost: Option<Money>,
    /// The same in a sentence.
    pub text: String,
}

/// What serves at a need, the best first.
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
    /// From which need on which option costs least, up to so many per cent of the need as it is
    /// given (200 when absent). Winners are looked for by a tenth of a per cent of it; where one
    /// gives way to another is found to a millionth of it.
    ///
    /// # Errors
    /// As [`Catalog::fit`]; `out_of_range` for more than 1,000 per cent.
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
    /// What serves at so many parts of the need.
    fn served(&mut self, at: i128) -> Result<RankedAt, Errors> {
        self.scale = at * (ONE / STEPS);
        self.whole = false;
        self.progress.begin_one();
        let mut options: Vec<FitOption> = self.options()?;
        options.retain(is_winner);
        let least = options.iter().filter_map(|option| option.cost).min();
        // Only where costs are equal does headroom decide.
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

    /// Puts each need with which another winner begins.
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

    /// The largest need that a winner wins, and the next one.
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
        let plan = place.and_then(|place| place.0.checked_sub(1));
        let term = place.and_then(|place| place.1.checked_sub(1));
        let term = term.and_then(|term| Term::ALL.get(usize::from(term)).copied());
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
            _ => format!("{span}: nothing serves at a known price"),
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

/// Whether nothing but one winner can win between two needs.
fn one_winner(low: &RankedAt, high: &RankedAt) -> bool {
    match (low.winner(), high.winner()) {
        (None, None) => true,
        (Some((place, _)), Some((same, most))) => {
            let others = low.options.iter().filter(|other| other.0 != place);
            place == same && others.map(|other| other.1).all(|cost| cost > most)
        }
        // Nothing may have been found for a small need where a larger one is served.
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
