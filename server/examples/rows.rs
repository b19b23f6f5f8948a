//! Transactions of SQLite that change one row, as many as there are clients at once: beside which charges are
//! measured. Each waits for the disk, as the service's commits do.
//!
//! `rows FILE CLIENTS SECONDS`

use sqlx::{Connection, Executor, SqliteConnection};
use std::time::{Duration, Instant};

const SETTINGS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 20000";

#[tokio::main]
async fn main() -> sqlx::Result<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [file, clients, seconds] = given.as_slice() else {
        eprintln!("rows FILE CLIENTS SECONDS");
        std::process::exit(2);
    };
    let url = format!("sqlite://{file}?mode=rwc");
    let mut first = SqliteConnection::connect(&url).await?;
    first.execute(SETTINGS).await?;
    first.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)").await?;
    for id in 0..100 {
        sqlx::query("INSERT INTO rows VALUES ($1, 0)").bind(id).execute(&mut first).await?;
    }
    let seconds: u64 = seconds.parse().unwrap();
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds);
    let clients: Vec<_> = (0..clients.parse().unwrap())
        .map(|client: i64| tokio::spawn(change(url.clone(), client, end)))
        .collect();
    let mut all = 0;
    for client in clients {
        all += client.await.unwrap()?;
    }
    println!("{:.0}", all as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}

async fn change(url: String, client: i64, end: Instant) -> sqlx::Result<u64> {
    let mut connection = SqliteConnection::connect(&url).await?;
    connection.execute(SETTINGS).await?;
    let mut done = 0;
    while Instant::now() < end {
        let id = (client + done as i64) % 100;
        let update = sqlx::query("UPDATE rows SET n = n + 1 WHERE id = $1").bind(id);
        update.execute(&mut connection).await?;
        done += 1;
    }
    Ok(done)
}
