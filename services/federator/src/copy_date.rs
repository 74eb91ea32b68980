//! Of when is a copy? A small file beside its index says so, for the next start.

use navette_domain::time::Timestamp;
use std::path::Path;

/// Reads a date; that of another life of the node is none, for it tells of another catalogue.
pub(crate) fn read(text: &str, incarnation: u64) -> Option<Timestamp> {
    let (date, of) = text.trim().split_once(' ')?;
    let known = u64::from_str_radix(of, 16).ok()?;
    let date = date.parse().ok().map(Timestamp);
    date.filter(|_| known == incarnation)
}

/// Writes a date, whole or not at all.
pub(crate) fn write(path: &Path, date: Timestamp, incarnation: u64) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, format!("{} {incarnation:016x}\n", date.0))?;
    std::fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_date_is_read_back_for_the_life_it_was_written_for_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("as_of");
        write(&path, Timestamp(1_764_000_000_000), 0xfeed).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(read(&text, 0xfeed), Some(Timestamp(1_764_000_000_000)));
        for (text, incarnation) in [(text.as_str(), 0xbad), ("", 0), ("12", 0), ("x 0", 0)] {
            assert_eq!(read(text, incarnation), None, "{text:?}");
        }
    }
}
