//! A handle for sliders and bulk rating: set a slot, read the total, without allocation.

use super::asked::{ResolvedRequest, SlotValue};
use super::evaluate::{Env, Halt, Refusal};
use super::explain::column::nearest;
use super::resolve::{filled, left_out, looked_up, metered, used};
use super::{instead, limit};
use crate::amount::{Credits, Decimal, Fault, Number};
use crate::calendar::{Instant, Moment};
use crate::catalog::id::PlanId;
use crate::catalog::program::{Body, Held, Kind, Operation, Price, RUNS, Setting};
use crate::catalog::{Catalog, SettingValue};
use crate::error::{Error, ErrorKind, place_of};

/// One operation, plan and instant, with slots for its settings.
///
/// ```
/// use drawdown::{Catalog, Decimal};
/// # let catalog = Catalog::from_json(r#"{ "catalog": "x", "version": "1", "as_of": "2026-11-01",
/// #   "credit": { "name": "credit", "step": "1" }, "operations": [ { "id": "clip",
/// #     "settings": { "seconds": { "number": { "min": 1, "max": 60 }, "default": 5 } },
/// #     "price": [ { "line": "footage", "quantity": "seconds", "rate": "12" } ] } ] }"#)?;
/// let mut preview = catalog.preview("clip", None, None)?;
/// let seconds = preview.slot("seconds")?;
/// preview.set(seconds, Decimal::from(7))?;
/// assert_eq!(preview.total()?.unwrap().to_string(), "84");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Preview {
    catalog: Catalog,
    operation: usize,
    plan: Option<PlanId>,
    at: Instant,
    moment: Moment,
    /// `None` if no price holds, or the time is open.
    price: Option<usize>,
    slots: Vec<SlotValue>,
    /// Use of each meter.
    used: Vec<Number>,
}

impl Catalog {
    /// A handle for one operation and plan (or none), at an instant (or the `as_of` date).
    ///
    /// # Errors
    /// `unknown_name` if there is no such operation or plan.
    pub fn preview(
        &self,
        operation: &str,
        plan: Option<&str>,
        at: Option<Instant>,
    ) -> Result<Preview, Error> {
        let mut request = crate::catalog::Request::new(operation);
        request.run.plan = plan.map(str::to_owned);
        request.run.at = at;
        let checked = self.checked();
        let asked = looked_up(checked, &request).map_err(first)?;
        let place = checked.asked_for(operation).unwrap_or(0);
        let price = asked.price(asked.moment).filter(|_| !asked.any_time);
        let price =
            asked.operation.prices.iter().position(|p| price.is_some_and(|q| std::ptr::eq(p, q)));
        Ok(Preview {
            operation: place,
            plan: asked.plan,
            at: asked.at,
            moment: asked.moment,
            price,
            slots: asked.slots,
            used: asked.used,
            catalog: self.clone(),
        })
    }
}

fn first(errors: crate::error::Errors) -> Error {
    let none = || Error::new(ErrorKind::UnknownName, "", "not in the catalog");
    errors.into_iter().next().unwrap_or_else(none)
}

impl Preview {
    fn settings(&self) -> &[Setting] {
        let operation = self.catalog.checked().operation_at(self.operation);
        operation.map_or(&[], |operation| &operation.settings)
    }

    /// The slot of a setting, or of `runs`.
    ///
    /// # Errors
    /// `unknown_name` if the operation has no such setting.
    pub fn slot(&self, name: &str) -> Result<usize, Error> {
        if name == "runs" {
            return Ok(RUNS);
        }
        let names = self.settings().iter().map(|setting| &*setting.name);
        place_of("/settings", "setting", name, names).map(|place| place + 1)
    }

    /// Sets a number.
    ///
    /// # Errors
    /// `out_of_range` if the setting does not allow it.
    pub fn set(&mut self, slot: usize, value: Decimal) -> Result<(), Error> {
        if slot == RUNS {
            let whole = value.to_integer().filter(|n| (1..=i64::from(u32::MAX)).contains(n));
            if whole.is_none() {
                let sentence = format!("expected a whole number of at least 1, found {value}");
                return Err(Error::new(ErrorKind::OutOfRange, "/runs", sentence));
            }
            return self.put(slot, SlotValue::exactly(value));
        }
        let setting = self.setting(slot)?;
        let grid_ok = match &setting.kind {
            Kind::Number(grid) => grid.check(value).is_ok(),
            Kind::Numbers(choices) => choices.contains(&value),
            _ => false,
        };
        if !grid_ok {
            let held = setting.hold(&value.into());
            let held = held.map_err(|_| refused(setting, &value.into()))?;
            return self.put(slot, filled(&held));
        }
        self.put(slot, SlotValue::exactly(value))
    }

    /// Sets a choice by its index, or a flag by 0 or 1.
    ///
    /// # Errors
    /// `out_of_range` if there is no such choice.
    pub fn pick(&mut self, slot: usize, index: usize) -> Result<(), Error> {
        let setting = self.setting(slot)?;
        let held = match &setting.kind {
            Kind::Choice(names) if index < names.len() => Held::Choice(index),
            Kind::Numbers(numbers) => match numbers.get(index) {
                Some(number) => Held::Number(*number),
                None => {
                    return Err(refused(setting, &SettingValue::from(Decimal::from(index as u32))));
                }
            },
            Kind::Flag if index < 2 => Held::Flag(index == 1),
            _ => return Err(refused(setting, &SettingValue::from(Decimal::from(index as u32)))),
        };
        let value = filled(&held);
        self.put(slot, value)
    }

    /// Sets the earlier use of a meter in its period; 0 by default.
    ///
    /// # Errors
    /// `unknown_name` if the catalog has no such meter; `out_of_range` for a negative number.
    pub fn set_used(&mut self, meter: &str, amount: Decimal) -> Result<(), Error> {
        let checked = self.catalog.checked();
        let operation = checked.operation_at(self.operation).map_err(first)?;
        let given = [(meter.to_owned(), amount)];
        let mut errors = Vec::new();
        let used = used(checked, operation, &given, &mut errors);
        let given = metered(checked, &given);
        for ((kept, used), meter) in self.used.iter_mut().zip(used).zip(&operation.meters) {
            if given.contains(meter) {
                *kept = used;
            }
        }
        errors.pop().map_or(Ok(()), Err)
    }

    /// Opens a setting: removes its value.
    ///
    /// # Errors
    /// `out_of_range` if there is no such slot.
    pub fn clear(&mut self, slot: usize) -> Result<(), Error> {
        let value = left_out(self.setting(slot)?);
        self.put(slot, value)
    }

    /// The JSON pointer of a slot's value in a request.
    #[cfg(feature = "wasm")]
    pub(crate) fn pointer(&self, slot: usize) -> String {
        match self.setting(slot) {
            Ok(setting) => format!("/settings/{}", setting.name),
            Err(_) if slot == RUNS => "/runs".to_owned(),
            Err(_) => "/settings".to_owned(),
        }
    }

    fn setting(&self, slot: usize) -> Result<&Setting, Error> {
        slot.checked_sub(1).and_then(|place| self.settings().get(place)).ok_or_else(|| {
            Error::new(ErrorKind::OutOfRange, "/settings", format!("there is no slot {slot}"))
        })
    }

    fn put(&mut self, slot: usize, value: SlotValue) -> Result<(), Error> {
        match self.slots.get_mut(slot) {
            Some(place) => {
                *place = value;
                Ok(())
            }
            None => Err(Error::new(
                ErrorKind::OutOfRange,
                "/settings",
                format!("there is no slot {slot}"),
            )),
        }
    }

    /// The total if it is exact; `None` if some setting is open, a part has no price, or the vendor
    /// publishes a range.
    ///
    /// # Errors
    /// `not_sold`, `below_zero`, or `out_of_range` if limits between settings do not allow these
    /// values together; `inexact` or `division_by_zero` from the arithmetic.
    pub fn total(&self) -> Result<Option<Credits>, Error> {
        let checked = self.catalog.checked();
        let operation = checked.operation_at(self.operation).map_err(first)?;
        let fault = |fault| faulty(operation, fault);
        let broken = limit::broken_by(operation, self.plan, self.moment, &self.slots);
        if let Some(error) = broken.map_err(fault)? {
            return Err(error);
        }
        let Some(price) = self.price.and_then(|place| operation.prices.get(place)) else {
            return Ok(None);
        };
        self.rated(price).map_err(|halt| {
            let asked = self.asked(operation);
            match halt {
                Halt::Fault(fault) => asked.fault(fault),
                Halt::Refused(refusal) => instead::refused(&asked, refusal, &self.slots),
            }
        })
    }

    #[cold]
    fn asked<'c>(&'c self, operation: &'c Operation) -> ResolvedRequest<'c> {
        let runs = match self.slots.first() {
            Some(SlotValue::Number(runs)) => runs.to_decimal().and_then(Decimal::to_integer),
            _ => None,
        };
        ResolvedRequest {
            catalog: self.catalog.checked(),
            operation,
            runs: runs.and_then(|runs| u32::try_from(runs).ok()).unwrap_or(1),
            plan: self.plan,
            at: self.at,
            moment: self.moment,
            any_time: false,
            used: self.used.clone(),
            metered: Vec::new(),
            slots: self.slots.clone(),
            open: Vec::new(),
        }
    }

    fn rated<'c>(&'c self, price: &'c Price) -> Result<Option<Credits>, Halt<'c>> {
        let sum = match &price.body {
            Body::Free => return Ok(Some(Credits::ZERO)),
            Body::Unpriced => return Ok(None),
            Body::NotSold => return Err(Halt::Refused(Refusal::NotSold(None))),
            Body::Sum(sum) => sum,
        };
        let checked = self.catalog.checked();
        let plan = self.plan.and_then(|plan| checked.plan_at(plan));
        let mut env = Env {
            cost_factor: plan.and_then(|plan| plan.cost_factor),
            used: self.used.clone(),
            ..Env::of_settings(&self.slots, self.plan, self.moment)
        };
        // An open choice stops a table, like a value known only later; an open condition does not.
        if self.slots.iter().any(|slot| matches!(slot, SlotValue::Open | SlotValue::Other(_))) {
            return Ok(None);
        }
        let Some(total) = env.sum(sum, plan)?.total else { return Ok(None) };
        let least = nearest(&total, Number::low)?;
        let is_one = !total.is_span() || least == nearest(&total, Number::high)?;
        Ok(is_one.then_some(Credits(least)))
    }
}

fn faulty(operation: &Operation, fault: Fault) -> Error {
    let (kind, what) = match fault {
        Fault::Inexact => (ErrorKind::Inexact, "an amount no longer fits"),
        Fault::DivisionByZero => (ErrorKind::DivisionByZero, "a division by zero"),
    };
    Error::new(kind, "/operation", format!("{what}, in the price at {}", operation.pointer))
}

fn refused(setting: &Setting, value: &SettingValue) -> Error {
    let expected = setting.listed(value).err().unwrap_or_else(|| "an index in its list".to_owned());
    let pointer = format!("/settings/{}", setting.name);
    Error::new(ErrorKind::OutOfRange, pointer, format!("expected {expected}, found `{value}`"))
}
