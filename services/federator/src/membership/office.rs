//! Who is let in, given another certificate, or put out, in a running federator? The authority, the ledger and the lines together.

use super::authority_folder::AuthorityFolder;
use super::commands::{self, Given, Joining};
use super::error::MembershipError;
use super::members::{self, MemberShown};
use super::put_out::{self, PutOutList, PutOutPage};
use super::register::Register;
use super::renewing::{self, Renewing};
use super::sealing_keys::{self, Published};
use crate::clock::Clock;
use crate::ledger::{CertificateRow, FederatorState};
use crate::randomness;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{
    InvitationId, IssuedCertificate, MembershipRefusal, Serial, ShownCode, Subject, VouchedKey,
    valid_until,
};
use navette_domain::time::Timestamp;
use navette_store::ledger::Commit;
use navette_trust::{
    Credential, JoinCode, OpenLines, PeerCertificate, PutOut, SigningRequest, Standing, digest_of,
    vouched,
};
use std::sync::Arc;

/// Longest version that is kept, in bytes.
const VERSION_BYTES_MAX: usize = 40;

/// Where members are let in and put out.
pub(crate) struct MembershipOffice {
    folder: AuthorityFolder,
    clock: Clock,
    /// Which certificates count.
    pub(crate) register: Arc<Register>,
    /// Which lines are open.
    pub(crate) open: Arc<OpenLines>,
    /// Which certificates were revoked, as libraries get to know it.
    put_out: PutOutList,
    /// Where lines are waited for, as codes say it: `host:port`.
    address: String,
}

/// A kiosk for which its library's node asks.
pub(crate) struct KioskAsks {
    pub(crate) kiosk: Subject,
    /// The certificate in use.
    pub(crate) shown: Serial,
    pub(crate) signing_request: Vec<u8>,
    pub(crate) version: String,
}

/// What somebody who comes in says and shows.
pub(crate) struct Admitted {
    pub(crate) code: InvitationId,
    pub(crate) secret: [u8; 16],
    pub(crate) subject: Subject,
    pub(crate) signing_request: Vec<u8>,
    pub(crate) version: String,
}

/// What a revocation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) certificates: usize,
    pub(crate) codes: usize,
    pub(crate) lines: usize,
}

impl MembershipOffice {
    /// Opens the office over what is known of certificates and lines.
    pub(crate) fn over(
        folder: AuthorityFolder,
        clock: Clock,
        (register, open): (Arc<Register>, Arc<OpenLines>),
        (put_out, address): (PutOut, String),
    ) -> Self {
        Self {
            folder,
            clock,
            register,
            open,
            put_out: PutOutList::of(put_out),
            address,
        }
    }

    /// Gives the moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Gives what the federator shows, and whether it is another than before.
    pub(crate) fn own_credential(&self) -> Result<(Credential, bool), crate::FederatorError> {
        self.folder
            .own_credential(Serial(randomness::fresh()), self.now())
    }

    /// Invites somebody. Gives the code, which is kept nowhere.
    pub(crate) fn invite(
        &self,
        ledger: &impl Commit<FederatorState>,
        subject: Subject,
    ) -> Result<(JoinCode, Timestamp), MembershipError> {
        let authority = self.folder.authority().key_digest();
        invite(ledger, authority, &self.address, subject, self.now())
    }

    /// Lets somebody in by a code.
    pub(crate) fn join(
        &self,
        ledger: &impl Commit<FederatorState>,
        asked: Admitted,
    ) -> Result<CertificateRow, MembershipError> {
        let request = SigningRequest::read(&asked.signing_request);
        let request = request.map_err(MembershipError::Request)?;
        let shown = ShownCode {
            subject: asked.subject.clone(),
            secret: digest_of(&asked.secret),
            key: request.key,
        };
        let joining = Joining {
            code: asked.code,
            shown,
            certificate: self.signed(request, asked.subject)?,
            version: short(asked.version),
        };
        let given = commands::join(ledger, joining, self.now())?;
        Ok(self.noted(given))
    }

    /// Gives another certificate to whoever shows one that counts.
    pub(crate) fn renew(
        &self,
        ledger: &impl Commit<FederatorState>,
        peer: &PeerCertificate,
        signing_request: &[u8],
        version: String,
    ) -> Result<CertificateRow, MembershipError> {
        let request = SigningRequest::read(signing_request).map_err(MembershipError::Request)?;
        let shown = Serial::parse(&peer.serial).ok_or(MembershipRefusal::NoCertificate)?;
        let renewing = Renewing {
            shown,
            through: None,
            key: request.key,
            certificate: self.signed(request, peer.subject.clone())?,
            version: short(version),
        };
        let given = renewing::renew(ledger, renewing, self.now())?;
        Ok(self.noted(given))
    }

    /// Gives another certificate to a kiosk of the library whose node asks for it on its own line.
    pub(crate) fn renew_kiosk(
        &self,
        ledger: &impl Commit<FederatorState>,
        node: &PeerCertificate,
        asked: KioskAsks,
    ) -> Result<CertificateRow, MembershipError> {
        let request =
            SigningRequest::read(&asked.signing_request).map_err(MembershipError::Request)?;
        let through = Serial::parse(&node.serial).ok_or(MembershipRefusal::NoCertificate)?;
        let renewing = Renewing {
            shown: asked.shown,
            through: Some(through),
            key: request.key,
            certificate: self.signed(request, asked.kiosk)?,
            version: short(asked.version),
        };
        let given = renewing::renew(ledger, renewing, self.now())?;
        Ok(self.noted(given))
    }

    /// Lists which certificates were revoked, to whoever does not know this version.
    pub(crate) fn put_out(
        &self,
        known_version: &[u8],
        after: Option<Serial>,
        size: usize,
    ) -> PutOutPage {
        self.put_out.page(known_version, after, size, self.now())
    }

    /// Puts somebody out, and cuts their lines.
    pub(crate) fn revoke(
        &self,
        ledger: &impl Commit<FederatorState>,
        subject: Subject,
    ) -> Result<Ended, MembershipError> {
        let revoked = commands::revoke(ledger, subject, self.now())?;
        let put_out = put_out::revoked(&revoked.certificates);
        self.put_out.note(put_out.clone(), self.now());
        // All of them: where the process went on after a first try that was kept, this one is heard.
        self.register.note(revoked.certificates);
        // They are out already; this holds where the ledger is lost, and is tried again at the next start.
        if let Err(error) = self.folder.keep_put_out(put_out, self.now()) {
            tracing::error!(%error, "a revocation is not kept beside the authority");
        }
        Ok(Ended {
            certificates: revoked.now,
            codes: revoked.codes,
            lines: self.cut_what_counts_no_more(),
        })
    }

    /// Keeps to what questions to a library are sealed, where the library vouches for it.
    pub(crate) fn publish_key(
        &self,
        ledger: &impl Commit<FederatorState>,
        library: LibraryId,
        offered: VouchedKey,
    ) -> Result<Published, MembershipError> {
        let now = self.now();
        vouched(
            &offered,
            self.folder.authority().certificate(),
            &library,
            now,
        )?;
        sealing_keys::publish(ledger, library, offered, now)
    }

    /// Cuts the lines whose certificates were revoked or have expired.
    pub(crate) fn cut_what_counts_no_more(&self) -> usize {
        self.open
            .cut_unless(|certificate| self.register.counts(certificate).is_ok())
    }

    /// Lists who belongs, was invited or revoked.
    pub(crate) fn members(
        &self,
        ledger: &impl Commit<FederatorState>,
        after: Option<Subject>,
        limit: usize,
    ) -> Result<Vec<MemberShown>, MembershipError> {
        let now = self.now();
        Ok(ledger.read(move |state| members::listed(state, after.as_ref(), limit, now))?)
    }

    /// Has the register hear what was kept. What was given before it knows, and it may have been revoked since it was read.
    fn noted(&self, given: Given) -> CertificateRow {
        let put_out = put_out::revoked(&given.changed);
        self.put_out.note(put_out, self.now());
        self.register.note(given.changed);
        self.register.forget(&given.forgotten);
        given.row
    }

    fn signed(
        &self,
        request: SigningRequest,
        subject: Subject,
    ) -> Result<CertificateRow, MembershipError> {
        let now = self.now();
        let issued = IssuedCertificate {
            serial: Serial(randomness::fresh()),
            subject,
            from: now,
            until: valid_until(now),
            revoked: None,
        };
        let certificate = self.folder.authority().issue(request, &issued)?;
        let der = certificate.to_vec();
        Ok(CertificateRow { issued, der })
    }
}

/// Invites somebody into the territory of an authority, by an address.
pub(super) fn invite(
    ledger: &impl Commit<FederatorState>,
    authority: navette_domain::membership::Digest,
    address: &str,
    subject: Subject,
    now: Timestamp,
) -> Result<(JoinCode, Timestamp), MembershipError> {
    match &subject {
        Subject::Library(_) | Subject::Kiosk(..) | Subject::Administrator(_) => {}
        Subject::Federator => {
            return Err(MembershipRefusal::NotInvited(subject).into());
        }
    }
    let code = JoinCode {
        invitation: InvitationId(randomness::incarnation()),
        secret: randomness::secret().ok_or(MembershipError::NoRandomness)?,
        authority,
        subject: subject.clone(),
        address: address.to_owned(),
    };
    let made = (code.invitation, subject, code.secret_digest());
    let invitation = commands::invite(ledger, made, now)?;
    Ok((code, invitation.until))
}

fn short(version: String) -> String {
    version.chars().take(VERSION_BYTES_MAX).collect()
}
