//! Which day of the week is meant, wire and domain.

use crate::convert::enumeration::enumeration;
use crate::wire::courier as wire;
use navette_domain::courier::StayReason;
use navette_domain::time::Weekday;

enumeration! {
    /// A day of the week.
    weekday: Weekday, wire::Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
}

enumeration! {
    /// Why an item is not loaded.
    stay_reason: StayReason, wire::StayReason { CrateFull, TooHeavy, NotServed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_the_wire_and_zero_is_refused() {
        for day in Weekday::ALL {
            assert_eq!(
                weekday::from_wire("weekday", weekday::to_wire(day)),
                Ok(day)
            );
        }
        for reason in [
            StayReason::CrateFull,
            StayReason::TooHeavy,
            StayReason::NotServed,
        ] {
            let sent = stay_reason::to_wire(reason);
            assert_eq!(stay_reason::from_wire("because", sent), Ok(reason));
        }
        let told = weekday::from_wire("weekday", 0).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("weekday: WEEKDAY_UNSPECIFIED is none".into()));
    }
}
