//! The clients in `examples/clients`, over a network that loses requests and answers.

use crate::flaky;
use crate::harness::places;
use std::process::Command;

#[test]
fn the_client_in_node_does_each_job_once() {
    does_each_job_once("node", "service.mjs", "acct-node");
}

#[test]
fn the_client_in_python_does_each_job_once() {
    does_each_job_once("python3", "service.py", "acct-python");
}

fn does_each_job_once(language: &str, file: &str, account: &str) {
    for place in places("examples") {
        let server = place.start(None);
        let printed = run(language, file, &flaky::before(&server), &server.key);
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(
            lines,
            [
                "images: 20 held, 10 paid",
                "again: this quote has been paid for: a second click",
                "cheaper: 409 differs: /estimate/total: expected \"8\", found \"1\" (total -7)",
                "many: 370 credits are missing; what helps: 500 of Pack, 1000 of Pro",
                "film: not allowed: Films need a plan",
                "fails: the generator has failed",
                "balance: 30",
            ]
        );
        let client = server.client();
        client.assert_sums(account);
        let entries = client.ledger(account);
        let count = |kind: &str| entries.iter().filter(|entry| entry["kind"] == kind).count();
        assert_eq!((count("hold"), count("settle")), (2, 1), "{entries:?}");
    }
}

fn run(language: &str, file: &str, address: &str, key: &str) -> String {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/clients");
    let mut client = Command::new(language);
    client.arg(format!("{examples}/{file}"));
    client.env("DRAWDOWN_URL", address).env("DRAWDOWN_KEY", key);
    let output = client.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}
