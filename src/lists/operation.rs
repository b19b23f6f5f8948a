//! What every list is read into: a model with its settings and prices, in the words of catalogs.

use super::rate::Rate;

/// A model of a provider.
pub(super) struct Operation {
    /// `provider/model`, or the list's own id.
    pub(super) id: String,
    pub(super) provider: String,
    /// Where the list has it.
    pub(super) pointer: String,
    pub(super) settings: Vec<Setting>,
    pub(super) periods: Vec<Period>,
}

/// Something that a request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) kind: SettingKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SettingKind {
    /// How much of something: counted in whole units, or measured; perhaps a part of the input.
    Amount { absent: Absent, whole: bool, of_input: bool },
    /// One of these texts; the first is the default.
    Choice(Vec<String>),
}

/// What holds if a request does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// It must be said.
    Needed,
    /// It is known after the run.
    After,
    Zero,
}

/// Prices that hold for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) hours: Option<Hours>,
    pub(super) price: Price,
}

impl Period {
    /// A price that holds at all times.
    pub(super) fn always(price: Price) -> Period {
        Period { from: None, until: None, hours: None, price }
    }
}

/// All days, from Monday, which is 0.
pub(super) const WEEK: [u8; 7] = [0, 1, 2, 3, 4, 5, 6];

/// A daily window in UTC, in minutes; it may cross midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    pub(super) from: u32,
    pub(super) until: u32,
    /// From Monday, which is 0; the days on which the window begins.
    pub(super) days: Vec<u8>,
}

impl Hours {
    /// Whether it is every day.
    pub(super) fn is_daily(&self) -> bool {
        self.days == WEEK
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    Free,
    Unpriced,
    Lines(Vec<Line>),
}

/// One line of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// What the quantity counts.
    pub(super) label: String,
    /// An expression over the settings.
    pub(super) quantity: String,
    pub(super) rate: Rate,
    /// How many units the rate is for.
    pub(super) per: u64,
    /// By what the amount is multiplied.
    pub(super) factor: Option<Rate>,
    /// The line is there only if this setting is above 0.
    pub(super) above_zero: Option<String>,
}
