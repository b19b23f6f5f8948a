//! The types that JavaScript sees, in `pkg/index.d.ts`, `pkg/compare.d.ts` and `pkg/usage/index.d.ts`, have the keys of the
//! schemas: the same names, the same that may be left out, and the same words.

#![cfg(feature = "schema")]

use drawdown::{Format, schema};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const DECLARATIONS: &str = concat!(
    include_str!("../../pkg/index.d.ts"),
    include_str!("../../pkg/compare.d.ts"),
    include_str!("../../pkg/usage/index.d.ts")
);

/// An interface, the schema it stands for, and its definition there; none for the whole.
const PAIRS: &[(&str, Format, &str)] = &[
    ("Request", Format::Request, ""),
    ("Line", Format::Estimate, "Line"),
    ("Gate", Format::Estimate, "ClosedGate"),
    ("Reason", Format::Estimate, "Reason"),
    ("Source", Format::Estimate, "Source"),
    ("BalanceAfter", Format::Estimate, "BalanceAfter"),
    ("Estimate", Format::Estimate, ""),
    ("Metering", Format::Estimate, "Metering"),
    ("Affordable", Format::Affordable, ""),
    ("Cheaper", Format::Cheaper, ""),
    ("Alternative", Format::Cheaper, "Alternative"),
    ("Quote", Format::Quote, ""),
    ("ProjectionQuote", Format::ProjectionQuote, ""),
    ("FitQuote", Format::FitQuote, ""),
    ("QuotedOption", Format::FitQuote, "QuotedOption"),
    ("QuotedProjection", Format::ProjectionQuote, "QuotedProjection"),
    ("CatalogRef", Format::Quote, "CatalogRef"),
    ("PlanTerms", Format::Terms, "PlanTermsText"),
    ("TermsLine", Format::Terms, "TermsLine"),
    ("Account", Format::Account, ""),
    ("OpeningLot", Format::Account, "OpeningLot"),
    ("Demand", Format::Scenario, "Demand"),
    ("Action", Format::Scenario, "Action"),
    ("Scenario", Format::Scenario, ""),
    ("Totals", Format::Projection, "Totals"),
    ("Cycle", Format::Projection, "CycleRow"),
    ("Way", Format::Projection, "Way"),
    ("Shortfall", Format::Projection, "Shortfall"),
    ("ProjectionEvent", Format::Projection, "Event"),
    ("Entry", Format::Projection, "Entry"),
    ("Lot", Format::Projection, "LotView"),
    ("ForecastOptions", Format::ForecastOptions, ""),
    ("Forecast", Format::Forecast, ""),
    ("Need", Format::Need, ""),
    ("NeedLine", Format::Need, "NeedLine"),
    ("Between", Format::NeedEstimate, "Between"),
    ("NeedItem", Format::NeedEstimate, "NeedItem"),
    ("NeedEstimate", Format::NeedEstimate, ""),
    ("TopUpPurchase", Format::Fit, "TopUpPurchase"),
    ("WithMargin", Format::Fit, "WithMargin"),
    ("FitOption", Format::Fit, "FitOption"),
    ("LongerTerm", Format::Fit, "LongerTerm"),
    ("Fit", Format::Fit, ""),
    ("BreakEven", Format::Fit, "BreakEven"),
    ("BreakEvenStep", Format::Fit, "BreakEvenStep"),
    ("Sensitivity", Format::Fit, "Sensitivity"),
    ("SensitivityStep", Format::Fit, "SensitivityStep"),
    ("SeasonalPlan", Format::Fit, "SeasonalPlan"),
    ("Saving", Format::Fit, "Saving"),
    ("ModelNeed", Format::ModelNeed, ""),
    ("ModelLine", Format::ModelNeed, "ModelLine"),
    ("ModelRequest", Format::ModelNeed, "ModelRequest"),
    ("ModelRun", Format::ModelRun, ""),
    ("Comparison", Format::Comparison, ""),
    ("Platform", Format::Comparison, "Platform"),
    ("OfferedLine", Format::Comparison, "OfferedLine"),
    ("RunComparison", Format::RunComparison, ""),
    ("PlatformRun", Format::RunComparison, "PlatformRun"),
    ("MoneyRange", Format::RunComparison, "MoneyRange"),
    ("CreditPrice", Format::RunComparison, "CreditPrice"),
    ("ReportSpec", Format::UsageSpec, ""),
    ("UsageReport", Format::UsageReport, ""),
    ("UsageSums", Format::UsageReport, "UsageSums"),
    ("ReportRow", Format::UsageReport, "ReportRow"),
    ("ReadSummary", Format::UsageReport, "ReadSummary"),
    ("Problem", Format::UsageReport, "Problem"),
    ("Rerated", Format::UsageRerated, ""),
    ("RerateRow", Format::UsageRerated, "RerateRow"),
    ("RerateSums", Format::UsageRerated, "RerateSums"),
    ("ReplaySpec", Format::UsageAccount, ""),
    ("KnownBalance", Format::UsageAccount, "KnownBalance"),
    ("Replay", Format::UsageReplay, ""),
    ("PaidRow", Format::UsageReplay, "PaidRow"),
    ("UsedInCycle", Format::UsageReplay, "UsedInCycle"),
    ("Payment", Format::UsageReplay, "Payment"),
    ("PaidCharge", Format::UsageReplay, "PaidCharge"),
    ("ReceiptLot", Format::UsageReplay, "ReceiptLot"),
    ("RefusedEvent", Format::UsageReplay, "RefusedEvent"),
    ("BalanceCheck", Format::UsageReplay, "BalanceCheck"),
    ("Audit", Format::UsageReplay, "Audit"),
    ("AuditRow", Format::UsageReplay, "AuditRow"),
    ("CauseCount", Format::UsageReplay, "CauseCount"),
    ("DifferingEvent", Format::UsageReplay, "DifferingEvent"),
    ("UsageInvoice", Format::UsageInvoices, "UsageInvoice"),
    ("UsageForecastSpec", Format::UsageForecastSpec, ""),
    ("UsageForecast", Format::UsageForecast, ""),
    ("UsagePeriod", Format::UsageForecast, "UsagePeriod"),
    ("UsagePace", Format::UsageForecast, "UsagePace"),
    ("UsageOutlook", Format::UsageForecast, "UsageOutlook"),
    ("PaceBursts", Format::UsageForecast, "PaceBursts"),
    ("PaceLine", Format::UsageForecast, "PaceLine"),
    ("PaceRunOut", Format::UsageForecast, "PaceRunOut"),
];

/// What the program prints beside a fit; JavaScript asks for each by a function.
const OF_THE_PROGRAM: [&str; 4] = ["break_even", "sensitivity", "seasons", "savings"];

/// A need without an answer is an error, so its state is one of two words.
const NARROWER: [&str; 1] = ["NeedEstimate.state"];

/// What may be left out where it is read, but not where it is written.
const ALWAYS_WRITTEN: [&str; 1] = ["PaidCharge.lots"];

/// A member: whether it may be left out, and its type.
type Members = BTreeMap<String, (bool, String)>;

struct Interface {
    parents: Vec<String>,
    members: Members,
}

/// Every interface, by its own members: those that stand two spaces in.
fn interfaces() -> BTreeMap<String, Interface> {
    let mut all = BTreeMap::new();
    let mut lines = DECLARATIONS.lines();
    while let Some(line) = lines.next() {
        let Some(head) = line.strip_prefix("export interface ") else { continue };
        let head = head.trim_end_matches('{').trim();
        let (name, parents) = head.split_once(" extends ").unwrap_or((head, ""));
        let name = name.split('<').next().unwrap().trim().to_owned();
        let mut members = Members::new();
        let mut last: Option<String> = None;
        for line in lines.by_ref().take_while(|line| *line != "}") {
            let is_member = line.starts_with("  ") && !line.starts_with("   ");
            let text = line.trim();
            if is_member && !text.starts_with(['/', '*', '}', '"', '|']) {
                let Some((key, kind)) = text.split_once(':') else { continue };
                let key = key.trim_start_matches("readonly ");
                if key.contains('(') {
                    continue;
                }
                let may_miss = key.ends_with('?');
                let key = key.trim_end_matches('?').to_owned();
                last = Some(key.clone());
                members.insert(key, (may_miss, kind.trim().to_owned()));
            } else if let Some(key) = last.as_ref().filter(|_| !text.starts_with(['/', '*'])) {
                members.get_mut(key).unwrap().1.push_str(text);
            }
        }
        let parents = parents.split(',').map(|parent| parent.trim().to_owned());
        let parents = parents.filter(|parent| !parent.is_empty()).collect();
        all.insert(name, Interface { parents, members });
    }
    all
}

fn members(all: &BTreeMap<String, Interface>, name: &str) -> Members {
    let of = all.get(name).unwrap_or_else(|| panic!("no interface {name}"));
    let inherited = of.parents.iter().flat_map(|parent| members(all, parent));
    inherited.chain(of.members.clone()).collect()
}

/// The words of `"a" | "b"`, or of the type of that name.
fn words(kind: &str) -> Option<BTreeSet<String>> {
    let kind = kind.trim_end_matches(';').trim();
    let alias = format!("export type {kind} =");
    let list = match DECLARATIONS.split_once(&alias) {
        Some((_, rest)) => rest.split(';').next()?,
        None => kind,
    };
    let mut parts = list.split('|').map(str::trim).filter(|part| !part.is_empty());
    parts
        .by_ref()
        .map(|part| part.strip_prefix('"')?.strip_suffix('"').map(str::to_owned))
        .collect()
}

fn definition<'s>(whole: &'s Value, name: &str) -> &'s Value {
    if name.is_empty() { whole } else { &whole["$defs"][name] }
}

/// The words that a schema allows, where it allows nothing but words.
fn allowed(whole: &Value, of: &Value) -> Option<BTreeSet<String>> {
    if let Some(name) = of["$ref"].as_str() {
        return allowed(whole, definition(whole, name.rsplit('/').next()?));
    }
    if let Some(word) = of["const"].as_str() {
        return Some([word.to_owned()].into());
    }
    if let Some(words) = of["enum"].as_array() {
        let words = words.iter().filter(|word| !word.is_null());
        return words.map(|word| word.as_str().map(str::to_owned)).collect();
    }
    let either = of["anyOf"].as_array().or(of["oneOf"].as_array())?;
    let either = either.iter().filter(|one| one["type"] != "null");
    let sets: Option<Vec<_>> = either.map(|one| allowed(whole, one)).collect();
    Some(sets?.into_iter().flatten().collect())
}

#[test]
fn declarations_have_the_keys_and_words_of_the_schemas() {
    let all = interfaces();
    let mut faults = Vec::new();
    for (interface, format, name) in PAIRS {
        let whole: Value = serde_json::from_str(&schema(*format)).unwrap();
        let of = definition(&whole, name);
        let declared = members(&all, interface);
        let Some(properties) = of["properties"].as_object() else {
            faults.push(format!("{interface}: the schema has no `{name}`"));
            continue;
        };
        let required: Vec<&str> =
            of["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for key in declared.keys().filter(|key| !properties.contains_key(*key)) {
            faults.push(format!("{interface}.{key} is in no schema"));
        }
        let is_asked_for = |key: &str| *interface != "Fit" || !OF_THE_PROGRAM.contains(&key);
        for (key, property) in properties.iter().filter(|(key, _)| is_asked_for(key)) {
            let Some((may_miss, kind)) = declared.get(key) else {
                faults.push(format!("{interface}.{key} is not declared"));
                continue;
            };
            let is_written = ALWAYS_WRITTEN.contains(&format!("{interface}.{key}").as_str());
            if *may_miss == (is_written || required.contains(&key.as_str())) {
                faults.push(format!("{interface}.{key}: may it be left out?"));
            }
            let (declared, schema) = (words(kind), allowed(&whole, property));
            if let (Some(declared), Some(schema)) = (&declared, &schema)
                && declared != schema
                && !NARROWER.contains(&format!("{interface}.{key}").as_str())
            {
                faults.push(format!("{interface}.{key}: {declared:?}, by the schema {schema:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
