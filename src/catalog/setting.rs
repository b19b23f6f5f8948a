//! The settings of a run.

use super::condition::When;
use super::expression::Formula;
use super::value::SettingValue;
use crate::amount::Decimal;
use crate::json::{Node, Read, Value, Within, record};

record! {
    /// A setting of an operation: exactly one of `number`, `choice`, `flag`, `list`.
    pub(crate) struct SettingDocument {
        /// A decimal between bounds.
        number: Option<NumberDocument>,
        /// Texts or numbers to choose from, lowest quality first.
        choice: Option<Vec<ChoiceDocument>>,
        /// Yes or no: the default, or null for none.
        flag: FlagDocument,
        /// A list of numbers.
        list: Option<ListDocument>,
        /// The value if a request names none; without it the setting is open.
        default: Option<SettingValue>,
        /// Name for people.
        label: Option<String>,
        /// Unit of the number.
        unit: Option<String>,
        /// A remark for people.
        note: Option<String>,
        /// May be absent.
        optional: bool,
        /// Known only after the run.
        after: bool,
        /// It sets how many results one run makes.
        results: bool,
        /// Requests may use values that are not listed; their cost is then unknown.
        others: bool,
        /// Other values give the same result in another quality or style, so they may be suggested.
        tradable: bool,
        /// Numbers of the choices, by attribute.
        values: Vec<(String, Vec<(String, Decimal)>)>,
    }
}

impl SettingDocument {
    /// Whether its allowed values depend on other settings.
    pub(crate) fn has_limits(&self) -> bool {
        let number = self.number.iter().flat_map(|number| [&number.min, &number.max]);
        let list = self.list.iter();
        let list = list.flat_map(|list| [&list.min, &list.max, &list.min_items, &list.max_items]);
        let mut bounds = number.chain(list).flatten();
        let mut choices = self.choice.iter().flatten();
        bounds.any(|bound| bound.written_out().is_none())
            || choices.any(|choice| choice.only.is_some())
    }
}

record! {
    /// Bounds of a number; they may depend on other settings.
    pub(crate) struct NumberDocument {
        /// Smallest value.
        min: Option<Formula>,
        /// Largest value.
        max: Option<Formula>,
        /// Distance between values, counted from `min` if it is a number, otherwise from 0.
        #[within(Within::POSITIVE)]
        step: Option<Decimal>,
    }
}

/// A choice: a value, or a value with a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChoiceDocument {
    pub(crate) is: SettingValue,
    pub(crate) only: Option<When>,
}

record! {
    /// A choice with a condition.
    pub(crate) struct ChoiceFields {
        /// The text or number.
        is: SettingValue,
        /// When the choice is available.
        only: Option<When>,
    }
}

impl Read for ChoiceDocument {
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Object(_) => {
                let ChoiceFields { is, only } = ChoiceFields::read(node);
                ChoiceDocument { is, only }
            }
            _ => ChoiceDocument { is: SettingValue::read(node), only: None },
        }
    }
    fn placeholder() -> Self {
        ChoiceDocument { is: SettingValue::placeholder(), only: None }
    }
}

record! {
    /// Bounds of a list of numbers; they may depend on other settings.
    pub(crate) struct ListDocument {
        /// Smallest item.
        min: Option<Formula>,
        /// Largest item.
        max: Option<Formula>,
        /// Distance between values of an item.
        #[within(Within::POSITIVE)]
        step: Option<Decimal>,
        /// Fewest items.
        min_items: Option<Formula>,
        /// Most items.
        max_items: Option<Formula>,
    }
}

/// `"flag": false`, `true` or `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagDocument {
    /// No such key.
    None,
    /// Without a default.
    Open,
    /// With a default.
    Default(bool),
}

impl Read for FlagDocument {
    const REQUIRED: bool = false;
    fn read(node: &Node) -> Self {
        match node.value {
            Value::Null => FlagDocument::Open,
            _ => FlagDocument::Default(bool::read(node)),
        }
    }
    fn placeholder() -> Self {
        FlagDocument::None
    }
}
