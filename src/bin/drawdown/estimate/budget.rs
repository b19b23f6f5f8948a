//! The inverse questions for people: what a budget pays for, and cheaper requests.

use super::itemised::label;
use crate::table::{Left, Right, amount, line_width, table, wrapped};
use drawdown::{Affordable, Alternative, Cheaper, Reach, SettingInfo, grouped};

pub(super) fn affordable(answer: &Affordable, settings: &[SettingInfo]) -> String {
    let mut out = format!(
        "Budget: {} {}\nRuns: {}\n",
        grouped(answer.budget),
        answer.unit,
        runs(answer, settings)
    );
    if !answer.settings.is_empty() {
        let rows: Vec<[String; 3]> =
            answer.settings.iter().map(|one| reach(one, settings)).collect();
        let columns = [("setting", Left), ("at most", Right), (&*answer.unit, Right)];
        out.push_str("\nThe most in one setting, all else equal:\n\n");
        out.push_str(&table(columns, &rows));
    }
    out.push_str(&remarks(&answer.notes));
    out
}

fn remarks<T: AsRef<str>>(notes: &[T]) -> String {
    notes.iter().map(|note| format!("\n{}", wrapped(note.as_ref(), line_width(), 2))).collect()
}

fn runs(answer: &Affordable, settings: &[SettingInfo]) -> String {
    match (answer.runs, answer.cost) {
        (None, _) if !answer.needs.is_empty() => {
            let needs: Vec<&str> = answer.needs.iter().map(|name| label(name, settings)).collect();
            format!("unknown without a value for {}", needs.join(", "))
        }
        (None, _) => "unknown, because the cost is unknown".to_owned(),
        (Some(None), _) => "any number".to_owned(),
        (Some(Some(0)), _) => "none".to_owned(),
        (Some(Some(runs)), Some(cost)) => {
            let open = if answer.at_least { "at least " } else { "" };
            format!("{open}{}, which cost {}", grouped(runs), grouped(cost))
        }
        (Some(Some(runs)), None) => grouped(runs),
    }
}

fn reach(reach: &Reach, settings: &[SettingInfo]) -> [String; 3] {
    let unit = reach.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let none = if reach.any { "any" } else { "nothing fits" };
    let value = reach.value.as_ref().map_or(none.to_owned(), |value| {
        let open = if reach.at_least { "at least " } else { "" };
        format!("{open}{value}{unit}")
    });
    [label(&reach.setting, settings).to_owned(), value, reach.cost.map(grouped).unwrap_or_default()]
}

pub(super) fn cheaper(answer: &Cheaper) -> String {
    let asked = format!("As asked: {} {}\n", grouped(answer.total), answer.unit);
    if answer.alternatives.is_empty() {
        let notes = remarks(&answer.notes);
        return format!("{asked}No equivalent request costs less\n{notes}");
    }
    let rows: Vec<[String; 4]> = answer.alternatives.iter().map(alternative).collect();
    let columns = [("instead", Left), (&*answer.unit, Right), ("saves", Right), ("but", Left)];
    format!("{asked}\n{}{}", table(columns, &rows), remarks(&answer.notes))
}

fn alternative(alternative: &Alternative) -> [String; 4] {
    let gates: Vec<&str> = alternative.gates.iter().map(|gate| &*gate.reason).collect();
    [
        alternative.change.clone(),
        amount(alternative.total, alternative.approximate),
        amount(alternative.saving, alternative.approximate),
        gates.join("; "),
    ]
}
