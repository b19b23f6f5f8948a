//! Every number in `docs/semantics.md` is what the library answers.
//!
//! The page is a list of examples: a `json operation` block and a table of requests and answers; a
//! `json broken` block and the errors it draws; a `json file` block, its canonical text, the bytes
//! and the digest; a `json rules` block, a `json scenario` and its ledger, a
//! `json need` and what fits it. `SNAPSHOTS=overwrite cargo test --test docs semantics` writes the answers anew; read
//! the difference before you keep it.

use drawdown::{
    Catalog, Detail, Estimate, FitOption, Line, LineState, Need, Request, Scenario, State,
    TopUpPurchase,
};
use std::fs;
use std::path::{Path, PathBuf};

const HEADING: &str = "| request | answer |";

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/semantics.md")
}

#[test]
fn every_example_gives_the_answer_shown() {
    let before = fs::read_to_string(page()).unwrap();
    let (after, checked) = worked_out(&before);
    assert!(checked > 60, "only {checked} answers were found");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(page(), after).unwrap();
        return;
    }
    for (i, (shown, found)) in before.lines().zip(after.lines()).enumerate() {
        assert_eq!(shown, found, "docs/semantics.md, line {}", i + 1);
    }
    assert_eq!(before, after);
}

#[test]
fn the_page_names_the_version_of_the_rules() {
    let page = fs::read_to_string(page()).unwrap();
    let named = format!("`SEMANTICS`, now {}.", drawdown::SEMANTICS);
    assert!(page.contains(&named), "{named}");
}

/// The page with every answer worked out anew, and how many there are.
fn worked_out(page: &str) -> (String, usize) {
    let mut out = String::new();
    let mut examples = Examples::default();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty()) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let text = examples.block(language, &block.join("\n"));
            out.push_str(&format!("{text}\n```\n"));
        } else if line == HEADING {
            let rest = lines.by_ref().take_while(|line| !line.is_empty());
            for row in rest {
                out.push_str(&examples.row(row));
                out.push('\n');
            }
            out.push('\n');
        }
    }
    (out, examples.checked)
}

/// What the page has shown so far.
#[derive(Default)]
struct Examples {
    /// The catalog that operations stand in, without them.
    frame: String,
    /// The catalog that rules stand in, without them.
    account: String,
    /// The catalog that requests and scenarios are for.
    catalog: String,
    /// What the next block of text must say.
    next: Vec<(&'static str, String)>,
    checked: usize,
}

impl Examples {
    /// A block as it must read.
    fn block(&mut self, language: &str, text: &str) -> String {
        match language {
            "json catalog" => self.frame = text.to_owned(),
            "json operation" => self.catalog = self.framed(text),
            "json account" => self.account = text.to_owned(),
            "json rules" => {
                let frame = self.account.trim_end().strip_suffix('}').expect("an object");
                self.catalog = format!("{frame}, {}", opened(text));
            }
            "json need" => self.next = vec![("text fit", self.fit(text))],
            "json scenario" => self.next = vec![("text ledger", self.ledger(text))],
            "json whole" => self.catalog = text.to_owned(),
            "json broken" => self.next = vec![("text errors", errors(text))],
            "json file" => self.next = digests(text),
            "text request" => self.next = vec![("text request digest", request_digest(text))],
            _ => {
                let Some(place) = self.next.iter().position(|(kind, _)| *kind == language) else {
                    return text.to_owned();
                };
                self.checked += 1;
                return self.next.remove(place).1;
            }
        }
        text.to_owned()
    }

    /// A row of a table as it must read.
    fn row(&mut self, row: &str) -> String {
        let Some(request) = row.strip_prefix("| `").and_then(|rest| rest.split_once("` |")) else {
            return row.to_owned();
        };
        self.checked += 1;
        format!("| `{}` | {} |", request.0, self.answer(request.0))
    }

    /// A catalog with this operation.
    fn framed(&self, operation: &str) -> String {
        let frame = self.frame.trim_end().strip_suffix('}').expect("an object");
        let operation = opened(operation);
        format!(r#"{frame}, "operations": [ {{ "id": "example", {operation} ] }}"#)
    }

    /// Every entry with its instant.
    fn ledger(&self, scenario: &str) -> String {
        let catalog = Catalog::from_json(&self.catalog);
        let catalog = catalog.unwrap_or_else(|errors| panic!("{errors}\n{}", self.catalog));
        let projection = Scenario::from_json(scenario)
            .and_then(|scenario| catalog.simulate(&scenario, Detail::Ledger))
            .unwrap_or_else(|errors| panic!("{errors}\n{scenario}"));
        let entries = projection.entries();
        let lines = entries.iter().map(|entry| format!("{}  {}", entry.at, entry.text));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The verdict, and every option.
    fn fit(&self, need: &str) -> String {
        let catalog = Catalog::from_json(&self.catalog);
        let catalog = catalog.unwrap_or_else(|errors| panic!("{errors}\n{}", self.catalog));
        let fit = Need::from_json(need)
            .and_then(|need| catalog.fit(&need))
            .unwrap_or_else(|errors| panic!("{errors}\n{need}"));
        let options = fit.options.iter().enumerate();
        let options = options.map(|(i, option)| format!("{}. {}", i + 1, option_words(option)));
        std::iter::once(fit.verdict.clone()).chain(options).collect::<Vec<_>>().join("\n")
    }

    fn answer(&self, request: &str) -> String {
        let catalog = Catalog::from_json(&self.catalog);
        let catalog = catalog.unwrap_or_else(|errors| panic!("{errors}\n{}", self.catalog));
        let request = format!(r#"{{ "operation": "example", {}"#, opened(request));
        let request = request.replace(", }", " }");
        let answer = Request::from_json(&request).and_then(|request| catalog.estimate(&request));
        answer.map_or_else(|errors| format!("error: {errors}"), |estimate| words(&estimate))
    }
}

fn option_words(option: &FitOption) -> String {
    let term = option.term.map(|term| format!(", by the {}", term.word())).unwrap_or_default();
    let frontier = if option.frontier { " (frontier)" } else { "" };
    let headroom = option.headroom.map(|per_cent| format!("headroom {per_cent} %; "));
    let words = |list: &[TopUpPurchase]| -> String {
        list.iter().map(|buy| format!("{} × {} on {}; ", buy.count, buy.top_up, buy.at)).collect()
    };
    let margin = option.with_margin.as_ref().filter(|more| more.top_ups != option.top_ups);
    let margin = margin.map(|more| format!("with the margin {}", words(&more.top_ups)));
    let (name, headroom) = (&option.name, headroom.unwrap_or_default());
    let top_ups = format!("{}{}", words(&option.top_ups), margin.unwrap_or_default());
    format!("{name}{term}{frontier}: {headroom}{top_ups}{}", option.reason)
}

/// An object without its opening brace.
fn opened(text: &str) -> &str {
    text.trim().strip_prefix('{').expect("an object").trim_start()
}

fn errors(text: &str) -> String {
    match Catalog::from_json(text) {
        Ok(catalog) => {
            let warnings = catalog.warnings().iter().map(|warning| format!("warning: {warning}"));
            warnings.collect::<Vec<_>>().join("\n")
        }
        Err(errors) => errors.to_string(),
    }
}

/// Every line, the gates, the balance, and the total in bold.
fn words(estimate: &Estimate) -> String {
    let mut parts: Vec<String> = estimate.lines.iter().map(line).collect();
    parts.extend(estimate.reasons.iter().map(|reason| format!("reason: {}", reason.text)));
    parts.extend(estimate.gates.iter().map(|gate| format!("gate: {}", gate.reason)));
    parts.extend(estimate.balance.iter().map(|balance| {
        let after = [balance.after, balance.low, balance.high];
        let after: Vec<String> = after.iter().flatten().map(ToString::to_string).collect();
        let missing =
            balance.shortfall.map(|short| format!(", {short} missing")).unwrap_or_default();
        format!("balance after: {}{missing}", after.join(" to "))
    }));
    let known = estimate.known.map(|known| format!(", known so far {known}")).unwrap_or_default();
    let total = match (estimate.state, estimate.total, estimate.low, estimate.high) {
        (State::Exact, ..) if estimate.free => "free".to_owned(),
        (State::Exact, Some(total), ..) => total.to_string(),
        (State::Range, _, Some(low), Some(high)) => format!("{low} to {high}"),
        (State::Rate, ..) => format!("rate{known}"),
        (State::Unknown, ..) => format!("unknown{known}"),
        other => panic!("{other:?}"),
    };
    parts.push(format!("**{total}**"));
    parts.join("; ")
}

fn line(line: &Line) -> String {
    let amount = match (line.state, line.amount, line.low, line.high) {
        (LineState::Priced, Some(amount), ..) => format!(" = {amount}"),
        (LineState::Priced, _, Some(low), Some(high)) => format!(" = {low} to {high}"),
        _ => String::new(),
    };
    let text = if line.text.is_empty() { String::new() } else { format!(": {}", line.text) };
    format!("{}{text}{amount}", line.label)
}

/// Canonical text, its bytes and its digest: each worked out here, by other code than the library's.
fn digests(text: &str) -> Vec<(&'static str, String)> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let canonical = sorted(&value).to_string();
    let digest = sha256(&canonical);
    assert_eq!(Catalog::from_json(text).unwrap().digest(), digest);
    let rows = canonical.as_bytes().chunks(16).enumerate();
    let bytes: Vec<String> = rows.map(|(i, row)| dump(i * 16, row)).collect();
    vec![("text canonical", canonical), ("text bytes", bytes.join("\n")), ("text digest", digest)]
}

fn sorted(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|a, b| a.0.cmp(b.0));
            members.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect()
        }
        other => other.clone(),
    }
}

/// The digest of a request for a clip, which is shown in canonical form.
fn request_digest(canonical: &str) -> String {
    let catalog = r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
        "credit": { "name": "credit", "step": "1" }, "operations": [ { "id": "clip",
        "settings": { "seconds": { "number": {} } }, "price": [ { "line": "clip", "rate": "1" } ] } ] }"#;
    let request = r#"{ "runs": 3, "settings": { "seconds": 12.0 }, "operation": "clip" }"#;
    let quote =
        Catalog::from_json(catalog).unwrap().quote(&Request::from_json(request).unwrap()).unwrap();
    assert_eq!(quote.request_digest, sha256(canonical));
    quote.request_digest
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(text.as_bytes());
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

/// `0000  7b 22 61 ...  {"a...`
fn dump(place: usize, row: &[u8]) -> String {
    let hex: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = String::from_utf8_lossy(row);
    format!("{place:04x}  {:<47}  {text}", hex.join(" "))
}
