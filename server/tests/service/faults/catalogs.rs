//! The file of a catalog is rewritten, broken and renamed away while clients charge.

use super::load::{Load, open_accounts};
use crate::harness::{Client, places};
use serde_json::{Value, json};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_catalog_is_replaced_under_load() {
    for place in places("catalogs") {
        let server = place.start_with(None, &[("SWEEP_SECONDS", "1")]);
        let client = server.client();
        open_accounts(&client);
        let old = digest_of(&client.get("/v1/accounts/a0").body);
        let load = Load::start(&server);
        let file = place.catalogs().join("studio.json");
        let text = fs::read_to_string(&file).unwrap();

        // A new version: new accounts have it, old ones keep theirs.
        let mut newer: Value = serde_json::from_str(&text).unwrap();
        newer["version"] = json!("after");
        replace(&file, &newer.to_string());
        wait(|| client.get("/v1/catalogs/studio").body["version"] == "after");
        let opened = client.post("/v1/accounts", "new", r#"{ "id": "new", "catalog": "studio" }"#);
        assert_eq!(opened.status, 201, "{opened:?}");
        assert_ne!(digest_of(&opened.body), old);
        assert_eq!(digest_of(&client.get("/v1/accounts/a0").body), old);

        // Broken, in place and only half written: its last version stays, and health names the file.
        fs::write(&file, &text[..text.len() / 2]).unwrap();
        wait(|| client.get("/health/ready").body["broken"]["studio.json"].is_string());
        assert_eq!(client.get("/health/ready").body["status"], json!("degraded"));
        assert_eq!(client.get("/v1/catalogs/studio").body["version"], "after");
        load.wait_for(30);

        // Renamed away: what is not there is not broken.
        fs::rename(&file, place.catalogs().join("studio.old")).unwrap();
        wait(|| client.get("/health/ready").body["status"] == "ready");
        assert_eq!(client.get("/v1/catalogs/studio").body["version"], "after");
        load.wait_for(30);

        // And back as it was at first.
        replace(&file, &text);
        wait(|| digest_of_current(&client) == old);
        load.wait_for(30);
        load.check(&server);

        // After a start without the file, accounts still have their versions.
        fs::remove_file(&file).unwrap();
        let key = server.key.clone();
        assert!(server.stop());
        let server = place.start(Some(&key));
        for account in ["a0", "new"] {
            let charge = server.client().post(
                &format!("/v1/accounts/{account}/charges"),
                "after-start",
                r#"{ "request": { "operation": "image" } }"#,
            );
            assert_eq!(charge.status, 200, "{charge:?}");
            assert_eq!(server.client().get(&format!("/v1/accounts/{account}")).status, 200);
        }
    }
}

/// At once, as an editor or a deployment does.
fn replace(file: &std::path::Path, text: &str) {
    let beside = file.with_extension("new");
    fs::write(&beside, text).unwrap();
    fs::rename(beside, file).unwrap();
}

fn digest_of(account: &Value) -> String {
    account["catalog"]["digest"].as_str().unwrap_or_else(|| panic!("{account}")).to_owned()
}

fn digest_of_current(client: &Client) -> String {
    let all = client.get("/v1/catalogs").body;
    let all = all["catalogs"].as_array().unwrap();
    let studio = all.iter().find(|catalog| catalog["id"] == "studio").unwrap();
    studio["digest"].as_str().unwrap().to_owned()
}

fn wait(mut until: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !until() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it has not come about");
        thread::sleep(Duration::from_millis(100));
    }
}
