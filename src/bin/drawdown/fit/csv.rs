//! The options as CSV: exact decimals, instants in UTC.

use crate::sheet::Sheet;
use crate::simulate::word;
use drawdown::{Fit, FitOption};

const HEADINGS: [&str; 26] = [
    "rank",
    "plan",
    "name",
    "term",
    "state",
    "cost",
    "per_month",
    "per_credit",
    "per_run",
    "need",
    "covered",
    "buffer_low",
    "buffer_high",
    "headroom",
    "issued",
    "spent",
    "wasted",
    "wasted_money",
    "missing",
    "run_out",
    "frontier",
    "proven",
    "gap",
    "top_ups",
    "assume",
    "reason",
];

/// A row for each option; the top-ups are `instant=count*id`, with spaces between.
pub(super) fn options(fit: &Fit) -> anyhow::Result<String> {
    let mut sheet = Sheet::new(HEADINGS)?;
    for (place, option) in fit.options.iter().enumerate() {
        sheet.row(row(place + 1, option).iter().map(String::as_str))?;
    }
    sheet.text()
}

fn row(rank: usize, option: &FitOption) -> [String; 26] {
    let bought = option.top_ups.iter();
    let bought: Vec<String> =
        bought.map(|bought| format!("{}={}*{}", bought.at, bought.count, bought.top_up)).collect();
    [
        rank.to_string(),
        shown(option.plan.as_ref()),
        option.name.clone(),
        option.term.map_or("", drawdown::Term::word).to_owned(),
        word(&option.state),
        shown(option.cost.as_ref()),
        shown(option.per_month.as_ref()),
        shown(option.per_credit.as_ref()),
        shown(option.per_run.as_ref()),
        shown(option.need.as_ref()),
        option.covered.to_string(),
        option.buffer_low.to_string(),
        option.buffer_high.to_string(),
        shown(option.headroom.as_ref()),
        option.issued.to_string(),
        option.spent.to_string(),
        option.wasted.to_string(),
        shown(option.wasted_money.as_ref()),
        option.missing.to_string(),
        shown(option.run_out.as_ref()),
        option.frontier.to_string(),
        option.proven.to_string(),
        shown(option.gap.as_ref()),
        bought.join(" "),
        option.assume.join(" "),
        option.reason.clone(),
    ]
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
