//! The disk is full, and then has space again. Needs a small file system of its own, which only root can
//! mount.

use super::cluster::{Cluster, is_root};
use super::load::{Load, open_accounts};
use crate::harness::{Place, Server};
use serde_json::json;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

#[test]
fn the_disk_of_sqlite_is_full_and_then_is_not() {
    let Some(disk) = Disk::mount("16m") else { return };
    let file = disk.folder.path().join("accounts.db");
    let place = Place::of(format!("sqlite://{}?mode=rwc", file.display()));
    let server = place.start(None);
    fill_and_free(&disk, &server);
}

#[test]
fn the_disk_of_postgres_is_full_and_then_is_not() {
    let Some(disk) = Disk::mount("160m") else { return };
    let Some(cluster) = Cluster::start(disk.folder.path()) else {
        println!(
            "not run: DRAWDOWN_TEST_POSTGRES_PROGRAMS does not name the programs of PostgreSQL"
        );
        return;
    };
    let place = Place::of(cluster.url());
    let server = place.start(None);
    fill_and_free(&disk, &server);
}

fn fill_and_free(disk: &Disk, server: &Server) {
    open_accounts(&server.client());
    let load = Load::start(server);
    load.wait_for(50);
    let ballast = disk.fill();
    let full = wait_until_full(server);
    full.assert_passing();
    assert_eq!(full.body["code"], json!("store_full"));
    assert_eq!(server.client().get("/health/live").status, 200);
    fs::remove_file(ballast).unwrap();
    load.wait_for(50);
    assert_eq!(server.client().get("/health/ready").body["status"], json!("ready"));
    load.check(server);
}

/// Charges until one is refused: what is left of the last page may take a few more.
fn wait_until_full(server: &Server) -> crate::harness::Answer {
    let begun = Instant::now();
    for n in 0..u32::MAX {
        let path = format!("/v1/accounts/a{}/charges", n % 4);
        let answer = server.client().post(&path, &format!("full-{n}"), super::load::ONE);
        if answer.status != 200 {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "never full");
        thread::sleep(Duration::from_millis(5));
    }
    panic!("never full")
}

/// A small file system in memory.
struct Disk {
    folder: TempDir,
}

impl Disk {
    fn mount(size: &str) -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let options = format!("size={size},mode=777");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path());
        if !is_root() || !mount.status().is_ok_and(|status| status.success()) {
            println!("not run: a small file system cannot be mounted here; run it as root");
            return None;
        }
        Some(Disk { folder })
    }

    /// Takes all the space that is left.
    fn fill(&self) -> PathBuf {
        let path = self.folder.path().join("ballast");
        let mut file = File::create(&path).unwrap();
        for size in [1 << 16, 1 << 12] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}
