//! How much is left to whoever tries from here? An allowance for each place, and one for all places outside the library together.

use navette_domain::access::{Allowance, ENROLLED_PLACE, REMOTE_ADDRESS, TryLater, WHOLE_LIBRARY};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::StaffId;
use navette_domain::membership::KioskName;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

/// Accounts, cards or places that are remembered. The library's own allowance keeps them far below.
pub(super) const REMEMBERED_MAX: usize = 10_000;

/// Where somebody tries it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TriedFrom {
    /// At a kiosk enrolled in this library.
    Kiosk(KioskName),
    /// At a kiosk of another library: it may have the name of one here, and counts like any place outside.
    KioskElsewhere(LibraryId, KioskName),
    /// At the desk, by whoever has signed in there.
    Desk(StaffId),
    /// Anywhere else; nothing where the address is not known.
    Elsewhere(Option<IpAddr>),
}

impl TriedFrom {
    fn is_enrolled(&self) -> bool {
        match self {
            Self::Kiosk(_) | Self::Desk(_) => true,
            Self::KioskElsewhere(..) | Self::Elsewhere(_) => false,
        }
    }

    fn allowance(&self) -> Allowance {
        match self {
            Self::Kiosk(_) | Self::Desk(_) => ENROLLED_PLACE,
            Self::KioskElsewhere(..) | Self::Elsewhere(_) => REMOTE_ADDRESS,
        }
    }

    /// One household has 2^64 addresses of the newer kind: they count as one.
    pub(super) fn whole(self) -> Self {
        match self {
            Self::Elsewhere(Some(IpAddr::V6(address))) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                Self::Elsewhere(Some(IpAddr::V6(Ipv6Addr::from_bits(network))))
            }
            other => other,
        }
    }
}

/// What each place has spent: when everything has grown back.
#[derive(Default)]
pub(super) struct Places {
    each: BTreeMap<TriedFrom, Timestamp>,
    outside: Timestamp,
}

impl Places {
    /// Spends one try of a place, or says how long to wait; then nothing is spent.
    pub(super) fn spend(&mut self, from: &TriedFrom, now: Timestamp) -> Result<(), TryLater> {
        let place = self.each.get(from).copied().unwrap_or_default();
        let place = from.allowance().spend(place, now)?;
        if !from.is_enrolled() {
            // Who stands at a kiosk or desk is not locked out by whoever tries from outside.
            self.outside = WHOLE_LIBRARY.spend(self.outside, now)?;
        }
        self.each.insert(from.clone(), place);
        Ok(())
    }

    /// Gives one try back.
    pub(super) fn give_back(&mut self, from: &TriedFrom) {
        if let Some(place) = self.each.get_mut(from) {
            *place = from.allowance().give_back(*place);
        }
        if !from.is_enrolled() {
            self.outside = WHOLE_LIBRARY.give_back(self.outside);
        }
    }

    /// Says whether no further place can be remembered.
    pub(super) fn are_full(&self) -> bool {
        self.each.len() >= REMEMBERED_MAX
    }

    /// Forgets the places to which everything has grown back, where there are many.
    pub(super) fn forget(&mut self, now: Timestamp) {
        if self.are_full() {
            self.each.retain(|_, full_again| *full_again > now);
        }
    }
}

/// Says how long to wait.
pub(crate) fn refused(later: TryLater, now: Timestamp) -> Refusal {
    let wait_ms = later.0.0.saturating_sub(now.0).max(0);
    let wait_seconds = u64::try_from(wait_ms.div_euclid(1_000) + 1).unwrap_or(1);
    Refusal::TooManyTries { wait_seconds }
}
