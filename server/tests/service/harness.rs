//! A running service, and requests to it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use ureq::RequestBuilder;
use ureq::http::HeaderMap;
use ureq::typestate::WithBody;

/// The catalogs beside the shipped ones.
const CATALOGS: [&str; 3] = [
    "examples/wallet/studio.json",
    "examples/catalogs/atelier.json",
    "tests/corpus/catalogs/p-meters.json",
];

/// Where a service keeps its data.
pub(crate) struct Place {
    folder: TempDir,
    database: String,
}

/// One place on each database at hand.
pub(crate) fn places(name: &str) -> Vec<Place> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("accounts.db");
    let mut all = vec![Place { database: format!("sqlite://{}?mode=rwc", file.display()), folder }];
    if let Ok(url) = std::env::var("DRAWDOWN_TEST_POSTGRES") {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let database = format!("{name}_{}_{next}", std::process::id());
        let create = format!("CREATE DATABASE {database}");
        let made = Command::new("psql").args([url.as_str(), "-qc", &create]).status();
        assert!(made.unwrap().success());
        let (server, _) = url.rsplit_once('/').unwrap();
        let database = format!("{server}/{database}");
        all.push(Place { database, folder: TempDir::new().unwrap() });
    }
    all
}

/// A running service.
pub(crate) struct Server {
    child: Child,
    pub(crate) base: String,
    pub(crate) key: String,
}

impl Place {
    /// Starts the service; from the second time on, with the key of the first.
    pub(crate) fn start(&self, key: Option<&str>) -> Server {
        self.start_with(key, &[])
    }

    /// A key with some scopes.
    pub(crate) fn key(&self, scopes: &str) -> String {
        self.run(&["key", "create", "test", "--scopes", scopes]).unwrap().trim().to_owned()
    }

    /// What a command of the service prints on this database; the same as an error if it fails.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let ran = Command::new(env!("CARGO_BIN_EXE_drawdown-server"))
            .args(["--database", &self.database])
            .args(arguments)
            .output()
            .unwrap();
        let told = String::from_utf8(ran.stdout).unwrap();
        if ran.status.success() { Ok(told) } else { Err(told) }
    }

    /// Another SQLite database in the same folder.
    pub(crate) fn sibling(&self, name: &str) -> Place {
        let folder = TempDir::new_in(self.folder.path()).unwrap();
        let database = format!("sqlite://{}?mode=rwc", folder.path().join(name).display());
        Place { folder, database }
    }

    /// The file of an SQLite database.
    pub(crate) fn file_of_database(&self) -> String {
        let (_, file) = self.database.split_once("://").unwrap();
        file.split('?').next().unwrap().to_owned()
    }

    /// Changes the database behind the service's back.
    pub(crate) fn sql(&self, statement: &str) {
        sqlx::any::install_default_drivers();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let pool = sqlx::AnyPool::connect(&self.database).await.unwrap();
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&pool).await.unwrap();
            pool.close().await;
        });
    }

    /// A file in its folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Starts it with settings, as variables of the environment.
    pub(crate) fn start_with(&self, key: Option<&str>, settings: &[(&str, &str)]) -> Server {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let folder = self.folder.path().join("catalogs");
        if !folder.exists() {
            std::fs::create_dir(&folder).unwrap();
            for catalog in CATALOGS {
                let (_, name) = catalog.rsplit_once('/').unwrap();
                std::fs::copy(format!("{root}/{catalog}"), folder.join(name)).unwrap();
            }
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_drawdown-server"))
            .args(["--listen", "127.0.0.1:0", "--database", &self.database, "--catalogs"])
            .arg(&folder)
            .env("DRAWDOWN_SERVER_LIMITS__REQUESTS_PER_SECOND", "100000")
            .env("DRAWDOWN_SERVER_LIMITS__BURST", "100000")
            .env("RUST_LOG", "error")
            .envs(settings.iter().map(|(key, value)| (format!("DRAWDOWN_SERVER_{key}"), value)))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let base = lines.next().unwrap().unwrap();
        let key = key.map(str::to_owned).unwrap_or_else(|| {
            let line = lines.next().unwrap().unwrap();
            line.rsplit(' ').next().unwrap().to_owned()
        });
        // Nobody may have to wait for a reader of what else it prints.
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, base, key }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Server {
    /// Stops it in the middle of everything.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.key.clone()
    }

    /// Asks it to stop, and waits. Returns whether it ended well.
    pub(crate) fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().success()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&self.base, &self.key)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A client, with connections of its own.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    base: String,
    key: String,
}

impl Client {
    pub(crate) fn new(base: &str, key: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Client { agent: config.new_agent(), base: base.to_owned(), key: key.to_owned() }
    }

    /// What it answers; `None` if there is no answer.
    pub(crate) fn try_post(&self, path: &str, key: &str, body: &str) -> Option<Answer> {
        self.send(self.agent.post(format!("{}{path}", self.base)), key, body)
    }

    pub(crate) fn patch(&self, path: &str, key: &str, body: &str) -> Answer {
        let request = self.agent.patch(format!("{}{path}", self.base));
        self.send(request, key, body).unwrap_or_else(|| panic!("no answer to {path}"))
    }

    fn send(&self, request: RequestBuilder<WithBody>, key: &str, body: &str) -> Option<Answer> {
        let request = request
            .header("Authorization", format!("Bearer {}", self.key))
            .header("Idempotency-Key", key)
            .header("Content-Type", "application/json");
        let mut response = request.send(body).ok()?;
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_string().ok()?;
        Some(Answer { status, body: serde_json::from_str(&body).ok()? })
    }

    pub(crate) fn post(&self, path: &str, key: &str, body: &str) -> Answer {
        self.try_post(path, key, body).unwrap_or_else(|| panic!("no answer to {path}"))
    }

    /// The lines that lines are answered with.
    pub(crate) fn post_lines(&self, path: &str, body: &str) -> Vec<Value> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        let mut response = request.send(body).unwrap();
        assert_eq!(response.status().as_u16(), 200);
        let text = response.body_mut().read_to_string().unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The status.
    pub(crate) fn delete(&self, path: &str) -> u16 {
        let request = self.agent.delete(format!("{}{path}", self.base));
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        request.call().unwrap().status().as_u16()
    }

    /// What is not JSON.
    pub(crate) fn get_text(&self, path: &str) -> String {
        self.get_as(path, "*/*").1
    }

    /// The headers and the body, in the form that is asked for.
    pub(crate) fn get_as(&self, path: &str, accept: &str) -> (HeaderMap, String) {
        let request = self.agent.get(format!("{}{path}", self.base)).header("Accept", accept);
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        let mut response = request.call().unwrap();
        let body = response.body_mut().read_to_string().unwrap();
        (response.headers().clone(), body)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base));
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        let mut response = request.call().unwrap();
        let status = response.status().as_u16();
        let body = response.body_mut().read_to_string().unwrap();
        Answer { status, body: serde_json::from_str(&body).unwrap_or(Value::Null) }
    }

    /// The headers of an answer.
    pub(crate) fn headers(&self, path: &str) -> BTreeMap<String, String> {
        let request = self.agent.get(format!("{}{path}", self.base));
        let request = request.header("Authorization", format!("Bearer {}", self.key));
        let response = request.call().unwrap();
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
        let all = response.headers().iter();
        all.map(|(name, value)| (name.to_string(), text(value))).collect()
    }

    /// All entries of a ledger, page by page.
    pub(crate) fn ledger(&self, account: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut after = 0;
        loop {
            let page = self.get(&format!("/v1/accounts/{account}/ledger?limit=500&after={after}"));
            assert_eq!(page.status, 200, "{page:?}");
            all.extend(page.body["entries"].as_array().unwrap().clone());
            match page.body["next"].as_i64() {
                Some(next) => after = next,
                None => return all,
            }
        }
    }

    /// What remains and what is held by the ledger alone must be what the account says.
    pub(crate) fn assert_sums(&self, account: &str) {
        let entries = self.ledger(account);
        let (mut left, mut held) = (0, 0);
        for entry in &entries {
            let lots = entry["lots"].as_array().cloned().unwrap_or_default();
            let sum: i64 = lots.iter().map(|lot| number(&lot["amount"])).sum();
            match entry["kind"].as_str().unwrap() {
                "issue" | "refund" => left += sum,
                "spend" | "expire" | "forfeit" | "revoke" => left -= sum,
                "hold" => (left, held) = (left - sum, held + sum),
                "settle" => held -= sum,
                "release" => (left, held) = (left + sum, held - sum),
                _ => {}
            }
        }
        let view = self.get(&format!("/v1/accounts/{account}")).body;
        let classes = view["classes"].as_array().unwrap();
        let of = |key: &str| -> i64 { classes.iter().map(|class| number(&class[key])).sum() };
        assert_eq!((left, held), (of("left"), of("held")), "{account}");
        assert!(left >= 0, "{account}: {left}");
    }
}

/// A whole amount.
pub(crate) fn number(amount: &Value) -> i64 {
    amount.as_str().unwrap().parse().unwrap()
}
