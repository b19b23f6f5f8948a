//! Alerts reach their receivers, signed and at least once, and none is made twice.

use crate::harness::{Client, Place, Server, places};
use crate::receiver::{Receiver, wait_until};
use serde_json::{Value, json};
use std::net::TcpListener;

const QUICK: [(&str, &str); 3] = [
    ("WEBHOOKS__FIRST_RETRY_SECONDS", "1"),
    ("WEBHOOKS__ATTEMPTS", "2"),
    ("WEBHOOKS__SECONDS", "2"),
];

/// An account that alerts below 1,035 of its 1,040 credits, and a webhook.
fn prepare(place: &Place, url: &str) -> (Server, Value) {
    let server = place.start_with(None, &QUICK);
    let client = server.client();
    let open = r#"{ "id": "a/7", "catalog": "studio", "account": { "plan": "pro",
                    "alerts": [ { "credits": "1035" } ] } }"#;
    assert_eq!(client.post("/v1/accounts", "open", open).status, 201);
    let hook = json!({ "url": url, "events": ["alert", "alert.level", "refuse"] });
    let added = client.post("/v1/webhooks", "-", &hook.to_string());
    assert_eq!(added.status, 201, "{added:?}");
    (server, added.body)
}

/// Eight credits are charged: the first time, the balance falls below the level.
fn charge(client: &Client, key: &str) {
    let image = r#"{ "request": { "operation": "image" } }"#;
    assert_eq!(client.post("/v1/accounts/a%2F7/charges", key, image).status, 200);
}

fn deliveries(client: &Client, hook: &Value, state: &str) -> Vec<Value> {
    let id = hook["id"].as_str().unwrap();
    let page = client.get(&format!("/v1/webhooks/{id}/deliveries?state={state}"));
    assert_eq!(page.status, 200, "{page:?}");
    page.body["deliveries"].as_array().unwrap().clone()
}

fn wait_for(client: &Client, hook: &Value, state: &str) -> Value {
    wait_until(|| deliveries(client, hook, state).first().cloned())
}

#[test]
fn an_alert_is_sent_until_it_arrives() {
    for place in places("alerts") {
        let receiver = Receiver::start(|n| if n == 0 { 500 } else { 204 });
        let (server, hook) = prepare(&place, &receiver.url);
        let client = server.client();
        // The same request again, and others below the level, make no further alert.
        for key in ["job-1", "job-1", "job-1", "job-2", "job-3"] {
            charge(&client, key);
        }
        let sent = receiver.wait_for(2);
        let delivered = wait_for(&client, &hook, "delivered");
        assert_eq!((&delivered["attempts"], &delivered["account"]), (&json!(2), &json!("a/7")));
        for state in ["pending", "dead"] {
            assert_eq!(deliveries(&client, &hook, state), [] as [Value; 0]);
        }
        assert_eq!(deliveries(&client, &hook, "delivered").len(), 1);

        let secret = hook["secret"].as_str().unwrap();
        for one in &sent {
            one.assert_signed(secret);
            assert_eq!(one.headers["webhook-id"], delivered["event"]);
            assert_eq!(one.headers["content-type"], "application/cloudevents+json; charset=utf-8");
            assert_eq!(one.body, sent[0].body);
        }
        let event = sent[0].json();
        assert_eq!((&event["specversion"], &event["id"]), (&json!("1.0"), &delivered["event"]));
        assert_eq!(event["type"], json!("drawdown.alert.level"));
        assert_eq!(event["source"], json!("/v1/accounts/a%2F7"));
        let entry = client.ledger("a%2F7").into_iter().find(|entry| entry["kind"] == "alert");
        assert_eq!(event["data"], entry.unwrap());
        assert_eq!(receiver.sent().len(), 2);
        let shown = client.get("/v1/webhooks").body;
        assert!(!shown.to_string().contains("whsec_"), "{shown}");
        let metrics = client.get_text("/metrics");
        assert!(metrics.contains(r#"webhook_attempts_total{outcome="failed"} 1"#), "{metrics}");
        assert!(metrics.contains(r#"webhook_attempts_total{outcome="delivered"} 1"#), "{metrics}");
    }
}

#[test]
fn what_never_arrives_can_be_sent_again() {
    for place in places("dead") {
        // A redirect is not followed, and no answer is none.
        let receiver = Receiver::start(|n| [302, 0, 200][n.min(2)]);
        let (server, hook) = prepare(&place, &receiver.url);
        let client = server.client();
        charge(&client, "job-1");
        let dead = wait_for(&client, &hook, "dead");
        assert_eq!((&dead["attempts"], &dead["next_attempt"]), (&json!(2), &Value::Null));
        assert_eq!(dead["error"], json!("no answer within 2 s"));
        assert!(dead["ended"].is_string());

        let id = hook["id"].as_str().unwrap();
        let event = dead["event"].as_str().unwrap();
        let path = format!("/v1/webhooks/{id}/deliveries/{event}/resend");
        assert_eq!(client.post(&path, "-", "").status, 202);
        let sent = receiver.wait_for(3);
        assert!(sent.iter().all(|one| one.headers["webhook-id"] == event));
        wait_for(&client, &hook, "delivered");
        assert_eq!(client.post(&path, "-", "").status, 404);
        let all = client.post(&format!("/v1/webhooks/{id}/resend"), "-", "");
        assert_eq!((all.status, all.body), (202, json!({ "resent": 0 })));

        assert_eq!(client.delete(&format!("/v1/webhooks/{id}")), 204);
        assert_eq!(client.delete(&format!("/v1/webhooks/{id}")), 404);
        assert_eq!(deliveries(&client, &hook, "delivered"), [] as [Value; 0]);
    }
}

#[test]
fn a_service_that_dies_after_the_commit_still_delivers() {
    for place in places("died") {
        // Nobody listens yet.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let (server, hook) = prepare(&place, &format!("http://{address}/hook"));
        charge(&server.client(), "job-1");
        let key = server.kill();
        let receiver = Receiver::on(TcpListener::bind(address).unwrap(), |_| 200);
        assert_eq!(receiver.sent().len(), 0);
        let server = place.start_with(Some(&key), &QUICK);
        charge(&server.client(), "job-1");
        receiver.wait_for(1)[0].assert_signed(hook["secret"].as_str().unwrap());
        wait_for(&server.client(), &hook, "delivered");
        assert!(server.stop());
    }
}

#[test]
fn a_service_that_dies_while_it_sends_sends_again() {
    for place in places("sending") {
        let receiver = Receiver::start(|n| if n == 0 { 0 } else { 200 });
        let (server, hook) = prepare(&place, &receiver.url);
        charge(&server.client(), "job-1");
        receiver.wait_for(1);
        let key = server.kill();
        let server = place.start_with(Some(&key), &QUICK);
        let sent = receiver.wait_for(2);
        assert_eq!(sent[0].headers["webhook-id"], sent[1].headers["webhook-id"]);
        let delivered = wait_for(&server.client(), &hook, "delivered");
        assert_eq!(delivered["attempts"], json!(2));
    }
}

#[test]
fn a_webhook_is_checked_and_needs_the_scope_admin() {
    for place in places("hooks") {
        let server = place.start(None);
        let client = server.client();
        for (hook, pointer) in [
            (r#"{ "url": "http://example.com/" }"#, ""),
            (r#"{ "url": "https://example.com/", "events": ["alerts"] }"#, ""),
            (r#"{ "url": "https://example.com/", "events": "alert" }"#, "/events"),
            (r#"{ "address": "https://example.com/" }"#, "/address"),
        ] {
            let answer = client.post("/v1/webhooks", "-", hook);
            assert_eq!(answer.status, 422, "{hook}");
            assert_eq!(answer.body["errors"][0]["pointer"], json!(pointer), "{hook}");
        }
        let added =
            place.run(&["webhook", "add", "https://example.com/", "--events", "alert"]).unwrap();
        let (id, secret) = added.trim().split_once("  ").unwrap();
        assert!(secret.starts_with("whsec_"));
        assert_eq!(client.get("/v1/webhooks").body["webhooks"][0]["id"], json!(id));
        let listed = place.run(&["webhook", "list"]).unwrap();
        assert_eq!(listed.trim(), format!("{id}  alert  https://example.com/"));
        place.run(&["webhook", "remove", id]).unwrap();
        assert_eq!(place.run(&["webhook", "list"]).unwrap(), "");
        let key = place.run(&["key", "create", "reader", "--scopes", "read,charge"]).unwrap();
        let reader = Client::new(&server.base, key.trim());
        assert_eq!(reader.get("/v1/webhooks").status, 403);
    }
}
