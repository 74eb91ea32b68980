//! What the federator serves: thin services that decode, call a flow and encode.

mod catalogue;
mod deadline;
mod turns;

pub(crate) use catalogue::Catalogue;
