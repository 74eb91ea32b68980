//! Whose is the key to which others seal their questions? Its library's, which vouches for it with the key of its certificate.

/// A library's public sealing key, with its word that the key is its own. Whether the word is good, whoever uses the key checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VouchedKey {
    /// The public key, as it came.
    pub key: Vec<u8>,
    /// The library's certificate: DER.
    pub certificate: Vec<u8>,
    /// What the key of the certificate signed of it.
    pub signature: Vec<u8>,
}
