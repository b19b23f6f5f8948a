//! The pages of the documentation: what they show comes out, what they list is all there is.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod backtest;
mod catalog_page;
mod catalogs;
mod compare_page;
mod defaults;
mod examples;
mod features;
mod licences;
mod need_page;
mod platforms_page;
mod quotes_page;
mod ranges;
mod readme;
mod scenario_page;
mod schema;
mod semantics;
mod shipped_page;
mod type_declarations;
