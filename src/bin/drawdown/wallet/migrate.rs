//! `drawdown wallet migrate`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{Migration, MigrationReport, Wallet, WalletMapping};
use std::collections::BTreeMap;
use std::path::Path;

/// Move wallets to another version of their catalog; without --out, only says what would differ
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The saved wallets as JSON files
    #[arg(value_name = "STATE.json", required = true)]
    states: Vec<String>,

    /// The catalog to move to: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// What names become that the catalog does not have: a JSON file such as
    /// {"plans":{"pro":"premium"},"top_ups":{"pack":null}}
    #[arg(long, short, value_name = "FILE")]
    mapping: Option<String>,

    /// Write the moved wallets to this folder, under the names that their files have
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<String>,

    /// Print the reports as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let mapping = args.mapping()?;
    let (mut moved, mut faults) = (Vec::new(), Vec::new());
    for path in &args.states {
        match Wallet::migrate(&input::text(path)?, &catalog, &mapping) {
            Ok(migration) => moved.push((path, migration)),
            Err(errors) => {
                faults.extend(errors.iter().map(|error| format!("{}: {error}", input::name(path))));
            }
        }
    }
    if !faults.is_empty() {
        let hint = "nothing was written; the --mapping says what becomes of names that the catalog \
                    does not have";
        return Err(Failure::of(faults, hint).into());
    }
    if let Some(folder) = &args.out {
        write_all(folder, &moved)?;
    }
    let reports: Vec<&MigrationReport> = moved.iter().map(|(_, done)| &done.report).collect();
    if args.json {
        return Answer::json(&reports);
    }
    Ok(Answer::new(reports.into_iter().map(words).collect::<String>()))
}

/// Writes each wallet under the name of its file. Two of one name would be one file.
fn write_all(folder: &str, moved: &[(&String, Migration)]) -> anyhow::Result<()> {
    let mut names = BTreeMap::new();
    for (path, migration) in moved {
        let Some(name) = Path::new(path).file_name() else { continue };
        let to = Path::new(folder).join(name).to_string_lossy().into_owned();
        if let Some((other, _)) = names.insert(to, (path, migration)) {
            let fault = format!("{other} and {path} would become one file in {folder}");
            return Err(Failure::new(fault, "move them one folder at a time").into());
        }
    }
    names.iter().try_for_each(|(to, (_, migration))| super::write(to, &migration.wallet))
}

impl Args {
    fn mapping(&self) -> anyhow::Result<WalletMapping> {
        let Some(path) = &self.mapping else { return Ok(WalletMapping::default()) };
        let hint = "such as {\"plans\":{\"pro\":\"premium\"},\"top_ups\":{\"pack\":null}}";
        let mapping = WalletMapping::from_json(&input::text(path)?);
        Ok(mapping.map_err(|errors| Failure::in_input(input::name(path), &errors, hint))?)
    }
}

fn words(report: &MigrationReport) -> String {
    let MigrationReport { wallet, from, to, names, dropped, entries, .. } = report;
    let mut out = format!("{wallet}: {from} -> {to}\n");
    for name in names {
        let what = name.what.word().replace('_', "-");
        let becomes = name.to.as_ref().map_or("gone".to_owned(), |to| format!("`{to}`"));
        out.push_str(&format!("  {what} `{}` -> {becomes}\n", name.from));
    }
    for what in dropped {
        out.push_str(&format!("  {what}\n"));
    }
    for entry in entries {
        out.push_str(&format!("  {}\n", entry.text));
    }
    out
}
