//! Which certificates count? Kept in memory beside the ledger, since a handshake must not wait for a disk.

use crate::clock::Clock;
use crate::ledger::FederatorState;
use navette_domain::membership::{CertificateRefusal, IssuedCertificate, Serial};
use navette_trust::{CertificateFacts, Standing};
use parking_lot::RwLock;
use std::collections::BTreeMap;

/// Every certificate that was issued and is not forgotten.
#[derive(Debug)]
pub(crate) struct Register {
    clock: Clock,
    issued: RwLock<BTreeMap<Serial, IssuedCertificate>>,
}

impl Register {
    /// Knows of none yet, so that none counts.
    pub(crate) fn by(clock: Clock) -> Self {
        Self {
            clock,
            issued: RwLock::default(),
        }
    }

    /// Takes over what the ledger says.
    pub(crate) fn learn(&self, state: &FederatorState) {
        let rows = state.certificates.values();
        self.note(rows.map(|row| row.issued.clone()));
    }

    /// Takes over what was just kept in the ledger. Calls overtake each other on their way here: what was revoked stays so,
    /// whoever comes late with what was kept before.
    pub(crate) fn note(&self, certificates: impl IntoIterator<Item = IssuedCertificate>) {
        let mut issued = self.issued.write();
        for certificate in certificates {
            let noted = issued.get(&certificate.serial);
            let is_revoked = noted.is_some_and(|noted| noted.revoked.is_some());
            if !is_revoked || certificate.revoked.is_some() {
                issued.insert(certificate.serial, certificate);
            }
        }
    }

    /// Drops what the ledger has forgotten.
    pub(crate) fn forget(&self, serials: &[Serial]) {
        let mut issued = self.issued.write();
        for serial in serials {
            issued.remove(serial);
        }
    }
}

impl Standing for Register {
    fn counts(&self, certificate: &CertificateFacts) -> Result<(), CertificateRefusal> {
        let serial = Serial::parse(&certificate.peer.serial).unwrap_or(Serial(0));
        let issued = self.issued.read();
        let noted = issued
            .get(&serial)
            .filter(|noted| noted.subject == certificate.peer.subject)
            .ok_or(CertificateRefusal::Unknown(serial))?;
        noted.counts(self.clock.now())
    }
}
