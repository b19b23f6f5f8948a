//! An estimate for people: the lines, the total, and notes.

use crate::table::{Left, Right, amount, between, counted, line_width, table_within, wrapped};
use drawdown::{
    BalanceAfter, Between, Catalog, CatalogInfo, Credits, Estimate, Line, LineState, OperationInfo,
    SettingInfo, SettingValue, State, grouped,
};

pub(super) fn estimate(catalog: &Catalog, estimate: &Estimate) -> String {
    let info = catalog.info();
    let operation = info.operations.iter().find(|known| *known.id == *estimate.operation);
    let settings = operation.map_or(&[][..], |operation| &operation.settings);
    let mut out = title(&info, operation, estimate);
    out.push_str(&lines(estimate, settings));
    out.push('\n');
    for remark in remarks(estimate) {
        out.push_str(&wrapped(&remark, line_width(), 2));
    }
    out
}

/// `Clip 2, 3 runs, plan Pro`: the request; and the catalog of the prices.
fn title(info: &CatalogInfo, operation: Option<&OperationInfo>, estimate: &Estimate) -> String {
    let name = operation.map_or(&*estimate.operation, |known| &known.name);
    let runs = counted(estimate.runs.into(), "run");
    let plan = estimate.plan.as_ref().map(|id| {
        let name = info.plans.iter().find(|plan| *plan.id == **id).map_or(&**id, |plan| &plan.name);
        format!(", plan {name}")
    });
    let asked = operation.map(|operation| asked(operation, estimate)).unwrap_or_default();
    let (catalog, version, at) = (&estimate.catalog, &estimate.version, estimate.at);
    let first = format!("{name}, {runs}{}", plan.unwrap_or_default());
    let last = format!("{catalog} {version}, prices of {at}");
    let lines = [first, asked, last].into_iter().filter(|line| !line.is_empty());
    let lines: String = lines.map(|line| wrapped(&line, line_width(), 2)).collect();
    format!("{lines}\n")
}

/// `Duration 12 s, Audio no`: the settings, if other values are possible.
fn asked(operation: &OperationInfo, estimate: &Estimate) -> String {
    if operation.pricing != "priced" {
        return String::new();
    }
    let settings = operation.settings.iter().filter(|setting| setting.has_choice());
    let words = settings.filter_map(|setting| {
        let (_, value) = estimate.settings.iter().find(|(name, _)| **name == *setting.name)?;
        Some(format!("{} {}", setting.label, in_words(value, setting)))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// `1,200 px`, `(4, 7, 12) s`; `30` for "Days" that are counted in days.
fn in_words(value: &SettingValue, setting: &SettingInfo) -> String {
    let value = match value {
        SettingValue::Number(number) => grouped(number),
        SettingValue::List(items) if items.is_empty() => return "none".to_owned(),
        SettingValue::List(items) => {
            let items: Vec<String> = items.iter().map(grouped).collect();
            format!("({})", items.join(", "))
        }
        other => other.to_string(),
    };
    let unit = setting.unit.iter().find(|unit| !unit.eq_ignore_ascii_case(&setting.label));
    unit.map_or(value.clone(), |unit| format!("{value} {unit}"))
}

/// The lines with an effect, and their total.
fn lines(estimate: &Estimate, settings: &[SettingInfo]) -> String {
    let mut shown: Vec<&Line> = estimate.lines.iter().filter(|line| !line.is_idle()).collect();
    if shown.is_empty() {
        shown.extend(estimate.lines.first());
    }
    let mut rows: Vec<[String; 3]> = shown.iter().map(|line| row(line, estimate)).collect();
    rows.extend(totals(estimate, settings));
    let columns = [("line", Left), ("how", Left), (&*estimate.unit, Right)];
    table_within(line_width(), columns, &rows)
}

fn row(line: &Line, estimate: &Estimate) -> [String; 3] {
    let cost = match line.state {
        LineState::Free => "free".to_owned(),
        LineState::Unpriced => "not published".to_owned(),
        LineState::After => at_most(line.high, estimate.approximate),
        LineState::Priced => match (line.amount, line.low, line.high) {
            (Some(exact), ..) => amount(exact, estimate.approximate),
            (_, Some(low), Some(high)) => between(Between { low, high }, estimate.approximate),
            _ => "no amount".to_owned(),
        },
    };
    [line.label.to_string(), line.text.clone(), cost]
}

/// A cost known only after the run, with its maximum.
fn at_most(high: Option<Credits>, approximate: bool) -> String {
    match high {
        Some(high) => format!("at most {}", amount(high, approximate)),
        None => "after the run".to_owned(),
    }
}

fn totals(estimate: &Estimate, settings: &[SettingInfo]) -> Vec<[String; 3]> {
    let row = |label: &str, how: &str, cost: String| [label.to_owned(), how.to_owned(), cost];
    let about = estimate.approximate;
    match (estimate.state, estimate.total, estimate.low, estimate.high) {
        (State::Exact, ..) if estimate.free => vec![row("total", "", "free".to_owned())],
        (State::Exact, Some(total), ..) => vec![row("total", "", amount(total, about))],
        (State::Range, _, Some(low), Some(high)) => {
            let open: Vec<&str> = estimate.open.iter().map(|name| label(name, settings)).collect();
            let how = match open.as_slice() {
                [] => "published range".to_owned(),
                open => format!("depends on {}", open.join(", ")),
            };
            vec![row("total", &how, between(Between { low, high }, about))]
        }
        (state, ..) => {
            let word = match state {
                State::Rate => at_most(estimate.high, about),
                _ => "unknown".to_owned(),
            };
            let has_amounts = estimate.lines.iter().any(|line| line.amount.is_some());
            let known = estimate.known.filter(|_| has_amounts);
            let known = known.map(|known| row("known so far", "", amount(known, about)));
            known.into_iter().chain([row("total", "", word)]).collect()
        }
    }
}

/// Notes, one per paragraph.
fn remarks(estimate: &Estimate) -> Vec<String> {
    let mut remarks = Vec::new();
    if estimate.approximate {
        remarks.push("≈: the vendor calls these amounts approximate".to_owned());
    }
    remarks.extend(reasons(estimate));
    remarks.extend(estimate.gates.iter().map(|gate| format!("Gate: {}", gate.reason)));
    remarks.extend(estimate.balance.iter().map(|balance| balance_words(balance, &estimate.unit)));
    remarks.extend(estimate.notes.iter().map(|note| format!("Note: {note}")));
    let sources = estimate.sources.iter();
    remarks.extend(sources.map(|source| format!("Source: {}, as of {}", source.at, source.as_of)));
    if estimate.sources.is_empty() {
        remarks.push(format!("As of {}", estimate.as_of));
    }
    remarks
}

/// Why lines have no amount: each reason once, with the labels of its lines.
fn reasons(estimate: &Estimate) -> Vec<String> {
    let why = if estimate.state == State::Rate { "Known after the run" } else { "Unknown" };
    let mut each: Vec<(&str, Vec<&str>)> = Vec::new();
    for reason in &estimate.reasons {
        let line = estimate.lines.iter().find(|line| line.rule == reason.rule);
        let label = line.map(|line| &*line.label);
        match each.iter_mut().find(|(text, labels)| *text == reason.text && !labels.is_empty()) {
            Some((_, labels)) if label.is_some() => labels.extend(label),
            _ => each.push((&reason.text, label.into_iter().collect())),
        }
    }
    let words = |(text, labels): (&str, Vec<&str>)| {
        let lines =
            if labels.is_empty() { String::new() } else { format!("{}: ", labels.join(", ")) };
        format!("{why}: {lines}{text}")
    };
    each.into_iter().map(words).collect()
}

fn balance_words(balance: &BalanceAfter, unit: &str) -> String {
    let after = match (balance.after, balance.low, balance.high) {
        (Some(after), ..) => grouped(after),
        (_, Some(low), Some(high)) => between(Between { low, high }, false),
        _ => "unknown".to_owned(),
    };
    let as_of = balance.as_of.map(|at| format!(" (as of {at})")).unwrap_or_default();
    let missing =
        balance.shortfall.map(|short| format!("; {} missing", grouped(short))).unwrap_or_default();
    format!("Balance: {}{as_of} before, {after} {unit} after{missing}", grouped(balance.before))
}

/// The name of a setting for people.
pub(super) fn label<'n>(name: &'n str, settings: &'n [SettingInfo]) -> &'n str {
    let setting = settings.iter().find(|setting| setting.name == *name);
    let default = if name == "at" { "the time" } else { name };
    setting.map_or(default, |setting| &setting.label)
}
