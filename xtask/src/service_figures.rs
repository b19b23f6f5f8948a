//! `cargo xtask service-figures`: the service beside an empty handler, and beside transactions of one row.

use std::env::consts::EXE_SUFFIX;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::Options;
use crate::postgres::Postgres;
use crate::process::{cargo, command, find, output, progress, root, run, state_dir, target_dir};

const CLIENTS: u32 = 16;
const ACCOUNTS: u32 = 100;
/// Each is measured so often, in turns; the middle one counts.
const ROUNDS: usize = 3;
const ESTIMATE: &str = r#"{"catalog":"studio","request":{"operation":"image","runs":3}}"#;
const CHARGE: &str = r#"{"operation":"image","amount":"1"}"#;

pub(crate) fn service_figures(options: &Options) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--release", "--package", "drawdown-server", "--bins", "--examples"]);
    run(&mut build, "fix the errors above")?;
    let folder = state_dir()?.join("service-figures");
    let _leftover = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("catalogs"))?;
    let studio = root().join("examples/wallet/studio.json");
    fs::copy(studio, folder.join("catalogs/studio.json"))?;
    let world = World::start(&folder, options.cases.unwrap_or(10))?;
    let mut page = world.measure()?;
    if let Some(seconds) = options.rest.first() {
        page.push_str(&world.soak(seconds.parse().context("expected seconds after `--`")?)?);
    }
    print!("{page}");
    fs::write(root().join("docs/figures-service.md"), page)?;
    Ok(())
}

const TABLES: &str = "SET client_min_messages = warning; \
    CREATE TABLE IF NOT EXISTS one_row (id INT PRIMARY KEY, n BIGINT NOT NULL); \
    INSERT INTO one_row SELECT id, 0 FROM generate_series(0, 99) id ON CONFLICT DO NOTHING; \
    INSERT INTO accounts SELECT 'bench-' || id, 1, '', '', 0, NULL, 0, 0 FROM generate_series(0, 99) id \
    ON CONFLICT DO NOTHING";
const ONE_ROW: &str = "UPDATE one_row SET n = n + 1 WHERE id = :id";
/// As many rows and bytes as a charge writes, in one statement.
const ROWS_OF_A_CHARGE: &str = "WITH changed AS (UPDATE accounts SET version = version + 1, \
    state = repeat('s', 1200), entries = :n WHERE id = 'bench-' || :id RETURNING 1), \
    answer AS (INSERT INTO answers SELECT 'bench', 'k' || :n, repeat('f', 64), 200, repeat('a', 700), 0 \
    FROM changed), \
    entry AS (INSERT INTO ledger SELECT 'bench', :n, 0, repeat('e', 300) FROM changed), \
    receipt AS (INSERT INTO receipts SELECT 'bench', 'r' || :n, 0, repeat('r', 200) FROM changed) \
    SELECT 1 FROM changed";

/// Everything that runs.
struct World {
    empty: Running,
    sqlite: Running,
    postgres: Running,
    database: Postgres,
    folder: PathBuf,
    seconds: u32,
}

/// A program, and where it listens.
struct Running {
    child: Child,
    address: String,
    key: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

/// What one measurement says.
#[derive(Clone, Copy)]
struct Rate {
    per_second: f64,
    median: f64,
    slowest: f64,
    failed: f64,
}

impl World {
    fn start(folder: &Path, seconds: u32) -> Result<Self> {
        let database = Postgres::start()?;
        let empty = Running::start(&mut command(example("empty")), false)?;
        let file = folder.join("accounts.db");
        let sqlite = service(folder, &format!("sqlite://{}?mode=rwc", file.display()))?;
        let postgres = service(folder, &database.url)?;
        for service in [&sqlite, &postgres] {
            service.open_accounts()?;
        }
        Ok(World { empty, sqlite, postgres, database, folder: folder.to_owned(), seconds })
    }

    fn measure(&self) -> Result<String> {
        let quote = self.sqlite.once("/v1/quote", ESTIMATE)?;
        let charges = "/v1/accounts/{account}/charges";
        let mut all: [Vec<Rate>; 8] = Default::default();
        for round in 0..ROUNDS {
            progress(format!("round {} of {ROUNDS}", round + 1));
            let rates = [
                self.empty.load(self.seconds, "/", ESTIMATE)?,
                self.sqlite.load(self.seconds, "/v1/estimate", ESTIMATE)?,
                self.sqlite.load(self.seconds, "/v1/verify", &quote)?,
                self.rows_of_sqlite(round)?,
                self.sqlite.load(self.seconds, charges, CHARGE)?,
                self.rows_of_postgres("one-row", ONE_ROW)?,
                self.rows_of_postgres("charge", ROWS_OF_A_CHARGE)?,
                self.postgres.load(self.seconds, charges, CHARGE)?,
            ];
            all.iter_mut().zip(rates).for_each(|(to, rate)| to.push(rate));
        }
        Ok(page(&all.map(middle), self.seconds))
    }

    fn rows_of_sqlite(&self, round: usize) -> Result<Rate> {
        let file = self.folder.join(format!("rows-{round}.db"));
        let mut rows = command(example("rows"));
        rows.arg(file).args([CLIENTS.to_string(), self.seconds.to_string()]);
        only_a_rate(output(&mut rows).context("`rows` has failed")?.trim())
    }

    /// The rate of a statement in PostgreSQL alone, without the service.
    fn rows_of_postgres(&self, name: &str, statement: &str) -> Result<Rate> {
        let mut psql = command(self.of_postgres("psql"));
        run(psql.args([self.database.url.as_str(), "-qc", TABLES]), "see above")?;
        let script = self.folder.join(format!("{name}.sql"));
        let chance = "\\set id random(0, 99)\n\\set n random(1, 9000000000000)\n";
        fs::write(&script, format!("{chance}{statement};\n"))?;
        let mut bench = command(self.of_postgres("pgbench"));
        bench.args(["-n", "-M", "prepared", "-j", "2", "-c", &CLIENTS.to_string()]);
        bench.args(["-T", &self.seconds.to_string(), "-f"]).arg(script).arg(&self.database.url);
        let said = output(&mut bench).context("pgbench has failed")?;
        let line = said.lines().find(|line| line.starts_with("tps = "));
        only_a_rate(line.and_then(|line| line.split(' ').nth(2)).context("pgbench says no rate")?)
    }

    /// A program beside those of the server, which may be links, or on the search path.
    fn of_postgres(&self, name: &str) -> PathBuf {
        let server = self.database.programs.join("pg_ctl");
        let folder = fs::canonicalize(server).ok().and_then(|path| Some(path.parent()?.to_owned()));
        let beside = folder.map(|folder| folder.join(name)).filter(|path| path.is_file());
        beside.or_else(|| find(&[name])).unwrap_or_else(|| name.into())
    }

    /// Charges and estimates for a while, and the memory in use.
    fn soak(&self, seconds: u32) -> Result<String> {
        progress(format!("{seconds} s under load"));
        let begun = Instant::now();
        let (mut table, mut rates) = (String::new(), Vec::new());
        thread::scope(|scope| -> Result<()> {
            let service = &self.sqlite;
            let charges = scope
                .spawn(move || service.load(seconds, "/v1/accounts/{account}/charges", CHARGE));
            let estimates = scope.spawn(move || service.load(seconds, "/v1/estimate", ESTIMATE));
            while !charges.is_finished() {
                let (after, memory) = (begun.elapsed().as_secs(), service.memory()?);
                writeln!(table, "| {after} | {memory:.1} |")?;
                thread::sleep(Duration::from_secs((seconds / 10).max(1).into()));
            }
            for rate in [charges.join(), estimates.join()] {
                let Ok(rate) = rate else { bail!("the load has panicked") };
                let rate = rate?;
                rates.push(format!("{:.0} a second ({} failed)", rate.per_second, rate.failed));
            }
            Ok(())
        })?;
        Ok(format!(
            "\n## Memory\n\nOf the service on SQLite, under charges and estimates of {CLIENTS} clients each, for \
             {seconds} s: {}.\n\n| after, s | resident, MB |\n| --: | --: |\n{table}",
            rates.join(" and ")
        ))
    }
}

impl Running {
    fn start(program: &mut Command, has_key: bool) -> Result<Self> {
        let mut child = program.stdout(Stdio::piped()).spawn().context("cannot be started")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let mut line = || lines.next().context("it has ended")?.context("no output");
        let address = line()?;
        let key = if has_key { line()? } else { "dd_none_none".to_owned() };
        let key = key.rsplit(' ').next().unwrap_or_default().to_owned();
        thread::spawn(move || lines.for_each(drop));
        Ok(Running { child, address, key })
    }

    fn client(&self, clients: u32, seconds: u32, path: &str, body: &str) -> Result<String> {
        let mut load = command(example("load"));
        load.args([&self.address, &self.key, &clients.to_string(), &seconds.to_string(), path]);
        output(load.arg(body)).with_context(|| format!("{path} has failed"))
    }

    fn once(&self, path: &str, body: &str) -> Result<String> {
        self.client(0, 0, path, body)
    }

    fn load(&self, seconds: u32, path: &str, body: &str) -> Result<Rate> {
        let said = self.client(CLIENTS, seconds, path, body)?;
        let numbers: Vec<f64> = said.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        match numbers.as_slice() {
            [per_second, median, slowest, failed] => Ok(Rate {
                per_second: *per_second,
                median: *median,
                slowest: *slowest,
                failed: *failed,
            }),
            _ => bail!("`load` says {said}"),
        }
    }

    fn open_accounts(&self) -> Result<()> {
        for account in 0..ACCOUNTS {
            let open = format!(r#"{{"id":"a{account}","catalog":"studio"}}"#);
            self.once("/v1/accounts", &open)?;
            let grants = format!("/v1/accounts/a{account}/grants");
            self.once(&grants, r#"{"class":"pack","amount":"100000000"}"#)?;
        }
        Ok(())
    }

    /// In megabytes.
    fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        Ok(number.context("no memory")?.parse::<f64>()? * 1024.0 / 1e6)
    }
}

fn service(folder: &Path, database: &str) -> Result<Running> {
    let program = target_dir().join("release").join(format!("drawdown-server{EXE_SUFFIX}"));
    let mut service = command(program);
    service.args(["--listen", "127.0.0.1:0", "--database", database, "--catalogs"]);
    service.arg(folder.join("catalogs"));
    service.env("DRAWDOWN_SERVER_LIMITS__REQUESTS_PER_SECOND", "1000000");
    service.env("DRAWDOWN_SERVER_LIMITS__BURST", "1000000").env("RUST_LOG", "error");
    Running::start(&mut service, true)
}

fn example(name: &str) -> PathBuf {
    target_dir().join("release/examples").join(format!("{name}{EXE_SUFFIX}"))
}

fn only_a_rate(text: &str) -> Result<Rate> {
    let per_second = text.parse().with_context(|| format!("no rate: {text}"))?;
    Ok(Rate { per_second, median: f64::NAN, slowest: f64::NAN, failed: 0.0 })
}

fn middle(mut rates: Vec<Rate>) -> Rate {
    rates.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rates[rates.len() / 2]
}

fn page(all: &[Rate; 8], seconds: u32) -> String {
    let [empty, estimate, verify, sqlite_row, sqlite, postgres_row, postgres_rows, postgres] = all;
    let today = output(command("date").arg("+%Y-%m-%d")).unwrap_or_default();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    let row = |name: &str, rate: &Rate, beside: Option<(&str, &Rate)>| {
        let time = |of: f64| if of.is_nan() { "".to_owned() } else { format!("{of:.2}") };
        let share = beside.map_or_else(String::new, |(what, other)| {
            format!("{:.0} % of {what}", 100.0 * rate.per_second / other.per_second)
        });
        format!(
            "| {name} | {:.0} | {} | {} | {} | {share} |\n",
            rate.per_second,
            time(rate.median),
            time(rate.slowest),
            rate.failed
        )
    };
    let mut page = format!(
        "# Figures of the service\n\nWritten by `cargo xtask service-figures` on {today}: {cores} cores, shared by \
         the service, its database, the client that sends, and whatever else runs (load average {load}). \
         {CLIENTS} clients on {ACCOUNTS} accounts send one request after the other for {seconds} s; {ROUNDS} \
         rounds in turns, of which the middle one counts. Ratios are within one run. A charge is a \
         transaction that has reached the disk.\n\nTargets: estimates and verdicts at half the rate of an empty \
         handler; 2,000 charges a second on SQLite; on PostgreSQL half the rate of transactions that change \
         one row.\n\n| request | per second | median, ms | 99th percentile, ms | failed | |\n\
         | --- | --: | --: | --: | --: | --- |\n"
    );
    page += &row("an empty handler of the same framework", empty, None);
    page += &row("estimate", estimate, Some(("the empty handler", empty)));
    page += &row("verify", verify, Some(("the empty handler", empty)));
    page += &row("SQLite: one row changed", sqlite_row, None);
    page += &row("SQLite: charge", sqlite, Some(("one row changed", sqlite_row)));
    page += &row("PostgreSQL: one row changed (pgbench)", postgres_row, None);
    page += &row(
        "PostgreSQL: the rows of a charge (pgbench)",
        postgres_rows,
        Some(("one row changed", postgres_row)),
    );
    page += &row("PostgreSQL: charge", postgres, Some(("one row changed", postgres_row)));
    let is_half = |rate: &Rate, of: &Rate| rate.per_second * 2.0 >= of.per_second;
    let met = [
        is_half(estimate, empty),
        is_half(verify, empty),
        sqlite.per_second >= 2000.0,
        is_half(postgres, postgres_row),
    ];
    let missed = met.iter().filter(|is_met| !**is_met).count();
    let alone = 100.0 * postgres_rows.per_second / postgres_row.per_second;
    page + &format!(
        "\n{missed} of 4 targets are missed. A charge writes four rows: account, answer, entry, receipt. Without the \
         service, PostgreSQL writes them at {alone:.0} % of the rate of one row.\n"
    )
}
