//! What do own patrons ask for? Checked and kept here, told to the federator; who asked is known here only.

mod changing;
mod placing;
mod showing;
mod visits;
mod vouching;

pub use placing::{Asker, PlaceRequest};
pub use showing::RequestShown;
pub(crate) use showing::is_in_hands;
pub use visits::VisitStanding;
pub(crate) use visits::visitor_reference;
pub use vouching::Wish;
