//! Options of a forecast: paths, seed, distribution.

use crate::amount::Decimal;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Node, Path, Read, Value, Within, record, words};
use serde::Serialize;

const PATHS: u32 = 1000;
/// Maximum number of paths.
const MOST_PATHS: i64 = 100_000;

record! {
    /// How demand varies, and how many paths are drawn.
    ///
    /// ```
    /// use drawdown::{Distribution, ForecastOptions};
    /// let options = ForecastOptions::default()
    ///     .paths(2_000)
    ///     .seed(7)
    ///     .distribution(Distribution::NegativeBinomial)
    ///     .dispersion(3);
    /// assert_eq!(options.seed.unwrap().to_string(), "7");
    /// ```
    #[input]
    pub struct ForecastOptions {
        /// Number of paths, 1 to 100000; 1000 when absent.
        #[within(Within::between(1, MOST_PATHS))]
        paths: Option<u32>,
        /// The seed; 0 when absent.
        seed: Option<Seed>,
        /// The distribution of a day's runs around their mean; `poisson` when absent.
        distribution: Option<Distribution>,
        /// The size of `negative_binomial`, 0.001 to 1000000: the variance is mean + mean^2 /
        /// dispersion.
        #[within(Within::thousandths(1, 1_000_000_000))]
        dispersion: Option<Decimal>,
    }
}

words! {
    /// The distribution of a day's runs around their mean.
    #[non_exhaustive]
    pub enum Distribution {
        /// The variance is the mean.
        Poisson = "poisson",
        /// The variance is mean + mean^2 / dispersion: quiet days and busy days.
        NegativeBinomial = "negative_binomial",
    }
}

/// The seed of a forecast: a whole number below 2^64; in JSON a number or, better, a decimal
/// string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seed(pub u64);

impl From<u64> for Seed {
    fn from(seed: u64) -> Self {
        Seed(seed)
    }
}

impl Read for Seed {
    fn read(node: &Node) -> Self {
        // Seeds above 2^63 do not fit a decimal.
        let long = match node.value {
            Value::Number(text) | Value::String(text) if !text.starts_with('+') => {
                text.parse().ok()
            }
            _ => None,
        };
        let short = || u64::try_from(node.whole_number()?).ok();
        Seed(long.or_else(short).unwrap_or_else(|| {
            node.expected("a whole number from 0 to 18446744073709551615, as a string if long");
            0
        }))
    }
    fn placeholder() -> Self {
        Seed(0)
    }
}

impl std::str::FromStr for Seed {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Seed)
    }
}

crate::by_text::deserialize! { read_number: Seed "a whole number below 2^64" }

impl std::fmt::Display for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A string, because a binary float cannot hold every seed.
impl Serialize for Seed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Default for ForecastOptions {
    /// A thousand paths of Poisson demand, from seed 0.
    fn default() -> Self {
        ForecastOptions::placeholder()
    }
}

/// The options, with defaults filled in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) paths: u32,
    pub(super) seed: u64,
    pub(super) distribution: Distribution,
    /// For `negative_binomial` only.
    pub(super) size: Option<Decimal>,
}

impl ForecastOptions {
    /// Reads options from JSON text.
    ///
    /// # Errors
    /// Every error in the text, with its JSON pointer; unknown keys are errors too.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        ForecastOptions::from_value(&json::parse(text)?)
    }

    /// Reads options from a JSON value.
    ///
    /// # Errors
    /// Every error in the value, with its JSON pointer; unknown keys are errors too.
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        Log::of_values().read(value)
    }

    pub(super) fn check(&self) -> Result<Plan, Errors> {
        let log = Log::default();
        let error = |kind, pointer: &str, sentence: String| {
            log.error(Error::new(kind, pointer, sentence));
        };
        self.check_fields(&Path::Root, &log);
        let paths = self.paths.unwrap_or(PATHS);
        let distribution = self.distribution.unwrap_or(Distribution::Poisson);
        match (distribution, self.dispersion) {
            (Distribution::Poisson, Some(_)) => {
                let sentence = "expected `dispersion` only with `negative_binomial`: the variance \
                                of `poisson` is its mean";
                error(ErrorKind::Overlap, "/dispersion", sentence.to_owned());
            }
            (Distribution::NegativeBinomial, None) => {
                let sentence = "expected a key `dispersion`, found none";
                error(ErrorKind::Missing, "", sentence.to_owned());
            }
            (Distribution::Poisson, None) | (Distribution::NegativeBinomial, Some(_)) => {}
        }
        Errors::check(log.into_lists().0)?;
        let seed = self.seed.unwrap_or_default().0;
        Ok(Plan { paths, seed, distribution, size: self.dispersion })
    }
}
