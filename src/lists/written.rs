//! Operations to the text of a catalog. Settings that several models have are said once.

use super::left_out::LeftOut;
use super::operation::{Absent, Line, Operation, Period, Price, Setting, SettingKind};
use super::priced::INPUT;
use super::rate::Rate;
use crate::error::{Error, Errors};
use crate::json::{Value, to_text};

/// The most groups of settings of a catalog; the settings of further ones stand in the operations.
const GROUPS: usize = 200;
/// The most tables; further ones stand in the operations.
const TABLES: usize = 2000;
/// The most notes; the last one counts the rest.
const NOTES: usize = 1000;
/// Names of days, from Monday.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The name of the credit.
pub(super) const DOLLAR: &str = "dollar";

/// What the catalog says about itself.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) address: &'static str,
    pub(super) version: String,
    pub(super) as_of: String,
}

/// The text of a catalog, one operation a line.
pub(super) fn catalog(
    head: &Head,
    operations: &[Operation],
    left_out: &[LeftOut],
) -> Result<String, Errors> {
    let shared = Shared::of(operations);
    let written: Vec<String> = alike_together(operations, &shared)
        .into_iter()
        .map(|operation| text(&operation_value(operation, &shared)))
        .collect::<Result<_, Error>>()?;
    let members: Vec<String> = members(head, &shared, left_out)
        .iter()
        .map(|(key, value)| Ok(format!("{}:{}", text(&string(key))?, text(value)?)))
        .collect::<Result<_, Error>>()?;
    let (members, operations) = (members.join(",\n"), written.join(",\n"));
    Ok(format!("{{\n{members},\n\"operations\":[\n{operations}\n]}}\n"))
}

/// Models with the same settings stand together, otherwise in the order of the list: their texts differ
/// in few places, so the catalog compresses well.
fn alike_together<'a>(operations: &'a [Operation], shared: &Shared) -> Vec<&'a Operation> {
    let mut order: Vec<(usize, &Operation)> =
        operations.iter().map(|operation| (shared.place(operation), operation)).collect();
    order.sort_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, operation)| operation).collect()
}

fn text(value: &Value) -> Result<String, Error> {
    to_text(value).map_err(|_| Error::internal("a catalog that cannot be written"))
}

fn members(head: &Head, shared: &Shared, left_out: &[LeftOut]) -> Vec<(String, Value)> {
    let source = object([("at", string(head.address)), ("as_of", string(&head.as_of))]);
    let credit = [("name", DOLLAR), ("plural", "dollars"), ("step", "0.000001")];
    let mut out = vec![
        ("catalog", string(&head.id)),
        ("name", string(head.name)),
        ("about", string(&format!("Prices of the {} list, imported.", head.name))),
        ("version", string(&head.version)),
        ("as_of", string(&head.as_of)),
        ("credit", object(credit.map(|(key, text)| (key, string(text))))),
        ("currency", string("USD")),
        ("sources", object([("list", source)])),
    ];
    if !left_out.is_empty() {
        out.push(("notes", notes(left_out)));
    }
    if !shared.tables.is_empty() {
        out.push(("tables", shared.tables_value()));
    }
    if !shared.groups.is_empty() {
        out.push(("setting_groups", shared.groups_value()));
    }
    out.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn notes(left_out: &[LeftOut]) -> Value {
    let note = |left: &LeftOut| string(&format!("Left out: {left}"));
    let mut notes: Vec<Value> = left_out.iter().take(NOTES).map(note).collect();
    if let Some(more) = left_out.len().checked_sub(NOTES).filter(|more| *more > 0) {
        notes.push(string(&format!("Left out: {more} further kinds of values")));
    }
    Value::Array(notes)
}

/// What is said once: settings that models have together, and factors.
struct Shared {
    groups: Vec<(String, Vec<Setting>)>,
    tables: Vec<(String, Rate)>,
}

impl Shared {
    fn of(operations: &[Operation]) -> Shared {
        let mut shared = Shared { groups: Vec::new(), tables: Vec::new() };
        for operation in operations {
            let (amounts, choices) = parts(operation);
            shared.add_group("settings", amounts);
            choices
                .into_iter()
                .for_each(|choice| shared.add_group(&choice.name.clone(), vec![choice]));
            let lines = operation.periods.iter().flat_map(|period| lines(&period.price));
            lines
                .filter_map(|line| line.factor.as_ref())
                .for_each(|factor| shared.add_table(factor));
        }
        shared
    }

    fn add_group(&mut self, name: &str, settings: Vec<Setting>) {
        if !settings.is_empty() && self.group(&settings).is_none() && self.groups.len() < GROUPS {
            let name = numbered(name, self.groups.iter().map(|(name, _)| name));
            self.groups.push((name, settings));
        }
    }

    fn add_table(&mut self, table: &Rate) {
        if self.table(table).is_none() && self.tables.len() < TABLES {
            let name = numbered("factor", self.tables.iter().map(|(name, _)| name));
            self.tables.push((name, table.clone()));
        }
    }

    fn group(&self, settings: &[Setting]) -> Option<&str> {
        let found = self.groups.iter().find(|(_, known)| known == settings);
        found.map(|(name, _)| name.as_str())
    }

    /// The place of the group that an operation uses.
    fn place(&self, operation: &Operation) -> usize {
        let (amounts, _) = parts(operation);
        self.groups.iter().position(|(_, known)| *known == amounts).unwrap_or(usize::MAX)
    }

    fn table(&self, table: &Rate) -> Option<&str> {
        self.tables.iter().find(|(_, known)| known == table).map(|(name, _)| name.as_str())
    }

    fn groups_value(&self) -> Value {
        let groups = self.groups.iter();
        object(groups.map(|(name, settings)| (name.as_str(), settings_value(settings))))
    }

    fn tables_value(&self) -> Value {
        object(self.tables.iter().map(|(name, table)| (name.as_str(), table.written(0))))
    }

    /// The step that multiplies by a factor.
    fn step(&self, factor: &Rate) -> Value {
        let times = match self.table(factor) {
            Some(name) => object([("table", string(name))]),
            None => factor.written(0),
        };
        Value::Array(vec![object([("times", times)])])
    }
}

/// The name, with a number if it is taken.
fn numbered<'a>(name: &str, taken: impl Iterator<Item = &'a String>) -> String {
    let with_number = format!("{name}-");
    match taken.filter(|other| *other == name || other.starts_with(&with_number)).count() {
        0 => name.to_owned(),
        others => format!("{with_number}{}", others + 1),
    }
}

/// The settings that say how much, and those that choose.
fn parts(operation: &Operation) -> (Vec<Setting>, Vec<Setting>) {
    let settings = operation.settings.iter().cloned();
    settings.partition(|setting| matches!(setting.kind, SettingKind::Amount { .. }))
}

fn settings_value(settings: &[Setting]) -> Value {
    object(settings.iter().map(|setting| (setting.name.as_str(), setting_value(setting))))
}

fn lines(price: &Price) -> &[Line] {
    match price {
        Price::Lines(lines) => lines,
        Price::Free | Price::Unpriced => &[],
    }
}

fn setting_value(setting: &Setting) -> Value {
    match &setting.kind {
        SettingKind::Choice(values) => object([
            ("choice", Value::Array(values.iter().map(|value| string(value)).collect())),
            ("default", string(values.first().map_or("", String::as_str))),
        ]),
        SettingKind::Amount { absent, whole, of_input } => {
            let mut number = vec![("min", whole_number(0))];
            if *of_input {
                number.push(("max", string(INPUT)));
            }
            if *whole {
                number.push(("step", whole_number(1)));
            }
            let mut members = vec![("number", object(number))];
            match absent {
                Absent::Needed => {}
                Absent::After => members.push(("after", Value::Bool(true))),
                Absent::Zero => members.push(("default", whole_number(0))),
            }
            object(members)
        }
    }
}

fn operation_value(operation: &Operation, shared: &Shared) -> Value {
    let mut uses = Vec::new();
    let mut own = Vec::new();
    let (amounts, choices) = parts(operation);
    for settings in std::iter::once(amounts).chain(choices.into_iter().map(|choice| vec![choice])) {
        match (shared.group(&settings), settings_value(&settings)) {
            (Some(name), _) => uses.push(string(name)),
            (None, Value::Object(members)) => own.extend(members),
            (None, _) => {}
        }
    }
    let mut members = vec![("id", string(&operation.id))];
    match uses.as_slice() {
        [] => {}
        [Value::String(only)] => members.push(("use", string(only))),
        _ => members.push(("use", Value::Array(uses))),
    }
    if !own.is_empty() {
        members.push(("settings", Value::Object(own)));
    }
    match operation.periods.as_slice() {
        [Period { from: None, until: None, hours: None, price }] => {
            members.extend(price_members(price, shared));
        }
        periods => {
            let periods = periods.iter().map(|period| period_value(period, shared)).collect();
            members.push(("prices", Value::Array(periods)));
        }
    }
    object(members)
}

fn period_value(period: &Period, shared: &Shared) -> Value {
    let mut members = Vec::new();
    let dates = [("from", &period.from), ("until", &period.until)];
    let dates: Vec<_> =
        dates.into_iter().filter_map(|(key, date)| Some((key, string(date.as_ref()?)))).collect();
    if !dates.is_empty() {
        members.push(("valid", object(dates)));
    }
    if let Some(hours) = &period.hours {
        let mut window = Vec::new();
        if hours.from != hours.until {
            window.push(("from", string(&time_of_day(hours.from))));
            window.push(("until", string(&time_of_day(hours.until))));
        }
        if !hours.is_daily() {
            let names = hours.days.iter().filter_map(|day| DAYS.get(usize::from(*day)));
            window.push(("days", Value::Array(names.map(|name| string(name)).collect())));
        }
        members.push(("hours", object(window)));
    }
    members.extend(price_members(&period.price, shared));
    object(members)
}

fn time_of_day(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The price, and a factor that all its lines have.
fn price_members(price: &Price, shared: &Shared) -> Vec<(&'static str, Value)> {
    let lines = match price {
        Price::Free => return vec![("price", string("free"))],
        Price::Unpriced => return vec![("price", string("unpriced"))],
        Price::Lines(lines) => lines,
    };
    let first = lines.first().and_then(|line| line.factor.as_ref());
    let common =
        first.filter(|first| lines.iter().all(|line| line.factor.as_ref() == Some(*first)));
    let line =
        |line: &Line| line_value(line, line.factor.as_ref().filter(|_| common.is_none()), shared);
    let mut members = vec![("price", Value::Array(lines.iter().map(line).collect()))];
    members.extend(common.map(|factor| ("adjust", shared.step(factor))));
    members
}

fn line_value(line: &Line, factor: Option<&Rate>, shared: &Shared) -> Value {
    let growth = line.rate.growth();
    let mut members = vec![("line", string(&line.label))];
    if line.quantity != "1" {
        members.push(("quantity", string(&line.quantity)));
    }
    let per = u128::from(line.per).saturating_mul(10_u128.saturating_pow(growth));
    if per != 1 {
        members.push(("per", Value::Number(per.to_string())));
    }
    if let Some(setting) = &line.above_zero {
        let condition = object([(setting.as_str(), object([("above", whole_number(0))]))]);
        members.push(("when", condition));
    }
    members.push(("rate", line.rate.written(growth)));
    members.extend(factor.map(|factor| ("adjust", shared.step(factor))));
    object(members)
}

fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn whole_number(number: u32) -> Value {
    Value::Number(number.to_string())
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
