//! Random requests to every model of a list, answered by the list's own library.

use drawdown::{
    Catalog, Date, Decimal, ImportOptions, ListImport, OperationInfo, PriceList, Request,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Instant;

/// A Python program that answers requests.
struct Answers {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

/// Starts a program of this folder, if its package is installed.
fn answers(list: PriceList, program: &str, cases: &str) -> Option<Answers> {
    let variable = format!("DRAWDOWN_PYTHON_{}", list.name().to_uppercase().replace('-', "_"));
    let python = env::var_os(variable)?;
    let say = |name: &str, usual: &str| env::var(name).unwrap_or(usual.to_owned());
    let mut child = Command::new(python)
        .arg(format!("{}/tests/lists/{program}", env!("CARGO_MANIFEST_DIR")))
        .args([say("DRAWDOWN_LISTS_CASES", cases), say("DRAWDOWN_LISTS_SEED", "1")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    Some(Answers { child, lines })
}

impl Answers {
    /// The catalog of the file that the program names first; it is not much larger than the same ids and
    /// prices in JSON, which the program prints next.
    fn catalog(&mut self, list: PriceList) -> Catalog {
        let [file, plain] = [(); 2].map(|()| self.lines.next().unwrap().unwrap());
        let mut import = ListImport::new(list);
        import.add(&fs::read_to_string(file).unwrap()).unwrap();
        let as_of: Option<Date> = Some("2026-11-30".parse().unwrap());
        let imported = import.finish(&ImportOptions { as_of, ..ImportOptions::default() }).unwrap();
        let (size, plain) = (gzipped(&imported.catalog), gzipped(&plain));
        println!("{}: {size} bytes after gzip, {plain} as plain JSON", list.name());
        assert!(10 * size <= 13 * plain, "{size} against {plain}");
        opened(&imported.catalog)
    }

    /// Compares every answer, and returns how many there are.
    fn compare(mut self, catalog: &Catalog, is_equal: impl Fn(Decimal, &str) -> bool) -> usize {
        let settings = settings(catalog);
        let mut count = 0;
        let mut wrong = Vec::new();
        for line in self.lines {
            let line = line.unwrap();
            let (request, answer) = line.split_once('\t').unwrap();
            let found = total(catalog, &settings, request);
            let is_right = found.as_ref().is_ok_and(|total| is_equal(*total, answer));
            if !is_right && wrong.len() < 20 {
                wrong.push(format!("{request}\n    expected {answer}, found {found:?}"));
            }
            count += 1;
        }
        assert!(self.child.wait().unwrap().success());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        count
    }
}

/// Opens a catalog, and says how long that takes with one estimate, and how long the whole check.
fn opened(text: &str) -> Catalog {
    let began = Instant::now();
    let catalog = Catalog::open(text).unwrap();
    let last = catalog.operation_ids().last().unwrap().to_owned();
    let _estimate = catalog.estimate(&Request::new(last));
    let first = began.elapsed();
    let began = Instant::now();
    Catalog::from_json(text).unwrap();
    println!("opened with one estimate in {first:?}, checked as a whole in {:?}", began.elapsed());
    catalog
}

fn gzipped(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

/// The settings of each operation.
type Settings = BTreeMap<String, BTreeSet<String>>;

fn settings(catalog: &Catalog) -> Settings {
    let operations = catalog.info().operations.into_iter();
    let names = |operation: OperationInfo| {
        let names = operation.settings.into_iter().map(|setting| setting.name).collect();
        (operation.id, names)
    };
    operations.map(names).collect()
}

/// The total of a request. Without a price of its own, a part of the input or output counts as that, so
/// that a model has no setting for it.
fn total(catalog: &Catalog, settings: &Settings, request: &str) -> Result<Decimal, String> {
    let mut request = Request::from_json(request).map_err(|errors| errors.to_string())?;
    let known = settings.get(&request.operation).ok_or("no such operation")?;
    request.run.settings.retain(|(name, _)| known.contains(name));
    let estimate = catalog.estimate(&request).map_err(|errors| errors.to_string())?;
    let total =
        estimate.total.ok_or_else(|| format!("{:?}: {:?}", estimate.state, estimate.reasons))?;
    total.to_string().parse().map_err(|_| format!("{total} is no decimal"))
}

#[test]
fn genai_prices_answers_the_same_to_twelve_places() {
    let list = PriceList::GenaiPrices;
    let Some(mut answers) = answers(list, "answers_of_genai_prices.py", "9") else { return };
    let catalog = answers.catalog(list);
    let count = answers.compare(&catalog, |total, answer| answer.parse() == Ok(total));
    println!("{count} requests to {} models", catalog.operation_ids().count());
    assert!(count >= 20_000, "{count}");
}

/// LiteLLM adds binary floats, whose sums are off by some units in the sixteenth digit.
#[test]
fn litellm_answers_the_same_to_twelve_places() {
    let list = PriceList::Litellm;
    let Some(mut answers) = answers(list, "answers_of_litellm.py", "6") else { return };
    let catalog = answers.catalog(list);
    let count = answers.compare(&catalog, |total, answer| {
        let answer: f64 = answer.parse().unwrap();
        let total: f64 = total.to_string().parse().unwrap();
        (total - answer).abs() <= 1e-12 * answer.abs().max(1.0)
    });
    println!("{count} requests to {} models", catalog.operation_ids().count());
    assert!(count >= 20_000, "{count}");
}
