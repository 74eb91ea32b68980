//! Where does the librarian put a scanned item, written for the desk?

use crate::wire::desk::NextPlace;
use navette_domain::circulation::PutWhere;

/// Writes the place; which library's crate it is says `PutWhere::destination`.
pub fn to_wire(put: &PutWhere) -> NextPlace {
    match put {
        PutWhere::Shelve => NextPlace::Shelf,
        PutWhere::HoldForRequest(_) | PutWhere::HoldShelf(_) => NextPlace::HoldShelf,
        PutWhere::SendTo { .. } | PutWhere::SendHome(_) => NextPlace::Crate,
        PutWhere::SetAside => NextPlace::Aside,
    }
}
