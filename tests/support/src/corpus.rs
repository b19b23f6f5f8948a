//! The corpus: requests, scenarios and their checked-in answers, the same bytes natively, in Node
//! and in Chromium. Files are included by `include_str!`, because wasm tests cannot read files.

#![allow(dead_code, reason = "no test program needs all of it")]

pub mod forecast;
pub mod wallets;

use drawdown::{
    Catalog, Credits, Decimal, Detail, Errors, ModelNeed, ModelRun, Models, Need, Request,
    Scenario, Value, compare, compare_run, parse, to_text,
};

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../", $path)))),*]
    };
}

/// Every catalog of the repository: its path and its text.
pub const CATALOGS: &[(&str, &str)] = files![
    "catalogs/anthropic.json",
    "catalogs/bloom.json",
    "catalogs/elevenlabs.json",
    "catalogs/fal.json",
    "catalogs/greenzero.json",
    "catalogs/heygen.json",
    "catalogs/ideogram.json",
    "catalogs/ideogram-api.json",
    "catalogs/imagineart.json",
    "catalogs/imaginode.json",
    "catalogs/kive.json",
    "catalogs/kling.json",
    "catalogs/krea.json",
    "catalogs/leonardo.json",
    "catalogs/luma.json",
    "catalogs/magic-hour.json",
    "catalogs/openai.json",
    "catalogs/recraft.json",
    "catalogs/replicate.json",
    "catalogs/runway.json",
    "catalogs/suno.json",
    "tests/corpus/catalogs/bumpups.json",
    "tests/corpus/catalogs/captivate-text.json",
    "tests/corpus/catalogs/creatomate.json",
    "tests/corpus/catalogs/flux-megapixels.json",
    "tests/corpus/catalogs/heygen-legacy.json",
    "tests/corpus/catalogs/ladinda-video.json",
    "tests/corpus/catalogs/leonardo-batch.json",
    "tests/corpus/catalogs/luma-ray2.json",
    "tests/corpus/catalogs/neuralframes.json",
    "tests/corpus/catalogs/openai-sora-2.json",
    "tests/corpus/catalogs/p-balances.json",
    "tests/corpus/catalogs/p-balances-bank.json",
    "tests/corpus/catalogs/p-balances-debt.json",
    "tests/corpus/catalogs/p-balances-team.json",
    "tests/corpus/catalogs/p-batch.json",
    "tests/corpus/catalogs/p-calendar.json",
    "tests/corpus/catalogs/p-budgets.json",
    "tests/corpus/catalogs/p-conditions.json",
    "tests/corpus/catalogs/p-duration.json",
    "tests/corpus/catalogs/p-fractions.json",
    "tests/corpus/catalogs/p-free-and-relaxed.json",
    "tests/corpus/catalogs/p-greater.json",
    "tests/corpus/catalogs/p-limits.json",
    "tests/corpus/catalogs/p-lists.json",
    "tests/corpus/catalogs/p-megapixels.json",
    "tests/corpus/catalogs/p-meters.json",
    "tests/corpus/catalogs/p-names.json",
    "tests/corpus/catalogs/p-open.json",
    "tests/corpus/catalogs/p-others.json",
    "tests/corpus/catalogs/p-per-second.json",
    "tests/corpus/catalogs/p-films-by-some.json",
    "tests/corpus/catalogs/p-packs-when-needed.json",
    "tests/corpus/catalogs/p-plans.json",
    "tests/corpus/catalogs/p-rates.json",
    "tests/corpus/catalogs/p-rounding.json",
    "tests/corpus/catalogs/p-rows.json",
    "tests/corpus/catalogs/p-sold.json",
    "tests/corpus/catalogs/p-spans.json",
    "tests/corpus/catalogs/p-text-storage.json",
    "tests/corpus/catalogs/p-tiers.json",
    "tests/corpus/catalogs/p-time.json",
    "tests/corpus/catalogs/p-tokens.json",
    "tests/corpus/catalogs/p-vendor-ids.json",
    "tests/corpus/catalogs/p-wallet-add-on-first.json",
    "tests/corpus/catalogs/p-wallet-limits.json",
    "tests/corpus/catalogs/p-wallet-rollover-double.json",
    "tests/corpus/catalogs/p-wallet-soonest-first.json",
    "tests/corpus/catalogs/replicate-llm.json",
    "tests/corpus/catalogs/runway-gen4.json",
    "tests/corpus/catalogs/runway-image.json",
    "tests/corpus/catalogs/venice-kling4.json",
    "tests/corpus/catalogs/venice-seedance-2.json",
    "tests/corpus/catalogs/voicedub.json",
    "tests/corpus/catalogs/vyndra.json",
    "tests/corpus/catalogs/wavespeed-upscale.json",
];

/// Every scenario: its path and its text. Each names its catalog.
pub const SCENARIOS: &[(&str, &str)] = files![
    "tests/corpus/scenarios/balances-auto-top-up-after-a-freeze.json",
    "tests/corpus/scenarios/balances-auto-top-up-at-start.json",
    "tests/corpus/scenarios/balances-bank.json",
    "tests/corpus/scenarios/balances-carried.json",
    "tests/corpus/scenarios/balances-change-term.json",
    "tests/corpus/scenarios/balances-downgrade.json",
    "tests/corpus/scenarios/balances-failed-debt.json",
    "tests/corpus/scenarios/balances-future-lots.json",
    "tests/corpus/scenarios/balances-not-begun.json",
    "tests/corpus/scenarios/balances-renewal-at-start.json",
    "tests/corpus/scenarios/balances-rolling.json",
    "tests/corpus/scenarios/balances-shorter-term-now.json",
    "tests/corpus/scenarios/balances-target-with-debt.json",
    "tests/corpus/scenarios/balances-team.json",
    "tests/corpus/scenarios/balances-term-rollover.json",
    "tests/corpus/scenarios/greenzero-months.json",
    "tests/corpus/scenarios/imagineart-lapse.json",
    "tests/corpus/scenarios/imagineart-not-published.json",
    "tests/corpus/scenarios/imagineart-team.json",
    "tests/corpus/scenarios/imagineart-top-up-when-short.json",
    "tests/corpus/scenarios/imagineart-unknown-names.json",
    "tests/corpus/scenarios/kive-balance.json",
    "tests/corpus/scenarios/kive-fails.json",
    "tests/corpus/scenarios/kive-free-images.json",
    "tests/corpus/scenarios/kive-plans.json",
    "tests/corpus/scenarios/krea-basic-pack.json",
    "tests/corpus/scenarios/krea-business.json",
    "tests/corpus/scenarios/krea-free.json",
    "tests/corpus/scenarios/meters-months.json",
    "tests/corpus/scenarios/wallet-debt.json",
    "tests/corpus/scenarios/wallet-limits.json",
    "tests/corpus/scenarios/wallet-limits-wait.json",
    "tests/corpus/scenarios/wallet-rollover.json",
    "tests/corpus/scenarios/wallet-soonest.json",
];

/// Every need: its path and its text. Each names its catalog.
pub const NEEDS: &[(&str, &str)] = files![
    "tests/corpus/needs/films-by-some.json",
    "tests/corpus/needs/greenzero-requests.json",
    "tests/corpus/needs/imagineart-blocked.json",
    "tests/corpus/needs/imagineart-margin.json",
    "tests/corpus/needs/imagineart-not-published.json",
    "tests/corpus/needs/imagineart-worked-example.json",
    "tests/corpus/needs/kive-editing.json",
    "tests/corpus/needs/kive-range.json",
    "tests/corpus/needs/kive-unpriced-operation.json",
    "tests/corpus/needs/krea-held.json",
    "tests/corpus/needs/krea-season.json",
    "tests/corpus/needs/plans-by-tier.json",
    "tests/corpus/needs/unknown-names.json",
    "tests/corpus/needs/weekly-packs.json",
    "tests/corpus/needs/wallet-multiples.json",
];

/// Requests with published totals.
const PUBLISHED: &str = include_str!("../../corpus/estimates.json");
/// Further requests, of every kind.
const REQUESTS: &str = include_str!("../../corpus/requests.json");
/// The answers to all of them, one line each.
pub const ANSWERS: &str = include_str!("../../corpus/answers.json");
/// The projections of all scenarios, one line each, with their ledgers.
pub const PROJECTIONS: &str = include_str!("../../corpus/projections.json");

/// The fits of all needs, one line each.
pub const FITS: &str = include_str!("../../corpus/fits.json");

/// Questions to all shipped catalogs, and their answers, one line each.
pub const COMPARISONS_ASKED: &str = include_str!("../../corpus/comparisons-asked.json");
pub const COMPARISONS: &str = include_str!("../../corpus/comparisons.json");

/// The whole text of `comparisons.json`.
pub fn comparisons() -> String {
    let shipped = CATALOGS.iter().filter(|(path, _)| path.starts_with("catalogs/"));
    let catalogs: Vec<Catalog> =
        shipped.map(|(_, text)| Catalog::from_json(text).unwrap()).collect();
    let asked = parse(COMPARISONS_ASKED).unwrap();
    let row = |row: &Value| {
        let id = string(row.get("id").expect("a row has an id"));
        match compared(&catalogs, row.get("ask").expect("a row asks")) {
            Ok(answer) => format!(r#"{{"id":"{id}","answer":{answer}}}"#),
            Err(errors) => {
                format!(r#"{{"id":"{id}","error":{}}}"#, to_text(&errors.to_string()).unwrap())
            }
        }
    };
    rows(items(&asked).iter().map(row))
}

fn compared(catalogs: &[Catalog], ask: &Value) -> Result<String, Errors> {
    let models = Models::shipped();
    Ok(match ask.get("request") {
        Some(_) => to_text(&compare_run(catalogs, &ModelRun::from_value(ask)?, &models)?).unwrap(),
        None => to_text(&compare(catalogs, &ModelNeed::from_value(ask)?, &models)?).unwrap(),
    })
}

/// A question about a catalog.
pub enum Ask {
    Estimate,
    Affordable(Value),
    Cheaper,
    Quote,
    Need,
}

/// One row of the corpus.
pub struct Vector {
    pub id: String,
    /// File name of the catalog.
    pub catalog: String,
    pub ask: Ask,
    pub request: Value,
    /// The published total.
    pub total: Option<Decimal>,
}

/// All rows, in file order.
pub fn vectors() -> Vec<Vector> {
    let rows = [PUBLISHED, REQUESTS].map(|text| items(&parse(text).unwrap()).to_vec());
    rows.iter().flatten().map(vector).collect()
}

fn vector(row: &Value) -> Vector {
    let text = |key: &str| row.get(key).map(|value| string(value).to_owned());
    let id = text("id").expect("a row has an id");
    let ask = match text("ask").as_deref() {
        None | Some("estimate") => Ask::Estimate,
        Some("affordable") => Ask::Affordable(row.get("budget").expect("a budget").clone()),
        Some("cheaper") => Ask::Cheaper,
        Some("quote") => Ask::Quote,
        Some("need") => Ask::Need,
        Some(other) => panic!("{id} asks for `{other}`"),
    };
    let catalog = text("catalog").unwrap_or_else(|| panic!("{id} names no catalog"));
    let request = row.get("request").unwrap_or_else(|| panic!("{id} holds no request")).clone();
    let total = text("total").map(|total| total.parse().unwrap());
    Vector { id, catalog, ask, request, total }
}

/// The text of a catalog, by its file name.
pub fn catalog_text(name: &str) -> &'static str {
    let found = CATALOGS.iter().find(|(path, _)| path.rsplit('/').next() == Some(name));
    found.unwrap_or_else(|| panic!("no catalog {name}")).1
}

pub fn catalog(name: &str) -> Catalog {
    Catalog::from_json(catalog_text(name)).unwrap_or_else(|errors| panic!("{name}{errors}"))
}

impl Vector {
    /// The answer as JSON text, or the printed errors.
    pub fn answer(&self, catalog: &Catalog) -> Result<String, String> {
        let told = |errors: drawdown::Errors| errors.to_string();
        if let Ask::Need = self.ask {
            let need = Need::from_json(&printed(&self.request)).map_err(told)?;
            return Ok(to_text(&catalog.need(&need).map_err(told)?).unwrap());
        }
        let request = Request::from_value(&self.request).map_err(told)?;
        Ok(match &self.ask {
            Ask::Affordable(budget) => {
                let budget: Credits = string(budget).parse().unwrap();
                to_text(&catalog.affordable(&request, budget).map_err(told)?).unwrap()
            }
            Ask::Cheaper => to_text(&catalog.cheaper(&request).map_err(told)?).unwrap(),
            Ask::Quote => to_text(&catalog.quote(&request).map_err(told)?).unwrap(),
            Ask::Estimate | Ask::Need => {
                to_text(&catalog.estimate(&request).map_err(told)?).unwrap()
            }
        })
    }
}

/// The whole text of `answers.json`: each catalog's digest and tests, then each row's answer.
pub fn answers() -> String {
    let about = CATALOGS.iter().map(|(path, text)| {
        let catalog = Catalog::from_json(text).unwrap_or_else(|errors| panic!("{path}{errors}"));
        let report = to_text(&catalog.check().unwrap()).unwrap();
        format!(r#"{{"id":"{path}","digest":"{}","check":{report}}}"#, catalog.digest())
    });
    let rows = vectors();
    let answers = rows.iter().map(|row| match row.answer(&catalog(&row.catalog)) {
        Ok(answer) => format!(r#"{{"id":"{}","answer":{answer}}}"#, row.id),
        Err(errors) => format!(r#"{{"id":"{}","error":{}}}"#, row.id, to_text(&errors).unwrap()),
    });
    format!("[\n{}\n]\n", about.chain(answers).collect::<Vec<_>>().join(",\n"))
}

/// The catalog that a scenario names.
pub fn catalog_of(scenario: &str) -> Catalog {
    let scenario = parse(scenario).unwrap();
    catalog(&format!("{}.json", string(scenario.get("catalog").expect("it names its catalog"))))
}

/// The projection of a scenario as JSON text, or the printed errors.
pub fn projected(scenario: &str) -> Result<String, String> {
    let projection = Scenario::from_json(scenario)
        .and_then(|scenario_read| catalog_of(scenario).simulate(&scenario_read, Detail::Ledger));
    let projection = projection.map_err(|errors| errors.to_string())?;
    Ok(to_text(&projection).unwrap())
}

/// The whole text of `projections.json`.
pub fn projections() -> String {
    let row = |(path, text): &(&str, &str)| {
        let id = path.rsplit('/').next().unwrap().trim_end_matches(".json");
        match projected(text) {
            Ok(projection) => format!(r#"{{"id":"{id}","projection":{projection}}}"#),
            Err(errors) => format!(r#"{{"id":"{id}","error":{}}}"#, to_text(&errors).unwrap()),
        }
    };
    rows(SCENARIOS.iter().map(row))
}

/// The fit of a need and all further answers as JSON text, or the printed errors.
fn fitted(text: &str) -> Result<String, String> {
    let told = |errors: drawdown::Errors| errors.to_string();
    let (catalog, need) = (catalog_of(text), Need::from_json(text).map_err(told)?);
    let fit = to_text(&catalog.fit(&need).map_err(told)?).unwrap();
    let break_even = to_text(&catalog.break_even(&need, None).map_err(told)?).unwrap();
    let sensitivity = to_text(&catalog.sensitivity(&need, None).map_err(told)?).unwrap();
    let savings = to_text(&catalog.savings(&need).map_err(told)?).unwrap();
    let season = match catalog.seasonal_plan(&need) {
        Ok(season) => to_text(&season).unwrap(),
        Err(errors) => to_text(&errors.to_string()).unwrap(),
    };
    Ok(format!(
        r#""fit":{fit},"break_even":{break_even},"sensitivity":{sensitivity},"savings":{savings},"season":{season}"#
    ))
}

/// The whole text of `fits.json`.
pub fn fits() -> String {
    let row = |(path, text): &(&str, &str)| {
        let id = path.rsplit('/').next().unwrap().trim_end_matches(".json");
        match fitted(text) {
            Ok(fitted) => format!(r#"{{"id":"{id}",{fitted}}}"#),
            Err(errors) => format!(r#"{{"id":"{id}","error":{}}}"#, to_text(&errors).unwrap()),
        }
    };
    rows(NEEDS.iter().map(row))
}

fn rows(all: impl Iterator<Item = String>) -> String {
    format!("[\n{}\n]\n", all.map(|row| laid_out(&row)).collect::<Vec<_>>().join(",\n"))
}

/// Splits a row into several lines, for readable diffs: one line for each member of its objects two
/// levels deep, and for each object of a list. Only line breaks and the spaces after them are
/// added.
fn laid_out(row: &str) -> String {
    let mut out = String::with_capacity(row.len() * 9 / 8);
    let (mut in_text, mut is_escaped) = (false, false);
    let mut open: Vec<char> = Vec::new();
    let mut before = ' ';
    for sign in row.chars() {
        let starts = matches!(before, '{' | '[' | ',') && !in_text;
        let is_member = starts && sign == '"' && open.len() == 2 && open.last() == Some(&'{');
        let is_element = starts && sign == '{' && open.last() == Some(&'[');
        if is_member || is_element {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", open.len() - 1));
        }
        out.push(sign);
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' if in_text => is_escaped = true,
            '"' => in_text = !in_text,
            '{' | '[' if !in_text => open.push(sign),
            '}' | ']' if !in_text => drop(open.pop()),
            _ => {}
        }
        before = sign;
    }
    out
}

/// Fails with the first line that differs.
pub fn assert_same_text(found: &str, expected: &str) {
    let mut lines = found.lines().zip(expected.lines());
    if let Some((found, expected)) = lines.find(|(found, expected)| found != expected) {
        panic!("found    {found}\nexpected {expected}");
    }
    assert!(found == expected, "one text is longer: {} and {} bytes", found.len(), expected.len());
}

pub fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => panic!("expected a list, found {other:?}"),
    }
}

/// The text of a string or a number.
pub fn string(value: &Value) -> &str {
    match value {
        Value::String(text) | Value::Number(text) => text,
        other => panic!("expected a text, found {other:?}"),
    }
}

/// A value as JSON text again.
pub fn printed(value: &Value) -> String {
    let list =
        |items: Vec<String>, [open, close]: [&str; 2]| format!("{open}{}{close}", items.join(","));
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => text.clone(),
        Value::String(text) => to_text(text).unwrap(),
        Value::Array(items) => list(items.iter().map(printed).collect(), ["[", "]"]),
        Value::Object(members) => {
            let member = |(key, value): &(String, Value)| {
                format!("{}:{}", to_text(key).unwrap(), printed(value))
            };
            list(members.iter().map(member).collect(), ["{", "}"])
        }
    }
}
