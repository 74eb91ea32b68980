//! Where do a request and a journey stand, why did a supply fail, what is a patron told? The closed lists of lending.

use crate::convert::enumeration::enumeration;
use crate::wire::lending as wire;
use navette_domain::lending::{
    CopyReason, Criterion, JourneyState, RequestState, SupplyFailure, Telling,
};

enumeration! {
    /// Where a request stands.
    request_state: RequestState, wire::RequestState {
        AwaitingHome, Placed, Waiting, Suspended, Asking, BeingSupplied, OnHoldShelf, OnLoan, ClaimedReturned, ToSettle,
        Completed, Cancelled, Refused, Unfilled, Expired, Settled,
    }
}

enumeration! {
    /// Where a journey stands.
    journey_state: JourneyState, wire::JourneyState {
        ToPull, ToShip, InTransit, AtPickup, ToReturn, Home, Withdrawn, Lost,
    }
}

enumeration! {
    /// Why a lender does not supply.
    supply_failure: SupplyFailure, wire::SupplyFailure {
        NoAnswer, NoCopy, NotFound, CopyRefused, LibraryRefused, NotPulled, Damaged, Lost, MissingFromShelf, LibraryAbsent,
    }
}

enumeration! {
    /// What a patron is told of a request.
    telling: Telling, wire::Telling {
        Placed, Waiting, OnItsWay, Ready, DateChanged, NotCollected, Refused, Unfilled, Expired, Cancelled, Returned, ToSettle,
    }
}

enumeration! {
    /// What put one lender behind another.
    criterion: Criterion, wire::Criterion {
        Reachable, Arrival, OwnLibrary, Fairness, CopiesLeft, Distance, LibraryId,
    }
}

enumeration! {
    /// Why this copy and no other of the same library.
    copy_reason: CopyReason, wire::CopyReason { OnlyOne, LongestHeld, LowestBarcode }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_the_wire() {
        for state in RequestState::ALL {
            let sent = request_state::to_wire(*state);
            assert_eq!(request_state::from_wire("state", sent), Ok(*state));
        }
        for state in JourneyState::ALL {
            let sent = journey_state::to_wire(*state);
            assert_eq!(journey_state::from_wire("state", sent), Ok(*state));
        }
        for why in SupplyFailure::ALL {
            let sent = supply_failure::to_wire(*why);
            assert_eq!(supply_failure::from_wire("why", sent), Ok(*why));
        }
        for told in Telling::ALL {
            let sent = telling::to_wire(*told);
            assert_eq!(telling::from_wire("telling", sent), Ok(*told));
        }
        for one in Criterion::ALL {
            let sent = criterion::to_wire(one);
            assert_eq!(criterion::from_wire("decided_by", sent), Ok(one));
        }
    }

    #[test]
    fn a_state_that_was_not_set_is_refused_by_field() {
        let told = request_state::from_wire("state", 0).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("state: REQUEST_STATE_UNSPECIFIED is none".into()));
        let told = journey_state::from_wire("state", 99).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("state: unknown value 99".into()));
    }
}
