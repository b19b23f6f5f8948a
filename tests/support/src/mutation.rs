//! Malformed catalogs and requests: real ones, damaged in a repeatable way.

#![allow(dead_code, reason = "no test program needs all of it")]

use crate::corpus::printed;
use drawdown::{Decimal, Value};

/// A small random number generator (SplitMix64), the same on every machine.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `count` (excluded).
    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "0.1",
    "1e-12",
    "1e-13",
    "-0.000000000001",
    "1e23",
    "1e24",
    "-1e24",
    "999999999999999",
    "9999999999999999",
    "1e300",
    "1e-300",
    "1e301",
    "1e999999999999",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "0.30000000000000004",
    "1.50",
    "100000000000000000000000",
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1e23",
    "999999999999999999999999.999999999999",
    "1000000000000000000000000",
    "NaN",
    "Infinity",
    "0x10",
    "free",
    "unpriced",
    "none",
    "else",
    "by",
    "ranges",
    "runs",
    "plan",
    "true",
    "null",
    "seconds",
    "seconds + ",
    "((((((1))))))",
    "1/0",
    "seconds / 0",
    "max()",
    "sum(runs)",
    "amount(x)",
    "a.b",
    "max(runs, 1e23) * 1e23",
    "999999999999999999999999 * 999999999999999999999999 * runs",
    "1/3",
    "-runs",
    "2026-13-01",
    "2026-11-01",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-11-01T00:00:00+23:59",
    "24:00",
    "23:59",
    "é",
    "\u{1f600}",
    "\u{0}",
    "\u{fffd}",
    "a/b~c",
    "\"",
    "\\",
    "__proto__",
    "constructor",
    "toString",
    "90 days",
    "99999999999 months",
    "ceil",
    "request",
    "graduated",
];

const KEYS: &[&str] = &[
    "",
    "id",
    "price",
    "prices",
    "rate",
    "by",
    "else",
    "ranges",
    "when",
    "not",
    "any",
    "all",
    "hours",
    "present",
    "up_to",
    "below",
    "is",
    "tiers",
    "graduated",
    "volume",
    "max_of",
    "adjust",
    "round",
    "times",
    "minimum",
    "maximum",
    "convert",
    "per",
    "charged",
    "valid",
    "from",
    "until",
    "settings",
    "number",
    "choice",
    "flag",
    "list",
    "default",
    "values",
    "optional",
    "after",
    "results",
    "quantities",
    "quantity",
    "block",
    "included",
    "gates",
    "requires",
    "reason",
    "notes",
    "text",
    "tests",
    "request",
    "plan",
    "plans",
    "grants",
    "classes",
    "top_ups",
    "burn_order",
    "policies",
    "credit",
    "step",
    "source",
    "sources",
    "runs",
    "seconds",
    "__proto__",
    "a/b",
    "~",
    "\u{0}",
    "price ",
    "Price",
];

/// A value with one to four faults, as JSON text that may be damaged too.
pub fn malformed(dice: &mut Dice, value: &Value) -> String {
    let mut value = value.clone();
    for _ in 0..=dice.below(4) {
        let count = count(&value);
        let at = dice.below(count);
        let stranger = nth(&value, dice.below(count)).cloned().unwrap_or(Value::Null);
        if let Some(place) = nth_mut(&mut value, &mut { at }) {
            spoil(dice, place, stranger);
        }
    }
    let text = printed(&value);
    match dice.below(8) {
        0 => cut(dice, text),
        1 => scrambled(dice, text),
        _ => text,
    }
}

/// The number of values, including itself.
pub fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.iter().map(|(_, value)| count(value)).sum(),
        _ => 0,
    }
}

fn nth(value: &Value, at: usize) -> Option<&Value> {
    fn walk<'v>(value: &'v Value, at: &mut usize) -> Option<&'v Value> {
        if *at == 0 {
            return Some(value);
        }
        *at -= 1;
        match value {
            Value::Array(items) => items.iter().find_map(|item| walk(item, at)),
            Value::Object(members) => members.iter().find_map(|(_, value)| walk(value, at)),
            _ => None,
        }
    }
    walk(value, &mut { at })
}

/// The value at an index, in the order of the text.
pub fn nth_mut<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth_mut(item, at)),
        Value::Object(members) => members.iter_mut().find_map(|(_, value)| nth_mut(value, at)),
        _ => None,
    }
}

/// One fault: in the content of a list or object, or in the value itself.
fn spoil(dice: &mut Dice, place: &mut Value, stranger: Value) {
    match place {
        Value::Array(items) if dice.below(3) > 0 => spoil_list(dice, items, stranger),
        Value::Object(members) if dice.below(4) > 0 => spoil_object(dice, members, stranger),
        Value::String(text) if dice.below(3) == 0 => *text = spoilt_text(dice, text),
        place => *place = other(dice, place, stranger),
    }
}

fn spoil_list(dice: &mut Dice, items: &mut Vec<Value>, stranger: Value) {
    if items.is_empty() {
        return items.push(stranger);
    }
    let at = dice.below(items.len());
    match dice.below(5) {
        0 => drop(items.remove(at)),
        1 => items.push(items[at].clone()),
        2 => items.reverse(),
        3 => items.clear(),
        _ => items.insert(at, stranger),
    }
}

fn spoil_object(dice: &mut Dice, members: &mut Vec<(String, Value)>, stranger: Value) {
    if members.is_empty() {
        return members.push(((*dice.pick(KEYS)).to_owned(), stranger));
    }
    let at = dice.below(members.len());
    match dice.below(7) {
        0 => drop(members.remove(at)),
        // A duplicate key.
        1 => members.push(members[at].clone()),
        2 => (*dice.pick(KEYS)).clone_into(&mut members[at].0),
        3 => members[at].0 = spoilt_text(dice, &members[at].0.clone()),
        4 => members.push(((*dice.pick(KEYS)).to_owned(), stranger)),
        5 => {
            let with = dice.below(members.len());
            let (a, b) = (members[at].1.clone(), members[with].1.clone());
            (members[at].1, members[with].1) = (b, a);
        }
        _ => members[at].1 = stranger,
    }
}

/// Another value.
fn other(dice: &mut Dice, place: &Value, stranger: Value) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => Value::Bool(dice.below(2) == 0),
        2 | 3 => Value::Number((*dice.pick(NUMBERS)).to_owned()),
        4 | 5 => Value::String((*dice.pick(TEXTS)).to_owned()),
        6 => nested(dice, place.clone()),
        7 => Value::Array(vec![place.clone(); dice.below(4)]),
        _ => stranger,
    }
}

/// The value, nested in lists or objects.
fn nested(dice: &mut Dice, value: Value) -> Value {
    let key = *dice.pick(KEYS);
    let depth = *dice.pick(&[1, 2, 30, 70, 400]);
    (0..depth).fold(value, |inner, level| {
        if level % 2 == 0 || depth > 100 {
            Value::Array(vec![inner])
        } else {
            Value::Object(vec![(key.to_owned(), inner)])
        }
    })
}

fn spoilt_text(dice: &mut Dice, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = dice.below(letters.len().max(1));
    let without =
        |at: usize| letters.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c).collect();
    match dice.below(6) {
        0 => without(at),
        1 => text.repeat(2),
        2 => text.repeat(dice.below(600)),
        3 => text.to_uppercase(),
        4 => format!("{text}{}", dice.pick(TEXTS)),
        _ => letters.iter().rev().collect(),
    }
}

fn cut(dice: &mut Dice, text: String) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters[..dice.below(letters.len() + 1)].iter().collect()
}

/// A few characters overwritten by others.
fn scrambled(dice: &mut Dice, text: String) -> String {
    const STRAY: &[char] = &[
        '{',
        '}',
        '[',
        ']',
        '"',
        ':',
        ',',
        '\\',
        '\u{0}',
        '\u{7f}',
        '-',
        '.',
        'e',
        '9',
        'u',
        '\u{e9}',
        '\u{1f600}',
        '\n',
    ];
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(6) {
        let at = dice.below(letters.len());
        if let Some(letter) = letters.get_mut(at) {
            *letter = *dice.pick(STRAY);
        }
    }
    letters.into_iter().collect()
}

/// A path is a list of places in lists and objects.
pub type Path = Vec<usize>;

/// Paths of all values but the whole.
pub fn paths(value: &Value) -> Vec<Path> {
    let children: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    let below = children.into_iter().enumerate().flat_map(|(i, child)| {
        let deeper = paths(child).into_iter().map(move |path| [vec![i], path].concat());
        std::iter::once(vec![i]).chain(deeper)
    });
    below.collect()
}

pub fn at<'v>(value: &'v Value, path: &[usize]) -> &'v Value {
    path.iter().fold(value, |value, i| match value {
        Value::Array(items) => &items[*i],
        Value::Object(members) => &members[*i].1,
        _ => panic!("no list or object"),
    })
}

pub fn at_mut<'v>(value: &'v mut Value, path: &[usize]) -> &'v mut Value {
    path.iter().fold(value, |value, i| match value {
        Value::Array(items) => &mut items[*i],
        Value::Object(members) => &mut members[*i].1,
        _ => panic!("no list or object"),
    })
}

/// Values that say something else.
pub fn others(value: &Value) -> Vec<Value> {
    let text = |text: &str| Value::String(text.to_owned());
    let number = |text: &str| Value::Number(text.to_owned());
    let mut others = match value {
        Value::Bool(flag) => vec![Value::Bool(!flag), Value::Null, text("true"), number("1")],
        Value::Number(digits) => {
            vec![number(&format!("{digits}1")), number("-3"), text("x"), Value::Null]
        }
        Value::String(said) => {
            let mut others = vec![
                text(&format!("{said}.")),
                text(""),
                Value::Null,
                Value::Array(vec![value.clone()]),
            ];
            if let Ok(amount) = said.parse::<Decimal>() {
                let more = amount.checked_add("0.000000000001".parse().unwrap()).unwrap();
                others.extend([text(&more.to_string()), number("0.000000000003")]);
            }
            others
        }
        Value::Null => vec![Value::Bool(false), number("0"), text("")],
        Value::Array(_) | Value::Object(_) => {
            vec![Value::Null, text(""), Value::Array(vec![Value::Null])]
        }
    };
    others.retain(|other| other != value);
    others
}

/// The value with one thing altered, for each thing that can be: a value changed, an item or key left
/// out, an item or key added, a key renamed. Each says what was done.
pub fn alterations(value: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for path in paths(value) {
        for other in others(at(value, &path)) {
            all.push((format!("{path:?} changed"), altered(value, &path, |place| *place = other)));
        }
        let Some((last, parent)) = path.split_last() else { continue };
        all.push((
            format!("{path:?} left out"),
            altered(value, parent, |place| match place {
                Value::Object(members) => drop(members.remove(*last)),
                Value::Array(items) => drop(items.remove(*last)),
                _ => {}
            }),
        ));
        if let Value::Object(_) = at(value, parent) {
            let renamed = altered(value, parent, |place| {
                if let Value::Object(members) = place {
                    members[*last].0.push('s');
                }
            });
            all.push((format!("{path:?} renamed"), renamed));
        }
    }
    for path in std::iter::once(Path::new()).chain(paths(value)) {
        let more = altered(value, &path, |place| match place {
            Value::Object(members) => members.push(("surplus".to_owned(), Value::Null)),
            Value::Array(items) => items.push(items.first().cloned().unwrap_or(Value::Null)),
            _ => {}
        });
        if more != *value {
            all.push((format!("{path:?} with one more"), more));
        }
    }
    all
}

fn altered(value: &Value, path: &[usize], alter: impl FnOnce(&mut Value)) -> Value {
    let mut altered = value.clone();
    alter(at_mut(&mut altered, path));
    altered
}
