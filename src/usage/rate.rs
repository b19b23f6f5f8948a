//! What an event costs by a catalog. Equal requests are rated once.

use super::event::{EventOutcome, UsageEvent};
use super::names::Index;
use crate::amount::{Credits, Decimal};
use crate::catalog::program::{Kind, Operation};
use crate::catalog::supply::FailedRuns;
use crate::catalog::{Catalog, Request, RunRequest, SettingValue};
use crate::error::Errors;
use crate::estimate::{State, Total};
use crate::json::Value;
use serde::Serialize;
use std::borrow::Cow;

/// More different requests are rated each time.
const MOST_SHAPES: usize = 100_000;
/// Of one request, how many numbers of runs are kept.
const MOST_TOTALS: usize = 32;

/// A reason why events have no exact cost, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Unrated {
    /// Why.
    pub reason: String,
    /// The number of events.
    pub events: u64,
}

/// What an event costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rated {
    Exactly(Credits),
    Unknown(String),
}

/// Rates events by one catalog and plan.
#[derive(Debug)]
pub(super) struct Rater {
    catalog: Catalog,
    plan: Option<String>,
    places: Index<Box<str>, usize>,
    shapes: Vec<Shape>,
    key: String,
}

/// An operation with settings.
#[derive(Debug)]
struct Shape {
    request: Result<Request, String>,
    /// The price does not depend on the instant.
    is_steady: bool,
    totals: Vec<(u32, Rated)>,
    /// Whether a failed run costs nothing.
    refunds: bool,
    /// The price depends on earlier use.
    is_metered: bool,
}

/// One run.
#[derive(Clone, Debug)]
pub(super) struct Once {
    /// Without plan and instant.
    pub(super) request: Request,
    pub(super) credits: Credits,
    /// Whether a failed run costs the same.
    pub(super) charges_failed: bool,
}

/// Earlier use of each meter, by name.
pub(super) type Used = Vec<(String, Decimal)>;

impl Rater {
    pub(super) fn new(catalog: &Catalog, plan: Option<&str>) -> Result<Self, Errors> {
        if let Some(plan) = plan.filter(|plan| *plan != "none") {
            let plans = &catalog.checked().plans;
            let ids: Vec<&str> = plans.iter().map(|plan| &*plan.id).collect();
            crate::error::place_of("/plan", "plan", plan, ids.iter().copied())?;
        }
        Ok(Rater {
            catalog: catalog.clone(),
            plan: plan.map(str::to_owned),
            places: Index::default(),
            shapes: Vec::new(),
            key: String::new(),
        })
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// What an event costs, with failed runs as the catalog says.
    pub(super) fn cost(&mut self, event: &UsageEvent) -> Rated {
        let place = self.place(event);
        let Some(shape) = place.and_then(|place| self.shapes.get_mut(place)) else {
            return self.shape(event).cost(&self.catalog, event);
        };
        shape.cost(&self.catalog, event)
    }

    /// The same after some earlier use.
    pub(super) fn cost_after(&mut self, event: &UsageEvent, used: impl FnOnce() -> Used) -> Rated {
        let rated = self.cost(event);
        let place = self.places.get(self.key.as_str()).copied();
        let Some(shape) = place.and_then(|place| self.shapes.get_mut(place)) else { return rated };
        if !shape.is_metered || matches!(rated, Rated::Exactly(_)) {
            return rated;
        }
        if let Ok(request) = &mut shape.request {
            request.run.used = used();
        }
        shape.rate(&self.catalog, event)
    }

    /// What an event adds to each meter.
    pub(super) fn counts(&mut self, event: &UsageEvent, used: impl FnOnce() -> Used) -> Used {
        let place = self.place(event).filter(|place| self.is_metered(*place));
        let Some(shape) = place.and_then(|place| self.shapes.get_mut(place)) else {
            return Vec::new();
        };
        let Ok(request) = &mut shape.request else { return Vec::new() };
        request.run.used = used();
        request.run.runs = Some(event.runs);
        request.run.at = Some(event.at);
        let Ok(estimate) = self.catalog.estimate(request) else { return Vec::new() };
        let count = |metering: &crate::estimate::Metering| {
            Some((metering.meter.to_string(), metering.counts?))
        };
        estimate.meters.iter().filter_map(count).collect()
    }

    /// What one run of an event's request costs in full, however it ended; for a range, the high end.
    pub(super) fn once(&self, event: &UsageEvent) -> Result<Once, String> {
        let shape = self.shape(event);
        let mut request = shape.request?;
        request.run.at = Some(event.at);
        let total = self.catalog.total(&request).map_err(|errors| sentence(&errors))?;
        let credits = total.total.or(total.high);
        let credits = credits.ok_or_else(|| "one run has no known cost".to_owned())?;
        request.run.at = None;
        request.run.plan = None;
        Ok(Once { request, credits, charges_failed: !shape.refunds })
    }

    fn is_metered(&self, place: usize) -> bool {
        self.shapes.get(place).is_some_and(|shape| shape.is_metered)
    }

    /// The place of an event's operation and settings; `None` if there are too many.
    fn place(&mut self, event: &UsageEvent) -> Option<usize> {
        self.key.clear();
        event.push_shape(&mut self.key);
        if let Some(place) = self.places.get(self.key.as_str()) {
            return Some(*place);
        }
        if self.shapes.len() >= MOST_SHAPES {
            return None;
        }
        let shape = self.shape(event);
        self.shapes.push(shape);
        let place = self.shapes.len() - 1;
        self.places.insert(self.key.as_str().into(), place);
        Some(place)
    }

    fn shape(&self, event: &UsageEvent) -> Shape {
        let checked = self.catalog.checked();
        let name = resolved(&self.catalog, &event.operation);
        let operation = match checked.operation(&name) {
            Ok(operation) => operation,
            Err(errors) => return Shape::unknown(sentence(&errors)),
        };
        let own = checked.head(&operation.id).and_then(|(_, head)| head.failed_runs);
        let failed = own.unwrap_or(checked.supply().policies.failed_runs);
        let dated =
            |price: &crate::catalog::program::Price| price.from.is_some() || price.until.is_some();
        Shape {
            request: self.request(operation, event),
            is_steady: operation.windows.is_empty() && !operation.prices.iter().any(dated),
            totals: Vec::new(),
            refunds: failed == FailedRuns::Refund,
            is_metered: !operation.meters.is_empty(),
        }
    }

    fn request(&self, operation: &Operation, event: &UsageEvent) -> Result<Request, String> {
        let mut settings = Vec::with_capacity(event.settings.len());
        for (name, text) in &event.settings {
            let known = operation.settings.iter().find(|setting| *setting.name == **name);
            let kind = known.map(|setting| &setting.kind);
            settings.push((name.clone().into_owned(), typed(kind, text)));
        }
        let plan = self.plan.clone();
        let run = RunRequest { settings, plan, ..RunRequest::default() };
        Ok(Request { operation: operation.id.to_string(), run })
    }
}

/// The id of an operation, by its id or its name for people.
fn resolved<'a>(catalog: &'a Catalog, name: &'a str) -> Cow<'a, str> {
    match catalog.operation_id(name) {
        Some(id) => Cow::Borrowed(id),
        None => Cow::Borrowed(name),
    }
}

/// A text as the setting expects it.
pub(super) fn typed(kind: Option<&Kind>, text: &str) -> SettingValue {
    let text = text.trim();
    match (kind, text.to_ascii_lowercase().as_str()) {
        (Some(Kind::Flag), "true" | "yes" | "1" | "on") => SettingValue::Flag(true),
        (Some(Kind::Flag), "false" | "no" | "0" | "off") => SettingValue::Flag(false),
        (Some(Kind::List { .. }), _) => listed(text).unwrap_or_else(|| text.into()),
        _ => text.into(),
    }
}

/// `[1, 2]`
fn listed(text: &str) -> Option<SettingValue> {
    let Value::Array(items) = crate::json::parse(text).ok()? else { return None };
    let number = |item: &Value| match item {
        Value::Number(text) | Value::String(text) => text.parse::<Decimal>().ok(),
        _ => None,
    };
    items.iter().map(number).collect::<Option<Vec<_>>>().map(SettingValue::List)
}

impl Shape {
    fn unknown(reason: String) -> Self {
        Shape {
            request: Err(reason),
            is_steady: true,
            totals: Vec::new(),
            refunds: false,
            is_metered: false,
        }
    }

    fn cost(&mut self, catalog: &Catalog, event: &UsageEvent) -> Rated {
        if self.refunds && event.outcome != EventOutcome::Done {
            return Rated::Exactly(Credits::ZERO);
        }
        if self.is_metered {
            return Rated::Unknown("its price depends on earlier use".to_owned());
        }
        if let Some((_, known)) = self.totals.iter().find(|(runs, _)| *runs == event.runs) {
            return known.clone();
        }
        let rated = self.rate(catalog, event);
        if self.is_steady && self.totals.len() < MOST_TOTALS {
            self.totals.push((event.runs, rated.clone()));
        }
        rated
    }

    fn rate(&mut self, catalog: &Catalog, event: &UsageEvent) -> Rated {
        let request = match &mut self.request {
            Ok(request) => request,
            Err(reason) => return Rated::Unknown(reason.clone()),
        };
        request.run.runs = Some(event.runs);
        request.run.at = Some(event.at);
        match catalog.total(request) {
            Ok(Total { total: Some(total), .. }) => Rated::Exactly(total),
            Ok(Total { state: State::Range, .. }) => {
                Rated::Unknown("its settings leave a range of costs".to_owned())
            }
            Ok(Total { state: State::Rate, .. }) => Rated::Unknown(
                "a quantity that is known only after the run is not in the log".to_owned(),
            ),
            Ok(_) => Rated::Unknown("its price is not published".to_owned()),
            Err(errors) => Rated::Unknown(sentence(&errors)),
        }
    }
}

fn sentence(errors: &Errors) -> String {
    errors.first().map_or_else(String::new, |error| error.sentence().to_owned())
}

/// Reasons and how often they occurred.
#[derive(Debug, Default)]
pub(super) struct Reasons(Vec<Unrated>);

/// More different reasons are counted together.
const MOST_REASONS: usize = 100;

impl Reasons {
    pub(super) fn note(&mut self, operation: &str, reason: &str) {
        self.note_many(operation, reason, 1);
    }

    pub(super) fn note_many(&mut self, operation: &str, reason: &str, events: u64) {
        let reason = format!("{}: {reason}", crate::visible::visible(operation));
        if let Some(known) = self.0.iter_mut().find(|known| known.reason == reason) {
            known.events += events;
        } else if self.0.len() < MOST_REASONS {
            self.0.push(Unrated { reason, events });
        } else if let Some(last) = self.0.last_mut() {
            "other reasons".clone_into(&mut last.reason);
            last.events += events;
        }
    }

    /// The most frequent first.
    pub(super) fn into_list(self) -> Vec<Unrated> {
        let mut list = self.0;
        crate::order::sort(&mut list, |a, b| {
            b.events.cmp(&a.events).then_with(|| a.reason.cmp(&b.reason))
        });
        list
    }
}
