//! Many texts of one JSON value.

use crate::mutation::Dice;
use drawdown::Value;

/// Writes values with random white space and escapes and, on request, random orders of keys and
/// forms of numbers.
pub struct Scribe {
    pub dice: Dice,
    pub shuffles_keys: bool,
    pub rewrites_numbers: bool,
}

impl Scribe {
    /// Keys in any order, numbers unchanged.
    pub fn shuffling(seed: u64) -> Self {
        Scribe { dice: Dice::new(seed), shuffles_keys: true, rewrites_numbers: false }
    }

    pub fn text(&mut self, value: &Value) -> String {
        let mut out = String::new();
        self.value(value, &mut out);
        out
    }

    fn value(&mut self, value: &Value, out: &mut String) {
        self.space(out);
        match value {
            Value::Null => out.push_str("null"),
            Value::Bool(flag) => out.push_str(&flag.to_string()),
            Value::Number(text) if self.rewrites_numbers => out.push_str(&self.number(text)),
            Value::Number(text) => out.push_str(text),
            Value::String(text) => self.string(text, out),
            Value::Array(items) => self.array(items, out),
            Value::Object(members) => self.object(members, out),
        }
        self.space(out);
    }

    fn array(&mut self, items: &[Value], out: &mut String) {
        out.push('[');
        for (i, item) in items.iter().enumerate() {
            out.push_str(if i > 0 { "," } else { "" });
            self.value(item, out);
        }
        self.space(out);
        out.push(']');
    }

    fn object(&mut self, members: &[(String, Value)], out: &mut String) {
        out.push('{');
        for (i, (key, value)) in self.ordered(members).into_iter().enumerate() {
            out.push_str(if i > 0 { "," } else { "" });
            self.space(out);
            self.string(key, out);
            self.space(out);
            out.push(':');
            self.value(value, out);
        }
        self.space(out);
        out.push('}');
    }

    fn ordered<'v>(&mut self, members: &'v [(String, Value)]) -> Vec<&'v (String, Value)> {
        let mut left: Vec<_> = members.iter().collect();
        let any = if self.shuffles_keys { usize::MAX } else { 1 };
        std::iter::from_fn(|| {
            (!left.is_empty()).then(|| left.remove(self.dice.below(left.len().min(any))))
        })
        .collect()
    }

    fn space(&mut self, out: &mut String) {
        out.push_str(self.dice.pick::<&str>(&["", "", "", " ", "\n", "\t", "\r\n    "]));
    }

    fn string(&mut self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            let short = short_escape(c);
            match self.dice.below(6) {
                0 => long_escape(c, false, out),
                1 => long_escape(c, true, out),
                2 if short.is_some() => out.extend(['\\'].into_iter().chain(short)),
                _ if matches!(c, '"' | '\\' | '\0'..='\x1f') => long_escape(c, false, out),
                _ => out.push(c),
            }
        }
        out.push('"');
    }

    /// The same number, with trailing zeros or a shifted point.
    fn number(&mut self, text: &str) -> String {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().unwrap();
        let e = self.dice.pick::<&str>(&["e", "E"]);
        match self.dice.below(4) {
            0 => format!(
                "{mantissa}{}{e}{exponent:+}",
                if mantissa.contains('.') { "00" } else { ".0" }
            ),
            1 => {
                let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
                let sign = if whole.starts_with('-') { "-" } else { "" };
                let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
                let digits = digits.trim_start_matches('0');
                let digits = if digits.is_empty() { "0" } else { digits };
                format!("{sign}{digits}{e}{}", exponent - fraction.len() as i32)
            }
            _ => text.to_owned(),
        }
    }
}

fn short_escape(c: char) -> Option<char> {
    Some(match c {
        '"' | '\\' | '/' => c,
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => return None,
    })
}

/// As UTF-16 code units: two for a character beyond the first 65,536.
fn long_escape(c: char, capitals: bool, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&if capitals { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") });
    }
}

/// The value with the keys of every object sorted.
pub fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(members) => {
            let mut members: Vec<_> =
                members.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members)
        }
        other => other.clone(),
    }
}
