//! The settings of an account over HTTP.

use crate::harness::places;
use serde_json::{Value, json};

const PATH: &str = "/v1/accounts/acct-7/settings";

#[test]
fn settings_change_once_and_as_a_whole() {
    for place in places("settings") {
        let server = place.start(None);
        let client = server.client();
        let open = r#"{ "id": "acct-7", "catalog": "studio", "account": { "plan": "pro" } }"#;
        assert_eq!(client.post("/v1/accounts", "open-7", open).status, 201);
        let first = client.get(PATH);
        assert_eq!(first.status, 200);
        assert_eq!((&first.body["members"], &first.body["alerts"]), (&json!([]), &json!([])));
        assert_eq!(
            (&first.body["auto_top_up"], &first.body["payment"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(
            (&first.body["zone"]["name"], &first.body["assume"]),
            (&json!("UTC"), &json!({}))
        );
        assert_eq!(first.body["limits"]["hold"], json!("24 hours"));

        let asked = json!({
            "members": [{ "id": "bo" }, { "id": "al" }],
            "alerts": [{ "credits": "500" }, { "percent": "80" }],
            "auto_top_up": { "top_up": "pack", "below": "1500", "limit": 2, "cooldown": "1 day" },
            "payment": { "issue": "payment", "grace": "7 days" },
            "limits": { "hold": "10 minutes" },
            "zone": "Europe/Berlin",
            "assume": { "plans": { "pro": { "month": "20" } } },
        });
        let changed = client.patch(PATH, "set-1", &asked.to_string());
        assert_eq!(changed.status, 200, "{changed:?}");
        let settings = &changed.body["settings"];
        assert_eq!(settings["members"], json!([{ "id": "al" }, { "id": "bo" }]));
        for key in ["alerts", "auto_top_up", "payment"] {
            assert_eq!(settings[key], asked[key], "{key}");
        }
        assert_eq!(settings["limits"]["hold"], json!("10 minutes"));
        assert_eq!(settings["limits"]["receipts"], json!("90 days"));
        assert_eq!(settings["zone"]["name"], json!("Europe/Berlin"));
        // The balance is below the threshold: a pack is bought at once, with an invoice that is open.
        assert_eq!(changed.body["entries"][0]["reason"], json!("auto_top_up"), "{changed:?}");
        assert_eq!(changed.body["invoices"][0]["status"], json!("open"), "{changed:?}");
        assert_eq!(client.patch(PATH, "set-1", &asked.to_string()), changed);
        assert_eq!(client.patch(PATH, "set-1", "{}").status, 422);
        assert_eq!(&client.get(PATH).body, settings);
        let bought = |entry: &Value| entry["kind"] == "issue" && entry["reason"] == "auto_top_up";
        assert_eq!(client.ledger("acct-7").iter().filter(|entry| bought(entry)).count(), 1);

        // What a member is not named in stays; null takes back.
        let back = client.patch(PATH, "set-2", r#"{ "limits": null, "auto_top_up": null }"#);
        assert_eq!(back.body["settings"]["limits"], first.body["limits"], "{back:?}");
        assert_eq!(back.body["settings"]["auto_top_up"], Value::Null);
        assert_eq!(back.body["settings"]["members"], settings["members"]);
        client.assert_sums("acct-7");
    }
}

#[test]
fn a_setting_that_is_wrong_changes_nothing() {
    for place in places("wrong_settings") {
        let server = place.start(None);
        let client = server.client();
        let open = r#"{ "id": "acct-7", "catalog": "studio" }"#;
        assert_eq!(client.post("/v1/accounts", "open-7", open).status, 201);
        let before = client.get(PATH).body;
        for (asked, pointer) in [
            (
                r#"{ "alerts": [{ "credits": "5" }], "members": [{ "id": "a" }, { "id": "a" }] }"#,
                "/members",
            ),
            (
                r#"{ "alerts": [{ "credits": "5" }], "auto_top_up": { "top_up": "pak", "below": "1" } }"#,
                "/auto_top_up/top_up",
            ),
            (r#"{ "alerts": [{ "credits": "-5" }] }"#, "/alerts/0/credits"),
            (r#"{ "payment": { "grace": "0 days" } }"#, "/payment/grace"),
            (r#"{ "limits": { "hold": "0 days" } }"#, "/limits/hold"),
            (r#"{ "limits": { "holds": "1 day" } }"#, "/limits/holds"),
            (r#"{ "zone": "Europe/Berlim" }"#, "/zone"),
            (r#"{ "assume": { "grants": { "dayly": "5" } } }"#, "/assume/grants/dayly"),
            (r#"{ "budget": "5" }"#, "/budget"),
        ] {
            let answer = client.patch(PATH, "set-1", asked);
            assert_eq!(answer.status, 422, "{asked}: {answer:?}");
            assert_eq!(answer.body["errors"][0]["pointer"], json!(pointer), "{asked}: {answer:?}");
        }
        assert_eq!(client.get(PATH).body, before);
        assert_eq!(client.patch("/v1/accounts/nobody/settings", "set-1", "{}").status, 404);
    }
}
