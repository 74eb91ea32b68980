//! How a patron stands, wire and domain: counts and dates, nothing personal.

use super::reason;
use crate::Refusal;
use crate::convert::day;
use crate::convert::fees::money;
use crate::wire::patrons as wire;
use navette_domain::fees::Money;
use navette_domain::patrons::{PatronFacts, Suspension};

/// Writes how a patron stands.
pub fn to_wire(facts: &PatronFacts) -> wire::Standing {
    wire::Standing {
        category: facts.category.to_string(),
        card_expires: day::to_wire(Some(facts.card_expires)),
        suspension: facts.suspension.as_ref().map(suspension_to_wire),
        blocked: facts.blocked,
        dues: Some(money::to_wire(Money::from_balance(facts.dues_cents))),
        loans_open: u32::from(facts.loans_open),
        requests_open: u32::from(facts.requests_open),
        overdue_open: u32::from(facts.overdue_open),
    }
}

/// Writes a suspension.
pub fn suspension_to_wire(suspension: &Suspension) -> wire::Suspension {
    wire::Suspension {
        until: day::to_wire(Some(suspension.until)),
        reason: suspension.reason.expose().to_owned(),
    }
}

/// Reads a suspension, refusing one without an end or a reason.
pub fn suspension_from_wire(field: &str, sent: &wire::Suspension) -> Result<Suspension, Refusal> {
    let read = || {
        Ok(Suspension {
            until: day::needed("until", &sent.until)?,
            reason: reason::from_wire("reason", &sent.reason)?,
        })
    };
    read().map_err(|refusal: Refusal| refusal.within(field))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::identity::PatronNumber;
    use navette_domain::patrons::{CategoryId, Reason};
    use navette_domain::time::Day;

    #[test]
    fn a_patron_is_shown_with_what_is_owed_and_why_they_are_suspended() {
        let suspension = Suspension {
            until: Day(20_800),
            reason: Reason::parse("livres abîmés").unwrap(),
        };
        let shown = to_wire(&PatronFacts {
            number: PatronNumber(7),
            category: CategoryId::parse("adult").unwrap(),
            card_expires: Day(20_988),
            suspension: Some(suspension.clone()),
            blocked: false,
            dues_cents: -250,
            loans_open: 3,
            requests_open: 2,
            overdue_open: 1,
            guardian: None,
            keeps_history: false,
        });
        assert_eq!(shown.dues.map(|dues| dues.minor_units), Some(-250));
        let sent = shown.suspension.unwrap();
        assert_eq!(suspension_from_wire("suspension", &sent), Ok(suspension));
    }

    #[test]
    fn a_suspension_without_an_end_is_refused_by_field() {
        let sent = wire::Suspension {
            until: String::new(),
            reason: "retard".into(),
        };
        let told = suspension_from_wire("suspension", &sent).map_err(|told| told.to_string());
        assert_eq!(told, Err("suspension.until: it is empty".into()));
    }
}
