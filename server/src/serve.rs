//! Running the service: start, sweeper, shutdown.

use crate::accounts::Accounts;
use crate::catalogs::{Kept, Library};
use crate::clock::{Clock, SystemClock};
use crate::config::{LogFormat, Settings};
use crate::connections;
use crate::deliver::deliver;
use crate::http::{App, router};
use crate::keys::{NewKey, Scope};
use crate::quotes::Quotes;
use crate::store::Store;
use crate::store::sql::SqlStore;
use anyhow::{Context, bail};
use drawdown::Instant;
use metrics_exporter_prometheus::PrometheusBuilder;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How many accounts the sweeper looks at in one go.
const SWEPT: i64 = 500;

/// Everything that is there before the first request.
pub struct Service {
    app: Arc<App>,
    listener: TcpListener,
    /// The key of the first start, to be shown once.
    pub first_key: Option<String>,
}

impl Service {
    /// Opens the store and the catalogs, and begins to listen.
    ///
    /// # Errors
    /// If one of them cannot be opened; away from this machine, also if there is no key.
    pub async fn start(settings: Settings) -> anyhow::Result<Self> {
        let store = SqlStore::open(&settings.database, settings.connections)
            .await
            .context("the database cannot be opened")?;
        store.forget_orphans().await?;
        let catalogs = Library::open(settings.catalogs.as_deref()).context("a catalog is wrong")?;
        let catalogs = Arc::new(catalogs);
        for text in store.catalogs().await? {
            catalogs.remember(&text).context("a stored catalog cannot be read")?;
        }
        let quotes = Quotes::open(&settings.quotes)?;
        let clock = SystemClock;
        let first_key = first_key(&store, &settings, clock).await?;
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("cannot listen on {}", settings.listen))?;
        let recorder = PrometheusBuilder::new().build_recorder();
        let metrics = recorder.handle();
        // A second service in one process shares the first one's counters.
        let _second = metrics::set_global_recorder(recorder);
        let accounts = Accounts::new(store, clock, Arc::<Library>::clone(&catalogs));
        let app = Arc::new(App::new(accounts, catalogs, quotes, settings, metrics));
        Ok(Service { app, listener, first_key })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// If the system cannot say.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until it is told to stop; what was accepted is finished.
    ///
    /// # Errors
    /// If the sweeper has failed.
    pub async fn run(self, stop: CancellationToken) -> anyhow::Result<()> {
        let sweeper = tokio::spawn(sweep(Arc::clone(&self.app), stop.clone()));
        let deliverer = tokio::spawn(deliver(Arc::clone(&self.app), stop.clone()));
        let limits = self.app.settings.limits;
        connections::serve(self.listener, router(&self.app), limits, stop).await;
        sweeper.await?;
        deliverer.await?;
        self.app.audit.finish().await;
        self.app.accounts.store().close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Without any key, the first start on this machine makes one.
async fn first_key(
    store: &SqlStore,
    settings: &Settings,
    clock: SystemClock,
) -> anyhow::Result<Option<String>> {
    if !store.keys().await?.is_empty() {
        return Ok(None);
    }
    if !settings.is_local() {
        bail!(
            "{} can be reached from elsewhere, and there is no API key: make one with \
             `drawdown-server key create`, or listen on 127.0.0.1",
            settings.listen
        );
    }
    let key = NewKey::random("first start", &Scope::ALL, clock.now().to_unix())?;
    store.add_key(&key.stored).await?;
    Ok(Some(key.text))
}

/// Looks at what is due, and at the folder of catalogs, again and again.
async fn sweep(app: Arc<App>, stop: CancellationToken) {
    let seconds = app.settings.sweep_seconds.max(1).into();
    let mut ticks = tokio::time::interval(Duration::from_secs(seconds));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        // Times are kept one by one until they are summed, which a scrape does: nobody may scrape.
        app.metrics.run_upkeep();
        keep_new_catalogs(&app).await;
        if let Err(problem) = sweep_accounts(&app, &stop).await {
            tracing::warn!(detail = problem.detail, "the sweep was given up");
        }
        forget(&app).await;
    }
}

/// Forgets old answers and receipts; and old quotes, which are refused by their instant alone.
async fn forget(app: &App) {
    const DAY: i64 = 86_400;
    let now = app.accounts.now();
    let ago = |days: i64| Instant::from_unix(now.to_unix() - days * DAY).unwrap_or(now);
    let days = i64::from(app.settings.answer_days.max(1));
    if let Err(error) = app.accounts.store().forget(ago(days), ago(2), now).await {
        tracing::warn!(%error, "old answers could not be forgotten");
    }
    if let Err(error) = app.accounts.store().forget_delivered(ago(days)).await {
        tracing::warn!(%error, "old deliveries could not be forgotten");
    }
}

async fn keep_new_catalogs(app: &Arc<App>) {
    let catalogs = Arc::clone(&app.catalogs);
    let Ok(new) = tokio::task::spawn_blocking(move || catalogs.reload()).await else { return };
    for Kept { catalog, text } in new {
        let kept = app.accounts.store().add_catalog(&catalog, &text, app.accounts.now()).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "a catalog could not be stored");
        }
    }
}

/// Applies what is due in all accounts: expiries, renewals, holds that end.
async fn sweep_accounts(
    app: &App,
    stop: &CancellationToken,
) -> Result<(), crate::problem::Problem> {
    let mut failed = Vec::new();
    loop {
        let due = app.accounts.store().due(app.accounts.now(), SWEPT).await?;
        let due: Vec<String> = due.into_iter().filter(|id| !failed.contains(id)).collect();
        if due.is_empty() || stop.is_cancelled() {
            return Ok(());
        }
        for id in due {
            if let Err(problem) = app.accounts.advance(&id).await {
                tracing::warn!(account = id, detail = problem.detail, "cannot be advanced");
                failed.push(id);
            }
        }
    }
}

/// Begins to log.
pub fn log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}
