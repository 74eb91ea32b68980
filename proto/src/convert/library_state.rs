//! In which word is it said how a library answered?

use crate::Refusal;
use crate::wire::catalogue::LibraryState;

/// Gives the word used in JSON and on screen, refusing the unspecified state by name.
pub fn code(state: i32) -> Result<&'static str, Refusal> {
    match LibraryState::try_from(state) {
        Ok(LibraryState::Answered) => Ok("answered"),
        Ok(LibraryState::NotNeeded) => Ok("not-needed"),
        Ok(LibraryState::Slow) => Ok("slow"),
        Ok(LibraryState::Late) => Ok("late"),
        Ok(LibraryState::Away) => Ok("away"),
        Ok(LibraryState::Unknown) => Ok("unknown"),
        Ok(LibraryState::Unspecified) => {
            Err(Refusal::field("state", "LIBRARY_STATE_UNSPECIFIED is none"))
        }
        Err(_) => Err(Refusal::field("state", format!("unknown state {state}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_was_not_set_is_refused_by_field() {
        assert_eq!(code(LibraryState::Late as i32), Ok("late"));
        for state in [0, 9] {
            assert!(code(state).is_err_and(|refusal| refusal.to_string().starts_with("state: ")));
        }
    }
}
