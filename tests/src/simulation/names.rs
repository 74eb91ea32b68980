//! Is a patron named on a disk that is not their home library's? Looked at once, when everything has come to its end.

use super::library::SURNAME;
use super::world::World;
use memchr::memmem::Finder;
use navette_store::disk::Disk;
use std::io;
use std::path::Path;

impl World {
    /// No patron's name lies on a disk that is not their home library's.
    pub(super) fn check_nobody_is_named_elsewhere(&mut self) {
        let centre = Path::new("/ledger");
        let anybody = |_: &[u8]| Some("somebody".to_owned());
        let mut named = names_on(&self.centre.disk, centre, anybody)
            .map(|what| format!("the federator's {what}"));
        for library in &self.libraries {
            let others = || self.libraries.iter().filter(|one| one.id != library.id);
            let of_another = |after: &[u8]| {
                let mut others = others();
                let other = others.find(|other| after.starts_with(other.id.as_str().as_bytes()))?;
                Some(other.id.to_string())
            };
            let found = names_on(&library.disk, library.folder(), of_another);
            named = named.or(found.map(|what| format!("{}: {what}", library.id)));
        }
        if let Some(what) = named {
            self.violate(7, format!("a patron's name is readable: {what}"));
        }
    }
}

/// Finds a file of a ledger in which somebody is named who counts, by what comes after [`SURNAME`]. What cannot be read is told too.
fn names_on(
    disk: &impl Disk,
    ledger: &Path,
    counts: impl Fn(&[u8]) -> Option<String>,
) -> Option<String> {
    let surname = Finder::new(SURNAME);
    for folder in ["journal", "snapshots"].map(|name| ledger.join(name)) {
        let files = match disk.list(&folder) {
            Ok(files) => files,
            Err(error) => return Some(format!("{}: {error}", folder.display())),
        };
        for file in files.into_iter().map(|file| folder.join(file)) {
            let bytes = match whole(disk, &file) {
                Ok(bytes) => bytes,
                Err(error) => return Some(format!("{}: {error}", file.display())),
            };
            let mut found = surname.find_iter(&bytes);
            if let Some(who) = found.find_map(|at| counts(&bytes[at + SURNAME.len()..])) {
                return Some(format!("{who} in {}", file.display()));
            }
        }
    }
    None
}

fn whole(disk: &impl Disk, file: &Path) -> io::Result<Vec<u8>> {
    let opened = disk.open(file)?;
    let length = usize::try_from(opened.len()?).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    let read = opened.read_at(0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}
