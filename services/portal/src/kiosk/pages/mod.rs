//! The pages of the kiosk, one file each.

pub(super) mod card;
pub(super) mod changed_look;
pub(super) mod give_back;
pub(super) mod leave;
pub(super) mod lend;
pub(super) mod loans;
pub(super) mod request;
pub(super) mod search;
pub(super) mod start;
pub(super) mod trouble;
