//! What does the certificate at the other end of a connection say? Put beside each call, for whoever decides about it.

use navette_domain::membership::Subject;

/// What was read from the certificate of a peer, once the authority's signature, its dates and the revocations were checked.
///
/// It stands in the extensions of every request that came over an authenticated connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerCertificate {
    /// Whom it names.
    pub subject: Subject,
    /// The certificate's serial number, lower case hexadecimal.
    pub serial: String,
}

/// From which machine a call came, where that is known; of a call that a portal makes for a browser, the browser's. It stands beside
/// each call, for whoever counts wrong tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerAddress(pub std::net::IpAddr);
