//! Where a column or key of a log belongs.

use super::field::{FIELDS, Field};
use super::mapping::Mapping;

/// Where a column or key belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A field, and how good the guess is: of two columns for one field, the lower rank counts.
    Field(Field, usize),
    /// A setting of this name.
    Setting(String),
    /// An object with all settings.
    Settings,
    Ignored,
}

/// A heading in lower case with underscores.
fn plain(heading: &str) -> String {
    let mut plain = String::with_capacity(heading.len());
    let mut before = ' ';
    for c in heading.trim().chars() {
        if c.is_alphanumeric() {
            if c.is_uppercase() && before.is_lowercase() {
                plain.push('_');
            }
            plain.extend(c.to_lowercase());
        } else if c == '.' {
            plain.push('.');
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
        before = c;
    }
    plain.trim_matches('_').to_owned()
}

const SETTING_PREFIXES: [&str; 6] =
    ["settings.", "setting.", "setting_", "parameters.", "params.", "param_"];
const SETTINGS: [&str; 4] = ["settings", "parameters", "params", "options"];

impl Mapping {
    /// Where a column or key belongs: as mapped, or as its name suggests.
    pub(super) fn target(&self, heading: &str) -> Target {
        if self.ignored.iter().any(|ignored| ignored == heading) {
            return Target::Ignored;
        }
        if let Some(field) = FIELDS.into_iter().find(|field| self.column(*field) == Some(heading)) {
            return Target::Field(field, 0);
        }
        if let Some((setting, _)) = self.settings.iter().find(|(_, column)| column == heading) {
            return Target::Setting(setting.clone());
        }
        self.guess(&plain(heading))
    }

    fn guess(&self, plain: &str) -> Target {
        let open = FIELDS.into_iter().filter(|field| self.column(*field).is_none());
        for field in open {
            if let Some(rank) = field.usual().iter().position(|usual| *usual == plain) {
                return Target::Field(field, rank + 1);
            }
        }
        if SETTINGS.contains(&plain) {
            return Target::Settings;
        }
        let setting = SETTING_PREFIXES.iter().find_map(|prefix| plain.strip_prefix(prefix));
        match setting.filter(|setting| !setting.is_empty()) {
            Some(setting) => Target::Setting(setting.to_owned()),
            None => Target::Ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headings_are_understood() {
        let mapping = Mapping::default();
        for (heading, field) in [
            ("Created At", Field::At),
            ("createdAt", Field::At),
            ("Credits used", Field::Charged),
            ("USER EMAIL", Field::Member),
            ("Model", Field::Operation),
        ] {
            assert!(
                matches!(mapping.target(heading), Target::Field(found, _) if found == field),
                "{heading}"
            );
        }
        assert_eq!(mapping.target("settings.Resolution"), Target::Setting("resolution".to_owned()));
        assert_eq!(mapping.target("Seed"), Target::Ignored);
    }

    #[test]
    fn a_mapped_field_is_not_guessed() {
        let mapping = Mapping::from_json(r#"{ "operation": "Tool" }"#).unwrap();
        assert_eq!(mapping.target("Tool"), Target::Field(Field::Operation, 0));
        assert_eq!(mapping.target("Model"), Target::Ignored);
        let mapping = Mapping::from_json(r#"{ "ignored": ["Cost"] }"#).unwrap();
        assert_eq!(mapping.target("Cost"), Target::Ignored);
    }
}
