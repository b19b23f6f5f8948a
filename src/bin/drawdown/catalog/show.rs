//! `drawdown catalog show`

use super::terms;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::table::{Left, Right, table};
use drawdown::{CatalogInfo, OperationInfo, PlanInfo, PriceRule, PriceRules, SettingInfo};
use serde::Serialize;

/// What is in a catalog; with an operation, its settings and the rules of its price
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

/// An operation and how its price is made.
#[derive(Serialize)]
struct Shown {
    operation: Option<OperationInfo>,
    price: PriceRules,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let Some(id) = &args.operation else {
        let info = catalog.info();
        if args.json {
            return Answer::json(&info);
        }
        let terms = terms::account(&catalog.terms());
        let more =
            format!("`drawdown catalog terms {}` says what comes with each plan\n", args.catalog);
        let rules = if info.plans.is_empty() { String::new() } else { format!("\n{terms}{more}") };
        return Ok(Answer::new(format!("{}{rules}", overview(&info))));
    };
    let hint = format!("`drawdown catalog show {}` lists the operations", args.catalog);
    let price = catalog.price_rules(id);
    let price = price.map_err(|error| Failure::in_input(&args.catalog, &error, hint))?;
    let id = catalog.operation_id(id).unwrap_or_default();
    let operation = catalog.info().operations.into_iter().find(|known| known.id == id);
    let shown = Shown { operation, price };
    if args.json { Answer::json(&shown) } else { Ok(Answer::new(detail(&shown))) }
}

fn overview(info: &CatalogInfo) -> String {
    let mut out = format!("{} ({} {}), as of {}\n", info.name, info.id, info.version, info.as_of);
    out.extend(info.about.iter().map(|about| format!("{about}\n")));
    out.push_str(&format!("Unit: {}, in steps of {}\n\n", info.unit, info.step));
    let rows: Vec<[String; 5]> = info.operations.iter().map(operation_row).collect();
    let columns =
        [("operation", Left), ("name", Left), ("tool", Left), ("settings", Left), ("price", Left)];
    out.push_str(&table(columns, &rows));
    if !info.plans.is_empty() {
        let rows: Vec<[String; 4]> = info.plans.iter().map(plan_row).collect();
        let columns = [("plan", Left), ("name", Left), ("for", Left), ("sold", Left)];
        out.push_str(&format!("\n{}", table(columns, &rows)));
    }
    if !info.notes.is_empty() {
        out.push('\n');
        out.extend(info.notes.iter().map(|note| format!("Note: {note}\n")));
    }
    out
}

fn operation_row(operation: &OperationInfo) -> [String; 5] {
    let settings: Vec<&str> =
        operation.settings.iter().map(|setting| setting.name.as_str()).collect();
    let price = match operation.pricing {
        "unpriced" => "not published",
        "priced" if operation.approximate => "≈",
        "priced" => "",
        other => other,
    };
    [
        operation.id.clone(),
        operation.name.clone(),
        operation.tool.clone().unwrap_or_default(),
        settings.join(", "),
        price.to_owned(),
    ]
}

fn plan_row(plan: &PlanInfo) -> [String; 4] {
    let sold = if plan.contact { "by contract" } else { "" };
    [plan.id.clone(), plan.name.clone(), plan.audience.clone().unwrap_or_default(), sold.to_owned()]
}

fn detail(shown: &Shown) -> String {
    let Shown { operation, price } = shown;
    let mut out = operation.as_ref().map(facts).unwrap_or_default();
    let rows: Vec<[String; 4]> = price.rules.iter().map(rule_row).collect();
    let columns = [("line", Left), ("quantity", Left), ("when", Left), ("price", Right)];
    out.push_str(&format!("\n{}", table(columns, &rows)));
    let quantities = price.quantities.iter().map(|quantity| format!("Where {quantity}\n"));
    let gates = price.gates.iter().map(|gate| format!("Gate: {gate}\n"));
    let factors = price.cost_factors.iter().map(|factor| format!("With plan {factor}\n"));
    let calendars = price.calendars.iter().map(|calendar| format!("Calendar {calendar}\n"));
    let words: String = quantities.chain(factors).chain(calendars).chain(gates).collect();
    if words.is_empty() { out } else { format!("{out}\n{words}") }
}

/// What it is, and what the person sets.
fn facts(operation: &OperationInfo) -> String {
    let mut out = format!("{} ({})\n", operation.name, operation.id);
    out.extend(operation.about.iter().map(|about| format!("{about}\n")));
    let facts = [("Tool", &operation.tool), ("Model", &operation.model), ("Tier", &operation.tier)];
    out.extend(
        facts.iter().filter_map(|(name, fact)| Some(format!("{name}: {}\n", fact.as_ref()?))),
    );
    if !operation.settings.is_empty() {
        let rows: Vec<[String; 4]> = operation.settings.iter().map(setting_row).collect();
        let columns = [("setting", Left), ("values", Left), ("default", Right), ("remark", Left)];
        out.push_str(&format!("\n{}", table(columns, &rows)));
    }
    out
}

fn rule_row(rule: &PriceRule) -> [String; 4] {
    let about = if rule.approximate { "≈ " } else { "" };
    [rule.line.clone(), rule.quantity.clone(), rule.case.clone(), format!("{about}{}", rule.rate)]
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

/// What a setting may be, also beside others: `0 – 100; at most input_tokens`.
fn values(setting: &SettingInfo) -> String {
    let limits = setting.limits.iter().map(String::as_str);
    [&*kind_values(setting)].into_iter().chain(limits).collect::<Vec<_>>().join("; ")
}

/// What a setting may be by itself: `720p, 1080p`, `3 – 30 s in steps of 1`, `yes, no`.
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
