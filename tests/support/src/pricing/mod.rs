//! Random price models: their catalogs, their requests, and their expected costs by a second, plain
//! evaluation in big fractions.

#![allow(dead_code, reason = "no test program needs all of it")]

pub mod generate;
pub mod oracle;
pub mod short;
pub mod write;

use num_bigint::BigInt;
use num_rational::BigRational;

/// A decimal: `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub digits: i64,
    pub places: u32,
}

impl Amount {
    pub fn whole(digits: i64) -> Self {
        Amount { digits, places: 0 }
    }

    pub fn ratio(self) -> BigRational {
        BigRational::new(BigInt::from(self.digits), BigInt::from(10).pow(self.places))
    }

    pub fn decimal(self) -> drawdown::Decimal {
        self.to_string().parse().unwrap()
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = places + 1);
        let (whole, rest) = digits.split_at(digits.len() - places);
        match rest {
            "" => write!(f, "{sign}{whole}"),
            rest => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}

/// One operation with one price.
#[derive(Clone, Debug)]
pub struct Model {
    /// Smallest part of a credit.
    pub step: Amount,
    pub settings: Vec<Setting>,
    /// Cost factors of the plans `p0`, `p1` …
    pub plans: Vec<Option<Amount>>,
    /// Limits of settings by earlier ones.
    pub limits: Vec<Limit>,
    pub components: Vec<Component>,
    pub steps: Vec<(Step, Scope)>,
}

/// The setting `s0`, `s1` …
#[derive(Clone, Debug)]
pub struct Setting {
    pub kind: Kind,
    pub default: Option<Given>,
    pub optional: bool,
    /// Known only after the run.
    pub after: bool,
    /// Unlisted choices are allowed.
    pub others: bool,
}

#[derive(Clone, Debug)]
pub enum Limit {
    /// The number is at most this, if that leaves a value.
    AtMost(Pick, Expression),
    /// The choice has this condition.
    Only(Pick, Pick, Condition),
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// `min`, `min + step` … `max`.
    Number {
        min: Amount,
        step: Amount,
        last: u32,
    },
    /// A number between bounds without a step.
    Smooth {
        min: Amount,
        max: Amount,
    },
    Numbers(Vec<Amount>),
    /// The choices `c0`, `c1` …, each with a number `w`.
    Choice(Vec<Amount>),
    Flag,
    List {
        min: Amount,
        max: Amount,
        min_items: u32,
        max_items: u32,
    },
}

/// A value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    Number(Amount),
    Choice(usize),
    Flag(bool),
    List(Vec<Amount>),
    /// A choice that is not listed.
    Other(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Run,
    Request,
}

/// Numbers select among the items of a model, modulo their count.
pub type Pick = usize;

#[derive(Clone, Debug)]
pub enum Expression {
    Constant(Amount),
    /// `runs`, a setting, a number of a choice, or an aggregate of a list.
    Atom(Pick),
    /// The amount of an earlier component; 0 if there is none.
    Earlier(Pick),
    Binary(Binary, Box<Expression>, Box<Expression>),
    /// By a positive constant.
    Share(Box<Expression>, Amount),
    /// By an atom, which may be zero.
    Divide(Box<Expression>, Pick),
    Unary(Unary, Box<Expression>),
}

#[derive(Clone, Copy, Debug)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    Min,
    Max,
}

#[derive(Clone, Copy, Debug)]
pub enum Unary {
    Ceil,
    Floor,
    Round,
    Negate,
}

#[derive(Clone, Debug)]
pub struct Component {
    pub when: Option<Condition>,
    pub charge: Charge,
    pub scope: Scope,
    pub steps: Vec<Step>,
    /// Counts in the meter, if allowed: by run, or as it is for the request.
    pub meter: Option<Scope>,
}

impl Component {
    /// Its counting in the meter: it must be charged once per request, without volume tiers.
    pub fn counts(&self) -> Option<Scope> {
        let may_count = match &self.charge {
            Charge::Metered(metered) => !matches!(metered.tariff, Tariff::Volume(_)),
            Charge::Dearest(_) => false,
        };
        self.meter.filter(|_| may_count && self.scope == Scope::Request)
    }
}

#[derive(Clone, Debug)]
pub enum Charge {
    Metered(Metered),
    Dearest(Vec<Component>),
}

#[derive(Clone, Debug)]
pub struct Metered {
    pub quantity: Expression,
    pub included: Option<Expression>,
    pub block: Option<(Amount, Mode)>,
    pub per: Amount,
    pub tariff: Tariff,
}

#[derive(Clone, Debug)]
pub enum Tariff {
    Rate(Rate),
    Graduated(Vec<Tier>),
    Volume(Vec<Tier>),
}

/// Bounds rise from tier to tier by `width`; a tier without one is the last.
#[derive(Clone, Debug)]
pub struct Tier {
    pub width: Option<Amount>,
    pub included: bool,
    pub rate: Rate,
    pub flat: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Ceil,
    Floor,
    HalfUp,
    HalfEven,
}

#[derive(Clone, Debug)]
pub enum Rate {
    Number(Amount),
    Expression(Expression),
    Free,
    Unpriced,
    NotSold,
    /// Somewhere in this published range.
    Span(Amount, Amount),
    /// By a choice, a flag, the presence of a setting, or the plan.
    Keyed {
        column: Column,
        cells: Vec<Option<Rate>>,
        otherwise: Option<Box<Rate>>,
    },
    /// By a comparison.
    Compared {
        left: Expression,
        sign: Sign,
        right: Expression,
        /// False, true.
        cells: [Option<Box<Rate>>; 2],
        otherwise: Option<Box<Rate>>,
    },
    /// By exact values of an expression.
    Exact {
        column: Expression,
        cells: Vec<(Amount, Rate)>,
        otherwise: Option<Box<Rate>>,
    },
    /// By ranges of an expression, rising by `width`.
    Ranges {
        column: Expression,
        rows: Vec<(Option<Amount>, bool, Rate)>,
    },
}

#[derive(Clone, Copy, Debug)]
pub enum Sign {
    Above,
    AtLeast,
    Below,
    AtMost,
}

#[derive(Clone, Copy, Debug)]
pub enum Column {
    Choice(Pick),
    Flag(Pick),
    Present(Pick),
    Plan,
}

#[derive(Clone, Debug)]
pub enum Step {
    Times(Rate, Option<Condition>),
    Minimum(Rate, Option<Condition>),
    Maximum(Rate, Option<Condition>),
    Round(Amount, Mode, Option<Condition>),
    Convert(Amount, Option<Condition>),
    /// Up to a whole credit step.
    Billed(Option<Condition>),
}

#[derive(Clone, Debug)]
pub enum Condition {
    Within {
        subject: Expression,
        min: Option<Amount>,
        max: Option<Amount>,
        above: Option<Amount>,
        below: Option<Amount>,
    },
    Equals(Expression, Vec<Amount>),
    Choice(Pick, Vec<bool>),
    Flag(Pick, bool),
    Present(Pick, bool),
    Plan(Vec<bool>),
    Subscribed,
    Hours(Hours),
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
}

/// A request to a model.
#[derive(Clone, Debug)]
pub struct Asked {
    pub given: Vec<Option<Given>>,
    pub runs: u32,
    /// 0 for no plan.
    pub plan: usize,
    /// Minutes after the first of [`MINUTES`]; `None` when left out.
    pub minute: Option<u32>,
    /// Earlier use of the meter.
    pub used: Option<Amount>,
}

/// Four weeks from Monday, 19 October 2026: Berlin's clock is put back on the first Sunday.
pub const MINUTES: std::ops::Range<u32> = 0..28 * 1440;
/// Holidays in these weeks: a Monday and a Saturday.
pub const HOLIDAYS: [i64; 2] = [7, 12];

/// A window of time.
#[derive(Clone, Debug)]
pub struct Hours {
    /// In minutes of the day; `None` for the whole day.
    pub between: Option<(u32, u32)>,
    /// Monday to Sunday, then holidays.
    pub days: [bool; 8],
    pub clock: Clock,
    /// Whether holidays count as separate days.
    pub holidays: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    Utc,
    Beijing,
    Berlin,
}

impl Model {
    /// Indices of the settings that pass a test.
    fn places(&self, test: impl Fn(&Kind) -> bool) -> Vec<usize> {
        (0..self.settings.len()).filter(|place| test(&self.settings[*place].kind)).collect()
    }

    pub fn chosen(&self, pick: Pick, test: impl Fn(&Kind) -> bool) -> Option<usize> {
        let places = self.places(test);
        if places.is_empty() { None } else { Some(places[pick % places.len()]) }
    }

    /// The same, among the settings before one.
    pub fn before(&self, place: usize) -> Model {
        let mut before = self.clone();
        before.settings.truncate(place);
        before
    }

    /// The maximum of a number.
    pub fn at_most(&self, place: usize) -> Option<&Expression> {
        let is_number = |kind: &Kind| matches!(kind, Kind::Number { .. } | Kind::Smooth { .. });
        self.limits.iter().find_map(|limit| match limit {
            Limit::AtMost(pick, bound) if self.chosen(*pick, is_number) == Some(place) => {
                Some(bound)
            }
            _ => None,
        })
    }

    /// The condition of a choice.
    pub fn only(&self, place: usize, choice: usize) -> Option<&Condition> {
        let Kind::Choice(widths) = &self.settings[place].kind else { return None };
        let is_choice = |kind: &Kind| matches!(kind, Kind::Choice(_));
        self.limits.iter().find_map(|limit| match limit {
            Limit::Only(pick, of, when)
                if self.chosen(*pick, is_choice) == Some(place) && of % widths.len() == choice =>
            {
                Some(when)
            }
            _ => None,
        })
    }

    /// Everything that an expression can name.
    pub fn atoms(&self) -> Vec<Atom> {
        let mut atoms = vec![Atom::Runs];
        for (place, setting) in self.settings.iter().enumerate() {
            match &setting.kind {
                Kind::Number { .. } | Kind::Smooth { .. } | Kind::Numbers(_) => {
                    atoms.push(Atom::Setting(place))
                }
                Kind::Choice(_) => atoms.push(Atom::Width(place)),
                Kind::Flag => {}
                Kind::List { .. } => atoms.extend([
                    Atom::Count(place),
                    Atom::Sum(place),
                    Atom::Largest(place),
                    Atom::Smallest(place),
                    Atom::SumOfBlocks(place),
                ]),
            }
        }
        atoms
    }

    pub fn atom(&self, pick: Pick) -> Atom {
        let atoms = self.atoms();
        atoms[pick % atoms.len()]
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Atom {
    Runs,
    Setting(usize),
    Width(usize),
    Count(usize),
    Sum(usize),
    Largest(usize),
    Smallest(usize),
    /// `sum(ceil(s0 / 5) * 5)`
    SumOfBlocks(usize),
}
