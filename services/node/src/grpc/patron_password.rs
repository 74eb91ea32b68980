//! A patron's own password: that part of `AccessService`. Where one is set, who sets another must know it, or have come in by a
//! one-time code: a PIN, which is for where the card is seen, does not become access from everywhere.

use super::access_accounts::hashed;
use super::access_sign_in::sound;
use super::desk_door::DeskDoor;
use crate::sign_in::{Account, SetBy, TriedFrom};
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_proto::Refusal;
use navette_proto::wire::access as wire;

/// Sets the password of the patron who has signed in, or takes it away.
pub(super) async fn set(
    door: &DeskDoor,
    (number, card): (PatronNumber, CardNumber),
    (from, session): (TriedFrom, Option<u128>),
    asked: wire::SetPatronPasswordRequest,
) -> Result<(), Refusal> {
    let old = sound("old_password", asked.old_password)?;
    let now = door.desk.now();
    let to_know = door.read(move |desk| desk.core.password_to_know(number, session, now));
    let to_know = to_know.await?;
    if to_know.is_some() {
        let (sign_in, hash) = (&door.desk.sign_in, to_know.clone());
        let tried = sign_in.prove(Account::Card(card), from, old, hash, now.at);
        tried.await?.accept();
    }
    let hash = match asked.password.as_str() {
        "" => None,
        _ => Some(hashed(door, asked.password, "", SetBy::Patron(number)).await?),
    };
    door.command(move |desk| {
        let now = desk.now();
        desk.core
            .set_patron_password(number, hash, to_know, session, now)
    })
    .await
}
