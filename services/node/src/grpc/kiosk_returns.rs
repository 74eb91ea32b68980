//! What may a kiosk do with a return, and what is it told? Less than a desk: nobody who works there stands beside it.

use navette_domain::access::{AccessRefusal, Caller, Role};
use navette_proto::wire::circulation as wire;

/// Says whether a kiosk takes back; refuses what only a person sees: damage, and another day.
pub(super) fn is_at_kiosk(
    caller: &Caller,
    asked: &wire::CheckInRequest,
) -> Result<bool, AccessRefusal> {
    let Caller::Kiosk { .. } = caller else {
        return Ok(false);
    };
    if asked.damaged || !asked.returned_on.is_empty() {
        return Err(AccessRefusal::RoleMayNot(Role::Kiosk));
    }
    Ok(true)
}

/// Leaves out whose loan it was, and who waits for it: a kiosk says where the item goes, to whoever stands there.
pub(super) fn without_the_patron(answer: wire::CheckInResponse) -> wire::CheckInResponse {
    let mut answer = answer;
    if let Some(loan) = &mut answer.loan {
        loan.card = None;
        loan.request.clear();
    }
    if let Some(act) = &mut answer.act {
        act.request.clear();
        if let Some(slip) = &mut act.slip {
            slip.pickup_code.clear();
            slip.kept_until.clear();
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::LibraryId;
    use navette_domain::membership::KioskName;
    use navette_proto::wire::desk::{Act, Slip};
    use navette_proto::wire::identity::Card;

    fn a_kiosk() -> Caller {
        Caller::Kiosk {
            library: LibraryId::parse("aire").unwrap(),
            name: KioskName::parse("entree").unwrap(),
        }
    }

    #[test]
    fn a_kiosk_takes_back_but_sees_no_damage_and_dates_nothing_back() {
        let plain = wire::CheckInRequest::default();
        let damaged = wire::CheckInRequest {
            damaged: true,
            ..plain.clone()
        };
        let dated = wire::CheckInRequest {
            returned_on: "2026-11-02".into(),
            ..plain.clone()
        };
        let refused = Err(AccessRefusal::RoleMayNot(Role::Kiosk));
        for (caller, asked, told) in [
            (a_kiosk(), &plain, Ok(true)),
            (a_kiosk(), &damaged, refused.clone()),
            (a_kiosk(), &dated, refused),
            (Caller::ThisMachine, &damaged, Ok(false)),
        ] {
            assert_eq!(is_at_kiosk(&caller, asked), told, "{caller:?}");
        }
    }

    #[test]
    fn a_kiosk_is_not_told_whose_loan_it_was_nor_who_waits() {
        let answer = wire::CheckInResponse {
            loan: Some(wire::Loan {
                card: Some(Card {
                    library: "aire".into(),
                    number: "000001".into(),
                }),
                request: "ab".into(),
                title: "Germinal".into(),
                ..wire::Loan::default()
            }),
            act: Some(Act {
                request: "ab".into(),
                slip: Some(Slip {
                    pickup_code: "B7".into(),
                    to: "lumbres".into(),
                    ..Slip::default()
                }),
                ..Act::default()
            }),
            ..wire::CheckInResponse::default()
        };
        let told = without_the_patron(answer);
        let loan = told.loan.unwrap();
        assert_eq!((loan.card, loan.title.as_str()), (None, "Germinal"));
        let act = told.act.unwrap();
        assert_eq!(act.request, "");
        let slip = act.slip.unwrap();
        assert_eq!(
            (slip.pickup_code.as_str(), slip.to.as_str()),
            ("", "lumbres")
        );
    }
}
