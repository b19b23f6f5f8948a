//! Remarks and sources from the whole catalog: the footnotes of a rate card.

use super::Catalog;
use super::condition_words::condition;
use super::document::Document;
use super::operation::{Body, ComponentDocument, OperationDocument, PriceDocument, PriceView};
use super::source::{Source, SourceRef};

/// Remarks of a catalog outside its prices, and its sources.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Footnotes {
    /// Remarks on the catalog, then on plans, grants and top-ups, with their names.
    pub notes: Vec<String>,
    /// Every source, once.
    pub sources: Vec<Source>,
}

impl Catalog {
    /// Remarks and sources of plans, grants and top-ups, and of the catalog itself.
    pub fn footnotes(&self) -> Footnotes {
        let document = &self.checked().document;
        let mut notes = document.notes.clone();
        let mut sources = Vec::new();
        for (_, source) in &document.sources {
            add(&mut sources, source);
        }
        let name = |name: &Option<String>, id: &String| name.clone().unwrap_or_else(|| id.clone());
        let plans = document.plans.iter().map(|p| (name(&p.name, &p.id), &p.notes, &p.source));
        let grants = document.grants.iter().map(|g| (name(&g.name, &g.id), &g.notes, &g.source));
        let top_ups = document.top_ups.iter().map(|t| (name(&t.name, &t.id), &t.notes, &t.source));
        let limits = document.limits.iter().map(|l| (name(&l.name, &l.id), &l.notes, &l.source));
        for (name, remarks, source) in plans.chain(grants).chain(top_ups).chain(limits) {
            notes.extend(remarks.iter().map(|note| format!("{name}: {note}")));
            refer(&mut sources, document, source.as_ref());
        }
        Footnotes { notes, sources }
    }
}

/// The remarks of an operation, then those of its lines.
pub(super) fn notes(document: &Document, operation: &OperationDocument) -> Vec<String> {
    let own = operation.notes.iter().map(|note| match &note.when {
        Some(when) => format!("{} ({})", note.text, condition(document, when)),
        None => note.text.clone(),
    });
    let of_lines = components(operation)
        .filter_map(|component| Some(format!("{}: {}", component.line, component.note.as_ref()?)));
    let mut notes: Vec<String> = Vec::new();
    for note in own.chain(of_lines) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}

/// Sources of the prices of an operation.
pub(super) fn sources(document: &Document, operation: &OperationDocument) -> Vec<Source> {
    let mut sources = Vec::new();
    for price in prices(operation) {
        refer(&mut sources, document, price.source);
    }
    for component in components(operation) {
        refer(&mut sources, document, component.source.as_ref());
    }
    sources
}

fn prices(operation: &OperationDocument) -> impl Iterator<Item = PriceView<'_>> {
    let dated = operation.prices.iter().map(PriceDocument::view);
    operation.short_form().into_iter().chain(dated)
}

/// Every component, including those of `max_of`.
fn components(operation: &OperationDocument) -> impl Iterator<Item = &ComponentDocument> {
    let listed = prices(operation).flat_map(|price| match price.price {
        Body::Components(components) => components.as_slice(),
        _ => &[],
    });
    listed.flat_map(|component| std::iter::once(component).chain(&component.max_of))
}

fn refer(sources: &mut Vec<Source>, document: &Document, source: Option<&SourceRef>) {
    let source = match source {
        Some(SourceRef::Inline(source)) => Some(source),
        Some(SourceRef::Name(name)) => {
            let named = document.sources.iter().find(|(known, _)| known == name);
            named.map(|(_, source)| source)
        }
        None => None,
    };
    source.into_iter().for_each(|source| add(sources, source));
}

fn add(sources: &mut Vec<Source>, source: &Source) {
    if !sources.contains(source) {
        sources.push(source.clone());
    }
}
