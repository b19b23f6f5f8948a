//! The command line of the service.

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use drawdown_server::check::check;
use drawdown_server::clock::{Clock, SystemClock};
use drawdown_server::config::{Given, Settings};
use drawdown_server::keys::{NewKey, Scope};
use drawdown_server::serve::{Service, log};
use drawdown_server::store::sql::SqlStore;
use drawdown_server::webhooks::Webhook;
use std::path::{Path, PathBuf};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Every request takes a few hundred pieces of memory: the system's allocator took a fifth of the time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keeps balances of credits, and verifies quotes.
///
/// Without a command, it serves. Flags come before the environment (DRAWDOWN_SERVER_LISTEN, ...,
/// DRAWDOWN_SERVER_LIMITS__BURST), which comes before the file.
#[derive(Parser)]
#[command(name = "drawdown-server", version)]
struct Cli {
    #[command(flatten)]
    given: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct Flags {
    /// A configuration file in TOML
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Where to listen: 127.0.0.1:8787 by default
    #[arg(long, value_name = "ADDRESS", global = true)]
    listen: Option<String>,
    /// sqlite://FILE?mode=rwc or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, value_name = "URL", global = true)]
    database: Option<String>,
    /// A folder of catalogs; it is read again when a file changes
    #[arg(long, value_name = "FOLDER", global = true)]
    catalogs: Option<String>,
    /// `text` or `json`
    #[arg(long, value_name = "FORMAT", global = true)]
    log: Option<String>,
    /// Print the configuration without secrets, and stop
    #[arg(long)]
    print_config: bool,
}

#[derive(Subcommand)]
enum Command {
    /// API keys
    #[command(subcommand)]
    Key(KeyCommand),
    /// Copy the SQLite database to a new file, while the service runs
    Backup {
        /// The file; it must not exist
        file: PathBuf,
    },
    /// Add up every ledger, and compare the credits left and held with the state of its account
    Check,
    /// Addresses that events are sent to
    #[command(subcommand)]
    Webhook(WebhookCommand),
}

#[derive(Subcommand)]
enum WebhookCommand {
    /// Add an address; its secret is printed once
    Add {
        /// https://...
        url: String,
        /// Kinds of ledger entries, or kinds with reasons: alert, invoice, payment, plan and
        /// release.hold_ended when absent
        #[arg(long, value_delimiter = ',')]
        events: Vec<String>,
    },
    /// List the addresses
    List,
    /// Remove an address, and all that was to be sent to it
    Remove {
        /// Its id
        id: String,
    },
}

#[derive(Subcommand)]
enum KeyCommand {
    /// Make a key; it is printed once
    Create {
        /// What it is for
        name: String,
        /// What it may be used for: read, quote, charge, admin
        #[arg(long, value_delimiter = ',', default_value = "read,quote,charge")]
        scopes: Vec<Scope>,
    },
    /// List the keys
    List,
    /// Revoke a key
    Revoke {
        /// The part of the key between the underscores
        id: String,
    },
}

impl Flags {
    fn given(&self) -> Given {
        let all = [
            ("listen", &self.listen),
            ("database", &self.database),
            ("catalogs", &self.catalogs),
            ("log", &self.log),
        ];
        let flags = all.into_iter().filter_map(|(key, value)| Some((key, value.clone()?)));
        Given { file: self.config.clone(), flags: flags.collect() }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let settings = Settings::read(&cli.given.given())?;
    if cli.given.print_config {
        print!("{}", settings.shown());
        return Ok(());
    }
    match cli.command {
        None => serve(settings).await,
        Some(Command::Key(command)) => keys(&settings, command).await,
        Some(Command::Backup { file }) => back_up(&settings, &file).await,
        Some(Command::Check) => check_all(&settings).await,
        Some(Command::Webhook(command)) => webhooks(&settings, command).await,
    }
}

async fn serve(settings: Settings) -> anyhow::Result<()> {
    log(settings.log);
    let service = Service::start(settings).await?;
    println!("http://{}", service.address()?);
    if let Some(key) = &service.first_key {
        println!("API key of the first start, shown once: {key}");
    }
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    service.run(stop).await
}

async fn stop_on_signal(stop: CancellationToken) {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    stop.cancel();
}

/// A database that is not there is a mistake here, and must not be made.
fn existing(database: &str) -> String {
    database.replace("mode=rwc", "mode=rw")
}

async fn back_up(settings: &Settings, file: &Path) -> anyhow::Result<()> {
    let is_sqlite = settings.database.starts_with("sqlite:");
    is_sqlite.then_some(()).context("use `pg_dump` for a PostgreSQL database")?;
    let store = SqlStore::open(&existing(&settings.database), 1).await?;
    store.back_up(file).await?;
    store.close().await;
    Ok(())
}

async fn check_all(settings: &Settings) -> anyhow::Result<()> {
    let store = SqlStore::open(&existing(&settings.database), 1).await?;
    let found = check(&store).await.map_err(|problem| anyhow::anyhow!(problem.detail))?;
    store.close().await;
    found.faults.iter().for_each(|fault| println!("{fault}"));
    println!("{} accounts, {} entries", found.accounts, found.entries);
    let faults = found.faults.len();
    if faults > 0 {
        bail!("{faults} accounts are not what their ledgers say");
    }
    Ok(())
}

async fn keys(settings: &Settings, command: KeyCommand) -> anyhow::Result<()> {
    let store = SqlStore::open(&settings.database, 1).await?;
    let now = SystemClock.now();
    match command {
        KeyCommand::Create { name, scopes } => {
            let key = NewKey::random(&name, &scopes, now.to_unix())?;
            store.add_key(&key.stored).await?;
            println!("{}", key.text);
        }
        KeyCommand::List => {
            for key in store.keys().await? {
                let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.word()).collect();
                let state = if key.revoked.is_some() { "revoked" } else { "valid" };
                println!("{}  {state}  {}  {}", key.id, scopes.join(","), key.name);
            }
        }
        KeyCommand::Revoke { id } => {
            let found = store.revoke_key(&id, now).await?;
            found.then_some(()).with_context(|| format!("there is no valid key `{id}`"))?;
        }
    }
    store.close().await;
    Ok(())
}

async fn webhooks(settings: &Settings, command: WebhookCommand) -> anyhow::Result<()> {
    let store = SqlStore::open(&settings.database, 1).await?;
    match command {
        WebhookCommand::Add { url, events } => {
            let (allow_http, now) = (settings.webhooks.allow_http, SystemClock.now().to_unix());
            let webhook =
                Webhook::new(&url, &events, allow_http, now).map_err(anyhow::Error::msg)?;
            store.add_webhook(&webhook).await?;
            println!("{}  {}", webhook.id, webhook.secret);
        }
        WebhookCommand::List => {
            for webhook in store.webhooks().await? {
                println!("{}  {}  {}", webhook.id, webhook.events.join(","), webhook.url);
            }
        }
        WebhookCommand::Remove { id } => {
            let found = store.remove_webhook(&id).await?;
            found.then_some(()).with_context(|| format!("there is no webhook `{id}`"))?;
        }
    }
    store.close().await;
    Ok(())
}
