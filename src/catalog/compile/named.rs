//! Named parts of a catalog: tables, conditions, groups of settings. Each is compiled where it is
//! used. Its errors point to its definition and name the use.

use super::super::document::Document;
use super::super::program::{Column, Condition, Rate};
use super::super::setting::SettingDocument;
use super::Scope;
use crate::error::{Error, ErrorKind};
use crate::json::{Log, Path};

/// A setting of an operation: its own, or that of a group it uses.
pub(in super::super) struct Entry<'d> {
    pub(super) name: &'d str,
    pub(in super::super) document: &'d SettingDocument,
    group: Option<&'d str>,
}

/// The settings of an operation: those of its groups in order, each replaced by its own of the same
/// name, then its further own settings.
pub(in super::super) fn entries<'d>(
    log: &Log,
    path: &Path,
    document: &'d Document,
    groups: &'d [String],
    own: &'d [(String, SettingDocument)],
) -> Vec<Entry<'d>> {
    let mut entries: Vec<Entry> = Vec::new();
    let at = path.key("use");
    for group in groups {
        for (name, document) in group_settings(log, &at, document, group) {
            let replaced = own.iter().find(|(known, _)| known == name);
            let before = entries.iter().find(|entry| entry.name == name);
            match (before, replaced) {
                (None, Some((_, document))) => entries.push(Entry { name, document, group: None }),
                (None, None) => entries.push(Entry { name, document, group: Some(group) }),
                (Some(_), Some(_)) => {}
                (Some(before), None) => {
                    let sentence = format!(
                        "`{name}` is in the groups `{}` and `{group}`: write it in `settings`",
                        before.group.unwrap_or_default()
                    );
                    log.error(Error::new(ErrorKind::Duplicate, at.to_string(), sentence));
                }
            }
        }
    }
    for (name, document) in own {
        if !entries.iter().any(|entry| entry.name == name) {
            entries.push(Entry { name, document, group: None });
        }
    }
    entries
}

fn group_settings<'d>(
    log: &Log,
    at: &Path,
    document: &'d Document,
    group: &str,
) -> &'d [(String, SettingDocument)] {
    let groups = &document.setting_groups;
    if let Some((name, settings)) = groups.iter().find(|(name, _)| name == group) {
        log.uses(&Path::Root.key("setting_groups").key(name));
        return settings;
    }
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    log.unknown_name(at, "group", group, &names);
    &[]
}

impl Entry<'_> {
    /// Reads a setting, with the pointer of its definition.
    pub(super) fn at<T>(&self, log: &Log, operation: &Path, read: impl FnOnce(&Path) -> T) -> T {
        let Some(group) = self.group else {
            return read(&operation.key("settings").key(self.name));
        };
        let groups = Path::Root.key("setting_groups");
        let mark = log.mark();
        let value = read(&groups.key(group).key(self.name));
        log.used_at(mark, &operation.key("use"));
        value
    }
}

impl Scope<'_> {
    /// The table with a name.
    pub(super) fn named_table(&self, path: &Path, name: &str, outer: &[Column]) -> Rate {
        let tables = &self.document.tables;
        let Some((_, table)) = tables.iter().find(|(known, _)| known == name) else {
            let names = tables.iter().map(|(known, _)| known.as_str()).collect();
            self.unknown(&path.key("table"), "table", name, names);
            return Rate::Unpriced;
        };
        let compiled = self.at_name(path, "tables", name, |at| self.table(at, table, outer));
        compiled.unwrap_or(Rate::Unpriced)
    }

    /// The condition with a name, if there is one.
    pub(super) fn named_condition(&self, path: &Path, name: &str) -> Option<Condition> {
        let (_, when) = self.document.conditions.iter().find(|(known, _)| known == name)?;
        let compiled = self.at_name(path, "conditions", name, |at| self.condition(at, when));
        Some(compiled.unwrap_or(Condition::Any(Vec::new())))
    }

    pub(super) fn unknown_condition(&self, path: &Path, name: &str) {
        let conditions = &self.document.conditions;
        let names = conditions.iter().map(|(known, _)| known.as_str()).collect();
        self.unknown(path, "condition", name, names);
    }

    /// Compiles a named part at its definition; `None` if it refers back to itself.
    fn at_name<T>(
        &self,
        used_at: &Path,
        list: &str,
        name: &str,
        compile: impl FnOnce(&Path) -> T,
    ) -> Option<T> {
        let list = Path::Root.key(list);
        let at = list.key(name);
        let pointer = at.to_string();
        if self.named.borrow().contains(&pointer) {
            let circle = [&**self.named.borrow(), &[pointer]].concat().join(" -> ");
            self.error(used_at, ErrorKind::Cycle, format!("names in a circle: {circle}"));
            return None;
        }
        self.log.uses(&at);
        self.named.borrow_mut().push(pointer);
        let mark = self.log.mark();
        let compiled = compile(&at);
        self.log.used_at(mark, used_at);
        self.named.borrow_mut().pop();
        Some(compiled)
    }
}
