use super::Found;
use super::left_out::Omissions;
use crate::error::Errors;
use crate::json::Value;
pub(super) fn read(_value: &Value, _left_out: &mut Omissions) -> Result<Found, Errors> {
    Ok(Found { operations: Vec::new(), latest: None })
}
