//! A log run through an account, in steps.

use super::error::{in_use, thrown, thrown_one};
use super::read::{given, read};
use super::{answer, to_js};
use crate::catalog::Catalog;
use crate::error::{Error, ErrorKind, Errors};
use crate::json::Value;
use crate::usage::{LogReplay, Replay, UsageLog};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// See `UsageReplay` in `usage/index.d.ts`.
#[wasm_bindgen(js_name = UsageReplay)]
#[derive(Debug)]
pub struct JsUsageReplay {
    log: Rc<RefCell<UsageLog>>,
    state: State,
}

#[derive(Debug)]
enum State {
    UnderWay(Box<LogReplay>),
    Done(Box<Replay>),
    /// After an error.
    Failed,
}

#[wasm_bindgen(js_class = UsageReplay)]
impl JsUsageReplay {
    pub(super) fn of(log: Rc<RefCell<UsageLog>>, replay: LogReplay) -> Self {
        JsUsageReplay { log, state: State::UnderWay(Box::new(replay)) }
    }

    /// Runs some more events. Returns how much has run, in thousandths.
    pub fn run(&mut self, count: usize) -> Result<u32, JsValue> {
        let log = self.log.try_borrow().map_err(|_| in_use())?;
        match std::mem::replace(&mut self.state, State::Failed) {
            State::UnderWay(mut replay) => {
                let is_under_way = replay.run(&log, count).map_err(|errors| thrown(&errors))?;
                let done = replay.done(&log);
                self.state = match is_under_way {
                    true => State::UnderWay(replay),
                    false => State::Done(Box::new(
                        replay.finish(&log).map_err(|errors| thrown(&errors))?,
                    )),
                };
                Ok(if is_under_way { done.min(999) } else { 1000 })
            }
            state => {
                self.state = state;
                Ok(1000)
            }
        }
    }

    /// What came of it.
    pub fn answer(&self) -> Result<JsValue, JsValue> {
        to_js(self.replay()?)
    }

    /// An invoice for each cycle.
    pub fn invoices(&self) -> Result<JsValue, JsValue> {
        answer(self.replay()?.invoices().map_err(Errors::from))
    }

    fn replay(&self) -> Result<&Replay, JsValue> {
        match &self.state {
            State::Done(replay) => Ok(replay),
            _ => {
                let sentence = "the replay has not come to its end";
                Err(thrown_one(Error::new(ErrorKind::Limit, "", sentence)))
            }
        }
    }
}

/// Other versions of a catalog, as texts.
pub(super) fn read_others(others: &JsValue) -> Result<Vec<Catalog>, JsValue> {
    let Some(others) = given(others) else { return Ok(Vec::new()) };
    let Value::Array(texts) = read(others, "a list of catalogs", "/others")? else {
        let sentence = "expected a list of catalogs";
        return Err(thrown_one(Error::new(ErrorKind::Type, "/others", sentence)));
    };
    let opened = texts.into_iter().enumerate().map(|(place, text)| {
        let Value::String(text) = text else {
            let sentence = "expected the text of a catalog";
            return Err(Error::new(ErrorKind::Type, format!("/others/{place}"), sentence).into());
        };
        Catalog::opened(text)
    });
    opened.collect::<Result<_, Errors>>().map_err(|errors| thrown(&errors))
}
