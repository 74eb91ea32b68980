//! Signing in: that part of `AccessService`. What is given is tried slowly, and a token comes back that stands for it.

use super::access_accounts::to_wire;
use super::desk_door::{DeskDoor, call_name};
use crate::flows::access::ProvenHash;
use crate::ledger::{SessionOwner, StaffAccountRow};
use crate::refusal::DeskRefusal;
use crate::sign_in::{Account, TriedFrom, drawn};
use navette_domain::access::{Caller, PASSWORD_CHARS_MAX, SessionKind, SignedInAt, StaffName};
use navette_domain::privacy::Secret;
use navette_domain::time::Timestamp;
use navette_proto::convert::identity;
use navette_proto::wire::access as wire;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::identity::Card;
use navette_proto::{Refusal, SignInObstacle};
use navette_trust::{TotpSecret, fingerprint};

/// Signs in somebody who works here.
pub(super) async fn staff(
    door: &DeskDoor,
    from: TriedFrom,
    asked: wire::SignInStaffRequest,
) -> Result<wire::SignInStaffResponse, Refusal> {
    let name = StaffName::parse(&asked.name)
        .map_err(|refusal| Refusal::field("name", refusal.to_string()))?;
    let password = sound("password", asked.password)?;
    let now = door.desk.now();
    let wanted = name.clone();
    let found = door.read(move |desk| desk.core.staff_named(wanted, now));
    let found = found.await?;
    let hash = found
        .as_ref()
        .and_then(|(_, row)| row.password_hash.clone());
    let account = Account::Staff(name);
    let tried = door
        .desk
        .sign_in
        .prove(account, from, password, hash, now.at);
    let proof = tried.await?;
    let (id, row) = found.ok_or(SignInObstacle::WrongSignIn)?;
    let step = match secret_of(&row) {
        None => None,
        Some(_) if asked.code.is_empty() => {
            proof.ask_more();
            return Err(SignInObstacle::CodeNeeded.into());
        }
        // What is not accepted goes on counting as a wrong try.
        Some(secret) => {
            let step = secret.step_of(&asked.code, now.at, row.totp_step);
            Some(step.ok_or(SignInObstacle::WrongSignIn)?)
        }
    };
    let (token, key) = drawn::<32>()?;
    let account = to_wire(id, &row);
    door.command(move |desk| desk.core.staff_signed_in(id, row, step, key, now))
        .await?;
    proof.accept();
    Ok(wire::SignInStaffResponse {
        session: Some(session(token, SessionOwner::Staff(id).kind(), now.at)),
        account: Some(account),
    })
}

/// Signs in a patron.
pub(super) async fn patron(
    door: &DeskDoor,
    caller: &Caller,
    from: TriedFrom,
    asked: wire::SignInPatronRequest,
) -> Result<wire::Session, Refusal> {
    let at = if caller.is_enrolled_place(&door.here) {
        SignedInAt::Library
    } else {
        SignedInAt::Elsewhere
    };
    match asked.proof {
        None => Err(Refusal::field("proof", "nothing is given")),
        Some(Proof::OneTimeCode(code)) => redeem(door, from, &code).await,
        Some(Proof::Pin(_)) if at == SignedInAt::Elsewhere => {
            Err(SignInObstacle::PinNotHere.into())
        }
        Some(Proof::Pin(pin)) => {
            let pin = Shown::Pin(sound("pin", pin)?);
            by_card(door, at, from, asked.card, pin).await
        }
        Some(Proof::Password(password)) => {
            let password = Shown::Password(sound("password", password)?);
            by_card(door, at, from, asked.card, password).await
        }
    }
}

/// What goes with a card.
enum Shown {
    Pin(Secret<String>),
    Password(Secret<String>),
}

async fn by_card(
    door: &DeskDoor,
    at: SignedInAt,
    from: TriedFrom,
    card: Option<Card>,
    shown: Shown,
) -> Result<wire::Session, Refusal> {
    let (home, card) = identity::card("card", card, &door.here)?;
    let now = door.desk.now();
    let wanted = Some(card.clone()).filter(|_| home == door.here);
    let by_pin = matches!(shown, Shown::Pin(_));
    let found = door.read(move |desk| {
        let Some(shown) = wanted.map(|card| desk.core.patron_with_card(card, now)) else {
            return Ok(None);
        };
        let shown = match shown {
            Err(DeskRefusal::UnknownCard) => return Ok(None),
            shown => shown?,
        };
        let number = shown.facts.number;
        let hash = if by_pin {
            shown.person.pin_hash
        } else {
            desk.core.patron_password(number, now)?
        };
        Ok(Some((number, hash)))
    });
    let (number, hash) = found.await?.unzip();
    let hash = hash.flatten();
    let (Shown::Pin(secret) | Shown::Password(secret)) = shown;
    let account = Account::Card(card);
    let tried = door
        .desk
        .sign_in
        .prove(account, from, secret, hash.clone(), now.at);
    let proof = tried.await?;
    let (number, hash) = number.zip(hash).ok_or(SignInObstacle::WrongSignIn)?;
    let proven = match by_pin {
        true => ProvenHash::Pin(hash),
        false => ProvenHash::Password(hash),
    };
    let (token, key) = drawn::<32>()?;
    door.command(move |desk| desk.core.patron_signed_in(number, at, proven, key, now))
        .await?;
    proof.accept();
    Ok(session(
        token,
        SessionOwner::patron(number, at).kind(),
        now.at,
    ))
}

async fn redeem(door: &DeskDoor, from: TriedFrom, code: &str) -> Result<wire::Session, Refusal> {
    let now = door.desk.now();
    let proof = door.desk.sign_in.try_code(from, now.at)?;
    let link = fingerprint(code.trim());
    let (token, key) = drawn::<32>()?;
    let redeemed = door.command(move |desk| desk.core.link_redeemed(link, key, now));
    redeemed.await?.ok_or(SignInObstacle::WrongSignIn)?;
    proof.accept();
    Ok(session(token, SessionKind::PatronElsewhere, now.at))
}

/// Has a code sent to a patron's own mailbox. Of the card nothing is told, whatever there is behind it: as much is done and kept
/// for one that nobody has.
pub(super) async fn ask_link(
    door: &DeskDoor,
    from: TriedFrom,
    asked: wire::AskSignInLinkRequest,
) -> Result<(), Refusal> {
    let call = call_name("AskSignInLink", &asked.request_id, &asked)?;
    let (home, card) = identity::card("card", asked.card, &door.here)?;
    let now = door.desk.now();
    let may = door.desk.sign_in.ask_code(&card, from, now.at)?;
    let wanted = Some(card).filter(|_| may && home == door.here);
    door.command(move |desk| desk.core.as_command(call).code_asked(wanted, now))
        .await
}

/// Refuses what is too long to be hashed.
pub(super) fn sound(field: &str, secret: String) -> Result<Secret<String>, Refusal> {
    let length = secret.chars().count();
    if length > PASSWORD_CHARS_MAX {
        let reason = format!("it has {length} characters, at most {PASSWORD_CHARS_MAX} are read");
        return Err(Refusal::field(field, reason));
    }
    Ok(Secret::new(secret))
}

fn secret_of(row: &StaffAccountRow) -> Option<TotpSecret> {
    let secret = row.totp_secret.as_slice().try_into();
    secret.ok().map(TotpSecret)
}

fn session(token: String, kind: SessionKind, now: Timestamp) -> wire::Session {
    wire::Session {
        token,
        rests_until_ms: now.plus_ms(kind.idle_ms()).0,
        ends_ms: now.plus_ms(kind.lives_ms()).0,
    }
}
