//! The forms of a page of the ledger.

use crate::events::{cloud_event, entry_with_number};
use crate::problem::Problem;
use crate::store::LedgerRow;
use axum::http::{HeaderMap, header};
use drawdown::cell;
use serde::Deserialize;
use serde_json::{Value, json};

/// The form of a page.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Form {
    /// `entries` and `next`.
    Json,
    /// A row for each entry.
    Csv,
    /// A list of CloudEvents.
    CloudEvents,
}

const FORMS: [Form; 3] = [Form::Json, Form::Csv, Form::CloudEvents];

/// The columns of CSV. All are members of an entry.
const COLUMNS: [&str; 12] = [
    "n", "at", "kind", "reason", "amount", "lots", "about", "member", "runs", "missing", "money",
    "text",
];

/// The first form that `Accept` names; JSON if it names none of them.
pub(super) fn accepted(headers: &HeaderMap) -> Form {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let mut kinds = accept.unwrap_or_default().split(',');
    let form_of = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        FORMS.into_iter().find(|form| form.kind().eq_ignore_ascii_case(kind))
    };
    kinds.find_map(form_of).unwrap_or(Form::Json)
}

impl Form {
    /// Its word in an address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::Csv => "csv",
            Form::CloudEvents => "cloudevents",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Form::Json => "application/json",
            Form::Csv => "text/csv",
            Form::CloudEvents => "application/cloudevents-batch+json",
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8; header=present",
            form => form.kind(),
        }
    }

    pub(super) fn body(
        self,
        account: &str,
        rows: &[LedgerRow],
        next: Option<i64>,
    ) -> Result<String, Problem> {
        let all = rows.iter();
        Ok(match self {
            Form::Json => {
                let entries: Vec<Value> = all.map(entry_with_number).collect();
                json!({ "entries": entries, "next": next }).to_string()
            }
            Form::CloudEvents => {
                let events: Vec<Value> = all.map(|row| cloud_event(account, row)).collect();
                Value::Array(events).to_string()
            }
            Form::Csv => csv_of(rows)
                .map_err(|_| Problem::new(500, "internal", "the ledger cannot be written"))?,
        })
    }
}

fn csv_of(rows: &[LedgerRow]) -> Result<String, csv::Error> {
    let mut sheet = csv::Writer::from_writer(Vec::new());
    sheet.write_record(COLUMNS)?;
    for row in rows {
        let entry = entry_with_number(row);
        for column in COLUMNS {
            let text = text_of(entry.get(column));
            sheet.write_field(cell(&text).as_bytes())?;
        }
        sheet.write_record(None::<&[u8]>)?;
    }
    let bytes = sheet.into_inner().map_err(|error| error.into_error())?;
    String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
}

/// A member as text: amounts are texts already, lists stay JSON.
fn text_of(member: Option<&Value>) -> String {
    match member {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn accept_chooses_the_form() {
        for (accept, form) in [
            ("text/csv", Form::Csv),
            ("Text/CSV; charset=utf-8", Form::Csv),
            ("text/html, application/cloudevents-batch+json;q=0.9, text/csv", Form::CloudEvents),
            ("application/json", Form::Json),
            ("*/*", Form::Json),
            ("", Form::Json),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(accepted(&headers), form, "{accept}");
        }
    }

    #[test]
    fn no_text_of_an_entry_is_a_formula() {
        let entry = r#"{ "at": "2026-11-01T12:00:00Z", "kind": "spend", "reason": "usage",
            "amount": "-0.000000000001", "lots": [{ "lot": "=x", "amount": "1" }],
            "about": "=HYPERLINK(\"http://x\")", "member": "@a", "text": "a, \"b\"" }"#;
        let text = csv_of(&[LedgerRow { n: 7, entry: entry.into() }]).unwrap();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let row = rows.records().next().unwrap().unwrap();
        let cells: Vec<&str> = row.iter().collect();
        assert_eq!(
            cells,
            [
                "7",
                "2026-11-01T12:00:00Z",
                "spend",
                "usage",
                "-0.000000000001",
                r#"[{"lot":"=x","amount":"1"}]"#,
                "'=HYPERLINK(\"http://x\")",
                "'@a",
                "",
                "",
                "",
                "a, \"b\"",
            ]
        );
    }
}
