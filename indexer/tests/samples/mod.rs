//! Where the sample files are, and how to read one. They are not part of the project: where they are absent, tests that
//! need them say so and pass.

use std::{fs::File, path::PathBuf};

use navette_indexer::marc::{Decoded, Format, FormatHint, FrameError, Frames, Hints, open};

/// One record of a sample, or why it is none.
pub(crate) type Read = Result<(Format, Decoded), String>;

/// The directory of samples: in the directory named by NAVETTE_SHARED, else in `shared` beside the repository.
pub(crate) fn directory() -> Option<PathBuf> {
    let shared = match std::env::var_os("NAVETTE_SHARED") {
        Some(directory) => PathBuf::from(directory),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")),
    };
    let directory = shared.join("marc");
    if !directory.is_dir() {
        println!("skipped: no samples (set NAVETTE_SHARED to where they are)");
        return None;
    }
    Some(directory)
}

/// The names of all samples, in order; none where they are absent.
pub(crate) fn names() -> Vec<String> {
    let Some(directory) = directory() else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".md") {
            names.push(name);
        }
    }
    names.sort();
    names
}

/// Finds a sample.
pub(crate) fn sample(name: &str) -> Option<PathBuf> {
    directory().map(|directory| directory.join(name))
}

/// Reads all records of a sample.
pub(crate) fn read(name: &str) -> Option<Vec<Read>> {
    let file = open(File::open(sample(name)?).unwrap()).unwrap();
    let mut records = Vec::new();
    for frame in Frames::new(file, FormatHint::Detect) {
        records.push(match frame {
            Ok(frame) => {
                let decoded = frame
                    .decode(Hints::default())
                    .map_err(|refusal| format!("{}: {refusal}", frame.number));
                decoded.map(|decoded| (frame.format, decoded))
            }
            Err(FrameError::Reject(reject)) => Err(reject.to_string()),
            Err(FrameError::Fatal(error)) => panic!("{name}: {error}"),
        });
    }
    Some(records)
}
