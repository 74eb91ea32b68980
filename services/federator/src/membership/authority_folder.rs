//! Where does the authority live? In a folder of the federator's own that nobody else may enter, beside the ledger.
//!
//! `authority.pem` and `authority.key` are the authority, made by `init` or brought along; `federator.pem` is what the federator
//! itself shows, made and renewed as it is needed. `put-out` lists what was revoked.

use super::put_out;
use crate::error::FederatorError;
use navette_domain::membership::{IssuedCertificate, Serial, Subject, renewal_is_due, valid_until};
use navette_domain::time::Timestamp;
use navette_trust::{Authority, Credential, MemberKey, PutOut, SigningRequest, write_private};
use parking_lot::Mutex;
use std::io;
use std::path::{Path, PathBuf};

/// A folder that holds an authority.
#[derive(Debug)]
pub(crate) struct AuthorityFolder {
    folder: PathBuf,
    authority: Authority,
    /// Held while `put-out` is read, added to and written: of two at once, one would be lost.
    putting_out: Mutex<()>,
}

impl AuthorityFolder {
    /// Names the folder within a federator's data.
    pub(crate) fn within(data_dir: &Path) -> PathBuf {
        data_dir.join("authority")
    }

    /// Names the file of the authority's certificate.
    pub(crate) fn certificate(folder: &Path) -> PathBuf {
        folder.join("authority.pem")
    }

    /// Names the file of the authority's key.
    pub(crate) fn key(folder: &Path) -> PathBuf {
        folder.join("authority.key")
    }

    /// Opens the authority that was founded there.
    pub(crate) fn open(folder: PathBuf) -> Result<Self, FederatorError> {
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => FederatorError::NotFounded(folder.clone()),
                _ => FederatorError::Folder {
                    path: path.to_owned(),
                    source,
                },
            })
        };
        let certificate = read(&Self::certificate(&folder))?;
        let key = read(&Self::key(&folder))?;
        let authority = Authority::from_pem(&certificate, &key);
        let authority = authority.map_err(|error| FederatorError::Authority(error.to_string()))?;
        Ok(Self {
            folder,
            authority,
            putting_out: Mutex::new(()),
        })
    }

    /// Keeps beside the authority what was revoked; gives all of it.
    pub(crate) fn keep_put_out(
        &self,
        more: PutOut,
        now: Timestamp,
    ) -> Result<PutOut, FederatorError> {
        let _alone = self.putting_out.lock();
        put_out::keep(&self.folder, more, now)
    }

    /// Gives the authority.
    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Gives what the federator shows, another one where that is to be renewed; says whether it is another one.
    pub(crate) fn own_credential(
        &self,
        serial: Serial,
        now: Timestamp,
    ) -> Result<(Credential, bool), FederatorError> {
        let path = self.folder.join("federator.pem");
        let kept = std::fs::read_to_string(&path).ok();
        let kept = kept.and_then(|text| Credential::from_pem(&text).ok());
        let counts = |kept: &Credential| {
            let facts = kept.facts();
            kept.authority() == self.authority.certificate()
                && !renewal_is_due(facts.from, facts.until, now)
        };
        if let Some(kept) = kept.filter(counts) {
            return Ok((kept, false));
        }
        let failed = |reason: String| FederatorError::Authority(reason);
        let key = MemberKey::generate().map_err(|error| failed(error.to_string()))?;
        let request = key.signing_request();
        let request = request.and_then(|der| SigningRequest::read(&der));
        let issued = IssuedCertificate {
            serial,
            subject: Subject::Federator,
            from: now,
            until: valid_until(now),
            revoked: None,
        };
        let request = request.map_err(|error| failed(error.to_string()))?;
        let certificate = self.authority.issue(request, &issued);
        let certificate = certificate.map_err(|error| failed(error.to_string()))?;
        let authority = self.authority.certificate().clone();
        let credential = Credential::new(key, certificate, authority);
        let credential = credential.map_err(|error| failed(error.to_string()))?;
        let written = write_private(&path, &credential.to_pem());
        written.map_err(|source| FederatorError::Folder { path, source })?;
        Ok((credential, true))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_trust::FoundedAuthority;

    const NOW: Timestamp = Timestamp(1_795_910_400_000);

    #[test]
    fn whoever_is_put_out_at_the_same_moment_as_others_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let founded = FoundedAuthority::make(Serial(1_000), NOW).unwrap();
        let path = folder.path();
        std::fs::write(AuthorityFolder::certificate(path), &founded.certificate_pem).unwrap();
        std::fs::write(AuthorityFolder::key(path), &founded.key_pem).unwrap();
        let authority = AuthorityFolder::open(path.to_owned()).unwrap();
        std::thread::scope(|scope| {
            for number in 0..8 {
                let authority = &authority;
                scope.spawn(move || {
                    let more = [(Serial(number), NOW)].into();
                    authority.keep_put_out(more, NOW).unwrap();
                });
            }
        });
        assert_eq!(put_out::read(path).unwrap().len(), 8);
    }
}
