//! Which mapping profile is meant: a shipped one by name, a file, or the one that fits the data best?

use super::open::Source;
use crate::failure::Failure;
use navette_indexer::mapping::{Profile, ProfileRefusal};
use navette_indexer::marc::{Format, FormatHint, Frame, Frames, Hints, MarcRecord, open};
use std::io;
use std::path::Path;

/// Records looked at to choose a profile; one without copies tells little.
const RECORDS_LOOKED_AT: usize = 50;

/// A checked profile and its text, as it goes to a node.
#[derive(Debug)]
pub(crate) struct ChosenProfile {
    /// Ready for use.
    pub(crate) profile: Profile,
    /// Its text.
    pub(crate) toml: String,
    /// Whether it was chosen by the data.
    pub(crate) guessed: bool,
}

/// Finds the profile named on the command line, or guesses one from the beginning of the first file.
pub(crate) fn choose_profile(
    named: Option<&str>,
    first: &Source,
) -> Result<ChosenProfile, Failure> {
    match named {
        None => shipped(guess(first), true),
        Some(name) if Profile::by_name(name).is_ok() => shipped(name, false),
        Some(name) => from_file(name),
    }
}

/// Takes a shipped profile by its name.
pub(crate) fn shipped_profile(name: &str) -> Result<ChosenProfile, Failure> {
    shipped(name, false)
}

fn shipped(name: &str, guessed: bool) -> Result<ChosenProfile, Failure> {
    let profile = Profile::by_name(name).map_err(|refusal| Failure::usage(refusal.to_string()))?;
    // A profile that adds nothing to a shipped one is that one, wherever it is read.
    let toml = format!("name = \"{name}\"\nextends = \"{name}\"\n");
    Ok(ChosenProfile {
        profile,
        toml,
        guessed,
    })
}

fn from_file(name: &str) -> Result<ChosenProfile, Failure> {
    let path = Path::new(name);
    let toml = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if path.extension().is_none() => {
            let unknown = ProfileRefusal::UnknownName(name.to_owned());
            Failure::usage(format!("{unknown}; nor is there a file of this name"))
        }
        io::ErrorKind::NotFound => Failure::other(format!("no such file: {name}")),
        io::ErrorKind::InvalidData => Failure::other(format!("{name} is not a text file")),
        _ => Failure::other(format!("cannot read {name}: {error}")),
    })?;
    let profile = Profile::from_toml(&toml)
        .map_err(|refusal| Failure::other(format!("{name}: {refusal}")))?;
    Ok(ChosenProfile {
        profile,
        toml,
        guessed: false,
    })
}

/// Looks at the first records of a file all at once: what one lacks, another shows.
fn guess(source: &Source) -> &'static str {
    let Ok(reader) = open(source.head.as_slice()) else {
        return "csv";
    };
    let mut seen = MarcRecord::default();
    let frames = Frames::new(reader, FormatHint::Detect);
    for frame in frames.flatten().take(RECORDS_LOOKED_AT) {
        if frame.format == Format::Csv {
            return "csv";
        }
        seen.fields.extend(fields(&frame));
    }
    Profile::guess(&seen)
}

fn fields(frame: &Frame) -> Vec<navette_indexer::marc::Field> {
    match frame.decode(Hints::default()) {
        Ok(decoded) => decoded.record.fields,
        Err(_) => Vec::new(),
    }
}
