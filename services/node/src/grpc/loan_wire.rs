//! A loan, written for the desk.

use crate::flows::circulation::LoanLine;
use navette_domain::patrons::Reason;
use navette_domain::time::Day;
use navette_proto::convert::circulation::loan;
use navette_proto::convert::fees::money;
use navette_proto::convert::{day, ids};
use navette_proto::renew_reason;
use navette_proto::wire::circulation as wire;
use navette_proto::wire::identity::Card;

/// Writes a loan as it stands today.
pub(super) fn to_wire(line: &LoanLine, today: Day) -> wire::Loan {
    let card = line.card.as_ref().map(|card| card.expose().to_owned());
    let bare = match &line.loan {
        Some(known) => loan::to_wire(known, today),
        // It was handed over elsewhere: the request tells when it is due, and no more.
        None => wire::Loan {
            due: day::to_wire(line.due),
            state: wire::LoanState::OnLoan as i32,
            days_late: line
                .due
                .map_or(0, |due| u32::try_from(due.days_until(today)).unwrap_or(0)),
            ..wire::Loan::default()
        },
    };
    let said = line.said.as_ref();
    let why = said.and_then(|said| said.why.as_ref());
    wire::Loan {
        staff: said.map_or(0, |said| said.by.0),
        why: why.map_or("", Reason::expose).to_owned(),
        title: line.title.clone(),
        card: Some(Card {
            library: line.home.to_string(),
            number: card.unwrap_or_default(),
        }),
        late_fee: (!line.late_fee.is_zero()).then(|| money::to_wire(line.late_fee)),
        request: ids::optional_to_wire(line.request),
        renewable: line.is_renewable(),
        not_renewable: line
            .not_renewable
            .as_ref()
            .map_or("", renew_reason)
            .to_owned(),
        loan: line.number.unwrap_or(0),
        ..bare
    }
}
