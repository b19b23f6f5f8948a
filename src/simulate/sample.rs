//! Random numbers of runs: the same bits on every host.
//!
//! Each path draws each line from its own stream: xoshiro256++ (Blackman and Vigna 2021,
//! doi:10.1145/3460772). The initial state is the SHA-256 of the seed (8 bytes), the path (4), the
//! number of earlier lines with the same key (4), and the SHA-256 of the line's key (32); whole
//! numbers are little-endian. A number from 0 to 1 is the upper 53 bits of the next word times
//! 2^-53.
//!
//! Sums, products, quotients and square roots are exact by IEEE 754. Logarithms and exponentials
//! come from `libm`, because hosts differ in the last bits.
#![allow(clippy::float_arithmetic, reason = "numbers of runs are drawn here; no amount is touched")]

use super::id::LineId;
use crate::amount::{Decimal, ONE};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// Below this mean, numbers are drawn by inversion.
const SMALL: f64 = 10.0;
/// Cached values of a distribution function.
const MOST_SUMS: usize = 64;
/// Number of those values that are compared without a search.
const COUNTED: usize = 12;

/// The initial streams of all lines.
#[derive(Debug)]
pub(super) struct Streams {
    seed: u64,
    /// The digest of each line's key, and the number of earlier lines with the same key.
    lines: Vec<([u8; 32], u32)>,
}

impl Streams {
    /// Sorted, so that lines of the same key are adjacent.
    pub(super) fn new(seed: u64, keys: impl Iterator<Item = String>) -> Self {
        let mut lines: Vec<([u8; 32], u32)> = Vec::new();
        for key in keys {
            let digest = Sha256::digest(key).into();
            let before = match lines.last() {
                Some((last, before)) if *last == digest => before + 1,
                _ => 0,
            };
            lines.push((digest, before));
        }
        Streams { seed, lines }
    }

    /// The draws of a line in a path.
    pub(super) fn draws(&self, path: u32, line: LineId, size: Option<Decimal>) -> Draws {
        let (digest, before) = self.lines.get(line.place()).copied().unwrap_or_default();
        let state = Sha256::new()
            .chain_update(self.seed.to_le_bytes())
            .chain_update(path.to_le_bytes())
            .chain_update(before.to_le_bytes())
            .chain_update(digest);
        let stream = Stream(Xoshiro256PlusPlus::from_seed(state.finalize().into()));
        let size = size.map(|size| float(size.scaled()));
        Draws { stream, size, of: (0, 1), sampler: Sampler::Zero }
    }
}

/// The nearest float to a number of 10^-12.
fn float(scaled: i128) -> f64 {
    scaled as f64 / ONE as f64
}

/// The runs of a line, day by day.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    stream: Stream,
    size: Option<f64>,
    /// The mean and the number of days that the sampler was made for.
    of: (i128, i64),
    sampler: Sampler,
}

impl Draws {
    /// Draws a number of runs, for a mean of one n-th of a rate in 10^-12; `None` if it is too
    /// large to count.
    pub(super) fn runs(&mut self, rate: i128, parts: i64) -> Option<u32> {
        if self.of != (rate, parts) {
            self.of = (rate, parts);
            self.sampler = Sampler::new(float(rate) / parts.max(1) as f64, self.size);
        }
        let runs = self.sampler.draw(&mut self.stream);
        (runs <= f64::from(u32::MAX)).then_some(runs as u32)
    }
}

#[derive(Clone, Debug)]
struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// A number from 0 (included) to 1 (excluded).
    fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// A normal number, mean 0 and variance 1, by the polar method (Marsaglia and Bray 1964,
    /// doi:10.1137/1006063).
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }
}

/// A sampler of whole numbers with a given mean.
#[derive(Clone, Debug)]
enum Sampler {
    /// The mean is 0.
    Zero,
    Inversion(Inversion),
    Rejection(Rejection),
    /// Poisson with a gamma-distributed mean: negative binomial.
    Mixture {
        gamma: Gamma,
        scale: f64,
    },
}

impl Sampler {
    /// Poisson without a size, otherwise negative binomial.
    fn new(mean: f64, size: Option<f64>) -> Self {
        if mean <= 0.0 {
            return Sampler::Zero;
        }
        match size {
            None if mean < SMALL => Sampler::Inversion(Inversion::new(libm::exp(-mean), 0.0, mean)),
            None => Sampler::Rejection(Rejection::new(mean)),
            Some(size) if mean < SMALL => {
                let a = mean / (mean + size);
                let first = libm::exp(-size * libm::log1p(mean / size));
                Sampler::Inversion(Inversion::new(first, a, (size - 1.0) * a))
            }
            Some(size) => Sampler::Mixture { gamma: Gamma::new(size), scale: mean / size },
        }
    }

    fn draw(&mut self, stream: &mut Stream) -> f64 {
        match self {
            Sampler::Zero => 0.0,
            Sampler::Inversion(inversion) => inversion.find(stream.unit()),
            Sampler::Rejection(rejection) => rejection.draw(stream),
            Sampler::Mixture { gamma, scale } => {
                let mean = gamma.draw(stream) * *scale;
                Sampler::new(mean, None).draw(stream)
            }
        }
    }
}

/// Inversion: the first k whose distribution function exceeds a number, where p(k) = p(k - 1) (a +
/// b / k). This covers Poisson and negative binomial (Panjer 1981, doi:10.1017/S0515036100006796).
#[derive(Clone, Debug)]
struct Inversion {
    a: f64,
    b: f64,
    /// The distribution function from 0 on, as far as needed so far.
    sums: Vec<f64>,
    /// p of the last value.
    term: f64,
}

impl Inversion {
    fn new(first: f64, a: f64, b: f64) -> Self {
        Inversion { a, b, sums: vec![first], term: first }
    }

    fn find(&mut self, unit: f64) -> f64 {
        let mut sum = self.sums.last().copied().unwrap_or(1.0);
        if unit < sum {
            return self.place_of(unit) as f64;
        }
        let (mut k, mut term) = (self.sums.len() as f64 - 1.0, self.term);
        while unit >= sum {
            k += 1.0;
            term *= self.a + self.b / k;
            let more = sum + term;
            // The remaining probability is below the precision of the sum.
            if more == sum {
                break;
            }
            sum = more;
            if self.sums.len() < MOST_SUMS {
                self.sums.push(sum);
                self.term = term;
            }
        }
        k
    }

    /// How many of the sums do not exceed a number. The first ones are counted, because the steps
    /// of a count depend on each other less than those of a search.
    fn place_of(&self, unit: f64) -> usize {
        let (first, rest) = self.sums.split_at(self.sums.len().min(COUNTED));
        match first.iter().map(|sum| usize::from(*sum <= unit)).sum() {
            COUNTED => COUNTED + rest.partition_point(|sum| *sum <= unit),
            place => place,
        }
    }
}

/// Poisson numbers for means of at least 10, by transformed rejection with squeeze: PTRS of
/// Hoermann 1993, doi:10.1016/0167-6687(93)90997-4.
#[derive(Clone, Debug)]
struct Rejection {
    mean: f64,
    a: f64,
    b: f64,
    /// The squeeze: accepted at once.
    squeeze: f64,
    inverse_alpha: f64,
    log_mean: f64,
}

impl Rejection {
    fn new(mean: f64) -> Self {
        let b = 0.931 + 2.53 * mean.sqrt();
        Rejection {
            mean,
            a: -0.059 + 0.02483 * b,
            b,
            squeeze: 0.9277 - 3.6224 / (b - 2.0),
            inverse_alpha: 1.1239 + 1.1328 / (b - 3.4),
            log_mean: libm::log(mean),
        }
    }

    fn draw(&self, stream: &mut Stream) -> f64 {
        loop {
            let (u, v) = (stream.unit() - 0.5, stream.unit());
            let us = 0.5 - u.abs();
            let k = ((2.0 * self.a / us + self.b) * u + self.mean + 0.43).floor();
            if us >= 0.07 && v <= self.squeeze {
                return k;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let hat = libm::log(v * self.inverse_alpha / (self.a / (us * us) + self.b));
            if hat <= k * self.log_mean - self.mean - log_factorial(k) {
                return k;
            }
        }
    }
}

/// ln k!, by Stirling's series from 10 on.
fn log_factorial(k: f64) -> f64 {
    if k < 10.0 {
        let mut product = 1.0;
        let mut n = k;
        while n > 1.0 {
            product *= n;
            n -= 1.0;
        }
        return libm::log(product);
    }
    const HALF_LOG_TAU: f64 = 0.918_938_533_204_672_8;
    let square = k * k;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / k;
    (k + 0.5) * libm::log(k) - k + HALF_LOG_TAU + series
}

/// Gamma numbers of scale 1 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).
#[derive(Clone, Debug)]
struct Gamma {
    d: f64,
    c: f64,
    /// For a shape below 1, drawn from the shape increased by 1.
    root: Option<f64>,
}

impl Gamma {
    fn new(shape: f64) -> Self {
        let root = (shape < 1.0).then_some(1.0 / shape);
        let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
        Gamma { d, c: 1.0 / (9.0 * d).sqrt(), root }
    }

    fn draw(&self, stream: &mut Stream) -> f64 {
        let number = self.draw_large(stream);
        match self.root {
            None => number,
            Some(root) => number * libm::exp(libm::log(stream.unit()) * root),
        }
    }

    fn draw_large(&self, stream: &mut Stream) -> f64 {
        loop {
            let x = stream.normal();
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let (v, u, square) = (root * root * root, stream.unit(), x * x);
            if u < 1.0 - 0.0331 * square * square
                || libm::log(u) < 0.5 * square + self.d * (1.0 - v + libm::log(v))
            {
                return self.d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: u32 = 50_000;

    fn draws(mean: f64, size: Option<&str>) -> Vec<f64> {
        let source = Streams::new(1, std::iter::once("line".to_owned()));
        let mut draws = source.draws(0, LineId::at(0), size.map(|size| size.parse().unwrap()));
        let scaled = (mean * 1e12) as i128;
        (0..COUNT).map(|_| f64::from(draws.runs(scaled, 1).unwrap())).collect()
    }

    fn moments(numbers: &[f64]) -> (f64, f64) {
        let count = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / count;
        let squares = numbers.iter().map(|number| (number - mean) * (number - mean));
        (mean, squares.sum::<f64>() / (count - 1.0))
    }

    /// Mean and variance are within five standard errors of the expected ones.
    fn assert_moments(mean: f64, size: Option<&str>) {
        let (found, spread) = moments(&draws(mean, size));
        let float = |size: &str| size.parse::<f64>().unwrap();
        let variance = mean + size.map_or(0.0, |size| mean * mean / float(size));
        let kurtosis = match size.map(float) {
            None => 1.0 / mean,
            Some(size) => {
                let p = size / (size + mean);
                6.0 / size + p * p / ((1.0 - p) * size)
            }
        };
        let count = f64::from(COUNT);
        let of_mean = (variance / count).sqrt();
        let of_variance = variance * ((2.0 + kurtosis) / count).sqrt();
        assert!((found - mean).abs() < 5.0 * of_mean, "mean {mean} {size:?}: {found}");
        let off = (spread - variance).abs();
        assert!(off < 5.0 * of_variance, "variance {variance} {mean} {size:?}: {spread}");
    }

    #[test]
    fn poisson_numbers_have_their_mean_and_variance() {
        for mean in [
            0.001, 0.1, 0.5, 1.0, 3.0, 7.5, 9.999, 10.0, 10.5, 12.0, 20.0, 50.0, 333.0, 1e4, 1e6,
            1e9,
        ] {
            assert_moments(mean, None);
        }
    }

    #[test]
    fn negative_binomial_numbers_have_their_mean_and_variance() {
        for mean in [0.05, 1.0, 5.0, 9.999, 10.0, 30.0, 1000.0, 1e6] {
            for size in ["0.1", "0.5", "0.999", "1", "1.5", "4", "50", "1000000"] {
                assert_moments(mean, Some(size));
            }
        }
    }

    /// Each number is as frequent as expected, within five standard errors.
    #[test]
    fn poisson_numbers_come_as_often_as_they_should() {
        for mean in [0.3, 3.0, 9.999, 10.0, 12.0, 40.0, 100.0] {
            let numbers = draws(mean, None);
            let spread = (5.0 * mean.sqrt()).ceil();
            let mut k = (mean - spread).max(0.0).floor();
            while k <= mean + spread {
                let chance = libm::exp(k * libm::log(mean) - mean - libm::lgamma(k + 1.0));
                let count = f64::from(COUNT);
                let found = numbers.iter().filter(|number| **number == k).count() as f64;
                let error = (chance * (1.0 - chance) * count).sqrt().max(1.0);
                assert!((found - chance * count).abs() < 5.0 * error, "{mean}: {k} {found} times");
                k += 1.0;
            }
        }
    }

    #[test]
    fn factorials_are_those_of_the_gamma_function() {
        for k in [0.0, 1.0, 2.0, 9.0, 10.0, 11.0, 170.0, 1e6, 4e9] {
            let (found, expected) = (log_factorial(k), libm::lgamma(k + 1.0));
            assert!((found - expected).abs() <= 1e-10 + 1e-15 * expected, "{k}: {found}");
        }
    }

    #[test]
    fn nothing_comes_of_nothing_and_the_edges_end() {
        assert!(draws(0.0, None).iter().all(|number| *number == 0.0));
        assert!(draws(0.0, Some("3")).iter().all(|number| *number == 0.0));
        let most = 1.0 - f64::EPSILON / 2.0;
        for (mean, size) in [(9.999, None), (9.999, Some(0.001)), (1e-12, None), (5.0, Some(1e6))] {
            let Sampler::Inversion(mut inversion) = Sampler::new(mean, size) else { panic!() };
            assert_eq!(inversion.find(0.0), 0.0);
            assert!(inversion.find(most) < 1e7);
        }
        let source = Streams::new(0, std::iter::once(String::new()));
        let mut wild = source.draws(0, LineId::at(0), Some("0.001".parse().unwrap()));
        let too_large = |_| wild.runs(1_000_000_000 * ONE, 1).is_none();
        assert!((0..100_000).any(too_large), "a number that cannot be counted");
    }

    #[test]
    fn sums_that_are_kept_make_no_difference() {
        let source = Streams::new(9, std::iter::once(String::new()));
        let mut stream = source.draws(0, LineId::at(0), None).stream;
        for (mean, size) in [(0.3, None), (9.999, None), (9.0, Some(0.1)), (5.0, Some(3.0))] {
            let Sampler::Inversion(first) = Sampler::new(mean, size) else { panic!() };
            let mut kept = first.clone();
            for _ in 0..5_000 {
                let unit = stream.unit();
                assert_eq!(kept.find(unit), first.clone().find(unit), "{mean} {size:?} {unit}");
            }
        }
    }

    #[test]
    fn equal_lines_have_streams_of_their_own() {
        let keys = ["a", "a", "b"].map(str::to_owned);
        let source = Streams::new(3, keys.into_iter());
        let first = |path, line| {
            source.draws(path, LineId::at(line), None).runs(1_000_000 * ONE, 1).unwrap()
        };
        let numbers = [first(0, 0), first(0, 1), first(0, 2), first(1, 0), first(1, 1)];
        for (place, number) in numbers.iter().enumerate() {
            assert!(!numbers[..place].contains(number), "{numbers:?}");
        }
        let alone = Streams::new(3, std::iter::once("b".to_owned()));
        assert_eq!(alone.draws(0, LineId::at(0), None).runs(1_000_000 * ONE, 1), Some(numbers[2]));
    }
}
