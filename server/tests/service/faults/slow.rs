//! Clients that send or read slowly: each is given up after its time, and nobody else waits for it.

use crate::harness::{Place, Server};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

const QUICK: &[(&str, &str)] = &[
    ("LIMITS__HEADER_SECONDS", "1"),
    ("LIMITS__BODY_SECONDS", "1"),
    ("LIMITS__READ_SECONDS", "1"),
    ("LIMITS__CONCURRENCY", "64"),
];

#[test]
fn headers_that_drip_are_given_up() {
    let place = Place::on_sqlite();
    let server = place.start_with(None, QUICK);
    let drips: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n").unwrap();
            stream
        })
        .collect();
    assert_quick(&server);
    let begun = Instant::now();
    let answers = thread::scope(|scope| {
        let drip = |mut stream: TcpStream| {
            scope.spawn(move || {
                while begun.elapsed() < Duration::from_secs(10)
                    && stream.write_all(b"a: b\r\n").is_ok()
                {
                    thread::sleep(Duration::from_millis(100));
                }
                read_all(&mut stream)
            })
        };
        let all: Vec<_> = drips.into_iter().map(drip).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(begun.elapsed() < Duration::from_secs(9), "they dripped for {:?}", begun.elapsed());
    // One that writes into the closed connection may have it reset before it has read the answer.
    let told = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 408 ")).count();
    assert!(told > 0, "{:?}", answers.first());
    assert_quick(&server);

    let mut silent = connect(&server);
    silent.write_all(b"GET /health/live HT").unwrap();
    let answer = read_all(&mut silent);
    assert!(answer.contains(r#""code":"slow_headers""#), "{answer}");
    // Whoever has asked nothing is told nothing.
    assert_eq!(read_all(&mut connect(&server)), "");
}

#[test]
fn bodies_that_drip_are_given_up_and_the_rest_goes_on() {
    let place = Place::on_sqlite();
    let server = place.start_with(None, QUICK);
    let mut drips: Vec<_> = (0..60)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(head(&server, "/v1/estimate", 1000).as_bytes()).unwrap();
            stream.write_all(b"{").unwrap();
            stream
        })
        .collect();
    assert_quick(&server);
    for stream in &mut drips {
        let answer = read_all(stream);
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains(r#""code":"slow_body""#), "{answer}");
    }
    assert_quick(&server);

    let mut lines = connect(&server);
    lines.write_all(head(&server, "/v1/verify-batch", 1000).as_bytes()).unwrap();
    lines.write_all(b"{}\n").unwrap();
    let answer = read_all(&mut lines);
    assert!(answer.contains(r#""code":"slow_body""#), "{answer}");
}

#[test]
fn more_requests_than_places_are_refused_at_once() {
    let settings = [("LIMITS__CONCURRENCY", "8"), ("LIMITS__BODY_SECONDS", "3")];
    let place = Place::on_sqlite();
    let server = place.start_with(None, &settings);
    let mut drips: Vec<_> = (0..8)
        .map(|_| {
            let mut stream = connect(&server);
            stream.write_all(head(&server, "/v1/estimate", 1000).as_bytes()).unwrap();
            stream
        })
        .collect();
    thread::sleep(Duration::from_millis(500));
    let begun = Instant::now();
    let refused = server.client().get("/v1/catalogs");
    refused.assert_passing();
    assert_eq!(refused.body["code"], "overloaded");
    assert_eq!(server.client().get("/health/live").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    drips.iter_mut().for_each(|stream| drop(read_all(stream)));
    assert_eq!(server.client().get("/v1/catalogs").status, 200);
}

#[test]
fn readers_that_do_not_read_are_given_up() {
    let place = Place::on_sqlite();
    let server = place.start_with(None, QUICK);
    let before = server.open_files();
    let readers: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = connect(&server);
            // The document is long, and asked for often: more than the buffers of the system take.
            let ask = format!("GET /openapi.json HTTP/1.1\r\nHost: {}\r\n\r\n", host(&server));
            let all = ask.repeat(200);
            stream.set_write_timeout(Some(Duration::from_millis(300))).unwrap();
            let _refused = stream.write_all(all.as_bytes());
            stream
        })
        .collect();
    // On a slow machine, the first are given up before the last are accepted.
    let begun = Instant::now();
    while server.open_files() <= before + 5 {
        assert!(begun.elapsed() < Duration::from_secs(10), "they were not accepted");
        thread::sleep(Duration::from_millis(20));
    }
    assert_quick(&server);
    let begun = Instant::now();
    while server.open_files() > before + 5 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{} files", server.open_files());
        thread::sleep(Duration::from_millis(100));
    }
    drop(readers);
    assert_quick(&server);
}

/// Long before a client that waits would be told that it took too long; the machine may be busy.
fn assert_quick(server: &Server) {
    let begun = Instant::now();
    assert_eq!(server.client().get("/v1/catalogs").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5), "others waited {:?}", begun.elapsed());
}

fn host(server: &Server) -> &str {
    server.base.trim_start_matches("http://")
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(host(server)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn head(server: &Server, path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {length}\r\n\r\n",
        host(server),
        server.key
    )
}

/// All that comes until the other side closes.
fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _reset = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
