//! The ledger in its forms.

use crate::harness::places;
use serde_json::{Value, json};

#[test]
fn every_form_has_the_same_entries_page_by_page() {
    for place in places("forms") {
        let server = place.start(None);
        let client = server.client();
        let open = r#"{ "id": "=a 7", "catalog": "studio", "account": { "plan": "pro",
                        "members": [ { "id": "@bo" } ] } }"#;
        assert_eq!(client.post("/v1/accounts", "open", open).status, 201);
        let much = r#"{ "operation": "image", "amount": "0.000000000001", "member": "@bo" }"#;
        for key in ["1", "2", "3"] {
            let charged = client.post("/v1/accounts/%3Da%207/charges", key, much);
            assert_eq!(charged.status, 200, "{charged:?}");
        }
        let entries = client.ledger("%3Da%207");
        let mut rows = Vec::new();
        let mut next = Some("/v1/accounts/%3Da%207/ledger?limit=4&format=csv".to_owned());
        let mut pages = 0;
        while let Some(path) = next {
            let (headers, text) = client.get_as(&path, "*/*");
            assert_eq!(headers["content-type"], "text/csv; charset=utf-8; header=present");
            let mut csv = csv::Reader::from_reader(text.as_bytes());
            let names = csv.headers().unwrap().clone();
            for row in csv.records() {
                let row = row.unwrap();
                let cells = names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned));
                rows.push(cells.collect::<std::collections::BTreeMap<_, _>>());
            }
            let link = headers.get("link").map(|link| link.to_str().unwrap());
            next = link.map(|link| {
                let (path, rel) = link.split_once(">; ").unwrap();
                assert_eq!(rel, "rel=\"next\"");
                path.trim_start_matches('<').to_owned()
            });
            pages += 1;
        }
        assert_eq!((rows.len(), pages), (entries.len(), entries.len() / 4 + 1));
        for (row, entry) in rows.iter().zip(&entries) {
            assert_eq!(row["n"], entry["n"].to_string());
            assert_eq!(Value::from(row["amount"].as_str()), entry["amount"]);
            assert_eq!(Value::from(row["text"].as_str()), entry["text"]);
            let lots = if row["lots"].is_empty() { "null" } else { &row["lots"] };
            assert_eq!(serde_json::from_str::<Value>(lots).unwrap(), entry["lots"]);
        }
        let spent: Vec<_> = rows.iter().filter(|row| row["kind"] == "spend").collect();
        assert_eq!(spent.len(), 3);
        for row in spent {
            assert_eq!(
                (row["member"].as_str(), row["amount"].as_str()),
                ("'@bo", "0.000000000001")
            );
        }

        let batch = "application/cloudevents-batch+json";
        let (headers, text) = client.get_as("/v1/accounts/%3Da%207/ledger", batch);
        assert_eq!(
            (&headers["content-type"], headers.get("link")),
            (&batch.parse().unwrap(), None)
        );
        let events: Vec<Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(events.len(), entries.len());
        for (event, entry) in events.iter().zip(&entries) {
            assert_eq!(&event["data"], entry);
            assert_eq!(event["source"], json!("/v1/accounts/%3Da%207"));
        }
        let wrong = client.get("/v1/accounts/%3Da%207/ledger?format=xml");
        assert_eq!(wrong.status, 422);
    }
}
