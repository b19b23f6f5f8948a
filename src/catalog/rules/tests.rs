//! Tests of the parent.

use super::*;

#[test]
fn alternatives_of_several_terms_keep_together() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" },
            "operations": [ { "id": "o", "settings": { "n": { "number": {} } },
                "price": [ { "line": "image", "rate": "1", "quantity": "n", "unit": "GB" } ],
                "gates": [ { "requires": { "any": [ { "runs": 1 }, { "n": 2, "runs": 3 } ] },
                             "reason": "One" },
                           { "requires": { "n": 2, "any": [ { "runs": 1 }, { "runs": 3 } ] },
                             "reason": "Two" } ] } ] }"#,
    );
    let rules = catalog.unwrap().price_rules("o").unwrap();
    assert_eq!(rules.gates, ["One (runs 1 or (n 2, runs 3))", "Two ((runs 1 or runs 3), n 2)"]);
    assert_eq!(rules.rules[0].quantity, "n (GB)");
}

#[test]
fn a_rate_in_a_product_keeps_its_meaning() {
    let ten = Formula::parse("10").unwrap().tree;
    for (rate, shown) in [
        ("a + b", "(a + b) / 10"),
        ("a - b - 1", "(a - b - 1) / 10"),
        ("(a + b) * 2", "(a + b) * 2 / 10"),
        ("a / b", "a / b / 10"),
        ("-a", "-a / 10"),
        ("max(a, b + 1)", "max(a, b + 1) / 10"),
    ] {
        let formula = Formula::parse(rate).unwrap();
        let text = Around { before: "", after: " / 10" }.formula(&formula);
        assert_eq!(text, shown);
        let product = Tree::Binary(Operator::Divide, formula.tree.into(), ten.clone().into());
        assert_eq!(Formula::parse(&text).unwrap().tree, product);
    }
    let sum = Formula::parse("a + b").unwrap();
    assert_eq!(Around { before: "× ", after: "" }.formula(&sum), "× (a + b)");
    assert_eq!(Around { before: "at least ", after: "" }.formula(&sum), "at least a + b");
    assert_eq!(Around { before: "", after: " + 5 once" }.formula(&sum), "a + b + 5 once");
}

#[test]
fn each_cell_tier_and_step_has_a_row() {
    let catalog = Catalog::from_json(
        r#"{ "catalog": "c", "version": "1", "as_of": "2026-11-01",
            "credit": { "name": "credit", "step": "1" },
            "operations": [ { "id": "clip",
                "settings": { "seconds": { "number": { "min": 1 } }, "audio": { "flag": false } },
                "quantities": { "over": "max(seconds - 10, 0)" },
                "price": [
                    { "line": "footage", "quantity": "seconds", "unit": "s",
                      "rate": { "by": ["audio", "seconds"],
                                "no": [ { "up_to": 5, "is": "2" }, { "is": "3" } ],
                                "yes": { "else": "unpriced" } } },
                    { "line": "extra", "quantity": "over", "when": { "seconds": { "above": 10 } },
                      "tiers": { "graduated": [ { "below": 20, "rate": "1" }, { "rate": "0.5", "flat": 4 } ] } } ],
                "adjust": [ { "round": { "to": 5, "mode": "ceil" } } ],
                "gates": [ { "requires": { "plan": { "present": true } }, "reason": "Paid plans only" } ] } ] }"#,
    );
    let rules = catalog.unwrap().price_rules("clip").unwrap();
    let rows = rules.rules.iter().map(|r| [&*r.line, &*r.quantity, &*r.case, &*r.rate].join(" | "));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            "footage | seconds | audio no, seconds up to 5 | 2",
            "footage | seconds | audio no, seconds over 5 | 3",
            "footage | seconds | audio yes, seconds otherwise | not published",
            "extra | over | seconds > 10, the part below 20 | 1",
            "extra | over | seconds > 10, the part from 20 | 0.5 + 4 once",
            "rounding | sum per run |  | rounded up to multiples of 5",
        ]
    );
    assert_eq!(rules.quantities, ["over = max(seconds - 10, 0)"]);
    assert_eq!(rules.gates, ["Paid plans only (with plan)"]);
}
