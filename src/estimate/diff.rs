//! The changes of a new catalog version: value by value, and in sentences.

mod account;
mod boxes;
mod cells;
mod changes;
mod difference;
mod operation;
mod price;
mod rates;
mod sections;
mod settings;
mod subject;
mod words;

use crate::catalog::Catalog;
use crate::error::Errors;
pub use changes::{Change, changes};
pub use difference::{ChangeKind, Difference};
use operation::Versions;

/// Compares two versions. For every operation: its price for every choice of its settings (numbers
/// at their default or minimum) and for every plan, on the date of each catalog and whenever a
/// dated price begins or ends after it; and the rules of the price, so that no change is missed.
/// Then names and units, zones, holidays and meters, plans, grants, top-ups, burn order and policies,
/// value by value. Sources and remarks are not compared.
///
/// # Errors
/// Errors in the operations of an [opened](Catalog::open) catalog.
pub fn diff(before: &Catalog, after: &Catalog) -> Result<Vec<Difference>, Errors> {
    let mut found = Vec::new();
    operations(before, after, &mut found)?;
    sections::sections(before, after, &mut found);
    Ok(found)
}

fn operations(
    before: &Catalog,
    after: &Catalog,
    found: &mut Vec<Difference>,
) -> Result<(), Errors> {
    let (old, new) = (before.checked(), after.checked());
    for (place, head) in new.heads().iter().enumerate() {
        let operation = new.operation_at(place)?;
        match old.head(&head.id) {
            Some((place, _)) => {
                let old = old.operation_at(place)?;
                found.extend(Versions { before, old, after, new: operation }.differences()?);
            }
            None => found.push(operation::added(before, after, operation)?),
        }
    }
    for (place, head) in old.heads().iter().enumerate() {
        if new.head(&head.id).is_none() {
            found.push(operation::removed(before, old.operation_at(place)?, after));
        }
    }
    Ok(())
}
