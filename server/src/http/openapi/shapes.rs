//! The shapes that only the service has.

use crate::http::settings::KEYS;
use serde_json::{Map, Value, json};

/// All of them, by name.
pub(super) fn all() -> Map<String, Value> {
    let groups = [common(), prices(), accounts(), changes(), admin()];
    let members = groups.into_iter().filter_map(|group| match group {
        Value::Object(members) => Some(members),
        _ => None,
    });
    members.flatten().collect()
}

/// Another shape, by its name.
fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn short() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [ schema, { "type": "null" } ] })
}

/// An object without other keys.
fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required,
            "additionalProperties": false })
}

fn catalog() -> Value {
    json!({ "description": "An id, a digest, or a whole catalog",
            "anyOf": [ text(), to("Catalog") ] })
}

fn webhook(more: Value) -> Value {
    let mut all =
        json!({ "id": text(), "url": text(), "events": list(text()), "created": to("Instant") });
    if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    all
}

/// What every group of routes may answer.
fn common() -> Value {
    json!({
        "Problem": { "type": "object", "required": ["type", "status", "code", "detail"], "properties": {
            "type": { "type": "string" }, "status": { "type": "integer" }, "code": { "type": "string" },
            "detail": { "type": "string" },
            "errors": { "type": "array", "items": object(json!({
                "code": { "type": "string" }, "pointer": { "type": "string" },
                "detail": { "type": "string" } }), &["code", "pointer", "detail"]) } } },
        "Health": { "type": "object", "required": ["status"], "properties": {
            "status": { "enum": ["live", "ready", "degraded"] },
            "broken": { "type": "object", "additionalProperties": { "type": "string" } } } },
        "CatalogRefs": object(json!({ "catalogs": list(to("CatalogRef")) }),
            &["catalogs"]),
    })
}

/// Questions that need no account, and quotes.
fn prices() -> Value {
    json!({
        "EstimateQuestion": object(json!({ "catalog": catalog(), "request": to("Request") }),
            &["catalog", "request"]),
        "AffordableQuestion": object(json!({ "catalog": catalog(), "request": to("Request"),
            "credits": to("Credits") }), &["catalog", "request", "credits"]),
        "SimulateQuestion": object(json!({ "catalog": catalog(), "scenario": to("Scenario") }),
            &["catalog", "scenario"]),
        "ForecastQuestion": object(json!({ "catalog": catalog(), "scenario": to("Scenario"),
            "options": to("ForecastOptions") }), &["catalog", "scenario"]),
        "FitQuestion": object(json!({ "catalog": catalog(), "need": to("Need") }), &["catalog", "need"]),
        "AnyQuote": { "anyOf": [ to("Quote"), to("ProjectionQuote"), to("FitQuote"), to("SignedQuote") ] },
        "QuoteQuestion": { "description": "One of `request`, `scenario` and `need`", "anyOf": [
            object(json!({ "catalog": catalog(), "request": to("Request"), "terms": to("QuoteTerms") }),
                &["catalog", "request"]),
            object(json!({ "catalog": catalog(), "scenario": to("Scenario"), "terms": to("QuoteTerms") }),
                &["catalog", "scenario"]),
            object(json!({ "catalog": catalog(), "need": to("Need"), "option": to("FitChoice"),
                "terms": to("QuoteTerms") }), &["catalog", "need"]) ] },
        "QuoteTerms": object(json!({ "id": short(), "issued": to("Instant"), "expires": to("Instant"),
            "audience": short() }), &[]),
        "FitChoice": object(json!({ "plan": { "type": "string" }, "term": { "type": "string" } }), &[]),
        "QuoteKeys": object(json!({ "keys": { "type": "array", "items": { "type": "object",
            "required": ["key", "alg", "public"], "properties": {
                "key": text(), "alg": { "const": "Ed25519" }, "public": text(),
                "from": to("Instant"), "until": to("Instant") } } } }), &["keys"]),
    })
}

/// Accounts, as they are shown and set.
fn accounts() -> Value {
    json!({
        "OpenAccount": object(json!({ "id": text(), "catalog": text(), "account": to("Account"),
            "payment": { "type": "object" } }), &["id", "catalog"]),
        "AccountView": { "type": "object",
            "required": ["id", "catalog", "now", "balance", "debt", "classes", "lots", "holds"],
            "properties": {
                "id": text(), "catalog": to("CatalogRef"), "now": to("Instant"), "balance": to("Credits"),
                "debt": to("Credits"), "classes": { "type": "array" }, "lots": { "type": "array" },
                "holds": { "type": "array" }, "subscription": { "type": "object" },
                "next_due": to("Instant"), "expires_next": { "type": "object" },
                "used": { "type": "object", "additionalProperties": text() } } },
        "AccountPage": object(json!({ "next": { "type": ["string", "null"] },
            "accounts": { "type": "array", "items": { "type": "object",
                "required": ["id", "catalog", "opened", "changed"], "properties": {
                    "id": text(), "catalog": { "type": "object" }, "opened": to("Instant"),
                    "changed": to("Instant") } } } }), &["accounts", "next"]),
        "Settings": object(json!({ "members": list(to("Member")), "alerts": list(to("AlertLevel")),
            "auto_top_up": or_null(to("AutoTopUp")), "payment": or_null(to("PaymentPolicy")),
            "limits": to("WalletLimits"), "zone": to("Zone"), "assume": to("Assumptions") }), &KEYS),
        "NewSettings": object(json!({ "members": or_null(list(to("Member"))),
            "alerts": or_null(list(to("AlertLevel"))), "auto_top_up": or_null(to("AutoTopUp")),
            "payment": or_null(to("PaymentPolicy")),
            "limits": or_null(json!({ "type": "object", "description": "Spans such as \"24 hours\"; what is absent has its default" })),
            "zone": json!({ "description": "A name such as `Europe/Berlin`, or a table",
                "anyOf": [ { "type": "string" }, to("Zone"), { "type": "null" } ] }),
            "assume": or_null(to("Assumptions")) }), &[]),
        "SettingsChange": object(json!({ "settings": to("Settings"), "entries": list(to("Entry")),
            "invoices": list(to("InvoiceView")) }), &["settings", "entries", "invoices"]),
        "Invoices": list(to("InvoiceView")),
        "DemandQuestion": object(json!({ "demand": list(to("Demand")) }),
            &["demand"]),
        "RunOutAnswer": object(json!({ "run_out": { "anyOf": [ to("Instant"), { "type": "null" } ] } }),
            &["run_out"]),
        "LedgerPage": object(json!({
            "entries": { "type": "array", "items": { "type": "object" } },
            "next": { "type": ["integer", "null"] } }), &["entries", "next"]),
        "CloudEvents": list(json!({ "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "data"] })),
    })
}

/// Changes of accounts.
fn changes() -> Value {
    json!({
        "ChargeOrder": { "anyOf": [ to("Charge"), to("ChargeRequestCommand"),
            object(json!({ "quote": to("AnyQuote"), "member": text() }), &["quote"]) ] },
        "HoldOrder": { "anyOf": [ to("HoldCommand"), to("HoldRequestCommand"),
            object(json!({ "quote": to("AnyQuote"), "member": text(), "until": to("Instant") }),
                &["quote"]) ] },
        "AmountOrder": object(json!({ "amount": to("Credits") }), &["amount"]),
        "SomeAmountOrder": object(json!({ "amount": to("Credits") }), &[]),
        "FailedPayment": object(json!({ "last": { "type": "boolean" } }), &[]),
        "MoneyRefund": object(json!({ "money": { "type": ["string", "number"] },
            "revoke": { "type": "boolean" } }), &[]),
    })
}

/// Moves, webhooks and the audit.
fn admin() -> Value {
    json!({
        "MoveOrder": object(json!({ "catalog": text(), "mapping": to("WalletMapping"),
            "dry_run": { "type": "boolean" } }), &["catalog", "dry_run"]),
        "MovesOrder": object(json!({ "from": { "description": "A digest", "type": "string", "minLength": 1 },
            "catalog": text(), "mapping": to("WalletMapping"), "dry_run": { "type": "boolean" } }),
            &["from", "catalog", "dry_run"]),
        "MoveAnswer": object(json!({ "account": text(), "moved": { "type": "boolean" },
            "report": { "type": ["object", "null"] } }), &["account", "moved", "report"]),
        "Moves": object(json!({ "moves": { "type": "array", "items": { "type": "object",
            "required": ["at", "from", "to", "report"] } } }), &["moves"]),
        "AuditPage": object(json!({ "verdicts": list(object(json!({ "id": text(), "at": to("Instant"),
            "key": text(), "account": or_null(text()), "quote": or_null(text()),
            "catalog": or_null(text()), "verdict": text(), "difference": or_null(to("Credits")),
            "text": or_null(text()) }),
            &["id", "at", "key", "account", "quote", "catalog", "verdict", "difference", "text"])),
            "next": { "type": ["string", "null"] } }), &["verdicts", "next"]),
        "NewWebhook": object(json!({ "url": text(), "events": list(json!({ "type": "string",
            "description": "A kind of ledger entry, or a kind and a reason: `alert`, `release.hold_ended`" })) }),
            &["url"]),
        "Webhook": object(webhook(json!({})), &["id", "url", "events", "created"]),
        "AddedWebhook": object(webhook(json!({ "secret": text() })),
            &["id", "url", "events", "created", "secret"]),
        "Webhooks": object(json!({ "webhooks": list(to("Webhook")) }), &["webhooks"]),
        "DeliveryPage": object(json!({ "deliveries": list(object(json!({ "event": text(), "account": text(),
            "n": { "type": "integer" }, "state": { "enum": ["pending", "delivered", "dead"] },
            "attempts": { "type": "integer" }, "next_attempt": or_null(to("Instant")),
            "ended": or_null(to("Instant")), "error": { "type": ["string", "null"] } }),
            &["event", "account", "n", "state", "attempts", "next_attempt", "ended", "error"])),
            "next": { "type": ["string", "null"] } }), &["deliveries", "next"]),
        "Resent": object(json!({ "resent": { "type": "integer" } }), &["resent"]),
    })
}
