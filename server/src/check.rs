//! Whether each account is what its ledger says, and its receipts fit: of a running service, or of a backup.

use crate::accounts::attach;
use crate::problem::Problem;
use crate::store::sql::SqlStore;
use crate::store::{Store, StoredAccount};
use drawdown::{Catalog, Credits, Value, Wallet, parse};
use std::collections::HashMap;

/// How many accounts, and entries, are read at once.
const TOGETHER: i64 = 500;

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many accounts.
    pub accounts: u64,
    /// How many entries of ledgers.
    pub entries: i64,
    /// What is wrong, in sentences.
    pub faults: Vec<String>,
}

/// Adds up every ledger.
///
/// # Errors
/// If the store fails.
pub async fn check(store: &SqlStore) -> Result<Findings, Problem> {
    let mut findings = Findings::default();
    let mut catalogs = HashMap::new();
    let mut after = String::new();
    loop {
        let page = store.accounts(None, &after, TOGETHER).await?;
        let Some(last) = page.last() else { return Ok(findings) };
        after.clone_from(&last.id);
        for listed in &page {
            let Some(stored) = store.account(&listed.id).await? else { continue };
            findings.accounts += 1;
            findings.entries += stored.entries;
            if let Err(fault) = check_one(store, &mut catalogs, &listed.id, &stored).await {
                findings.faults.push(format!("{}: {}", listed.id, fault.detail));
            }
        }
    }
}

async fn check_one(
    store: &SqlStore,
    catalogs: &mut HashMap<String, Catalog>,
    id: &str,
    stored: &StoredAccount,
) -> Result<(), Problem> {
    if !catalogs.contains_key(&stored.catalog) {
        let text = store.catalog(&stored.catalog).await?;
        let text = text.ok_or_else(|| Problem::not_found("catalog", &stored.catalog))?;
        catalogs.insert(stored.catalog.clone(), Catalog::from_json(&text)?);
    }
    let Some(catalog) = catalogs.get(&stored.catalog) else { return Ok(()) };
    let mut wallet = Wallet::load(catalog, &stored.state)?;
    let by_ledger = Sums::of_ledger(store, id, stored.entries).await?;
    let by_state = Sums::of_wallet(&wallet)?;
    if by_ledger != by_state {
        return Err(wrong(format!("its ledger says {by_ledger:?}, its state {by_state:?}")));
    }
    let receipts = store.receipts(id).await?;
    // Of a running service, they may belong to a later state.
    if receipts.version == stored.version {
        attach(&mut wallet, &receipts.all)?;
        // All of them together may give back no more than was spent.
        let _whole = Wallet::load(catalog, &wallet.save())?;
    }
    Ok(())
}

/// Credits of an account, over all classes: a move to another catalog may have renamed them.
#[derive(Clone, Copy, PartialEq)]
struct Sums {
    left: Credits,
    held: Credits,
}

impl std::fmt::Debug for Sums {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} left and {} held", self.left, self.held)
    }
}

impl Sums {
    const NONE: Sums = Sums { left: Credits::ZERO, held: Credits::ZERO };

    fn of_wallet(wallet: &Wallet) -> Result<Self, Problem> {
        let classes = wallet.balances();
        let left = Credits::checked_sum(classes.iter().map(|class| class.left));
        let held = Credits::checked_sum(classes.iter().map(|class| class.held));
        let (Some(left), Some(held)) = (left, held) else { return Err(too_large()) };
        Ok(Sums { left, held })
    }

    /// The entries that the account had when it was read: others may have come since.
    async fn of_ledger(store: &SqlStore, id: &str, entries: i64) -> Result<Self, Problem> {
        let mut sums = Sums::NONE;
        let mut read = 0;
        while read < entries {
            let rows = store.ledger(id, read, TOGETHER.min(entries - read)).await?;
            if rows.is_empty() {
                return Err(wrong(format!("its ledger ends after {read} of {entries} entries")));
            }
            for row in rows {
                read += 1;
                if row.n != read {
                    return Err(wrong(format!("entry {read} of its ledger is missing")));
                }
                sums = sums.after(&parse(&row.entry)?)?;
            }
        }
        Ok(sums)
    }

    fn after(self, entry: &Value) -> Result<Self, Problem> {
        let Some(Value::String(kind)) = entry.get("kind") else {
            return Err(wrong("an entry has no kind".to_owned()));
        };
        let (left, held) = match kind.as_str() {
            "issue" | "refund" => (1, 0),
            "spend" | "expire" | "forfeit" | "revoke" => (-1, 0),
            "hold" => (-1, 1),
            "settle" => (0, -1),
            "release" => (1, -1),
            _ => return Ok(self),
        };
        let amount = moved_by(entry)?;
        let left = add(self.left, amount, left);
        let held = add(self.held, amount, held);
        left.zip(held).map(|(left, held)| Sums { left, held }).ok_or_else(too_large)
    }
}

/// What an entry moves, over all its lots.
fn moved_by(entry: &Value) -> Result<Credits, Problem> {
    let Some(Value::Array(lots)) = entry.get("lots") else { return Ok(Credits::ZERO) };
    let amounts = lots.iter().map(|lot| match lot.get("amount") {
        Some(Value::String(text)) => text.parse::<Credits>().ok(),
        _ => None,
    });
    let amounts: Option<Vec<Credits>> = amounts.collect();
    let amounts = amounts.ok_or_else(|| wrong("an entry has no amount".to_owned()))?;
    Credits::checked_sum(amounts).ok_or_else(too_large)
}

fn add(to: Credits, amount: Credits, sign: i8) -> Option<Credits> {
    match sign {
        0 => Some(to),
        1.. => to.checked_add(amount),
        _ => to.checked_sub(amount),
    }
}

fn too_large() -> Problem {
    wrong("its credits are too many to add".to_owned())
}

fn wrong(detail: String) -> Problem {
    Problem::new(500, "ledger", detail)
}
