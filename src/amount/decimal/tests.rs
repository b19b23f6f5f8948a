//! Tests of the parent.

use super::*;

fn print(text: &str) -> String {
    text.parse::<Decimal>().map_or_else(|e| e.to_string(), |d| d.to_string())
}

#[test]
fn reads_and_prints_the_shortest_form() {
    for (text, printed) in [
        ("0", "0"),
        ("-0.0", "0"),
        ("012.50", "12.5"),
        ("1.25e-3", "0.00125"),
        ("1E3", "1000"),
        ("0.000000000001", "0.000000000001"),
        ("1.0000000000000000000000", "1"),
        ("999999999999999999999999.999999999999", "999999999999999999999999.999999999999"),
    ] {
        assert_eq!(print(text), printed, "{text}");
    }
}

#[test]
fn refuses_what_it_cannot_hold() {
    for text in [
        "",
        "-",
        ".",
        "1.",
        ".5",
        "1e",
        "--1",
        "1,5",
        "NaN",
        "0x10",
        "1e99999999999",
        "1e++1",
        "1e+-1",
        "1e--1",
        "+1",
        " 1",
        "1 ",
        "1e1.5",
        "1e 1",
        "١",
    ] {
        assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::Malformed), "{text}");
    }
    assert_eq!("1e-13".parse::<Decimal>(), Err(ParseDecimalError::TooFine));
    for text in ["1e24", "1000000000000000000000000", "1e2000000000"] {
        assert_eq!(text.parse::<Decimal>(), Err(ParseDecimalError::TooLarge), "{text}");
    }
}

/// The text of `digits / 10^places`, without trailing zeros.
fn written(digits: u128, places: usize) -> String {
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, rest) = padded.split_at(padded.len() - places);
    format!("{whole}.{rest}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[test]
fn every_length_and_place_is_printed() {
    let some = [7, 10, 125, 4_294_967_295, 4_294_967_296, 10_200_300_400, 999_999_999_999_999];
    let long = [1_000_000_000_000_000, u128::from(u64::MAX), 123_456_789_012_345_678_901_234];
    let powers = (0..24).map(|n| 10_u128.pow(n));
    for digits in powers.chain(some).chain(long) {
        for places in 0..=12 {
            for sign in ["", "-"] {
                let text = format!("{sign}{}", written(digits, places));
                let decimal: Decimal = text.parse().unwrap();
                let mut pushed = String::new();
                decimal.push(&mut pushed);
                assert_eq!([&decimal.to_string(), &pushed], [&text, &text]);
                let fits = text.bytes().filter(u8::is_ascii_digit).count() <= 15;
                let number = decimal.to_js_number();
                assert!(number.is_some() || !fits, "{text}");
                assert!(number.is_none_or(|n| n == text.parse::<f64>().unwrap()), "{text}");
            }
        }
    }
}

#[test]
fn a_js_number_is_offered_only_when_it_prints_back() {
    for text in ["0.1", "72", "0.79", "-2.304", "123456789012345", "0.000000000001"] {
        let decimal: Decimal = text.parse().unwrap();
        let number = decimal.to_js_number().unwrap();
        assert_eq!(number, text.parse::<f64>().unwrap(), "{text}");
    }
    for text in ["1234567890123456", "0.1000000000000001".trim_end_matches('1'), "9007199254740993"]
    {
        if let Ok(decimal) = text.parse::<Decimal>()
            && let Some(number) = decimal.to_js_number()
        {
            assert_eq!(number.to_string(), decimal.to_string());
        }
    }
    assert_eq!("1234567890123456".parse::<Decimal>().unwrap().to_js_number(), None);
}
