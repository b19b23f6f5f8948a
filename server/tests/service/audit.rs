//! Every verdict on a quote is kept.

use crate::harness::{Client, places};
use crate::receiver::wait_until;
use serde_json::{Value, json};

fn audit(client: &Client, filter: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let page = client.get(&format!("/v1/audit?limit=300&after={after}{filter}"));
        assert_eq!(page.status, 200, "{page:?}");
        all.extend(page.body["verdicts"].as_array().unwrap().clone());
        match page.body["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => return all,
        }
    }
}

/// What was decided, in the order of time.
fn codes(of: &[Value]) -> Vec<&str> {
    of.iter().map(|verdict| verdict["verdict"].as_str().unwrap()).collect()
}

#[test]
fn verdicts_are_kept_with_who_asked_and_what_differed() {
    for place in places("audit") {
        let server = place.start(None);
        let client = server.client();
        let open = r#"{ "id": "acct-7", "catalog": "studio", "account": { "plan": "pro" } }"#;
        assert_eq!(client.post("/v1/accounts", "open-7", open).status, 201);
        let now = drawdown::Instant::try_from(std::time::SystemTime::now()).unwrap().to_string();
        let request = json!({ "operation": "image", "plan": "pro", "at": now });
        let asked = json!({ "catalog": "studio", "request": request }).to_string();
        let quote = client.post("/v1/quote", "-", &asked).body;
        let mut cheaper = quote.clone();
        cheaper["estimate"]["total"] = json!("1");

        client.post("/v1/verify", "-", &quote.to_string());
        client.post("/v1/verify", "-", &cheaper.to_string());
        let hold = |key: &str, quote: &Value| {
            client.post("/v1/accounts/acct-7/holds", key, &json!({ "quote": quote }).to_string())
        };
        assert_eq!(hold("1", &quote).status, 200);
        assert_eq!(hold("1", &quote).status, 200);
        // What is accepted is there at once: it is in the same transaction.
        let accepted = audit(&client, "&account=acct-7&verdict=accepted");
        assert_eq!(accepted.len(), 1);
        assert_eq!(accepted[0]["quote"], quote["digest"]);
        assert_eq!(accepted[0]["catalog"], quote["catalog"]["digest"]);
        assert_eq!(hold("2", &quote).status, 409);
        assert_eq!(hold("3", &cheaper).status, 409);

        let expected = ["verified", "differs", "accepted", "replayed", "differs"];
        let all = wait_until(|| Some(audit(&client, "")).filter(|all| all.len() >= 5));
        assert_eq!(codes(&all), expected);
        let key = server.key.split('_').nth(1).unwrap();
        assert!(all.iter().all(|verdict| verdict["key"] == key));
        assert_eq!((&all[1]["difference"], &all[1]["account"]), (&json!("-7"), &Value::Null));
        assert!(all[1]["text"].as_str().unwrap().contains("expected"), "{}", all[1]);
        assert_eq!(codes(&audit(&client, "&account=acct-7")), expected[2..]);
        assert_eq!(audit(&client, "&verdict=differs").len(), 2);
        let reader = place.run(&["key", "create", "reader"]).unwrap();
        let reader = Client::new(&server.base, reader.trim());
        assert_eq!(reader.get("/v1/audit").status, 403);
    }
}

#[test]
fn a_service_that_is_stopped_writes_all_verdicts_before() {
    for place in places("flushed") {
        let server = place.start(None);
        let client = server.client();
        let asked = r#"{ "catalog": "studio", "request": { "operation": "image" } }"#;
        let quote = client.post("/v1/quote", "-", asked).body.to_string();
        let other = quote.replace(r#""total":"8""#, r#""total":"9""#);
        let lines = [quote.as_str(), &other, "{}"];
        let body: String = (0..1500).map(|n| format!("{}\n", lines[n % 3])).collect();
        assert_eq!(client.post_lines("/v1/verify-batch", &body).len(), 1500);
        let key = server.key.clone();
        assert!(server.stop());

        let server = place.start(Some(&key));
        let client = server.client();
        let all = audit(&client, "");
        let expected = ["verified", "differs", "malformed"].iter().cycle().take(1500);
        assert_eq!(codes(&all), expected.copied().collect::<Vec<_>>());
        assert_eq!(audit(&client, "&verdict=malformed").len(), 500);
    }
}
