//! A PostgreSQL for tests: on a port of this machine, in a folder that goes with it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{command, find, output, run};
use crate::setup::{apt_install, is_debian};

const MISSING: &str = "install PostgreSQL with its server programs (initdb, pg_ctl, psql), on the search \
                       path";

/// A running server; it stops with this value.
pub(crate) struct Postgres {
    /// The folder of its programs.
    pub(crate) programs: PathBuf,
    folder: PathBuf,
    /// Where it is reached.
    pub(crate) url: String,
}

impl Postgres {
    /// Starts an empty one.
    pub(crate) fn start() -> Result<Self> {
        let programs = find_or_install()?;
        let folder = std::env::temp_dir().join(format!("drawdown-postgres-{}", std::process::id()));
        let _leftover = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let port = free_port()?;
        let server = Postgres {
            programs,
            folder,
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
        };
        server.give_away()?;
        let data = server.folder.join("data");
        let mut initdb = server.program("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "-D"]);
        run(initdb.arg(&data), MISSING)?;
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=200",
            server.folder.display()
        );
        let mut start = server.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "-o", &options, "-l"]);
        start.arg(server.folder.join("log")).arg("-D").arg(&data);
        run(&mut start, "see the file `log` beside the data")?;
        Ok(server)
    }

    /// The server refuses to run as root: it gets a user of its own then.
    fn give_away(&self) -> Result<()> {
        if is_root() {
            run(command("chown").arg("postgres").arg(&self.folder), "run it as another user")?;
        }
        Ok(())
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut other = command("runuser");
            other.args(["-u", "postgres", "--"]).arg(program);
            other
        } else {
            command(program)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--silent", "-m", "immediate", "-D"]).arg(self.folder.join("data"));
        if let Err(error) = run(&mut stop, "it is still running") {
            println!("PostgreSQL: {error:#}");
        }
        let _leftover = fs::remove_dir_all(&self.folder);
    }
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// The folder of its programs.
fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = found() {
        return Ok(found);
    }
    if !is_debian() {
        bail!("no PostgreSQL\n  {MISSING}");
    }
    apt_install(&["postgresql"])?;
    found().with_context(|| format!("no PostgreSQL after its installation\n  {MISSING}"))
}

/// Debian keeps each version in a folder that is not on the search path.
fn found() -> Option<PathBuf> {
    if let Some(initdb) = find(&["initdb"]) {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders.filter(|folder| folder.join("initdb").exists()).max()
}
