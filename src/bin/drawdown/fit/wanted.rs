//! The need, from a file or from flags.

use super::Args;
use crate::failure::Failure;
use crate::line::LineFlag;
use crate::request::setting_value;
use crate::{input, need, zone};
use drawdown::{
    Account, AssumedTopUp, Catalog, Decimal, Error, ErrorKind, Errors, Fit, Need, NeedLine,
    Request, Term, TermPrice, TermPrices,
};

/// A need, and the sources of its parts.
pub(super) struct Wanted<'a> {
    pub(super) need: Need,
    args: &'a Args,
    /// The lines from flags, with the names of the flags.
    lines: Vec<(&'static str, &'a LineFlag)>,
    zone: Option<String>,
}

impl<'a> Wanted<'a> {
    pub(super) fn read(args: &'a Args) -> anyhow::Result<Self> {
        let flags =
            [("--daily", &args.daily), ("--weekly", &args.weekly), ("--monthly", &args.monthly)];
        let lines =
            flags.into_iter().flat_map(|(flag, lines)| lines.iter().map(move |l| (flag, l)));
        let lines: Vec<(&str, &LineFlag)> = lines.collect();
        let (need, zone) = match &args.need {
            Some(path) => need::read(path)?,
            None if lines.is_empty() => {
                let hint = "give a NEED.json, or lines such as --daily \"30 x image\"";
                return Err(Failure::new("the need is empty", hint).into());
            }
            None => (Need::from_json(r#"{ "lines": [] }"#)?, None),
        };
        if args.days.is_some() && args.daily.is_empty() && need.lines.iter().all(is_not_daily) {
            let fault = "--days: there are no daily runs";
            return Err(
                Failure::new(fault, "use it with --daily, or with `per_day` in the file").into()
            );
        }
        Ok(Wanted { need, args, lines, zone: args.zone.clone().or(zone) })
    }

    /// The location of the catalog.
    pub(super) fn catalog(&mut self) -> Result<String, Failure> {
        match (self.args.catalog.as_deref(), &self.args.need) {
            (flag, Some(file)) => input::catalog_of(flag, &mut self.need.catalog, file),
            (Some(flag), None) => Ok(flag.to_owned()),
            (None, None) => Err(Failure::new("no catalog is given", "add --catalog FILE|ID")),
        }
    }

    /// Adds the values of the flags.
    pub(super) fn complete(&mut self, catalog: &Catalog) -> Result<(), Failure> {
        let Args { buffer, months, start, plan, term, .. } = self.args;
        let days = self.args.days;
        for line in self.need.lines.iter_mut().filter(|line| !is_not_daily(line)) {
            line.days = days.or(line.days);
        }
        let lines = self.lines.iter().map(|(flag, line)| line_of(catalog, flag, line, days));
        self.need.lines.extend(lines);
        self.need.buffer = buffer.clone().or(self.need.buffer.take());
        self.need.months = months.or(self.need.months);
        self.need.start = start.or(self.need.start);
        if !plan.is_empty() {
            self.need.plans = Some(plan.clone());
        }
        if !term.is_empty() {
            self.need.terms = Some(term.clone());
        }
        if self.args.no_top_ups {
            self.need.top_ups = Some(Vec::new());
        }
        self.assume();
        self.set_zone(catalog)
    }

    fn assume(&mut self) {
        let Args { assume_plan, assume_grant, assume_top_up, .. } = self.args;
        if assume_plan.is_empty() && assume_grant.is_empty() && assume_top_up.is_empty() {
            return;
        }
        let account = self.need.account.get_or_insert_default();
        let assume = account.assume.get_or_insert_default();
        let none = TermPrice::NotSold;
        for (id, term, price) in assume_plan {
            let prices = TermPrices { month: none, quarter: none, year: none };
            change(&mut assume.plans, id, prices, |prices| {
                let place = match term {
                    Term::Month => &mut prices.month,
                    Term::Quarter => &mut prices.quarter,
                    Term::Year => &mut prices.year,
                };
                *place = TermPrice::Price(*price);
            });
        }
        for (id, credits) in assume_grant {
            change(&mut assume.grants, id, *credits, |amount| *amount = *credits);
        }
        for flag in assume_top_up {
            change(&mut assume.top_ups, &flag.id, AssumedTopUp::default(), |top_up| {
                top_up.credits = flag.credits.or(top_up.credits);
                top_up.price = flag.price.or(top_up.price);
            });
        }
    }

    /// The zone table, from the opening of the account to a year after the end.
    fn set_zone(&mut self, catalog: &Catalog) -> Result<(), Failure> {
        let Some(name) = &self.zone else { return Ok(()) };
        let path = self.args.need.as_deref().unwrap_or("need");
        let table = zone::named(name, self.need.covered(catalog));
        let table = table.map_err(|error| zone::refused(error, path, &self.args.zone))?;
        self.need.account.get_or_insert_with(Account::default).zone = Some(table);
        Ok(())
    }

    /// A cost after an operation must agree with the catalog.
    pub(super) fn check_costs(&self, fit: &Fit) -> Result<(), Failure> {
        let lines = self.lines.iter().zip(&fit.need.lines);
        let faults = lines.filter_map(|((flag, line), item)| {
            let (cost, found) = (line.cost?, &item.estimate);
            let is = match (found.total, found.low, found.high) {
                (Some(total), ..) if total == cost => return None,
                (Some(total), ..) => total.to_string(),
                (_, Some(low), Some(high)) => format!("{low} to {high}"),
                _ => "not known".to_owned(),
            };
            Some(format!("{flag} \"{}\": a run costs {is} in the catalog, not {cost}", line.text))
        });
        let faults: Vec<String> = faults.collect();
        let hint = "leave the cost out to take the catalog's, or write the settings that it is for";
        if faults.is_empty() { Ok(()) } else { Err(Failure::of(faults, hint)) }
    }

    /// The errors, each with its flag or its place in the file.
    pub(super) fn refused(&self, errors: &Errors, catalog: &str) -> Failure {
        let faults = errors.iter().map(|error| self.told(error)).collect();
        let is_name = |error: &Error| error.kind() == ErrorKind::UnknownName;
        let hint = match (errors.iter().any(is_name), errors.first().map(Error::kind)) {
            (true, _) => format!("`drawdown catalog show {catalog}` lists the valid names"),
            (_, Some(ErrorKind::NoAnswer))
                if self.flag_of(errors).as_deref() == Some("--seasons") =>
            {
                "leave --seasons out".to_owned()
            }
            (_, Some(ErrorKind::NoAnswer)) => {
                "`drawdown estimate` shows what is known of a request".to_owned()
            }
            _ if self.args.need.is_some() => {
                "`drawdown catalog schema need` prints the format of a need".to_owned()
            }
            _ => "`drawdown fit --help` lists the flags".to_owned(),
        };
        Failure::of(faults, hint)
    }

    fn flag_of(&self, errors: &Errors) -> Option<String> {
        self.flag(errors.first()?.pointer())
    }

    fn told(&self, error: &Error) -> String {
        let (pointer, sentence) = (error.pointer(), error.sentence());
        if let Some(flag) = self.flag(pointer) {
            return format!("{flag}: {sentence}");
        }
        format!("{}: {error}", self.args.need.as_deref().map_or("need", input::name))
    }

    /// The flag of a pointer into the need.
    fn flag(&self, pointer: &str) -> Option<String> {
        let args = self.args;
        let mut parts = pointer.split('/').skip(1);
        let place = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok());
        let given = |is_given: bool, flag: &str| is_given.then(|| flag.to_owned());
        match parts.next()? {
            "lines" if args.days.is_some() && pointer.ends_with("/days") => {
                Some("--days".to_owned())
            }
            "lines" => {
                let (flag, line) = self.lines.get(place(parts.next())?)?;
                let rest: Vec<&str> = parts.filter(|part| *part != "request").collect();
                let setting = match rest.as_slice() {
                    ["settings", name, ..] => format!(", {name}"),
                    _ => String::new(),
                };
                Some(format!("{flag} \"{}\"{setting}", line.text))
            }
            "plans" => Some(format!("--plan {}", args.plan.get(place(parts.next())?)?)),
            "buffer" => given(args.buffer.is_some(), "--buffer"),
            "months" => given(args.months.is_some(), "--months"),
            "start" => given(args.start.is_some(), "--start"),
            "up_to" => given(args.break_even.is_some(), "--break-even"),
            "paths" => given(args.sensitivity.is_some(), "--sensitivity"),
            "account" => {
                let Some(part) = parts.next() else { return given(args.seasons, "--seasons") };
                Some(part).filter(|part| *part == "assume")?;
                let (kind, id) = (parts.next()?, parts.next()?);
                let (flag, mut ids): (_, Box<dyn Iterator<Item = &String>>) = match kind {
                    "plans" => ("--assume-plan", Box::new(args.assume_plan.iter().map(|a| &a.0))),
                    "grants" => {
                        ("--assume-grant", Box::new(args.assume_grant.iter().map(|a| &a.0)))
                    }
                    _ => ("--assume-top-up", Box::new(args.assume_top_up.iter().map(|a| &a.id))),
                };
                ids.any(|given| given == id).then(|| format!("{flag} {id}"))
            }
            _ => None,
        }
    }
}

fn is_not_daily(line: &NeedLine) -> bool {
    line.per_day.is_none()
}

fn line_of(catalog: &Catalog, flag: &str, line: &LineFlag, days: Option<u32>) -> NeedLine {
    let mut request = Request::new(line.name.clone());
    for (name, value) in &line.settings {
        request = request.set(name, setting_value(catalog, &line.name, name, value));
    }
    let rate = |of: &str| -> Option<Decimal> { (flag == of).then_some(line.count) };
    let mut line = NeedLine::new(request);
    line.per_day = rate("--daily");
    line.days = days.filter(|_| flag == "--daily");
    line.per_week = rate("--weekly");
    line.per_month = rate("--monthly");
    line
}

/// Changes the entry of an id, or adds it.
fn change<T>(list: &mut Vec<(String, T)>, id: &str, new: T, change: impl FnOnce(&mut T)) {
    match list.iter_mut().find(|(known, _)| known == id) {
        Some((_, value)) => change(value),
        None => {
            let mut value = new;
            change(&mut value);
            list.push((id.to_owned(), value));
        }
    }
}
