//! `drawdown wallet`

mod apply;
mod forecast;
mod migrate;
mod open;
mod show;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use drawdown::{Catalog, Wallet};
use std::fs;
use std::path::Path;

/// Keep live balances: open wallets, apply commands, look at them, forecast, migrate
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Open(open::Args),
    Apply(apply::Args),
    Show(show::Args),
    Forecast(forecast::Args),
    Migrate(migrate::Args),
}

pub(crate) fn run(command: &Command) -> anyhow::Result<Answer> {
    match command {
        Command::Open(args) => open::run(args),
        Command::Apply(args) => apply::run(args),
        Command::Show(args) => show::run(args),
        Command::Forecast(args) => forecast::run(args),
        Command::Migrate(args) => migrate::run(args),
    }
}

/// The state of a wallet, and its catalog.
#[derive(clap::Args)]
struct Saved {
    /// The saved wallet as a JSON file; `-` reads stdin
    #[arg(value_name = "STATE.json")]
    state: String,

    /// Catalog of the wallet: a file, or the id of a shipped one
    #[arg(long, short, value_name = "FILE|ID")]
    catalog: String,
}

impl Saved {
    fn load(&self) -> anyhow::Result<(Catalog, Wallet)> {
        let catalog = input::catalog(&self.catalog)?;
        let wallet = Wallet::load(&catalog, &input::text(&self.state)?);
        let wallet = wallet.map_err(|errors| {
            let is_of_another =
                errors.first().is_some_and(|error| error.pointer() == "/catalog/digest");
            let hint = if is_of_another {
                "`drawdown wallet migrate` moves a wallet to another version of its catalog"
            } else {
                "give a state as `drawdown wallet open` and `apply` write it"
            };
            Failure::in_input(input::name(&self.state), &errors, hint)
        })?;
        Ok((catalog, wallet))
    }
}

/// Writes a state to a file as a whole: a crash leaves the old file or the new one.
fn write(path: &str, wallet: &Wallet) -> anyhow::Result<()> {
    let path = Path::new(path);
    let beside = path.with_extension("json.new");
    let written = fs::write(&beside, wallet.save()).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| {
        let fault = format!("{}: cannot be written: {error}", path.display());
        Failure::new(fault, "give the path of a file in a folder that exists").into()
    })
}
