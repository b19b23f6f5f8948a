//! What a platform sells: read, checked, compiled, identified.
//!
//! A [`Catalog`] exists only if its file has no errors. If it was [opened](Catalog::open), this
//! does not cover the operations: each is checked on first use.

pub(crate) mod by_plan;
mod check;
mod compile;
mod condition;
mod condition_words;
mod describe;
mod document;
mod expression;
mod footnotes;
mod freshness;
mod grant;
pub(crate) mod head;
mod hours;
pub(crate) mod id;
mod lazy;
mod limit;
mod limits;
mod meter;
mod opened;
mod operation;
mod plan;
mod plausible;
mod policy;
pub(crate) mod program;
mod rate;
mod request;
pub(crate) mod rules;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod setting;
mod source;
pub(crate) mod supply;
mod term;
mod terms;
mod unpublished;
mod valid;
mod value;
mod zone;

pub use describe::{CatalogInfo, OperationInfo, PlanInfo, SettingInfo};
pub use footnotes::Footnotes;
pub(crate) use lazy::Checked;
pub use meter::MeterPeriod;
pub use opened::Catalog;
pub(crate) use operation::{ExpectedState, TestDocument};
pub use plan::{TermPrice, TermPrices};
pub use policy::AlertLevel;
pub use request::{Balance, Request, RunRequest};
pub(crate) use request::{Settings, by_name};
pub use rules::{PriceRule, PriceRules};
pub use source::{Date, Source};
pub use supply::Term;
pub(crate) use terms::listed;
pub use terms::{PlanTermsText, TermsLine, TermsText, Topic};
pub use unpublished::{Unpublished, UnpublishedNumber};
pub use value::SettingValue;
