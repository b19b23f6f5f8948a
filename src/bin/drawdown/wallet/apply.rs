//! `drawdown wallet apply`

use super::Saved;
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use anyhow::Context;
use drawdown::Command;

/// Apply commands to a wallet: print each outcome, and write the new state. An error in any of them
/// changes nothing; a refusal is an outcome, and no error
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    saved: Saved,

    /// The commands as JSON, one in each line; `-` reads stdin
    #[arg(value_name = "COMMANDS.jsonl")]
    commands: String,

    /// Write the new state to this file; it may be the one that was read
    #[arg(long, short, value_name = "FILE")]
    out: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (_, mut wallet) = args.saved.load()?;
    let mut lines = String::new();
    for (i, line) in input::text(&args.commands)?.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let name = format!("{}, line {}", input::name(&args.commands), i + 1);
        let hint = "such as {\"id\":\"job-1\",\"at\":\"2026-11-01T12:00Z\",\
                    \"charge\":{\"operation\":\"image\",\"amount\":\"8\"}}";
        let command =
            Command::from_json(line).map_err(|errors| Failure::in_input(&name, &errors, hint))?;
        let outcome = wallet.apply(&command).map_err(|error| {
            let hint = "nothing was written: the state is as it was";
            Failure::in_input(&name, &error.into(), hint)
        })?;
        lines.push_str(&drawdown::to_text(&outcome)?);
        lines.push('\n');
    }
    // First what happened, then the state: whoever stores the outcomes has lost none when the state
    // is there. If this fails, the commands can be applied again.
    Answer::new(lines).write().context("cannot write to stdout; the state is as it was")?;
    super::write(&args.out, &wallet)?;
    Ok(Answer::new(""))
}
