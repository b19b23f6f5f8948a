//! From bytes to events.

use super::log::{mapped, read, read_pieces};
use drawdown::ReadOptions;

fn options(set: impl FnOnce(&mut ReadOptions)) -> ReadOptions {
    let mut options = ReadOptions::default();
    set(&mut options);
    options
}

const CSV: &str = "\u{feff}Created At,User,Model,Credits used,Status,settings.seconds,Count,Seed\r\n\
    2026-11-03 09:00,ada,image,24,completed,,1,7\r\n\
    2026-11-03 09:05,\"ben, \"\"jr\"\"\",clip,15,completed,10,1,8\r\n\
    2026-11-04 10:00,ada,\"a\r\nb\",,failed,,4,\r\n\
    2026-11-05 10:00,,image,-24,refunded,,1,9";

const LINES: &str = r#"{"at":"2026-11-03T09:00Z","operation":"clip","settings":{"seconds":10,"sound":true},"runs":2,"id":"a"}

{"createdAt":1793696400,"model":"image","credits":"1.5","user":{"id":"ada"},"memberId":"ada"}
{"at":"2026-11-03T09:00Z","operation":"clip","charged":0.125,"outcome":"filtered","project":"Shop"}
"#;

const EVENTS: &str = r#"[
  { "specversion": "1.0", "id": "1", "source": "/a", "type": "run", "time": "2026-11-03T09:00:00Z",
    "subject": "acme", "data": { "model": "image", "count": 2, "settings": { "note": "]}\"," } } },
  { "specversion": "1.0", "id": "1", "source": "/b", "type": "image", "time": "2026-11-03T09:00:00Z" },
  { "specversion": "1.0", "id": "1", "source": "/a", "type": "run", "time": "2026-11-03T09:00:00Z",
    "subject": "acme", "data": { "model": "image", "count": 2 } }
]"#;

#[test]
fn csv_is_read_by_its_headings() {
    let (events, summary) = read(CSV);
    assert_eq!(
        events,
        [
            "2026-11-03T09:00:00Z imagex1 done charged=24 member=ada",
            "2026-11-03T09:05:00Z clipx1 seconds:10 done charged=15 member=ben, \"jr\"",
            "2026-11-04T10:00:00Z a\r\nbx4 failed member=ada",
            "2026-11-05T10:00:00Z imagex1 done charged=-24",
        ]
    );
    assert_eq!((summary.events, summary.bad_rows), (4, 0), "{:?}", summary.problems);
    assert_eq!(summary.ignored, ["Seed"]);
    assert_eq!(summary.first.unwrap().to_string(), "2026-11-03T09:00:00Z");
    assert_eq!(summary.last.unwrap().to_string(), "2026-11-05T10:00:00Z");
}

#[test]
fn json_lines_are_read_by_their_keys() {
    let (events, summary) = read(LINES);
    assert_eq!(
        events,
        [
            "2026-11-03T09:00:00Z clipx2 seconds:10 sound:true done id=a",
            "2026-11-03T09:00:00Z clipx1 filtered charged=0.125 project=Shop",
        ]
    );
    let reason = "member: expected a text, found an object";
    assert_eq!((summary.problems[0].line, &*summary.problems[0].reason), (3, reason));
}

#[test]
fn cloud_events_are_unique_by_source_and_id() {
    let (events, summary) = read(EVENTS);
    assert_eq!(
        events,
        [
            "2026-11-03T09:00:00Z imagex2 note:]}\", done id=/a 1 account=acme",
            "2026-11-03T09:00:00Z imagex1 done id=/b 1",
        ]
    );
    assert_eq!((summary.duplicates, summary.bad_rows), (1, 0), "{:?}", summary.problems);
}

#[test]
fn pieces_of_any_size_give_the_same_events() {
    let open = "at,operation\n2026-11-01,\"a\n2026-11-02,b\n2026-11-03,c,d\n\n2026-11-04,d\n";
    for text in [CSV, LINES, EVENTS, open, "{\n \"at\": \"2026-11-03\",\n \"operation\": \"a\"\n}"]
    {
        let whole = read(text);
        for size in [1, 2, 3, 7, 64] {
            let options = ReadOptions::default();
            let (events, summary) = read_pieces(options, &[text.as_bytes()], size).unwrap();
            let problems = |summary: &drawdown::ReadSummary| {
                let list = summary.problems.iter();
                list.map(|problem| (problem.line, problem.reason.clone())).collect::<Vec<_>>()
            };
            assert_eq!(events, whole.0, "in pieces of {size}: {text}");
            assert_eq!(problems(&summary), problems(&whole.1), "in pieces of {size}: {text}");
        }
    }
}

#[test]
fn a_quote_that_is_not_closed_loses_its_own_row_only() {
    let text = "at,operation\n2026-11-01,a\n2026-11-02,\"b\n2026-11-03,c\n2026-11-04,\"d\"\n\
                2026-11-05,e\n";
    let (events, summary) = read(text);
    let days: Vec<&str> = events.iter().map(|event| &event[8..10]).collect();
    assert_eq!(days, ["01", "03", "04", "05"]);
    assert_eq!(summary.problems[0].line, 3);
    assert!(summary.problems[0].reason.ends_with("a quote is not closed?"));
}

#[test]
fn a_bad_row_is_reported_and_loses_nothing_else() {
    let text = "at,operation,runs,outcome,charged\n\
                2026-11-01,a,1,done,1\n\
                yesterday,a,1,done,1\n\
                2026-11-01,a,0.5,done,1\n\
                2026-11-01,a,1,maybe,1\n\
                2026-11-01,a,1,done,1e\n\
                2026-11-01,a,1\n\
                2026-11-01,,1,done,1\n\
                2026-11-01,a\0,1,done,1\n\
                2026-11-01,a,1,done,1\n";
    let (events, summary) = read(text);
    assert_eq!((events.len(), summary.bad_rows), (2, 7));
    let reasons: Vec<String> = summary.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        reasons,
        [
            "file 0:3: at: expected an instant such as 2026-11-01T09:00:00Z, found `yesterday`",
            "file 0:4: runs: expected a whole number of at least 1, found `0.5`",
            "file 0:5: outcome: expected done, failed, cancelled or filtered, or a word of the \
             mapping's `outcomes`, found `maybe`",
            "file 0:6: charged: expected a number, found `1e`",
            "file 0:7: expected 5 columns, found 3",
            "file 0:8: no `operation`",
            "file 0:9: contains a NUL",
        ]
    );
}

#[test]
fn strict_reading_stops_at_a_bad_row() {
    let options = options(|options| options.strict = true);
    let text = b"at,operation\n2026-11-01,a\n2026-11-01\n";
    let error = read_pieces(options, &[text], 8).unwrap_err();
    assert_eq!(error.sentence(), "file 0:3: expected 2 columns, found 1");
}

#[test]
fn ids_are_compared_across_files() {
    let a = b"id,at,operation\n1,2026-11-01,a\n2,2026-11-01,a\n".as_slice();
    let b = b"{\"id\":\"2\",\"at\":\"2026-11-01\",\"operation\":\"a\"}".as_slice();
    let (events, summary) = read_pieces(ReadOptions::default(), &[a, b], 5).unwrap();
    assert_eq!((events.len(), summary.duplicates), (2, 1));
    let options = options(|options| options.keep_duplicates = true);
    assert_eq!(read_pieces(options, &[a, b], 5).unwrap().0.len(), 3);
}

#[test]
fn a_mapping_says_what_columns_mean() {
    let options = mapped(
        r#"{ "at": "When", "time": "day_first", "operation": "Tool", "charged": "Kosten",
             "decimal": ",", "spent": "negative", "settings": { "seconds": "Länge" },
             "operations": { "Bild": "image" }, "outcomes": { "gut": "done" }, "outcome": "Ende" }"#,
    );
    let text = "When;Tool;Kosten;Länge;Ende;Status\n03/11/2026 9:05;Bild;-1,5;10;gut;whatever\n";
    let (events, summary) = read_pieces(options, &[text.as_bytes()], 4).unwrap();
    assert_eq!(events, ["2026-11-03T09:05:00Z imagex1 seconds:10 done charged=1.5"]);
    assert_eq!(summary.ignored, ["Status"]);
}

#[test]
fn a_mapping_points_into_json() {
    let options = mapped(
        r#"{ "operation": "/request/model~1id", "at": "/when", "settings": { "size": "/request/size" } }"#,
    );
    let text = br#"{"when":"2026-11-03","request":{"model/id":"image","size":"2K"},"more":1}"#;
    let (events, summary) = read_pieces(options, &[text], 9).unwrap();
    assert_eq!(events, ["2026-11-03T00:00:00Z imagex1 size:2K done"]);
    assert_eq!(summary.ignored, ["more"]);
}

#[test]
fn of_two_columns_for_one_field_the_surer_name_counts() {
    let (events, summary) = read("type,model,date,timestamp\nx,image,2020-01-01,2026-11-03\n");
    assert_eq!(events, ["2026-11-03T00:00:00Z imagex1 done"]);
    assert_eq!(summary.ignored, ["type", "date"]);
}

#[test]
fn what_is_no_log_is_refused_with_advice() {
    for (bytes, expected) in [
        (b"\xff\xfea\0t\0".as_slice(), "UTF-16"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"PK\x03\x04", "export it as CSV"),
        (b"PAR1", "Parquet"),
        (b"when,what\n1,2\n", "no column for `at`; found `when`, `what`; map it"),
        (b"at,what\n1,2\n", "no column for `operation`"),
    ] {
        let error = read_pieces(ReadOptions::default(), &[bytes], 3).unwrap_err();
        assert!(error.sentence().contains(expected), "{error}");
        assert!(error.sentence().starts_with("file 0: "), "{error}");
    }
    let missing = read_pieces(mapped(r#"{ "at": "Zeit" }"#), &[b"at,operation\n"], 99);
    assert!(missing.unwrap_err().sentence().contains("no column `Zeit`; found `at`"));
}

#[test]
fn a_clock_in_the_future_is_a_problem() {
    let options = options(|options| options.latest = "2026-11-02".parse().ok());
    let text = b"at,operation\n2026-11-02,a\n2036-11-02,a\n";
    let (events, summary) = read_pieces(options, &[text], 99).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(summary.problems[0].reason, "2036-11-02T00:00:00Z is in the future");
}

#[test]
fn no_text_passes_for_two() {
    // Settings are kept apart by NUL: a name that contains one could bring settings of its own.
    let (events, summary) = read(
        "{\"at\":\"2026-11-03\",\"operation\":\"clip\\u0000seconds\\u000060\"}\n\
         {\"at\":\"2026-11-03\",\"operation\":\"clip\",\"settings\":{\"seconds\":\"6\\u00000\"}}\n",
    );
    assert_eq!((events.len(), summary.bad_rows), (0, 2));
    assert_eq!(summary.problems[0].reason, "contains a NUL");
}

#[test]
fn a_setting_that_two_columns_hold_is_not_chosen_from() {
    let text =
        "at,model,settings.seconds,param_seconds\n2026-11-03,clip,8,\n2026-11-03,clip,8,60\n";
    let (events, summary) = read(text);
    assert_eq!(events, ["2026-11-03T00:00:00Z clipx1 seconds:8 done"]);
    assert_eq!(summary.problems[0].reason, "the setting `seconds` occurs twice");
}

#[test]
fn whether_a_refunded_charge_counts_only_a_mapping_can_say() {
    let text =
        "at,model,credits,status\n2026-11-03,clip,24,refunded\n2026-11-03,clip,-24,refunded\n";
    let (events, summary) = read(text);
    assert_eq!((events.len(), summary.bad_rows), (1, 1));
    assert!(summary.problems[0].reason.contains("found `refunded`"));
    let options = mapped(r#"{ "outcomes": { "refunded": "failed" } }"#);
    assert_eq!(read_pieces(options, &[text.as_bytes()], 99).unwrap().0.len(), 2);
}

#[test]
fn the_mapping_of_the_page_is_one() {
    let page = include_str!("../../docs/usage.md");
    let (_, rest) = page.split_once("```json mapping\n").unwrap();
    let mapping = rest.split_once("\n```").unwrap().0;
    let text = "When;Tool;Kosten;Duration\n3/11/2026;Remove BG;-1,5;8\n".as_bytes();
    let (events, _) = read_pieces(mapped(mapping), &[text], 99).unwrap();
    assert_eq!(events, ["2026-11-03T00:00:00Z remove-backgroundx1 seconds:8 done charged=1.5"]);
}

#[test]
fn an_empty_log_has_no_events() {
    for text in ["", "\n\n", "at,operation\n", "[]", "[ ]\n"] {
        let (events, summary) = read(text);
        assert_eq!((events.len(), summary.bad_rows), (0, 0), "{text:?}");
    }
}
