//! In which word is it said what the day of an arrival rests on?

use crate::Refusal;
use crate::wire::catalogue::ArrivalReason;

/// Gives the word used in JSON, refusing the unspecified reason by name.
pub fn code(reason: i32) -> Result<&'static str, Refusal> {
    match ArrivalReason::try_from(reason) {
        Ok(ArrivalReason::OnShelfThere) => Ok("on-shelf-there"),
        Ok(ArrivalReason::ByVan) => Ok("by-van"),
        Ok(ArrivalReason::WhenReturned) => Ok("when-returned"),
        Ok(ArrivalReason::Queue) => Ok("queue"),
        Ok(ArrivalReason::NotLent) => Ok("not-lent"),
        Ok(ArrivalReason::NoVan) => Ok("no-van"),
        Ok(ArrivalReason::Away) => Ok("away"),
        Ok(ArrivalReason::Unknown) => Ok("unknown"),
        Ok(ArrivalReason::Unspecified) => Err(Refusal::field(
            "reason",
            "ARRIVAL_REASON_UNSPECIFIED is none",
        )),
        Err(_) => Err(Refusal::field("reason", format!("unknown reason {reason}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_was_not_set_is_refused_by_field() {
        assert_eq!(code(ArrivalReason::ByVan as i32), Ok("by-van"));
        for reason in [0, 99] {
            assert!(code(reason).is_err_and(|refusal| refusal.to_string().starts_with("reason: ")));
        }
    }
}
