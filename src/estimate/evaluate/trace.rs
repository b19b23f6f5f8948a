//! What happened, for the lines; or nothing at all, for speed.

use super::Gap;
use crate::amount::{Fraction, Number};
use crate::catalog::program::{Component, Plan, Step};

/// What made a line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'c> {
    Component(&'c Component),
    /// The quantity was billed in whole blocks.
    Block(&'c Component),
    Step(&'c Step),
    CostFactor(&'c Plan),
    /// An amount without a finite decimal was rounded to the credit's step.
    CreditStep,
}

/// How far a component could be priced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark<'c> {
    Priced,
    Free,
    Gap(Gap<'c>),
}

/// One line, still in fractions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw<'c, N> {
    pub(crate) origin: Origin<'c>,
    /// The component of `max_of` that was the dearest.
    pub(crate) chosen: Option<&'c Component>,
    pub(crate) mark: Mark<'c>,
    pub(crate) quantity: Option<N>,
    pub(crate) rate: Option<N>,
    pub(crate) per: Fraction,
    pub(crate) amount: N,
}

impl<'c, N: Number> Raw<'c, N> {
    /// A line that is an amount and nothing more.
    pub(crate) fn amount(origin: Origin<'c>, amount: N) -> Self {
        Raw {
            origin,
            chosen: None,
            mark: Mark::Priced,
            quantity: None,
            rate: None,
            per: Fraction::ONE,
            amount,
        }
    }
}

/// Somewhere that lines go.
pub(crate) trait Trace<'c, N> {
    /// Whether anybody looks; if not, lines need not be made.
    const ACTIVE: bool;
    fn line(&mut self, raw: Raw<'c, N>);
    /// How many lines there are.
    fn len(&self) -> usize;
    /// The lines from a place on.
    fn since(&mut self, start: usize) -> &mut [Raw<'c, N>];
}

/// Nowhere.
pub(crate) struct Silent;

impl<'c, N> Trace<'c, N> for Silent {
    const ACTIVE: bool = false;
    fn line(&mut self, _: Raw<'c, N>) {}
    fn len(&self) -> usize {
        0
    }
    fn since(&mut self, _: usize) -> &mut [Raw<'c, N>] {
        &mut []
    }
}

/// A list.
pub(crate) struct Traced<'c, N>(pub(crate) Vec<Raw<'c, N>>);

impl<'c, N> Trace<'c, N> for Traced<'c, N> {
    const ACTIVE: bool = true;
    fn line(&mut self, raw: Raw<'c, N>) {
        self.0.push(raw);
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn since(&mut self, start: usize) -> &mut [Raw<'c, N>] {
        self.0.get_mut(start..).unwrap_or(&mut [])
    }
}
