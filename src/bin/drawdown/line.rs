//! Lines of a need as flags.

use drawdown::{Credits, Decimal};
use std::str::FromStr;

/// A run and its frequency: `30 x image`, `2 x clip seconds=10 resolution=720p`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineFlag {
    /// The text of the flag.
    pub(crate) text: String,
    pub(crate) count: Decimal,
    /// An operation, or a model.
    pub(crate) name: String,
    /// The expected cost of one run.
    pub(crate) cost: Option<Credits>,
    pub(crate) settings: Vec<(String, String)>,
}

const LINE: &str = "expected N x NAME [SETTING=VALUE ...], such as \"2 x clip seconds=10\"";

impl FromStr for LineFlag {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(LINE)?;
        let (count, rest) = text.split_at(end);
        let count = count.parse::<Decimal>().map_err(|_| LINE)?;
        let rest = rest.trim_start();
        let rest = rest.strip_prefix(['x', 'X', '×', '*']).ok_or(LINE)?;
        let mut words = rest.split_whitespace();
        let wanted = words.next().ok_or(LINE)?;
        let (name, cost) = match wanted.split_once(':') {
            None => (wanted, None),
            Some((name, cost)) => {
                let known = cost.parse::<Credits>();
                (name, Some(known.map_err(|error| format!("the cost `{cost}`: {error}"))?))
            }
        };
        let setting = |word: &str| {
            let (name, value) = word.split_once('=').ok_or(LINE)?;
            Ok((name.to_owned(), value.to_owned()))
        };
        Ok(LineFlag {
            text: text.to_owned(),
            count,
            name: name.to_owned(),
            cost,
            settings: words.map(setting).collect::<Result<_, String>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_count_a_name_and_settings() {
        let line: LineFlag = "2.5x clip:60 seconds=5 references=3,9".parse().unwrap();
        assert_eq!((line.count.to_string().as_str(), line.name.as_str()), ("2.5", "clip"));
        assert_eq!(line.cost.unwrap().to_string(), "60");
        assert_eq!(line.settings[1], ("references".to_owned(), "3,9".to_owned()));
        for wrong in ["", "30", "clip", "x clip", "30 clip", "30 x", "3 x clip seconds"] {
            assert_eq!(wrong.parse::<LineFlag>().unwrap_err(), LINE, "{wrong}");
        }
    }
}
