//! From an outcome of the library to an answer: a refusal is 402 with the ways out, a closed gate 403.

use super::Done;
use crate::problem::Problem;
use drawdown::{
    Cause, CommandAction, Demand, Detail, Outcome, Refusal, Request, Scenario, Wallet, to_text,
};
use serde_json::{Value, json};

/// The answer to a command that was carried out.
///
/// # Errors
/// If it cannot be written.
pub fn answer_of(
    wallet: &Wallet,
    action: &CommandAction,
    outcome: Outcome,
) -> Result<Done, Problem> {
    let (status, body) = match &outcome {
        Outcome::Refused(_, refusal) => {
            let problem = refused(wallet, action, refusal);
            (problem.status, problem.body())
        }
        Outcome::Paid(_) | Outcome::Partly(..) => (200, to_text(&outcome)?),
    };
    let entries = outcome.into_applied().entries;
    Ok(Done { entries, status, body, ..Done::default() })
}

fn refused(wallet: &Wallet, action: &CommandAction, refusal: &Refusal) -> Problem {
    let (status, code, detail) = match refusal.cause {
        Cause::Gate => {
            let gate = refusal.gate.clone();
            (403, "gate", gate.unwrap_or_else(|| "it is not allowed".to_owned()))
        }
        Cause::NoPrice => (422, "no_price", "its price is not published".to_owned()),
        cause => {
            let detail = format!(
                "{} credits are missing, {} could pay",
                refusal.shortfall, refusal.available
            );
            (402, code_of(cause), detail)
        }
    };
    let problem = Problem::new(status, code, detail)
        .with("available", refusal.available.to_string())
        .with("shortfall", refusal.shortfall.to_string());
    let problem = match (&refusal.limit, refusal.until) {
        (Some(limit), Some(until)) => {
            problem.with("limit", limit.as_str()).with("until", until.to_string())
        }
        (Some(limit), None) => problem.with("limit", limit.as_str()),
        (None, _) => problem,
    };
    match status {
        402 => problem.with("ways", ways(wallet, action).unwrap_or_else(|| json!([]))),
        _ => problem,
    }
}

fn code_of(cause: Cause) -> &'static str {
    match cause {
        Cause::NotEligible => "not_eligible",
        Cause::SubscriptionEnded => "subscription_ended",
        Cause::UsedByMembers => "used_by_members",
        Cause::MemberCap => "member_cap",
        Cause::Limit => "limit",
        _ => "out_of_credits",
    }
}

/// What would help: the ways out of the same request, now.
fn ways(wallet: &Wallet, action: &CommandAction) -> Option<Value> {
    let request = match action {
        CommandAction::ChargeRequest(asked) => asked.request.clone(),
        CommandAction::HoldRequest(asked) => asked.request.clone(),
        _ => return None,
    };
    let now = wallet.now();
    let demand = Demand::new(as_the_account(request)).on([now]);
    let scenario = Scenario::new(now).demand([demand]);
    let projection = wallet.simulate(&scenario, Detail::Columns).ok()?;
    let ways = &projection.shortfalls.first()?.ways;
    serde_json::from_str(&to_text(ways).ok()?).ok()
}

/// The request without what the account itself says: its plan and its instant.
fn as_the_account(mut request: Request) -> Request {
    (request.run.plan, request.run.at, request.run.balance) = (None, None, None);
    request.run.used.clear();
    request
}
