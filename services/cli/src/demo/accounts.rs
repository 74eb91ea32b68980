//! Who works at the demo's desks, and by which password do its patrons sign in? So that one can try the screens.

use super::library_desk::LibraryDesk;
use super::patrons::DemoPatron;
use crate::failure::Failure;
use navette_proto::wire::access::sign_in_patron_request::Proof;
use navette_proto::wire::access::{AddStaffRequest, SetPatronPasswordRequest, SignInPatronRequest};
use tonic::metadata::AsciiMetadataValue;
use tonic::{Request, Status};

/// The account's name, the same at every library.
pub(super) const STAFF_NAME: &str = "camille";
/// Its password: long, easy to say, and in no list of those that everybody tries.
pub(super) const STAFF_PASSWORD: &str = "la navette part a midi";
/// The password of every patron whose card has a PIN.
pub(super) const PATRON_PASSWORD: &str = "le grand livre rouge";

/// Makes the account of one library's desk.
pub(super) async fn open(desk: &LibraryDesk) -> Result<(), Failure> {
    let request = AddStaffRequest {
        name: STAFF_NAME.to_owned(),
        password: STAFF_PASSWORD.to_owned(),
        administrator: true,
    };
    let added = desk.address.access().await?.add_staff(request).await;
    added.map_err(refused)?;
    Ok(())
}

/// Lets a patron sign in from home: they set a password at the desk, where their PIN is enough.
pub(super) async fn give_password(desk: &LibraryDesk, patron: &DemoPatron) -> Result<(), Failure> {
    let mut access = desk.address.access().await?;
    let request = SignInPatronRequest {
        card: Some(desk.card(&patron.card)),
        proof: Some(Proof::Pin(patron.pin.clone())),
    };
    let session = access.sign_in_patron(request).await.map_err(refused)?;
    let token = session.into_inner().session.unwrap_or_default().token;
    let mut request = Request::new(SetPatronPasswordRequest {
        password: PATRON_PASSWORD.to_owned(),
        ..SetPatronPasswordRequest::default()
    });
    let bearer = AsciiMetadataValue::try_from(format!("Bearer {token}"));
    let bearer = bearer.map_err(|error| Failure::other(error.to_string()))?;
    request.metadata_mut().insert("authorization", bearer);
    access.set_patron_password(request).await.map_err(refused)?;
    Ok(())
}

fn refused(status: Status) -> Failure {
    Failure::other(status.message().to_owned())
}
