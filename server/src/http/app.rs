//! What every request can reach.

use crate::accounts::Accounts;
use crate::audit::Audit;
use crate::catalogs::{Kept, Library};
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::problem::Problem;
use crate::quotes::Quotes;
use crate::store::sql::SqlStore;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use metrics_exporter_prometheus::PrometheusHandle;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Instant as Tick;

/// What every request can reach.
pub struct App {
    /// The accounts.
    pub accounts: Accounts<SqlStore, SystemClock>,
    /// The catalogs.
    pub catalogs: Arc<Library>,
    /// How quotes are signed and checked.
    pub quotes: Quotes,
    /// What was decided about quotes.
    pub audit: Audit,
    /// The configuration.
    pub settings: Settings,
    /// What is counted.
    pub metrics: PrometheusHandle,
    /// How many requests each key has left.
    pub(super) budgets: DefaultKeyedRateLimiter<String>,
    /// Keys that were looked up lately.
    pub(super) keys: Mutex<HashMap<String, (Arc<crate::keys::StoredKey>, Tick)>>,
}

impl App {
    /// Everything that requests need.
    pub fn new(
        accounts: Accounts<SqlStore, SystemClock>,
        catalogs: Arc<Library>,
        quotes: Quotes,
        settings: Settings,
        metrics: PrometheusHandle,
    ) -> Self {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(at_least_one(settings.limits.requests_per_second))
            .allow_burst(at_least_one(settings.limits.burst));
        let budgets = RateLimiter::keyed(quota);
        let audit = Audit::start(accounts.store().clone());
        App {
            accounts,
            catalogs,
            quotes,
            audit,
            settings,
            metrics,
            budgets,
            keys: Mutex::default(),
        }
    }

    /// A catalog by its id or its digest.
    ///
    /// # Errors
    /// 404 if there is none.
    pub(super) fn catalog(&self, name: &str) -> Result<Kept, Problem> {
        let found = if name.starts_with("sha256:") {
            self.catalogs.version(name)
        } else {
            self.catalogs.current(name)
        };
        found.ok_or_else(|| Problem::not_found("catalog", name))
    }
}
