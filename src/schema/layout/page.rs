//! A value as text, in short lines.

use crate::json::{Value, write_visible};

/// The longest line, in characters, unless a single text is longer.
const WIDTH: usize = 120;
/// The indentation of one level.
const INDENT: &str = "  ";

/// The text of a value, with a final line break.
pub(super) fn text(value: &Value) -> String {
    let mut page = Page { out: String::new() };
    page.value(value, 0, 0);
    page.out.push('\n');
    page.out
}

struct Page {
    out: String,
}

impl Page {
    /// A value that begins at a depth; `after` is the number of characters that must follow it on
    /// its last line.
    fn value(&mut self, value: &Value, depth: usize, after: usize) {
        let start = self.out.len();
        let before = self.column();
        flat(value, &mut self.out);
        let width = self.out.get(start..).map_or(0, |line| line.chars().count());
        if before + width + after <= WIDTH {
            return;
        }
        match value {
            Value::Array(items) if !items.is_empty() => {
                self.out.truncate(start);
                self.items(items, depth);
            }
            Value::Object(members) if !members.is_empty() => {
                self.out.truncate(start);
                self.members(members, depth);
            }
            _ => {}
        }
    }

    fn members(&mut self, members: &[(String, Value)], depth: usize) {
        self.out.push('{');
        for (place, (key, value)) in members.iter().enumerate() {
            let is_last = place + 1 == members.len();
            self.line(depth + 1);
            write_visible(key, &mut self.out);
            self.out.push_str(": ");
            self.part(value, depth + 1, is_last);
        }
        self.line(depth);
        self.out.push('}');
    }

    fn items(&mut self, items: &[Value], depth: usize) {
        // A row for each of many numbers would be long and tell little.
        let is_filled = items.iter().all(|item| matches!(item, Value::Number(_)));
        self.out.push('[');
        self.line(depth + 1);
        for (place, item) in items.iter().enumerate() {
            match item {
                _ if place == 0 => {}
                Value::Number(text) if is_filled && self.column() + text.len() + 2 <= WIDTH => {
                    self.out.push(' ');
                }
                _ => self.line(depth + 1),
            }
            self.part(item, depth + 1, place + 1 == items.len());
        }
        self.line(depth);
        self.out.push(']');
    }

    fn part(&mut self, value: &Value, depth: usize, is_last: bool) {
        self.value(value, depth, usize::from(!is_last));
        if !is_last {
            self.out.push(',');
        }
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.push_str(&INDENT.repeat(depth));
    }

    /// Characters on the line so far.
    fn column(&self) -> usize {
        let line = self.out.rsplit('\n').next();
        line.map_or(0, |line| line.chars().count())
    }
}

/// A value on one line.
fn flat(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => write_visible(text, out),
        Value::Array(items) => {
            out.push('[');
            separated(items, out, flat);
            out.push(']');
        }
        Value::Object(members) if members.is_empty() => out.push_str("{}"),
        Value::Object(members) => {
            out.push_str("{ ");
            separated(members, out, |(key, value), out| {
                write_visible(key, out);
                out.push_str(": ");
                flat(value, out);
            });
            out.push_str(" }");
        }
    }
}

fn separated<T>(parts: &[T], out: &mut String, write: impl Fn(&T, &mut String)) {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        write(part, out);
    }
}
