//! Accounts move to a new version of their catalog only on request.

use crate::harness::{Client, places};
use serde_json::{Value, json};
use std::time::Duration;

const IMAGE: &str = r#"{ "request": { "operation": "image" } }"#;

/// The version after the one that the places begin with: a plan has another name, an image costs more.
fn next_version() -> String {
    let text = include_str!("../../../examples/wallet/studio.json");
    let mut next: Value = serde_json::from_str(text).unwrap();
    next["version"] = json!("next");
    let text = next.to_string().replace("\"pro\"", "\"premium\"");
    let changed = text.replace("\"rate\":\"8\"", "\"rate\":\"9\"");
    assert_ne!(text, changed);
    changed
}

/// Waits until a service has read another version.
fn digest_after(client: &Client, before: &Value) -> Value {
    for _ in 0..100 {
        let now = digest(client);
        if now != *before {
            return now;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the new version was not read");
}

fn digest(client: &Client) -> Value {
    let all = client.get("/v1/catalogs").body["catalogs"].as_array().unwrap().clone();
    all.into_iter().find(|about| about["id"] == "studio").unwrap()["digest"].clone()
}

#[test]
fn accounts_move_when_they_are_told_to() {
    for place in places("moves") {
        let server = place.start_with(None, &[("SWEEP_SECONDS", "1")]);
        // It does not look at the folder again.
        let late = place.start_with(Some(&server.key), &[("SWEEP_SECONDS", "3600")]);
        let client = server.client();
        for id in ["a", "b", "c"] {
            let open = json!({ "id": id, "catalog": "studio", "account": { "plan": "pro" } });
            assert_eq!(client.post("/v1/accounts", "open", &open.to_string()).status, 201);
        }
        let held = r#"{ "operation": "image", "amount": "100" }"#;
        assert_eq!(client.post("/v1/accounts/a/holds", "hold-1", held).status, 200);
        let balance = |id: &str| client.get(&format!("/v1/accounts/{id}")).body["balance"].clone();
        let before = balance("a");

        let old = digest(&client);
        place.file("catalogs/studio.json", &next_version());
        let new = digest_after(&client, &old);
        let on = |digest: &Value| {
            let digest = digest.as_str().unwrap();
            let page = client.get(&format!("/v1/accounts?catalog={digest}&limit=2")).body;
            (page["accounts"].as_array().unwrap().len(), page["next"].clone())
        };
        assert_eq!(on(&old), (2, json!("b")));
        assert_eq!(on(&new), (0, Value::Null));

        // Nobody has moved: the old price holds.
        let charged = client.post("/v1/accounts/b/charges", "job-1", IMAGE);
        assert_eq!(charged.body["receipt"]["amount"], json!("8"));

        // What has no name there is told, and nothing changes.
        let order = |mapping: Value, dry_run: bool| {
            json!({ "catalog": "studio", "mapping": mapping, "dry_run": dry_run }).to_string()
        };
        let renamed = || json!({ "plans": { "pro": "premium" } });
        let refused = client.post("/v1/accounts/a/move", "-", &order(json!({}), false));
        assert_eq!((refused.status, &refused.body["code"]), (422, &json!("unknown_name")));
        let tried = client.post("/v1/accounts/a/move", "-", &order(renamed(), true));
        assert_eq!((tried.status, &tried.body["moved"]), (200, &json!(false)), "{tried:?}");
        assert_eq!(tried.body["report"]["names"][0]["to"], json!("premium"), "{tried:?}");
        assert_eq!(client.get("/v1/accounts/a/moves").body["moves"], json!([]));
        assert_eq!(on(&old).0, 2);
        let unsaid = json!({ "catalog": "studio" }).to_string();
        let unsaid = client.post("/v1/accounts/a/move", "-", &unsaid);
        assert_eq!(
            (unsaid.status, &unsaid.body["errors"][0]["pointer"]),
            (422, &json!("/dry_run"))
        );
        let by_id = json!({ "from": "studio", "catalog": "studio", "dry_run": true }).to_string();
        let by_id = client.post("/v1/moves", "-", &by_id);
        assert_eq!((by_id.status, &by_id.body["errors"][0]["pointer"]), (422, &json!("/from")));

        // One moves, with its holds; then the others; then nobody is left.
        let moved = client.post("/v1/accounts/a/move", "-", &order(renamed(), false));
        assert_eq!(moved.body["moved"], json!(true), "{moved:?}");
        let again = client.post("/v1/accounts/a/move", "-", &order(renamed(), false));
        assert_eq!((again.status, &again.body["moved"]), (200, &json!(false)));
        assert_eq!(balance("a"), before);
        let moves = client.get("/v1/accounts/a/moves").body["moves"].clone();
        assert_eq!((&moves[0]["from"], &moves[0]["to"]), (&old, &new));
        assert_eq!(moves[0]["report"], tried.body["report"]);
        let all = |dry_run: bool| {
            let asked = json!({ "from": old, "catalog": "studio", "mapping": renamed(),
                "dry_run": dry_run });
            client.post_lines("/v1/moves", &asked.to_string())
        };
        let tried = all(true);
        let counts = json!({ "done": true, "would_move": 2, "there_already": 0, "failed": 0 });
        assert_eq!((tried.len(), tried.last()), (3, Some(&counts)), "{tried:?}");
        assert_eq!(all(false).last().unwrap()["moved"], json!(2));
        assert_eq!(all(false).len(), 1);

        // The new price holds, also in a process that has not read the new version.
        for client in [&client, &late.client()] {
            let charged = client.post("/v1/accounts/b/charges", "job-2", IMAGE);
            assert_eq!(charged.body["receipt"]["amount"], json!("9"), "{charged:?}");
            assert_eq!(client.get("/v1/accounts/a").body["subscription"]["plan"], json!("premium"));
        }
        assert_eq!(client.post("/v1/accounts/a/holds/h1/release", "r-1", "").status, 200);
        for id in ["a", "b", "c"] {
            client.assert_sums(id);
        }

        // It takes a key for it.
        let other = Client::new(&server.base, &place.key("read,quote,charge"));
        assert_eq!(other.post("/v1/accounts/c/move", "-", &order(json!({}), true)).status, 403);
        assert_eq!(other.get("/v1/accounts").body["accounts"].as_array().unwrap().len(), 3);
    }
}
