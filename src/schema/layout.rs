//! The canonical layout of a catalog: one text for one catalog, in which a changed price is one
//! changed line.

mod order;
mod page;

use crate::amount::FineDecimal;
use crate::catalog::{Catalog, PriceRules};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::parse;
use order::Order;

/// Whether [`layout`] turns amounts that are written as JSON numbers into strings. That changes
/// the digest: a number and a string are two JSON values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmountForm {
    /// Keep each as it is written.
    #[default]
    AsWritten,
    /// Write all as strings.
    Strings,
}

/// A catalog in its canonical layout.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layout {
    /// The text. A catalog that is laid out again stays the same.
    pub text: String,
    /// Pointers of the amounts that the original writes as JSON numbers.
    pub numbers: Vec<String>,
    /// Digest of the catalog in this text.
    pub digest: String,
}

/// Lays out a catalog. Keys come in the order of the catalog's schema; names that the author chose
/// (settings, sources, rows of a table) keep their order. A value that fits on a line of 120
/// characters is on one line; otherwise each of its parts begins a line, indented by two spaces.
///
/// With [`AmountForm::AsWritten`] the digest stays the same.
///
/// ```
/// use drawdown::{AmountForm, layout};
/// let text = r#"{ "version": "1", "catalog": "example", "as_of": "2026-11-01",
///     "credit": { "step": "1", "name": "credit" }, "operations": [] }"#;
/// let laid = layout(text, AmountForm::AsWritten)?;
/// assert!(laid.text.starts_with("{\n  \"catalog\": \"example\",\n  \"version\": \"1\",\n"));
/// # Ok::<(), drawdown::Errors>(())
/// ```
///
/// # Errors
/// The errors of the catalog; `internal` if the layout would change what the catalog means.
pub fn layout(text: &str, amounts: AmountForm) -> Result<Layout, Errors> {
    let before = Catalog::from_json(text)?;
    let mut order = Order::new(amounts == AmountForm::Strings);
    let value = order.ordered(&parse(text)?);
    let laid = page::text(&value);
    let after = Catalog::from_json(&laid)?;
    let is_kept = match amounts {
        AmountForm::AsWritten => before.digest() == after.digest(),
        AmountForm::Strings => means_the_same(&before, &after)?,
    };
    if !is_kept {
        let sentence = "laying it out would change what the catalog means";
        return Err(Error::new(ErrorKind::Internal, "", sentence).into());
    }
    Ok(Layout { text: laid, numbers: order.into_numbers(), digest: after.digest().to_owned() })
}

/// Whether two catalogs have the same prices and rules. Their digests differ if one writes a number
/// where the other has a string.
fn means_the_same(before: &Catalog, after: &Catalog) -> Result<bool, Errors> {
    for id in before.operation_ids() {
        if rules(before, id)? != rules(after, id)? {
            return Ok(false);
        }
    }
    Ok(before.operation_ids().eq(after.operation_ids()) && before.terms() == after.terms())
}

/// The rules of a price. A rate that is a string keeps its last zeros, which mean nothing.
fn rules(catalog: &Catalog, operation: &str) -> Result<PriceRules, Errors> {
    let mut rules = catalog.price_rules(operation)?;
    for rule in &mut rules.rules {
        let words = rule.rate.split(' ').map(|word| match word.parse::<FineDecimal>() {
            Ok(number) => number.to_string(),
            Err(_) => word.to_owned(),
        });
        rule.rate = words.collect::<Vec<_>>().join(" ");
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"operations":[{"price":[{"rate":0.10,"line":"a"}],"id":"a","settings":{"b":{"default":5,
        "number":{"max":9}},"a":{"flag":false}},"tests":[{"total":0.1,"request":{"settings":{"b":5}}}]}],
        "credit":{"step":0.1,"name":"c\u00e9"},"as_of":"2026-11-01","version":"1","catalog":"x","notes":["é\u202e"]}"#;

    #[test]
    fn keys_follow_the_schema_and_names_their_author() {
        let laid = layout(TEXT, AmountForm::AsWritten).unwrap();
        assert_eq!(
            laid.text,
            "{\n  \"catalog\": \"x\",\n  \"version\": \"1\",\n  \"as_of\": \"2026-11-01\",\n  \
             \"credit\": { \"name\": \"cé\", \"step\": 0.1 },\n  \"notes\": [\"é\\u202e\"],\n  \
             \"operations\": [\n    {\n      \"id\": \"a\",\n      \"settings\": { \"b\": { \"number\": { \"max\": 9 }, \
             \"default\": 5 }, \"a\": { \"flag\": false } },\n      \"price\": [{ \"line\": \"a\", \"rate\": 0.10 \
             }],\n      \"tests\": [{ \"request\": { \"settings\": { \"b\": 5 } }, \"total\": 0.1 }]\n    }\n  ]\n}\n"
        );
        assert_eq!(laid.digest, Catalog::from_json(TEXT).unwrap().digest());
        assert_eq!(laid.numbers, ["/operations/0/price/0/rate", "/operations/0/tests/0/total"]);
    }

    #[test]
    fn amounts_become_strings_when_asked() {
        let laid = layout(TEXT, AmountForm::Strings).unwrap();
        assert!(laid.text.contains(r#""rate": "0.10""#), "{}", laid.text);
        assert!(laid.text.contains(r#""total": "0.1""#), "{}", laid.text);
        assert!(laid.text.contains(r#""default": 5"#), "{}", laid.text);
        let again = layout(&laid.text, AmountForm::Strings).unwrap();
        assert_eq!((again.numbers, again.text), (Vec::new(), laid.text));
    }

    #[test]
    fn what_is_no_catalog_has_the_errors_of_its_reader() {
        for text in ["", "[]", "{ // remark\n}", r#"{"catalog":"x","catalog":"x"}"#, "{}"] {
            let errors = Catalog::from_json(text).unwrap_err();
            assert_eq!(layout(text, AmountForm::AsWritten).unwrap_err(), errors, "{text}");
        }
    }
}
