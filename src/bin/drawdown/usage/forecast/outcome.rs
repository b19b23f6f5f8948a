//! What a pace leads to: the date on which credits run out, and the plan that fits.

use super::Args;
use super::account::Holder;
use crate::failure::Failure;
use crate::{input, progress};
use drawdown::{Catalog, Detail, Errors, Fit, Instant, Need, PaceEnd, UsageForecast};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Outcome {
    pub(super) run_out: RunOut,
    pub(super) fit: Fit,
    #[serde(skip)]
    pub(super) need: Need,
    #[serde(skip)]
    pub(super) plan: Option<String>,
}

/// When the first run is refused; absent if none is.
#[derive(Serialize)]
pub(super) struct RunOut {
    /// At the expected pace.
    pub(super) expected: Option<Instant>,
    /// At the high end of the range.
    pub(super) early: Option<Instant>,
    /// At the low end.
    pub(super) late: Option<Instant>,
    /// The end of the months that were simulated.
    pub(super) until: Instant,
    /// What is assumed about the account.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) assumptions: Vec<String>,
}

impl Outcome {
    /// `None` if there is no pace.
    pub(super) fn of(
        args: &Args,
        catalog: &Catalog,
        forecast: &UsageForecast,
        holder: &Holder,
    ) -> anyhow::Result<Option<Self>> {
        let account = Some(&holder.account);
        let given = account.filter(|_| holder.is_given);
        let Some(need) = forecast.need(given, args.months) else { return Ok(None) };
        let refused = |errors: Errors| refused(args, &errors);
        let simulate = |end| {
            let scenario = forecast.scenario(account, args.months, end);
            let run = |scenario| progress::run(catalog, &scenario, Detail::Columns, refused);
            scenario.map(run).transpose()
        };
        let Some(expected) = simulate(PaceEnd::Expected)? else { return Ok(None) };
        let run_out = RunOut {
            expected: expected.run_out,
            early: simulate(PaceEnd::High)?.and_then(|early| early.run_out),
            late: simulate(PaceEnd::Low)?.and_then(|late| late.run_out),
            until: expected.until,
            assumptions: expected.assumptions,
        };
        let fit = {
            let (catalog, need) = (catalog.clone(), need.clone());
            progress::wait(move |teller| catalog.watched(teller.looks_for("options")).fit(&need))?
        };
        let fit = fit.map_err(refused)?;
        Ok(Some(Outcome { run_out, fit, need, plan: holder.account.plan.clone() }))
    }
}

fn refused(args: &Args, errors: &Errors) -> Failure {
    let hint = "`drawdown catalog schema account` prints the format of an account";
    let name = args.account.as_deref().map_or("the account", input::name);
    Failure::in_input(name, errors, hint)
}
