//! The page of the four platforms names every test of theirs, and no other.

use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../docs/platforms.md");
const TESTS: [&str; 7] = [
    include_str!("../scenarios/greenzero.rs"),
    include_str!("../scenarios/imagineart.rs"),
    include_str!("../scenarios/kive.rs"),
    include_str!("../scenarios/krea.rs"),
    include_str!("../scenarios/prices.rs"),
    include_str!("../rules/fit_rows.rs"),
    include_str!("../usage/platforms.rs"),
];

/// `k1_…`: a letter of a platform, a number, and words.
fn has_code(name: &str) -> bool {
    let Some((code, _)) = name.split_once('_') else { return false };
    let number = code.trim_start_matches(['k', 'i', 'v', 'g']);
    number.len() + 1 == code.len() && number.parse::<u32>().is_ok()
}

#[test]
fn the_page_names_the_tests() {
    let named: BTreeSet<&str> = PAGE.split('`').filter(|name| has_code(name)).collect();
    let names = |text: &'static str| {
        let after_fn = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
        after_fn.filter(|name| has_code(name))
    };
    let there: BTreeSet<&str> = TESTS.into_iter().flat_map(names).collect();
    assert!(there.len() > 40, "{there:?}");
    assert_eq!(named, there);
}
