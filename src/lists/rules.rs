//! Rules that the calculator of a list has for some providers, and the list itself does not say.
//!
//! They are data, so that the code names no provider.

use super::number::Exact;
use super::place::Place;
use crate::error::{Error, Errors};
use crate::json::parse;

/// Every rule, with its meaning and source.
const RULES: &str = include_str!("../../data/lists/rules.json");

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Each recording is billed as at least this many seconds.
    LeastSeconds(u64),
    /// A threshold belongs to the price above it.
    BoundsAbove,
    /// Reasoning has the price of other output.
    ReasoningAsOutput,
    /// Reads from the cache without a price cost this share of other input.
    CacheReads(Exact),
}

impl Rule {
    fn read(row: &Place<'_>) -> Result<Rule, Error> {
        let name = row.need("rule")?;
        Ok(match name.text()? {
            "least_seconds" => Rule::LeastSeconds(row.need("is")?.count()?),
            "bounds_above" => Rule::BoundsAbove,
            "reasoning_as_output" => Rule::ReasoningAsOutput,
            "cache_reads" => Rule::CacheReads(row.need("is")?.price()?),
            _ => return Err(name.expected("the name of a rule")),
        })
    }
}

/// The rules of one list.
pub(super) struct Rules(Vec<Row>);

struct Row {
    provider: String,
    /// `None`: all of the provider's.
    models: Option<Vec<String>>,
    rule: Rule,
}

impl Rules {
    /// Those of the list with this name.
    pub(super) fn of(list: &str) -> Result<Rules, Errors> {
        let value = parse(RULES)?;
        let rows = Place::root(&value).need(list)?.items()?;
        Ok(Rules(rows.iter().map(Row::read).collect::<Result<_, _>>()?))
    }

    /// Those that hold for a model.
    pub(super) fn for_model(&self, provider: &str, model: &str) -> Vec<Rule> {
        let holds = |row: &&Row| {
            let names = |models: &Vec<String>| models.iter().any(|known| known == model);
            row.provider == provider && row.models.as_ref().is_none_or(names)
        };
        self.0.iter().filter(holds).map(|row| row.rule.clone()).collect()
    }
}

impl Row {
    fn read(row: &Place<'_>) -> Result<Row, Error> {
        let models = row.get("models").map(|models| models.items()).transpose()?;
        let names = |models: Vec<Place<'_>>| -> Result<Vec<String>, Error> {
            models.iter().map(|name| Ok(name.text()?.to_owned())).collect()
        };
        Ok(Row {
            provider: row.need("provider")?.text()?.to_owned(),
            models: models.map(names).transpose()?,
            rule: Rule::read(row)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_read_and_has_a_source() {
        let value = parse(RULES).unwrap();
        for (list, rows) in Place::root(&value).members().unwrap().into_iter().skip(1) {
            Rules::of(list).unwrap();
            for row in rows.items().unwrap() {
                assert!(row.need("means").unwrap().text().unwrap().ends_with('.'));
                row.need("source").unwrap().text().unwrap();
            }
        }
    }

    #[test]
    fn a_rule_holds_for_its_provider_and_models() {
        let row = |models| Row { provider: "acme".to_owned(), models, rule: Rule::BoundsAbove };
        let rules = Rules(vec![row(None), row(Some(vec!["small".to_owned()]))]);
        for (provider, model, count) in
            [("acme", "small", 2), ("acme", "big", 1), ("open", "small", 0)]
        {
            assert_eq!(rules.for_model(provider, model).len(), count, "{provider}/{model}");
        }
    }
}
