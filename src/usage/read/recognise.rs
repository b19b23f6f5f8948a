//! What a log looks like: its form and its columns, before all of it is read.

use super::cells::Cells;
use super::columns::{delimiter, headings, keep_best};
use super::form::{LogFormat, no_text};
use super::json_rows;
use super::pieces::{self, Piece};
use crate::error::{Error, ErrorKind};
use crate::json::Value;
use crate::usage::field::{FIELDS, Field};
use crate::usage::mapping::Mapping;
use crate::usage::target::Target;
use crate::visible::visible;
use serde::Serialize;

/// More columns are not listed.
const MOST_COLUMNS: usize = 1_000;
/// Rows of JSON whose keys are collected.
const MOST_ROWS: usize = 100;
/// Characters of an example.
const MOST_EXAMPLE: usize = 60;

/// The form of a log, and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recognised {
    /// The form.
    pub format: LogFormat,
    /// The columns, or the keys of the first rows of JSON.
    pub columns: Vec<RecognisedColumn>,
}

/// A column or key of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecognisedColumn {
    /// Its name, as a mapping has it.
    pub name: String,
    /// The field that it holds: a name in a mapping, or `settings` for an object of settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The setting that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
    /// A value of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// Tells the form and the columns of a log from its first bytes, such as the first 64 KiB.
///
/// ```
/// let log = b"Created At,Model,Length,Seed\n2026-11-03 09:00,clip,8,1\n";
/// let mapping = drawdown::Mapping::from_json(r#"{ "settings": { "seconds": "Length" } }"#)?;
/// let columns = drawdown::recognise(log, &mapping)?.columns;
/// assert_eq!(columns[0].field.as_deref(), Some("at"));
/// assert_eq!(columns[2].setting.as_deref(), Some("seconds"));
/// assert_eq!(columns[3].example.as_deref(), Some("1"));
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// `syntax` for something that is no log.
pub fn recognise(bytes: &[u8], mapping: &Mapping) -> Result<Recognised, Error> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let refused = |sentence: String| Error::new(ErrorKind::Syntax, "", sentence);
    if let Some(what) = no_text(bytes) {
        return Err(refused(what.to_owned()));
    }
    let format = pieces::recognised(bytes, true).unwrap_or(LogFormat::Csv);
    let columns = match format {
        LogFormat::Csv => of_csv(bytes, mapping).map_err(refused)?,
        LogFormat::Lines | LogFormat::Json => of_json(bytes, format, mapping),
    };
    Ok(Recognised { format, columns })
}

fn of_csv(bytes: &[u8], mapping: &Mapping) -> Result<Vec<RecognisedColumn>, String> {
    let Some(delimiter) = delimiter(bytes, true, mapping) else { return Ok(Vec::new()) };
    let mut cells = Cells::default();
    let length = match cells.next(bytes, delimiter, true) {
        Piece::Whole(length) => length,
        Piece::None => return Ok(Vec::new()),
        _ => return Err("the first line is longer than 1 MiB: this is no log".to_owned()),
    };
    let headings = headings(&cells)?;
    let rest = bytes.get(length..).unwrap_or(&[]);
    let mut examples = Vec::new();
    if let Piece::Whole(_) = cells.next(rest, delimiter, true) {
        examples.extend(cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()));
    }
    let mut examples = examples.into_iter();
    let named = headings.into_iter().map(|heading| (heading, examples.next()));
    Ok(columns(named.collect(), mapping))
}

fn of_json(bytes: &[u8], format: LogFormat, mapping: &Mapping) -> Vec<RecognisedColumn> {
    let mut named: Vec<(String, Option<String>)> = Vec::new();
    for row in first_rows(bytes, format) {
        for (name, value) in keys(&row) {
            let example = json_rows::text_of(value).map(|text| text.into_owned());
            let is_full = named.len() >= MOST_COLUMNS;
            match named.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = known.take().or(example),
                None if is_full => {}
                None => named.push((name, example)),
            }
        }
    }
    columns(named, mapping)
}

fn first_rows(bytes: &[u8], format: LogFormat) -> Vec<Value> {
    let mut list = pieces::List::default();
    let mut rows = Vec::new();
    let (mut at, mut line) = (0, 0);
    while rows.len() < MOST_ROWS {
        let left = bytes.get(at..).unwrap_or(&[]);
        if format == LogFormat::Json {
            at += list.skip_between(left, &mut line);
        }
        let left = bytes.get(at..).unwrap_or(&[]);
        let length = match format {
            LogFormat::Json => match list.next(left, false) {
                Piece::Whole(length) => length,
                _ => break,
            },
            _ if left.is_empty() => break,
            _ => memchr::memchr(b'\n', left).map_or(left.len(), |end| end + 1),
        };
        at += length.max(1);
        rows.extend(left.get(..length).and_then(|row| json_rows::value(row.trim_ascii()).ok()));
    }
    rows
}

/// The keys of a row, as a mapping names them. Attributes of a CloudEvent are named by pointers.
fn keys(row: &Value) -> Vec<(String, &Value)> {
    match row.get("data").filter(|_| row.get("specversion").is_some()) {
        None => members(row),
        Some(data) => {
            let attributes = members(row).into_iter().filter(|(key, _)| key != "data");
            let attributes = attributes.map(|(key, value)| (format!("/{key}"), value));
            members(data).into_iter().chain(attributes).collect()
        }
    }
}

fn members(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    }
}

fn columns(named: Vec<(String, Option<String>)>, mapping: &Mapping) -> Vec<RecognisedColumn> {
    let mut targets: Vec<Target> = named.iter().map(|(name, _)| target(name, mapping)).collect();
    for field in FIELDS {
        keep_best(&mut targets, field);
    }
    let columns = named.into_iter().zip(targets).take(MOST_COLUMNS);
    columns.map(|((name, example), target)| RecognisedColumn::of(name, example, target)).collect()
}

/// What the attributes of a CloudEvent hold comes after everything else.
fn target(name: &str, mapping: &Mapping) -> Target {
    let attribute = match name {
        "/id" => Field::Id,
        "/time" => Field::At,
        "/subject" => Field::Account,
        "/type" => Field::Operation,
        _ => return mapping.target(name),
    };
    match mapping.target(name) {
        Target::Ignored if mapping.column(attribute).is_none() => {
            Target::Field(attribute, usize::MAX)
        }
        target => target,
    }
}

impl RecognisedColumn {
    fn of(name: String, example: Option<String>, target: Target) -> Self {
        let (field, setting) = match target {
            Target::Field(field, _) => (Some(field.name().to_owned()), None),
            Target::Settings => (Some("settings".to_owned()), None),
            Target::Setting(setting) => (None, Some(setting)),
            Target::Ignored => (None, None),
        };
        let example = example.filter(|example| !example.trim().is_empty());
        let shown = example.map(|example| {
            let short: String = example.trim().chars().take(MOST_EXAMPLE).collect();
            visible(&short).into_owned()
        });
        RecognisedColumn { name, field, setting, example: shown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(text: &str) -> Vec<String> {
        let found = recognise(text.as_bytes(), &Mapping::default()).unwrap();
        let columns = found.columns.into_iter();
        columns
            .map(|column| {
                let what = column.field.or(column.setting).unwrap_or_default();
                format!("{}={what}", column.name)
            })
            .collect()
    }

    #[test]
    fn columns_are_told_from_a_log_in_any_form() {
        let csv = "Date;Created At;Model;param_seconds;Seed\n1;2026-11-03;clip;8;1\n";
        assert_eq!(
            recognised(csv),
            ["Date=", "Created At=at", "Model=operation", "param_seconds=seconds", "Seed="]
        );
        let lines = "{\"at\":1,\"model\":\"clip\"}\n{\"model\":\"clip\",\"user\":\"ada\",\"params\":{}}\n{\"cut";
        assert_eq!(
            recognised(lines),
            ["at=at", "model=operation", "user=member", "params=settings"]
        );
        let events = r#"[ { "specversion": "1.0", "id": "1", "type": "run", "time": "2026-11-03T09:00Z",
            "data": { "model": "clip" } }, {"#;
        assert_eq!(
            recognised(events),
            ["model=operation", "/specversion=", "/id=id", "/type=", "/time=at"]
        );
    }

    #[test]
    fn what_is_no_log_is_refused_and_an_empty_one_has_no_columns() {
        let refused = recognise(b"PK\x03\x04", &Mapping::default()).unwrap_err();
        assert!(refused.to_string().contains("workbook"), "{refused}");
        assert_eq!(recognised("").len(), 0);
        assert!(recognise(b"a\0b,c\n", &Mapping::default()).is_err());
    }
}
