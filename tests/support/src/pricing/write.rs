//! A model as a catalog, and its requests.

use super::Sign;
use super::{
    Amount, Asked, Atom, Binary, Charge, Clock, Column, Component, Condition, Expression, Given,
    Hours, Kind, Metered, Mode, Model, Rate, Scope, Step, Tariff, Tier, Unary,
};
use serde_json::{Map, Value, json};

/// The id of the one operation.
pub const OPERATION: &str = "op";
/// The `as_of` date.
pub const DAY: &str = "2026-11-01";

/// Every other setting is tradable.
pub fn is_tradable(place: usize) -> bool {
    place.is_multiple_of(2)
}

pub fn catalog(model: &Model) -> Value {
    let write = Writer { model, earlier: 0 };
    let settings = model.settings.iter().enumerate().map(|(i, setting)| {
        let mut value = write.kind(&setting.kind);
        write.limits(i, &mut value);
        if setting.others {
            value["others"] = true.into();
        }
        if let Some(default) = &setting.default {
            match &setting.kind {
                Kind::Flag => value["flag"] = given(default),
                _ => value["default"] = given(default),
            }
        }
        if setting.after {
            value["after"] = true.into();
        }
        if setting.optional {
            value["optional"] = true.into();
        }
        if is_tradable(i) {
            value["tradable"] = true.into();
        }
        (format!("s{i}"), value)
    });
    let components = model.components.iter().enumerate();
    let price: Vec<Value> = components
        .map(|(i, component)| Writer { model, earlier: i }.component(component, i))
        .collect();
    let steps = model.steps.iter().map(|(step, scope)| {
        let mut value = write.step(step);
        if *scope == Scope::Request {
            value["per"] = "request".into();
        }
        value
    });
    let plans = model.plans.iter().enumerate().map(|(i, factor)| match factor {
        Some(factor) => json!({ "id": format!("p{i}"), "cost_factor": text(*factor) }),
        None => json!({ "id": format!("p{i}") }),
    });
    json!({
        "catalog": "random", "version": "1", "as_of": DAY, "credit": { "name": "credit", "step": text(model.step) },
        "zones": {
            "beijing": { "name": "Asia/Shanghai", "offsets": [{ "from": "1991-09-15", "seconds": 28800 }] },
            "berlin": {
                "name": "Europe/Berlin",
                "offsets": [
                    { "from": "2026-03-29T01:00Z", "seconds": 7200 },
                    { "from": "2026-10-25T01:00Z", "seconds": 3600 },
                ],
                "until": "2027-03-28T01:00Z",
            },
        },
        "meters": { "meter": { "per": "month", "unit": "u" } },
        "holidays": { "list": ["2026-10-26", "2026-10-31"] },
        "plans": plans.collect::<Vec<_>>(),
        "operations": [{
            "id": OPERATION,
            "settings": settings.collect::<Map<String, Value>>(),
            "price": price,
            "adjust": steps.collect::<Vec<_>>(),
        }],
    })
}

/// The same catalog with its choices, cells and settings in reverse order.
pub fn turned(model: &Model) -> Value {
    let mut catalog = catalog(model);
    for operation in catalog["operations"].as_array_mut().unwrap() {
        let settings = operation["settings"].as_object_mut().unwrap();
        *settings = std::mem::take(settings).into_iter().rev().collect();
        for setting in settings.values_mut() {
            if let Some(choices) = setting.get_mut("choice").and_then(Value::as_array_mut) {
                choices.reverse();
            }
        }
    }
    catalog
}

pub fn request(asked: &Asked) -> Value {
    let values = asked.given.iter().enumerate();
    let settings = values.filter_map(|(i, value)| Some((format!("s{i}"), given(value.as_ref()?))));
    let mut request = json!({
        "operation": OPERATION, "runs": asked.runs, "settings": settings.collect::<Map<String, Value>>(),
    });
    if asked.plan > 0 {
        request["plan"] = format!("p{}", asked.plan - 1).into();
    }
    if let Some(used) = asked.used {
        request["used"] = json!({ "meter": text(used) });
    }
    if let Some(minute) = asked.minute {
        let day = 19 + minute / 1440;
        let (month, day) = if day > 31 { (11, day - 31) } else { (10, day) };
        request["at"] = format!("2026-{month}-{day:02}T{}:00Z", clock(minute % 1440)).into();
    }
    request
}

pub fn given(value: &Given) -> Value {
    match value {
        Given::Number(amount) => text(*amount),
        Given::Choice(place) => format!("c{place}").into(),
        Given::Flag(flag) => (*flag).into(),
        Given::Other(text) => (*text).into(),
        Given::List(items) => items.iter().copied().map(text).collect(),
    }
}

fn text(amount: Amount) -> Value {
    amount.to_string().into()
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn hours(window: &Hours) -> Value {
    let mut hours = Map::new();
    if let Some((from, until)) = window.between {
        hours.insert("from".to_owned(), clock(from).into());
        hours.insert("until".to_owned(), clock(until).into());
    }
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holidays"];
    let wanted = |place: &usize| window.days[*place] && (*place < 7 || window.holidays);
    let days: Vec<&str> = (0..8).filter(wanted).map(|place| names[place]).collect();
    if days.len() < 7 || window.between.is_none() || window.holidays {
        hours.insert("days".to_owned(), days.into());
    }
    match window.clock {
        Clock::Utc => {}
        Clock::Beijing => drop(hours.insert("zone".to_owned(), "beijing".into())),
        Clock::Berlin => drop(hours.insert("zone".to_owned(), "berlin".into())),
    }
    if window.holidays {
        hours.insert("holidays".to_owned(), "list".into());
    }
    hours.into()
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Ceil => "ceil",
        Mode::Floor => "floor",
        Mode::HalfUp => "half_up",
        Mode::HalfEven => "half_even",
    }
}

struct Writer<'m> {
    model: &'m Model,
    /// The number of components before this one.
    earlier: usize,
}

impl Writer<'_> {
    fn kind(&self, kind: &Kind) -> Value {
        match kind {
            Kind::Number { min, step, last } => {
                let max = Amount {
                    digits: min.digits + step.digits * i64::from(*last),
                    places: min.places,
                };
                json!({ "number": { "min": text(*min), "max": text(max), "step": text(*step) } })
            }
            Kind::Smooth { min, max } => {
                json!({ "number": { "min": text(*min), "max": text(*max) } })
            }
            Kind::Numbers(numbers) => {
                // A choice of numbers is written with numbers; texts would be names.
                let numbers = numbers.iter().map(|n| serde_json::from_str(&n.to_string()).unwrap());
                json!({ "choice": numbers.collect::<Vec<Value>>() })
            }
            Kind::Choice(widths) => {
                let names = (0..widths.len()).map(|i| format!("c{i}"));
                let values = widths
                    .iter()
                    .enumerate()
                    .map(|(i, w)| (format!("c{i}"), json!({ "w": text(*w) })));
                json!({ "choice": names.collect::<Vec<_>>(), "values": values.collect::<Map<String, Value>>() })
            }
            Kind::Flag => json!({ "flag": null }),
            Kind::List { min, max, min_items, max_items } => json!({
                "list": { "min": text(*min), "max": text(*max), "min_items": min_items, "max_items": max_items }
            }),
        }
    }

    /// The limit of a setting by earlier ones.
    fn limits(&self, place: usize, value: &mut Value) {
        let before = self.model.before(place);
        let write = Writer { model: &before, earlier: 0 };
        if let (Some(bound), Some(number)) = (self.model.at_most(place), value.get_mut("number")) {
            let end = |key: &str| format!("({})", number[key].as_str().unwrap());
            let text =
                format!("max({}, min({}, {}))", end("min"), end("max"), write.expression(bound));
            number["max"] = text.into();
        }
        for (i, choice) in
            value.get_mut("choice").and_then(Value::as_array_mut).into_iter().flatten().enumerate()
        {
            if let Some(when) = self.model.only(place, i) {
                *choice = json!({ "is": choice, "only": write.condition(when) });
            }
        }
    }

    fn expression(&self, expression: &Expression) -> String {
        let write = |expression: &Expression| self.expression(expression);
        match expression {
            Expression::Constant(amount) if amount.digits < 0 => format!("({amount})"),
            Expression::Constant(amount) => amount.to_string(),
            Expression::Atom(pick) => atom(self.model.atom(*pick)),
            Expression::Earlier(pick) => match self.earlier {
                0 => "0".to_owned(),
                count => format!("amount(k{})", pick % count),
            },
            Expression::Binary(binary, a, b) => {
                let (a, b) = (write(a), write(b));
                match binary {
                    Binary::Add => format!("({a} + {b})"),
                    Binary::Subtract => format!("({a} - {b})"),
                    Binary::Multiply => format!("({a} * {b})"),
                    Binary::Min => format!("min({a}, {b})"),
                    Binary::Max => format!("max({a}, {b})"),
                }
            }
            Expression::Share(a, constant) => format!("({} / {constant})", write(a)),
            Expression::Divide(a, pick) => {
                format!("({} / {})", write(a), atom(self.model.atom(*pick)))
            }
            Expression::Unary(unary, a) => {
                let name = match unary {
                    Unary::Ceil => "ceil",
                    Unary::Floor => "floor",
                    Unary::Round => "round",
                    Unary::Negate => "-",
                };
                format!("{name}({})", write(a))
            }
        }
    }

    /// An expression that is more than a setting, so that the checker cannot find unreachable
    /// values.
    fn column(&self, expression: &Expression) -> String {
        format!("{} + 0", self.expression(expression))
    }

    fn component(&self, component: &Component, place: usize) -> Value {
        let mut value = json!({ "line": format!("line {place}"), "id": format!("k{place}") });
        let counts = component.counts();
        if component.scope == Scope::Request && counts != Some(Scope::Run) {
            value["charged"] = "request".into();
        }
        if counts.is_some() {
            value["meter"] = "meter".into();
        }
        if let Some(when) = &component.when {
            value["when"] = self.condition(when);
        }
        if !component.steps.is_empty() {
            value["adjust"] = component.steps.iter().map(|step| self.step(step)).collect();
        }
        match &component.charge {
            Charge::Metered(metered) => self.metered(metered, &mut value),
            Charge::Dearest(parts) => {
                let parts = parts.iter().map(|part| {
                    let mut part = self.component(part, place);
                    part.as_object_mut().unwrap().remove("id");
                    part
                });
                value["max_of"] = parts.collect();
            }
        }
        value
    }

    fn metered(&self, metered: &Metered, value: &mut Value) {
        value["quantity"] = self.expression(&metered.quantity).into();
        value["unit"] = "u".into();
        if metered.per != Amount::whole(1) {
            value["per"] = text(metered.per);
        }
        if let Some(included) = &metered.included {
            value["included"] = self.expression(included).into();
        }
        if let Some((size, by)) = &metered.block {
            value["block"] = json!({ "size": text(*size), "mode": mode(*by) });
        }
        match &metered.tariff {
            Tariff::Rate(rate) => value["rate"] = self.rate(rate),
            Tariff::Graduated(tiers) => value["tiers"] = json!({ "graduated": self.tiers(tiers) }),
            Tariff::Volume(tiers) => value["tiers"] = json!({ "volume": self.tiers(tiers) }),
        }
    }

    fn tiers(&self, tiers: &[Tier]) -> Value {
        let mut top = Amount::whole(0);
        let tier = |tier: &Tier| {
            let mut value = json!({ "rate": self.rate(&tier.rate) });
            if let Some(width) = tier.width {
                top.digits += width.digits;
                top.places = width.places;
                value[if tier.included { "up_to" } else { "below" }] = text(top);
            }
            if let Some(flat) = tier.flat {
                value["flat"] = text(flat);
            }
            value
        };
        tiers.iter().map(tier).collect()
    }

    fn rate(&self, rate: &Rate) -> Value {
        match rate {
            Rate::Number(amount) => text(*amount),
            Rate::Expression(expression) => self.expression(expression).into(),
            Rate::Free => "free".into(),
            Rate::Unpriced => "unpriced".into(),
            Rate::NotSold => "not_sold".into(),
            Rate::Span(from, to) => json!({ "from": text(*from), "to": text(*to) }),
            Rate::Keyed { column, cells, otherwise } => {
                self.keyed(*column, cells, otherwise.as_deref())
            }
            Rate::Compared { left, sign, right, cells, otherwise } => {
                let sign = match sign {
                    Sign::Above => ">",
                    Sign::AtLeast => ">=",
                    Sign::Below => "<",
                    Sign::AtMost => "<=",
                };
                let by = format!("{} {sign} {}", self.expression(left), self.expression(right));
                let mut table = json!({ "by": by });
                for (key, cell) in ["no", "yes"].iter().zip(cells) {
                    if let Some(rate) = cell {
                        table[key] = self.rate(rate);
                    }
                }
                match otherwise {
                    Some(rate) => table["else"] = self.rate(rate),
                    // A table has at least one cell.
                    None if cells.iter().all(Option::is_none) => table["else"] = "1".into(),
                    None => {}
                }
                table
            }
            Rate::Exact { column, cells, otherwise } => {
                let mut table = json!({ "by": self.column(column) });
                for (key, rate) in cells {
                    table[key.to_string()] = self.rate(rate);
                }
                if let Some(rate) = otherwise {
                    table["else"] = self.rate(rate);
                }
                table
            }
            Rate::Ranges { column, rows } => {
                let mut top = Amount::whole(0);
                let row = |(width, included, rate): &(Option<Amount>, bool, Rate)| {
                    let mut row = json!({ "is": self.rate(rate) });
                    if let Some(width) = width {
                        top = Amount { digits: top.digits + width.digits, places: width.places };
                        row[if *included { "up_to" } else { "below" }] = text(top);
                    }
                    row
                };
                json!({ "by": self.column(column), "ranges": rows.iter().map(row).collect::<Vec<_>>() })
            }
        }
    }

    /// The keys of a column in this model; empty if it has no such setting.
    fn keyed(&self, column: Column, cells: &[Option<Rate>], otherwise: Option<&Rate>) -> Value {
        let Some((by, keys)) = self.keys(column) else {
            return otherwise.map_or_else(|| "1".into(), |rate| self.rate(rate));
        };
        let mut table = json!({ "by": by });
        for (i, key) in keys.iter().enumerate() {
            if let Some(rate) = cells.get(i).and_then(Option::as_ref) {
                table[key] = self.rate(rate);
            }
        }
        match otherwise {
            Some(rate) => table["else"] = self.rate(rate),
            // A table has at least one cell.
            None if table.as_object().unwrap().len() == 1 => table["else"] = "1".into(),
            None => {}
        }
        table
    }

    fn keys(&self, column: Column) -> Option<(String, Vec<String>)> {
        let yes_no = || vec!["no".to_owned(), "yes".to_owned()];
        match column {
            Column::Choice(pick) => {
                let place = self.model.chosen(pick, is_choice)?;
                let Kind::Choice(widths) = &self.model.settings[place].kind else { return None };
                Some((format!("s{place}"), (0..widths.len()).map(|i| format!("c{i}")).collect()))
            }
            Column::Flag(pick) => {
                Some((format!("s{}", self.model.chosen(pick, is_flag)?), yes_no()))
            }
            Column::Present(pick) => {
                Some((format!("present(s{})", self.model.chosen(pick, |_| true)?), yes_no()))
            }
            Column::Plan => {
                let plans = (0..self.model.plans.len()).map(|i| format!("p{i}"));
                Some(("plan".to_owned(), std::iter::once("none".to_owned()).chain(plans).collect()))
            }
        }
    }

    fn step(&self, step: &Step) -> Value {
        let (mut value, when) = match step {
            Step::Times(rate, when) => (json!({ "times": self.rate(rate) }), when),
            Step::Minimum(rate, when) => (json!({ "minimum": self.rate(rate) }), when),
            Step::Maximum(rate, when) => (json!({ "maximum": self.rate(rate) }), when),
            Step::Round(to, by, when) => {
                (json!({ "round": { "to": text(*to), "mode": mode(*by) } }), when)
            }
            Step::Convert(rate, when) => (json!({ "convert": text(*rate) }), when),
            Step::Billed(when) => (json!({ "round": "step" }), when),
        };
        if let Some(when) = when {
            value["when"] = self.condition(when);
        }
        value
    }

    fn condition(&self, condition: &Condition) -> Value {
        let list = |list: &[Condition]| list.iter().map(|c| self.condition(c)).collect::<Vec<_>>();
        let key = |key: String, value: Value| Value::Object(Map::from_iter([(key, value)]));
        match condition {
            Condition::Within { subject, min, max, above, below } => {
                let bounds = [("min", min), ("max", max), ("above", above), ("below", below)];
                let bounds = bounds
                    .into_iter()
                    .filter_map(|(name, bound)| Some((name.to_owned(), text((*bound)?))));
                key(self.column(subject), Value::Object(bounds.collect()))
            }
            Condition::Equals(subject, values) => {
                key(self.column(subject), values.iter().copied().map(text).collect())
            }
            Condition::Choice(pick, mask) => match self.model.chosen(*pick, is_choice) {
                Some(place) => key(format!("s{place}"), self.masked(place, mask)),
                None => always(),
            },
            Condition::Flag(pick, flag) => match self.model.chosen(*pick, is_flag) {
                Some(place) => key(format!("s{place}"), (*flag).into()),
                None => always(),
            },
            Condition::Present(pick, present) => match self.model.chosen(*pick, |_| true) {
                Some(place) => key(format!("s{place}"), json!({ "present": present })),
                None => always(),
            },
            Condition::Plan(mask) => {
                let ids =
                    (0..=self.model.plans.len()).filter(|i| mask.get(*i).copied().unwrap_or(false));
                let id = |i: usize| if i == 0 { "none".to_owned() } else { format!("p{}", i - 1) };
                key("plan".to_owned(), ids.map(id).collect())
            }
            Condition::Subscribed => json!({ "plan": { "present": true } }),
            Condition::Hours(window) => json!({ "hours": hours(window) }),
            Condition::Any(conditions) => json!({ "any": list(conditions) }),
            Condition::All(conditions) => json!({ "all": list(conditions) }),
            Condition::Not(condition) => json!({ "not": self.condition(condition) }),
        }
    }

    fn masked(&self, place: usize, mask: &[bool]) -> Value {
        let Kind::Choice(widths) = &self.model.settings[place].kind else { return Value::Null };
        let chosen = (0..widths.len()).filter(|i| mask.get(*i).copied().unwrap_or(false));
        chosen.map(|i| format!("c{i}")).collect()
    }
}

fn atom(atom: Atom) -> String {
    match atom {
        Atom::Runs => "runs".to_owned(),
        Atom::Setting(place) => format!("s{place}"),
        Atom::Width(place) => format!("s{place}.w"),
        Atom::Count(place) => format!("count(s{place})"),
        Atom::Sum(place) => format!("sum(s{place})"),
        Atom::Largest(place) => format!("max(s{place})"),
        Atom::Smallest(place) => format!("min(s{place})"),
        Atom::SumOfBlocks(place) => format!("sum(ceil(s{place} / 5) * 5)"),
    }
}

pub fn is_choice(kind: &Kind) -> bool {
    matches!(kind, Kind::Choice(_))
}

pub fn is_flag(kind: &Kind) -> bool {
    matches!(kind, Kind::Flag)
}

/// A condition that holds.
fn always() -> Value {
    json!({ "runs": { "min": 1 } })
}
