//! Which plan covers what a team runs in a month, and why the others lose.
//!
//! `cargo run --example fit`

use drawdown::{Buffer, Catalog, Need, NeedLine, Request};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::from_json(include_str!("../catalogs/krea.json"))?;
    let need = Need::new([
        NeedLine::new(Request::new("flux")).per_day(10).days(22),
        NeedLine::new(Request::new("nano-banana")).per_week(15),
    ])
    .buffer(Buffer::percent(20, 20))
    .start("2027-01-01".parse()?)
    .months(6);

    let fit = catalog.fit(&need)?;
    println!("{}", fit.verdict);
    for option in &fit.options {
        println!("{}: {}", option.name, option.reason);
    }
    Ok(())
}
