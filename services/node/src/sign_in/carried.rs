//! How is something secret drawn that somebody carries away? The secret itself is kept nowhere, only what it is known by.

use crate::randomness;
use navette_proto::Refusal;
use navette_trust::{fingerprint, written};

/// Draws it; gives what is carried, and what that is known by here.
pub(crate) fn drawn<const BYTES: usize>() -> Result<(String, u128), Refusal> {
    let secret = randomness::secret::<BYTES>().ok_or(Refusal::Internal)?;
    let carried = written(&secret);
    let key = fingerprint(&carried);
    Ok((carried, key))
}
