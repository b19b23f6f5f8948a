//! Answers from many fits: break-even, sensitivity, seasons, savings.

use super::Args;
use super::report::Report;
use crate::need::operation_name;
use crate::progress::Teller;
use crate::table::{Left, Right, rounded, table_within, wrapped};
use drawdown::{
    BreakEven, BreakEvenStep, Catalog, Decimal, Errors, ForecastOptions, Need, Saving,
    SeasonAction, SeasonMonth, SeasonalPlan, Seed, Sensitivity, SensitivityStep, grouped,
};
use serde::Serialize;

/// The further answers.
#[derive(Serialize)]
pub(super) struct Further {
    #[serde(skip_serializing_if = "Option::is_none")]
    break_even: Option<BreakEven>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitivity: Option<Sensitivity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seasons: Option<SeasonalPlan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    savings: Option<Vec<Saving>>,
}

/// The further questions.
#[derive(Clone, Copy)]
pub(super) struct Questions {
    break_even: Option<Option<u32>>,
    sensitivity: Option<Option<u32>>,
    seed: Option<u64>,
    seasons: bool,
    savings: bool,
}

impl Questions {
    pub(super) fn of(args: &Args) -> Self {
        let Args { break_even, sensitivity, seed, seasons, savings, .. } = *args;
        Questions { break_even, sensitivity, seed, seasons, savings }
    }

    /// Computes one answer after the other, and reports progress.
    pub(super) fn ask<T: 'static>(
        self,
        catalog: &Catalog,
        need: &Need,
        teller: &Teller<T>,
    ) -> Result<Further, Errors> {
        let watched = |what| catalog.watched(teller.looks_for(what));
        let break_even = self.break_even.map(|up_to| watched("break-even").break_even(need, up_to));
        let break_even = break_even.transpose()?;
        let sensitivity = self.sensitivity.map(|paths| {
            let mut chance = ForecastOptions::default().paths(paths.unwrap_or(200));
            chance.seed = self.seed.map(Seed);
            watched("sensitivity").sensitivity(need, Some(&chance))
        });
        let sensitivity = sensitivity.transpose()?;
        let seasons = self.seasons.then(|| watched("seasons").seasonal_plan(need));
        let seasons = seasons.transpose()?;
        let savings = self.savings.then(|| watched("savings").savings(need));
        Ok(Further { break_even, sensitivity, seasons, savings: savings.transpose()? })
    }
}

impl Further {
    /// A section for each answer.
    pub(super) fn text(&self, report: &Report) -> String {
        let sections = [
            self.break_even.as_ref().map(|answer| break_even(report, answer)),
            self.sensitivity.as_ref().map(|answer| sensitivity(report, answer)),
            self.seasons.as_ref().map(|answer| seasons(report, answer)),
            self.savings.as_ref().map(|answer| savings(report, answer)),
        ];
        sections.into_iter().flatten().map(|section| format!("\n{section}")).collect()
    }
}

fn tenth(per_cent: Decimal) -> String {
    rounded(&per_cent.to_string(), 1)
}

fn break_even(report: &Report, answer: &BreakEven) -> String {
    let row = |step: &BreakEvenStep| {
        let (low, high) = (report.coins(step.cost), report.coins(step.until_cost));
        [
            format!("{} – {}", grouped(step.from_need), grouped(step.until_need)),
            format!("{} – {} %", tenth(step.from), tenth(step.until)),
            report.short(step.name.as_deref().unwrap_or(NOTHING), step.term),
            if high.is_empty() || low == high { low } else { format!("{low} – {high}") },
        ]
    };
    let rows: Vec<[String; 4]> = answer.steps.iter().map(row).collect();
    let columns = [
        ("need of a month", Right),
        ("of the need", Right),
        ("costs least", Left),
        (&*report.in_all(), Right),
    ];
    format!("Break-even:\n{}", table_within(report.width, columns, &rows))
}

const NOTHING: &str = "no option with a known price";

fn sensitivity(report: &Report, answer: &Sensitivity) -> String {
    let row = |step: &SensitivityStep| {
        [
            if step.change == 0 { "unchanged".to_owned() } else { format!("{:+} %", step.change) },
            report.short(step.name.as_deref().unwrap_or(NOTHING), step.term),
            report.coins(step.cost),
            if step.same { "yes" } else { "no" }.to_owned(),
        ]
    };
    let rows: Vec<[String; 4]> = answer.steps.iter().map(row).collect();
    let columns =
        [("need", Right), ("costs least", Left), (&*report.in_all(), Right), ("the same", Left)];
    let text = wrapped(&format!("Sensitivity: {}", answer.text), report.width, 2);
    let chance = answer.chance.as_ref().map(|chance| {
        let refused = match chance.refused {
            0 => "no run refused".to_owned(),
            count => format!("at most {} refused", report.runs(count)),
        };
        let (paths, seed) = (grouped(chance.paths), chance.seed.0);
        format!("Random demand: {paths} paths from seed {seed}; {refused} in nine paths of ten\n")
    });
    let table = table_within(report.width, columns, &rows);
    format!("{text}{table}{}", chance.unwrap_or_default())
}

fn seasons(report: &Report, answer: &SeasonalPlan) -> String {
    let row = |month: &SeasonMonth| {
        let what = match month.action {
            Some(SeasonAction::Subscribe) => "subscribe",
            Some(SeasonAction::Change) => "change",
            Some(SeasonAction::Cancel) => "cancel",
            None => "begin",
        };
        [report.moment(month.from), month.name.clone(), what.to_owned()]
    };
    let rows: Vec<[String; 3]> = answer.months.iter().map(row).collect();
    let mut out = wrapped(&format!("Seasons: {}", answer.text), report.width, 2);
    if !rows.is_empty() {
        let columns = [("from", Left), ("plan, paid monthly", Left), ("what to do", Left)];
        out.push_str(&table_within(report.width, columns, &rows));
    }
    if !answer.complete {
        out.push_str("Not all sequences of plans were searched: another may cost less\n");
    }
    out
}

fn savings(report: &Report, answer: &[Saving]) -> String {
    if answer.is_empty() {
        return "Savings: no setting or model of the same tool costs less\n".to_owned();
    }
    let row = |saving: &Saving| {
        let item = report.fit.need.lines.get(saving.line);
        [
            item.map(|item| operation_name(report.catalog, &item.estimate.operation))
                .unwrap_or_default(),
            saving.change.clone(),
            grouped(saving.credits),
            report.coins(saving.money),
            report.short(saving.name.as_deref().unwrap_or(NOTHING), saving.term),
        ]
    };
    let rows: Vec<[String; 5]> = answer.iter().map(row).collect();
    let columns = [
        ("instead of", Left),
        ("with", Left),
        (&*format!("{} less a month", report.units()), Right),
        (&*format!("{} less in {}", report.currency(), report.time()), Right),
        ("costs least then", Left),
    ];
    format!("Savings:\n{}", table_within(report.width, columns, &rows))
}
