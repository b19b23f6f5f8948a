//! Bodies and headers that are too much: each has an answer that says so, and memory stays as it was.

use crate::harness::{Place, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;

const MEGABYTE: usize = 1 << 20;

#[test]
fn what_is_too_much_is_refused_in_words_and_costs_no_memory() {
    let place = Place::on_sqlite();
    let server = place.start_with(None, &[]);
    let before = server.memory();
    let long = vec![b' '; 12 * MEGABYTE];
    let nested = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let objects = [br#"{"a":"#.repeat(100_000), b"1".to_vec(), b"}".repeat(100_000)].concat();
    let bomb = zipped(&vec![0; 400 * MEGABYTE]);
    assert!(bomb.len() < MEGABYTE);
    let twice = zipped(&bomb);
    for _ in 0..5 {
        for path in ["/v1/estimate", "/v1/verify", "/v1/simulate", "/v1/fit", "/v1/accounts"] {
            assert_refused(&server, path, &long, "", &[413], "body_too_long");
            assert_refused(&server, path, &nested, "", &[413, 422], "limit");
            assert_refused(&server, path, &objects, "", &[413, 422], "limit");
            assert_refused(&server, path, &bomb, "gzip", &[413], "body_too_long");
            assert_refused(&server, path, &twice, "gzip", &[400], "syntax");
            assert_refused(&server, path, b"no gzip", "gzip", &[400], "body");
            assert_refused(&server, path, b"{}", "br", &[415], "unsupported_media_type");
            assert_refused(&server, path, b"\xff\xfe", "", &[400], "syntax");
        }
    }
    let after = server.memory();
    assert!(after < before + 64 * MEGABYTE as u64, "{before} bytes before, {after} after");
    assert_eq!(server.client().get("/health/ready").status, 200);
}

#[test]
fn headers_that_are_too_much_are_refused_in_words() {
    let place = Place::on_sqlite();
    let server = place.start(None);
    let many: Vec<(String, String)> =
        (0..120).map(|n| (format!("x-{n}"), "a".to_owned())).collect();
    let long = vec![("x-long".to_owned(), "a".repeat(40_000))];
    for headers in [many, long] {
        let agent = agent();
        let mut request = agent.get(format!("{}/health/live", server.base));
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let mut response = request.call().unwrap();
        let body: Value =
            serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
        assert_eq!(response.status().as_u16(), 431);
        assert_eq!(body["code"], "headers_too_long");
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}

fn assert_refused(
    server: &Server,
    path: &str,
    body: &[u8],
    encoding: &str,
    statuses: &[u16],
    code: &str,
) {
    let request = agent().post(format!("{}{path}", server.base));
    let mut request = request
        .header("Authorization", format!("Bearer {}", server.key))
        .header("Idempotency-Key", "once");
    if !encoding.is_empty() {
        request = request.header("Content-Encoding", encoding);
    }
    let mut response = request.send(body).unwrap();
    let about = format!("{path}: {code} of {} bytes", body.len());
    let text = response.body_mut().read_to_string().unwrap();
    let told: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{about}: {text}"));
    assert_eq!(told["code"], code, "{about}: {text}");
    assert!(statuses.contains(&response.status().as_u16()), "{about}: {}", response.status());
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}
