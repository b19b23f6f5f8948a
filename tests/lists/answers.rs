//! Random requests to every model of a list, answered by the list's own library.

use drawdown::{
    Catalog, Date, Decimal, ImportOptions, ListImport, OperationInfo, PriceList, Request,
    export_litellm,
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

/// Starts a program of this folder. Hours of requests come in parts: `DRAWDOWN_LISTS_PART=2/8` asks the second
/// of eight parts of the models.
fn answers(list: PriceList, program: &str, cases: &str) -> Answers {
    let variable = format!("DRAWDOWN_PYTHON_{}", list.name().to_uppercase().replace('-', "_"));
    let python = env::var_os(&variable).expect("`cargo xtask test lists` sets it");
    let say = |name: &str, usual: &str| env::var(name).unwrap_or(usual.to_owned());
    let mut child = Command::new(python)
        .arg(format!("{}/tests/lists/{program}", env!("CARGO_MANIFEST_DIR")))
        .args([say("DRAWDOWN_LISTS_CASES", cases), say("DRAWDOWN_LISTS_SEED", "1")])
        .args([say("DRAWDOWN_LISTS_MODELS", "all"), say("DRAWDOWN_LISTS_PART", "1/1")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    Answers { child, lines }
}

impl Answers {
    /// The catalog of the file that the program names first; it is not much larger than the same ids and
    /// prices in JSON, which the program prints next.
    fn catalog(&mut self, list: PriceList) -> String {
        let [file, plain] = [(); 2].map(|()| self.lines.next().unwrap().unwrap());
        let catalog = imported(list, &fs::read_to_string(file).unwrap());
        let (size, plain) = (gzipped(&catalog), gzipped(&plain));
        println!("{}: {size} bytes after gzip, {plain} as plain JSON", list.name());
        assert!(10 * size <= 13 * plain, "{size} against {plain}");
        catalog
    }

    /// Compares every answer with each catalog that has the operation, and returns how many there are.
    fn compare(mut self, catalogs: &[Asked], is_equal: impl Fn(Decimal, &str) -> bool) -> usize {
        let mut count = 0;
        let mut wrong = Vec::new();
        for line in self.lines {
            let line = line.unwrap();
            let (request, answer) = line.split_once('\t').unwrap();
            for found in catalogs.iter().filter_map(|catalog| catalog.total(request)) {
                let is_right = found.as_ref().is_ok_and(|total| is_equal(*total, answer));
                if !is_right && wrong.len() < 20 {
                    wrong.push(format!("{request}\n    expected {answer}, found {found:?}"));
                }
                count += 1;
            }
        }
        assert!(self.child.wait().unwrap().success());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        count
    }
}

/// The catalog of a list.
fn imported(list: PriceList, text: &str) -> String {
    let mut import = ListImport::new(list);
    import.add(text).unwrap();
    let as_of: Option<Date> = Some("2026-11-30".parse().unwrap());
    import.finish(&ImportOptions { as_of, ..ImportOptions::default() }).unwrap().catalog
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

/// A catalog, and the settings of each operation.
struct Asked {
    catalog: Catalog,
    settings: BTreeMap<String, BTreeSet<String>>,
}

impl Asked {
    fn of(catalog: Catalog) -> Self {
        let names = |operation: OperationInfo| {
            let names = operation.settings.into_iter().map(|setting| setting.name).collect();
            (operation.id, names)
        };
        let settings = catalog.info().operations.into_iter().map(names).collect();
        Asked { catalog, settings }
    }

    /// The total of a request; `None` without the operation. Without a price of its own, a part of the
    /// input or output counts as that, so that a model has no setting for it.
    fn total(&self, request: &str) -> Option<Result<Decimal, String>> {
        let mut request = Request::from_json(request).unwrap();
        let known = self.settings.get(&request.operation)?;
        request.run.settings.retain(|(name, _)| known.contains(name));
        let estimate = self.catalog.estimate(&request).map_err(|errors| errors.to_string());
        Some(estimate.and_then(|estimate| {
            let state = format!("{:?}: {:?}", estimate.state, estimate.reasons);
            estimate.total.ok_or(state)?.to_string().parse().map_err(|_| "no decimal".to_owned())
        }))
    }
}

/// What comes back from an export: all models but those whose prices depend on the hour.
fn there_and_back(catalog: &str) -> Asked {
    let exported = export_litellm(catalog, None).unwrap();
    let again = imported(PriceList::Litellm, &exported.list);
    let catalog: serde_json::Value = serde_json::from_str(catalog).unwrap();
    let operations = catalog["operations"].as_array().unwrap();
    let with_hours = operations.iter().filter(|operation| operation.get("prices").is_some());
    let mut back = Asked::of(Catalog::from_json(&again).unwrap());
    with_hours.for_each(|operation| {
        back.settings.remove(operation["id"].as_str().unwrap());
    });
    println!("{} models there and back", exported.models);
    assert!(100 * exported.models >= 95 * operations.len(), "{:?}", exported.left_out);
    back
}

#[test]
#[ignore = "`cargo xtask test lists` runs it, with the packages of the lists"]
fn genai_prices_answers_the_same_to_twelve_places() {
    let list = PriceList::GenaiPrices;
    let mut answers = answers(list, "answers_of_genai_prices.py", "9");
    let asked = Asked::of(opened(&answers.catalog(list)));
    let models = asked.settings.len();
    let count = answers.compare(&[asked], |total, answer| answer.parse() == Ok(total));
    println!("{count} answers; the catalog has {models} models");
    assert!(count >= 20_000, "{count}");
}

/// LiteLLM adds binary floats, whose sums are off by some units in the sixteenth digit.
#[test]
#[ignore = "`cargo xtask test lists` runs it, with the packages of the lists"]
fn litellm_answers_the_same_to_twelve_places() {
    let list = PriceList::Litellm;
    let mut answers = answers(list, "answers_of_litellm.py", "6");
    let catalog = answers.catalog(list);
    let asked = [Asked::of(opened(&catalog)), there_and_back(&catalog)];
    let models = asked[0].settings.len();
    let count = answers.compare(&asked, |total, answer| {
        let answer: f64 = answer.parse().unwrap();
        let total: f64 = total.to_string().parse().unwrap();
        (total - answer).abs() <= 1e-12 * answer.abs().max(1.0)
    });
    println!("{count} answers; the catalog has {models} models");
    assert!(count >= 20_000, "{count}");
}
