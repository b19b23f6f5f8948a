//! Usage logs: read, summed up, replayed, rated again.

#![cfg(test)]
#![cfg(not(target_arch = "wasm32"))]

mod focus;
mod focus_rules;
mod hostile;
mod kept;
mod log;
mod mixed;
mod parquet;
mod platforms;
mod read;
mod replay;
mod report;
mod rerate;
