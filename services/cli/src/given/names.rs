//! How are libraries, works, editions and requests named on the command line? As the services name them.

use navette_domain::catalogue::{EditionKey, LibraryId};
use navette_domain::identity::RequestId;
use navette_proto::convert::work;

/// Reads the id of a library.
pub(crate) fn library_id(text: &str) -> Result<String, String> {
    LibraryId::parse(text)
        .map(|id| id.to_string())
        .map_err(|refusal| refusal.to_string())
}

/// Reads the key of a work.
pub(crate) fn work_key(text: &str) -> Result<String, String> {
    work::key(text)
        .map(|key| key.to_string())
        .map_err(|refusal| refusal.to_string())
}

/// Reads the key of an edition.
pub(crate) fn edition_key(text: &str) -> Result<String, String> {
    EditionKey::parse(text)
        .map(|key| key.to_string())
        .ok_or_else(|| format!("\"{text}\" is not an edition key (16 hexadecimal digits)"))
}

/// Reads the name of a request or of a call.
pub(crate) fn request_id(text: &str) -> Result<String, String> {
    let whole = (text.len() == 32).then_some(text);
    whole
        .and_then(RequestId::parse)
        .map(|id| id.to_string())
        .ok_or_else(|| format!("\"{text}\" is not 32 hexadecimal digits"))
}
