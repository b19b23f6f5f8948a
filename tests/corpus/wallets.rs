//! The logs of live wallets, natively. `BLESS=1 cargo test --test corpus wallets` takes over what comes
//! out now, and draws the seeded logs anew.

use drawdown_tests::corpus::wallets::{LOGS, WALLETS, assert_checked_in, wallets};
use drawdown_tests::live_model::{self as model, Player, Random};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn is_blessed() -> bool {
    std::env::var_os("BLESS").is_some()
}

#[test]
fn every_log_gives_its_checked_in_outcomes_and_states() {
    if is_blessed() {
        return fs::write(corpus().join("wallets.json"), wallets()).unwrap();
    }
    assert_checked_in();
}

/// Someone who tries everything, on rules of both seeds.
#[test]
fn the_seeded_logs_are_those_of_their_seeds() {
    for (id, seed) in [("seeded-1", 11), ("seeded-2", 23)] {
        let found = seeded(seed);
        if is_blessed() {
            fs::write(corpus().join(format!("wallets/{id}.json")), found).unwrap();
            continue;
        }
        let (_, text) = LOGS.iter().find(|(known, _)| *known == id).unwrap();
        assert!(found == *text, "BLESS=1 draws {id} anew");
    }
}

fn seeded(seed: u64) -> String {
    let mut random = Random(seed);
    let rules = model::rules(&mut random);
    let limits = &rules.limits;
    let minutes = |count: u32| format!("{count} minutes");
    let limits = json!({ "limits": {
        "late": minutes(limits.late), "leap": minutes(limits.leap), "hold": minutes(limits.hold),
        "remember": minutes(limits.remember), "receipts": minutes(limits.receipts),
        "invoices": minutes(limits.invoices),
    } });
    let at = drawdown::Instant::from_unix(rules.start).unwrap().to_string();
    let (catalog, account) = (rules.catalog(&model::NAMES[0]), rules.account());
    let policy = rules.payment().map(|policy| format!(r#"{{"payment_policy":{policy}}}"#));
    let mut player = Player::new(Random(random.number()));
    let mut wallet = model::Wallet::open(rules);
    let mut steps: Vec<String> = [limits.to_string()].into_iter().chain(policy).collect();
    steps.extend((0..250).map(|_| {
        let command = player.next(&wallet);
        // What the model says of it is for another test.
        let _ = wallet.apply(&command);
        command.text()
    }));
    format!(
        "{{ \"about\": \"By seed {seed}: `the_seeded_logs_are_those_of_their_seeds` draws it.\",\n  \
         \"brief\": true,\n  \
         \"catalogs\": {{ \"first\": {catalog} }},\n  \"wallet\": \"{}\", \"account\": {account}, \
         \"at\": \"{at}\",\n  \"steps\": [\n    {}\n  ] }}\n",
        model::WALLET,
        steps.join(",\n    "),
    )
}

#[test]
fn the_logs_show_every_command_outcome_and_kind_of_entry() {
    let (mut actions, mut outcomes, mut kinds) =
        <(BTreeSet<_>, BTreeSet<_>, BTreeSet<_>)>::default();
    let mut steps = 0;
    for (_, log) in LOGS {
        let log: Value = serde_json::from_str(log).unwrap();
        for step in log["steps"].as_array().unwrap() {
            let keys = step.as_object().unwrap().keys();
            actions.extend(
                keys.filter(|key| !["id", "at", "confirm"].contains(&key.as_str())).cloned(),
            );
        }
    }
    let rows: Value = serde_json::from_str(WALLETS).unwrap();
    for row in rows.as_array().unwrap() {
        for step in row["steps"].as_array().unwrap() {
            steps += 1;
            let outcome = &step["outcome"];
            let word = outcome["outcome"].as_str().unwrap_or("none");
            let again = if outcome["repeated"] == true { " again" } else { "" };
            outcomes.insert(format!("{word}{again}"));
            let entries = outcome["entries"].as_array().into_iter().flatten();
            kinds.extend(entries.map(|entry| entry["kind"].as_str().unwrap().to_owned()));
        }
    }
    let all = "advance buy cancel charge charge_back charge_request count fail_payment grant hold \
               hold_request limits mapping move pay_invoice payment_policy refund refund_money \
               release resume revoke settle subscribe";
    assert!(all.split_whitespace().all(|key| actions.contains(key)), "{actions:?}");
    for word in ["paid", "partly", "refused", "none", "paid again", "refused again"] {
        assert!(outcomes.contains(word), "{outcomes:?}");
    }
    assert!(kinds.len() >= 17, "{kinds:?}");
    assert!(steps > 500, "{steps}");
}
