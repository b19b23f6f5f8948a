//! A quote that is kept, and computed again later: by anyone who has the catalog.
//!
//! `cargo run --example verify`

use drawdown::{Catalog, Request, Verdict, to_text_pretty};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::from_json(include_str!("../catalogs/imagineart.json"))?;
    let quote = catalog.quote(&Request::new("nano-banana-2").set("resolution", "4K").runs(3))?;
    let kept = to_text_pretty(&quote)?;

    let forged = kept.replacen("294", "94", 1);
    for text in [&kept, &forged] {
        match catalog.verify_json(text)? {
            Verdict::Verified => println!("verified: {}", quote.digest),
            Verdict::Differs { pointer, expected, found, .. } => {
                println!("differs at {pointer}: expected {expected}, found {found}");
            }
            other => println!("{}: {other}", other.code()),
        }
    }
    Ok(())
}
