//! Prices that were read long ago.

use super::Catalog;
use super::operation::{Body, OperationDocument, PriceDocument, PriceView};
use super::source::{Date, SourceRef};
use crate::calendar::{DAY, Instant};
use crate::error::{Error, ErrorKind};
use crate::json::{Log, escape};

/// Further prices of one source are only counted.
const NAMED: usize = 3;

impl Catalog {
    /// Sources of prices, plans and top-ups that were read more than `days` before an
    /// instant, each at its place, with the names of what it is the source of. What names no source
    /// has the date of the catalog. Prices that have ended by then are left out, and so is what is
    /// not sold. They are warnings: an old price may still hold.
    ///
    /// ```
    /// use drawdown::Catalog;
    /// let catalog = Catalog::from_json(r#"{
    ///     "catalog": "example", "version": "1", "as_of": "2026-11-01",
    ///     "credit": { "name": "credit", "step": "1" },
    ///     "sources": { "guide": { "at": "docs.example.com", "as_of": "2026-01-01" } },
    ///     "operations": [ { "id": "image", "price": "unpriced", "source": "guide" } ] }"#)?;
    /// let old = catalog.older_than(180, "2026-11-30".parse()?);
    /// assert_eq!(old[0].pointer(), "/sources/guide/as_of");
    /// assert_eq!(old[0].sentence(), "as of 2026-01-01, 333 days before 2026-11-30 (image)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn older_than(&self, days: u32, at: Instant) -> Vec<Error> {
        let limit = Limit { days: i64::from(days), at };
        let cited = self.cited(at);
        let document = &self.checked().document;
        let whole = ("/as_of".to_owned(), document.as_of, Vec::from_iter(cited.undated()));
        let named = document.sources.iter().map(|(name, source)| {
            let pointer = format!("/sources/{}/as_of", escape(name));
            (pointer, source.as_of, Vec::from_iter(cited.from(name)))
        });
        let inline = cited.0.iter().filter_map(|citation| match citation.source {
            Some(SourceRef::Inline(ref source)) => {
                let pointer = format!("{}/source/as_of", citation.pointer);
                Some((pointer, source.as_of, vec![citation.name.as_str()]))
            }
            _ => None,
        });
        let all = std::iter::once(whole).chain(named).chain(inline);
        all.filter_map(|(pointer, as_of, names)| limit.passed(&pointer, as_of, &names)).collect()
    }

    /// What is sold at an instant or later, with the sources of it.
    fn cited(&self, at: Instant) -> Citations {
        let checked = self.checked();
        let mut all = Citations(Vec::new());
        for (place, head) in checked.heads().iter().enumerate() {
            // Errors are reported by `check`.
            if let Ok(operation) = checked.written(place, &Log::default()) {
                all.operation(&operation, &format!("/operations/{place}"), head.name(), at);
            }
        }
        let document = &checked.document;
        let plans = document.plans.iter().map(|plan| (&plan.name, &plan.id, &plan.source));
        let top_ups = document.top_ups.iter().map(|pack| (&pack.name, &pack.id, &pack.source));
        all.section("plans", plans);
        all.section("top_ups", top_ups);
        all
    }
}

/// Something that is sold, and where that is published.
struct Citation {
    name: String,
    source: Option<SourceRef>,
    /// Of the object that may name the source.
    pointer: String,
}

struct Citations(Vec<Citation>);

impl Citations {
    /// The names of what a source of the catalog is the source of.
    fn from<'c>(&'c self, source: &'c str) -> impl Iterator<Item = &'c str> {
        let is_from = move |citation: &&Citation| matches!(&citation.source, Some(SourceRef::Name(name)) if name == source);
        self.0.iter().filter(is_from).map(|citation| citation.name.as_str())
    }

    /// The names of what has no source.
    fn undated(&self) -> impl Iterator<Item = &str> {
        let undated = self.0.iter().filter(|citation| citation.source.is_none());
        undated.map(|citation| citation.name.as_str())
    }

    fn section<'d>(
        &mut self,
        section: &str,
        all: impl Iterator<Item = (&'d Option<String>, &'d String, &'d Option<SourceRef>)>,
    ) {
        self.0.extend(all.enumerate().map(|(place, (name, id, source))| Citation {
            name: name.as_ref().unwrap_or(id).clone(),
            source: source.clone(),
            pointer: format!("/{section}/{place}"),
        }));
    }

    fn operation(&mut self, operation: &OperationDocument, at: &str, name: &str, now: Instant) {
        let whole = operation.short_form().map(|price| (price, at.to_owned()));
        let dated = operation.prices.iter().enumerate();
        let dated = dated
            .map(|(place, price)| (PriceDocument::view(price), format!("{at}/prices/{place}")));
        for (price, pointer) in whole.into_iter().chain(dated) {
            let has_ended =
                price.valid.and_then(|valid| valid.until).is_some_and(|until| until <= now);
            if !has_ended {
                self.price(&price, &pointer, name);
            }
        }
    }

    /// A price, and its components that have sources of their own.
    fn price(&mut self, price: &PriceView, pointer: &str, name: &str) {
        let components = match price.price {
            Body::NotSold => return,
            Body::Components(components) => components.as_slice(),
            Body::Free | Body::Unpriced => &[],
        };
        let mut add = |source: &Option<SourceRef>, pointer: String| {
            let name = name.to_owned();
            self.0.push(Citation { name, source: source.clone(), pointer });
        };
        let mut undated = components.is_empty();
        for (place, component) in components.iter().enumerate() {
            let pointer = format!("{pointer}/price/{place}");
            undated |= component.source.is_none();
            if component.source.is_some() {
                add(&component.source, pointer.clone());
            }
            for (place, part) in component.max_of.iter().enumerate() {
                if part.source.is_some() {
                    add(&part.source, format!("{pointer}/max_of/{place}"));
                }
            }
        }
        if undated || price.source.is_some() {
            add(&price.source.cloned(), pointer.to_owned());
        }
    }
}

struct Limit {
    days: i64,
    at: Instant,
}

impl Limit {
    /// The warning about a source that is older than the limit.
    fn passed(&self, pointer: &str, as_of: Date, names: &[&str]) -> Option<Error> {
        let age = (self.at.to_unix() - as_of.midnight().to_unix()).div_euclid(DAY);
        if age <= self.days || names.is_empty() {
            return None;
        }
        let days = if age == 1 { "day" } else { "days" };
        let at = Date::of(self.at);
        let sentence = format!("as of {as_of}, {age} {days} before {at} ({})", listed(names));
        Some(Error::new(ErrorKind::OutOfRange, pointer, sentence))
    }
}

/// `Clip, Sketch, Upscale and 4 more`, each name once.
fn listed(names: &[&str]) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in names {
        if !once.contains(name) {
            once.push(name);
        }
    }
    let shown = once.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match once.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
