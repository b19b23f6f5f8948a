//! Rules one by one, with numbers worked out by hand.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod accept;
mod actions;
mod balances;
mod caps;
mod catalog_forms;
mod catalog_hints;
mod compare;
mod detached;
mod estimate_words;
mod events;
mod failed_runs;
mod fit_optimal;
mod fit_rows;
mod fit_watched;
mod forecast;
mod freshness;
mod holes;
mod limits;
mod live_wallet;
mod meters;
mod migration;
mod opened;
mod payments;
mod repeated_days;
mod rollover;
mod rollover_table;
mod signed_quotes;
mod text_types;
mod totals;
mod usage_forecast;
mod wallet;
