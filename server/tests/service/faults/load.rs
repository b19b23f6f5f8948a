//! Clients that charge without a pause, and what must be true afterwards.

use crate::harness::{Answer, Client, Server, number};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

const ACCOUNTS: usize = 4;
const CLIENTS: usize = 8;
pub(crate) const ONE: &str = r#"{ "operation": "image", "amount": "1" }"#;

/// Opens accounts with much to spend.
pub(crate) fn open_accounts(client: &Client) {
    for account in 0..ACCOUNTS {
        let body = format!(r#"{{ "id": "a{account}", "catalog": "studio" }}"#);
        assert_eq!(client.post("/v1/accounts", &format!("open-{account}"), &body).status, 201);
        let much = r#"{ "class": "pack", "amount": "1000000" }"#;
        assert_eq!(client.post(&path(account, "grants"), "much", much).status, 200);
    }
}

fn path(account: usize, what: &str) -> String {
    format!("/v1/accounts/a{account}/{what}")
}

/// Clients at work.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    answers: Arc<Mutex<BTreeMap<String, (usize, Answer)>>>,
    clients: Vec<JoinHandle<()>>,
}

impl Load {
    /// Starts them: each sends a charge again, under its key, until it is answered with other than 5xx.
    pub(crate) fn start(server: &Server) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let answers = Arc::new(Mutex::new(BTreeMap::new()));
        let client = |worker: usize| {
            let (client, stop) = (server.client(), Arc::clone(&stop));
            let answers = Arc::clone(&answers);
            move || {
                for n in 0.. {
                    let (account, key) = ((worker + n) % ACCOUNTS, format!("{worker}-{n}"));
                    loop {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let answer = client.post(&path(account, "charges"), &key, ONE);
                        if answer.status < 500 {
                            answers.lock().unwrap().insert(key, (account, answer));
                            break;
                        }
                        answer.assert_passing();
                    }
                }
            }
        };
        let clients = (0..CLIENTS).map(|worker| thread::spawn(client(worker))).collect();
        Load { stop, answers, clients }
    }

    /// How many charges were answered.
    pub(crate) fn answered(&self) -> usize {
        self.answers.lock().unwrap().len()
    }

    /// Waits until `more` further charges are answered.
    pub(crate) fn wait_for(&self, more: usize) {
        let wanted = self.answered() + more;
        for _ in 0..600 {
            if self.answered() >= wanted {
                return;
            }
            thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("{} of {wanted} charges after half a minute", self.answered());
    }

    /// Stops the clients, and checks that all that was acknowledged is there, once.
    pub(crate) fn check(self, server: &Server) {
        self.stop.store(true, Ordering::Relaxed);
        self.clients.into_iter().for_each(|client| client.join().unwrap());
        let answers = self.answers.lock().unwrap();
        let client = server.client();
        for (key, (account, answer)) in answers.iter().rev().take(100) {
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(&client.post(&path(*account, "charges"), key, ONE), answer, "{key}");
        }
        for account in 0..ACCOUNTS {
            let id = format!("a{account}");
            client.assert_sums(&id);
            let spends = client.ledger(&id).into_iter().filter(|entry| entry["kind"] == "spend");
            let spent = spends.map(|entry| number(&entry["amount"])).sum::<i64>();
            let known = answers.values().filter(|(of, _)| *of == account).count() as i64;
            // A client may have stopped before it had its last answer.
            let most = known + CLIENTS as i64;
            assert!((known..=most).contains(&spent), "{id}: {spent} spent, {known} acknowledged");
        }
    }
}

impl Answer {
    /// It says that the same request may succeed later, and when.
    pub(crate) fn assert_passing(&self) {
        assert_eq!(self.status, 503, "{self:?}");
        assert!(self.retry_after.is_some(), "{self:?}");
        assert!(self.body["code"].is_string() && self.body["detail"].is_string(), "{self:?}");
    }
}
