//! Is there room on the disk, can it be written, and does it keep what it acknowledges in good time?

use super::examined::Examined;
use super::finding::Finding;
use navette_store::disk::{Disk, RealDisk, private};
use navette_store::ledger::Options;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const CHECK: &str = "disk";
/// How much more than the reserve there should be: a catalogue, its index, and a year.
const ROOM: u64 = 16;
/// A sync that takes longer keeps the desk waiting with every scan.
const SLOW: Duration = Duration::from_millis(200);

/// Looks at the data folder.
pub(super) fn look(examined: &Examined) -> Vec<Finding> {
    let dir = &examined.data_dir;
    if !dir.exists() {
        let said = format!("{} is not there yet: the process makes it", dir.display());
        return vec![Finding::skipped(CHECK, said)];
    }
    let reserve = Options::new(0).reserve_bytes;
    vec![room(dir, reserve), writing(dir)]
}

fn room(dir: &Path, reserve: u64) -> Finding {
    let shown = dir.display();
    let free = match RealDisk.free_bytes(dir) {
        Ok(free) => free,
        Err(error) => {
            return Finding::bad(
                CHECK,
                format!("{shown}: {error}"),
                "is it a folder of this machine?",
            );
        }
    };
    let said = format!(
        "{} MiB free below {shown}, {} are kept in reserve",
        free >> 20,
        reserve >> 20
    );
    if free < reserve {
        let remedy = "free some space: until then nothing new is taken, and work resumes by itself";
        return Finding::bad(CHECK, said, remedy);
    }
    match free < reserve.saturating_mul(ROOM) {
        true => Finding::warning(
            CHECK,
            said,
            "free some space, or move data_dir to a larger disk",
        ),
        false => Finding::good(CHECK, said),
    }
}

fn writing(dir: &Path) -> Finding {
    let shown = dir.display();
    match timed_write(dir) {
        Ok(took) if took <= SLOW => {
            let said = format!(
                "{shown} can be written; a sync takes {} ms",
                took.as_millis()
            );
            Finding::good(CHECK, said)
        }
        Ok(took) => Finding::warning(
            CHECK,
            format!("a sync below {shown} takes {} ms", took.as_millis()),
            "every scan waits for one: a local disk, best an SSD, does it in a few",
        ),
        Err(error) => Finding::bad(
            CHECK,
            format!("{shown} cannot be written: {error}"),
            "give the folder to the user that runs the process, and try as that user",
        ),
    }
}

/// Writes a small file, syncs it and takes it away again.
fn timed_write(dir: &Path) -> io::Result<Duration> {
    let path = dir.join("doctor.probe");
    // One that was left by a doctor who was interrupted.
    let _ = std::fs::remove_file(&path);
    let mut file = private::create_file(&path)?;
    let begun = Instant::now();
    let written = file
        .write_all(b"navette doctor")
        .and_then(|()| file.sync_data());
    let took = begun.elapsed();
    std::fs::remove_file(&path)?;
    written.map(|()| took)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;

    #[test]
    fn too_little_room_and_a_folder_that_cannot_be_written_are_told() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(room(folder.path(), u64::MAX).state, State::Bad);
        assert_eq!(room(folder.path(), 0).state, State::Good);
        assert_ne!(writing(folder.path()).state, State::Bad);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(writing(&file).state, State::Bad);
        let nowhere = Examined {
            data_dir: folder.path().join("nowhere"),
            ..Examined::default()
        };
        assert_eq!(look(&nowhere)[0].state, State::Skipped);
    }
}
