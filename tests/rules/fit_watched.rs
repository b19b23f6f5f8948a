//! Questions about a need that are watched: how far they are never falls, and they stop at once.

use drawdown::{Catalog, ErrorKind, Errors, Need, Watched};
use std::cell::RefCell;
use std::rc::Rc;

const CATALOG: &str = r#"{ "catalog": "watched", "version": "1", "as_of": "2026-01-01",
    "currency": "USD", "credit": { "name": "credit", "plural": "credits", "step": "1" },
    "operations": [
        { "id": "image", "settings": { "size": { "choice": [ "1K", "4K" ], "default": "4K", "tradable": true } },
          "price": [ { "line": "image", "rate": { "by": "size", "1K": "10", "4K": "20" } } ] } ],
    "classes": { "plan": {}, "extra": {} },
    "plans": [
        { "id": "small", "price": { "month": "10", "year": "100" }, "grants": [ "few" ] },
        { "id": "large", "price": { "month": "25", "quarter": "70" }, "grants": [ "many" ] } ],
    "grants": [
        { "id": "few", "class": "plan", "amount": "500", "every": "cycle", "expires": "cycle_end" },
        { "id": "many", "class": "plan", "amount": "1500", "every": "cycle", "expires": "cycle_end" } ],
    "top_ups": [ { "id": "pack", "class": "extra", "credits": "150", "price": "4",
        "expires": "45 days", "requires": { "plan": { "present": true } } } ],
    "burn_order": [ { "class": [ "plan", "extra" ] } ] }"#;

const NEED: &str = r#"{ "lines": [ { "request": { "operation": "image" }, "per_week": 9 } ],
    "season": [ 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1 ], "months": 2 }"#;

type Question = fn(&Watched, &Need) -> Result<String, Errors>;

const QUESTIONS: [(&str, Question); 5] = [
    ("fit", |of, need| of.fit(need).map(|told| format!("{told:?}"))),
    ("break_even", |of, need| of.break_even(need, None).map(|told| format!("{told:?}"))),
    ("sensitivity", |of, need| of.sensitivity(need, None).map(|told| format!("{told:?}"))),
    ("seasonal_plan", |of, need| of.seasonal_plan(need).map(|told| format!("{told:?}"))),
    ("savings", |of, need| of.savings(need).map(|told| format!("{told:?}"))),
];

/// What is told until so many times, and what comes of it.
fn watched(question: Question, times: usize) -> (Vec<u32>, Result<String, Errors>) {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let need = Need::from_json(NEED).unwrap();
    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = told.clone();
    let watched = catalog.watched(move |done| {
        heard.borrow_mut().push(done);
        heard.borrow().len() < times
    });
    let answer = question(&watched, &need);
    (told.take(), answer)
}

#[test]
fn how_much_is_done_rises_to_all_of_it_and_changes_no_answer() {
    let catalog = Catalog::from_json(CATALOG).unwrap();
    let need = Need::from_json(NEED).unwrap();
    let alone = [
        format!("{:?}", catalog.fit(&need).unwrap()),
        format!("{:?}", catalog.break_even(&need, None).unwrap()),
        format!("{:?}", catalog.sensitivity(&need, None).unwrap()),
        format!("{:?}", catalog.seasonal_plan(&need).unwrap()),
        format!("{:?}", catalog.savings(&need).unwrap()),
    ];
    for ((name, question), alone) in QUESTIONS.into_iter().zip(alone) {
        let (told, answer) = watched(question, usize::MAX);
        assert_eq!(answer.unwrap(), alone, "{name}");
        assert!(told.is_sorted(), "{name}: {told:?}");
        assert_eq!(told.last(), Some(&1_000), "{name}");
        let mut steps = told.clone();
        steps.dedup();
        assert!(steps.len() >= 10, "{name}: {steps:?}");
        let widest = steps.windows(2).map(|pair| pair[1] - pair[0]).max();
        assert!(widest <= Some(520), "{name}: {steps:?}");
    }
}

#[test]
fn whoever_says_no_is_asked_nothing_more() {
    for (name, question) in QUESTIONS {
        let (all, _) = watched(question, usize::MAX);
        for times in [1, all.len() / 3, all.len()] {
            let (told, answer) = watched(question, times);
            assert_eq!(told, all[..times], "{name}");
            let errors = answer.unwrap_err();
            let kinds: Vec<ErrorKind> = errors.iter().map(|error| error.kind()).collect();
            assert_eq!(kinds, [ErrorKind::Stopped], "{name} after {times}");
        }
    }
}
