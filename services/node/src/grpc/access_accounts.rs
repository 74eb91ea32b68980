//! Accounts of those who work here, and ending sessions: that part of `AccessService`.

use super::access_sign_in::sound;
use super::desk_door::DeskDoor;
use crate::ledger::{SessionOwner, StaffAccountRow};
use crate::randomness;
use crate::sign_in::{Account, SetBy, TriedFrom};
use navette_domain::access::{AccessRefusal, Caller, Role, SignedInAt, StaffName, check_password};
use navette_domain::identity::StaffId;
use navette_domain::privacy::Secret;
use navette_proto::wire::access as wire;
use navette_proto::wire::access::sign_out_everywhere_request::Whose;
use navette_proto::wire::identity::Card;
use navette_proto::{Refusal, SignInObstacle};
use navette_trust::TotpSecret;

/// Writes an account; nothing secret of it.
pub(super) fn to_wire(id: StaffId, row: &StaffAccountRow) -> wire::StaffAccount {
    wire::StaffAccount {
        staff: id.0,
        name: row.name.to_string(),
        administrator: row.administrator,
        wants_code: !row.totp_secret.is_empty(),
    }
}

/// Makes an account.
pub(super) async fn add(
    door: &DeskDoor,
    by: StaffId,
    asked: wire::AddStaffRequest,
) -> Result<wire::StaffAccount, Refusal> {
    let name = StaffName::parse(&asked.name)
        .map_err(|refusal| Refusal::field("name", refusal.to_string()))?;
    let hash = hashed(door, asked.password, name.as_str(), SetBy::Staff(by)).await?;
    let row = StaffAccountRow {
        name,
        administrator: asked.administrator,
        password_hash: Some(hash),
        totp_secret: Vec::new(),
        totp_step: 0,
    };
    let made = row.clone();
    let id = door.command(move |desk| desk.core.add_staff(made, by, desk.now()));
    Ok(to_wire(id.await?, &row))
}

/// Sets a password: one's own with the old one, or another's by an administrator.
pub(super) async fn set_password(
    door: &DeskDoor,
    caller: &Caller,
    (from, session): (TriedFrom, Option<u128>),
    asked: wire::SetStaffPasswordRequest,
) -> Result<(), Refusal> {
    let (id, own) = meant(caller, asked.staff)?;
    let now = door.desk.now();
    let row = door
        .read(move |desk| desk.core.staff_account(id, now))
        .await?;
    let mut proven = None;
    if own {
        let old = sound("old_password", asked.old_password)?;
        let account = Account::Staff(row.name.clone());
        proven.clone_from(&row.password_hash);
        let (sign_in, hash) = (&door.desk.sign_in, proven.clone());
        let tried = sign_in.prove(account, from, old, hash, now.at);
        tried.await?.accept();
    }
    let by = caller.works_as(StaffId(0));
    let hash = hashed(door, asked.password, row.name.as_str(), SetBy::Staff(by)).await?;
    let but = session.filter(|_| own);
    door.command(move |desk| {
        desk.core
            .set_staff_password(id, (hash, proven), but, by, now)
    })
    .await
}

/// Wants codes of a new secret, or none any more.
pub(super) async fn set_totp(
    door: &DeskDoor,
    caller: &Caller,
    asked: wire::SetStaffTotpRequest,
) -> Result<wire::SetStaffTotpResponse, Refusal> {
    let (id, _) = meant(caller, asked.staff)?;
    let by = caller.works_as(StaffId(0));
    let secret = if asked.remove {
        None
    } else {
        Some(TotpSecret(randomness::secret().ok_or(Refusal::Internal)?))
    };
    let kept = secret.map_or_else(Vec::new, |secret| secret.0.to_vec());
    let name = door.command(move |desk| {
        let now = desk.now();
        desk.core.set_staff_totp(id, kept, by, now)?;
        Ok(desk.core.staff_account(id, now)?.name)
    });
    let name = name.await?;
    let settings = door.desk.core.settings();
    Ok(wire::SetStaffTotpResponse {
        secret: secret.map(|secret| secret.base_32()).unwrap_or_default(),
        uri: secret
            .map(|secret| secret.uri(&settings.name, name.as_str()))
            .unwrap_or_default(),
    })
}

/// Ends every session of somebody; says how many there were.
pub(super) async fn sign_out_everywhere(
    door: &DeskDoor,
    caller: &Caller,
    whose: Option<Whose>,
) -> Result<u32, Refusal> {
    let whose = match (whose, caller) {
        (None, Caller::Patron { number, at, .. }) => SessionOwner::patron(*number, *at),
        (None, _) => SessionOwner::Staff(meant(caller, 0)?.0),
        (Some(Whose::Staff(_)), Caller::Patron { .. }) => {
            return Err(AccessRefusal::NotYourOwn.into());
        }
        (Some(Whose::Staff(named)), _) => SessionOwner::Staff(meant(caller, named)?.0),
        (Some(Whose::Card(card)), _) => of_card(door, caller, card).await?,
    };
    let ended = door.command(move |desk| desk.core.end_sessions(whose, desk.now()));
    Ok(u32::try_from(ended.await?).unwrap_or(u32::MAX))
}

async fn of_card(door: &DeskDoor, caller: &Caller, card: Card) -> Result<SessionOwner, Refusal> {
    let card = door.own_card(Some(card))?;
    if caller.own_card().is_some_and(|own| *own != card) {
        return Err(AccessRefusal::NotYourOwn.into());
    }
    let found = door.read(move |desk| desk.core.patron_with_card(card, desk.now()));
    let number = found.await?.facts.number;
    Ok(SessionOwner::patron(number, SignedInAt::Elsewhere))
}

/// Checks a new password against what everybody here knows, and hashes it.
pub(super) async fn hashed(
    door: &DeskDoor,
    password: String,
    name: &str,
    by: SetBy,
) -> Result<Secret<String>, Refusal> {
    let [library, called, commune] = &door.desk.names_known;
    check_password(&password, &[library, called, commune, name]).map_err(SignInObstacle::from)?;
    let now = door.desk.now().at;
    door.desk.sign_in.hash(password.into(), by, now).await
}

/// Says whose account is meant, and whether it is the caller's; another's only where the caller administers them.
fn meant(caller: &Caller, named: u64) -> Result<(StaffId, bool), Refusal> {
    let own = caller.works_as(StaffId(0));
    let id = if named == 0 { own } else { StaffId(named) };
    if id == own && id != StaffId(0) {
        return Ok((id, true));
    }
    match caller.role() {
        Some(Role::Administrator) | None => Ok((id, false)),
        Some(
            Role::Anonymous
            | Role::Patron
            | Role::Kiosk
            | Role::Desk
            | Role::Coordinator
            | Role::Node
            | Role::Federator,
        ) => Err(AccessRefusal::NotYourOwn.into()),
    }
}
