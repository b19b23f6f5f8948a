//! Logs that are meant to harm: a clear answer, in bounded memory.

use super::log::read_pieces;
use drawdown::{ReadOptions, UsageReader};

/// Feeds a head, then the same piece again and again, then a tail.
fn feed(head: &[u8], piece: &[u8], times: usize, tail: &[u8]) -> (u64, u64, Vec<String>) {
    let mut reader = UsageReader::new(ReadOptions::default());
    let mut take = |_: &drawdown::UsageEvent| Ok(());
    reader.feed(head, &mut take).unwrap();
    for _ in 0..times {
        reader.feed(piece, &mut take).unwrap();
    }
    reader.feed(tail, &mut take).unwrap();
    let summary = reader.end(&mut take).unwrap();
    let reasons = summary.problems.iter().map(|problem| problem.reason.clone()).collect();
    (summary.events, summary.bad_rows, reasons)
}

#[test]
fn a_line_without_end_is_skipped() {
    let piece = vec![b'x'; 1 << 16];
    let tail = b"\n2026-11-02,b\n";
    let (events, bad, reasons) = feed(b"at,operation\n2026-11-01,a\n", &piece, 200, tail);
    assert_eq!((events, bad), (2, 1));
    assert!(reasons[0].starts_with("a row longer than 1 MiB"), "{reasons:?}");
    let (events, bad, reasons) = feed(
        b"{\"at\":\"2026-11-01\",\"operation\":\"a\"}\n{\"x\":\"",
        &piece,
        200,
        b"\n{\"at\":\"2026-11-01\",\"operation\":\"a\"}",
    );
    assert_eq!((events, bad), (2, 1), "{reasons:?}");
    let (events, bad, _) =
        feed(b"[{\"at\":\"2026-11-01\",\"operation\":\"a\"},{\"x\":\"", &piece, 200, b"\"}]");
    assert_eq!((events, bad), (1, 1));
}

#[test]
fn an_open_quote_over_megabytes_loses_its_own_row_only() {
    let rows = "2026-11-02,b\n".repeat(5_000);
    let head = b"at,operation\n2026-11-01,\"a\n";
    let (events, bad, _) = feed(head, rows.as_bytes(), 40, b"2026-11-03,c");
    assert_eq!((events, bad), (200_001, 1));
}

#[test]
fn thousands_of_open_quotes_are_read_in_time() {
    let rows = "2026-11-02,\"b\n".repeat(2_000);
    let (events, bad, _) = feed(b"at,operation\n", rows.as_bytes(), 1, b"");
    assert_eq!(events + bad, 2_000);
}

#[test]
fn too_many_columns_are_a_bad_row() {
    let (events, bad, _) =
        feed(b"at,operation\n", ",".repeat(100_000).as_bytes(), 1, b"\n2026-11-02,b\n");
    assert_eq!((events, bad), (1, 1));
}

#[test]
fn bytes_that_are_no_text_are_bad_rows() {
    let text = b"at,operation\n2026-11-01,\xff\xfe\n2026-11-01,a\n";
    let (events, summary) = read_pieces(ReadOptions::default(), &[text], 5).unwrap();
    assert_eq!((events.len(), summary.bad_rows), (1, 1));
    assert_eq!(summary.problems[0].reason, "no UTF-8 text");
    let deep = format!("{{\"at\":\"2026-11-01\",\"operation\":{}", "[".repeat(100_000));
    let (_, summary) = read_pieces(ReadOptions::default(), &[deep.as_bytes()], 4096).unwrap();
    assert_eq!(summary.bad_rows, 1);
}

#[test]
fn only_the_first_problems_are_kept_and_all_are_counted() {
    let (_, bad, reasons) = feed(b"at,operation\n", "x,y\n".repeat(1_000).as_bytes(), 10, b"");
    assert_eq!((bad, reasons.len()), (10_000, 100));
}
