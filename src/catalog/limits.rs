//! Size limits of a catalog: within them, the time of every check grows with the file.

use crate::error::{Error, ErrorKind};
use crate::json::{Node, Path, Value};

/// Lists and objects of the file.
const OF_THE_FILE: [(&str, usize); 16] = [
    ("operations", 20_000),
    ("plans", 2_000),
    ("grants", 2_000),
    ("top_ups", 2_000),
    ("limits", 200),
    ("classes", 200),
    ("sources", 2_000),
    ("units", 2_000),
    ("tables", 2_000),
    ("conditions", 2_000),
    ("setting_groups", 200),
    ("zones", 20),
    ("holidays", 200),
    ("meters", 200),
    ("notes", 2_000),
    ("burn_order", 20),
];
/// Lists and objects of an operation.
const OF_AN_OPERATION: [(&str, usize); 9] = [
    ("settings", 200),
    ("quantities", 200),
    ("price", 2_000),
    ("prices", 2_000),
    ("adjust", 200),
    ("gates", 200),
    ("notes", 2_000),
    ("tags", 200),
    ("tests", 20_000),
];
/// Values of a setting.
const CHOICES: usize = 20_000;

/// Counts that exceed a limit in the file, except in operations.
pub(super) fn of_the_file(value: &Value) -> Vec<Error> {
    let mut errors = Vec::new();
    each(&Path::Root, value, &OF_THE_FILE, &mut errors);
    if let Some(Value::Object(groups)) = value.get("setting_groups") {
        let path = Path::Root.key("setting_groups");
        for (name, group) in groups {
            settings(&path.key(name), group, &mut errors);
        }
    }
    errors
}

/// Counts that exceed a limit in an operation.
pub(super) fn of_an_operation(Node { path, value, .. }: &Node) -> Vec<Error> {
    let mut errors = Vec::new();
    each(path, value, &OF_AN_OPERATION, &mut errors);
    if let Some(group) = value.get("settings") {
        settings(&path.key("settings"), group, &mut errors);
    }
    errors
}

fn settings(path: &Path, group: &Value, errors: &mut Vec<Error>) {
    let Value::Object(settings) = group else { return };
    for (name, setting) in settings {
        each(&path.key(name), setting, &[("choice", CHOICES)], errors);
    }
}

fn each(path: &Path, value: &Value, limits: &[(&str, usize)], errors: &mut Vec<Error>) {
    for (key, most) in limits {
        let found = match value.get(key) {
            Some(Value::Array(items)) => items.len(),
            Some(Value::Object(members)) => members.len(),
            _ => 0,
        };
        if found > *most {
            let sentence = format!("expected at most {most} entries, found {found}");
            errors.push(Error::new(ErrorKind::Limit, path.key(key).to_string(), sentence));
        }
    }
}
