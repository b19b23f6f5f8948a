//! Conditions in words.

use super::condition::{Bounds, Term, Test, When};
use super::document::Document;
use super::hours::{Hours, day_words};
use super::value::SettingValue;

pub(super) fn condition(document: &Document, when: &When) -> String {
    let mut words = Words { document, text: String::new() };
    words.when(when);
    words.text
}

/// The text of a condition.
pub(super) fn named(document: &Document, name: &str) -> Option<String> {
    Some(condition(document, document.condition(name)?))
}

/// Writes conditions into one text. Estimates need these words too, and each separate text would
/// cost them code.
struct Words<'d> {
    document: &'d Document,
    text: String,
}

impl Words<'_> {
    fn when(&mut self, when: &When) {
        self.list(&when.0, ", ", Words::term);
    }

    fn list<T>(&mut self, items: &[T], joint: &str, write: fn(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.text.push_str(joint);
            }
            write(self, item);
        }
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::Named(name) => {
                if let Some(when) = self.document.condition(name) {
                    self.when(when);
                }
            }
            Term::Test(subject, test) => match (self.document.condition(&subject.text), test) {
                (Some(when), Test::In(values)) if values[..] == [SettingValue::Flag(false)] => {
                    self.not(when);
                }
                (Some(when), _) => self.when(when),
                (None, test) => self.test(&subject.text, test),
            },
            Term::Any(list) => {
                self.text.push('(');
                self.list(list, " or ", Words::alternative);
                self.text.push(')');
            }
            Term::All(list) => self.list(list, ", ", Words::when),
            Term::Not(when) => self.not(when),
            Term::Hours(hours) => self.text.push_str(&window(hours)),
        }
    }

    fn not(&mut self, when: &When) {
        self.text.push_str("not (");
        self.when(when);
        self.text.push(')');
    }

    /// In parentheses if several terms belong together.
    fn alternative(&mut self, when: &When) {
        let start = self.text.len();
        self.when(when);
        let written = self.text.as_bytes().get(start..).unwrap_or_default();
        if written.windows(2).any(|pair| pair == b", ") {
            self.text.insert(start, '(');
            self.text.push(')');
        }
    }

    fn test(&mut self, subject: &str, test: &Test) {
        match test {
            Test::Present(true) => self.text.push_str("with "),
            Test::Present(false) => self.text.push_str("without "),
            _ => {}
        }
        self.text.push_str(subject);
        match test {
            Test::Present(_) => {}
            Test::In(values) => {
                self.text.push(' ');
                self.list(values, " or ", Words::value);
            }
            Test::NotIn(values) => {
                self.text.push_str(" not ");
                self.list(values, " or ", Words::value);
            }
            Test::Bounds(bounds) => {
                let Bounds { min, max, above, below } = bounds.as_ref();
                let mut joint = " ";
                for (sign, bound) in [("≥ ", min), ("> ", above), ("≤ ", max), ("< ", below)] {
                    let Some(bound) = bound else { continue };
                    for word in [joint, sign, &bound.text] {
                        self.text.push_str(word);
                    }
                    joint = " and ";
                }
            }
        }
    }

    fn value(&mut self, value: &SettingValue) {
        self.text.push_str(&value.to_string());
    }
}

pub(super) fn window(hours: &Hours) -> String {
    let zone = hours.zone.as_deref().unwrap_or("UTC");
    let times = match (hours.from, hours.until) {
        (Some(from), Some(until)) => format!("{from}–{until}"),
        _ => "all day".to_owned(),
    };
    format!("{} {times} {zone}", day_words(hours)).trim_start().to_owned()
}
