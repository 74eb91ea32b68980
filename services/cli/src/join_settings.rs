//! Which settings does a library have that joins, and what is written where it has none?

use crate::failure::Failure;
use navette_domain::catalogue::LibraryId;
use navette_node::{Joined, NodeConfig};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The settings of a library that joins.
pub(crate) enum Settings {
    /// There are none yet.
    Missing {
        /// Where the node will keep its data.
        data_dir: PathBuf,
        /// Where its certificate goes.
        folder: PathBuf,
    },
    /// There are some, of this library.
    Found {
        /// Where they say that the federator is dialled.
        line: Option<String>,
        /// Where the certificate goes.
        folder: PathBuf,
    },
}

impl Settings {
    /// Looks what is there. Settings of another library, or with a folder elsewhere, are not this library's: no code is spent.
    pub(crate) fn look(
        path: &Path,
        data_dir: Option<PathBuf>,
        library: &LibraryId,
    ) -> Result<Self, Failure> {
        if !path.exists() {
            let beside = path.parent().unwrap_or(Path::new(""));
            let data_dir = data_dir.unwrap_or_else(|| beside.join(library.as_str()));
            let data_dir = std::path::absolute(&data_dir).unwrap_or(data_dir);
            let folder = data_dir.join("line");
            return Ok(Self::Missing { data_dir, folder });
        }
        let config = NodeConfig::from_file(path);
        let config = config.map_err(|error| Failure::other(error.to_string()))?;
        let shown = path.display();
        if config.library != *library {
            return Err(Failure::other(format!(
                "the join code is for {library}, {shown} is of {}",
                config.library
            ))
            .hint("name the settings of the library that joins with --config"));
        }
        if data_dir.is_some_and(|given| given != config.data_dir) {
            return Err(Failure::usage(format!(
                "{shown} names another folder than --data-dir"
            )));
        }
        let own = config.data_dir.join("line");
        Ok(match config.line {
            Some(line) => Self::Found {
                line: Some(line.federator),
                folder: line.folder,
            },
            None => Self::Found {
                line: None,
                folder: own,
            },
        })
    }

    /// Says where the certificate goes.
    pub(crate) fn folder(&self) -> &Path {
        match self {
            Self::Missing { folder, .. } | Self::Found { folder, .. } => folder,
        }
    }
}

/// Writes the section that says where the federator is dialled.
pub(crate) fn line_section(federator: &str, folder: &Path) -> String {
    format!(
        "[line]\n{}\nfolder = {}",
        federator_line(federator),
        text(&folder.display().to_string())
    )
}

/// Writes where the federator is dialled, for a section that is there already.
pub(crate) fn federator_line(federator: &str) -> String {
    format!("federator = {}", text(federator))
}

/// Writes the first settings of a library, with what the federator knows of it.
pub(crate) fn first(
    joined: &Joined,
    library: &LibraryId,
    federator: &str,
    data_dir: &Path,
) -> String {
    let mut written = String::from(
        "# Settings of one library's node: navette node --config FILE. Everything else that can be set has its default.\n",
    );
    let mut line = |key: &str, value: String| written.push_str(&format!("{key} = {value}\n"));
    line("library", text(library.as_str()));
    if !joined.name.is_empty() {
        line("name", text(&joined.name));
    }
    if !joined.commune.is_empty() {
        line("commune", text(&joined.commune));
    }
    if let Some(place) = joined.place {
        line("latitude", format!("{:?}", place.latitude));
        line("longitude", format!("{:?}", place.longitude));
    }
    line("data_dir", text(&data_dir.display().to_string()));
    let section = line_section(federator, &data_dir.join("line"));
    format!(
        "{written}\n# The lines to the federator, and the folder of this library's key and certificate.\n{section}\n"
    )
}

/// Sees that a file can be written where none is, before anything is done that counts once.
pub(crate) fn can_be_written(path: &Path) -> Result<(), Failure> {
    let mut probe = path.as_os_str().to_owned();
    probe.push(".new");
    let probe = PathBuf::from(probe);
    let tried = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&probe);
    let tried = tried.and_then(|_| std::fs::remove_file(&probe));
    tried.map_err(|error| {
        Failure::other(format!("{} cannot be written: {error}", path.display()))
            .hint("the code is not spent: name another file with --config, or make the folder")
    })
}

/// Writes a file that is not there yet.
pub(crate) fn write_new(path: &Path, content: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::other(format!("{}: {error}", path.display()));
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)
}

/// Writes a text as TOML does.
fn text(value: &str) -> String {
    let mut written = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            c if c.is_control() => written.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::Coordinates;
    use navette_domain::membership::Subject;
    use navette_domain::time::Timestamp;

    #[test]
    fn where_nothing_can_be_written_it_is_said_before_the_code_is_spent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("node.toml");
        can_be_written(&path).unwrap();
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 0, "nothing is left of trying");
        let refused = can_be_written(&folder.path().join("nowhere").join("node.toml"));
        assert!(refused.unwrap_err().message().contains("cannot be written"));
    }

    #[test]
    fn what_is_written_is_read_by_a_node() {
        let library = LibraryId::parse("aire").unwrap();
        let joined = Joined {
            subject: Subject::Library(library.clone()),
            credential: PathBuf::new(),
            until: Timestamp(0),
            name: "Médiathèque \"du Lys\" \\ Aire".to_owned(),
            commune: "Aire-sur-la-Lys".to_owned(),
            place: Some(Coordinates {
                latitude: 50.0,
                longitude: 2.39876,
            }),
        };
        let written = first(&joined, &library, "centre.example:7701", Path::new("data"));
        let config = NodeConfig::from_toml(&written).unwrap();
        assert_eq!((config.name, config.place), (joined.name, joined.place));
        let line = config.line.unwrap();
        assert_eq!(line.federator, "centre.example:7701");
        assert_eq!(line.folder, Path::new("data/line"));
    }
}
