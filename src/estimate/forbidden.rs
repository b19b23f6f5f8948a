//! Limits that no value of the open settings can meet.

use super::asked::{ResolvedRequest, SlotValue, unlisted};
use super::combinations::only_forbidden;
use super::limit::{broken, narrow, sentence, span};
use crate::amount::Fault;
use crate::calendar::Moment;
use crate::catalog::program::Limit;
use crate::error::Error;

/// A limit that no value of the open settings can meet, as an error that names both settings.
pub(super) fn refused(asked: &ResolvedRequest) -> Option<Error> {
    // The limits of an unlisted choice are unknown.
    if asked.operation.limits.is_empty() || unlisted(&asked.slots).is_some() {
        return None;
    }
    let mut slots = asked.slots.clone();
    let moment = if asked.any_time { Moment::ANY } else { asked.moment };
    for (slot, filled) in slots.iter_mut().enumerate() {
        if let (SlotValue::Open, Some(setting)) = (&*filled, asked.setting(slot)) {
            *filled = span(&setting.kind);
        }
    }
    let found = narrow(&asked.operation.limits, asked.plan, moment, &mut slots);
    found
        .and_then(|limit| impossible(asked, slots, limit))
        .unwrap_or_else(|fault| Some(asked.fault(fault)))
}

/// A limit that no combination of open values meets, alone or together with the other limits.
fn impossible(
    asked: &ResolvedRequest,
    slots: Vec<SlotValue>,
    limit: Option<&Limit>,
) -> Result<Option<Error>, Fault> {
    if let Some(limit) = limit {
        return Ok(Some(sentence(asked.operation, &slots, limit)));
    }
    if asked.open.is_empty() {
        return Ok(None);
    }
    let Some(slots) = only_forbidden(asked)? else { return Ok(None) };
    let limit = broken(&asked.operation.limits, asked.plan, Moment::ANY, &slots)?;
    Ok(limit.map(|limit| sentence(asked.operation, &slots, limit)))
}
