//! What an import or export made, and what it left out.

use crate::answer::Answer;
use crate::failure::note;
use crate::table::counted;
use anyhow::Context;
use drawdown::LeftOut;
use serde::Serialize;
use std::fs;

/// Where to write it, and what to say about it.
#[derive(clap::Args)]
pub(super) struct Output {
    /// Write the result to this file, not to stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,

    /// Print what was made and left out as JSON
    #[arg(long, requires = "output")]
    json: bool,
}

/// A text, and what it has and lacks.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) count: Count,
    pub(super) left_out: Vec<LeftOut>,
}

/// How many of what there are.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Count {
    Operations(usize),
    Models(usize),
}

/// The answer in JSON.
#[derive(Serialize)]
struct Report<'a> {
    output: &'a str,
    #[serde(flatten)]
    count: Count,
    left_out: &'a [LeftOut],
}

impl Output {
    /// Writes the text, and lists on stderr what was left out.
    pub(super) fn answer(&self, made: &Made) -> anyhow::Result<Answer> {
        let (count, left_out) = (made.count, &made.left_out);
        let Some(output) = &self.output else {
            tell(left_out);
            return Ok(Answer::new(&made.text));
        };
        fs::write(output, &made.text).with_context(|| format!("cannot write {output}"))?;
        if self.json {
            return Answer::json(&Report { output, count, left_out });
        }
        tell(left_out);
        Ok(Answer::new(format!("{output}: {}\n", count.words())))
    }
}

impl Count {
    fn words(self) -> String {
        let (count, one) = match self {
            Count::Operations(count) => (count, "operation"),
            Count::Models(count) => (count, "model"),
        };
        counted(u64::try_from(count).unwrap_or(u64::MAX), one)
    }
}

fn tell(left_out: &[LeftOut]) {
    left_out.iter().for_each(|left| note(&format!("left out: {left}")));
}
