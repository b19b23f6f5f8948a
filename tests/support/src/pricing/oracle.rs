//! The cost of a model, computed in big fractions from the text of `docs/catalog.md`.

use super::Sign;
use super::write::{is_choice, is_flag};
use super::{
    Amount, Asked, Atom, Binary, Charge, Clock, Column, Component, Condition, Expression, Given,
    HOLIDAYS, Hours, Kind, Metered, Mode, Model, Rate, Scope, Step, Tariff, Tier, Unary,
};
use num_bigint::BigInt;
use num_rational::BigRational;

/// The answer to a request for which every setting has a value, or is absent and optional.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Total(BigRational),
    /// Some part has no price.
    Unknown,
    /// It cannot be requested: it is not sold, its cost is negative, or settings exclude each
    /// other.
    Refused,
    DivisionByZero,
}

/// An answer, and the size of the numbers in its computation.
pub struct Worked {
    pub answer: Answer,
    /// One run, if all runs cost the same.
    pub per_run: Option<BigRational>,
    /// Bits of the largest numerator or denominator.
    pub bits: u64,
    /// A published range was involved.
    pub has_spans: bool,
}

enum Stop {
    Gap,
    Refused,
    DivisionByZero,
}

type Number = Result<BigRational, Stop>;

pub fn whole(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// Rounds to multiples of a step.
pub fn rounded(value: &BigRational, to: &BigRational, mode: Mode) -> BigRational {
    let steps = value / to;
    let half = BigRational::new(1.into(), 2.into());
    let (below, above) = (steps.floor(), steps.ceil());
    let whole = match mode {
        Mode::Ceil => above,
        Mode::Floor => below,
        Mode::HalfUp if steps < whole(0) => (steps - half).ceil(),
        Mode::HalfUp => (steps + half).floor(),
        Mode::HalfEven => {
            let rest = &steps - &below;
            let even = (below.to_integer() % 2u8) == BigInt::from(0);
            if rest < half || rest == half && even { below } else { above }
        }
    };
    whole * to
}

/// The nearest decimal of twelve places.
fn nearest(value: &BigRational) -> BigRational {
    rounded(value, &BigRational::new(1.into(), BigInt::from(10).pow(12)), Mode::HalfEven)
}

/// Whether a setting is beyond the limits set by earlier ones.
pub fn is_refused(model: &Model, asked: &Asked) -> bool {
    (0..model.settings.len()).any(|place| {
        let before = model.before(place);
        let mut oracle = Oracle::new(&before, asked);
        let setting = &model.settings[place];
        let value = asked.given[place].as_ref().or(setting.default.as_ref());
        let breaks = match (value, &setting.kind) {
            (Some(Given::Number(value)), Kind::Number { min, .. } | Kind::Smooth { min, .. }) => {
                model.at_most(place).map(|bound| {
                    oracle.number(bound).map(|bound| value.ratio() > bound.max(min.ratio()))
                })
            }
            (Some(Given::Choice(choice)), _) => {
                model.only(place, *choice).map(|when| oracle.holds(when).map(|holds| !holds))
            }
            _ => None,
        };
        breaks.is_some_and(|breaks| breaks.unwrap_or(false))
    })
}

pub fn work(model: &Model, asked: &Asked) -> Worked {
    work_at(model, asked, 0)
}

/// With one of the values of each published range.
pub fn work_at(model: &Model, asked: &Asked, luck: u64) -> Worked {
    let fixed = |answer| Worked { answer, per_run: None, bits: 0, has_spans: false };
    if asked.given.iter().any(|given| matches!(given, Some(Given::Other(_)))) {
        return fixed(Answer::Unknown);
    }
    if is_refused(model, asked) {
        return fixed(Answer::Refused);
    }
    let mut oracle = Oracle::new(model, asked);
    oracle.luck = luck;
    let (answer, per_run) = match oracle.total() {
        Ok((total, per_run)) => (Answer::Total(total), Some(per_run)),
        Err(Stop::Gap) => (Answer::Unknown, None),
        Err(Stop::Refused) => (Answer::Refused, None),
        Err(Stop::DivisionByZero) => (Answer::DivisionByZero, None),
    };
    let per_request = model.components.iter().any(|component| component.scope == Scope::Request)
        || model.steps.iter().any(|(_, scope)| *scope == Scope::Request);
    Worked {
        answer,
        per_run: per_run.filter(|_| !per_request),
        bits: oracle.bits,
        has_spans: oracle.spans > 0,
    }
}

struct Oracle<'m> {
    model: &'m Model,
    asked: &'m Asked,
    /// Amounts of earlier components; `None` for a gap.
    kept: Vec<Option<BigRational>>,
    /// Selects the values of published ranges.
    luck: u64,
    /// How many were selected.
    spans: u32,
    /// Only components use earlier components.
    looks_back: bool,
    /// Use of the meter so far.
    used: BigRational,
    bits: u64,
}

impl<'m> Oracle<'m> {
    fn new(model: &'m Model, asked: &'m Asked) -> Self {
        Oracle {
            model,
            asked,
            kept: Vec::new(),
            luck: 0,
            spans: 0,
            looks_back: false,
            used: asked.used.map_or(whole(0), Amount::ratio),
            bits: 0,
        }
    }
}

impl Oracle<'_> {
    fn seen(&mut self, value: BigRational) -> BigRational {
        self.bits = self.bits.max(value.numer().bits()).max(value.denom().bits());
        value
    }

    fn total(&mut self) -> Result<(BigRational, BigRational), Stop> {
        let runs = whole(self.asked.runs.into());
        let mut gap = false;
        let run = self.part(Scope::Run, &mut gap)?;
        let per_run = self.steps(Scope::Run, run, &mut gap)?;
        let request = self.part(Scope::Request, &mut gap)?;
        let before = self.seen(&per_run * runs + request);
        let total = self.steps(Scope::Request, before, &mut gap)?;
        if gap {
            return Err(Stop::Gap);
        }
        if total < whole(0) {
            return Err(Stop::Refused);
        }
        Ok((nearest(&total), nearest(&per_run)))
    }

    /// The components of one scope, with the plan's factor.
    fn part(&mut self, scope: Scope, gap: &mut bool) -> Number {
        let mut sum = whole(0);
        for component in self.model.components.iter().filter(|component| component.scope == scope) {
            self.looks_back = true;
            let amount = self.charged(component).map(|amount| amount.unwrap_or_else(|| whole(0)));
            self.looks_back = false;
            let amount = match amount {
                Ok(amount) => Some(amount),
                Err(Stop::Gap) => None,
                Err(stop) => return Err(stop),
            };
            *gap |= amount.is_none();
            sum = amount.iter().fold(sum, |sum, amount| sum + amount);
            self.kept.push(amount);
        }
        let factor = self.asked.plan.checked_sub(1).and_then(|plan| self.model.plans[plan]);
        Ok(self.seen(sum * factor.map_or(whole(1), Amount::ratio)))
    }

    /// If some amount is unknown, the known part is still converted into credits.
    fn steps(&mut self, scope: Scope, mut amount: BigRational, gap: &mut bool) -> Number {
        for (step, _) in self.model.steps.iter().filter(|(_, of)| *of == scope) {
            if *gap && !matches!(step, Step::Convert(..)) {
                continue;
            }
            match self.step(step, amount.clone()) {
                Ok(after) => amount = after,
                Err(Stop::Gap) => *gap = true,
                Err(stop) => return Err(stop),
            }
        }
        Ok(amount)
    }

    /// `None` if its condition does not hold, or no part of it is charged.
    fn charged(&mut self, component: &Component) -> Result<Option<BigRational>, Stop> {
        if let Some(when) = &component.when
            && !self.holds(when)?
        {
            return Ok(None);
        }
        let amount = match &component.charge {
            Charge::Metered(metered) => {
                let mut quantity = self.number(&metered.quantity)?;
                let Some(scope) = component.counts() else {
                    return self.stepped(component, metered, quantity).map(Some);
                };
                if scope == Scope::Run {
                    quantity *= whole(self.asked.runs.into());
                }
                if quantity < whole(0) {
                    return Err(Stop::Refused);
                }
                let quantity = self.seen(quantity);
                let before = self.used.clone();
                self.used = self.seen(&before + &quantity);
                if quantity == whole(0) {
                    return Ok(Some(whole(0)));
                }
                // The whole period with this request, less the whole period without it.
                let after = self.stepped(component, metered, self.used.clone())?;
                let amount = match before == whole(0) {
                    true => after,
                    false => after - self.stepped(component, metered, before)?,
                };
                return Ok(Some(self.seen(amount)));
            }
            Charge::Dearest(parts) => {
                // An error in a condition counts, whatever the parts cost.
                for when in parts.iter().filter_map(|part| part.when.as_ref()) {
                    self.holds(when)?;
                }
                let mut dearest: Option<BigRational> = None;
                for part in parts {
                    if let Some(amount) = self.charged(part)? {
                        dearest = Some(dearest.map_or(amount.clone(), |most| most.max(amount)));
                    }
                }
                match dearest {
                    None => return Ok(None),
                    Some(amount) => amount,
                }
            }
        };
        component.steps.iter().try_fold(amount, |amount, step| self.step(step, amount)).map(Some)
    }

    /// A quantity at its rates, with the steps of its component.
    fn stepped(
        &mut self,
        component: &Component,
        metered: &Metered,
        quantity: BigRational,
    ) -> Number {
        match self.metered(metered, quantity)? {
            // Free stays free, whatever steps follow.
            None => Ok(whole(0)),
            Some(amount) => {
                component.steps.iter().try_fold(amount, |amount, step| self.step(step, amount))
            }
        }
    }

    /// `None` for free.
    fn metered(
        &mut self,
        metered: &Metered,
        mut quantity: BigRational,
    ) -> Result<Option<BigRational>, Stop> {
        let is_below_zero = quantity < whole(0);
        if let Some(included) = &metered.included {
            let included = self.number(included)?;
            quantity = (quantity - included).max(whole(0));
        }
        if is_below_zero {
            return Err(Stop::Refused);
        }
        if let Some((size, mode)) = &metered.block {
            quantity = rounded(&quantity, &size.ratio(), *mode);
        }
        let per = metered.per.ratio();
        let amount = match &metered.tariff {
            Tariff::Rate(rate) => match self.rate(rate)? {
                None => return Ok(None),
                Some(rate) => quantity * rate / per,
            },
            Tariff::Graduated(tiers) => self.graduated(tiers, &quantity, &per)?,
            Tariff::Volume(tiers) => self.volume(tiers, &quantity, &per)?,
        };
        Ok(Some(self.seen(amount)))
    }

    fn graduated(&mut self, tiers: &[Tier], quantity: &BigRational, per: &BigRational) -> Number {
        let mut amount = whole(0);
        let mut floor = whole(0);
        let mut top = whole(0);
        for tier in tiers {
            let Some(width) = tier.width else {
                let part = (quantity - &floor).max(whole(0));
                return Ok(amount + part * self.tier_rate(tier)? / per + flat(tier));
            };
            top += width.ratio();
            let inside = quantity.clone().min(top.clone());
            let part = (inside - &floor).max(whole(0));
            amount = amount + part * self.tier_rate(tier)? / per + flat(tier);
            if !is_beyond(quantity, &top, tier) {
                return Ok(amount);
            }
            floor = top.clone();
        }
        Err(Stop::Gap)
    }

    fn volume(&mut self, tiers: &[Tier], quantity: &BigRational, per: &BigRational) -> Number {
        let mut top = whole(0);
        for tier in tiers {
            if let Some(width) = tier.width {
                top += width.ratio();
            }
            if tier.width.is_none() || !is_beyond(quantity, &top, tier) {
                return Ok(quantity * self.tier_rate(tier)? / per + flat(tier));
            }
        }
        Err(Stop::Gap)
    }

    fn tier_rate(&mut self, tier: &Tier) -> Number {
        Ok(self.rate(&tier.rate)?.unwrap_or_else(|| whole(0)))
    }

    fn step(&mut self, step: &Step, amount: BigRational) -> Number {
        let (Step::Times(_, when)
        | Step::Minimum(_, when)
        | Step::Maximum(_, when)
        | Step::Round(_, _, when)
        | Step::Convert(_, when)
        | Step::Billed(when)) = step;
        if let Some(when) = when
            && !self.holds(when)?
        {
            return Ok(amount);
        }
        let mut rate = |rate: &Rate| Ok(self.rate(rate)?.unwrap_or_else(|| whole(0)));
        let after = match step {
            Step::Times(by, _) => amount * rate(by)?,
            Step::Minimum(least, _) => amount.max(rate(least)?),
            Step::Maximum(most, _) => amount.min(rate(most)?),
            Step::Round(to, mode, _) => rounded(&amount, &to.ratio(), *mode),
            Step::Convert(by, _) => amount * by.ratio(),
            Step::Billed(_) => rounded(&amount, &self.model.step.ratio(), Mode::Ceil),
        };
        Ok(self.seen(after))
    }

    /// `None` for free.
    fn rate(&mut self, rate: &Rate) -> Result<Option<BigRational>, Stop> {
        match rate {
            Rate::Number(amount) => Ok(Some(amount.ratio())),
            Rate::Expression(expression) => self.number(expression).map(Some),
            Rate::Free => Ok(None),
            Rate::Unpriced => Err(Stop::Gap),
            Rate::NotSold => Err(Stop::Refused),
            Rate::Span(from, to) => Ok(Some(self.somewhere(*from, *to))),
            Rate::Keyed { column, cells, otherwise } => {
                let Some((key, keys)) = self.key(*column) else {
                    return otherwise.as_deref().map_or(Ok(Some(whole(1))), |rate| self.rate(rate));
                };
                let none_given = cells.iter().take(keys).all(Option::is_none);
                match key.and_then(|key| cells.get(key)?.as_ref()).or(otherwise.as_deref()) {
                    Some(rate) => self.rate(rate),
                    // Written as the `else` of 1, because a table needs at least one cell.
                    None if none_given => Ok(Some(whole(1))),
                    None => Err(Stop::Gap),
                }
            }
            Rate::Compared { left, sign, right, cells, otherwise } => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                let holds = match sign {
                    Sign::Above => left > right,
                    Sign::AtLeast => left >= right,
                    Sign::Below => left < right,
                    Sign::AtMost => left <= right,
                };
                let cell = cells[usize::from(holds)].as_deref();
                match cell.or(otherwise.as_deref()) {
                    Some(rate) => self.rate(rate),
                    None if cells.iter().all(Option::is_none) => Ok(Some(whole(1))),
                    None => Err(Stop::Gap),
                }
            }
            Rate::Exact { column, cells, otherwise } => {
                let value = self.number(column)?;
                let cell = cells.iter().find(|(key, _)| key.ratio() == value).map(|(_, rate)| rate);
                self.rate(cell.or(otherwise.as_deref()).ok_or(Stop::Gap)?)
            }
            Rate::Ranges { column, rows } => {
                let value = self.number(column)?;
                let mut top = whole(0);
                for (width, included, rate) in rows {
                    let fits = match width {
                        None => true,
                        Some(width) => {
                            top += width.ratio();
                            value < top || *included && value == top
                        }
                    };
                    if fits {
                        return self.rate(rate);
                    }
                }
                Err(Stop::Gap)
            }
        }
    }

    /// One of the values of a published range.
    fn somewhere(&mut self, from: Amount, to: Amount) -> BigRational {
        self.spans += 1;
        // The same range has the same price, even if it is evaluated twice.
        let part = self.luck.rotate_left((from.digits * 7 + to.digits) as u32 % 64) % 3;
        let (from, to) = (from.ratio(), to.ratio());
        &from + (&to - &from) * BigRational::new(BigInt::from(part), 2.into())
    }

    /// The index of the cell, of `count`; `None` if the setting has no value.
    fn key(&self, column: Column) -> Option<(Option<usize>, usize)> {
        match column {
            Column::Choice(pick) => {
                let place = self.model.chosen(pick, is_choice)?;
                let Kind::Choice(widths) = &self.model.settings[place].kind else { return None };
                Some((self.choice(place), widths.len()))
            }
            Column::Flag(pick) => {
                let place = self.model.chosen(pick, is_flag)?;
                Some((self.flag(place).map(usize::from), 2))
            }
            Column::Present(pick) => {
                let place = self.model.chosen(pick, |_| true)?;
                Some((Some(usize::from(self.present(place))), 2))
            }
            Column::Plan => Some((Some(self.asked.plan), self.model.plans.len() + 1)),
        }
    }

    /// The requested value, or else the default.
    fn value(&self, place: usize) -> Option<&Given> {
        self.asked.given[place].as_ref().or(self.model.settings[place].default.as_ref())
    }

    fn choice(&self, place: usize) -> Option<usize> {
        match self.value(place) {
            Some(Given::Choice(choice)) => Some(*choice),
            _ => None,
        }
    }

    fn flag(&self, place: usize) -> Option<bool> {
        match self.value(place) {
            Some(Given::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    fn present(&self, place: usize) -> bool {
        match self.value(place) {
            None => false,
            Some(Given::List(items)) => !items.is_empty(),
            Some(Given::Flag(flag)) => *flag,
            Some(_) => true,
        }
    }

    fn items(&self, place: usize) -> Vec<BigRational> {
        match self.value(place) {
            Some(Given::List(items)) => items.iter().copied().map(Amount::ratio).collect(),
            _ => Vec::new(),
        }
    }

    fn atom(&self, atom: Atom) -> BigRational {
        let zero = || whole(0);
        match atom {
            Atom::Runs => whole(self.asked.runs.into()),
            Atom::Setting(place) => match self.value(place) {
                Some(Given::Number(amount)) => amount.ratio(),
                _ => zero(),
            },
            Atom::Width(place) => match (&self.model.settings[place].kind, self.choice(place)) {
                (Kind::Choice(widths), Some(choice)) => widths[choice].ratio(),
                _ => zero(),
            },
            Atom::Count(place) => whole(self.items(place).len() as i64),
            Atom::Sum(place) => self.items(place).iter().sum(),
            Atom::Largest(place) => self.items(place).into_iter().max().unwrap_or_else(zero),
            Atom::Smallest(place) => self.items(place).into_iter().min().unwrap_or_else(zero),
            Atom::SumOfBlocks(place) => {
                self.items(place).iter().map(|item| (item / whole(5)).ceil() * whole(5)).sum()
            }
        }
    }

    fn number(&mut self, expression: &Expression) -> Number {
        let value = match expression {
            Expression::Constant(amount) => amount.ratio(),
            Expression::Atom(pick) => self.atom(self.model.atom(*pick)),
            Expression::Earlier(pick) => match if self.looks_back { self.kept.len() } else { 0 } {
                0 => whole(0),
                count => self.kept[pick % count].clone().ok_or(Stop::Gap)?,
            },
            Expression::Binary(binary, a, b) => {
                let (a, b) = (self.number(a)?, self.number(b)?);
                match binary {
                    Binary::Add => a + b,
                    Binary::Subtract => a - b,
                    Binary::Multiply => a * b,
                    Binary::Min => a.min(b),
                    Binary::Max => a.max(b),
                }
            }
            Expression::Share(a, constant) => self.number(a)? / constant.ratio(),
            Expression::Divide(a, pick) => {
                let (a, by) = (self.number(a)?, self.atom(self.model.atom(*pick)));
                if by == whole(0) {
                    return Err(Stop::DivisionByZero);
                }
                a / by
            }
            Expression::Unary(unary, a) => {
                let a = self.number(a)?;
                match unary {
                    Unary::Ceil => a.ceil(),
                    Unary::Floor => a.floor(),
                    Unary::Round => rounded(&a, &whole(1), Mode::HalfUp),
                    Unary::Negate => -a,
                }
            }
        };
        Ok(self.seen(value))
    }

    fn holds(&mut self, condition: &Condition) -> Result<bool, Stop> {
        Ok(match condition {
            Condition::Within { subject, min, max, above, below } => {
                let value = self.number(subject)?;
                min.is_none_or(|min| value >= min.ratio())
                    && max.is_none_or(|max| value <= max.ratio())
                    && above.is_none_or(|above| value > above.ratio())
                    && below.is_none_or(|below| value < below.ratio())
            }
            Condition::Equals(subject, values) => {
                let value = self.number(subject)?;
                values.iter().any(|other| other.ratio() == value)
            }
            Condition::Choice(pick, mask) => match self.model.chosen(*pick, is_choice) {
                None => true,
                Some(place) => self
                    .choice(place)
                    .is_some_and(|choice| mask.get(choice).copied().unwrap_or(false)),
            },
            Condition::Flag(pick, wanted) => match self.model.chosen(*pick, is_flag) {
                None => true,
                Some(place) => self.flag(place) == Some(*wanted),
            },
            Condition::Present(pick, wanted) => match self.model.chosen(*pick, |_| true) {
                None => true,
                Some(place) => self.present(place) == *wanted,
            },
            Condition::Plan(mask) => mask.get(self.asked.plan).copied().unwrap_or(false),
            Condition::Subscribed => self.asked.plan > 0,
            Condition::Hours(window) => is_within(window, self.asked.minute.unwrap_or(0).into()),
            Condition::Any(list) => {
                let mut any = false;
                for condition in list {
                    any |= self.holds(condition)?;
                }
                any
            }
            Condition::All(list) => {
                let mut all = true;
                for condition in list {
                    all &= self.holds(condition)?;
                }
                all
            }
            Condition::Not(condition) => !self.holds(condition)?,
        })
    }
}

/// Whether a window of this day or of the one before holds.
fn is_within(window: &Hours, minute: i64) -> bool {
    let ahead = match window.clock {
        Clock::Utc => 0,
        Clock::Beijing => 8 * 60,
        // Until 25 October, 01:00.
        Clock::Berlin => {
            if minute < 6 * 1440 + 60 {
                120
            } else {
                60
            }
        }
    };
    let wall = minute + ahead;
    let (from, until) = window.between.map_or((0, 1440), |(from, until)| {
        (i64::from(from), i64::from(if from < until { until } else { until + 1440 }))
    });
    let counts = |day: i64| match window.holidays && HOLIDAYS.contains(&day) {
        true => window.days[7],
        false => window.days[day.rem_euclid(7) as usize],
    };
    let today = wall.div_euclid(1440);
    [today - 1, today].into_iter().any(|day| {
        let since = wall - day * 1440;
        from <= since && since < until && counts(day)
    })
}

fn flat(tier: &Tier) -> BigRational {
    tier.flat.map_or(whole(0), Amount::ratio)
}

/// Whether a quantity exceeds a tier's bound.
fn is_beyond(quantity: &BigRational, top: &BigRational, tier: &Tier) -> bool {
    quantity > top || !tier.included && quantity == top
}
