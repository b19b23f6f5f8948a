//! Sends requests over connections that stay open, and prints requests per second and times.
//!
//! `load ADDRESS KEY CONNECTIONS SECONDS PATH BODY`; with 0 connections it sends one, and prints the answer.
//! In the path, `{account}` is one of a hundred accounts; each request has an idempotency key of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const ACCOUNTS: u64 = 100;
static NEXT: AtomicU64 = AtomicU64::new(0);

#[derive(Clone)]
struct Asked {
    address: String,
    key: String,
    path: String,
    body: String,
    end: Instant,
}

#[derive(Default)]
struct Told {
    micros: Vec<u64>,
    failed: u64,
}

#[tokio::main]
async fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [address, key, connections, seconds, path, body] = given.as_slice() else {
        eprintln!("load ADDRESS KEY CONNECTIONS SECONDS PATH BODY");
        std::process::exit(2);
    };
    let seconds: f64 = seconds.parse().unwrap();
    let begun = Instant::now();
    let asked = Asked {
        address: address.trim_start_matches("http://").to_owned(),
        key: key.clone(),
        path: path.clone(),
        body: body.clone(),
        end: begun + Duration::from_secs_f64(seconds),
    };
    if connections == "0" {
        println!("{}", once(&asked).await.unwrap());
        return;
    }
    let workers: Vec<_> =
        (0..connections.parse().unwrap()).map(|_: u32| tokio::spawn(ask(asked.clone()))).collect();
    let mut all = Told::default();
    for worker in workers {
        let told = worker.await.unwrap().unwrap();
        all.micros.extend(told.micros);
        all.failed += told.failed;
    }
    let rate = all.micros.len() as f64 / begun.elapsed().as_secs_f64();
    all.micros.sort_unstable();
    let at = |part: f64| {
        let place = (all.micros.len() as f64 * part) as usize;
        all.micros.get(place).copied().unwrap_or_default() as f64 / 1000.0
    };
    println!("{rate:.0} {:.2} {:.2} {}", at(0.5), at(0.99), all.failed);
}

async fn once(asked: &Asked) -> std::io::Result<String> {
    let mut stream = connect(asked).await?;
    stream.write_all(request(asked).as_bytes()).await?;
    let mut answer = Vec::new();
    let is_good = read_answer(&mut stream, &mut answer).await?;
    let text = String::from_utf8_lossy(&answer).into_owned();
    if is_good { Ok(text) } else { Err(std::io::Error::other(text)) }
}

async fn connect(asked: &Asked) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(&asked.address).await?;
    stream.set_nodelay(true)?;
    Ok(BufReader::new(stream))
}

fn request(asked: &Asked) -> String {
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = asked.path.replace("{account}", &format!("a{}", n % ACCOUNTS));
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {}-{n}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        asked.key,
        std::process::id(),
        asked.body.len(),
        asked.body
    )
}

async fn ask(asked: Asked) -> std::io::Result<Told> {
    let mut stream = connect(&asked).await?;
    let mut told = Told::default();
    let mut answer = Vec::new();
    while Instant::now() < asked.end {
        let request = request(&asked);
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        let is_good = read_answer(&mut stream, &mut answer).await?;
        told.micros.push(begun.elapsed().as_micros() as u64);
        told.failed += u64::from(!is_good);
    }
    Ok(told)
}

/// Reads one answer. Returns whether it is 2xx.
async fn read_answer(
    stream: &mut BufReader<TcpStream>,
    answer: &mut Vec<u8>,
) -> std::io::Result<bool> {
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let is_good = line.starts_with("HTTP/1.1 2");
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    answer.resize(length, 0);
    stream.read_exact(answer).await?;
    Ok(is_good)
}
