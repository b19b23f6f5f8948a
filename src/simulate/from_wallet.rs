//! From a live wallet to what will become of it.

use super::detail::Detail;
use super::projection::Projection;
use super::scenario::{Demand, Scenario};
use super::shortfall::Shortfall;
use super::state::Simulation;
use crate::calendar::Instant;
use crate::error::{Error, ErrorKind, Errors};
use crate::wallet::{Cause, Wallet};

impl Simulation {
    /// A scenario that begins with a live wallet as it stands: its lots, holds, members, planned
    /// changes, meters and alerts. It is as if the wallet simply went on. The scenario has no
    /// `account`; its `start` is the wallet's instant or a later one. Totals begin there. Invoices
    /// count as paid.
    ///
    /// # Errors
    /// As for [`Catalog::simulate`](crate::Catalog::simulate); `out_of_range` for a start before the
    /// wallet's instant; `overlap` for a scenario with an account.
    pub fn from_wallet(
        wallet: &Wallet,
        scenario: &Scenario,
        detail: Detail,
    ) -> Result<Self, Errors> {
        check_start(wallet, scenario)?;
        let members: Vec<&str> = wallet.member_ids().map(|id| &**id).collect();
        scenario.check_for(wallet.catalog(), &members, wallet.held())?;
        let mut wallet = wallet.clone().with_all_paid()?;
        wallet.advance_to(scenario.start)?;
        let mut simulation =
            Simulation::of(wallet.without_history(), scenario, detail, Vec::new())?;
        simulation.plan()?;
        Ok(simulation)
    }
}

impl Wallet {
    /// What becomes of it in a scenario; see [`Simulation::from_wallet`].
    ///
    /// # Errors
    /// As for [`Simulation::from_wallet`].
    pub fn simulate(&self, scenario: &Scenario, detail: Detail) -> Result<Projection, Errors> {
        let mut simulation = Simulation::from_wallet(self, scenario, detail)?;
        simulation.run()?;
        Ok(simulation.finish())
    }

    /// When a request is first refused for want of credits, if this demand comes from now on: within
    /// a year, or never.
    ///
    /// ```
    /// use drawdown::{Account, Catalog, Demand, Request, Wallet};
    /// # let catalog = Catalog::from_json(r#"{
    /// #     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    /// #     "credit": { "name": "credit", "plural": "credits", "step": "1" },
    /// #     "operations": [ { "id": "image", "price": [ { "line": "image", "rate": "24" } ] } ],
    /// #     "classes": { "free": { "paid": false } },
    /// #     "grants": [ { "id": "gift", "class": "free", "amount": "100", "every": "once" } ],
    /// #     "burn_order": [ "expires", "issued" ] }"#)?;
    /// let noon = "2026-11-01T12:00Z".parse()?;
    /// let wallet = Wallet::open(&catalog, "acct-7", &Account::default(), noon)?.wallet;
    /// let demand = Demand::new(Request::new("image")).per_day(1);
    /// // One at each noon: the credits of the fifth are missing.
    /// assert_eq!(wallet.run_out(&[demand])?, Some("2026-11-05T12:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Simulation::from_wallet`].
    pub fn run_out(&self, demand: &[Demand]) -> Result<Option<Instant>, Errors> {
        let scenario = Scenario::new(self.now()).demand(demand.iter().cloned());
        let projection = self.simulate(&scenario, Detail::Columns)?;
        let is_for_want = |of: &&Shortfall| !matches!(of.cause, Cause::Gate | Cause::NoPrice);
        Ok(projection.shortfalls.iter().filter(is_for_want).map(|of| of.from).min())
    }
}

fn check_start(wallet: &Wallet, scenario: &Scenario) -> Result<(), Error> {
    if scenario.account.is_some() {
        let sentence = "the account is the wallet's: leave it out";
        return Err(Error::new(ErrorKind::Overlap, "/account", sentence));
    }
    if scenario.start < wallet.now() {
        let sentence =
            format!("expected an instant from {} on, found {}", wallet.now(), scenario.start);
        return Err(Error::new(ErrorKind::OutOfRange, "/start", sentence));
    }
    Ok(())
}
