//! `drawdown wallet migrate`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{MigrationReport, Wallet, WalletMapping};

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
    let mut reports = Vec::new();
    let mut moved = Vec::new();
    for path in &args.states {
        let hint = "say in the --mapping what becomes of names that the catalog does not have";
        let migration = Wallet::migrate(&input::text(path)?, &catalog, &mapping)
            .map_err(|errors| Failure::in_input(input::name(path), &errors, hint))?;
        reports.push(migration.report);
        moved.push((path, migration.wallet));
    }
    for (path, wallet) in &moved {
        let name = std::path::Path::new(path).file_name();
        if let Some((folder, name)) = args.out.as_ref().zip(name) {
            let to = std::path::Path::new(folder).join(name);
            super::write(&to.to_string_lossy(), wallet)?;
        }
    }
    if args.json {
        return Answer::json(&reports);
    }
    Ok(Answer::new(reports.iter().map(words).collect::<String>()))
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
    let MigrationReport { wallet, from, to, names, entries, .. } = report;
    let mut out = format!("{wallet}: {from} -> {to}\n");
    for name in names {
        let what = name.what.word().replace('_', "-");
        let becomes = name.to.as_ref().map_or("gone".to_owned(), |to| format!("`{to}`"));
        out.push_str(&format!("  {what} `{}` -> {becomes}\n", name.from));
    }
    for entry in entries {
        out.push_str(&format!("  {}\n", entry.text));
    }
    out
}
