//! Credits kept on a server: prices and quotes for anyone with a key, and accounts whose every change
//! happens once.
//!
//! [`accounts`] is the logic, over any [`store`] and [`clock`]; [`http`] is its face; [`serve`] runs it.

pub mod accounts;
pub mod catalogs;
pub mod check;
pub mod clock;
pub mod config;
pub mod deliver;
pub mod events;
pub mod http;
pub mod keys;
pub mod problem;
pub mod quotes;
pub mod serve;
pub mod store;
pub mod webhooks;
