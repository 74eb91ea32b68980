//! How is a node spoken to? Each service decodes, calls one flow, encodes; refusals become statuses in navette-proto only.

mod access_accounts;
mod access_service;
mod access_sign_in;
mod act_wire;
mod catalogue_service;
mod check_out;
mod circulation_service;
mod desk_door;
mod desk_harm;
mod desk_refusal;
mod desk_service;
mod desk_told;
mod desk_van;
mod home_service;
mod import_wire;
mod lending_service;
mod loan_wire;
mod member_service;
mod member_wire;
mod pacing;
mod pages;
mod passing_on;
mod patron_account;
mod patron_pin;
mod patron_requests;
mod patron_service;
mod patron_wire;
mod proven;
mod scanned_code;
mod sealed_home;
mod serving;
mod turns;
mod visitor_requests;
mod work_wire;

pub(crate) use serving::{Offer, Operation, offered, serve, serve_known, serve_line};
pub(crate) use turns::Turns;
