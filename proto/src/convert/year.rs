//! How is a year of publication written on the wire? As a number, 0 where it is unknown.

use crate::Refusal;

pub(crate) fn to_wire(year: Option<i16>) -> i32 {
    year.map_or(0, i32::from)
}

pub(crate) fn from_wire(year: i32) -> Result<Option<i16>, Refusal> {
    match i16::try_from(year) {
        Ok(0) => Ok(None),
        Ok(year) => Ok(Some(year)),
        Err(_) => Err(Refusal::field("year", format!("{year} is no year"))),
    }
}
