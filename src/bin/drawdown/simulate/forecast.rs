//! A forecast, for people.

use crate::table::{Left, Right, table};
use drawdown::{Decimal, Forecast, Instant, RunOut, Zone, grouped};

/// Run-out, spending and refusals for nine, five and one paths in ten, and probabilities by month.
pub(super) fn report(forecast: &Forecast, zone: &Zone) -> String {
    let header = format!(
        "{} {}: {} paths from seed {}\n",
        forecast.catalog, forecast.version, forecast.paths, forecast.seed
    );
    [header, chance(&forecast.run_out), ranks(forecast, zone), months(forecast, zone)].join("\n")
}

fn chance(run_out: &RunOut) -> String {
    format!(
        "Credits run out in {} of the paths, never in {}\n",
        percent(run_out.probability),
        percent(run_out.never)
    )
}

fn ranks(forecast: &Forecast, zone: &Zone) -> String {
    let day = |at: Option<Instant>| at.map_or("never".to_owned(), |at| zone.date(at));
    let money = |value: drawdown::Money| value.words(forecast.currency.as_deref());
    let (out, spent, top_ups) = (&forecast.run_out, &forecast.spent, &forecast.top_ups);
    let (billed, refused) = (&forecast.billed, &forecast.refused);
    let known = if forecast.unpriced { "invoiced, known prices only" } else { "invoiced" };
    let row = |name: &str, values: [String; 3]| {
        let [low, middle, high] = values;
        [name.to_owned(), low, middle, high]
    };
    let rows = [
        row("runs out by", [day(out.p10), day(out.p50), day(out.p90)]),
        row("spent", [spent.p10, spent.p50, spent.p90].map(grouped)),
        row("top-ups", [top_ups.p10, top_ups.p50, top_ups.p90].map(money)),
        row(known, [billed.p10, billed.p50, billed.p90].map(money)),
        row("runs refused", [refused.p10, refused.p50, refused.p90].map(grouped)),
    ];
    table([("", Left), ("P10", Right), ("P50", Right), ("P90", Right)], &rows)
}

fn months(forecast: &Forecast, zone: &Zone) -> String {
    let row = |month: &drawdown::MonthChance| {
        [zone.date(month.start), percent(month.first), percent(month.by_then)]
    };
    let rows: Vec<[String; 3]> = forecast.run_out.months.iter().map(row).collect();
    table([("month from", Left), ("runs out in it", Right), ("by its end", Right)], &rows)
}

/// "22.5 %"
fn percent(share: Decimal) -> String {
    let hundred = share.checked_times(100).unwrap_or(share);
    format!("{hundred} %")
}
