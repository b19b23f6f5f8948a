//! Cells of tables in words: `resolution 480p, model b`.

use super::super::asked::{ResolvedRequest, SlotValue};
use super::super::value::value as shown;
use crate::catalog::program::{Cells, Column, Expression, RUNS, Table};

/// The cell that these slots select, from the outermost column inwards.
pub(crate) fn words(asked: &ResolvedRequest, slots: &[SlotValue], table: &Table) -> String {
    let mut out = String::new();
    for (level, column) in table.columns.iter().enumerate().take(table.level + 1) {
        if level > 0 {
            out.push_str(", ");
        }
        out.push_str(&column.text);
        out.push(' ');
        let beyond = if level == table.level { beyond(asked, table) } else { None };
        out.push_str(&beyond.unwrap_or_else(|| value(asked, slots, column)));
    }
    out
}

/// The part of a column that has no row, if every number was tried.
fn beyond(asked: &ResolvedRequest, table: &Table) -> Option<String> {
    let Cells::Ranges(Expression::Slot(slot), rows) = &table.cells else { return None };
    if !asked.open.contains(slot) {
        return None;
    }
    let bound = rows.last()?.0.as_ref()?;
    let mut out = if bound.included { "above " } else { "of at least " }.to_owned();
    bound.at.push(&mut out);
    Some(out)
}

fn value(asked: &ResolvedRequest, slots: &[SlotValue], column: &Column) -> String {
    let plain = match (column.slot, &*column.text) {
        (Some(slot), _) => {
            slots.get(slot).zip(asked.setting(slot)).and_then(|(filled, setting)| {
                shown(filled, &setting.kind).map(|value| value.to_string())
            })
        }
        (None, "plan") => {
            Some(asked.held_plan().map_or("none".to_owned(), |plan| plan.id.to_string()))
        }
        (None, "runs") => Some(asked.runs.to_string()),
        _ => None,
    };
    plain.unwrap_or_else(|| "as asked".to_owned())
}

/// Adds the open settings to set in order to select another cell.
pub(super) fn to_choose(asked: &ResolvedRequest, table: &Table, out: &mut String) {
    let mut before = "; choose ";
    for column in table.columns.iter().take(table.level + 1) {
        if column.slot.is_some_and(|slot| slot > RUNS && asked.open.contains(&slot)) {
            out.push_str(before);
            out.push_str(&column.text);
            before = " and ";
        }
    }
}
