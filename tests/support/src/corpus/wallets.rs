//! Logs of live wallets: what each step of them does, and the state after it.

use super::{assert_same_text, laid_out, printed, string};
use drawdown::{
    Account, Catalog, Command, Errors, Opened, PaymentPolicy, Span, Value, Wallet, WalletLimits,
    WalletMapping, parse, to_text, to_value,
};
use sha2::{Digest, Sha256};

macro_rules! logs {
    ($($id:literal),* $(,)?) => {
        &[$(($id, include_str!(concat!("../../../corpus/wallets/", $id, ".json")))),*]
    };
}

/// Every log: its id and its text.
pub const LOGS: &[(&str, &str)] = logs!["studio", "payments", "seeded-1", "seeded-2"];
/// What becomes of the wallets.
pub const WALLETS: &str = include_str!("../../../corpus/wallets.json");

/// A wallet, and the catalog that it is of.
struct Case {
    log: Value,
    catalog: Catalog,
    wallet: Wallet,
}

/// Fails with the first line that is not checked in.
pub fn assert_checked_in() {
    assert_same_text(&wallets(), WALLETS);
}

/// The whole text of `wallets.json`.
pub fn wallets() -> String {
    let rows: Vec<String> = LOGS.iter().map(|(id, text)| laid_out(&row(id, text))).collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

fn row(id: &str, text: &str) -> String {
    let log = parse(text).unwrap_or_else(|errors| panic!("{id}: {errors}"));
    let (mut case, entries) = Case::open(log);
    let opened = format!(r#"{{"entries":{entries},"state":"{}"}}"#, case.digest());
    let steps = match case.log.get("steps") {
        Some(Value::Array(steps)) => steps.clone(),
        _ => panic!("{id} has no steps"),
    };
    let steps: Vec<String> = steps.iter().map(|step| case.step(step)).collect();
    let state = case.wallet.save();
    format!(r#"{{"id":"{id}","opened":{opened},"steps":[{}],"state":{state}}}"#, steps.join(","))
}

impl Case {
    fn open(log: Value) -> (Case, String) {
        let part = |key: &str| log.get(key).unwrap_or_else(|| panic!("a log has `{key}`"));
        let catalog = catalog_of(&log, "first");
        let account = Account::from_json(&printed(part("account"))).unwrap();
        let at = string(part("at")).parse().unwrap();
        let opened = Wallet::open(&catalog, string(part("wallet")), &account, at).unwrap();
        let Opened { wallet, entries, .. } = opened;
        (Case { log, catalog, wallet }, to_text(&entries).unwrap())
    }

    fn digest(&self) -> String {
        let digest = Sha256::digest(self.wallet.save().as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{hex}")
    }

    /// What a step does, and the state after it; the wallet is then another, loaded from that.
    fn step(&mut self, step: &Value) -> String {
        match self.done(step) {
            Ok(done) => {
                let (state, digest) = (self.wallet.save(), self.digest());
                self.wallet = Wallet::load(&self.catalog, &state).unwrap();
                format!(r#"{{{done},"state":"{digest}"}}"#)
            }
            Err(errors) => {
                format!(r#"{{"error":{}}}"#, to_text(&errors.to_string()).unwrap())
            }
        }
    }

    fn done(&mut self, step: &Value) -> Result<String, Errors> {
        if let Some(limits) = step.get("limits") {
            self.wallet.set_limits(read_limits(limits))?;
            return Ok(format!(r#""limits":{}"#, to_text(self.wallet.limits()).unwrap()));
        }
        if let Some(policy) = step.get("payment_policy") {
            self.wallet.set_payment_policy(Some(PaymentPolicy::from_json(&printed(policy))?))?;
            return Ok(format!(r#""policy":{}"#, to_text(&self.wallet.payment_policy()).unwrap()));
        }
        if let Some(to) = step.get("move") {
            let catalog = catalog_of(&self.log, string(to));
            let mapping = step.get("mapping").map_or_else(|| "{}".to_owned(), printed);
            let mapping = WalletMapping::from_json(&mapping)?;
            let moved = Wallet::migrate(&self.wallet.save(), &catalog, &mapping)?;
            (self.catalog, self.wallet) = (catalog, moved.wallet);
            return Ok(format!(r#""report":{}"#, to_text(&moved.report).unwrap()));
        }
        let outcome = self.wallet.apply(&Command::from_json(&printed(step))?)?;
        let mut told = to_value(&outcome).unwrap();
        if self.log.get("brief").is_some() {
            leave_out_entries(&mut told);
        }
        Ok(format!(r#""outcome":{}"#, printed(&told)))
    }
}

/// A state holds the entries of the last commands, so its digest covers them.
fn leave_out_entries(outcome: &mut Value) {
    if let Value::Object(members) = outcome {
        members.retain(|(key, _)| key != "entries");
    }
}

fn catalog_of(log: &Value, name: &str) -> Catalog {
    let catalog = log.get("catalogs").and_then(|catalogs| catalogs.get(name));
    let catalog = catalog.unwrap_or_else(|| panic!("a log has the catalog `{name}`"));
    Catalog::from_value(catalog).unwrap_or_else(|errors| panic!("{name}: {errors}"))
}

fn read_limits(limits: &Value) -> WalletLimits {
    let span = |key: &str| -> Span { string(limits.get(key).unwrap()).parse().unwrap() };
    WalletLimits::default()
        .late(span("late"))
        .leap(span("leap"))
        .remember(span("remember"))
        .hold(span("hold"))
        .receipts(span("receipts"))
        .invoices(span("invoices"))
}
