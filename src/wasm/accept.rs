//! Accepting a quote.

use super::answer;
use super::error::thrown;
use super::handle::JsCatalog;
use super::read::{read, text};
use crate::amount::{Credits, Decimal};
use crate::calendar::{Instant, Span};
use crate::catalog::Request;
use crate::estimate::Estimate;
use crate::json::{Log, record};
use crate::verify::{QuoteChecks, QuoteDecision, QuoteFault};
use serde::Serialize;
use wasm_bindgen::prelude::*;

record! {
    /// What a quote is checked against.
    struct Checks {
        /// The instant by the server's clock.
        now: Instant,
        /// How far the quote's instant may be from it.
        tolerance: Option<Span>,
        /// Id of the plan that the account holds.
        plan: Option<String>,
        /// Earlier use in the period of each meter.
        used: Vec<(String, Decimal)>,
        /// Who accepts the quote.
        audience: Option<String>,
    }
}

/// A decision as an object.
#[derive(Serialize)]
#[serde(untagged)]
enum Decision<'a> {
    Accepted {
        accepted: bool,
        request: &'a Request,
        total: Credits,
        estimate: &'a Estimate,
        id: &'a str,
        digest: &'a str,
    },
    Refused {
        accepted: bool,
        fault: QuoteFault,
        text: &'a str,
    },
}

impl<'a> From<&'a QuoteDecision> for Decision<'a> {
    fn from(decision: &'a QuoteDecision) -> Self {
        match decision {
            QuoteDecision::Accepted(of) => Decision::Accepted {
                accepted: true,
                request: &of.request,
                total: of.total,
                estimate: &of.estimate,
                id: &of.id,
                digest: &of.digest,
            },
            QuoteDecision::Refused(of) => {
                Decision::Refused { accepted: false, fault: of.fault, text: &of.text }
            }
        }
    }
}

#[wasm_bindgen(js_class = Catalog)]
impl JsCatalog {
    /// Verifies a quote for an account. Whoever stores digests may answer later, so the caller asks
    /// twice: first as if the digest were new.
    #[wasm_bindgen(js_name = verifyFor)]
    pub fn verify_for(
        &self,
        quote: &JsValue,
        checks: &JsValue,
        is_new: bool,
    ) -> Result<JsValue, JsValue> {
        let quote = text(quote, "a quote", "")?;
        let checks: Result<Checks, _> = Log::of_values().read(&read(checks, "checks", "")?);
        let Checks { now, tolerance, plan, used, audience } =
            checks.map_err(|errors| thrown(&errors))?;
        let mut checks = QuoteChecks::new(now).plan(plan).used(used);
        checks = tolerance.into_iter().fold(checks, QuoteChecks::tolerance);
        checks = audience.into_iter().fold(checks, QuoteChecks::audience);
        let decision = self.0.verify_for(&quote, &checks, |_| is_new);
        answer(decision.as_ref().map(Decision::from).map_err(Clone::clone))
    }
}
