//! The service is killed under load, again and again.

use crate::harness::{Answer, Client, places};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const ACCOUNTS: usize = 4;

fn kills() -> u32 {
    std::env::var("DRAWDOWN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10)
}

type Acknowledged = Arc<Mutex<BTreeMap<String, (usize, Answer)>>>;

#[test]
fn no_acknowledged_change_is_lost_and_none_happens_twice() {
    for place in places("kills") {
        let mut server = place.start(None);
        for account in 0..ACCOUNTS {
            let body = format!(r#"{{ "id": "a{account}", "catalog": "studio" }}"#);
            let client = server.client();
            assert_eq!(client.post("/v1/accounts", &format!("open-{account}"), &body).status, 201);
            let much = r#"{ "class": "pack", "amount": "1000000" }"#;
            let path = format!("/v1/accounts/a{account}/grants");
            assert_eq!(client.post(&path, "much", much).status, 200);
        }
        let acknowledged = Acknowledged::default();
        for round in 0..kills() {
            load_and_kill(server, &acknowledged, round);
            let key = KEY.lock().unwrap().clone();
            server = place.start(Some(&key));
            check(&server.client(), &acknowledged);
        }
        assert!(acknowledged.lock().unwrap().len() as u32 > kills());
    }
}

/// The key of the running service.
static KEY: Mutex<String> = Mutex::new(String::new());

fn load_and_kill(server: crate::harness::Server, acknowledged: &Acknowledged, round: u32) {
    let stop = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = (0..8)
        .map(|worker| {
            let (client, stop) = (server.client(), Arc::clone(&stop));
            let acknowledged = Arc::clone(acknowledged);
            thread::spawn(move || {
                let mut n = 0;
                while !stop.load(Ordering::Relaxed) {
                    let key = format!("{round}-{worker}-{n}");
                    let account = (worker + n) % ACCOUNTS;
                    match charge(&client, account, &key) {
                        Some(answer) if answer.status == 200 => {
                            acknowledged.lock().unwrap().insert(key, (account, answer));
                        }
                        _ => return,
                    }
                    n += 1;
                }
            })
        })
        .collect();
    thread::sleep(Duration::from_millis(60 + u64::from(round * 37 % 150)));
    *KEY.lock().unwrap() = server.kill();
    stop.store(true, Ordering::Relaxed);
    workers.into_iter().for_each(|worker| worker.join().unwrap());
}

fn charge(client: &Client, account: usize, key: &str) -> Option<Answer> {
    let path = format!("/v1/accounts/a{account}/charges");
    client.try_post(&path, key, r#"{ "operation": "image", "amount": "1" }"#)
}

/// Every acknowledged charge is there, once: the answer is the same again, and the ledger has as many
/// charges as credits are gone.
fn check(client: &Client, acknowledged: &Acknowledged) {
    let acknowledged = acknowledged.lock().unwrap();
    for (key, (account, answer)) in acknowledged.iter().rev().take(40) {
        assert_eq!(charge(client, *account, key).as_ref(), Some(answer), "{key}");
    }
    for account in 0..ACCOUNTS {
        let id = format!("a{account}");
        client.assert_sums(&id);
        let ledger = client.ledger(&id);
        let mut receipts = 0;
        for entry in &ledger {
            receipts += usize::from(entry["kind"] == "spend");
        }
        let known = acknowledged.values().filter(|(of, _)| *of == account).count();
        assert!(receipts >= known, "{id}: {receipts} charges, {known} acknowledged");
    }
}
