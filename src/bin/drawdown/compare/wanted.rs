//! What is compared: one generation, or a need.

use super::Args;
use crate::failure::Failure;
use crate::input;
use crate::line::LineFlag;
use drawdown::{ModelLine, ModelNeed, ModelRequest, ModelRun, SettingValue, parse};

pub(super) enum Wanted {
    Run(ModelRun),
    Need(ModelNeed),
}

impl Wanted {
    pub(super) fn read(args: &Args) -> anyhow::Result<Self> {
        let flags = args.daily.iter().chain(&args.weekly).chain(&args.monthly);
        match &args.wanted {
            Some(path) if path == "-" || path.ends_with(".json") => {
                refuse(
                    "a need from a file",
                    [("--set", args.settings.is_empty()), ("--tag", args.tag.is_empty())],
                )?;
                Ok(Wanted::Need(with_flags(args, from_file(path)?)))
            }
            Some(model) => {
                refuse(
                    "one generation",
                    [("--buffer", args.buffer.is_none()), ("--months", args.months.is_none())],
                )?;
                Ok(Wanted::Run(run(args, model)))
            }
            None if flags.count() > 0 => {
                refuse(
                    "lines, which name their own settings",
                    [("--set", args.settings.is_empty())],
                )?;
                Ok(Wanted::Need(with_flags(args, from_lines(args)?)))
            }
            None => {
                let hint =
                    "give a MODEL, a NEED.json, or lines such as --monthly \"200 x nano-banana-2\"";
                Err(Failure::new("there is nothing to compare", hint).into())
            }
        }
    }
}

/// A flag that would have no effect is a mistake.
fn refuse<const N: usize>(with: &str, absent: [(&str, bool); N]) -> Result<(), Failure> {
    match absent.into_iter().find(|(_, is_absent)| !is_absent) {
        Some((flag, _)) => {
            Err(Failure::new(format!("{flag} has no effect on {with}"), "leave it out"))
        }
        None => Ok(()),
    }
}

fn run(args: &Args, model: &str) -> ModelRun {
    let mut run = ModelRun::new(request(model, &args.settings, &args.tag));
    run.at = args.start;
    run.currency.clone_from(&args.currency);
    run.rates.clone_from(&args.rate);
    run
}

fn from_file(path: &str) -> anyhow::Result<ModelNeed> {
    let hint = "a need has `lines`, each with a `request` for a `model`, and how often";
    let refused = |errors| Failure::in_input(input::name(path), &errors, hint);
    let value = parse(&input::text(path)?).map_err(refused)?;
    Ok(ModelNeed::from_value(&value).map_err(refused)?)
}

fn from_lines(args: &Args) -> anyhow::Result<ModelNeed> {
    if let Some(line) =
        args.daily.iter().chain(&args.weekly).chain(&args.monthly).find(|line| line.cost.is_some())
    {
        let hint = "a cost is checked by `drawdown fit`: here, every platform has its own";
        return Err(Failure::new(format!("`{}` names a cost", line.text), hint).into());
    }
    let line = |line: &LineFlag| ModelLine::new(request(&line.name, &line.settings, &args.tag));
    let daily = args.daily.iter().map(|flag| {
        let line = line(flag).per_day(flag.count);
        match args.days {
            Some(days) => line.days(days),
            None => line,
        }
    });
    let weekly = args.weekly.iter().map(|flag| line(flag).per_week(flag.count));
    let monthly = args.monthly.iter().map(|flag| line(flag).per_month(flag.count));
    Ok(ModelNeed::new(daily.chain(weekly).chain(monthly)))
}

fn with_flags(args: &Args, mut need: ModelNeed) -> ModelNeed {
    need.currency = args.currency.clone().or(need.currency);
    need.months = args.months.or(need.months);
    need.start = args.start.or(need.start);
    need.buffer = args.buffer.clone().or(need.buffer);
    // A rate from a flag takes the place of the file's.
    need.rates.retain(|(code, _)| !args.rate.iter().any(|(other, _)| other == code));
    need.rates.extend(args.rate.iter().cloned());
    need
}

fn request(model: &str, settings: &[(String, String)], tags: &[String]) -> ModelRequest {
    let mut request = ModelRequest::new(model).tags(tags.iter().map(String::as_str));
    request.settings = settings.iter().map(|(name, text)| (name.clone(), value(text))).collect();
    request
}

/// Numbers may be written as texts; yes and no may not.
fn value(text: &str) -> SettingValue {
    match text {
        "yes" | "true" => true.into(),
        "no" | "false" => false.into(),
        text => text.into(),
    }
}
