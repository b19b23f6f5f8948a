//! Public lists of model prices: read into catalogs, and written from them.
//!
//! Every list becomes operations in the same form (`operation`), by the rules of the list's own price
//! calculator. Nothing is fetched, and no number goes through a binary float.

mod export;
mod found;
mod genai_prices;
mod hours;
mod left_out;
mod litellm;
mod literal;
mod number;
mod openrouter;
mod operation;
mod place;
mod priced;
mod rate;
mod rules;
mod units;
mod written;

use crate::catalog::{Catalog, Date};
use crate::error::{Error, ErrorKind, Errors};
use crate::json::sha256;
pub use export::{Exported, export_litellm};
pub use left_out::LeftOut;
use left_out::Omissions;
use operation::Operation;
use std::collections::BTreeSet;
use written::Head;

/// A public list of prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PriceList {
    /// The data of genai-prices: `data.json`, `data_slim.json`, or the data file of its packages.
    GenaiPrices,
    /// `model_prices_and_context_window.json` of LiteLLM.
    Litellm,
    /// The answer of OpenRouter's `/api/v1/models`.
    Openrouter,
}

impl PriceList {
    /// The name in commands, and the id of the catalog.
    pub fn name(self) -> &'static str {
        match self {
            PriceList::GenaiPrices => "genai-prices",
            PriceList::Litellm => "litellm",
            PriceList::Openrouter => "openrouter",
        }
    }

    /// Where the list is published.
    fn address(self) -> &'static str {
        match self {
            PriceList::GenaiPrices => "github.com/pydantic/genai-prices",
            PriceList::Litellm => "github.com/BerriAI/litellm",
            PriceList::Openrouter => "openrouter.ai/api/v1/models",
        }
    }
}

/// What a list does not say, and which part of it is wanted.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Id of the catalog; without it, the name of the list.
    pub id: Option<String>,
    /// Version of the catalog; without it, the beginning of the SHA-256 of the texts.
    pub version: Option<String>,
    /// Date of the prices; without it, the latest date on which the list was checked or got a model.
    pub as_of: Option<Date>,
    /// Only models of these providers; all if empty.
    pub providers: Vec<String>,
}

/// A catalog made from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The text of the catalog.
    pub catalog: String,
    /// How many models it has.
    pub operations: usize,
    /// What the catalog does not say, though the list does; with [`ImportOptions::providers`], of these.
    pub left_out: Vec<LeftOut>,
}

/// Makes a catalog from the texts of a list. The credit of the catalog is the US dollar; each model is
/// an operation `provider/model`.
///
/// ```
/// use drawdown::{Catalog, ImportOptions, ListImport, PriceList};
/// let mut import = ListImport::new(PriceList::Openrouter);
/// import.add(r#"{ "data": [ { "id": "acme/small", "created": 1790000000,
///     "pricing": { "prompt": "0.0000015", "completion": "0.000002" } } ] }"#)?;
/// let imported = import.finish(&ImportOptions::default())?;
/// let catalog = Catalog::from_json(&imported.catalog)?;
/// assert_eq!(catalog.operation_ids().collect::<Vec<_>>(), ["acme/small"]);
/// # Ok::<(), drawdown::Errors>(())
/// ```
pub struct ListImport {
    list: PriceList,
    operations: Vec<Operation>,
    latest: Option<String>,
    left_out: Omissions,
    digests: String,
}

impl ListImport {
    /// An import without a text.
    pub fn new(list: PriceList) -> Self {
        ListImport {
            list,
            operations: Vec::new(),
            latest: None,
            left_out: Omissions::default(),
            digests: String::new(),
        }
    }

    /// Reads a text of the list. Its models take the place of those with the same id in texts before.
    ///
    /// # Errors
    /// Every value that is not what the list's format has there, with its JSON pointer.
    pub fn add(&mut self, text: &str) -> Result<(), Errors> {
        let value = literal::read(text)?;
        let mut found = match self.list {
            PriceList::GenaiPrices => genai_prices::read(&value, &mut self.left_out),
            PriceList::Litellm => litellm::read(&value, &mut self.left_out),
            PriceList::Openrouter => openrouter::read(&value, &mut self.left_out),
        }?;
        keep_valid(&mut found.operations, &mut self.left_out);
        let ids: BTreeSet<&str> = found.operations.iter().map(|model| model.id.as_str()).collect();
        self.operations.retain(|operation| !ids.contains(operation.id.as_str()));
        self.operations.append(&mut found.operations);
        self.latest = self.latest.take().max(found.latest);
        self.digests.push_str(&sha256(text));
        Ok(())
    }

    /// Writes the catalog, and checks it.
    ///
    /// # Errors
    /// `missing` if the list has no date and [`ImportOptions::as_of`] gives none, or if no model is
    /// left; `unknown_name` for a provider that the list does not have; what is wrong with an id or
    /// version of [`ImportOptions`].
    pub fn finish(mut self, options: &ImportOptions) -> Result<Imported, Errors> {
        keep_providers(&mut self.operations, &options.providers)?;
        let head = self.head(options)?;
        let left_out = self.left_out.into_list(&options.providers);
        let catalog = written::catalog(&head, &self.operations, &left_out)?;
        Catalog::from_json(&catalog)?;
        Ok(Imported { catalog, operations: self.operations.len(), left_out })
    }

    fn head(&self, options: &ImportOptions) -> Result<Head, Error> {
        let as_of = match (options.as_of, &self.latest) {
            (Some(date), _) => date.to_string(),
            (None, Some(latest)) => latest.clone(),
            (None, None) => {
                let sentence = "the list gives no date: say by `as_of` when its prices were read";
                return Err(Error::new(ErrorKind::Missing, "", sentence));
            }
        };
        let digest = || sha256(&self.digests).get(7..19).unwrap_or_default().to_owned();
        Ok(Head {
            id: options.id.clone().unwrap_or_else(|| self.list.name().to_owned()),
            name: self.list.name(),
            address: self.list.address(),
            version: options.version.clone().unwrap_or_else(digest),
            as_of,
        })
    }
}

/// Drops models whose id no catalog can have, and repeated ids.
fn keep_valid(operations: &mut Vec<Operation>, left_out: &mut Omissions) {
    let mut known = BTreeSet::new();
    operations.retain(|operation| {
        left_out.of(&operation.provider);
        let is_new = known.insert(operation.id.clone());
        if !is_new {
            left_out.add("models with the id of another one", &operation.pointer);
        } else if !is_operation_id(&operation.id) {
            left_out.add("models whose id a catalog cannot have", &operation.pointer);
            return false;
        }
        is_new
    });
}

fn is_operation_id(id: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:~@".contains(&byte);
    (1..=128).contains(&id.len()) && id.bytes().all(is_allowed)
}

/// Drops the models of other providers.
fn keep_providers(operations: &mut Vec<Operation>, wanted: &[String]) -> Result<(), Errors> {
    let mut known: Vec<&str> =
        operations.iter().map(|operation| operation.provider.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    if let Some(name) = wanted.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Error::unknown_name("", "provider", name, &known).into());
    }
    if !wanted.is_empty() {
        operations.retain(|operation| wanted.contains(&operation.provider));
    }
    if operations.is_empty() {
        return Err(Error::new(ErrorKind::Missing, "", "the list has no model").into());
    }
    Ok(())
}
