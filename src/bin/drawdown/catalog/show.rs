//! `drawdown catalog show`

use super::terms;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::table::{Left, Right, Side, line_width, table, table_within, wrapped};
use drawdown::{
    Catalog, CatalogInfo, Decimal, Footnotes, OperationInfo, PriceRule, PriceRules, SettingInfo,
    Source, grouped,
};
use serde::Serialize;

/// Show the rate card of a catalog or, for an operation, its settings and price rules
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalog: a file, or the id of a shipped one
    #[arg(value_name = "FILE|ID")]
    catalog: String,

    /// Id of an operation
    operation: Option<String>,

    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// An operation and its price rules.
#[derive(Serialize)]
struct Shown {
    operation: Option<OperationInfo>,
    price: PriceRules,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let info = catalog.info();
    let hint = format!("`drawdown catalog show {}` lists the operations", args.catalog);
    let rules = |id: &str| {
        let price = catalog.price_rules(id);
        price.map_err(|error| Failure::in_input(&args.catalog, &error, hint.clone()))
    };
    let Some(id) = &args.operation else {
        if args.json {
            return Answer::json(&info);
        }
        let mut out = heading(&info);
        for operation in &info.operations {
            out.push_str(&section(operation, &rules(&operation.id)?));
        }
        out.push_str(&account(&catalog, &info));
        return Ok(Answer::new(format!("{out}{}", footnotes(&catalog.footnotes()))));
    };
    let price = rules(id)?;
    let id = catalog.operation_id(id).unwrap_or_default();
    let operation = info.operations.into_iter().find(|known| known.id == id);
    let shown = Shown { operation, price };
    if args.json { Answer::json(&shown) } else { Ok(Answer::new(detail(&shown))) }
}

fn heading(info: &CatalogInfo) -> String {
    let first = format!("{} ({} {}), as of {}", info.name, info.id, info.version, info.as_of);
    let about = info.about.iter().map(|about| paragraph(about, 0));
    let unit = format!("Unit: {}, in steps of {}", info.unit, info.step);
    let about: String = about.collect();
    format!("{}{about}{}", paragraph(&first, 0), paragraph(&unit, 0))
}

/// An operation on the rate card: all its prices and remarks.
fn section(operation: &OperationInfo, price: &PriceRules) -> String {
    let tool = operation.tool.as_ref().map(|tool| format!(", {tool}")).unwrap_or_default();
    let title = format!("{} ({}){tool}", operation.name, operation.id);
    let about = operation.about.iter().map(|about| paragraph(about, 0)).collect::<String>();
    let prices = match price.rules.as_slice() {
        // The whole operation is free or unpriced.
        [rule] if rule.quantity.is_empty() && rule.case.is_empty() => {
            format!("{}{about}", paragraph(&format!("{title}: {}", rate(rule)), 2))
        }
        rules => format!("{}{about}{}", paragraph(&title, 2), prices(rules)),
    };
    let sources = price.sources.iter().map(|source| paragraph(&source_words(source), 2));
    format!("\n{prices}{}{}", remarks(price), sources.collect::<String>())
}

/// Plans, credits and the rules of the account, if the catalog defines them.
fn account(catalog: &Catalog, info: &CatalogInfo) -> String {
    let terms = catalog.terms();
    let is_said = terms.account.iter().any(|line| !line.assumed);
    let has_credits = terms.plans.iter().any(|plan| plan.lines.len() > 1);
    if info.plans.is_empty() && !is_said && !has_credits {
        return String::new();
    }
    let words = terms::words(&terms);
    format!("\n{}", words.lines().map(|line| paragraph(line, 4)).collect::<String>())
}

fn footnotes(footnotes: &Footnotes) -> String {
    let notes = footnotes.notes.iter().map(|note| note_words(note));
    let sources = footnotes.sources.iter().map(source_and_note);
    let words: String = notes.chain(sources).collect();
    if words.is_empty() { words } else { format!("\n{words}") }
}

fn note_words(note: &str) -> String {
    paragraph(&format!("Note: {note}"), 2)
}

fn source_words(source: &Source) -> String {
    format!("Source: {}, as of {}", source.at, source.as_of)
}

fn source_and_note(source: &Source) -> String {
    let note = source.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    paragraph(&format!("{}{note}", source_words(source)), 2)
}

/// The width of a rate card, narrow enough to stand beside the vendor's page.
fn width() -> usize {
    line_width().min(80)
}

/// A paragraph within the width; no word is wider.
pub(super) fn paragraph(text: &str, indent: usize) -> String {
    if text.is_empty() {
        return "\n".to_owned();
    }
    let broken = text.split(' ').map(|word| pieces(word, width() - indent));
    wrapped(&broken.collect::<Vec<_>>().join(" "), width(), indent)
}

/// A word in pieces of a given length.
fn pieces(word: &str, width: usize) -> String {
    let letters: Vec<char> = word.chars().collect();
    let pieces = letters.chunks(width.max(1)).map(|piece| piece.iter().collect::<String>());
    pieces.collect::<Vec<_>>().join(" ")
}

/// A table within the width; words are broken only if necessary.
fn fitted<const N: usize>(columns: [(&str, Side); N], rows: &[[String; N]]) -> String {
    let shown = table_within(width(), columns, rows);
    if shown.lines().all(|line| line.chars().count() <= width()) {
        return shown;
    }
    let widest = (width() / N.max(1)).saturating_sub(3);
    let in_pieces = |cell: &String| {
        cell.split(' ').map(|word| pieces(word, widest)).collect::<Vec<_>>().join(" ")
    };
    let rows: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(in_pieces)).collect();
    table_within(width(), columns, &rows)
}

fn prices(rules: &[PriceRule]) -> String {
    let mut rows: Vec<[String; 4]> = rules.iter().map(rule_row).collect();
    // Do not repeat a cell of the row above.
    let mut above = [String::new(), String::new()];
    for [line, quantity, ..] in &mut rows {
        let whole = [line.clone(), quantity.clone()];
        if whole == above {
            line.clear();
            quantity.clear();
        }
        above = whole;
    }
    let columns = [("line", Left), ("quantity", Left), ("when", Left), ("price", Right)];
    let is_wide = table(columns, &rows).lines().any(|line| line.chars().count() > width());
    for [.., price] in rows.iter_mut().filter(|_| is_wide) {
        // A long text leaves room for the other columns.
        *price = wrapped(price, 22, 0).trim_end().to_owned();
    }
    fitted(columns, &rows)
}

fn detail(shown: &Shown) -> String {
    let Shown { operation, price } = shown;
    let mut out = operation.as_ref().map(facts).unwrap_or_default();
    out.push_str(&format!("\n{}", prices(&price.rules)));
    let sources = price.sources.iter().map(source_and_note).collect::<String>();
    let factors = price.cost_factors.iter().map(|text| paragraph(&format!("With plan {text}"), 2));
    let remarks = format!("{}{}{sources}", factors.collect::<String>(), remarks(price));
    if remarks.is_empty() { out } else { format!("{out}\n{remarks}") }
}

/// The remarks on the prices, one paragraph each.
fn remarks(price: &PriceRules) -> String {
    let lines = |word: &str, texts: &[String]| {
        texts.iter().map(|text| paragraph(&format!("{word} {text}"), 2)).collect::<String>()
    };
    let words = [
        lines("Where", &price.quantities),
        lines("Meter", &price.meters),
        lines("Calendar", &price.calendars),
        lines("Gate:", &price.gates),
        lines("Note:", &price.notes),
    ];
    words.concat()
}

/// The operation and its settings.
fn facts(operation: &OperationInfo) -> String {
    let mut out = paragraph(&format!("{} ({})", operation.name, operation.id), 2);
    out.extend(operation.about.iter().map(|about| paragraph(about, 0)));
    let facts = [("Tool", &operation.tool), ("Model", &operation.model), ("Tier", &operation.tier)];
    let facts = facts.iter().filter_map(|(name, fact)| Some(format!("{name}: {}", fact.as_ref()?)));
    out.extend(facts.map(|fact| paragraph(&fact, 2)));
    if !operation.settings.is_empty() {
        let rows: Vec<[String; 4]> = operation.settings.iter().map(setting_row).collect();
        let columns = [("setting", Left), ("values", Left), ("default", Right), ("remark", Left)];
        out.push_str(&format!("\n{}", fitted(columns, &rows)));
    }
    out
}

fn rule_row(rule: &PriceRule) -> [String; 4] {
    [rule.line.clone(), separated(&rule.quantity), rule.case.clone(), rate(rule)]
}

fn rate(rule: &PriceRule) -> String {
    let about = if rule.approximate { "≈ " } else { "" };
    format!("{about}{}", separated(&rule.rate))
}

/// The text with thousands separators, unless a comma could be misread.
fn separated(text: &str) -> String {
    if text.contains('(') {
        return text.to_owned();
    }
    let words =
        text.split(' ').map(|word| word.parse().map_or(word.to_owned(), |n: Decimal| grouped(n)));
    words.collect::<Vec<_>>().join(" ")
}

fn setting_row(setting: &SettingInfo) -> [String; 4] {
    let default = setting.default.as_ref().map(ToString::to_string);
    let missing = match (setting.optional, setting.after) {
        (true, _) => "may be absent",
        (_, true) => "after the run",
        _ => "open",
    };
    [
        setting.name.clone(),
        values(setting),
        default.unwrap_or_else(|| missing.to_owned()),
        setting.note.clone().unwrap_or_default(),
    ]
}

/// The values of a setting, including limits: `0 – 100; at most input_tokens`.
fn values(setting: &SettingInfo) -> String {
    let limits = setting.limits.iter().map(String::as_str);
    [&*kind_values(setting)].into_iter().chain(limits).collect::<Vec<_>>().join("; ")
}

/// The values of a setting, without limits that depend on other settings: `720p, 1080p`,
/// `3 – 30 s in steps of 1`, `yes, no`.
fn kind_values(setting: &SettingInfo) -> String {
    let unit = setting.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    if let Some(choices) = &setting.choices {
        let choices: Vec<String> = choices.iter().map(ToString::to_string).collect();
        let others = if setting.others { ", or others (price not published)" } else { "" };
        return format!("{}{unit}{others}", choices.join(", "));
    }
    if setting.kind == "flag" {
        return "yes, no".to_owned();
    }
    let bounds = match (setting.min, setting.max) {
        (Some(min), Some(max)) => format!("{min} – {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => "any number".to_owned(),
    };
    let step = setting.step.map(|step| format!(" in steps of {step}")).unwrap_or_default();
    let list =
        if setting.kind == "list" { format!("{} of ", items(setting)) } else { String::new() };
    format!("{list}{bounds}{unit}{step}")
}

/// `list`, `1 – 4 numbers`.
fn items(setting: &SettingInfo) -> String {
    match (setting.min_items, setting.max_items) {
        (least, Some(most)) => format!("{} – {most} numbers", least.unwrap_or(0)),
        (Some(least), None) if least > 0 => format!("{least} or more numbers"),
        _ => "numbers".to_owned(),
    }
}
