//! By which name does a node recognise an import that was interrupted?

use crate::files::Source;
use xxhash_rust::xxh3::Xxh3;

/// Names an import by its profile, what it does, and its files' names, sizes and beginnings.
///
/// Standard input has no size; its beginning alone names it.
pub(crate) fn import_key(profile_toml: &str, replace: bool, sources: &[Source]) -> String {
    let mut hash = Xxh3::new();
    part(&mut hash, profile_toml.as_bytes());
    part(&mut hash, &[u8::from(replace)]);
    for source in sources {
        part(&mut hash, source.name.as_bytes());
        part(&mut hash, &source.size.unwrap_or(0).to_le_bytes());
        part(&mut hash, &source.head);
    }
    format!("{:032x}", hash.digest128())
}

/// Lengths separate the parts, so that no two lists of parts run together.
fn part(hash: &mut Xxh3, bytes: &[u8]) {
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}
