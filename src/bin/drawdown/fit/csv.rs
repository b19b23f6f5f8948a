//! The options as CSV: exact decimals, instants in UTC.

use crate::sheet::Sheet;
use crate::simulate::word;
use drawdown::{Fit, FitOption, TopUpPurchase};

const HEADINGS: [&str; 31] = [
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
    "left",
    "left_money",
    "margin_cost",
    "margin_per_month",
    "margin_top_ups",
    "assume",
    "reason",
];

/// A row for each option; top-ups are `instant=count*id`, separated by spaces.
pub(super) fn options(fit: &Fit) -> anyhow::Result<String> {
    let mut sheet = Sheet::new(HEADINGS)?;
    for (place, option) in fit.options.iter().enumerate() {
        sheet.row(row(place + 1, option).iter().map(String::as_str))?;
    }
    sheet.text()
}

fn row(rank: usize, option: &FitOption) -> [String; 31] {
    let margin = option.with_margin.as_ref();
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
        bought(&option.top_ups),
        option.left.to_string(),
        shown(option.left_money.as_ref()),
        shown(margin.and_then(|margin| margin.cost.as_ref())),
        shown(margin.and_then(|margin| margin.per_month.as_ref())),
        margin.map(|margin| bought(&margin.top_ups)).unwrap_or_default(),
        option.assume.join(" "),
        option.reason.clone(),
    ]
}

fn bought(list: &[TopUpPurchase]) -> String {
    let words = list.iter().map(|one| format!("{}={}*{}", one.at, one.count, one.top_up));
    words.collect::<Vec<_>>().join(" ")
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
