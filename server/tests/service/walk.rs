//! One walk through everything that a back end needs.

use crate::harness::places;
use serde_json::json;

const IMAGE: &str = r#"{ "request": { "operation": "image" } }"#;

#[test]
fn a_back_end_keeps_balances() {
    for place in places("walk") {
        let server = place.start(None);
        let client = server.client();

        let opened = client.post(
            "/v1/accounts",
            "open-7",
            r#"{ "id": "acct-7", "catalog": "studio", "account": { "plan": "pro" } }"#,
        );
        assert_eq!((opened.status, &opened.body["balance"]), (201, &json!("1040")), "{opened:?}");

        // A request is priced, charged, and charged once.
        let charged = client.post("/v1/accounts/acct-7/charges", "job-1", IMAGE);
        assert_eq!((charged.status, &charged.body["receipt"]["amount"]), (200, &json!("8")));
        assert_eq!(client.post("/v1/accounts/acct-7/charges", "job-1", IMAGE), charged);
        let other = r#"{ "operation": "image", "amount": "9" }"#;
        let reused = client.post("/v1/accounts/acct-7/charges", "job-1", other);
        assert_eq!((reused.status, &reused.body["code"]), (422, &json!("key_reused")));

        // A receipt is refunded once.
        let refund = "/v1/accounts/acct-7/receipts/r1/refund";
        assert_eq!(client.post(refund, "refund-1", "{}").status, 200);
        assert_eq!(client.post(refund, "refund-2", "{}").status, 409);
        let unknown = "/v1/accounts/acct-7/receipts/r99/refund";
        assert_eq!(client.post(unknown, "refund-3", "{}").status, 404);

        // A hold is settled once.
        let hold = r#"{ "operation": "image", "amount": "300" }"#;
        let held = client.post("/v1/accounts/acct-7/holds", "hold-1", hold);
        assert_eq!(held.body["hold"]["id"], json!("acct-7/h1"), "{held:?}");
        let settle = "/v1/accounts/acct-7/holds/h1/settle";
        let settled = client.post(settle, "settle-1", r#"{ "amount": "210" }"#);
        assert_eq!(settled.body["receipt"]["amount"], json!("210"), "{settled:?}");
        assert_eq!(client.post(settle, "settle-2", r#"{ "amount": "1" }"#).status, 404);

        // What cannot be paid says what would help.
        let many = r#"{ "request": { "operation": "image", "runs": 1000 } }"#;
        let refused = client.post("/v1/accounts/acct-7/charges", "job-2", many);
        assert_eq!((refused.status, &refused.body["code"]), (402, &json!("out_of_credits")));
        assert!(!refused.body["ways"].as_array().unwrap().is_empty(), "{refused:?}");

        // Faults are named at their places.
        let wrong = client.post(
            "/v1/accounts/acct-7/charges",
            "job-3",
            r#"{ "operation": "imago", "amount": -1 }"#,
        );
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.body["errors"][0]["pointer"], json!("/operation"), "{wrong:?}");
        assert_eq!(client.post("/v1/accounts/acct-7/charges", "job-3", "{").status, 400);
        assert_eq!(client.post("/v1/accounts/nobody/charges", "job-3", IMAGE).status, 404);

        client.assert_sums("acct-7");
        let key = server.key.clone();
        assert!(server.stop());

        // After a new start, everything is there.
        let server = place.start(Some(&key));
        let client = server.client();
        assert_eq!(client.post("/v1/accounts/acct-7/charges", "job-1", IMAGE), charged);
        client.assert_sums("acct-7");
    }
}

#[test]
fn only_keys_get_in() {
    for place in places("keys") {
        let server = place.start(None);
        let mut stranger = server.client();
        assert_eq!(stranger.get("/v1/catalogs").status, 200);
        stranger = crate::harness::Client::new(&server.base, "dd_none_none");
        assert_eq!(stranger.get("/v1/catalogs").status, 401);
        assert_eq!(stranger.get("/health/ready").status, 200);
    }
}

#[test]
fn browsers_are_told_what_they_may_do() {
    let place = places("headers").remove(0);
    let server = place.start(None);
    let client = server.client();
    let policies = [
        ("/v1/catalogs", "default-src 'none'", "no-store"),
        ("/v1/catalogs/studio", "default-src 'none'", "no-cache"),
        ("/docs/", "style-src 'self' 'unsafe-inline'", "no-cache"),
        ("/nowhere", "script-src 'self' 'wasm-unsafe-eval'", "no-cache"),
    ];
    for (path, policy, keeping) in policies {
        let headers = client.headers(path);
        let of = |name: &str| headers.get(name).cloned().unwrap_or_default();
        assert!(of("content-security-policy").contains(policy), "{path}: {headers:?}");
        assert_eq!(of("cache-control"), keeping, "{path}");
        assert_eq!(of("x-content-type-options"), "nosniff", "{path}");
        assert!(!of("x-request-id").is_empty(), "{path}");
    }
    // Caches may keep a page, and must not give a compressed one to those who cannot read it.
    let page = client.headers("/docs/swagger-ui.css");
    assert!(page["vary"].contains("accept-encoding"), "{page:?}");
}

#[test]
fn a_quote_is_held_once_and_only_as_it_was_made() {
    for place in places("quotes") {
        let server = place.start(None);
        let client = server.client();
        let open = r#"{ "id": "acct-7", "catalog": "studio", "account": { "plan": "pro" } }"#;
        assert_eq!(client.post("/v1/accounts", "open-7", open).status, 201);

        let now = drawdown::Instant::try_from(std::time::SystemTime::now()).unwrap().to_string();
        let quote = |runs: u32| {
            let request = json!({ "operation": "image", "runs": runs, "plan": "pro", "at": now });
            let asked = json!({ "catalog": "studio", "request": request });
            let quoted = client.post("/v1/quote", "-", &asked.to_string());
            assert_eq!(quoted.status, 200, "{quoted:?}");
            quoted.body
        };
        let image = quote(1);
        let verdict = client.post("/v1/verify", "-", &image.to_string());
        assert_eq!(verdict.body["verdict"], json!("verified"), "{verdict:?}");

        let hold = |key: &str, quote: &serde_json::Value| {
            client.post("/v1/accounts/acct-7/holds", key, &json!({ "quote": quote }).to_string())
        };
        let held = hold("hold-1", &image);
        assert_eq!((held.status, &held.body["hold"]["amount"]), (200, &json!("8")), "{held:?}");
        assert_eq!(hold("hold-1", &image), held);
        let again = hold("hold-2", &image);
        assert_eq!((again.status, &again.body["code"]), (409, &json!("quote_used")), "{again:?}");

        let mut cheaper = quote(2);
        cheaper["estimate"]["total"] = json!("1");
        let refused = hold("hold-3", &cheaper);
        assert_eq!((refused.status, &refused.body["fault"]), (409, &json!("differs")));

        let mut other = quote(3);
        other["catalog"]["digest"] = json!("sha256:0");
        let refused = hold("hold-4", &other);
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("price_moved")));
        assert!(refused.body["quoted"].is_string() && refused.body["current"].is_string());
        client.assert_sums("acct-7");
    }
}

#[test]
fn quotes_are_verified_by_the_thousand_in_order() {
    for place in places("batch") {
        let server = place.start(None);
        let client = server.client();
        let asked = r#"{ "catalog": "studio", "request": { "operation": "image" } }"#;
        let quote = client.post("/v1/quote", "-", asked).body.to_string();
        let other = quote.replace(r#""total":"8""#, r#""total":"9""#);
        assert_ne!(quote, other);
        let lines = [quote.as_str(), &other, "{}", "no quote"];
        let expected = ["verified", "differs", "malformed", "malformed"];
        let body: String = (0..1000).map(|n| format!("{}\n", lines[n % 4])).collect();
        let verdicts = client.post_lines("/v1/verify-batch", &body);
        assert_eq!(verdicts.len(), 1000);
        for (n, verdict) in verdicts.iter().enumerate() {
            assert_eq!(verdict["verdict"], json!(expected[n % 4]), "{n}: {verdict}");
        }
    }
}
