//! `drawdown wallet forecast`

use super::Saved;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::{input, progress, simulate};
use drawdown::{Account, Errors, Scenario, Simulation, Value, Wallet, parse};

/// Simulate what becomes of a wallet as it stands: months, run-out, shortfalls and their ways out
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    saved: Saved,

    /// The demand and the actions: a scenario without `account`, as a JSON file; `-` reads stdin.
    /// Without `start`, it begins now, by the wallet's clock
    #[arg(value_name = "SCENARIO.json")]
    scenario: String,

    #[command(flatten)]
    output: simulate::Output,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (catalog, wallet) = args.saved.load()?;
    let scenario = args.read(&wallet)?;
    let detail = args.output.detail();
    let simulation = Simulation::from_wallet(&wallet, &scenario, detail);
    let simulation = simulation.map_err(|errors| args.refused(&errors))?;
    let projection = progress::finish(simulation, |errors| args.refused(&errors))?;
    let answer = args.output.shown(&catalog, &told(&wallet, &scenario), &projection)?;
    progress::check()?;
    Ok(answer)
}

impl Args {
    fn read(&self, wallet: &Wallet) -> anyhow::Result<Scenario> {
        let refused = |errors: Errors| self.refused(&errors);
        let mut value = parse(&input::text(&self.scenario)?).map_err(refused)?;
        if let Value::Object(members) = &mut value
            && !members.iter().any(|(key, _)| key == "start")
        {
            members.push(("start".to_owned(), Value::String(wallet.now().to_string())));
        }
        Ok(Scenario::from_value(&value).map_err(refused)?)
    }

    fn refused(&self, errors: &Errors) -> Failure {
        let hint = "`drawdown catalog schema scenario` prints the format of a scenario";
        Failure::in_input(input::name(&self.scenario), errors, hint)
    }
}

/// The scenario as a report tells it: with the wallet's plan.
fn told(wallet: &Wallet, scenario: &Scenario) -> Scenario {
    let held = wallet.subscribed();
    let mut account = Account::default();
    account.term = held.as_ref().map(|held| held.term);
    account.plan = held.map(|held| held.plan);
    let mut told = scenario.clone();
    told.account = Some(account);
    told
}
