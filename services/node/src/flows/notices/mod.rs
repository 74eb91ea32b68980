//! What are patrons to be told, by which way, and has somebody told them? Delivery itself is elsewhere.

mod delivering;
mod making;

pub(crate) use delivering::list_to_tell;
pub use delivering::{NoticeToSend, ToTell};
pub(crate) use making::{
    drop_notices_of_loan, tell_code, tell_of_loan, tell_of_loan_elsewhere, tell_of_request,
    tell_password_changed, tell_recalled,
};
