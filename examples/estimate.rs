//! What some images cost, line by line.
//!
//! `cargo run --example estimate`

use drawdown::{Catalog, Request};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::from_json(include_str!("../catalogs/imagineart.json"))?;
    let request = Request::new("nano-banana-2").set("resolution", "4K").runs(3);
    let estimate = catalog.estimate(&request)?;
    for line in &estimate.lines {
        println!("{}: {}", line.label, line.text);
    }
    match estimate.total {
        Some(total) => println!("total: {total} {}", estimate.unit),
        None => println!("total: {:?}, {:?}", estimate.state, estimate.reasons),
    }
    Ok(())
}
