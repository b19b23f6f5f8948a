//! Many clients on few accounts: in each other's way, with repeated requests.

use crate::harness::{Client, places};
use std::thread;

const CLIENTS: u64 = 64;
const ACCOUNTS: u64 = 8;
const REQUESTS: u64 = 20;

#[test]
fn many_clients_on_few_accounts_double_nothing() {
    for place in places("clients") {
        let server = place.start(None);
        let client = server.client();
        for account in 0..ACCOUNTS {
            let body = format!(
                r#"{{ "id": "a{account}", "catalog": "studio", "account": {{ "plan": "pro" }} }}"#
            );
            assert_eq!(client.post("/v1/accounts", &format!("open-{account}"), &body).status, 201);
        }
        let workers: Vec<_> = (0..CLIENTS)
            .map(|worker| {
                let client = server.client();
                thread::spawn(move || (0..REQUESTS).map(|n| ask(&client, worker, n)).sum::<i64>())
            })
            .collect();
        let paid: i64 = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
        let mut spent = 0;
        for account in 0..ACCOUNTS {
            let id = format!("a{account}");
            client.assert_sums(&id);
            let of = |entry: &serde_json::Value| match entry["kind"].as_str() {
                Some("spend") => crate::harness::number(&entry["amount"]),
                _ => 0,
            };
            spent += client.ledger(&id).iter().map(of).sum::<i64>();
        }
        assert_eq!(paid, spent);
    }
}

/// A charge, sent once, twice or three times. Returns what was paid.
fn ask(client: &Client, worker: u64, n: u64) -> i64 {
    let mixed = (worker * REQUESTS + n).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let account = mixed % ACCOUNTS;
    let body = format!(r#"{{ "operation": "image", "amount": "{}" }}"#, 1 + mixed % 9);
    let (path, key) = (format!("/v1/accounts/a{account}/charges"), format!("{worker}-{n}"));
    let first = client.post(&path, &key, &body);
    for _ in 0..mixed % 3 {
        assert_eq!(client.post(&path, &key, &body), first);
    }
    match first.status {
        200 => crate::harness::number(&first.body["receipt"]["amount"]),
        402 => 0,
        _ => panic!("{first:?}"),
    }
}
