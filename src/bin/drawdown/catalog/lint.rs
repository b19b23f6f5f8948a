//! `drawdown catalog lint`

mod file;

use super::fault::{Fault, counted_all, fault, place};
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{AmountForm, Layout, layout, visible};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// Say where catalogs are not in the canonical layout; exits with 1 if one is not
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Files, or - for stdin
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,

    /// Rewrite the files. The digest of a catalog stays the same
    #[arg(long)]
    fix: bool,

    /// Also write amounts that are JSON numbers as strings. This changes the digest, so change the
    /// version too
    #[arg(long, requires = "fix")]
    amounts: bool,

    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

/// The findings in one file.
#[derive(Serialize)]
struct Linted {
    file: String,
    errors: Vec<Fault>,
    /// Lines of the file that the layout changes.
    lines: usize,
    /// Pointers of the amounts that are JSON numbers.
    numbers: Vec<String>,
    /// Whether the file was rewritten.
    fixed: bool,
    #[serde(skip)]
    text: String,
    #[serde(skip)]
    laid: String,
}

/// Further places of one file are only counted.
const PLACES: usize = 3;
/// And further lines of one place.
const LINES: usize = 12;

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    if args.fix && args.files.iter().any(|file| file == "-") {
        return Err(Failure::new("stdin cannot be rewritten", "give the path of a file").into());
    }
    let amounts = if args.amounts { AmountForm::Strings } else { AmountForm::AsWritten };
    // All files are read before the first is rewritten.
    let mut linted: Vec<Linted> =
        args.files.iter().map(|name| lint(name, amounts)).collect::<Result<_, _>>()?;
    if args.fix {
        for each in linted.iter_mut().filter(|each| each.errors.is_empty() && !each.is_laid()) {
            file::replace(&each.file, &each.laid)?;
            each.fixed = true;
        }
    }
    let answer = if args.json { Answer::json(&linted)? } else { Answer::new(words(&linted)) };
    Ok(answer.negative_if(!linted.iter().all(Linted::is_good)))
}

fn lint(path: &str, amounts: AmountForm) -> anyhow::Result<Linted> {
    let text = input::text(path)?;
    Ok(match layout(&text, amounts) {
        Ok(Layout { text: laid, numbers, .. }) => Linted {
            lines: changed_lines(&text, &laid),
            numbers: if amounts == AmountForm::Strings { Vec::new() } else { numbers },
            ..Linted::new(path, text, laid)
        },
        Err(errors) => Linted {
            errors: errors.iter().map(fault).collect(),
            ..Linted::new(path, text, String::new())
        },
    })
}

/// Lines of the first text that the second does not have, or the lines that it adds if these are
/// more.
fn changed_lines(text: &str, laid: &str) -> usize {
    let diff = TextDiff::from_lines(text, laid);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    count(ChangeTag::Delete).max(count(ChangeTag::Insert))
}

impl Linted {
    fn new(path: &str, text: String, laid: String) -> Self {
        Linted {
            file: path.to_owned(),
            errors: Vec::new(),
            lines: 0,
            numbers: Vec::new(),
            fixed: false,
            text,
            laid,
        }
    }

    fn is_laid(&self) -> bool {
        self.text == self.laid
    }

    fn is_good(&self) -> bool {
        self.errors.is_empty() && self.numbers.is_empty() && (self.fixed || self.is_laid())
    }

    fn words(&self, out: &mut String) -> std::fmt::Result {
        let file = visible(input::name(&self.file));
        for Fault { pointer, sentence, .. } in &self.errors {
            writeln!(out, "error: {file}: {}: {sentence}", place(pointer))?;
        }
        for number in &self.numbers {
            let place = visible(number);
            writeln!(out, "amount: {file}: {place}: a JSON number; write it as a string")?;
        }
        if self.errors.is_empty() && !self.fixed && !self.is_laid() {
            self.places(out)?;
        }
        writeln!(out, "{file}: {}", self.summary())
    }

    /// The first places at which the layout differs, as removed and added lines.
    fn places(&self, out: &mut String) -> std::fmt::Result {
        let diff = TextDiff::from_lines(self.text.as_str(), self.laid.as_str());
        let groups = diff.grouped_ops(0);
        for group in groups.iter().take(PLACES) {
            let line = group.first().map_or(0, |op| op.old_range().start) + 1;
            writeln!(out, "{}:{line}:", visible(input::name(&self.file)))?;
            let changes = || group.iter().flat_map(|op| diff.iter_changes(op));
            for change in changes().take(LINES) {
                let sign = if change.tag() == ChangeTag::Delete { '-' } else { '+' };
                writeln!(out, "{sign} {}", change.value().trim_end_matches(['\n', '\r']))?;
            }
            if let more @ 1.. = changes().count().saturating_sub(LINES) {
                writeln!(out, "… and {}", counted_all(more, "line"))?;
            }
        }
        match groups.len().saturating_sub(PLACES) {
            0 => Ok(()),
            more => writeln!(out, "and {} more", counted_all(more, "place")),
        }
    }

    fn summary(&self) -> String {
        if !self.errors.is_empty() {
            return counted_all(self.errors.len(), "error");
        }
        let numbers = match self.numbers.len() {
            0 => String::new(),
            1 => ", 1 amount that is a JSON number".to_owned(),
            count => format!(", {} that are JSON numbers", counted_all(count, "amount")),
        };
        let layout = match (self.fixed, self.is_laid(), self.lines) {
            (true, ..) => "rewritten".to_owned(),
            (_, true, _) => "in the canonical layout".to_owned(),
            (.., lines) => format!("{} to lay out", counted_all(lines, "line")),
        };
        format!("{layout}{numbers}")
    }
}

fn words(linted: &[Linted]) -> String {
    let mut out = String::new();
    for each in linted {
        let _infallible = each.words(&mut out);
    }
    let hints = [
        (
            "`--fix` rewrites the layout",
            linted.iter().any(|each| each.errors.is_empty() && !each.fixed && !each.is_laid()),
        ),
        (
            "`--fix --amounts` writes amounts as strings, which changes the digest",
            linted.iter().any(|each| !each.numbers.is_empty()),
        ),
    ];
    for (hint, _) in hints.iter().filter(|(_, applies)| *applies) {
        let _infallible = writeln!(out, "hint: {hint}");
    }
    out
}
