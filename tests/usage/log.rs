//! Logs and catalogs for the tests.

use drawdown::{
    Catalog, Credits, Error, Instant, Mapping, ReadOptions, ReadSummary, UsageEvent, UsageReader,
};

/// Images at 24 credits, less on Pro; clips by the second, rounded up; free runs; a tool with an
/// open setting; a meter.
pub(crate) fn catalog(version: &str, image: &str) -> Catalog {
    let text = format!(
        r#"{{ "catalog": "studio", "version": "{version}", "as_of": "2026-11-01",
            "credit": {{ "name": "credit", "plural": "credits", "step": "1" }},
            "meters": {{ "searches": {{ "per": "month", "unit": "search" }} }},
            "classes": {{ "free": {{ "paid": false }}, "plan": {{}}, "pack": {{}} }},
            "plans": [ {{ "id": "basic", "price": {{ "month": "10" }}, "grants": ["monthly"] }},
                       {{ "id": "pro", "price": {{ "month": "20" }}, "cost_factor": "0.5",
                          "grants": ["monthly"] }} ],
            "grants": [
                {{ "id": "daily", "class": "free", "amount": "30", "every": "day", "expires": "reset" }},
                {{ "id": "monthly", "class": "plan", "amount": "500", "every": "cycle",
                   "expires": "cycle_end" }} ],
            "top_ups": [ {{ "id": "pack", "class": "pack", "credits": "100", "price": "5",
                            "expires": "never" }} ],
            "burn_order": [ "expires", "issued" ],
            "policies": {{ "failed_runs": "refund" }},
            "operations": [
                {{ "id": "image", "price": [ {{ "line": "image", "rate": "{image}" }} ] }},
                {{ "id": "clip",
                   "settings": {{ "seconds": {{ "number": {{ "min": 1, "max": 60 }}, "default": 5 }},
                                  "sound": {{ "flag": false }} }},
                   "price": [ {{ "line": "clip", "quantity": "seconds", "rate": "1.5" }},
                              {{ "line": "sound", "rate": "10", "when": {{ "sound": true }} }} ],
                   "adjust": [ {{ "round": "step", "per": "request" }} ] }},
                {{ "id": "train", "settings": {{ "steps": {{ "number": {{ "min": 1, "max": 9 }} }} }},
                   "price": [ {{ "line": "steps", "quantity": "steps", "rate": "7" }} ] }},
                {{ "id": "search", "price": [ {{ "line": "search", "quantity": "1", "unit": "search",
                   "meter": "searches", "tiers": {{ "graduated": [
                       {{ "up_to": 10, "rate": "2" }}, {{ "rate": "1" }} ] }} }} ] }} ] }}"#
    );
    Catalog::from_json(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

/// An event: operation, instant, runs.
pub(crate) fn event(operation: &str, instant: &str, runs: u32) -> UsageEvent<'static> {
    UsageEvent::new(operation, at(instant)).runs(runs)
}

/// How to read with a mapping.
pub(crate) fn mapped(mapping: &str) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.mapping = Mapping::from_json(mapping).unwrap_or_else(|errors| panic!("{errors}"));
    options
}

/// Reads files in pieces of a size. Returns the events as text, and what was read.
pub(crate) fn read_pieces(
    options: ReadOptions,
    files: &[&[u8]],
    size: usize,
) -> Result<(Vec<String>, ReadSummary), Error> {
    let mut reader = UsageReader::new(options);
    let mut events = Vec::new();
    let mut take = |event: &UsageEvent| {
        events.push(shown(event));
        Ok(())
    };
    for (place, file) in files.iter().enumerate() {
        reader.begin(&format!("file {place}"), &mut take)?;
        for piece in file.chunks(size) {
            reader.feed(piece, &mut take)?;
        }
    }
    let summary = reader.end(&mut take)?;
    Ok((events, summary))
}

/// Reads a text in one piece, with the default options.
pub(crate) fn read(text: &str) -> (Vec<String>, ReadSummary) {
    read_pieces(ReadOptions::default(), &[text.as_bytes()], usize::MAX)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// An event on one line.
pub(crate) fn shown(event: &UsageEvent) -> String {
    let text = |name: &str, value: &Option<std::borrow::Cow<str>>| {
        value.as_ref().map_or(String::new(), |value| format!(" {name}={value}"))
    };
    let settings: Vec<String> =
        event.settings.iter().map(|(name, value)| format!(" {name}:{value}")).collect();
    let charged = event.charged.map_or(String::new(), |charged| format!(" charged={charged}"));
    format!(
        "{} {}x{}{} {}{charged}{}{}{}{}",
        event.at,
        event.operation,
        event.runs,
        settings.concat(),
        event.outcome.word(),
        text("id", &event.id),
        text("account", &event.account),
        text("member", &event.member),
        text("project", &event.project),
    )
}
