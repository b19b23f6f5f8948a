//! The database goes, and comes back.

use super::cluster::Cluster;
use super::load::{Load, ONE, open_accounts};
use crate::harness::Place;
use serde_json::json;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

#[test]
fn postgres_is_stopped_under_load_and_comes_back() {
    let folder = TempDir::new().unwrap();
    let Some(cluster) = Cluster::start(folder.path()) else {
        println!(
            "not run: DRAWDOWN_TEST_POSTGRES_PROGRAMS does not name the programs of PostgreSQL"
        );
        return;
    };
    let place = Place::of(cluster.url());
    let server = place.start(None);
    open_accounts(&server.client());
    let load = Load::start(&server);
    load.wait_for(50);
    for _ in 0..2 {
        cluster.down();
        let ready = server.client().get("/health/ready");
        ready.assert_passing();
        assert_eq!(ready.body["code"], json!("store_unavailable"));
        assert_eq!(server.client().get("/health/live").status, 200);
        let charge = server.client().post("/v1/accounts/a0/charges", "while-down", ONE);
        charge.assert_passing();
        cluster.up();
        load.wait_for(50);
    }
    assert_eq!(server.client().get("/health/ready").body["status"], json!("ready"));
    load.check(&server);
}

#[test]
fn a_sqlite_file_is_locked_for_longer_than_a_change_waits() {
    let place = Place::on_sqlite();
    let server = place.start(None);
    open_accounts(&server.client());
    // Nobody else waits for its turn on it.
    let open = r#"{ "id": "alone", "catalog": "studio" }"#;
    assert_eq!(server.client().post("/v1/accounts", "open", open).status, 201);
    let load = Load::start(&server);
    load.wait_for(50);
    let locked = Lock::take(&place);
    let begun = Instant::now();
    let charge = server.client().post("/v1/accounts/alone/charges", "while-locked", ONE);
    charge.assert_passing();
    assert_eq!(charge.body["code"], json!("store_unavailable"));
    assert!(begun.elapsed() > Duration::from_secs(1), "it does not wait for a short lock");
    // Readers go on.
    assert_eq!(server.client().get("/v1/accounts/a1").status, 200);
    thread::sleep(Duration::from_secs(2));
    locked.free();
    load.wait_for(50);
    load.check(&server);
}

/// The write lock of a database, held by somebody else.
struct Lock {
    runtime: tokio::runtime::Runtime,
    connection: sqlx::SqliteConnection,
}

impl Lock {
    fn take(place: &Place) -> Self {
        use sqlx::{Connection, Executor};
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(async {
            let mut connection = sqlx::SqliteConnection::connect(place.database()).await.unwrap();
            connection.execute("PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE").await.unwrap();
            connection
        });
        Lock { runtime, connection }
    }

    fn free(mut self) {
        use sqlx::Executor;
        self.runtime.block_on(self.connection.execute("ROLLBACK")).unwrap();
    }
}
