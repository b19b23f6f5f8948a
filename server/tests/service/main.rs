//! The service as a program of its own, over HTTP. Each test runs on SQLite, and on PostgreSQL too if
//! `DRAWDOWN_TEST_POSTGRES` is the URL of an empty server: every test makes a database of its own.

mod audit;
mod backup;
mod by_hand;
mod changes;
mod clients;
mod examples;
mod faults;
mod flaky;
mod harness;
mod kills;
mod ledger;
mod metered;
mod moves;
mod receipts;
mod receiver;
mod settings;
mod signed;
mod walk;
mod webhooks;
