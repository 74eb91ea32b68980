//! How is a certificate written as text? In PEM, which every tool reads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Letters of one line, as RFC 7468 has it.
const LINE: usize = 64;

/// Writes a certificate.
pub(crate) fn certificate(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}
