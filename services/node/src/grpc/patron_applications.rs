//! Who applies for a card from home: that part of `PatronService`.

use super::desk_door::{DeskDoor, call_name};
use super::pages::Page;
use crate::ledger::ApplicationRow;
use crate::randomness;
use crate::sign_in::TriedFrom;
use navette_domain::patrons::{Email, Phone};
use navette_proto::Refusal;
use navette_proto::convert::day;
use navette_proto::convert::limits::needed;
use navette_proto::convert::patrons::person;
use navette_proto::wire::patrons as wire;

/// Digits of an application's number.
const DIGITS: usize = 6;
const NUMBERS: u32 = 1_000_000;

/// Keeps an application.
pub(super) async fn apply(
    door: &DeskDoor,
    from: TriedFrom,
    asked: wire::ApplyRequest,
) -> Result<wire::ApplyResponse, Refusal> {
    let call = call_name("Apply", &asked.request_id, &asked)?;
    let sent = needed("person", asked.person)?;
    let form = person::form_from_wire(&sent, None).map_err(|refusal| refusal.within("person"))?;
    let address = person::address_from_wire(&sent).map_err(|refusal| refusal.within("person"))?;
    door.desk
        .sign_in
        .count_application(from, door.desk.now().at)?;
    let numbers = drawn(randomness::fresh());
    let kept = door.command(move |desk| {
        let core = desk.core.as_command(call);
        core.apply(form, address, numbers, desk.now())
    });
    let (number, until) = kept.await?;
    Ok(wire::ApplyResponse {
        application: format!("{number:0DIGITS$}"),
        kept_until: until.to_string(),
    })
}

/// Lists what waits.
pub(super) async fn list(
    door: &DeskDoor,
    asked: wire::ListApplicationsRequest,
) -> Result<wire::ListApplicationsResponse, Refusal> {
    let page = Page::read(b"applications", asked.page_size, &asked.page_token)?;
    let waiting = door.read(|desk| desk.core.applications(desk.now())).await?;
    let (waiting, next_page_token) = page.of(waiting);
    let today = door.desk.now();
    let written = waiting.iter().map(|(number, row)| wire::Application {
        application: format!("{number:0DIGITS$}"),
        person: Some(applicant(row)),
        days_waiting: days_since(row, today.at.0),
    });
    Ok(wire::ListApplicationsResponse {
        applications: written.collect(),
        next_page_token,
    })
}

/// Takes away an application of somebody who is a patron now.
pub(super) async fn over(door: &DeskDoor, number: &str) -> Result<(), Refusal> {
    let read = number.parse().ok().filter(|_| number.len() == DIGITS);
    let number: u32 = read.ok_or_else(|| Refusal::field("application", "it has six digits"))?;
    door.command(move |desk| {
        let done = desk.core.application_over(number, desk.now());
        // Where only the key is still there, cleaning up tries that again.
        desk.note_erasure();
        done
    })
    .await
}

fn applicant(row: &ApplicationRow) -> wire::Person {
    wire::Person {
        given_name: row.given_name.expose().clone(),
        family_name: row.family_name.expose().clone(),
        birth: day::to_wire(*row.birth.expose()),
        email: row.email.as_ref().map_or("", Email::expose).to_owned(),
        phone: row.phone.as_ref().map_or("", Phone::expose).to_owned(),
        address: row.address.expose().clone(),
        language: row.language.code().to_owned(),
        ..wire::Person::default()
    }
}

fn days_since(row: &ApplicationRow, now_ms: i64) -> u32 {
    u32::try_from(now_ms.saturating_sub(row.at.0) / 86_400_000).unwrap_or(0)
}

/// Cuts one draw into several numbers, in case the first are taken.
fn drawn(fresh: u128) -> Vec<u32> {
    let pieces = fresh.to_le_bytes();
    let pieces = pieces.chunks_exact(4);
    let numbers = pieces.map(|piece| {
        piece
            .iter()
            .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte))
    });
    numbers.map(|number| number % NUMBERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_six_digits_at_most() {
        for fresh in [1, u128::MAX, 0x1234_5678_9abc_def0_1234_5678_9abc_def0] {
            let numbers = drawn(fresh);
            assert_eq!(numbers.len(), 4);
            assert!(numbers.iter().all(|number| *number < NUMBERS));
        }
    }
}
