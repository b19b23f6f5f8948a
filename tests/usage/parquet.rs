//! Logs in Parquet: each type that a column may have, and files that are no good.

use super::log::{catalog, mapped, read as read_text, shown};
use drawdown::{
    Error, ErrorKind, ReadOptions, ReadSummary, ReportSpec, UsageEvent, UsageReader, UsageReports,
};
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Stored};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    FloatType, Int32Type, Int64Type, Int96, Int96Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

/// The stored values of a column, and which rows have one.
enum Column {
    Flags(Vec<bool>),
    Ints(Vec<i32>),
    Longs(Vec<i64>),
    Stamps(Vec<Int96>),
    Floats(Vec<f32>),
    Doubles(Vec<f64>),
    Bytes(Vec<&'static [u8]>),
    Fixed(Vec<Vec<u8>>),
}

/// A field of the schema, its definition and repetition levels, its values.
type Part = (Arc<Type>, Vec<(Vec<i16>, Vec<i16>, Column)>);

fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("parquet-logs");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn primitive(name: &str, stored: Stored, logical: Option<LogicalType>) -> Type {
    let mut field = Type::primitive_type_builder(name, stored)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical.clone());
    if let Some(LogicalType::Decimal(decimal)) = logical {
        field = field.with_precision(decimal.precision).with_scale(decimal.scale);
    }
    if stored == Stored::FIXED_LEN_BYTE_ARRAY {
        field = field.with_length(16);
    }
    field.build().unwrap()
}

/// A column that may be empty: a row has a value where its level is 1.
fn column(
    name: &str,
    stored: Stored,
    logical: Option<LogicalType>,
    levels: &[i16],
    values: Column,
) -> Part {
    (Arc::new(primitive(name, stored, logical)), vec![(levels.to_vec(), Vec::new(), values)])
}

fn texts(name: &str, texts: &[&'static str]) -> Part {
    let levels: Vec<i16> = texts.iter().map(|text| i16::from(!text.is_empty())).collect();
    let values = texts.iter().filter(|text| !text.is_empty()).map(|text| text.as_bytes());
    let values = Column::Bytes(values.collect());
    column(name, Stored::BYTE_ARRAY, Some(LogicalType::String), &levels, values)
}

/// Texts without an annotation.
fn bytes(name: &str, texts: &[&'static [u8]]) -> Part {
    let levels = vec![1; texts.len()];
    column(name, Stored::BYTE_ARRAY, None, &levels, Column::Bytes(texts.to_vec()))
}

fn seconds(name: &str, seconds: &[i64]) -> Part {
    let stamps = seconds.iter().map(|seconds| seconds * 1_000_000).collect();
    let logical = LogicalType::timestamp(true, TimeUnit::MICROS);
    column(name, Stored::INT64, Some(logical), &vec![1; seconds.len()], Column::Longs(stamps))
}

fn write(name: &str, groups: Vec<Vec<Part>>) -> PathBuf {
    let path = path(name);
    let fields = groups[0].iter().map(|(field, _)| field.clone()).collect();
    let schema = Type::group_type_builder("log").with_fields(fields).build().unwrap();
    let file = File::create(&path).unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(file, Arc::new(schema), properties).unwrap();
    for parts in groups {
        let mut group = writer.next_row_group().unwrap();
        for (levels, repetitions, values) in parts.into_iter().flat_map(|(_, leaves)| leaves) {
            let mut column = group.next_column().unwrap().unwrap();
            let (levels, repetitions) = (Some(levels.as_slice()), Some(repetitions.as_slice()));
            let repetitions = repetitions.filter(|levels| !levels.is_empty());
            match values {
                Column::Flags(v) => column.typed::<BoolType>().write_batch(&v, levels, repetitions),
                Column::Ints(v) => column.typed::<Int32Type>().write_batch(&v, levels, repetitions),
                Column::Longs(v) => {
                    column.typed::<Int64Type>().write_batch(&v, levels, repetitions)
                }
                Column::Stamps(v) => {
                    column.typed::<Int96Type>().write_batch(&v, levels, repetitions)
                }
                Column::Floats(v) => {
                    column.typed::<FloatType>().write_batch(&v, levels, repetitions)
                }
                Column::Doubles(v) => {
                    column.typed::<DoubleType>().write_batch(&v, levels, repetitions)
                }
                Column::Bytes(v) => {
                    let v: Vec<ByteArray> =
                        v.into_iter().map(|v| ByteArray::from(v.to_vec())).collect();
                    column.typed::<ByteArrayType>().write_batch(&v, levels, repetitions)
                }
                Column::Fixed(v) => {
                    let v: Vec<FixedLenByteArray> = v
                        .into_iter()
                        .map(|v| FixedLenByteArray::from(ByteArray::from(v)))
                        .collect();
                    column.typed::<FixedLenByteArrayType>().write_batch(&v, levels, repetitions)
                }
            }
            .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    path
}

fn read_with(options: ReadOptions, path: &PathBuf) -> Result<(Vec<String>, ReadSummary), Error> {
    let mut events = Vec::new();
    let mut take = |event: &UsageEvent| {
        events.push(shown(event));
        Ok(())
    };
    let mut reader = UsageReader::new(options);
    reader.parquet(File::open(path).unwrap(), &mut take, &mut |_| true)?;
    let summary = reader.end(&mut take)?;
    Ok((events, summary))
}

fn read(path: &PathBuf) -> (Vec<String>, ReadSummary) {
    read_with(ReadOptions::default(), path).unwrap()
}

/// The same log as CSV.
fn in_csv(text: &str) -> Vec<String> {
    read_text(text).0
}

#[test]
fn each_type_is_read_as_its_text_would_be() {
    let decimal = |scale, precision| Some(LogicalType::decimal(scale, precision));
    let two = [1, 1];
    let parts = vec![
        column(
            "id",
            Stored::FIXED_LEN_BYTE_ARRAY,
            Some(LogicalType::Uuid),
            &two,
            Column::Fixed(vec![vec![0x1a; 16], vec![0xff; 16]]),
        ),
        seconds("created_at", &[1_793_696_400, 1_793_696_401]),
        texts("model", &["clip", "image"]),
        texts("user", &["ada, b", ""]),
        column("count", Stored::INT32, None, &[0, 1], Column::Ints(vec![3])),
        column("credits", Stored::INT64, decimal(3, 18), &two, Column::Longs(vec![12_500, -5])),
        column("settings.audio", Stored::BOOLEAN, None, &two, Column::Flags(vec![true, false])),
        column("settings.seconds", Stored::DOUBLE, None, &[1, 0], Column::Doubles(vec![0.1])),
        column("settings.scale", Stored::FLOAT, None, &[1, 0], Column::Floats(vec![0.1])),
        column(
            "settings.size",
            Stored::INT32,
            Some(LogicalType::integer(32, false)),
            &two,
            Column::Ints(vec![-1, 7]),
        ),
        column("settings.fine", Stored::FIXED_LEN_BYTE_ARRAY, decimal(2, 38), &two, {
            Column::Fixed(vec![(-1250_i128).to_be_bytes().to_vec(), 5_i128.to_be_bytes().to_vec()])
        }),
        column("settings.since", Stored::INT32, Some(LogicalType::Date), &[1, 0], {
            Column::Ints(vec![20_760])
        }),
    ];
    let (events, summary) = read(&write("types.parquet", vec![parts]));
    let csv = "id,created_at,model,user,count,credits,settings.audio,settings.seconds,\
        settings.scale,settings.size,settings.fine,settings.since
1a1a1a1a-1a1a-1a1a-1a1a-1a1a1a1a1a1a,2026-11-03T09:00:00Z,clip,\"ada, b\",,12.5,true,0.1,0.1,4294967295,-12.50,2026-11-03T00:00:00Z
ffffffff-ffff-ffff-ffff-ffffffffffff,2026-11-03T09:00:01Z,image,,3,-0.005,false,,,7,0.05,
";
    assert_eq!(events, in_csv(csv));
    assert_eq!((summary.events, summary.bad_rows), (2, 0));
}

#[test]
fn instants_are_of_utc_or_of_the_wall_clock() {
    let nine = 1_793_696_400_i64;
    let stamp = |utc, unit| Some(LogicalType::timestamp(utc, unit));
    let mut noon = Int96::new();
    // Julian day 2461348 is 3 November 2026; 32,400 s are nine hours.
    noon.set_data(
        (32_400_000_000_000_u64 & 0xffff_ffff) as u32,
        (32_400_000_000_000_u64 >> 32) as u32,
        2_461_348,
    );
    for (name, stored, logical, values, expected) in [
        (
            "millis",
            Stored::INT64,
            stamp(true, TimeUnit::MILLIS),
            Column::Longs(vec![nine * 1_000]),
            "09:00",
        ),
        (
            "nanos",
            Stored::INT64,
            stamp(true, TimeUnit::NANOS),
            Column::Longs(vec![nine * 1_000_000_000 + 999]),
            "09:00",
        ),
        (
            "wall",
            Stored::INT64,
            stamp(false, TimeUnit::MICROS),
            Column::Longs(vec![nine * 1_000_000]),
            "07:00",
        ),
        ("unix", Stored::INT64, None, Column::Longs(vec![nine]), "09:00"),
        ("int96", Stored::INT96, None, Column::Stamps(vec![noon]), "09:00"),
        ("text", Stored::BYTE_ARRAY, None, Column::Bytes(vec![b"2026-11-03 09:00"]), "07:00"),
    ] {
        let file = write(
            &format!("at-{name}.parquet"),
            vec![vec![column("at", stored, logical, &[1], values), texts("operation", &["image"])]],
        );
        let zone = r#"{ "zone": { "name": "+2", "offsets": [ { "from": "1970-01-01", "seconds": 7200 } ] } }"#;
        let options = ReadOptions::from_json(zone).unwrap_or_else(|errors| panic!("{errors}"));
        let (events, summary) = read_with(options, &file).unwrap();
        assert_eq!(summary.problems, [], "{name}");
        assert!(events[0].contains(&format!("2026-11-03T{expected}:00Z")), "{name}: {events:?}");
    }
}

#[test]
fn a_map_of_settings_and_a_group_are_settings() {
    let text = |name: &str, repetition| {
        let field = Type::primitive_type_builder(name, Stored::BYTE_ARRAY)
            .with_repetition(repetition)
            .with_logical_type(Some(LogicalType::String));
        Arc::new(field.build().unwrap())
    };
    let entries = Type::group_type_builder("key_value")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![text("key", Repetition::REQUIRED), text("value", Repetition::OPTIONAL)])
        .build()
        .unwrap();
    let map = Type::group_type_builder("settings")
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(Some(LogicalType::Map))
        .with_converted_type(ConvertedType::MAP)
        .with_fields(vec![Arc::new(entries)])
        .build()
        .unwrap();
    let group = Type::group_type_builder("params")
        .with_repetition(Repetition::OPTIONAL)
        .with_fields(vec![text("quality", Repetition::OPTIONAL)])
        .build()
        .unwrap();
    // Two settings, one of them without a value; no map; an empty map; one setting.
    let keys = (
        vec![2, 2, 0, 1, 2],
        vec![0, 1, 0, 0, 0],
        Column::Bytes(vec![b"seconds", b"audio", b"seconds"]),
    );
    let values = (vec![3, 2, 0, 1, 3], vec![0, 1, 0, 0, 0], Column::Bytes(vec![b"8", b"4"]));
    let quality = (vec![2, 1, 0, 2], Vec::new(), Column::Bytes(vec![b"high", b"low"]));
    let parts = vec![
        seconds("at", &[1_793_696_400; 4]),
        texts("operation", &["a", "b", "c", "d"]),
        (Arc::new(map), vec![keys, values]),
        (Arc::new(group), vec![quality]),
    ];
    let (events, summary) = read(&write("map.parquet", vec![parts]));
    let csv = "at,operation,settings.seconds,params.quality
2026-11-03T09:00:00Z,a,8,high
2026-11-03T09:00:00Z,b,,
2026-11-03T09:00:00Z,c,,
2026-11-03T09:00:00Z,d,4,low
";
    assert_eq!(events, in_csv(csv));
    assert_eq!(summary.problems, []);
}

#[test]
fn a_bad_row_is_reported_with_its_number_and_loses_nothing_else() {
    let group = |operations: [&'static [u8]; 3], runs: Vec<i32>| {
        vec![
            seconds("at", &[1_793_696_400; 3]),
            bytes("operation", &operations),
            column("runs", Stored::INT32, None, &[1, 1, 1], Column::Ints(runs)),
        ]
    };
    let file = write(
        "bad.parquet",
        vec![
            group([b"image", b"\xff\xfe", b"clip"], vec![1, 2, 0]),
            group([b"image", b"", b"clip"], vec![5, 6, 7]),
        ],
    );
    let (events, summary) = read(&file);
    assert_eq!(events.len(), 3, "{events:?}");
    let problems: Vec<String> = summary.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "line 2: no UTF-8 text",
            "line 3: runs: expected a whole number of at least 1, found `0`",
            "line 5: no `operation`",
        ]
    );
    let strict = read_with(ReadOptions::from_json(r#"{ "strict": true }"#).unwrap(), &file);
    assert_eq!(strict.unwrap_err().sentence(), "line 2: no UTF-8 text");
}

#[test]
fn columns_that_are_not_read_are_named() {
    let list = Type::primitive_type_builder("tags", Stored::BYTE_ARRAY)
        .with_repetition(Repetition::REPEATED)
        .build()
        .unwrap();
    let time = Some(LogicalType::time(true, TimeUnit::MICROS));
    let parts = vec![
        seconds("at", &[1_793_696_400; 2]),
        texts("operation", &["image", "clip"]),
        column("time", Stored::INT64, time, &[1, 1], Column::Longs(vec![1, 2])),
        (Arc::new(list), vec![(vec![1, 1, 0], vec![0, 1, 0], Column::Bytes(vec![b"a", b"b"]))]),
        texts("seed", &["1", "2"]),
    ];
    let (events, summary) = read(&write("unread.parquet", vec![parts]));
    assert_eq!(events.len(), 2);
    assert_eq!(summary.ignored, ["time", "tags", "seed"]);
}

#[test]
fn a_mapping_names_columns_and_members_of_groups() {
    let model = Type::primitive_type_builder("model", Stored::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL)
        .build()
        .unwrap();
    let request = Type::group_type_builder("request")
        .with_repetition(Repetition::OPTIONAL)
        .with_fields(vec![Arc::new(model)])
        .build()
        .unwrap();
    let parts = vec![
        seconds("when", &[1_793_696_400]),
        (Arc::new(request), vec![(vec![2], Vec::new(), Column::Bytes(vec![b"clip"]))]),
    ];
    let file = write("mapped.parquet", vec![parts]);
    let mapping = mapped(r#"{ "at": "when", "operation": "request.model" }"#);
    let (events, _) = read_with(mapping, &file).unwrap();
    assert!(events[0].contains("clip"), "{events:?}");
    let refused = read_with(ReadOptions::default(), &file).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Missing);
    assert!(refused.sentence().contains("`when`, `request.model`"), "{}", refused.sentence());
}

#[test]
fn an_id_of_another_file_counts_once_and_a_watcher_may_stop() {
    let parts = || {
        vec![
            seconds("at", &[1_793_696_400; 2]),
            texts("operation", &["a", "b"]),
            texts("id", &["1", "2"]),
        ]
    };
    let file = write("twice.parquet", vec![parts()]);
    let mut reader = UsageReader::new(ReadOptions::default());
    let mut take = |_: &UsageEvent| Ok(());
    reader.feed(b"id,at,operation\n1,2026-11-03,a\n", &mut take).unwrap();
    let mut told = Vec::new();
    let mut watch = |done| {
        told.push(done);
        true
    };
    reader.parquet(File::open(&file).unwrap(), &mut take, &mut watch).unwrap();
    assert_eq!(told, [1_000]);
    let stopped = reader.parquet(File::open(&file).unwrap(), &mut take, &mut |_| false);
    assert_eq!(stopped.unwrap_err().kind(), ErrorKind::Stopped);
    let summary = reader.end(&mut take).unwrap();
    assert_eq!((summary.events, summary.duplicates), (2, 3));
}

/// Damage anywhere in a file is an error, bad rows, or other events: it never ends the program.
#[test]
fn damaged_files_are_answered() {
    let parts = vec![
        texts("id", &["1", "2", "3"]),
        seconds("at", &[1_793_696_400; 3]),
        texts("operation", &["image", "clip", "image"]),
        column("runs", Stored::INT32, None, &[1, 0, 1], Column::Ints(vec![1, 2])),
    ];
    let good = fs::read(write("good.parquet", vec![parts])).unwrap();
    let damaged = path("damaged.parquet");
    let mut refused = 0;
    let mut state = 7_u64;
    let mut random = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    for round in 0..800 {
        let mut bytes = good.clone();
        for _ in 0..1 + round % 4 {
            let place = random() % bytes.len();
            bytes[place] = [0, 0xff, 0x7f, random() as u8][random() % 4];
        }
        if round % 10 == 0 {
            bytes.truncate(random() % bytes.len());
        }
        fs::write(&damaged, &bytes).unwrap();
        refused += u32::from(read_with(ReadOptions::default(), &damaged).is_err());
    }
    assert!(refused > 300, "{refused}");
}

#[test]
fn a_report_is_that_of_the_same_rows_in_csv() {
    let spec = ReportSpec::from_json(r#"{ "by": ["operation", "day"] }"#).unwrap();
    let rows = 10_000_i64;
    let operations: Vec<&str> =
        (0..rows).map(|i| if i % 3 == 0 { "clip" } else { "image" }).collect();
    let at: Vec<i64> = (0..rows).map(|i| 1_793_696_400 + i * 61).collect();
    let mut csv = "at,operation\n".to_owned();
    for (at, operation) in at.iter().zip(&operations) {
        csv.push_str(&format!("{at},{operation}\n"));
    }
    let file =
        write("many.parquet", vec![vec![seconds("at", &at), texts("operation", &operations)]]);
    let report = |read: &dyn Fn(&mut UsageReader, &mut drawdown::Take)| {
        let mut reports = UsageReports::new(&spec, Some(&catalog("1", "24"))).unwrap();
        let mut take = |event: &UsageEvent| reports.add(event);
        let mut reader = UsageReader::new(ReadOptions::default());
        read(&mut reader, &mut take);
        let summary = reader.end(&mut take).unwrap();
        reports.finish(summary).unwrap()
    };
    let found = report(&|reader, take| {
        reader.parquet(File::open(&file).unwrap(), take, &mut |_| true).unwrap();
    });
    assert_eq!(found, report(&|reader, take| reader.feed(csv.as_bytes(), take).unwrap()));
    assert_eq!(found.total.events, 10_000);
}
