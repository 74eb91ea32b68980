//! How does a territory begin? An authority is made or brought along, and the first administrator is invited.
//!
//! The first administrator gets a code like everybody else, and not a key: a key that was printed would stay in the terminal's
//! memory for as long as it counts, a code is worth nothing after its first use or after a day.

use super::authority_folder::AuthorityFolder;
use super::error::MembershipError;
use super::office::invite;
use crate::clock::Clock;
use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::folder_lock::lock_folder;
use crate::ledger::FederatorState;
use crate::randomness;
use navette_domain::membership::{KioskName, Serial, Subject};
use navette_domain::time::Timestamp;
use navette_store::ledger::{Ledger, Options};
use navette_trust::{Authority, FoundedAuthority, make_private_folder, write_private};
use std::path::{Path, PathBuf};

/// Why a territory does not begin.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// The federator's settings or folder cannot be used.
    #[error(transparent)]
    Federator(#[from] FederatorError),
    /// Nothing says where lines are waited for.
    #[error("the settings have no [lines]: they say where libraries dial in")]
    NoLines,
    /// Nobody could dial the address that codes would say.
    #[error("lines.address is missing, and listen = \"{0}\" is no address that libraries can dial")]
    NoAddress(String),
    /// There is an authority already, and another one was brought along.
    #[error("there is an authority already in {0}: it is not replaced")]
    Founded(PathBuf),
    /// The authority that was brought along cannot be used.
    #[error("the authority cannot be used: {0}")]
    Authority(String),
    /// The first administrator could not be invited.
    #[error("the administrator could not be invited: {0}")]
    Invitation(String),
}

/// A territory that has begun.
#[derive(Debug)]
pub struct Founded {
    /// By which the administrator comes in; it is printed once.
    pub code: String,
    /// Until when the code counts.
    pub until: Timestamp,
    /// The authority was there before; only the code is new.
    pub again: bool,
    /// Where the authority is kept.
    pub folder: PathBuf,
}

/// Founds a territory, or, where it is founded, invites an administrator by the word of whoever may write in its folder. The
/// federator must not be running. `brought` is an outside authority: the PEM of its certificate and of its key.
pub fn found(
    config: &FederatorConfig,
    administrator: KioskName,
    brought: Option<(String, String)>,
) -> Result<Founded, FoundingError> {
    config.checked()?;
    let lines = config.lines.as_ref().ok_or(FoundingError::NoLines)?;
    let address = lines.told(lines.listen);
    let address = address.ok_or_else(|| FoundingError::NoAddress(lines.listen.to_string()))?;
    let now = Clock::default().now();
    let _lock = lock_folder(&config.data_dir)?;
    let folder = AuthorityFolder::within(&config.data_dir);
    let again = AuthorityFolder::key(&folder).exists();
    if again && brought.is_some() {
        return Err(FoundingError::Founded(folder));
    }
    if !again {
        settle(&folder, brought, now)?;
    }
    let opened = AuthorityFolder::open(folder.clone())?;
    let options = Options::new(randomness::incarnation());
    let ledger = Ledger::<FederatorState>::open(&config.data_dir.join("ledger"), options);
    let (ledger, _) = ledger.map_err(FederatorError::Ledger)?;
    let authority = opened.authority().key_digest();
    let subject = Subject::Administrator(administrator);
    let invited = invite(&ledger, authority, &address, subject, now);
    let (code, until) =
        invited.map_err(|error: MembershipError| FoundingError::Invitation(error.to_string()))?;
    Ok(Founded {
        code: code.to_string(),
        until,
        again,
        folder,
    })
}

/// Puts an authority into its folder; the key last, since it says that all is there.
fn settle(
    folder: &Path,
    brought: Option<(String, String)>,
    now: Timestamp,
) -> Result<(), FoundingError> {
    let unfit = |error: navette_trust::AuthorityError| FoundingError::Authority(error.to_string());
    let (certificate, key) = match brought {
        Some((certificate, key)) => {
            let authority = Authority::from_pem(&certificate, &key).map_err(unfit)?;
            authority.founds(now).map_err(unfit)?;
            (certificate, key)
        }
        None => {
            let made = FoundedAuthority::make(Serial(randomness::fresh()), now).map_err(unfit)?;
            (made.certificate_pem, made.key_pem)
        }
    };
    let failed = |source| {
        FoundingError::Federator(FederatorError::Folder {
            path: folder.to_owned(),
            source,
        })
    };
    make_private_folder(folder).map_err(failed)?;
    write_private(&AuthorityFolder::certificate(folder), &certificate).map_err(failed)?;
    write_private(&AuthorityFolder::key(folder), &key).map_err(failed)
}
