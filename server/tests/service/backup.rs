//! Copies of a database in use, and the check that every account is what its ledger says.

use crate::harness::places;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const IMAGE: &str = r#"{ "request": { "operation": "image" } }"#;

#[test]
fn a_copy_of_a_busy_database_is_whole() {
    let place = places("backup").remove(0);
    let server = place.start(None);
    let client = server.client();
    for id in ["a", "b"] {
        let open = json!({ "id": id, "catalog": "studio", "account": { "plan": "pro" } });
        assert_eq!(client.post("/v1/accounts", "open", &open.to_string()).status, 201);
    }
    let stops = AtomicBool::new(false);
    thread::scope(|scope| {
        for id in ["a", "b"] {
            let (client, stops) = (client.clone(), &stops);
            scope.spawn(move || {
                let mut job = 0;
                while !stops.load(Ordering::Relaxed) {
                    job += 1;
                    let path = format!("/v1/accounts/{id}/charges");
                    let status = client.post(&path, &format!("job-{job}"), IMAGE).status;
                    assert!(matches!(status, 200 | 402), "{status}");
                }
            });
        }
        thread::sleep(std::time::Duration::from_millis(300));
        let copies = ["one.db", "two.db"].map(|name| place.sibling(name));
        for copy in &copies {
            let file = copy.file_of_database();
            place.run(&["backup", &file]).unwrap();
            let told = copy.run(&["check"]).unwrap();
            assert!(told.starts_with("2 accounts, "), "{told}");
            // Nothing is overwritten.
            assert!(place.run(&["backup", &file]).is_err());
        }
        assert!(place.run(&["check"]).unwrap().starts_with("2 accounts, "));
        stops.store(true, Ordering::Relaxed);
        let restored = copies[1].start(Some(&server.key));
        restored.client().assert_sums("a");
        let charged = restored.client().post("/v1/accounts/a/charges", "job-1", IMAGE);
        assert_eq!(charged.status, 200, "the answers are there too: {charged:?}");
    });
}

#[test]
fn a_ledger_that_was_changed_is_found() {
    for place in places("check") {
        let server = place.start(None);
        let client = server.client();
        for id in ["a", "b"] {
            let open = json!({ "id": id, "catalog": "studio", "account": { "plan": "pro" } });
            assert_eq!(client.post("/v1/accounts", "open", &open.to_string()).status, 201);
            let path = format!("/v1/accounts/{id}/charges");
            assert_eq!(client.post(&path, "job-1", IMAGE).status, 200);
        }
        assert_eq!(place.run(&["check"]).unwrap(), "2 accounts, 8 entries\n");
        place.sql("UPDATE ledger SET entry = REPLACE(entry, '\"8\"', '\"7\"') WHERE account = 'b'");
        let told = place.run(&["check"]).unwrap_err();
        assert!(
            told.starts_with("b: its ledger says 1033 left and 0 held, its state 1032"),
            "{told}"
        );
        place.sql("DELETE FROM ledger WHERE account = 'a' AND n = 2");
        let told = place.run(&["check"]).unwrap_err();
        assert!(told.starts_with("a: entry 2 of its ledger is missing"), "{told}");
    }
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let place = places("missing").remove(0);
    let copy = place.sibling("copy.db").file_of_database();
    for command in [["check"].as_slice(), &["backup", &copy]] {
        assert!(place.run(command).is_err(), "{command:?}");
    }
    for file in [place.file_of_database(), copy] {
        assert!(!std::path::Path::new(&file).exists(), "{file}");
    }
}
