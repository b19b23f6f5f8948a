//! `drawdown catalog diff`

use crate::answer::Answer;
use crate::input;
use crate::table::{Left, Right, counted, line_width, table_within, wrapped};
use clap::ValueEnum;
use drawdown::{Catalog, Change, ChangeKind, Decimal, Difference, changes, diff, grouped};
use std::fmt::Write;

/// List what a new version changes, price by price; exits with 1 if anything differs
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Old catalog: a file, or the id of a shipped one
    #[arg(value_name = "OLD")]
    old: String,

    /// New catalog
    #[arg(value_name = "NEW")]
    new: String,

    /// Form of the output
    #[arg(long = "as", value_name = "FORM", value_enum, default_value_t, conflicts_with = "json")]
    form: Form,

    /// Print the differences as JSON
    #[arg(long)]
    json: bool,
}

/// Who reads the differences.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// Every case and rule, for whoever maintains the catalog
    #[default]
    Table,
    /// Sentences for customers: what gets dearer, cheaper, what is new, what is gone
    Customer,
    /// The same sentences as an entry of a changelog, in Markdown
    Changelog,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (old, new) = (input::catalog(&args.old)?, input::catalog(&args.new)?);
    let found = diff(&old, &new)?;
    let answer = match args.form {
        _ if args.json => Answer::json(&found)?,
        Form::Table => Answer::new(other_platform(&old, &new) + &words(&found)),
        Form::Customer => {
            Answer::new(other_platform(&old, &new) + &customer(&new, &changes(&old, &new)?))
        }
        Form::Changelog => Answer::new(changelog(&new, &changes(&old, &new)?)),
    };
    Ok(answer.negative_if(!found.is_empty()))
}

/// Two platforms are seldom meant.
fn other_platform(old: &Catalog, new: &Catalog) -> String {
    match old.id() == new.id() {
        true => String::new(),
        false => format!("note: the old catalog is {}, the new one {}\n\n", old.id(), new.id()),
    }
}

/// The title and the sentences of each kind, in the order in which people read them.
fn customer(new: &Catalog, changes: &[Change]) -> String {
    let info = new.info();
    let mut out = format!("{}, version {}\n", info.name, info.version);
    if changes.is_empty() {
        out.push_str("\nNo change for customers\n");
    }
    let titles = [
        ("Dearer", ChangeKind::Dearer),
        ("Cheaper", ChangeKind::Cheaper),
        ("New", ChangeKind::Added),
        ("No longer offered", ChangeKind::Removed),
        ("Also changed", ChangeKind::Other),
    ];
    for (title, kind) in titles {
        let of_kind = changes.iter().filter(|change| change.kind == kind);
        let lines: String = of_kind.map(|change| format!("- {}\n", change.sentence)).collect();
        if !lines.is_empty() {
            let _infallible = write!(out, "\n{title}\n{lines}");
        }
    }
    out
}

/// An entry in the form of Keep a Changelog.
fn changelog(new: &Catalog, changes: &[Change]) -> String {
    let mut out = format!("## [{}] - {}\n", escaped(new.version()), new.as_of());
    if changes.is_empty() {
        out.push_str("\nNo change for customers.\n");
    }
    let titles: [(&str, &[ChangeKind]); 3] = [
        ("Changed", &[ChangeKind::Dearer, ChangeKind::Cheaper, ChangeKind::Other]),
        ("Added", &[ChangeKind::Added]),
        ("Removed", &[ChangeKind::Removed]),
    ];
    for (title, kinds) in titles {
        let of_kinds = changes.iter().filter(|change| kinds.contains(&change.kind));
        let lines: String =
            of_kinds.map(|change| format!("- {}\n", escaped(&change.sentence))).collect();
        if !lines.is_empty() {
            let _infallible = write!(out, "\n### {title}\n\n{lines}");
        }
    }
    out
}

/// A text without markup; an address may still become a link.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '~' | '[' | ']' | '<' | '&' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn words(found: &[Difference]) -> String {
    if found.is_empty() {
        return "no differences\n".to_owned();
    }
    let mut rows: Vec<[String; 5]> = found.iter().map(row).collect();
    let columns =
        [("place", Left), ("case", Left), ("before", Right), ("after", Right), ("change", Right)];
    let is_wide = |row: &[String; 5]| row.concat().chars().count() + 14 > line_width();
    if rows.iter().any(is_wide) {
        for [_, _, before, after, _] in &mut rows {
            // Long texts leave room for the cases.
            *before = wrapped(before, 20, 0).trim_end().to_owned();
            *after = wrapped(after, 20, 0).trim_end().to_owned();
        }
    }
    let count = counted(u64::try_from(rows.len()).unwrap_or(u64::MAX), "difference");
    let slips = if found.iter().any(Difference::is_slip) { SLIPS } else { "" };
    format!("{}\n{slips}{count}\n", table_within(line_width(), columns, &rows))
}

/// The meaning of the mark beside a change.
const SLIPS: &str =
    "!: a factor of about ten, a hundred or a thousand: is the decimal point right?\n";

fn row(difference: &Difference) -> [String; 5] {
    [
        difference.place.clone(),
        difference.case.clone(),
        difference.before.as_deref().map_or("–".to_owned(), shown),
        difference.after.as_deref().map_or("–".to_owned(), shown),
        marked(difference),
    ]
}

fn marked(difference: &Difference) -> String {
    let change = difference.percent().map(change).unwrap_or_default();
    if difference.is_slip() { format!("{change} !") } else { change }
}

fn shown(text: &str) -> String {
    text.parse::<Decimal>().map_or_else(|_| text.to_owned(), grouped)
}

fn change(percent: Decimal) -> String {
    let sign = if percent.is_negative() { "" } else { "+" };
    format!("{sign}{} %", grouped(percent))
}
