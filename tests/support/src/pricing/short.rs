//! The same catalog in shorter forms: rows for several keys, bare amounts, named tables, conditions
//! and groups of settings. Its answers must be the same.

use serde_json::{Map, Value, json};

/// Rewrites a catalog; the bits of a seed choose among forms.
pub fn shortened(mut catalog: Value, seed: u64) -> Value {
    let mut short = Shortener { seed, tables: Map::new(), conditions: Map::new() };
    let operation = &mut catalog["operations"][0];
    short.part(&mut operation["price"]);
    short.part(&mut operation["adjust"]);
    let settings = std::mem::take(operation["settings"].as_object_mut().unwrap());
    let (used, own, groups) = short.groups(settings);
    operation["use"] = used;
    operation["settings"] = Value::Object(own);
    catalog["setting_groups"] = Value::Object(groups);
    catalog["tables"] = Value::Object(short.tables);
    catalog["conditions"] = Value::Object(short.conditions);
    catalog
}

struct Shortener {
    seed: u64,
    tables: Map<String, Value>,
    conditions: Map<String, Value>,
}

impl Shortener {
    /// True once in `n` times.
    fn dice(&mut self, of: u64) -> bool {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33).is_multiple_of(of)
    }

    /// A list of components, tiers or steps.
    fn part(&mut self, part: &mut Value) {
        match part {
            Value::Array(items) => items.iter_mut().for_each(|item| self.part(item)),
            Value::Object(members) => {
                for (key, value) in members {
                    match key.as_str() {
                        "when" => self.condition(value),
                        "rate" | "times" | "minimum" | "maximum" => self.rate(value),
                        _ => self.part(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn rate(&mut self, rate: &mut Value) {
        let Some(table) = rate.as_object_mut().filter(|table| table.contains_key("by")) else {
            return;
        };
        if let Some(Value::Array(rows)) = table.get_mut("ranges") {
            rows.iter_mut().for_each(|row| self.rate(&mut row["is"]));
        } else {
            for (_, cell) in table.iter_mut().filter(|(key, _)| *key != "by") {
                self.rate(cell);
            }
            join_columns(table);
            join_rows(table);
        }
        if self.dice(3) {
            let name = format!("t-{}", self.tables.len());
            self.tables.insert(name.clone(), rate.take());
            *rate = json!({ "table": name });
        }
    }

    fn condition(&mut self, condition: &mut Value) {
        let Some(members) = condition.as_object_mut() else { return };
        for (key, value) in members.iter_mut() {
            match key.as_str() {
                "any" | "all" => {
                    value.as_array_mut().unwrap().iter_mut().for_each(|one| self.condition(one));
                }
                "not" => self.condition(value),
                _ => {}
            }
        }
        if let Some(Value::String(name)) = members.get("not") {
            *condition = json!({ name: false });
        } else if self.dice(3) {
            let name = format!("n{}", self.conditions.len());
            self.conditions.insert(name.clone(), condition.take());
            *condition = if self.dice(2) { name.into() } else { json!({ name: true }) };
        }
    }

    /// The settings in one group, or in two; and the remaining settings.
    fn groups(
        &mut self,
        settings: Map<String, Value>,
    ) -> (Value, Map<String, Value>, Map<String, Value>) {
        if settings.is_empty() || self.dice(4) {
            return (json!([]), settings, Map::new());
        }
        if self.dice(2) {
            return ("g".into(), Map::new(), Map::from_iter([("g".to_owned(), settings.into())]));
        }
        let count = settings.len();
        let mut parts = [Map::new(), Map::new()];
        for (i, (name, setting)) in settings.into_iter().enumerate() {
            parts[usize::from(2 * i >= count)].insert(name, setting);
        }
        let [first, second] = parts;
        let mut groups = Map::from_iter([("g".to_owned(), first.into())]);
        if self.dice(2) {
            return (json!(["g"]), second, groups);
        }
        groups.insert("h".to_owned(), second.into());
        (json!(["g", "h"]), Map::new(), groups)
    }
}

/// A table whose rows are tables by one column, or bare amounts, becomes one table by two columns.
fn join_columns(table: &mut Map<String, Value>) {
    let inner =
        table.iter().filter(|(key, _)| *key != "by").find_map(|(_, cell)| cell.get("by")).cloned();
    let (Some(Value::String(outer)), Some(Value::String(inner))) =
        (table.get("by").cloned(), inner)
    else {
        return;
    };
    let fits = |cell: &Value| match cell {
        Value::Object(row) => {
            row.get("by").is_some_and(|by| *by == *inner) && !row.contains_key("ranges")
        }
        _ => true,
    };
    if !table.iter().all(|(key, cell)| key == "by" || fits(cell)) {
        return;
    }
    for (_, cell) in table.iter_mut().filter(|(key, _)| *key != "by") {
        if let Some(row) = cell.as_object_mut() {
            row.remove("by");
        }
    }
    table.insert("by".to_owned(), json!([outer, inner]));
}

/// Equal rows become one row.
fn join_rows(table: &mut Map<String, Value>) {
    let mut joined: Map<String, Value> = Map::new();
    for (key, cell) in std::mem::take(table) {
        let is_row = key != "by" && key != "else";
        let same = joined
            .iter()
            .find(|(other, known)| is_row && *other != "by" && *other != "else" && **known == cell);
        let same = same.map(|(other, _)| other.clone());
        match same {
            Some(other) => {
                let cell = joined.remove(&other).unwrap();
                joined.insert(format!("{other}|{key}"), cell);
            }
            None => {
                joined.insert(key, cell);
            }
        }
    }
    *table = joined;
}
