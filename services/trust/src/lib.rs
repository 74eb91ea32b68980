//! Who is at the other end of a line? Certificates of the territory's authority, and what they say. No rule of lending here.

mod peer;

pub use peer::PeerCertificate;
