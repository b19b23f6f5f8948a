//! Conditions as a catalog writes them.

use super::expression::Formula;
use super::hours::Hours;
use super::value::SettingValue;
use crate::error::ErrorKind;
use crate::json::{Node, Read, Value, record};

/// A condition: every term must hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When(pub(crate) Vec<Term>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    Test(Box<Formula>, Test),
    Any(Vec<When>),
    All(Vec<When>),
    Not(Box<When>),
    /// A named condition of the catalog.
    Named(String),
    Hours(Hours),
}

/// The test of a subject.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    In(Vec<SettingValue>),
    NotIn(Vec<SettingValue>),
    Present(bool),
    Bounds(Box<Bounds>),
}

record! {
    /// Bounds of a number: `min` and `max` are included, `above` and `below` are not.
    pub(crate) struct Bounds {
        /// At least.
        min: Option<Formula>,
        /// At most.
        max: Option<Formula>,
        /// More than.
        above: Option<Formula>,
        /// Less than.
        below: Option<Formula>,
    }
}

impl Read for When {
    fn read(node: &Node) -> Self {
        if let Value::String(name) = node.value {
            return When(vec![Term::Named(name.clone())]);
        }
        if matches!(node.value, Value::Object(members) if members.is_empty()) {
            node.error(
                ErrorKind::Missing,
                "expected at least one condition, found an empty object",
            );
        }
        When(node.entries(read_term))
    }
    fn placeholder() -> Self {
        When(Vec::new())
    }
}

fn read_term(key: &str, node: &Node) -> Option<Term> {
    Some(match key {
        "any" => Term::Any(Vec::read(node)),
        "all" => Term::All(Vec::read(node)),
        "not" => Term::Not(Box::new(When::read(node))),
        "hours" => Term::Hours(Hours::read(node)),
        _ => match Formula::parse(key) {
            Ok(subject) => Term::Test(Box::new(subject), read_test(node)),
            Err(fault) => {
                node.error(ErrorKind::Expression, format!("in the key `{key}`: {fault}"));
                return None;
            }
        },
    })
}

fn read_test(node: &Node) -> Test {
    if !matches!(node.value, Value::Object(_)) {
        return Test::In(read_values(node));
    }
    if let Some(present) = node.member("present") {
        node.check_keys(node.members("an object"), &["present"]);
        return Test::Present(bool::read(&present));
    }
    if let Some(not) = node.member("not") {
        node.check_keys(node.members("an object"), &["not"]);
        return Test::NotIn(read_values(&not));
    }
    Test::Bounds(Box::read(node))
}

fn read_values(node: &Node) -> Vec<SettingValue> {
    match node.value {
        Value::Array(_) => Vec::read(node),
        _ => vec![SettingValue::read(node)],
    }
}
