//! Settings: exactly one kind, bounds with values between them, an allowed default.

use super::super::expression::{Formula, Function};
use super::super::program::{Held, Kind, NumberRange, Setting};
use super::super::setting::{ChoiceDocument, FlagDocument, ListDocument, SettingDocument};
use super::super::value::SettingValue;
use super::Attributes;
use super::named::Entry;
use crate::amount::{Decimal, Fraction};
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path};
use crate::order::Places;

/// Words that are reserved in expressions, conditions and tables.
const RESERVED: [(&str, &str); 9] = [
    ("runs", "the number of runs of the request"),
    ("plan", "the plan held"),
    ("hours", "a window of time in a condition"),
    ("any", "that one of several conditions holds"),
    ("all", "that several conditions hold"),
    ("not", "that a condition does not hold"),
    ("by", "the columns of a table"),
    ("else", "all other values of a column"),
    ("ranges", "the rows of a table by ranges"),
];

/// The meaning of a reserved word or of a function of expressions.
fn meaning(name: &str) -> Option<&'static str> {
    let word = RESERVED.iter().find(|(word, _)| *word == name).map(|(_, meaning)| *meaning);
    let is_function = || Function::NAMES.iter().any(|(known, _)| *known == name);
    word.or_else(|| is_function().then_some("a function in expressions"))
}

/// The settings of one operation, and the attributes of their choices.
pub(in super::super) fn settings(
    log: &Log,
    path: &Path,
    entries: &[Entry],
) -> (Vec<Setting>, Vec<Attributes>) {
    let read = |entry: &Entry| entry.at(log, path, |path| one(log, path, entry));
    entries.iter().map(read).unzip()
}

fn one(log: &Log, path: &Path, entry: &Entry) -> (Setting, Attributes) {
    check_name(log, path, entry.name);
    let setting = setting(log, path, entry.name, entry.document);
    let values = attributes(log, &path.key("values"), &setting, &entry.document.values);
    (setting, values)
}

fn error(log: &Log, path: &Path, kind: ErrorKind, sentence: impl Into<String>) {
    log.error(Error::new(kind, path.to_string(), sentence));
}

pub(in super::super) fn check_name(log: &Log, path: &Path, name: &str) {
    let word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    if !word {
        let sentence = format!("expected a name of letters, digits and `_`, found `{name}`");
        error(log, path, ErrorKind::OutOfRange, sentence);
    }
    if let Some(meaning) = meaning(name) {
        let sentence = format!("`{name}` is {meaning}: give it another name");
        let sentence = match meaning.starts_with("that ") {
            true => format!("`{name}` says {meaning}: give it another name"),
            false => sentence,
        };
        error(log, path, ErrorKind::Duplicate, sentence);
    }
}

fn setting(log: &Log, path: &Path, name: &str, document: &SettingDocument) -> Setting {
    let (kind, flag_default) = kind(log, path, document);
    let mut setting = Setting {
        name: name.into(),
        label: document.label.clone().unwrap_or_else(|| label(name)),
        unit: document.unit.as_deref().map(Into::into),
        note: document.note.clone(),
        kind,
        default: flag_default.map(Held::Flag),
        optional: document.optional,
        after: document.after,
        results: document.results,
        others: document.others,
        tradable: document.tradable,
        picks: None,
    };
    if let Some(value) = &document.default {
        match setting.listed(value) {
            Ok(held) => setting.default = Some(held),
            Err(expected) => {
                let sentence = format!("expected {expected}, found `{value}`");
                error(log, &path.key("default"), ErrorKind::OutOfRange, sentence);
            }
        }
    }
    setting
}

/// `output_tokens` reads as "Output tokens".
fn label(name: &str) -> String {
    let mut label = name.replace('_', " ");
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    label
}

fn kind(log: &Log, path: &Path, document: &SettingDocument) -> (Kind, Option<bool>) {
    let flag = !matches!(document.flag, FlagDocument::None);
    let found = usize::from(document.number.is_some())
        + usize::from(document.choice.is_some())
        + usize::from(document.list.is_some())
        + usize::from(flag);
    if found != 1 {
        let sentence =
            format!("expected exactly one of `number`, `choice`, `flag`, `list`, found {found}");
        error(log, path, ErrorKind::Missing, sentence);
    }
    if document.others && document.choice.is_none() {
        let sentence = "only a choice can have `others`";
        error(log, &path.key("others"), ErrorKind::UnknownKey, sentence);
    }
    if let Some(choices) = &document.choice {
        return (choice(log, &path.key("choice"), choices), None);
    }
    if let Some(number) = &document.number {
        let grid = grid(&number.min, &number.max, number.step);
        check_grid(log, &path.key("number"), &grid);
        return (Kind::Number(safe(grid)), None);
    }
    if let Some(document) = &document.list {
        return (list(log, &path.key("list"), document), None);
    }
    match document.flag {
        FlagDocument::Default(default) => (Kind::Flag, Some(default)),
        _ => (Kind::Flag, None),
    }
}

/// Bounds that are expressions become limits; their furthest values are computed later.
fn grid(min: &Option<Formula>, max: &Option<Formula>, step: Option<Decimal>) -> NumberRange {
    let constant = |bound: &Option<Formula>| bound.as_ref()?.written_out();
    NumberRange { min: constant(min), max: constant(max), step }
}

fn list(log: &Log, path: &Path, document: &ListDocument) -> Kind {
    let item = grid(&document.min, &document.max, document.step);
    check_grid(log, path, &item);
    let items = |key: &str, bound: &Option<Formula>| {
        let bound = bound.as_ref()?.written_out()?;
        let whole = bound.to_integer().and_then(|whole| u32::try_from(whole).ok());
        if whole.is_none() {
            let sentence = format!("expected a whole number of at least 0, found {bound}");
            error(log, &path.key(key), ErrorKind::OutOfRange, sentence);
        }
        whole
    };
    let min_items = items("min_items", &document.min_items).unwrap_or(0);
    let max_items = items("max_items", &document.max_items);
    check_items(log, path, min_items, max_items);
    Kind::List { item: safe(item), min_items, max_items }
}

fn check_items(log: &Log, path: &Path, min_items: u32, max_items: Option<u32>) {
    if max_items.is_some_and(|max| max < min_items) {
        error(log, path, ErrorKind::OutOfRange, "`max_items` is below `min_items`");
    }
}

/// Checks that limits leave a value, and allow the default.
pub(super) fn check_widened(log: &Log, path: &Path, setting: &Setting) {
    match &setting.kind {
        Kind::Number(grid) => check_grid(log, &path.key("number"), grid),
        Kind::List { item, min_items, max_items } => {
            check_grid(log, &path.key("list"), item);
            check_items(log, &path.key("list"), *min_items, *max_items);
        }
        _ => {}
    }
    if let Some(default) = setting.default.as_ref().map(|held| setting.value(held))
        && let Err(expected) = setting.hold(&default)
    {
        let sentence = format!("expected {expected}, found `{default}`");
        error(log, &path.key("default"), ErrorKind::OutOfRange, sentence);
    }
}

fn check_grid(log: &Log, path: &Path, grid: &NumberRange) {
    if let (Some(min), Some(max)) = (grid.min, grid.max)
        && min > max
    {
        error(log, path, ErrorKind::OutOfRange, format!("`min` {min} is above `max` {max}"));
    }
}

/// A step that must not be 0, because it divides. A zero was logged when it was read.
fn safe(grid: NumberRange) -> NumberRange {
    NumberRange { step: grid.step.filter(|step| *step > Decimal::ZERO), ..grid }
}

fn choice(log: &Log, path: &Path, documents: &[ChoiceDocument]) -> Kind {
    let choices: Vec<&SettingValue> = documents.iter().map(|document| &document.is).collect();
    if choices.is_empty() {
        error(log, path, ErrorKind::Missing, "expected at least one choice, found none");
    }
    let texts: Vec<String> = choices.iter().map(ToString::to_string).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (i, choice) in Places::of(&texts).repeated() {
        let sentence = format!("the choice `{choice}` is listed twice");
        error(log, &path.index(i), ErrorKind::Duplicate, sentence);
    }
    for (i, choice) in choices.iter().enumerate() {
        if !matches!(choice, SettingValue::Number(_) | SettingValue::Text(_)) {
            let sentence = format!("expected a text or a number, found `{choice}`");
            error(log, &path.index(i), ErrorKind::Type, sentence);
        }
    }
    let mut numbers: Vec<Decimal> = Vec::new();
    for choice in &choices {
        if let SettingValue::Number(number) = choice {
            numbers.push(*number);
        }
    }
    match numbers.len() {
        n if n == choices.len() && n > 0 => Kind::Numbers(numbers),
        0 => Kind::Choice(choices.iter().map(ToString::to_string).collect()),
        _ => {
            error(log, path, ErrorKind::Type, "expected only texts or only numbers, found both");
            Kind::Choice(choices.iter().map(ToString::to_string).collect())
        }
    }
}

fn attributes(
    log: &Log,
    path: &Path,
    setting: &Setting,
    values: &[(String, Vec<(String, Decimal)>)],
) -> Attributes {
    let Kind::Choice(choices) = &setting.kind else {
        if !values.is_empty() {
            error(log, path, ErrorKind::Type, "only a choice of texts can have `values`");
        }
        return Vec::new();
    };
    let mut attributes: Attributes = Vec::new();
    let names: Vec<&str> = choices.iter().map(String::as_str).collect();
    let places = Places::of(&names);
    for (choice, numbers) in values {
        let Some(place) = places.find(choice) else {
            log.unknown_name(path.key(choice), "choice", choice, &names);
            continue;
        };
        for (name, number) in numbers {
            let known = attributes.iter().position(|(known, _)| known == name);
            let at = known.unwrap_or_else(|| {
                attributes.push((name.clone(), vec![None; choices.len()]));
                attributes.len() - 1
            });
            if let Some(cell) = attributes.get_mut(at).and_then(|(_, cells)| cells.get_mut(place)) {
                *cell = Some(Fraction::from_decimal(*number));
            }
        }
    }
    attributes
}
