//! Names of models: a platform may call "nano-banana-2" what another one calls "Nano Banana v2".

use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, escape, record};
use std::collections::BTreeMap;

record! {
    /// A model by its common name.
    struct ModelNames {
        /// Name for people.
        label: Option<String>,
        /// Its other names.
        aliases: Vec<String>,
    }
}

/// The common names of models, and their other names.
///
/// A name is read without regard to case, and spaces, dots and underscores count as hyphens. A
/// model that is not in the list is only called by its own name.
///
/// ```
/// use drawdown::Models;
/// let models = Models::from_json(r#"{ "seedream-4-5": { "aliases": [ "seedream-v4-5" ] } }"#)?;
/// assert_eq!(models.common("Seedream v4.5"), "seedream-4-5");
/// assert_eq!(models.common("Nano Banana 2"), "nano-banana-2");
/// # Ok::<(), drawdown::Errors>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Models {
    /// The common name of a listed model, by each of its names; the common name is one of them.
    common: BTreeMap<String, String>,
    /// Name for people by common name.
    labels: BTreeMap<String, String>,
}

const SHIPPED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/models.json"));

impl Models {
    /// The names that this crate ships: of the models in its catalogs, and some others.
    pub fn shipped() -> Self {
        // A test reads them.
        Models::from_json(SHIPPED).unwrap_or_default()
    }

    /// Reads a list from JSON text: an object of common names, each with its
    /// `label` and `aliases`.
    ///
    /// # Errors
    /// The errors in the text, with their JSON pointers; `duplicate` for a name that stands twice.
    pub fn from_json(text: &str) -> Result<Self, Errors> {
        Models::from_value(&json::parse(text)?)
    }

    /// Reads a list from a JSON value.
    ///
    /// # Errors
    /// As for [`Models::from_json`].
    pub fn from_value(value: &Value) -> Result<Self, Errors> {
        let listed: Vec<(String, ModelNames)> = Log::default().read(value)?;
        let mut models = Models::default();
        for (name, names) in &listed {
            models.add(name, name, || format!("/{}", escape(name)))?;
            if let Some(label) = &names.label {
                models.labels.insert(plain(name), label.clone());
            }
        }
        for (name, names) in &listed {
            for (place, alias) in names.aliases.iter().enumerate() {
                models.add(alias, name, || format!("/{}/aliases/{place}", escape(name)))?;
            }
        }
        Ok(models)
    }

    fn add(&mut self, name: &str, common: &str, at: impl Fn() -> String) -> Result<(), Error> {
        match self.common.insert(plain(name), plain(common)) {
            None => Ok(()),
            Some(other) => {
                let sentence = format!("`{}` already means the model `{other}`", plain(name));
                Err(Error::new(ErrorKind::Duplicate, at(), sentence))
            }
        }
    }

    /// The common name of a model.
    pub fn common(&self, name: &str) -> String {
        let name = plain(name);
        self.common.get(&name).cloned().unwrap_or(name)
    }

    /// What people call a model, by any of its names; without a label, its common name.
    pub fn label(&self, name: &str) -> String {
        let common = self.common(name);
        self.labels.get(&common).cloned().unwrap_or(common)
    }
}

/// Lower case, with hyphens.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            ' ' | '.' | '_' | '-' if out.ends_with('-') => {}
            ' ' | '.' | '_' | '-' => out.push('-'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}
