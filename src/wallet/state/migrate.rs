//! Migration: a saved state moves to another version of its catalog, or to another catalog.
//!
//! States hold names, so they are renamed; then they load like any other. Nothing is guessed: a name
//! that the new catalog does not have needs a word in the mapping.

mod mapping;
mod rename;

pub use mapping::WalletMapping;
pub use rename::{MigratedName, MigratedWhat};

use super::format::read_state;
use super::load::{check_rules, moved};
use crate::catalog::Catalog;
use crate::error::Errors;
use crate::json;
use crate::semantics::SEMANTICS;
use crate::wallet::entry::Entry;
use crate::wallet::kind::Reason;
use crate::wallet::{Result, Wallet};
use rename::{Renamed, Renaming};
use serde::Serialize;

/// A wallet that has moved to another catalog.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Migration {
    /// The wallet.
    pub wallet: Wallet,
    /// What happened to credits, because of names that the mapping drops.
    pub entries: Vec<Entry>,
    /// What differs.
    pub report: MigrationReport,
}

/// What a migration changes in a wallet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MigrationReport {
    /// Id of the wallet.
    pub wallet: String,
    /// Catalog and version that the state is of.
    pub from: String,
    /// Catalog and version that it moves to.
    pub to: String,
    /// Version of the rules that wrote the state.
    pub semantics_from: u32,
    /// Version of the rules from now on.
    pub semantics_to: u32,
    /// Names that are others now, or gone.
    pub names: Vec<MigratedName>,
    /// What goes with names that are gone, but holds no credits: in sentences.
    pub dropped: Vec<String>,
    /// What happened to credits.
    pub entries: Vec<Entry>,
}

impl Wallet {
    /// Moves a saved state to a catalog. Balances, lots, holds, receipts, grants that come once,
    /// limits, remembered commands and planned changes stay; so does a price or an amount that was
    /// assumed, where its name is still known.
    ///
    /// A grant that is new in the catalog starts with its next regular issue; one that comes once
    /// is not issued to an account that already exists.
    ///
    /// For a dry run, look at the report and drop the wallet.
    ///
    /// # Errors
    /// `unknown_name` for each name of the state that is neither in the catalog nor in the mapping,
    /// and for each name of the mapping that is not in the catalog; otherwise the errors of
    /// [`Wallet::load`].
    ///
    /// ```
    /// use drawdown::{Account, Catalog, Wallet, WalletMapping};
    /// let catalog = |version: &str, pack: &str| Catalog::from_json(&format!(r#"{{
    ///     "catalog": "example", "version": "{version}", "as_of": "2026-11-01",
    ///     "credit": {{ "name": "credit", "step": "1" }}, "currency": "USD",
    ///     "operations": [ {{ "id": "image", "price": [ {{ "line": "image", "rate": "24" }} ] }} ],
    ///     "classes": {{ "bought": {{}} }}, "burn_order": [ "issued" ],
    ///     "top_ups": [ {{ "id": "{pack}", "class": "bought", "credits": "500",
    ///                     "price": "5" }} ] }}"#));
    /// let (old, new) = (catalog("1", "pack")?, catalog("2", "bundle")?);
    /// let now = "2026-11-01T12:00Z".parse()?;
    /// let mut wallet = Wallet::open(&old, "acct-7", &Account::default(), now)?.wallet;
    /// wallet.buy("pack", 1)?;
    /// let state = wallet.save();
    /// let lost = Wallet::migrate(&state, &new, &WalletMapping::default()).unwrap_err();
    /// assert_eq!(lost.first().unwrap().pointer(), "/lot_kinds/0/top_up");
    /// let mapping = WalletMapping::from_json(r#"{ "top_ups": { "pack": "bundle" } }"#)?;
    /// let moved = Wallet::migrate(&state, &new, &mapping)?;
    /// assert_eq!(moved.wallet.balance().to_string(), "500");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn migrate(
        state: &str,
        to: &Catalog,
        mapping: &WalletMapping,
    ) -> std::result::Result<Migration, Errors> {
        let (mut state, newer) = read_state(json::parse(state)?)?;
        check_rules(&state)?;
        let from = format!("{} {}", state.catalog.id, state.catalog.version);
        let renamed = Renaming::new(to, mapping).rename(&mut state)?;
        let mut wallet = moved(to, &state, newer)?;
        let entries = wallet.after_move(&renamed)?;
        let Renamed { names, dropped, .. } = renamed;
        let report = MigrationReport {
            wallet: state.wallet,
            from,
            to: format!("{} {}", to.id(), to.version()),
            semantics_from: state.semantics,
            semantics_to: SEMANTICS,
            names,
            dropped,
            entries: entries.clone(),
        };
        Ok(Migration { wallet, entries, report })
    }

    /// Withholds what a lapse withholds if the subscription is gone, begins new grants, and releases
    /// the holds of operations that are gone.
    fn after_move(&mut self, renamed: &Renamed) -> Result<Vec<Entry>> {
        if renamed.has_ended {
            self.withhold_all();
        }
        self.begin_new_grants()?;
        for hold in &renamed.gone_holds {
            self.run_release(*hold, Reason::Migrated)?;
        }
        self.settle_instant()?;
        Ok(self.take_entries())
    }
}
