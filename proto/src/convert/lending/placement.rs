//! What somebody says who places a request, wire and domain.

use super::target;
use crate::Refusal;
use crate::convert::limits::{TITLE_CHARS, cut, needed, text};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::Placement;
use navette_domain::time::Timestamp;

/// Writes a placement.
pub fn to_wire(placement: &Placement) -> wire::Placement {
    wire::Placement {
        request: placement.id.to_string(),
        home: placement.home.to_string(),
        reference: placement.reference.to_string(),
        pickup: placement.pickup.to_string(),
        target: Some(target::to_wire(&placement.target)),
        title: cut(&placement.title, TITLE_CHARS),
        need_by: day::to_wire(placement.need_by),
        placed_at_ms: placement.placed_at.0,
    }
}

/// Reads a placement, refusing what names nothing.
pub fn from_wire(placement: wire::Placement) -> Result<Placement, Refusal> {
    let target = needed("target", placement.target)?;
    Ok(Placement {
        id: ids::request("request", &placement.request)?,
        home: identity::library("home", &placement.home)?,
        reference: ids::reference("reference", &placement.reference)?,
        pickup: identity::library("pickup", &placement.pickup)?,
        target: target::from_wire(target).map_err(|refusal| refusal.within("target"))?,
        title: text("title", placement.title, TITLE_CHARS)?,
        need_by: day::from_wire("need_by", &placement.need_by)?,
        placed_at: Timestamp(placement.placed_at_ms),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::a_placement;
    use super::*;

    #[test]
    fn a_placement_survives_the_wire_with_and_without_a_last_day() {
        let placement = a_placement();
        assert_eq!(from_wire(to_wire(&placement)), Ok(placement.clone()));
        let endless = Placement {
            need_by: None,
            ..placement
        };
        assert_eq!(from_wire(to_wire(&endless)), Ok(endless));
    }

    #[test]
    fn what_names_nothing_is_refused_by_field() {
        type Damage = fn(&mut wire::Placement);
        let damages: [(Damage, &str); 5] = [
            (
                |sent| sent.request.clear(),
                "request: \"\" is not 32 hexadecimal digits",
            ),
            (
                |sent| sent.reference = "me".into(),
                "reference: \"me\" is not 32 hexadecimal digits",
            ),
            (|sent| sent.target = None, "target: it is missing"),
            (
                |sent| sent.title = "x".repeat(501),
                "title has 501 characters, the limit is 500",
            ),
            (
                |sent| sent.need_by = "soon".into(),
                "need_by: \"soon\" is not a day (YYYY-MM-DD)",
            ),
        ];
        for (damage, told) in damages {
            let mut sent = to_wire(&a_placement());
            damage(&mut sent);
            let refused = from_wire(sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }

    #[test]
    fn a_title_that_is_kept_longer_is_cut_and_not_refused() {
        let placement = Placement {
            title: "é".repeat(600),
            ..a_placement()
        };
        let read = from_wire(to_wire(&placement));
        assert_eq!(read.map(|read| read.title.chars().count()), Ok(500));
    }
}
