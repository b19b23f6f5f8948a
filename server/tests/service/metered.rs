//! What a browser has to know of an account to quote for it.

use crate::harness::places;
use serde_json::json;
use std::thread::sleep;
use std::time::Duration;

#[test]
fn an_account_says_what_its_quotes_need() {
    for place in places("metered") {
        let server = place.start(None);
        let client = server.client();
        let opened = client.post("/v1/accounts", "open", r#"{ "id": "m", "catalog": "p-meters" }"#);
        assert_eq!(opened.status, 201, "{opened:?}");
        let count = r#"{ "meter": "searches", "amount": "4999" }"#;
        assert_eq!(client.post("/v1/accounts/m/counts", "count", count).status, 200);

        let used = client.get("/v1/accounts/m").body["used"].clone();
        assert_eq!(used["searches"], json!("4999"));
        let now = drawdown::Instant::try_from(std::time::SystemTime::now()).unwrap().to_string();
        let held = |used: &serde_json::Value, key: &str| {
            let request = json!({ "operation": "search", "used": used, "at": now });
            let asked = json!({ "catalog": "p-meters", "request": request });
            let quote = client.post("/v1/quote", "-", &asked.to_string()).body;
            client.post("/v1/accounts/m/holds", key, &json!({ "quote": quote }).to_string())
        };
        let other = held(&json!({}), "other");
        assert_eq!((other.status, &other.body["fault"]), (409, &json!("other_use")), "{other:?}");
        assert_eq!(held(&used, "right").status, 200);
    }
}

/// Forecasts begin with it.
#[test]
fn an_account_that_nobody_changes_is_as_of_now() {
    for place in places("now") {
        let server = place.start(None);
        let client = server.client();
        let opened = client.post("/v1/accounts", "open", r#"{ "id": "n", "catalog": "studio" }"#);
        sleep(Duration::from_millis(2100));
        let now = |view: &serde_json::Value| -> i64 {
            let now: drawdown::Instant = view["now"].as_str().unwrap().parse().unwrap();
            now.to_unix()
        };
        assert!(now(&client.get("/v1/accounts/n").body) >= now(&opened.body) + 2);
    }
}
