//! How is a node spoken to? Each service decodes, calls one flow, encodes; refusals become statuses in navette-proto only.

mod catalogue_service;
mod import_wire;
mod member_service;
mod member_wire;
mod serving;
mod turns;

pub(crate) use serving::serve;
