//! For which key is the next certificate asked? For the same one until its certificate is kept: where an answer gets lost, or cannot
//! be written down, the federator gives that key what it has given it, and issues nothing more.

use navette_trust::{KeyError, MemberKey};
use parking_lot::Mutex;

/// A key that waits for its certificate, in memory alone.
#[derive(Default)]
pub(super) struct NextKey {
    /// As PEM: whoever asks gets a key of their own.
    waiting: Mutex<Option<String>>,
}

impl NextKey {
    /// Gives the key that waits; makes one where none does.
    pub(super) fn get(&self) -> Result<MemberKey, KeyError> {
        let mut waiting = self.waiting.lock();
        if let Some(pem) = waiting.as_ref() {
            return MemberKey::from_pem(pem);
        }
        let key = MemberKey::generate()?;
        *waiting = Some(key.to_pem());
        Ok(key)
    }

    /// Forgets it: its certificate is kept, with the key.
    pub(super) fn kept(&self) {
        *self.waiting.lock() = None;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_is_asked_for_again_until_its_certificate_is_kept_and_then_there_is_another() {
        let next = NextKey::default();
        let first = next.get().unwrap().digest();
        assert_eq!(next.get().unwrap().digest(), first);
        next.kept();
        assert_ne!(next.get().unwrap().digest(), first);
    }
}
