//! The shorter forms of a catalog: what they mean, and what is said when they are wrong.

use drawdown::{Catalog, Request};
use serde_json::{Value, json};

/// A catalog of one operation, `clip`.
fn with(operation: Value) -> Value {
    let mut operation = operation;
    operation["id"] = "clip".into();
    json!({
        "catalog": "x", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "operations": [operation],
    })
}

fn read(catalog: &Value) -> Catalog {
    Catalog::from_json(&catalog.to_string()).unwrap_or_else(|errors| panic!("{errors}\n{catalog}"))
}

/// Every error of a catalog, one a line.
fn errors(catalog: &Value) -> String {
    match Catalog::from_json(&catalog.to_string()) {
        Ok(_) => panic!("no error\n{catalog}"),
        Err(errors) => errors.to_string(),
    }
}

fn total(catalog: &Catalog, request: Request) -> Option<String> {
    catalog.estimate(&request).unwrap().total.map(|total| total.to_string())
}

/// One component whose rate is by `resolution`.
fn by_resolution(rate: Value) -> Value {
    with(json!({
        "settings": { "resolution": { "choice": ["360p", "540p", "720p"] }, "seconds": { "number": {} } },
        "price": [ { "line": "clip", "rate": rate } ],
    }))
}

#[test]
fn a_key_may_stand_for_several_values_and_each_value_has_one_row() {
    let catalog =
        read(&by_resolution(json!({ "by": "resolution", "360p|540p": "4", "else": "6" })));
    for (resolution, expected) in [("360p", "4"), ("540p", "4"), ("720p", "6")] {
        let request = Request::new("clip").set("resolution", resolution);
        assert_eq!(total(&catalog, request).as_deref(), Some(expected), "{resolution}");
    }
    let at = "/operations/0/price/0/rate";
    for (rate, expected) in [
        (
            json!({ "by": "resolution", "360p|540p": "4", "540p": "5" }),
            format!("{at}/540p: `540p` has a row already"),
        ),
        (
            json!({ "by": "resolution", "360p|541p": "4" }),
            format!(
                "{at}/360p|541p: there is no value of this column `541p`; did you mean `540p`?"
            ),
        ),
        (json!({ "by": "seconds", "5|5.0": "4" }), format!("{at}/5|5.0: 5 has a cell already")),
        (
            json!({ "by": "seconds", "5|": "4" }),
            format!("{at}/5|: expected a number as the key of this column, found ``"),
        ),
    ] {
        assert_eq!(errors(&by_resolution(rate)), expected);
    }
}

#[test]
fn a_comparison_is_a_column_of_numbers() {
    let at = "/operations/0/price/0/rate";
    for (rate, expected) in [
        (
            json!({ "by": "seconds > 5", "yes": "4", "maybe": "5" }),
            format!(
                "{at}/maybe: there is no value of this column `maybe`; expected one of: no, yes"
            ),
        ),
        (
            json!({ "by": "resolution > 5", "yes": "4" }),
            format!("{at}: expected numbers in a comparison, found a choice"),
        ),
        (
            json!({ "by": "seconds > 5", "ranges": [ { "is": "4" } ] }),
            format!("{at}/ranges: expected a number as the column of ranges"),
        ),
        (
            json!({ "by": "seconds > 5 > 4", "yes": "4" }),
            format!(
                "{at}/by: in `seconds > 5 > 4`: expected an operator or the end, found `>` at character 13"
            ),
        ),
    ] {
        assert_eq!(errors(&by_resolution(rate)).lines().next(), Some(&*expected));
    }
}

#[test]
fn limits_in_a_circle_and_limits_that_leave_nothing_are_errors() {
    let settings = |settings: Value| {
        errors(&with(json!({ "settings": settings, "price": [ { "line": "x", "rate": "1" } ] })))
    };
    let at = "/operations/0/settings";
    for (of, expected) in [
        (
            json!({ "a": { "number": { "min": 0, "max": "b" } }, "b": { "number": { "max": "a + 1" } } }),
            format!("{at}/a: limits in a circle: a -> b -> a"),
        ),
        (
            json!({ "a": { "number": { "max": "a" } } }),
            format!("{at}/a: limits in a circle: a -> a"),
        ),
        (
            json!({ "x": { "number": { "max": "a" } },
                    "a": { "choice": ["1", { "is": "2", "only": { "b": true } }], "values": {} },
                    "b": { "flag": false } }),
            format!("{at}/x/number/max: expected a number, found a choice: `a`"),
        ),
        (
            json!({ "a": { "choice": ["1", { "is": "2", "only": { "b": { "above": 5 } } }] },
                    "b": { "choice": [5, { "is": 6, "only": { "a": "2" } }] } }),
            format!("{at}/a: limits in a circle: a -> b -> a"),
        ),
        (
            json!({ "a": { "number": { "min": 5, "max": "b" } }, "b": { "number": { "min": 1, "max": 4 } } }),
            format!("{at}/a/number: `min` 5 is above `max` 4"),
        ),
        (
            json!({ "a": { "number": { "max": "b" }, "default": 5 }, "b": { "number": { "min": 1, "max": 4 } } }),
            format!("{at}/a/default: expected a number of at most 4, found `5`"),
        ),
        (
            json!({ "a": { "number": { "max": "c" } } }),
            format!("{at}/a/number/max: there is no setting or quantity `c`; did you mean `a`?"),
        ),
        (
            json!({ "a": { "choice": ["1", { "is": "2", "if": {} }] } }),
            format!("{at}/a/choice/1/if: unknown key `if`; did you mean `is`?"),
        ),
        (
            json!({ "a": { "list": { "min": 1, "max": 2, "min_items": "1.5" } } }),
            format!("{at}/a/list/min_items: expected a whole number of at least 0, found 1.5"),
        ),
    ] {
        assert_eq!(settings(of).lines().next(), Some(&*expected));
    }
}

/// Every combination that is allowed lies in the range, and both ends are one of them.
#[test]
fn ranges_and_previews_keep_to_limits() {
    let catalog = read(&with(json!({
        "settings": {
            "model": { "choice": ["a", "b", { "is": "c", "only": { "long": true } }] },
            "long": { "flag": null },
            "seconds": { "number": { "min": 1, "max": "5 + images", "step": 1 } },
            "images": { "number": { "min": 0, "max": 3, "step": 1 } },
        },
        "price": [ { "line": "x", "quantity": "seconds * 7 + (3 - images) * 6", "rate": { "by": "model", "a": "1", "b": "2", "c": "11" } } ],
    })));
    let open = catalog.estimate(&Request::new("clip")).unwrap();
    let [low, high] = [open.low.unwrap(), open.high.unwrap()];
    let mut preview = catalog.preview("clip", None, None).unwrap();
    let slots = ["model", "long", "seconds", "images"].map(|name| preview.slot(name).unwrap());
    let mut totals = Vec::new();
    let mut refused = 0;
    for model in 0..3 {
        for long in 0..2 {
            for seconds in 1..=8_u32 {
                for images in 0..=3_u32 {
                    preview.pick(slots[0], model).unwrap();
                    preview.pick(slots[1], long).unwrap();
                    preview.set(slots[2], seconds.into()).unwrap();
                    preview.set(slots[3], images.into()).unwrap();
                    let request = Request::new("clip")
                        .set("model", ["a", "b", "c"][model])
                        .set("long", long == 1)
                        .set("seconds", seconds)
                        .set("images", images);
                    let is_allowed = seconds <= 5 + images && (model != 2 || long == 1);
                    match catalog.estimate(&request) {
                        Ok(estimate) => {
                            assert!(is_allowed, "{request:?}");
                            assert_eq!(preview.total().unwrap(), estimate.total);
                            totals.extend(estimate.total);
                        }
                        Err(errors) => {
                            assert!(!is_allowed, "{request:?}: {errors}");
                            assert_eq!(preview.total().unwrap_err(), *errors.first().unwrap());
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    // Six lengths are too long for each of six, and model c without `long` has 26 others.
    assert_eq!(refused, 6 * 6 + 26);
    assert_eq!((totals.iter().min(), totals.iter().max()), (Some(&low), Some(&high)));
}

#[test]
fn what_no_combination_allows_is_refused_while_all_is_open() {
    let catalog = read(&with(json!({
        "settings": {
            "a": { "choice": ["low", "high"], "values": { "low": { "least": 1 }, "high": { "least": 4 } } },
            "b": { "choice": [{ "is": "x", "only": { "a": "low" } }, { "is": "y", "only": { "c": { "min": 9 } } }] },
            "c": { "number": { "min": 0, "max": 10, "step": 1 } },
            "d": { "number": { "min": "a.least", "max": 5 }, "default": 3 },
        },
        "price": [ { "line": "x", "rate": "1" } ],
    })));
    let told = |request: Request| catalog.estimate(&request).unwrap_err().to_string();
    assert_eq!(
        told(Request::new("clip").set("a", "high").set("c", 3)),
        "/settings/d: `d` can be at least a.least, found 3: `a` is high"
    );
    assert_eq!(
        told(Request::new("clip").set("a", "high").set("c", 3).set("d", 5)),
        "/settings/b: `b` can be y only with c ≥ 9: `c` is 3"
    );
}

#[test]
fn ids_of_operations_are_those_of_vendors() {
    let id = |id: &str| {
        let mut catalog = with(json!({ "price": "free" }));
        catalog["operations"][0]["id"] = id.into();
        Catalog::from_json(&catalog.to_string()).map_err(|errors| errors.to_string())
    };
    for right in ["a/b", "A:b", "a~1", "@a/b.c-d_e", &"x".repeat(128)] {
        let catalog = id(right).unwrap();
        assert!(catalog.estimate(&Request::new(right)).unwrap().free, "{right}");
    }
    for wrong in ["a b", "a?b", "a\"", "ä", &"x".repeat(129)] {
        let sentence =
            "expected an id of at most 128 letters, digits, `-`, `_`, `.`, `/`, `:`, `~`, `@`";
        assert_eq!(
            id(wrong).unwrap_err(),
            format!("/operations/0/id: {sentence}, found `{wrong}`")
        );
    }
}

#[test]
fn failed_runs_of_an_operation_come_before_the_policies() {
    let catalog = json!({
        "catalog": "x", "version": "1", "as_of": "2026-11-01", "credit": { "name": "credit", "step": "1" },
        "operations": [
            { "id": "sure", "name": "Sure", "price": [ { "line": "x", "rate": "10" } ] },
            { "id": "risky", "name": "Risky", "failed_runs": "charge", "price": [ { "line": "x", "rate": "10" } ] },
        ],
        "classes": { "main": {} },
    });
    let of = |catalog: &Value| {
        let read = read(catalog);
        let scenario = json!({
            "start": "2026-11-01", "for": "1 day",
            "account": { "lots": [ { "class": "main", "amount": "100" } ] },
            "demand": [
                { "id": "a", "request": { "operation": "sure" }, "per_day": 2, "fails": 50 },
                { "id": "b", "request": { "operation": "risky" }, "per_day": 2, "fails": 50 },
            ],
        });
        let scenario = drawdown::Scenario::from_json(&scenario.to_string()).unwrap();
        let projection = read.simulate(&scenario, drawdown::Detail::Ledger).unwrap();
        let terms = read.terms();
        let texts: Vec<String> = terms
            .account
            .iter()
            .filter(|line| line.topic == drawdown::Topic::FailedRuns)
            .map(|line| line.text.clone())
            .collect();
        (projection.totals.refunded.to_string(), texts)
    };
    let (refunded, terms) = of(&catalog);
    assert_eq!(refunded, "10");
    assert_eq!(terms[..2], ["A failed run is refunded", "A failed run of Risky is charged"]);
    let mut charged = catalog.clone();
    charged["policies"] = json!({ "failed_runs": "charge" });
    charged["operations"][0]["failed_runs"] = "refund".into();
    let (refunded, terms) = of(&charged);
    assert_eq!(refunded, "10");
    assert_eq!(terms[..2], ["A failed run is charged", "A failed run of Sure is refunded"]);
}

/// Two operations, `clip` and `loop`, that use what has a name.
fn named(parts: Value) -> Value {
    let mut catalog = with(json!({
        "use": "video",
        "price": [ { "line": "x", "rate": { "table": "rates" }, "when": "hd" } ],
    }));
    let mut second = catalog["operations"][0].clone();
    second["id"] = "loop".into();
    catalog["operations"].as_array_mut().unwrap().push(second);
    catalog["setting_groups"] = json!({ "video": { "resolution": { "choice": ["720p", "4K"] }, "seconds": { "number": { "min": 1, "max": 9 } } } });
    catalog["tables"] = json!({ "rates": { "by": "resolution", "720p": "1", "4K": "2" } });
    catalog["conditions"] = json!({ "hd": { "resolution": "4K" } });
    for (key, part) in parts.as_object().unwrap() {
        for (name, value) in part.as_object().unwrap() {
            catalog[key][name] = value.clone();
        }
    }
    catalog
}

#[test]
fn an_error_in_what_has_a_name_points_there_once_and_says_where_it_is_used() {
    let used = "used at /operations/0";
    for (parts, expected) in [
        (
            json!({ "tables": { "rates": { "by": "resolution", "720": "1" } } }),
            format!("/tables/rates/720: there is no value of this column `720`; did you mean `720p`?; {used}/price/0/rate"),
        ),
        (
            json!({ "tables": { "rates": { "by": "second", "else": "1" } } }),
            format!("/tables/rates: there is no setting or quantity `second`; did you mean `seconds`?; {used}/price/0/rate"),
        ),
        (
            json!({ "tables": { "rates": { "by": "resolution", "else": { "table": "rates" } } } }),
            format!("/tables/rates/else: names in a circle: /tables/rates -> /tables/rates; {used}/price/0/rate"),
        ),
        (
            json!({ "conditions": { "hd": { "resolution": "8K" } } }),
            format!("/conditions/hd/resolution: there is no choice of `resolution` `8K`; did you mean `4K`?; {used}/price/0/when"),
        ),
        (
            json!({ "conditions": { "hd": { "uhd": true }, "uhd": "hd" } }),
            format!("/conditions/uhd: names in a circle: /conditions/hd -> /conditions/uhd -> /conditions/hd; used at /conditions/hd/uhd; {used}/price/0/when"),
        ),
        (
            json!({ "setting_groups": { "video": { "resolution": { "choice": ["720p", "4K"], "default": "8K" } } } }),
            format!("/setting_groups/video/resolution/default: expected one of 720p, 4K (did you mean `4K`?), found `8K`; {used}/use"),
        ),
        (
            json!({ "setting_groups": { "video": { "resolution": { "choice": ["720p", "4K"] }, "seconds": { "number": { "max": "length" } } } } }),
            format!("/setting_groups/video/seconds/number/max: there is no setting or quantity `length`; expected one of: resolution, seconds, hd, runs; {used}/use"),
        ),
        (
            json!({ "tables": { "rates": { "by": "resolution", "720p": "(", "4K": "1" } } }),
            "/tables/rates/720p: in `(`: expected a number, a name or `(`, found the end at character 2".to_owned(),
        ),
        (
            json!({ "tables": { "Rates": { "by": "resolution", "else": "1" } } }),
            "/tables/Rates: expected an id of at most 64 lower-case letters, digits, `-`, `_`, `.`, found `Rates`".to_owned(),
        ),
        (
            json!({ "conditions": { "not": { "resolution": "4K" } } }),
            "/conditions/not: `not` says that a condition does not hold: give it another name".to_owned(),
        ),
        (
            json!({ "conditions": { "seconds": { "resolution": "4K" } }, "tables": { "rates": { "by": "seconds > 5", "else": "1" } } }),
            format!("/tables/rates: `seconds` is a condition of the catalog and also a name in this operation: rename one; {used}/price/0/rate"),
        ),
    ] {
        let told = errors(&named(parts));
        let first: Vec<&str> = told.lines().filter(|line| !line.contains("expected numbers in a comparison")).collect();
        assert_eq!(first, [expected]);
    }
}

#[test]
fn an_unknown_name_is_told_with_the_nearest_where_it_is_used() {
    for (change, expected) in [
        (json!({ "use": "vidoe" }), "/use: there is no group `vidoe`; did you mean `video`?"),
        (
            json!({ "price": [ { "line": "x", "rate": { "table": "rate" } } ] }),
            "/price/0/rate/table: there is no table `rate`; did you mean `rates`?",
        ),
        (
            json!({ "price": [ { "line": "x", "rate": "1", "when": "hdd" } ] }),
            "/price/0/when: there is no condition `hdd`; did you mean `hd`?",
        ),
        (
            json!({ "price": [ { "line": "x", "rate": { "table": "rates", "per": 2 } } ] }),
            "/price/0/rate/per: unknown key `per`; expected one of: table",
        ),
        (
            json!({ "price": [ { "line": "x", "rate": "hd * 2" } ] }),
            "/price/0/rate: expected a number, found a condition: use it in `when` or `by`",
        ),
    ] {
        let mut catalog = named(json!({}));
        for (key, value) in change.as_object().unwrap() {
            catalog["operations"][1][key] = value.clone();
        }
        assert_eq!(errors(&catalog).lines().next(), Some(&*format!("/operations/1{expected}")));
    }
}

#[test]
fn what_nothing_uses_is_a_warning() {
    let catalog = read(&named(json!({
        "tables": { "spare": { "by": "nothing", "else": "1" } },
        "conditions": { "wide": { "nothing": "x" } },
        "setting_groups": { "sound": { "audio": { "flag": false } } },
    })));
    let warnings: Vec<String> = catalog.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "/tables/spare: no operation uses the table `spare`",
            "/conditions/wide: no operation uses the condition `wide`",
            "/setting_groups/sound: no operation uses the group `sound`",
        ]
    );
    assert!(read(&named(json!({}))).warnings().is_empty());
}

#[test]
fn own_settings_replace_those_of_a_group_and_two_groups_may_not_differ_silently() {
    let mut catalog =
        named(json!({ "setting_groups": { "more": { "seconds": { "number": { "max": 3 } } } } }));
    catalog["operations"][1]["use"] = json!(["video", "more"]);
    let sentence = "`seconds` is in the groups `video` and `more`: write it in `settings`";
    assert_eq!(errors(&catalog), format!("/operations/1/use: {sentence}"));
    catalog["operations"][1]["settings"] = json!({ "seconds": { "number": { "min": 2, "max": 5 }, "default": 4 }, "audio": { "flag": true } });
    let catalog = read(&catalog);
    let names = |place: usize| {
        let settings = &catalog.info().operations[place].settings;
        settings.iter().map(|setting| setting.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(0), ["resolution", "seconds"]);
    assert_eq!(names(1), ["resolution", "seconds", "audio"]);
    let max = |place: usize| catalog.info().operations[place].settings[1].max.unwrap().to_string();
    assert_eq!([max(0), max(1)], ["9", "5"]);
}

#[test]
fn what_a_choice_does_not_list_is_unknown_where_it_takes_others() {
    let clip = |settings: Value| {
        with(
            json!({ "settings": settings, "price": [ { "line": "x", "rate": { "by": "a", "x": "1", "y": "2" } } ] }),
        )
    };
    let catalog =
        read(&clip(json!({ "a": { "choice": ["x", "y"], "others": true, "default": "x" } })));
    let mut preview = catalog.preview("clip", None, None).unwrap();
    let slot = preview.slot("a").unwrap();
    preview.pick(slot, 1).unwrap();
    assert_eq!(preview.total().unwrap().unwrap().to_string(), "2");
    assert!(preview.pick(slot, 2).is_err());
    let info = &catalog.info().operations[0].settings[0];
    assert!(info.others);

    let numbers = read(&with(json!({
        "settings": { "n": { "choice": [1, 2], "others": true } }, "price": [ { "line": "x", "quantity": "n", "rate": "1" } ],
    })));
    let mut preview = numbers.preview("clip", None, None).unwrap();
    let slot = preview.slot("n").unwrap();
    preview.set(slot, 2_u32.into()).unwrap();
    assert_eq!(preview.total().unwrap().unwrap().to_string(), "2");
    preview.set(slot, 3_u32.into()).unwrap();
    assert_eq!(preview.total().unwrap(), None);

    let at = "/operations/0/settings/a";
    for (settings, expected) in [
        (
            json!({ "a": { "choice": ["x", "y"], "others": true, "default": "z" } }),
            "/default: expected one of x, y (did you mean `x`?), found `z`",
        ),
        (
            json!({ "a": { "number": {}, "others": true } }),
            "/others: only a choice can have `others`",
        ),
    ] {
        assert_eq!(errors(&clip(settings)).lines().next(), Some(&*format!("{at}{expected}")));
    }
}

/// Where the vendor sells a single value of what is open, an answer says that it is taken.
#[test]
fn the_only_value_that_is_sold_is_taken_and_said() {
    let catalog = read(&with(json!({
        "settings": {
            "model": { "choice": ["a", "b"], "tradable": true },
            "size": { "choice": ["s", { "is": "l", "only": { "model": "b" } }] },
            "seconds": { "number": { "min": 1, "max": 500, "step": 1 } },
        },
        "price": [
            { "line": "clip", "rate": { "by": "model", "a": "10", "b": "not_sold" } },
            { "line": "long", "quantity": "seconds", "rate": { "by": "seconds", "ranges": [
                { "below": 2, "is": "1" }, { "is": "not_sold" } ] } } ],
    })));
    let open = catalog.estimate(&Request::new("clip").set("seconds", 1)).unwrap();
    assert_eq!(open.total.unwrap().to_string(), "11");
    assert!(open.open.is_empty());
    let note =
        |label: &str, value: &str| format!("{label} is not given: only {value} can be requested");
    let notes: Vec<&str> = open.notes.iter().map(|note| &**note).collect();
    assert_eq!(notes, [note("Model", "a"), note("Size", "s")]);
    let settings: Vec<String> =
        open.settings.iter().map(|(name, value)| format!("{name} {value}")).collect();
    assert_eq!(settings, ["model a", "seconds 1", "size s"]);
    let request = Request::new("clip").set("seconds", 1);
    let budget = catalog.affordable(&request, "30".parse().unwrap()).unwrap();
    assert_eq!(budget.notes.iter().map(|note| &**note).collect::<Vec<_>>(), notes);
    let cheaper = catalog.cheaper(&request).unwrap();
    assert_eq!(cheaper.notes.iter().map(|note| &**note).collect::<Vec<_>>(), notes);
    // What is given is not taken.
    let given = catalog.estimate(&request.clone().set("model", "a").set("size", "s")).unwrap();
    assert!(given.notes.is_empty());
    assert_eq!(given.total, open.total);
}

/// A number on a grid is one value like any other.
#[test]
fn the_only_number_that_is_sold_is_taken_and_said() {
    let catalog = read(&with(json!({
        "settings": { "seconds": { "number": { "min": 1, "max": 100, "step": 1 } } },
        "price": [ { "line": "clip", "quantity": "seconds", "rate": { "by": "seconds", "ranges": [
            { "below": 2, "is": "7" }, { "is": "not_sold" } ] } } ],
    })));
    let estimate = catalog.estimate(&Request::new("clip")).unwrap();
    assert_eq!(estimate.total.unwrap().to_string(), "7");
    assert_eq!(&*estimate.notes[0], "Seconds is not given: only 1 can be requested");
}

/// A rate that is known only after the run says so too.
#[test]
fn the_only_value_is_said_beside_a_rate() {
    let catalog = read(&with(json!({
        "settings": { "model": { "choice": ["a", "b"] }, "tokens": { "number": { "min": 0 }, "after": true } },
        "price": [ { "line": "run", "quantity": "tokens", "rate": { "by": "model", "a": "2", "b": "not_sold" } } ],
    })));
    let estimate = catalog.estimate(&Request::new("clip")).unwrap();
    assert_eq!(estimate.state, drawdown::State::Rate);
    assert_eq!(&*estimate.notes[0], "Model is not given: only a can be requested");
    assert!(estimate.open.is_empty());
}

/// A span of the vendor's makes a range by itself: what is open beside it and changes nothing is
/// not named, and `cheaper` has an answer.
#[test]
fn a_published_span_is_no_open_setting() {
    let mut operation = with(json!({
        "tool": "image",
        "settings": { "quality": { "choice": ["low", "high"], "tradable": true }, "style": { "choice": ["x", "y"] } },
        "price": [ { "line": "image", "rate": { "by": "quality",
            "low": { "from": "4", "to": "9" }, "high": { "from": "8", "to": "15" } } } ],
    }));
    operation["credit"]["name"] = "credit".into();
    let catalog = read(&operation);
    let request = Request::new("clip").set("quality", "high");
    let estimate = catalog.estimate(&request).unwrap();
    assert_eq!([estimate.low, estimate.high].map(|end| end.unwrap().to_string()), ["8", "15"]);
    assert!(estimate.open.is_empty(), "{:?}", estimate.open);
    let cheaper = catalog.cheaper(&request).unwrap();
    assert_eq!(cheaper.total.to_string(), "15");
    assert_eq!(cheaper.alternatives.len(), 1);
    assert_eq!(cheaper.alternatives[0].total.to_string(), "9");
    let runs = catalog.affordable(&request, "45".parse().unwrap()).unwrap().runs;
    assert_eq!(runs, Some(Some(3)));
}

/// A span, a named table or a table of its own may stand for a whole row.
#[test]
fn a_row_may_be_a_rate_of_any_kind() {
    let operation = |rate: Value, sizes: Value| {
        let mut catalog = with(json!({
            "settings": { "model": { "choice": ["a", "b"] }, "size": { "choice": sizes }, "seconds": { "number": { "min": 1, "max": 9 } } },
            "price": [ { "line": "clip", "rate": rate } ],
        }));
        catalog["tables"] = json!({ "by-size": { "by": "size", "s": "5", "l": "6" } });
        catalog
    };
    let sizes = || json!(["s", "l"]);
    let ends = |rate: Value, size: &str| {
        let catalog = read(&operation(rate, sizes()));
        let request = Request::new("clip").set("model", "a").set("size", size).set("seconds", 3);
        let found = catalog.estimate(&request).unwrap();
        [found.low.or(found.total), found.high.or(found.total)].map(|end| end.unwrap().to_string())
    };
    let by = |row: Value| json!({ "by": ["model", "size"], "a": row, "b": { "s": "1", "l": "2" } });
    assert_eq!(ends(by(json!({ "from": "4", "to": "9" })), "s"), ["4", "9"]);
    assert_eq!(ends(by(json!({ "from": "4", "to": "9" })), "l"), ["4", "9"]);
    assert_eq!(ends(by(json!({ "table": "by-size" })), "l"), ["6", "6"]);
    assert_eq!(ends(by(json!({ "by": "seconds", "3": "7", "else": "8" })), "l"), ["7", "7"]);
    let ranges = json!({ "by": ["seconds", "size"], "ranges": [
        { "up_to": 4, "is": { "from": "1", "to": "2" } }, { "is": { "s": "3", "l": "4" } } ] });
    assert_eq!(ends(ranges, "l"), ["1", "2"]);
    let otherwise =
        json!({ "by": ["model", "size"], "b": "3", "else": { "from": "1", "to": "2" } });
    assert_eq!(ends(otherwise, "s"), ["1", "2"]);
    let wrong = |row: Value| errors(&operation(by(row), sizes()));
    let at = "/operations/0/price/0/rate/a";
    assert_eq!(
        wrong(json!({ "from": "9", "to": "4" })),
        format!("{at}: expected `from` to be below `to`")
    );
    assert!(wrong(json!({ "from": "9" })).starts_with(at));
    // A value of the column that is called like that is a row.
    let found = errors(&operation(
        json!({ "by": ["model", "size"], "a": { "from": "4", "to": "9" } }),
        json!(["from", "to"]),
    ));
    assert_eq!(
        found,
        format!(
            "{at}: `from` is a value of `size` too: write the row with an `else`, or the rate in the last column"
        )
    );
}

/// A constant below zero draws a warning wherever a rate stands.
#[test]
fn a_rate_below_zero_is_pointed_out() {
    let warnings = |price: Value, adjust: Value| {
        let catalog = read(&with(json!({
            "settings": { "size": { "choice": ["1K", "2K"] }, "seconds": { "number": { "min": 1, "max": 9 } } },
            "price": [price], "adjust": adjust,
        })));
        let found = catalog.warnings().iter().map(|warning| warning.to_string());
        found.collect::<Vec<_>>().join("\n")
    };
    let none = || json!([]);
    let of_rate = |rate: Value| warnings(json!({ "line": "a", "rate": rate }), none());
    let at = "/operations/0/price/0";
    let span = "is a difference below 0; a span is written { \"from\": \"4\", \"to\": \"9\" }";
    let below = "is below 0: a total below 0 is an error";
    assert_eq!(of_rate(json!("4-9")), format!("{at}/rate: `4-9` {span}"));
    assert_eq!(of_rate(json!("-5")), format!("{at}/rate: `-5` {below}"));
    assert_eq!(
        of_rate(json!({ "by": "size", "1K": "3", "2K": "4 - 9" })),
        format!("{at}/rate/2K: `4 - 9` {span}")
    );
    assert_eq!(
        of_rate(json!({ "by": "size", "1K": "3", "else": "-0.5" })),
        format!("{at}/rate/else: `-0.5` {below}")
    );
    let tiers = json!({ "graduated": [ { "up_to": 5, "rate": "2" }, { "rate": "4-9" } ] });
    let tiers = json!({ "line": "a", "quantity": "seconds", "tiers": tiers });
    assert_eq!(warnings(tiers, none()), format!("{at}/tiers/graduated/1/rate: `4-9` {span}"));
    let minimum = json!({ "line": "a", "rate": "2", "adjust": [ { "minimum": "-1" } ] });
    assert_eq!(warnings(minimum, none()), format!("{at}/adjust/0/minimum: `-1` {below}"));
    let factor = json!([ { "times": { "by": "size", "1K": "1", "2K": "4-9" } } ]);
    assert_eq!(
        warnings(json!({ "line": "a", "rate": "2" }), factor),
        format!("/operations/0/adjust/0/times/2K: `4-9` {span}")
    );
    assert_eq!(of_rate(json!("9-4")), "");
}

/// How far a number can be chosen, beside limits and what is not sold.
#[test]
fn numbers_have_ranges_that_are_sold() {
    let catalog = read(&with(json!({
        "settings": {
            "model": { "choice": ["a", "b"] },
            "tokens": { "number": { "min": 0 } },
            "cached": { "number": { "min": 0, "max": "tokens" } },
            "seconds": { "number": { "min": 1, "max": 30, "step": 1 } },
        },
        "price": [
            { "line": "tokens", "quantity": "tokens - cached", "rate": "1" },
            { "line": "clip", "rate": { "by": ["model", "seconds"],
                "a": [ { "up_to": 5, "is": "4" }, { "up_to": 10, "is": "not_sold" }, { "up_to": 20, "is": "9" }, { "is": "not_sold" } ],
                "b": "7" } } ],
    })));
    let ranges = |request: Request, name: &str| {
        let sold = catalog.sold(&request).unwrap();
        let of_setting = sold.into_iter().find(|sold| *sold.setting == *name).unwrap();
        let end =
            |end: Option<drawdown::Decimal>| end.map_or("…".to_owned(), |end| end.to_string());
        let ranges = of_setting.ranges.unwrap();
        ranges
            .iter()
            .map(|range| format!("{}-{}", end(range.from), end(range.to)))
            .collect::<Vec<_>>()
    };
    let request = || Request::new("clip").set("tokens", 100).set("cached", 0).set("seconds", 3);
    assert_eq!(ranges(request().set("model", "a"), "seconds"), ["1-5", "11-20"]);
    assert_eq!(ranges(request().set("model", "b"), "seconds"), ["1-30"]);
    // Open: what is sold of any model.
    assert_eq!(ranges(request(), "seconds"), ["1-30"]);
    assert_eq!(ranges(request().set("model", "a"), "cached"), ["0-100"]);
    assert_eq!(ranges(request().set("model", "a").set("cached", 40), "tokens"), ["40-…"]);
}

/// What a step changed keeps to its column over several runs: the lines of a range lose nothing to
/// the last place.
#[test]
fn the_lines_of_a_range_add_up_in_each_column() {
    let catalog = read(&with(json!({
        "settings": { "clips": { "list": { "min": 0, "max": 9, "min_items": 0, "max_items": 1 } } },
        "price": [ { "line": "clip", "quantity": "count(clips)", "rate": "3",
                     "adjust": [ { "minimum": "54", "when": { "count(clips)": 0 } } ] } ],
        "adjust": [ { "maximum": "1" } ],
    })));
    let estimate = catalog.estimate(&Request::new("clip").runs(2)).unwrap();
    assert!(estimate.lines.iter().all(|line| line.text != "to the twelfth decimal place"));
    let sum = |amount: fn(&drawdown::Line) -> Option<drawdown::Credits>| {
        let amounts = estimate.lines.iter().filter_map(amount);
        amounts.fold(drawdown::Credits::ZERO, |sum, amount| sum.checked_add(amount).unwrap())
    };
    assert_eq!(Some(sum(|line| line.high.or(line.amount))), estimate.high.or(estimate.total));
    assert_eq!(Some(sum(|line| line.low.or(line.amount))), estimate.low.or(estimate.total));
}

/// What may be free for some value of an open setting has no minimum there.
#[test]
fn a_range_over_free_and_priced_begins_at_nothing() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "r", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" },
        "operations": [ { "id": "op",
            "settings": { "images": { "list": { "min": "0", "max": "1", "min_items": 0, "max_items": 1 } } },
            "price": [ { "line": "edit", "rate": { "by": "count(images) + 0", "0": "2", "else": "free" },
                         "adjust": [ { "minimum": "5" } ] } ] } ] }"#,
    )
    .unwrap();
    let open = catalog.estimate(&Request::new("op")).unwrap();
    let ends = [open.low, open.high].map(|end| end.unwrap().to_string());
    assert_eq!(ends, ["0", "5"]);
}

#[test]
fn a_number_is_rounded_up_down_or_to_the_nearest() {
    let rounded = |function: &str, seconds: u32| {
        let quantity = format!("{function}(seconds / 4)");
        let catalog = read(&with(json!({
            "settings": { "seconds": { "number": { "min": 1, "max": 100 } } },
            "price": [ { "line": "clip", "quantity": quantity, "rate": "1" } ],
        })));
        total(&catalog, Request::new("clip").set("seconds", seconds)).unwrap()
    };
    // 2.25, 2.5 and 2.75; a half goes up.
    for (seconds, expected) in [(9, ["3", "2", "2"]), (10, ["3", "2", "3"]), (11, ["3", "2", "3"])]
    {
        assert_eq!(["ceil", "floor", "round"].map(|name| rounded(name, seconds)), expected);
    }
}

#[test]
fn a_setting_with_one_value_leaves_no_choice() {
    let catalog = read(&with(json!({
        "settings": {
            "one": { "choice": ["a"] }, "two": { "choice": ["a", "b"] },
            "maybe": { "choice": ["a"], "optional": true },
            "fixed": { "number": { "min": 5, "max": 5 } },
            "fixed_or_none": { "number": { "min": 5, "max": 5 }, "optional": true },
            "wide": { "number": { "min": 5, "max": 6 } }, "endless": { "number": { "min": 5 } },
            "fives": { "list": { "min": 5, "max": 5 } }, "flag": { "flag": null },
        },
        "price": [ { "line": "clip", "rate": "1" } ],
    })));
    let info = catalog.info();
    let chosen = info.operations[0].settings.iter().filter(|setting| setting.has_choice());
    let mut chosen: Vec<&str> = chosen.map(|setting| setting.name.as_str()).collect();
    chosen.sort_unstable();
    assert_eq!(chosen, ["endless", "fives", "fixed_or_none", "flag", "maybe", "two", "wide"]);
}

/// The order of settings and of meters has no meaning; everything else has.
#[test]
fn requests_are_equal_if_they_ask_for_the_same() {
    let request = || Request::new("clip").runs(2).plan("pro").set("a", 1).set("b", 2);
    let other = Request::new("clip").set("b", 2).set("a", 1).plan("pro").runs(2);
    assert_eq!(request(), other);
    let used = |first: &str, second: &str| {
        request().used(first, "1".parse().unwrap()).used(second, "1".parse().unwrap())
    };
    assert_eq!(used("x", "y"), used("y", "x"));
    let at = |text: &str| text.parse().unwrap();
    for different in [
        request().set("b", 3),
        request().set("c", 3),
        request().runs(3),
        request().plan("max"),
        request().at(at("2026-11-01")),
        request().balance("5".parse().unwrap()),
        used("x", "y"),
    ] {
        assert_ne!(request(), different);
        assert_eq!(different, different.clone());
    }
}

#[test]
fn a_list_of_holidays_has_at_most_a_thousand_dates() {
    let catalog = |count: u32| {
        let dates: Vec<String> = (0..count)
            .map(|n| format!("{}-{:02}-{:02}", 2026 + n / 336, 1 + n / 28 % 12, 1 + n % 28))
            .collect();
        let mut catalog = with(json!({ "price": [ { "line": "clip", "rate": "1",
            "when": { "hours": { "days": "holidays", "holidays": "cn" } } } ] }));
        catalog["holidays"] = json!({ "cn": dates });
        catalog
    };
    read(&catalog(1000));
    let told = errors(&catalog(1001));
    assert!(told.starts_with("/holidays/cn: expected 1 to 1000 dates"), "{told}");
}

/// At least one run is made, so a bound that grows with the runs is known at its lower end.
#[test]
fn a_limit_may_count_the_runs() {
    let catalog = read(&with(json!({
        "settings": { "seconds": { "number": { "min": "runs + 4", "max": 20 } } },
        "price": [ { "line": "clip", "quantity": "seconds", "rate": "1" } ],
    })));
    let info = catalog.info();
    assert_eq!(info.operations[0].settings[0].min.unwrap().to_string(), "5");
    let asked = |runs: u32, seconds: u32| {
        catalog.estimate(&Request::new("clip").runs(runs).set("seconds", seconds))
    };
    assert_eq!(asked(3, 7).unwrap().total.unwrap().to_string(), "21");
    assert!(asked(3, 6).is_err());
}

/// Prices of several sources are as old as the oldest of them.
#[test]
fn an_estimate_is_of_the_date_of_its_oldest_source() {
    let catalog = |of_operation: &str, of_component: &str| {
        let mut catalog = with(json!({ "source": of_operation,
            "price": [ { "line": "clip", "rate": "1", "source": of_component } ] }));
        catalog["sources"] = json!({
            "old": { "at": "https://example.com/old", "as_of": "2026-09-01" },
            "new": { "at": "https://example.com/new", "as_of": "2026-10-01" } });
        read(&catalog)
    };
    for (of_operation, of_component) in [("old", "new"), ("new", "old"), ("old", "old")] {
        let estimate = catalog(of_operation, of_component).estimate(&Request::new("clip")).unwrap();
        assert_eq!(estimate.as_of.to_string(), "2026-09-01", "{of_operation} {of_component}");
    }
    let estimate = catalog("new", "new").estimate(&Request::new("clip")).unwrap();
    assert_eq!((estimate.as_of.to_string(), estimate.sources.len()), ("2026-10-01".to_owned(), 1));
}

/// A price list is read in the order of the choices, in whatever order the file has the rows.
#[test]
fn rows_are_told_in_the_order_of_the_choices() {
    let catalog = read(&with(json!({
        "settings": { "model": { "choice": ["z", "a"] }, "resolution": { "choice": ["720p", "480p", "1080p"] } },
        "price": [ { "line": "clip", "rate": { "by": "resolution",
            "else": "3", "1080p": "4", "480p": "1" } } ],
    })));
    let rules = catalog.price_rules("clip").unwrap().rules;
    let rates: Vec<&str> = rules.iter().map(|rule| rule.rate.as_str()).collect();
    assert_eq!(rates, ["1", "4", "3"]);
}

/// Runs are always there: to ask whether they are is a mistake.
#[test]
fn only_settings_and_plans_may_be_absent() {
    let when = |when: Value| {
        with(json!({
            "settings": { "style": { "choice": ["x", "y"], "optional": true } },
            "price": [ { "line": "clip", "rate": "1", "when": when } ],
        }))
    };
    read(&when(json!({ "style": { "present": true }, "plan": { "present": false } })));
    assert_eq!(
        errors(&when(json!({ "runs": { "present": true } }))),
        "/operations/0/price/0/when/runs: expected a setting or `plan` before `present`"
    );
}

/// One level is the expression itself, each pair of brackets is one more.
#[test]
fn an_expression_has_at_most_32_levels() {
    let nested = |brackets: usize| {
        let quantity = format!("{}2{}", "(".repeat(brackets), ")".repeat(brackets));
        with(json!({ "price": [ { "line": "clip", "quantity": quantity, "rate": "3" } ] }))
    };
    assert_eq!(total(&read(&nested(31)), Request::new("clip")).as_deref(), Some("6"));
    let told = errors(&nested(32));
    assert!(told.contains("nested deeper than 32 levels"), "{told}");
}

/// A budget for more seconds than the model makes pays for as many as it makes.
#[test]
fn what_a_budget_pays_for_keeps_to_limits() {
    let catalog = read(&with(json!({
        "settings": {
            "model": { "choice": ["a", "b"], "values": { "a": { "most": 10 }, "b": { "most": 20 } } },
            "seconds": { "number": { "min": 1, "max": "model.most", "step": 1 }, "tradable": true },
        },
        "price": [ { "line": "clip", "quantity": "seconds", "rate": "1" } ],
    })));
    let seconds = |model: &str, budget: &str| {
        let request = Request::new("clip").set("model", model).set("seconds", 3);
        let found = catalog.affordable(&request, budget.parse().unwrap()).unwrap();
        let seconds = found.settings.iter().find(|reach| &*reach.setting == "seconds");
        seconds.unwrap().value.as_ref().unwrap().to_string()
    };
    assert_eq!([seconds("a", "8"), seconds("a", "15"), seconds("b", "15")], ["8", "10", "15"]);
}

/// What may be traded does not keep another tool from being an alternative.
#[test]
fn another_tool_may_have_less_of_what_can_be_traded() {
    let catalog = |tradable: bool| {
        let operation = |id: &str, choices: Value, rate: &str| {
            json!({ "id": id, "tool": "image", "settings": { "quality": { "choice": choices, "tradable": tradable } },
                    "price": [ { "line": "image", "rate": rate } ] })
        };
        let mut catalog = with(json!({}));
        catalog["operations"] = json!([
            operation("fine", json!(["high", "ultra"]), "9"),
            operation("plain", json!(["low", "high"]), "4")
        ]);
        read(&catalog)
    };
    let cheaper = |tradable: bool, quality: &str| {
        let request = Request::new("fine").set("quality", quality);
        let found = catalog(tradable).cheaper(&request).unwrap().alternatives;
        found.iter().map(|other| other.total.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(cheaper(false, "high"), ["4"]);
    assert!(cheaper(false, "ultra").is_empty());
    assert!(!cheaper(true, "ultra").is_empty());
}

/// A list is a range over its sizes only if the number of items and the items have bounds.
#[test]
fn a_list_without_bounds_is_known_later() {
    let state = |list: Value| {
        let catalog = read(&with(json!({
            "settings": { "parts": { "list": list } },
            "price": [ { "line": "clip", "quantity": "sum(parts)", "rate": "1" } ],
        })));
        catalog.estimate(&Request::new("clip")).unwrap().state
    };
    use drawdown::State::{Range, Rate};
    assert_eq!(state(json!({ "min": 1, "max": 5, "min_items": 1, "max_items": 3 })), Range);
    assert_eq!(state(json!({ "min": 1, "max": 5, "min_items": 1 })), Rate);
    assert_eq!(state(json!({ "min": 1, "max_items": 3 })), Rate);
    assert_eq!(state(json!({ "max": 5, "max_items": 3 })), Rate);
}

#[test]
fn conditions_are_told_in_words() {
    let case = |when: Value| {
        let catalog = read(&with(json!({
            "settings": { "style": { "choice": ["x", "y"], "optional": true } },
            "price": [ { "line": "clip", "rate": "1", "when": when } ],
        })));
        catalog.price_rules("clip").unwrap().rules[0].case.clone()
    };
    let peak = json!({ "from": "09:00", "until": "18:00", "days": "mon-fri" });
    for (when, expected) in [
        (json!({ "hours": peak }), "weekdays 09:00–18:00 UTC"),
        (json!({ "hours": { "days": "sun" } }), "Sun all day UTC"),
        (json!({ "style": { "present": true } }), "with style"),
        (json!({ "style": { "present": false } }), "without style"),
        (json!({ "style": { "not": "x" } }), "style not x"),
    ] {
        assert_eq!(case(when), expected);
    }
}

/// Two lines by the same hours: a run before them costs 1, a run inside 1 + 2 + 4. Where the list of
/// holidays has ended, nobody knows.
#[test]
fn one_window_may_be_named_twice() {
    let hours = json!({ "hours": { "from": "09:00", "until": "18:00", "days": "weekdays", "holidays": "cn" } });
    let mut catalog = with(json!({ "price": [
        { "line": "clip", "rate": "1" },
        { "line": "peak", "rate": "2", "when": hours },
        { "line": "more", "rate": "4", "when": hours } ] }));
    catalog["holidays"] = json!({ "cn": ["2026-10-01"] });
    let catalog = read(&catalog);
    let at = |at: &str| {
        let request = Request::new("clip").at(at.parse().unwrap());
        let found = catalog.estimate(&request).unwrap();
        let codes = found.reasons.iter().map(|reason| drawdown::to_text(&reason.code).unwrap());
        (found.total.map(|total| total.to_string()), codes.collect::<Vec<_>>())
    };
    assert_eq!(at("2026-11-02T03:00Z"), (Some("1".to_owned()), vec![]));
    assert_eq!(at("2026-11-02T12:00Z"), (Some("7".to_owned()), vec![]));
    assert_eq!(at("2026-10-01T12:00Z"), (Some("1".to_owned()), vec![]));
    assert_eq!(at("2027-11-02T12:00Z"), (None, vec!["\"calendar_ends\"".to_owned()]));
}

/// Of published spans, the one that is lower at one end and higher at the other is not cheaper.
#[test]
fn a_span_is_cheaper_if_neither_end_is_higher() {
    let found = |low: Value| {
        let catalog = read(&with(json!({
            "settings": { "quality": { "choice": ["low", "high"], "tradable": true } },
            "price": [ { "line": "image", "rate": { "by": "quality", "low": low,
                "high": { "from": "8", "to": "15" } } } ],
        })));
        let request = Request::new("clip").set("quality", "high");
        let cheaper = catalog.cheaper(&request).unwrap().alternatives;
        cheaper.iter().map(|other| other.total.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({ "from": "8", "to": "14" })), ["14"]);
    assert_eq!(found(json!({ "from": "7", "to": "15" })), ["15"]);
    assert!(found(json!({ "from": "4", "to": "20" })).is_empty());
    assert!(found(json!({ "from": "9", "to": "12" })).is_empty());
    assert!(found(json!({ "from": "8", "to": "15" })).is_empty());
}

/// 4 images one by one cost 4 × 11; of 3 a run there is no whole number of runs.
#[test]
fn larger_batches_make_as_many_results() {
    let catalog = read(&with(json!({
        "settings": { "images": { "number": { "min": 1, "max": 4, "step": 1 }, "results": true } },
        "price": [ { "line": "run", "rate": "10" }, { "line": "image", "quantity": "images", "rate": "1" } ],
    })));
    let cheaper = catalog.cheaper(&Request::new("clip").set("images", 1).runs(4)).unwrap();
    let found: Vec<_> = cheaper
        .alternatives
        .iter()
        .map(|other| (other.request.run.runs.unwrap_or(1), other.total.to_string()))
        .collect();
    assert_eq!(found, [(1, "14".to_owned()), (2, "24".to_owned())]);
}

#[test]
fn a_preview_picks_only_what_there_is() {
    let catalog = read(&with(json!({
        "settings": { "audio": { "flag": false }, "model": { "choice": ["a", "b"], "default": "a" },
                      "seconds": { "choice": [5, 10], "default": 5 } },
        "price": [ { "line": "clip", "rate": { "by": "model", "a": "1", "b": "2" } },
                   { "line": "sound", "rate": "10", "when": { "audio": true } } ],
    })));
    let mut preview = catalog.preview("clip", None, None).unwrap();
    let slots = ["audio", "model", "seconds"].map(|name| preview.slot(name).unwrap());
    for slot in slots {
        preview.pick(slot, 1).unwrap();
        assert!(preview.pick(slot, 2).is_err());
    }
    assert_eq!(preview.total().unwrap().unwrap().to_string(), "12");
}

/// Of two combinations that cost the same, the same one is shown: whether a setting is the
/// operation's own or of a group, and however the file orders its keys.
#[test]
fn the_order_of_settings_has_no_part_in_a_range() {
    let lines = |own: Value, group: Value| {
        let mut catalog = with(json!({
            "settings": own, "use": "group",
            "price": [ { "line": "a", "rate": { "by": "p", "x": "1", "y": "2" } },
                       { "line": "b", "rate": { "by": ["p", "q"], "x": { "x": "7", "y": "5" },
                                                "y": { "x": "4", "y": "6" } } } ],
        }));
        catalog["setting_groups"] = json!({ "group": group });
        let found = read(&catalog).estimate(&Request::new("clip")).unwrap();
        assert_eq!([found.low, found.high].map(|end| end.unwrap().to_string()), ["6", "8"]);
        let ends =
            |line: &drawdown::Line| [line.low, line.high].map(|end| end.unwrap().to_string());
        found.lines.iter().map(ends).collect::<Vec<_>>()
    };
    let choice = json!({ "choice": ["x", "y"] });
    let (p, q) = (json!({ "p": choice }), json!({ "q": choice }));
    let (p_first, q_first) =
        (json!({ "p": choice, "q": choice }), json!({ "q": choice, "p": choice }));
    let expected = lines(p.clone(), q.clone());
    assert_eq!(lines(q, p), expected);
    let other = json!({ "other": { "flag": false } });
    assert_eq!(lines(p_first, other.clone()), expected);
    assert_eq!(lines(q_first, other), expected);
}

/// Prices by date may have gaps, but never hold at once.
#[test]
fn dated_prices_do_not_overlap() {
    let prices = |until: &str, from: &str| {
        let price = |key: &str, at: &str, rate: &str| json!({ "valid": { key: at }, "price": [ { "line": "clip", "rate": rate } ] });
        // In either order of the file.
        let (old, new) = (price("until", until, "4"), price("from", from, "6"));
        [json!([old, new]), json!([new, old])].map(|list| with(json!({ "prices": list })))
    };
    for catalog in
        prices("2026-12-01", "2026-12-01").into_iter().chain(prices("2026-12-01", "2027-02-01"))
    {
        let at = |at: &str| total(&read(&catalog), Request::new("clip").at(at.parse().unwrap()));
        assert_eq!((at("2026-11-30"), at("2027-02-01")), (Some("4".into()), Some("6".into())));
    }
    for catalog in prices("2026-12-01", "2026-11-30") {
        assert!(errors(&catalog).contains("holds at the same time as"), "{}", errors(&catalog));
    }
}

/// "Below 5" and "up to 5" are two rows, in this order: the second has 5 alone.
#[test]
fn rows_of_ranges_rise() {
    let rows = |rows: Value| {
        with(json!({
            "settings": { "seconds": { "number": { "min": 1, "max": 9 } } },
            "price": [ { "line": "clip", "rate": { "by": "seconds", "ranges": rows } } ],
        }))
    };
    let catalog =
        read(&rows(json!([ { "below": 5, "is": "1" }, { "up_to": 5, "is": "2" }, { "is": "3" } ])));
    for (seconds, expected) in [(4, "1"), (5, "2"), (6, "3")] {
        let request = Request::new("clip").set("seconds", seconds);
        assert_eq!(total(&catalog, request).as_deref(), Some(expected), "{seconds}");
    }
    for wrong in [
        json!([ { "up_to": 5, "is": "1" }, { "below": 5, "is": "2" }, { "is": "3" } ]),
        json!([ { "up_to": 5, "is": "1" }, { "up_to": 5, "is": "2" }, { "is": "3" } ]),
        json!([ { "below": 5, "is": "1" }, { "below": 5, "is": "2" }, { "is": "3" } ]),
        json!([ { "up_to": 5, "is": "1" }, { "up_to": 4, "is": "2" }, { "is": "3" } ]),
    ] {
        let told = errors(&rows(wrong.clone()));
        assert!(told.contains("/ranges/1: overlaps the row before"), "{wrong}: {told}");
    }
}

/// An open choice is tried at every time of day: the small model off peak costs 1, the large one in
/// peak hours 10 + 100.
#[test]
fn a_range_is_over_hours_and_choices_together() {
    let catalog = read(&with(json!({
        "settings": { "model": { "choice": ["large", "small"] } },
        "price": [ { "line": "clip", "rate": { "by": "model", "small": "1", "large": "10" } },
                   { "line": "peak", "rate": { "by": "model", "small": "20", "large": "100" },
                     "when": { "hours": { "from": "09:00", "until": "18:00" } } } ],
    })));
    let ends = |request: Request| {
        let found = catalog.estimate(&request).unwrap();
        [found.low, found.high].map(|end| end.unwrap().to_string())
    };
    assert_eq!(ends(Request::new("clip")), ["1", "110"]);
    assert_eq!(ends(Request::new("clip").set("model", "small")), ["1", "21"]);
    assert_eq!(ends(Request::new("clip").at("2026-11-02T12:00Z".parse().unwrap())), ["21", "110"]);
}

/// What other settings allow at most must leave a list its least number of items.
#[test]
fn limits_leave_a_list_some_items() {
    let list = |most: u32| {
        with(json!({
            "settings": { "n": { "number": { "min": 1, "max": most, "step": 1 } },
                          "parts": { "list": { "min": 1, "max": 9, "min_items": 3, "max_items": "n - 5" } } },
            "price": [ { "line": "clip", "quantity": "count(parts)", "rate": "2" } ],
        }))
    };
    let parts = |count: usize| vec!["1".parse::<drawdown::Decimal>().unwrap(); count];
    let catalog = read(&list(9));
    let asked = |count| Request::new("clip").set("n", 8).set("parts", parts(count));
    assert_eq!(total(&catalog, asked(3)).as_deref(), Some("6"));
    assert!(catalog.estimate(&asked(4)).is_err());
    assert_eq!(
        errors(&list(7)),
        "/operations/0/settings/parts/list: `max_items` is below `min_items`"
    );
}

/// Three at once are not sold: a preview says it of the number that it was set to.
#[test]
fn a_preview_names_the_runs_that_are_not_sold() {
    let catalog = read(&with(json!({
        "price": [ { "line": "clip", "rate": { "by": "runs", "1": "4", "2": "3", "3": "not_sold", "else": "2" } } ],
    })));
    let mut preview = catalog.preview("clip", None, None).unwrap();
    let mut total = |runs: &str| {
        preview.set(0, runs.parse().unwrap()).unwrap();
        preview.total().map(|total| total.unwrap().to_string()).map_err(|error| error.to_string())
    };
    assert_eq!([total("1"), total("2"), total("4")], ["4", "6", "8"].map(|sum| Ok(sum.to_owned())));
    let told = total("3").unwrap_err();
    assert!(told.contains("runs 3"), "{told}");
}

/// A zone that has a name but no table would be UTC, and hours would be others than it says.
#[test]
fn a_zone_without_its_table_is_refused() {
    let catalog = |zone: &str| {
        let text = format!(
            r#"{{ "catalog": "x", "version": "1", "as_of": "2026-11-01", "zones": {{ "east": {zone} }},
                "credit": {{ "name": "credit", "step": "1" }},
                "operations": [ {{ "id": "image", "price": [ {{ "line": "image", "rate": "1" }} ] }} ] }}"#
        );
        Catalog::from_json(&text)
    };
    assert!(
        catalog(r#"{ "name": "e", "offsets": [ { "from": "2026-01-01", "seconds": 1 } ] }"#)
            .is_ok()
    );
    for zone in [r#"{ "name": "Asia/Shanghai" }"#, r#"{ "name": "e", "offsets": [] }"#] {
        let errors = catalog(zone).unwrap_err();
        let error = errors.first().unwrap();
        assert_eq!(error.pointer(), "/zones/east", "{zone}");
        let expected = " offsets in order of time, found an object";
        assert!(error.sentence().ends_with(expected), "{zone}: {error}");
    }
    let account = r#"{ "zone": { "name": "Europe/Berlin" } }"#;
    let errors = drawdown::Account::from_json(account).unwrap_err();
    assert_eq!(errors.first().unwrap().pointer(), "/zone");
}

#[test]
fn a_text_of_a_catalog_has_at_most_ten_thousand_bytes() {
    let longest = "n".repeat(10_000);
    let named =
        |name: &str| with(json!({ "name": name, "price": [ { "line": "clip", "rate": "1" } ] }));
    read(&named(&longest));
    assert_eq!(
        errors(&named(&format!("{longest}n"))),
        "/operations/0/name: expected at most 10000 bytes, found 10001"
    );
    let mut noted = named("Clip");
    noted["notes"] = json!([format!("{longest}\u{202e}")]);
    let found = errors(&noted);
    assert!(found.contains("/notes/0: expected at most 10000 bytes, found 10003"), "{found}");
    let table =
        json!({ "by": "resolution", "360p": "4", (longest.clone() + "p"): "5", "else": "6" });
    let found = errors(&by_resolution(table));
    assert!(found.contains("expected at most 10000 bytes, found 10001"), "{found}");
}
