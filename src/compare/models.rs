//! Names of models: a platform may call "nano-banana-2" what another one calls "Nano Banana v2".

use crate::error::{Error, ErrorKind, Errors};
use crate::json::{self, Log, Value, record};

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
    /// Other name and common name.
    aliases: Vec<(String, String)>,
    /// Common name and name for people.
    labels: Vec<(String, String)>,
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
    /// Every error in the text, with its JSON pointer; a name that would mean two models.
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
            let common = plain(name);
            if let Some(label) = &names.label {
                models.labels.push((common.clone(), label.clone()));
            }
            for (place, alias) in names.aliases.iter().enumerate() {
                let alias = plain(alias);
                let is_known = models.aliases.iter().any(|(known, _)| *known == alias)
                    || listed.iter().any(|(name, _)| plain(name) == alias);
                if is_known {
                    let pointer = format!("/{name}/aliases/{place}");
                    let sentence = format!("`{alias}` is the name of another model already");
                    return Err(Error::new(ErrorKind::Duplicate, pointer, sentence).into());
                }
                models.aliases.push((alias, common.clone()));
            }
        }
        Ok(models)
    }

    /// The common name of a model.
    pub fn common(&self, name: &str) -> String {
        let name = plain(name);
        let known = self.aliases.iter().find(|(alias, _)| *alias == name);
        known.map_or(name, |(_, common)| common.clone())
    }

    /// What people call a model, by any of its names; without a label, its common name.
    pub fn label(&self, name: &str) -> String {
        let name = self.common(name);
        let known = self.labels.iter().find(|(common, _)| *common == name);
        known.map_or(name, |(_, label)| label.clone())
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
