//! `drawdown wallet open`

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{Account, Errors, Instant, Wallet};
use std::path::Path;

/// Open the wallet of an account, and print its state
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Id of the wallet: unique among yours
    #[arg(value_name = "ID")]
    id: String,

    /// The account as a JSON file: plan, members, lots; `-` reads stdin [default: an empty account]
    #[arg(value_name = "ACCOUNT.json")]
    account: Option<String>,

    /// Catalog: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,

    /// The instant, such as 2026-11-01T12:00Z
    #[arg(long, value_name = "INSTANT")]
    at: Instant,

    /// Write the state to this file, and print the first entries, one as JSON in each line
    #[arg(long, short, value_name = "FILE")]
    out: Option<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let catalog = input::catalog(&args.catalog)?;
    let hint = "`drawdown catalog schema account` prints the format of an account";
    let name = args.account.as_deref().map_or("the account", input::name);
    let refused = |errors: Errors| match errors.first().filter(|error| error.pointer() == "/wallet")
    {
        Some(error) => Failure::new(format!("ID: {}", error.sentence()), "such as acct-7"),
        None => Failure::in_input(name, &errors, hint),
    };
    let account = match &args.account {
        Some(path) => Account::from_json(&input::text(path)?).map_err(refused)?,
        None => Account::default(),
    };
    let opened = Wallet::open(&catalog, &args.id, &account, args.at).map_err(refused)?;
    let Some(path) = &args.out else {
        return Ok(Answer::new(opened.wallet.save() + "\n"));
    };
    if Path::new(path).exists() {
        let fault = format!("{path}: there is a file already: a wallet is opened once");
        return Err(Failure::new(fault, "give the path of a new file").into());
    }
    super::write(path, &opened.wallet)?;
    let lines = opened.entries.iter().map(|entry| Ok(drawdown::to_text(entry)? + "\n"));
    Ok(Answer::new(lines.collect::<anyhow::Result<String>>()?))
}
