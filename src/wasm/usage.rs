//! Usage logs: read in pieces, asked as often as wanted.

use super::error::{in_use, thrown, thrown_one};
use super::handle::JsCatalog;
use super::progress::goes_on;
use super::read::{given, read, read_text};
use super::replay::{JsUsageReplay, read_others};
use super::{answer, to_js};
use crate::error::{Error, Errors};
use crate::json::Value;
use crate::usage::{
    LogForecastSpec, Mapping, ReadOptions, ReplaySpec, ReportSpec, RerateSpec, UsageLog, recognise,
};
use std::cell::{Ref, RefCell, RefMut};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// See `UsageLog` in `usage/index.d.ts`.
#[wasm_bindgen(js_name = UsageLog)]
#[derive(Debug)]
pub struct JsUsageLog(Rc<RefCell<UsageLog>>);

#[wasm_bindgen(js_class = UsageLog)]
impl JsUsageLog {
    /// A log of nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<JsUsageLog, JsValue> {
        let options = read_given(options, "options", ReadOptions::from_value)?;
        let log = UsageLog::new(options.unwrap_or_default());
        Ok(JsUsageLog(Rc::new(RefCell::new(log))))
    }

    /// Begins a file.
    pub fn begin(&self, name: &JsValue) -> Result<(), JsValue> {
        let name = read_text(name, "the name of a file", "/name")?;
        self.change(|log| log.begin(&name))
    }

    /// Reads more of the file.
    pub fn feed(&self, bytes: &[u8]) -> Result<(), JsValue> {
        self.change(|log| log.feed(bytes))
    }

    /// Reads the rest of the file.
    pub fn end(&self) -> Result<(), JsValue> {
        self.change(UsageLog::end)
    }

    /// What was read so far.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        to_js(self.log()?.summary())
    }

    /// The memory of events and names, in bytes.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Result<usize, JsValue> {
        Ok(self.log()?.bytes())
    }

    /// A report of what was read so far.
    pub fn report(&self, spec: &JsValue) -> Result<JsValue, JsValue> {
        answer(self.log()?.report(&report_spec(spec)?, None))
    }

    /// The same, with events rated by a catalog: the glue takes no handle that may be left out.
    #[wasm_bindgen(js_name = reportBy)]
    pub fn report_by(&self, spec: &JsValue, catalog: &JsCatalog) -> Result<JsValue, JsValue> {
        answer(self.log()?.report(&report_spec(spec)?, Some(&catalog.0)))
    }

    /// The same log under other prices.
    pub fn rerate(&self, spec: &JsValue, to: &JsCatalog) -> Result<JsValue, JsValue> {
        answer(self.log()?.rerate(&rerate_spec(spec)?, &to.0, None))
    }

    /// The same, from the prices of a catalog.
    #[wasm_bindgen(js_name = rerateBy)]
    pub fn rerate_by(
        &self,
        spec: &JsValue,
        to: &JsCatalog,
        from: &JsCatalog,
    ) -> Result<JsValue, JsValue> {
        answer(self.log()?.rerate(&rerate_spec(spec)?, &to.0, Some(&from.0)))
    }

    /// The log run through an account, in steps; `others` are the texts of other versions of the
    /// catalog.
    pub fn replaying(
        &self,
        spec: &JsValue,
        catalog: &JsCatalog,
        others: &JsValue,
    ) -> Result<JsUsageReplay, JsValue> {
        let spec = read_given(spec, "an account", ReplaySpec::from_value)?.unwrap_or_default();
        let others = read_others(others)?;
        let replay = self.log_mut()?.begin_replay(&catalog.0, &spec, &others);
        let replay = replay.map_err(|errors| thrown(&errors))?;
        Ok(JsUsageReplay::of(Rc::clone(&self.0), replay))
    }

    /// The pace, when credits run out, and which plan fits.
    pub fn forecast(
        &self,
        spec: &JsValue,
        catalog: &JsCatalog,
        tell: JsValue,
    ) -> Result<JsValue, JsValue> {
        let spec = read_given(spec, "what to forecast", LogForecastSpec::from_value)?;
        let (spec, goes_on) = (spec.unwrap_or_default(), move |done| goes_on(&tell, done));
        answer(self.log()?.forecast(&catalog.0, &spec, goes_on))
    }

    fn log(&self) -> Result<Ref<'_, UsageLog>, JsValue> {
        self.0.try_borrow().map_err(|_| in_use())
    }

    fn change(
        &self,
        change: impl FnOnce(&mut UsageLog) -> Result<(), Error>,
    ) -> Result<(), JsValue> {
        change(&mut *self.log_mut()?).map_err(thrown_one)
    }

    fn log_mut(&self) -> Result<RefMut<'_, UsageLog>, JsValue> {
        self.0.try_borrow_mut().map_err(|_| in_use())
    }
}

/// The form and the columns of a log, by its first bytes.
#[wasm_bindgen(js_name = recognise)]
pub fn recognised(bytes: &[u8], mapping: &JsValue) -> Result<JsValue, JsValue> {
    let mapping = read_given(mapping, "a mapping", Mapping::from_value)?;
    answer(recognise(bytes, &mapping.unwrap_or_default()).map_err(Errors::from))
}

fn report_spec(spec: &JsValue) -> Result<ReportSpec, JsValue> {
    Ok(read_given(spec, "what to report", ReportSpec::from_value)?.unwrap_or_default())
}

fn rerate_spec(spec: &JsValue) -> Result<RerateSpec, JsValue> {
    Ok(read_given(spec, "what to compare", RerateSpec::from_value)?.unwrap_or_default())
}

fn read_given<T>(
    value: &JsValue,
    what: &str,
    from: impl FnOnce(&Value) -> Result<T, Errors>,
) -> Result<Option<T>, JsValue> {
    let Some(value) = given(value) else { return Ok(None) };
    from(&read(value, what, "")?).map(Some).map_err(|errors| thrown(&errors))
}
