//! Moving accounts to another version of their catalog: an explicit step that is logged, and can be tried
//! before.

use super::{ATTEMPTS, Accounts, Held, busy, change_of};
use crate::clock::Clock;
use crate::problem::Problem;
use crate::store::{Change, Moved, Saved, Store};
use drawdown::{Catalog, Entry, Migration, MigrationReport, Wallet, WalletMapping, to_text};
use std::sync::Arc;

/// Where accounts move.
#[derive(Clone)]
pub struct Move {
    /// The catalog.
    pub to: Arc<Catalog>,
    /// What becomes of names that it does not have.
    pub mapping: WalletMapping,
    /// Nothing is stored.
    pub is_dry: bool,
}

impl<S: Store, C: Clock> Accounts<S, C> {
    /// Moves an account, after what is due by now. Returns what differs; `None` if it is there already.
    ///
    /// # Errors
    /// Names that neither the catalog nor the mapping has; then nothing has changed.
    pub async fn move_to(&self, id: &str, plan: &Move) -> Result<Option<MigrationReport>, Problem> {
        let _turn = self.turns.take(id).await;
        for _ in 0..ATTEMPTS {
            let mut held = self.read(id).await?;
            if held.stored.catalog == plan.to.digest() {
                return Ok(None);
            }
            let now = self.clock.now().max(held.wallet.now());
            if !self.attach_all(&mut held).await? {
                continue;
            }
            let due = held.wallet.advance_to(now)?;
            let mut migration = Wallet::migrate(&held.wallet.save(), &plan.to, &plan.mapping)?;
            if plan.is_dry {
                return Ok(Some(migration.report));
            }
            let change = moved(id, &held, due, &mut migration)?;
            if self.store.save(change).await? == Saved::Stored {
                let (from, to) = (&migration.report.from, &migration.report.to);
                tracing::info!(account = id, from, to, "account moved");
                return Ok(Some(migration.report));
            }
        }
        Err(busy(id))
    }
}

fn moved(
    id: &str,
    held: &Held,
    due: Vec<Entry>,
    migration: &mut Migration,
) -> Result<Change, Problem> {
    let mut entries = due;
    entries.extend(migration.entries.iter().cloned());
    let report = to_text(&migration.report)?;
    let moved = Moved { from: held.stored.catalog.clone(), report };
    let change = change_of(id, Some(&held.stored), &mut migration.wallet, entries);
    Ok(Change { moved: Some(moved), ..change })
}
