//! Who works at the demo's desks? One account at each library, so that one can sign in at the screens.

use super::library_desk::LibraryDesk;
use crate::failure::Failure;
use navette_proto::wire::access::AddStaffRequest;

/// The account's name, the same at every library.
pub(super) const STAFF_NAME: &str = "camille";
/// Its password: long, easy to say, and in no list of those that everybody tries.
pub(super) const STAFF_PASSWORD: &str = "la navette part a midi";

/// Makes the account of one library.
pub(super) async fn open(desk: &LibraryDesk) -> Result<(), Failure> {
    let request = AddStaffRequest {
        name: STAFF_NAME.to_owned(),
        password: STAFF_PASSWORD.to_owned(),
        administrator: true,
    };
    let added = desk.address.access().await?.add_staff(request).await;
    added.map_err(|status| Failure::other(status.message().to_owned()))?;
    Ok(())
}
