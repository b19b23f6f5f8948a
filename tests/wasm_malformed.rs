//! Ten thousand malformed catalogs and requests through the JavaScript face, in Node and in
//! Chromium: an error object each time, and the same instance answers afterwards.

#![cfg(test)]
#![cfg(all(target_arch = "wasm32", feature = "wasm-plans"))]

use drawdown::{JsCatalog, Value, parse};
use drawdown_tests::corpus::{CATALOGS, catalog_text, printed, vectors};
use drawdown_tests::mutation::{Dice, malformed};
use js_sys::{Array, BigInt, Date, Function, JSON, Map, Object, Reflect, Symbol};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const EACH: usize = 10_000;

/// What is asked in between, to see that the instance lives.
struct Alive {
    catalog: JsCatalog,
    request: JsValue,
}

impl Alive {
    fn new() -> Self {
        let catalog = JsCatalog::new(&catalog_text("imagineart.json").into()).unwrap();
        let request = JSON::parse(r#"{ "operation": "nano-banana", "runs": 660 }"#).unwrap();
        Alive { catalog, request }
    }

    fn assert(&self) {
        let estimate = self.catalog.estimate(&self.request).unwrap();
        assert_eq!(get(&estimate, "total").as_f64(), Some(15840.0));
    }
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn asked_of(catalog: &JsCatalog, question: &str) -> Result<JsValue, JsValue> {
    catalog.ask(question, &JsValue::UNDEFINED, &JsValue::UNDEFINED)
}

fn assert_clear(error: &JsValue, what: &str) {
    assert!(error.is_instance_of::<js_sys::Error>(), "no Error for {what}");
    assert_eq!(get(error, "name").as_string().as_deref(), Some("DrawdownError"), "{what}");
    assert!(!get(error, "message").as_string().unwrap().is_empty(), "{what}");
    assert!(!get(error, "code").as_string().unwrap().is_empty(), "{what}");
    assert!(get(error, "path").is_string(), "{what}");
    let errors: Array = get(error, "errors").dyn_into().unwrap();
    assert!(errors.length() > 0, "{what}");
    for finding in errors.iter() {
        assert!(!get(&finding, "message").as_string().unwrap().is_empty(), "{what}");
        assert!(get(&finding, "path").is_string(), "{what}");
    }
}

#[wasm_bindgen_test]
fn malformed_catalogs_are_told_why() {
    let alive = Alive::new();
    let catalogs: Vec<Value> = CATALOGS.iter().map(|(_, text)| parse(text).unwrap()).collect();
    let mut dice = Dice::new(1);
    let mut refused = 0;
    for case in 0..EACH {
        let text = malformed(&mut dice, &catalogs[case % catalogs.len()]);
        // As text, and as an object where JavaScript reads it.
        let parsed = if case % 2 == 0 { None } else { JSON::parse(&text).ok() };
        match JsCatalog::new(&parsed.unwrap_or_else(|| text.as_str().into())) {
            Ok(catalog) => {
                asked_of(&catalog, "info").unwrap();
                assert_eq!(
                    asked_of(&catalog, "check").is_ok(),
                    asked_of(&catalog, "warnings").is_ok()
                );
                if let Err(error) = asked_of(&catalog, "check") {
                    refused += 1;
                    assert_clear(&error, &text);
                }
            }
            Err(error) => {
                refused += 1;
                assert_clear(&error, &text);
            }
        }
        if case % 50 == 0 {
            alive.assert();
        }
    }
    alive.assert();
    assert!(refused > EACH / 2, "only {refused} were refused");
}

#[wasm_bindgen_test]
fn malformed_requests_are_told_why() {
    let alive = Alive::new();
    let read = |row: &drawdown_tests::corpus::Vector| {
        JsCatalog::new(&catalog_text(&row.catalog).into()).unwrap()
    };
    let vectors: Vec<_> = vectors().into_iter().map(|row| (read(&row), row.request)).collect();
    let budget = JsValue::from(100);
    let mut dice = Dice::new(2);
    let (mut asked, mut refused) = (0, 0);
    while asked < EACH {
        let (catalog, request) = &vectors[asked % vectors.len()];
        let text = malformed(&mut dice, request);
        let Ok(request) = JSON::parse(&text) else { continue };
        asked += 1;
        let answer = match asked % 4 {
            0 => catalog.ask("quote", &request, &JsValue::UNDEFINED),
            1 => catalog.ask("affordable", &request, &budget),
            2 => catalog.ask("cheaper", &request, &JsValue::UNDEFINED),
            _ => catalog.estimate(&request),
        };
        if let Err(error) = answer {
            refused += 1;
            assert_clear(&error, &text);
        }
        // Whatever it is, it is no quote.
        if asked % 10 == 0 {
            match catalog.ask("verify", &request, &JsValue::UNDEFINED) {
                Ok(verdict) => {
                    let verdict = get(&verdict, "verdict").as_string();
                    assert_ne!(verdict.as_deref(), Some("verified"), "{text}");
                }
                Err(error) => assert_clear(&error, &text),
            }
            alive.assert();
        }
    }
    alive.assert();
    assert!(refused > EACH / 2, "only {refused} were refused");
}

/// Values that JSON has no form for.
#[wasm_bindgen_test]
fn what_is_no_json_is_refused() {
    let alive = Alive::new();
    let cyclic = Object::new();
    Reflect::set(&cyclic, &"operation".into(), &cyclic).unwrap();
    let throwing = Object::new();
    let thrower = Function::new_no_args("throw new TypeError('no')");
    Reflect::set(&throwing, &"toJSON".into(), &thrower).unwrap();
    let strangers: [JsValue; 12] = [
        JsValue::UNDEFINED,
        JsValue::NULL,
        JsValue::TRUE,
        f64::NAN.into(),
        1.into(),
        BigInt::from(1).into(),
        Symbol::iterator().into(),
        Function::new_no_args("return 1").into(),
        Map::new().into(),
        Date::new_0().into(),
        cyclic.into(),
        throwing.into(),
    ];
    for (i, stranger) in strangers.iter().enumerate() {
        let what = format!("stranger {i}");
        assert_clear(&JsCatalog::new(stranger).unwrap_err(), &what);
        assert_clear(&alive.catalog.estimate(stranger).unwrap_err(), &what);
        assert_clear(
            &alive.catalog.ask("cheaper", stranger, &JsValue::UNDEFINED).unwrap_err(),
            &what,
        );
        assert_clear(
            &alive.catalog.ask("quote", stranger, &JsValue::UNDEFINED).unwrap_err(),
            &what,
        );
        // What JSON has a form for, such as null, is answered: it is no quote.
        match alive.catalog.ask("verify", stranger, &JsValue::UNDEFINED) {
            Err(error) => assert_clear(&error, &what),
            Ok(verdict) => {
                let code = get(&verdict, "verdict").as_string();
                assert_eq!(code.as_deref(), Some("malformed"), "{what}");
            }
        }
        assert_clear(&alive.catalog.ask("affordable", stranger, &1.into()).unwrap_err(), &what);
        if !stranger.is_object() && stranger.as_f64() != Some(1.0)
            || stranger.is_instance_of::<Map>()
        {
            let told = alive.catalog.ask("affordable", &alive.request, stranger);
            assert_clear(&told.unwrap_err(), &what);
        }
        alive.assert();
    }
}

#[wasm_bindgen_test]
fn sliders_refuse_what_is_not_allowed() {
    let alive = Alive::new();
    let none = JsValue::UNDEFINED;
    let model = JsValue::from_str("nano-banana");
    for odd in ["nano".into(), JsValue::from(1), JsValue::NULL, Object::new().into()] {
        let told = alive.catalog.preview(&odd, &none, &none);
        assert_clear(&told.unwrap_err(), "no such operation");
    }
    let told = alive.catalog.preview(&model, &"gold".into(), &none);
    assert_clear(&told.unwrap_err(), "no such plan");
    let told = alive.catalog.preview(&model, &none, &"today".into());
    assert_clear(&told.unwrap_err(), "no instant");
    let preview = alive.catalog.preview(&model, &none, &none).unwrap();
    assert_clear(&preview.slot(&"image".into()).unwrap_err(), "no such setting");
    assert_clear(&preview.slot(&5.into()).unwrap_err(), "no name");
    let images = preview.slot(&"images".into()).unwrap();
    for value in [0.0, -1.0, 0.5, f64::NAN, f64::INFINITY, 1e15, 1e300, 0.300_000_000_000_000_04] {
        assert_clear(&preview.set(images, value).unwrap_err(), &value.to_string());
        assert_clear(&preview.set(0, value).unwrap_err(), &value.to_string());
    }
    for slot in [99, u32::MAX] {
        assert_clear(&preview.set(slot, 1.0).unwrap_err(), "no such slot");
        assert_clear(&preview.pick(slot, 0).unwrap_err(), "no such slot");
        assert_clear(&preview.clear(slot).unwrap_err(), "no such slot");
    }
    assert_clear(&preview.pick(images, 0).unwrap_err(), "a number is not picked");
    assert_eq!(preview.total(), 24.0);
    preview.set(images, 660.0).unwrap();
    assert_eq!(preview.total(), 15840.0);
    alive.assert();
}

/// Deep by nested lists and by expressions: the stack is smaller here than natively.
#[wasm_bindgen_test]
fn depth_does_not_end_the_instance() {
    let alive = Alive::new();
    let catalog = |quantities: &str, quantity: &str| {
        format!(
            r#"{{ "catalog": "c", "version": "1", "as_of": "2026-11-01", "credit": {{ "name": "c", "step": "1" }},
                "operations": [ {{ "id": "o", "quantities": {{ {quantities} }},
                    "price": [ {{ "line": "x", "quantity": "{quantity}", "rate": "1" }} ] }} ] }}"#
        )
    };
    let chain = |count: usize, term: &str| {
        let link = |i: usize| format!("\"q{i}\": \"q{}{term}\",", i - 1);
        (1..count).rev().map(link).collect::<String>() + "\"q0\": \"runs\""
    };
    let not = r#"{"not":"#.repeat(50) + r#"{"runs":1}"# + &"}".repeat(50);
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(65),
        catalog("", &"+runs".repeat(190)[1..]),
        catalog("", &("max(1,".repeat(150) + "1" + &")".repeat(150))),
        catalog(&chain(300, ""), "q299"),
        catalog(&chain(6_000, ""), "q5999"),
        catalog(&chain(10, &"+1".repeat(400)), "q9"),
        catalog("", "1").replace("\"rate\": \"1\"", &format!("\"rate\": \"1\", \"when\": {not}")),
        printed(&parse(catalog_text("p-open.json")).unwrap()).replace("\"5\"", &"[".repeat(64)),
    ] {
        match JsCatalog::new(&text.as_str().into()) {
            Err(error) => assert_clear(&error, &text[..200.min(text.len())]),
            Ok(catalog) => {
                let request = JSON::parse(r#"{ "operation": "o" }"#).unwrap();
                if let Err(error) = catalog.estimate(&request) {
                    assert_clear(&error, &text[..200.min(text.len())]);
                }
            }
        }
        alive.assert();
    }
}
