//! Entries of ledgers as events: what each is called, and its form as a CloudEvent.

use crate::store::LedgerRow;
use drawdown::{Entry, EntryKind, EntryReason};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What a path of an address may hold as it is.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The events that concern an entry: its kind, and its kind and reason.
pub fn names_of(entry: &Entry) -> [String; 2] {
    [entry.kind.to_string(), format!("{}.{}", entry.kind, entry.reason)]
}

/// Checks the name of events: a kind of entry such as `alert`, or a kind and a reason such as
/// `release.hold_ended`.
///
/// # Errors
/// What is wrong with it.
pub fn check_name(name: &str) -> Result<(), String> {
    let (kind, reason) = name.split_once('.').map_or((name, None), |(kind, why)| (kind, Some(why)));
    let wrong = |error: drawdown::Error| {
        format!("`{name}` names no entries of ledgers: {}", error.sentence())
    };
    kind.parse::<EntryKind>().map_err(wrong)?;
    reason.map_or(Ok(()), |reason| reason.parse::<EntryReason>().map(drop).map_err(wrong))
}

/// The id of the event of an entry: always the same, so that nobody handles it twice.
pub fn id_of(account: &str, n: i64) -> String {
    let digest = Sha256::new().chain_update(account).chain_update([0]).chain_update(n.to_string());
    let hex = digest
        .finalize()
        .iter()
        .take(16)
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    format!("evt_{hex}")
}

/// An id as a part of an address.
pub fn path_part(id: &str) -> String {
    utf8_percent_encode(id, PART).to_string()
}

/// An entry as a CloudEvent (version 1.0, in JSON).
pub fn cloud_event(account: &str, row: &LedgerRow) -> Value {
    let entry = entry_with_number(row);
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
    json!({
        "specversion": "1.0",
        "id": id_of(account, row.n),
        "source": format!("/v1/accounts/{}", path_part(account)),
        "type": format!("drawdown.{}.{}", text("kind"), text("reason")),
        "subject": account,
        "time": text("at"),
        "datacontenttype": "application/json",
        "data": entry,
    })
}

/// An entry, with its number in the ledger.
pub fn entry_with_number(row: &LedgerRow) -> Value {
    let mut entry = serde_json::from_str(&row.entry).unwrap_or(Value::Null);
    if let Value::Object(members) = &mut entry {
        members.insert("n".into(), json!(row.n));
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kinds_and_reasons() {
        for name in ["alert", "invoice", "release.hold_ended", "payment.payment_failed"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "alerts", "release.", "release.hold", "alert.level.x"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn each_entry_has_an_id_of_its_own() {
        assert_eq!(id_of("a", 12), id_of("a", 12));
        assert_ne!(id_of("a", 12), id_of("a1", 2));
        assert_eq!(id_of("a", 12).len(), 36);
    }

    #[test]
    fn an_event_says_where_it_comes_from() {
        let entry = r#"{"at":"2026-11-01T12:00:00Z","kind":"alert","reason":"level","amount":"4"}"#;
        let event = cloud_event("a/ü", &LedgerRow { n: 3, entry: entry.into() });
        assert_eq!(event["source"], "/v1/accounts/a%2F%C3%BC");
        assert_eq!(
            (&event["type"], &event["data"]["n"]),
            (&json!("drawdown.alert.level"), &json!(3))
        );
    }
}
