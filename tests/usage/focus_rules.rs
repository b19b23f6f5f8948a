//! The column rules of FOCUS 1.4, and whether a file keeps them. `focus-1.4.json` holds the rules.

use drawdown::Instant;
use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

static RULES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("focus-1.4.json")).unwrap());

/// Conditions of FOCUS that hold for a platform that sells credits: the columns must be there.
const HOLDS: [&str; 10] = [
    "usage is measured",
    "negotiated prices",
    "payable invoices",
    "list unit prices",
    "several pricing categories",
    "pricing in another currency than billing",
    "unit prices",
    "sub accounts",
    "several types of sub accounts",
    "tags",
];

/// A file: null where a cell has no value.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// A row with its place, and the places of its columns.
#[derive(Clone, Copy)]
struct Row<'a> {
    cells: &'a [Option<String>],
    columns: &'a Places<'a>,
    place: usize,
}

type Places<'a> = HashMap<&'a str, usize>;

/// The rows of a file.
fn rows<'a>(sheet: &'a Sheet, columns: &'a Places<'a>) -> impl Iterator<Item = Row<'a>> {
    let rows = sheet.rows.iter().enumerate();
    rows.map(move |(place, cells)| Row { cells, columns, place })
}

/// Every fault, as `row 3, ListCost: why`.
pub(crate) fn faults(sheet: &Sheet) -> Vec<String> {
    let mut faults = faults_of_columns(sheet);
    let columns = sheet.columns.iter().enumerate().map(|(place, id)| (id.as_str(), place));
    let columns = columns.collect();
    for row in rows(sheet, &columns) {
        list("columns").for_each(|column| faults.extend(row.faults_of_cell(column)));
        list("rules").for_each(|rule| faults.extend(row.faults_of(rule)));
    }
    let across = list("rules").filter(|rule| text(rule, "rule") == "one");
    across.for_each(|rule| faults.extend(faults_across(rows(sheet, &columns), rule)));
    faults
}

fn list(key: &str) -> impl Iterator<Item = &'static Value> {
    RULES[key].as_array().unwrap().iter()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Columns that are missing, unknown, twice there, or not in order.
fn faults_of_columns(sheet: &Sheet) -> Vec<String> {
    let is_there = |id: &str| sheet.columns.iter().any(|column| column == id);
    let is_due = |column: &&Value| match text(column, "level") {
        "mandatory" => true,
        "conditional" => HOLDS.contains(&text(column, "when")),
        _ => false,
    };
    let due = list("columns").filter(is_due).map(|column| text(column, "id"));
    let mut faults: Vec<String> =
        due.filter(|id| !is_there(id)).map(|id| format!("{id}: the column is missing")).collect();
    let known: Vec<&str> = list("columns").map(|column| text(column, "id")).collect();
    for column in &sheet.columns {
        if !known.contains(&column.as_str()) && !is_own(column) {
            faults.push(format!("{column}: FOCUS has no such column, and its own begin with x_"));
        }
    }
    let order = |column: &String| (column.starts_with("x_"), column.clone());
    if !sheet.columns.is_sorted_by(|a, b| order(a) < order(b)) {
        faults.push("the columns are not in order".to_owned());
    }
    faults
}

/// `x_` and Pascal case.
fn is_own(column: &str) -> bool {
    column.strip_prefix("x_").is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_uppercase())
            && rest.chars().all(|letter| letter.is_ascii_alphanumeric())
    })
}

/// Texts that must be the same wherever others are.
fn faults_across<'a>(rows: impl Iterator<Item = Row<'a>>, rule: &Value) -> Vec<String> {
    let mut known: HashMap<Vec<Option<&str>>, Option<&str>> = HashMap::new();
    let mut faults = Vec::new();
    for row in rows {
        let key: Vec<_> = texts(rule, "for").iter().map(|column| row.cell(column)).collect();
        let column = text(rule, "column");
        let value = row.cell(column);
        if key.iter().all(Option::is_some) && *known.entry(key).or_insert(value) != value {
            let why = format!("differs within one {}", texts(rule, "for").join(" and "));
            faults.push(row.fault(column, &why));
        }
    }
    faults
}

impl<'a> Row<'a> {
    fn cell(self, column: &str) -> Option<&'a str> {
        self.cells.get(*self.columns.get(column)?)?.as_deref()
    }

    fn has(self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    fn fault(self, column: &str, why: &str) -> String {
        let found = self.cell(column).map_or("null".to_owned(), |cell| format!("`{cell}`"));
        format!("row {}, {column}: {why}, found {found}", self.place + 1)
    }

    fn number(self, column: &str) -> Option<BigRational> {
        decimal(self.cell(column)?)
    }

    fn faults_of_cell(self, column: &Value) -> Vec<String> {
        let id = text(column, "id");
        let Some(cell) = self.cell(id) else {
            let is_due = self.has(id) && column["nulls"] == false;
            return is_due.then(|| self.fault(id, "must not be null")).into_iter().collect();
        };
        let mut whys = Vec::new();
        if cell.trim().is_empty() || cell == "Not Applicable" && id != "HostProviderName" {
            whys.push("an absent value is null".to_owned());
        }
        let kind = text(column, "type");
        if !is_of(kind, cell) {
            whys.push(format!("expected a {kind}"));
        }
        let form = text(column, "form");
        if !has_form(form, cell) {
            whys.push(format!("expected the form of a {form}"));
        }
        let allowed = texts(column, "allowed");
        if !allowed.is_empty() && !allowed.contains(&cell) {
            whys.push(format!("expected one of {}", allowed.join(", ")));
        }
        let least = column["at_least"].as_str().and_then(decimal);
        if least.is_some_and(|least| decimal(cell).is_some_and(|number| number < least)) {
            whys.push("expected no negative number".to_owned());
        }
        whys.iter().map(|why| self.fault(id, why)).collect()
    }

    /// Whether a rule is about this row.
    fn is_meant(self, rule: &Value) -> bool {
        let matches = |(column, values): (&String, &Value)| {
            let cell = self.cell(column).map_or(Value::Null, Value::from);
            values.as_array().unwrap().contains(&cell)
        };
        let conditions = |key: &str| rule[key].as_object().into_iter().flatten();
        conditions("if").all(matches) && !conditions("unless").any(matches)
    }

    fn faults_of(self, rule: &Value) -> Vec<String> {
        if !self.is_meant(rule) {
            return Vec::new();
        }
        let columns = texts(rule, "columns");
        let wrong = |is_wrong: fn(Option<&str>) -> bool, why: &str| {
            let there = columns.iter().filter(|column| self.has(column));
            let wrong = there.filter(|column| is_wrong(self.cell(column)));
            wrong.map(|column| self.fault(column, why)).collect()
        };
        match text(rule, "rule") {
            "filled" => wrong(|cell| cell.is_none(), "must not be null here"),
            "null" => wrong(|cell| cell.is_some(), "must be null here"),
            "one" => Vec::new(),
            other => self.fault_between(other, rule, &columns).into_iter().collect(),
        }
    }

    /// Rules between the cells of a row.
    fn fault_between(self, name: &str, rule: &Value, columns: &[&str]) -> Option<String> {
        let first = columns.first().copied().unwrap_or_default();
        let numbers: Option<Vec<BigRational>> = columns.iter().map(|c| self.number(c)).collect();
        let (is_right, column, why) = match name {
            "together" => {
                let there: Vec<&&str> = columns.iter().filter(|c| self.has(c)).collect();
                let filled = there.iter().filter(|column| self.cell(column).is_some()).count();
                (filled == 0 || filled == there.len(), first, "null, or not, with the others")
            }
            "one_of" => {
                let column = text(rule, "column");
                let cell = self.cell(column);
                let values = texts(rule, "values");
                (cell.is_none_or(|cell| values.contains(&cell)), column, "not allowed here")
            }
            "product" => {
                let of = text(rule, "of");
                let product = numbers.map(|numbers| numbers.iter().product::<BigRational>());
                let is_right = product.is_none_or(|product| self.number(of) == Some(product));
                (is_right, of, "expected the product of price and quantity")
            }
            "proportion" => {
                let is_right = numbers.is_none_or(|n| &n[0] * &n[3] == &n[1] * &n[2]);
                (is_right, first, "expected the same in both currencies")
            }
            "equal" => {
                let is_right = columns.iter().all(|c| self.number(c) == self.number(first));
                (is_right, first, "expected the same as the other cost")
            }
            "before" => {
                let instant = |column: &&str| self.cell(column).map(str::parse::<Instant>);
                let instants: Vec<_> = columns.iter().filter_map(instant).flatten().collect();
                (instants.is_sorted_by(|a, b| a < b), first, "expected the start before the end")
            }
            other => panic!("an unknown rule: {other}"),
        };
        (!is_right).then(|| self.fault(column, why))
    }
}

fn is_of(kind: &str, cell: &str) -> bool {
    match kind {
        "decimal" => decimal(cell).is_some(),
        "datetime" => {
            let is_exact = |instant: Instant| instant.to_string() == cell;
            cell.parse::<Instant>().is_ok_and(is_exact)
        }
        "json" => serde_json::from_str::<Value>(cell).is_ok_and(|value| value.is_object()),
        "string" => true,
        other => panic!("an unknown type: {other}"),
    }
}

fn has_form(form: &str, cell: &str) -> bool {
    let is_code = || cell.len() == 3 && cell.bytes().all(|letter| letter.is_ascii_uppercase());
    match form {
        "" => true,
        "national currency" => is_code(),
        "currency" => is_code() || cell.trim() == cell,
        "unit" => cell.split(['-', '/']).all(|part| {
            let name = part.trim_start_matches(|digit: char| digit.is_ascii_digit()).trim_start();
            name.starts_with(|first: char| first.is_ascii_uppercase())
        }),
        "key-value" => is_flat(cell),
        other => panic!("an unknown form: {other}"),
    }
}

/// An object without objects or lists; no key twice.
fn is_flat(cell: &str) -> bool {
    let Ok(Value::Object(members)) = serde_json::from_str(cell) else { return false };
    let nested = |value: &Value| value.is_object() || value.is_array();
    !members.values().any(nested) && drawdown::parse(cell).is_ok()
}

/// Digits with at most one point; a sign only if negative.
fn decimal(cell: &str) -> Option<BigRational> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(places) {
        return None;
    }
    let above: BigInt = format!("{whole}{places}").parse().ok()?;
    let below = BigInt::from(10).pow(u32::try_from(places.len()).ok()?);
    let number = BigRational::new(above, below);
    Some(if cell.starts_with('-') { -number } else { number })
}
