//! What is printed is read back as the same, and a digest is that of the content alone.

use drawdown::{
    Balance, Catalog, Credits, Decimal, Instant, Money, Request, SettingValue, TimeOfDay, Value,
    Verdict, parse, to_text, to_text_pretty, to_value,
};
use drawdown_tests::cases::cases;
use drawdown_tests::corpus::{CATALOGS, printed, vectors};
use drawdown_tests::mutation::{count, nth_mut};
use drawdown_tests::pricing::generate::{ALL, model_and_asked};
use drawdown_tests::pricing::write;
use drawdown_tests::rewriting::{Scribe, sorted};
use proptest::collection::{btree_map, hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Any characters, those among them that JSON escapes and that UTF-16 sorts in another way.
fn text() -> impl Strategy<Value = String> {
    let odd = vec!['"', '\\', '/', '\u{7f}', 'é', '\u{fb33}', '\u{1f600}'];
    let range = proptest::char::range;
    let character = prop_oneof![3 => any::<char>(), 2 => select(odd), 1 => range('\0', '\x1f'), 3 => range('a', 'z')];
    vec(character, 0..12).prop_map(String::from_iter)
}

fn some_text() -> impl Strategy<Value = String> {
    text().prop_filter("empty", |text| !text.is_empty())
}

/// The shortest text of a decimal.
fn decimal_text() -> impl Strategy<Value = String> {
    let digits =
        |most: usize| vec(proptest::char::range('0', '9'), 0..=most).prop_map(String::from_iter);
    (any::<bool>(), digits(24), digits(12)).prop_map(|(negative, whole, fraction)| {
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let sign = if negative && !(whole.is_empty() && fraction.is_empty()) { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    })
}

fn decimal() -> impl Strategy<Value = Decimal> {
    decimal_text().prop_map(|text| text.parse().unwrap())
}

fn instant() -> impl Strategy<Value = Instant> {
    SECONDS.prop_map(|seconds| Instant::from_unix(seconds).unwrap())
}

/// A JSON number of at most 15 significant digits.
fn number() -> impl Strategy<Value = String> {
    let digits = prop_oneof![-999..=999_i64, -999_999_999_999_999..=999_999_999_999_999_i64];
    let exponent = prop_oneof![Just(String::new()), (-30..=30_i32).prop_map(|e| format!("e{e}"))];
    let fraction = option::of(0..=999_u32);
    prop_oneof![
        (digits, exponent.clone()).prop_map(|(digits, exponent)| format!("{digits}{exponent}")),
        (-999_999..=999_999_i32, fraction, exponent).prop_map(|(whole, fraction, exponent)| {
            let fraction = fraction.map(|fraction| format!(".{fraction:03}")).unwrap_or_default();
            format!("{whole}{fraction}{exponent}")
        }),
        Just("-0".to_owned()),
    ]
}

fn whole_number() -> impl Strategy<Value = String> {
    (-999_999_999_999_999..=999_999_999_999_999_i64).prop_map(|number| number.to_string())
}

fn json(number: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Number),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            // No key stands twice, and they are in no particular order.
            hash_map(text(), inner, 0..14)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A value as a type of this crate would be written. JSON numbers are whole there.
struct Written<'v>(&'v Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_none(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Number(text) => serializer.serialize_i64(text.parse().unwrap()),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter().map(Written)),
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, &Written(value))?;
                }
                map.end()
            }
        }
    }
}

fn setting_value() -> impl Strategy<Value = SettingValue> {
    prop_oneof![
        decimal().prop_map(SettingValue::Number),
        text().prop_map(SettingValue::Text),
        any::<bool>().prop_map(SettingValue::Flag),
        vec(decimal(), 0..5).prop_map(SettingValue::List),
    ]
}

fn balance() -> impl Strategy<Value = Balance> {
    (decimal(), option::of(instant())).prop_map(|(amount, as_of)| {
        let mut balance = Balance::new(amount.into());
        balance.as_of = as_of;
        balance
    })
}

fn request() -> impl Strategy<Value = Request> {
    let settings = btree_map(text(), setting_value(), 0..6);
    let settings = settings.prop_map(Vec::from_iter).prop_shuffle();
    (
        some_text(),
        settings,
        option::of(1..=u32::MAX),
        option::of(some_text()),
        option::of(instant()),
        option::of(balance()),
        btree_map(text(), decimal(), 0..3),
    )
        .prop_map(|(operation, settings, runs, plan, at, balance, used)| {
            let mut request = Request::new(operation);
            let run = &mut request.run;
            (run.settings, run.runs, run.plan) = (settings, runs, plan);
            (run.at, run.balance, run.used) = (at, balance, used.into_iter().collect());
            request
        })
}

/// A text as a catalog may have it for a name: all of it can be seen.
fn name() -> impl Strategy<Value = String> {
    some_text().prop_filter("cannot be seen", |text| drawdown::visible(text) == *text)
}

/// A catalog with any texts, any keys and any number in it.
fn catalog() -> impl Strategy<Value = Value> {
    let sources = hash_map(name(), option::of(some_text()), 0..16);
    let number =
        (0..=999_999_999_i64, 0..=6_i32).prop_map(|(digits, places)| format!("{digits}e-{places}"));
    (vec(some_text(), 0..4), name(), sources, number).prop_map(|(notes, name, sources, number)| {
        let string = |text: &str| Value::String(text.to_owned());
        let object = |members: &[(&str, Value)]| {
            Value::Object(
                members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
            )
        };
        let source = |note: &Option<String>| {
            let mut members = vec![("at", string("example.com")), ("as_of", string("2026-11-01"))];
            members.extend(note.as_deref().map(|note| ("note", string(note))));
            object(&members)
        };
        let line = object(&[("line", string(&name)), ("rate", string("1"))]);
        let bounds = object(&[("min", Value::Number("0".to_owned()))]);
        let setting = object(&[("number", bounds), ("default", Value::Number(number))]);
        object(&[
            ("catalog", string("c")),
            ("version", string(&name)),
            ("as_of", string("2026-11-01")),
            ("credit", object(&[("name", string("credit")), ("step", string("1"))])),
            ("notes", Value::Array(notes.iter().map(|note| string(note)).collect())),
            (
                "sources",
                Value::Object(
                    sources.iter().map(|(key, note)| (key.clone(), source(note))).collect(),
                ),
            ),
            (
                "operations",
                Value::Array(vec![object(&[
                    ("id", string("o")),
                    ("settings", object(&[("n", setting)])),
                    ("price", Value::Array(vec![line])),
                ])]),
            ),
        ])
    })
}

fn digest(text: &str) -> String {
    let catalog = Catalog::from_json(text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    catalog.digest().to_owned()
}

/// Another value in this place: of the same type where a catalog would refuse any other.
fn change(place: &mut Value) {
    match place {
        Value::Null => *place = Value::Bool(false),
        Value::Bool(flag) => *flag = !*flag,
        Value::Number(text) => *text = if text == "7" { "8" } else { "7" }.to_owned(),
        Value::String(text) => text.push('0'),
        Value::Array(items) => items.pop().map_or_else(|| items.push(Value::Null), drop),
        Value::Object(members) => match members.pop() {
            Some(_) => {}
            None => members.push(("x".to_owned(), Value::Null)),
        },
    }
}

/// The value with one place changed, and which.
fn changed(value: &Value, at: usize) -> Value {
    let mut value = value.clone();
    change(nth_mut(&mut value, &mut { at }).unwrap());
    value
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn decimals_are_read_as_printed(text in decimal_text(), zeros in 0..4_usize) {
        let decimal: Decimal = text.parse().unwrap();
        prop_assert_eq!(decimal.to_string(), &*text);
        prop_assert_eq!(Credits::from(decimal).to_string().parse(), Ok(Credits::from(decimal)));
        prop_assert_eq!(Money::from(decimal).to_string().parse(), Ok(Money::from(decimal)));
        // Zeros and an exponent say nothing else.
        let (sign, size) = text.split_at(usize::from(text.starts_with('-')));
        let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
        let zeros = "0".repeat(zeros);
        for other in [
            format!("{sign}{zeros}{whole}.{fraction}0{zeros}"),
            format!("{sign}{zeros}{whole}{fraction}e-{}", fraction.len()),
            format!("{sign}0.{whole}{fraction}E+{}", whole.len()),
        ] {
            prop_assert_eq!(other.parse(), Ok(decimal), "{}", other);
        }
    }

    #[test]
    fn decimals_are_ordered_as_their_texts(a in decimal_text(), b in decimal_text()) {
        // Texts of one sign and one width, so that the order of the letters is that of the numbers.
        let wide = |text: &str| {
            let size = text.trim_start_matches('-');
            let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
            format!("{whole:0>24}{fraction:0<12}")
        };
        let order = match (a.starts_with('-'), b.starts_with('-')) {
            (false, false) => wide(&a).cmp(&wide(&b)),
            (true, true) => wide(&b).cmp(&wide(&a)),
            (a, b) => b.cmp(&a),
        };
        let [a, b] = [a, b].map(|text| text.parse::<Decimal>().unwrap());
        prop_assert_eq!(a.cmp(&b), order);
    }

    #[test]
    fn instants_are_read_as_printed(seconds in SECONDS, other in SECONDS, minutes in -1439..=1439_i64) {
        let instant = Instant::from_unix(seconds).unwrap();
        let text = instant.to_string();
        prop_assert_eq!(text.parse(), Ok(instant), "{}", text);
        prop_assert_eq!(instant.to_unix(), seconds);
        // All texts are of one width, so that they are ordered as the instants are.
        let other = Instant::from_unix(other).unwrap();
        prop_assert_eq!(other.to_string().cmp(&text), other.cmp(&instant));
        // The clock of a zone that is so many minutes ahead.
        if let Some(there) = Instant::from_unix(seconds + minutes * 60) {
            let (sign, offset) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
            let there = there.to_string().replace('Z', "");
            let text = format!("{there}{sign}{:02}:{:02}", offset / 60, offset % 60);
            prop_assert_eq!(text.parse(), Ok(instant), "{}", text);
        }
    }

    #[test]
    fn no_instant_is_outside_the_years_that_print(beyond in prop_oneof![1..=400_000_000_000_i64, 1..=i64::MAX / 2]) {
        prop_assert_eq!(Instant::from_unix(SECONDS.start() - beyond), None);
        prop_assert_eq!(Instant::from_unix(SECONDS.end() + beyond), None);
    }

    /// Numbers keep their text, objects their order.
    #[test]
    fn json_is_read_as_printed(value in json(number()), seed in any::<u64>()) {
        prop_assert_eq!(&parse(&printed(&value)).unwrap(), &value);
        let mut scribe = Scribe { shuffles_keys: false, ..Scribe::shuffling(seed) };
        let text = scribe.text(&value);
        prop_assert_eq!(&parse(&text).unwrap(), &value, "{}", text);
        scribe.shuffles_keys = true;
        let text = scribe.text(&value);
        prop_assert_eq!(sorted(&parse(&text).unwrap()), sorted(&value), "{}", text);
    }

    /// Another reader finds the same in what is printed.
    #[test]
    fn json_is_read_as_written(value in json(whole_number())) {
        let text = to_text(&Written(&value)).unwrap();
        let pretty = to_text_pretty(&Written(&value)).unwrap();
        for text in [&text, &pretty] {
            prop_assert_eq!(&parse(text).unwrap(), &value, "{}", text);
            let other: serde_json::Value = serde_json::from_str(text).unwrap();
            prop_assert_eq!(other, serde_json::to_value(Written(&value)).unwrap());
        }
        prop_assert_eq!(&to_value(&Written(&value)).unwrap(), &value);
        prop_assert_eq!(to_text(&Written(&parse(&pretty).unwrap())).unwrap(), text);
    }

    /// A number of a setting comes back as its decimal text, which is equal.
    #[test]
    fn requests_are_read_as_printed(request in request(), seed in any::<u64>()) {
        let text = to_text(&request).unwrap();
        let read = Request::from_json(&text).unwrap();
        prop_assert_eq!(&read, &request, "{}", text);
        prop_assert_eq!(&to_text(&read).unwrap(), &text);
        let pretty = to_text_pretty(&request).unwrap();
        prop_assert_eq!(&Request::from_json(&pretty).unwrap(), &read, "{}", pretty);
        // Neither the order of the settings nor that of the keys matters.
        let mut turned = request.clone();
        turned.run.settings.reverse();
        prop_assert_eq!(&turned, &request);
        prop_assert_eq!(&to_text(&turned).unwrap(), &text);
        let mut scribe = Scribe::shuffling(seed);
let other = scribe.text(&parse(&text).unwrap());
        prop_assert_eq!(&Request::from_json(&other).unwrap(), &read, "{}", other);
    }

    /// A number in JSON is the decimal it says, in every form.
    #[test]
    fn numbers_of_settings_are_read_as_decimals(digits in -99_999_999..=99_999_999_i64, places in 0..=6_i32, seed in any::<u64>()) {
        let decimal: Decimal = format!("{digits}e-{places}").parse().unwrap();
        let mut scribe = Scribe { rewrites_numbers: true, ..Scribe::shuffling(seed) };
        let text = scribe.text(&Value::Number(decimal.to_string()));
        let request = format!(r#"{{ "operation": "o", "settings": {{ "n": {text}, "list": [{text}] }} }}"#);
        let expected = Request::new("o").set("n", decimal).set("list", vec![decimal]);
        prop_assert_eq!(Request::from_json(&request).unwrap(), expected, "{}", request);
    }
}

#[test]
fn every_second_of_the_day_is_read_as_printed() {
    for second in 0..86_400 {
        let minute = format!("{:02}:{:02}", second / 3600, second / 60 % 60);
        let text = match second % 60 {
            0 => minute,
            rest => format!("{minute}:{rest:02}"),
        };
        let time: TimeOfDay = text.parse().unwrap();
        assert_eq!(time.to_string(), text);
        assert_eq!(Instant::from_unix(second).unwrap().time_of_day(), time);
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn digests_of_real_catalogs_are_those_of_their_content(place in 0..CATALOGS.len(), seed in any::<u64>()) {
        let value = parse(CATALOGS[place].1).unwrap();
        let mut scribe = Scribe::shuffling(seed);
prop_assert_eq!(digest(&scribe.text(&value)), digest(CATALOGS[place].1));
    }

    #[test]
    fn digests_of_any_catalogs_are_those_of_their_content(value in catalog(), seed in any::<u64>(), at in any::<usize>()) {
        let expected = digest(&printed(&value));
        let mut scribe = Scribe::shuffling(seed);
prop_assert_eq!(&digest(&scribe.text(&value)), &expected);
        let other = changed(&value, at % count(&value));
        if let Ok(catalog) = Catalog::from_value(&other) {
            prop_assert_ne!(catalog.digest(), expected, "{}", printed(&other));
        }
    }
}

/// One thing after another changed in every catalog: whatever is still a catalog is another one.
#[test]
fn digests_change_with_every_value() {
    const EACH: usize = 60;
    let mut accepted = 0;
    for (path, text) in CATALOGS {
        let (value, before) = (parse(text).unwrap(), digest(text));
        let count = count(&value);
        for at in (0..count).step_by(count / EACH + 1) {
            let other = changed(&value, at);
            let Ok(catalog) = Catalog::from_value(&other) else { continue };
            accepted += 1;
            assert_ne!(catalog.digest(), before, "{path}: {}", printed(&other));
        }
    }
    assert!(accepted > 500, "only {accepted} changes left a catalog");
}

/// A digest does not tell orders of keys apart, so they must not change a cost, nor the verdict on a
/// quote.
fn in_any_order(answer: Result<String, String>) -> Option<Value> {
    Some(parse(&answer.ok()?).unwrap())
}

#[test]
fn catalogs_of_one_digest_answer_alike() {
    for vector in vectors() {
        let value = parse(drawdown_tests::corpus::catalog_text(&vector.catalog)).unwrap();
        let catalog = Catalog::from_value(&value).unwrap();
        let expected = in_any_order(vector.answer(&catalog));
        for seed in 0..2 {
            let other = Catalog::from_json(&Scribe::shuffling(seed).text(&value)).unwrap();
            let found = in_any_order(vector.answer(&other));
            assert_eq!(found, expected, "{}, seed {seed}", vector.id);
            let asked = Request::from_value(&vector.request);
            let quote = asked.and_then(|request| catalog.quote(&request));
            if let Ok(quote) = quote.as_ref() {
                assert_eq!(other.verify_json(&to_text(quote).unwrap()).unwrap(), Verdict::Verified);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn random_catalogs_of_one_digest_answer_alike((model, asked) in model_and_asked(ALL), seed in any::<u64>()) {
        let text = write::catalog(&model).to_string();
        let other = Scribe::shuffling(seed).text(&parse(&text).unwrap());
        let request = Request::from_json(&write::request(&asked).to_string()).unwrap();
        let [expected, found] = [&text, &other].map(|text| {
            let answer = Catalog::from_json(text).unwrap().estimate(&request);
            in_any_order(answer.map(|answer| to_text(&answer).unwrap()).map_err(|errors| errors.to_string()))
        });
        prop_assert_eq!(found, expected, "{}\n{}", text, other);
    }
}
