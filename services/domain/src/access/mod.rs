//! Who may do what? Roles, callers, sign-in and its limits. Nothing here knows a message, a token's bytes or a hash.

mod caller;
mod password;
mod place;
mod role;
mod rule;
mod session;
mod soft_lock;
mod staff_name;

pub use caller::{Caller, SignedInAt};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordRefusal, check_password};
pub use place::Place;
pub use role::{Role, RoleRefusal};
pub use rule::{AccessRefusal, Reach, Rule, may};
pub use session::{
    LINK_LIVES_HOURS, LINK_LIVES_MS, SESSIONS_MAX, SESSIONS_OF_ONE, SessionKind, SessionTimes,
};
pub use soft_lock::{
    ACCOUNT_FREE, Allowance, CODES_TO_A_MAILBOX, ENROLLED_PLACE, KNOWN_THERE_MS, Pauses,
    REFUSED_TO_A_LIBRARY, REMOTE_ADDRESS, SECRETS_SET_BY_A_PATRON, SECRETS_SET_BY_STAFF, TryLater,
    WHOLE_LIBRARY,
};
pub use staff_name::{StaffName, StaffNameRefusal};
