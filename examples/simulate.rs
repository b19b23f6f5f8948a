//! A plan and its use over three months: credits issued, spent and lost, month by month.
//!
//! `cargo run --example simulate`

use drawdown::{Account, Catalog, DayWords, Demand, Detail, Request, Scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::from_json(include_str!("../catalogs/krea.json"))?;
    let images =
        Demand::new(Request::new("nano-banana")).per_day(8).days(DayWords::Weekdays).growth(10);
    let mut account = Account::default();
    let months = Scenario::new("2026-12-01".parse()?).length("3 months".parse()?);
    account.plan = Some("basic".to_owned());
    let scenario = months.account(account).demand([images]);

    let projection = catalog.simulate(&scenario, Detail::Columns)?;
    for month in projection.months() {
        let date = projection.zone().date(month.start);
        println!("{date}: {} issued, {} spent, {} lost", month.issued, month.spent, month.lost);
    }
    match projection.run_out {
        Some(at) => println!("credits run out on {}", projection.zone().moment(at)),
        None => println!("credits last"),
    }
    Ok(())
}
