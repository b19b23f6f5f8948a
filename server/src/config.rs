//! The configuration: flags, environment, file, defaults, in this order.

use anyhow::Context;
use config::{Config, Environment, File, FileFormat};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

/// The configuration.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where everything is kept: `sqlite://FILE` or `postgres://...`.
    pub database: String,
    /// How many connections to the database.
    pub connections: u32,
    /// A folder of catalogs, beside those that are shipped.
    pub catalogs: Option<PathBuf>,
    /// Seconds between two looks at what is due, and at the folder of catalogs.
    pub sweep_seconds: u32,
    /// How long answers are kept for requests that come again.
    pub answer_days: u16,
    /// `text` or `json`.
    pub log: LogFormat,
    /// How quotes are signed and checked.
    pub quotes: QuoteSettings,
    /// How events are sent.
    pub webhooks: Sending,
    /// The limits of requests.
    pub limits: Limits,
}

/// How quotes are signed and checked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteSettings {
    /// The file of the key that signs.
    pub signing_key: Option<PathBuf>,
    /// The file of the keys that are trusted, beside the one that signs.
    pub keys: Option<PathBuf>,
    /// Whether accounts take signed quotes only.
    pub require_signature: bool,
    /// Who this service is: accounts take quotes for this audience only.
    pub audience: Option<String>,
    /// How long quotes are valid that are made here, such as `15 minutes`.
    pub valid_for: Option<String>,
}

/// How events are sent to webhooks.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// The longest time for an answer.
    pub seconds: u32,
    /// How often an event is sent before it is a dead letter.
    pub attempts: u32,
    /// Seconds until the second attempt; each further wait is three times as long.
    pub first_retry_seconds: u32,
    /// Whether webhooks may be reached without encryption away from this machine.
    pub allow_http: bool,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object in each line.
    Json,
}

/// The limits of requests.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The longest body.
    pub body_bytes: usize,
    /// The longest time for an answer.
    pub seconds: u32,
    /// How many requests are worked on at once.
    pub concurrency: usize,
    /// How often each key may ask in the long run.
    pub requests_per_second: u32,
    /// How often it may ask at once.
    pub burst: u32,
}

const DEFAULTS: &str = r#"
listen = "127.0.0.1:8787"
database = "sqlite://drawdown.db?mode=rwc"
connections = 8
sweep_seconds = 5
answer_days = 30
log = "text"

[quotes]
require_signature = false

[webhooks]
seconds = 10
attempts = 10
first_retry_seconds = 5
allow_http = false

[limits]
body_bytes = 4194304
seconds = 30
concurrency = 1024
requests_per_second = 200
burst = 1000
"#;

/// What flags say.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// A file.
    pub file: Option<PathBuf>,
    /// Keys and values.
    pub flags: Vec<(&'static str, String)>,
}

impl Settings {
    /// Reads the configuration.
    ///
    /// # Errors
    /// If the file cannot be read, or a value is wrong.
    pub fn read(given: &Given) -> anyhow::Result<Self> {
        let mut all = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = &given.file {
            all = all.add_source(File::from(file.as_path()).format(FileFormat::Toml));
        }
        all = all.add_source(
            Environment::with_prefix("DRAWDOWN_SERVER")
                .prefix_separator("_")
                .separator("__")
                .try_parsing(true),
        );
        for (key, value) in &given.flags {
            all = all.set_override(*key, value.as_str())?;
        }
        all.build()?.try_deserialize().context("the configuration is wrong")
    }

    /// As TOML, without secrets.
    pub fn shown(&self) -> String {
        let database = without_password(&self.database);
        let shown = Settings { database, ..self.clone() };
        toml::to_string(&shown).unwrap_or_default()
    }

    /// Whether only this machine can reach it.
    pub fn is_local(&self) -> bool {
        self.listen.ip().is_loopback()
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let name = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{name}:***@{host}")
}
