//! A PostgreSQL that a test may stop, start, and fill the disk of.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server in a folder of its own.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts an empty one, if `DRAWDOWN_TEST_POSTGRES_PROGRAMS` says where its programs are.
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let programs = PathBuf::from(std::env::var_os("DRAWDOWN_TEST_POSTGRES_PROGRAMS")?);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Cluster { programs, folder: folder.to_owned(), port };
        if is_root() {
            let mut chown = Command::new("chown");
            assert!(chown.arg("postgres").arg(folder).status().unwrap().success());
        }
        let initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "-D"];
        cluster.run(cluster.program("initdb").args(initdb).arg(cluster.data()));
        cluster.up();
        Some(cluster)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it.
    pub(crate) fn up(&self) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} \
             -c min_wal_size=32MB -c max_wal_size=32MB -c shared_buffers=16MB",
            self.port,
            self.folder.display()
        );
        let mut start = self.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "-o", &options, "-l"]);
        self.run(start.arg(self.folder.join("log")).arg("-D").arg(self.data()));
    }

    /// Stops it in the middle of everything.
    pub(crate) fn down(&self) {
        let mut stop = self.program("pg_ctl");
        self.run(stop.args(["stop", "--silent", "-m", "immediate", "-D"]).arg(self.data()));
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn run(&self, command: &mut Command) {
        let status = command.stdout(Stdio::null()).status().unwrap();
        assert!(status.success(), "{command:?}");
    }

    /// The server refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match is_root() {
            true => Command::new("runuser"),
            false => Command::new(&program),
        };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(program);
        }
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--silent", "-m", "immediate", "-D"]).arg(self.data());
        let _stopped = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// Whether this is the user that may do everything.
pub(crate) fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}
