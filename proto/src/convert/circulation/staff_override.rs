//! A librarian's decision against a refusal, wire and domain.

use crate::Refusal;
use crate::convert::enumeration::enumeration;
use crate::convert::limits::{at_most, each};
use crate::convert::patrons::{reason, staff};
use crate::wire::circulation as wire;
use navette_domain::circulation::{Overridable, Override};

/// Decisions of one call, at most: one for each refusal that can be overruled.
pub const MOST_OVERRIDES: usize = 8;

enumeration! {
    /// A refusal that a librarian may overrule.
    overridable: Overridable, wire::Overridable {
        CardExpired, Suspension, Dues, LoanLimit, Overdue, ReferenceOnly, Hold, Commitment,
    }
}

/// Gives the name of what lifts a refusal, as the contract spells it.
pub(crate) fn name(what: Overridable) -> &'static str {
    wire::Overridable::try_from(overridable::to_wire(what))
        .unwrap_or_default()
        .as_str_name()
}

/// Writes a decision.
pub fn to_wire(decision: &Override) -> wire::Override {
    wire::Override {
        what: overridable::to_wire(decision.what),
        staff: decision.by.0,
        reason: decision.reason.expose().to_owned(),
    }
}

/// Reads the decisions of one call, refusing those without a name or a reason.
pub fn from_wire(field: &str, sent: Vec<wire::Override>) -> Result<Vec<Override>, Refusal> {
    at_most(field, sent.len(), MOST_OVERRIDES, "overrides")?;
    each(field, sent, |decision| {
        Ok(Override {
            what: overridable::from_wire("what", decision.what)?,
            by: staff::needed("staff", decision.staff)?,
            reason: reason::from_wire("reason", &decision.reason)?,
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::identity::StaffId;
    use navette_domain::patrons::Reason;

    fn all() -> Vec<Override> {
        let whats = [
            Overridable::CardExpired,
            Overridable::Suspension,
            Overridable::Dues,
            Overridable::LoanLimit,
            Overridable::Overdue,
            Overridable::ReferenceOnly,
            Overridable::Hold,
            Overridable::Commitment,
        ];
        let decided = whats.map(|what| Override {
            what,
            by: StaffId(3),
            reason: Reason::parse("vu avec la mairie").unwrap(),
        });
        decided.to_vec()
    }

    #[test]
    fn every_override_survives_the_wire() {
        let sent = all().iter().map(to_wire).collect();
        assert_eq!(from_wire("overrides", sent), Ok(all()));
        assert_eq!(name(Overridable::Hold), "OVERRIDABLE_HOLD");
    }

    #[test]
    fn an_override_without_a_name_or_a_reason_is_refused_by_field() {
        type Damage = fn(&mut wire::Override);
        let damages: [(Damage, &str); 3] = [
            (
                |sent| sent.what = 0,
                "overrides[1].what: OVERRIDABLE_UNSPECIFIED is none",
            ),
            (|sent| sent.staff = 0, "overrides[1].staff: nobody is named"),
            (
                |sent| sent.reason = " ".into(),
                "overrides[1].reason: the reason is empty",
            ),
        ];
        for (damage, told) in damages {
            let mut sent: Vec<_> = all().iter().map(to_wire).collect();
            damage(&mut sent[1]);
            let refused = from_wire("overrides", sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
