//! `drawdown catalog types`

use crate::answer::Answer;
use crate::input;
use drawdown::{CatalogInfo, OperationInfo, SettingInfo, SettingValue};
use std::fmt::Write;

/// Print TypeScript declarations, by which a compiler checks requests to the catalog
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Catalog: a file, or the id of a shipped one
    #[arg(value_name = "FILE|ID")]
    catalog: String,

    /// Where the types of the npm package are
    #[arg(long, value_name = "MODULE", default_value = "drawdown")]
    from: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    Ok(Answer::new(declarations(&input::catalog(&args.catalog)?.info(), &args.from)))
}

/// A module that declares the catalog as its default export.
fn declarations(catalog: &CatalogInfo, from: &str) -> String {
    let operations: String = catalog.operations.iter().map(operation).collect();
    let plans: Vec<String> = catalog.plans.iter().map(|plan| quoted(&plan.id)).collect();
    let plans = if plans.is_empty() { "never".to_owned() } else { plans.join(" | ") };
    let (name, version, id) = (&catalog.name, &catalog.version, quoted(&catalog.id));
    format!(
        "// {}, version {}. Made by `drawdown catalog types {}`.\nimport type {{ Amount, TypedCatalog }} \
         from {};\n\ninterface Operations {{\n{operations}}}\n\ntype Plans = {plans};\n\ndeclare const \
         catalog: TypedCatalog<Operations, Plans>;\nexport default catalog;\n",
        one_line(name),
        one_line(version),
        id.trim_matches('"'),
        quoted(from)
    )
}

fn operation(operation: &OperationInfo) -> String {
    let (name, id) = (comment(&operation.name), quoted(&operation.id));
    if operation.settings.is_empty() {
        return format!("  /** {name} */\n  {id}: Record<string, never>;\n");
    }
    let mut text = format!("  /** {name} */\n  {id}: {{\n");
    for setting in &operation.settings {
        let _written = writeln!(text, "    {}: {} | undefined;", key(setting), value(setting));
    }
    text + "  };\n"
}

/// With what a reader would look up: the label and the unit.
fn key(setting: &SettingInfo) -> String {
    let unit = setting.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
    let label = comment(&format!("{}{unit}", setting.label));
    format!("/** {label} */\n    {}?", setting.name)
}

fn value(setting: &SettingInfo) -> String {
    match (&setting.choices, setting.kind) {
        (Some(choices), _) => {
            let others = setting.others.then(|| "(string & {})".to_owned());
            let choices: Vec<String> = choices.iter().map(choice).chain(others).collect();
            choices.join(" | ")
        }
        (None, "flag") => "boolean".to_owned(),
        (None, "list") => "readonly Amount[]".to_owned(),
        (None, _) => "Amount".to_owned(),
    }
}

fn choice(value: &SettingValue) -> String {
    match value {
        SettingValue::Text(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text in double quotes, as JSON and JavaScript write it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn comment(text: &str) -> String {
    one_line(text).replace("*/", "* /")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
