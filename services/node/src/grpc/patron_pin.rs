//! PINs: that part of `PatronService`. A PIN is never part of an answer, a log or a name of a call.

use super::desk_door::DeskDoor;
use super::patron_wire;
use crate::refusal::DeskRefusal;
use crate::sign_in::{Account, SetBy, TriedFrom};
use navette_domain::identity::StaffId;
use navette_domain::patrons::check_pin;
use navette_proto::convert::ids;
use navette_proto::wire::patrons as wire;
use navette_proto::{Refusal, SignInObstacle};

/// Sets a PIN, or takes it away. Repeating it sets the same again, so that the call's name is not remembered.
pub(super) async fn set(door: &DeskDoor, asked: wire::SetPinRequest) -> Result<(), Refusal> {
    ids::call("request_id", &asked.request_id)?;
    let card = door.own_card(asked.card)?;
    let number = door.read({
        let card = card.clone();
        move |desk| Ok(desk.core.patron_with_card(card, desk.now())?.facts.number)
    });
    let number = number.await?;
    let hash = if asked.pin.is_empty() {
        None
    } else {
        check_pin(&asked.pin)?;
        let (by, now) = (SetBy::Staff(StaffId(asked.staff)), door.desk.now().at);
        let hashed = door.desk.sign_in.hash(asked.pin.into(), by, now);
        Some(hashed.await?)
    };
    door.command(move |desk| desk.core.set_pin_hash(number, hash, desk.now()))
        .await
}

/// Says whether a PIN is the card's; where it is, shows the patron.
pub(super) async fn check(
    door: &DeskDoor,
    from: TriedFrom,
    asked: wire::CheckPinRequest,
) -> Result<wire::Patron, Refusal> {
    let card = match door.own_card(asked.card) {
        // Which of both is wrong is not said.
        Err(Refusal::UnknownCard) => return Err(Refusal::WrongPin),
        card => card?,
    };
    let looked_up = card.clone();
    let found = door.read(
        move |desk| match desk.core.patron_with_card(looked_up, desk.now()) {
            Ok(shown) => Ok(Some(shown)),
            Err(DeskRefusal::UnknownCard) => Ok(None),
            Err(refusal) => Err(refusal),
        },
    );
    let found = found.await?;
    let hash = found
        .as_ref()
        .and_then(|shown| shown.person.pin_hash.clone());
    let now = door.desk.now().at;
    let account = Account::Card(card);
    let tried = door
        .desk
        .sign_in
        .prove(account, from, asked.pin.into(), hash, now)
        .await;
    let proof = tried.map_err(|refusal| match refusal {
        Refusal::SignIn(SignInObstacle::WrongSignIn) => Refusal::WrongPin,
        other => other,
    })?;
    proof.accept();
    let shown = found.ok_or(Refusal::WrongPin)?;
    let here = door.here.clone();
    door.read(move |desk| patron_wire::patron(desk, &here, &shown))
        .await
}
