//! Components that count in a meter.

use super::super::operation::{ComponentDocument, Scope as Charged};
use super::super::program::{Charge, Expression, RUNS, Tariff};
use super::Scope;
use crate::amount::{Arithmetic, Fraction};
use crate::error::ErrorKind;
use crate::json::Path;

impl Scope<'_> {
    /// The index of a component's meter; the component's quantity becomes that of all runs.
    pub(super) fn meter(
        &self,
        path: &Path,
        name: &str,
        document: &ComponentDocument,
        charge: &mut Charge,
    ) -> Option<usize> {
        let path = &path.key("meter");
        self.log.uses(&Path::Root.key("meters").key(name));
        let place = self.document.meters.iter().position(|(known, _)| known == name);
        if place.is_none() {
            let valid = self.document.meters.iter().map(|(known, _)| known.as_str()).collect();
            self.unknown(path, "meter", name, valid);
        }
        let metered = match charge {
            Charge::Metered(metered) if matches!(metered.tariff, Tariff::Volume(_)) => {
                let sentence = "volume tiers would change the price of earlier use: \
                                use `graduated` with a meter";
                self.error(path, ErrorKind::Overlap, sentence);
                return None;
            }
            Charge::Metered(metered) => metered,
            Charge::MaxOf(_) => {
                let sentence = "a component with `max_of` cannot count in a meter";
                self.error(path, ErrorKind::Overlap, sentence);
                return None;
            }
        };
        if document.charged == Some(Charged::Request) {
            self.counts_runs.set(true);
        } else {
            let none = Expression::exactly(Fraction::ONE);
            let quantity = std::mem::replace(&mut metered.quantity, none);
            let of_all = Box::new([quantity, Expression::Slot(RUNS)]);
            metered.quantity = Expression::Both(Arithmetic::Mul, of_all);
        }
        let mut meters = self.meters.borrow_mut();
        let known = meters.iter().position(|known| Some(*known) == place);
        if known.is_none() {
            meters.push(place?);
        }
        Some(known.unwrap_or(meters.len() - 1))
    }
}
