//! Where is the `navette` executable, and what does a process of it read?

use crate::held_records::PROFILE;
use crate::processes::{Process, free_address};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

/// How long a process may take until it serves: an index may have to be rebuilt.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The end of a file of settings by which a process asks nobody on this machine who they are.
pub const TRUSTING: &str = "[access]\ntrust_this_machine = true\n";

/// The executable under test.
#[derive(Clone, Debug)]
pub struct Navette {
    program: PathBuf,
}

impl Navette {
    /// Takes the executable named by NAVETTE_BINARY, else builds the release one.
    ///
    /// It is built even where one exists, which costs nothing when it is fresh: what is measured must be this source.
    pub fn find() -> Result<Self> {
        if let Some(named) = std::env::var_os("NAVETTE_BINARY") {
            return Ok(Self {
                program: named.into(),
            });
        }
        build("release")?;
        let program = target_directory()?.join("release/navette");
        Ok(Self { program })
    }

    /// Takes the executable named by NAVETTE_BINARY, else the one built like the caller: stories measure nothing.
    ///
    /// Where all tests are run it exists already; it is built only where a source is newer.
    pub fn built_like_this() -> Result<Self> {
        if let Some(named) = std::env::var_os("NAVETTE_BINARY") {
            return Ok(Self {
                program: named.into(),
            });
        }
        let own = std::env::current_exe()?;
        let folder = own
            .ancestors()
            .nth(2)
            .context("the test is in no folder of a profile")?;
        let program = folder.join("navette");
        let built = fs::metadata(&program).and_then(|about| about.modified());
        if !built.is_ok_and(|built| newest_source().is_ok_and(|newest| newest < built)) {
            build(match folder.file_name().and_then(|name| name.to_str()) {
                None | Some("debug") => "dev",
                Some(profile) => profile,
            })?;
        }
        Ok(Self { program })
    }

    /// Gives the executable's path.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Imports a file into a node and waits until it is done.
    pub fn import(&self, address: &str, file: &Path) -> Result<()> {
        let output = Command::new(&self.program)
            .args([
                "import",
                "--node",
                address,
                "--profile",
                PROFILE,
                "--output",
                "json",
            ])
            .arg(file)
            .output()?;
        expect_success("navette import", &output)
    }

    /// Starts a library's node with its data in `directory`, and waits until it serves.
    pub async fn start_node(
        &self,
        library: &LibraryPlace,
        directory: &Path,
    ) -> Result<RunningNode> {
        fs::create_dir_all(directory)?;
        let address = free_address()?;
        let file = directory.join("node.toml");
        fs::write(
            &file,
            library.node_configuration(&address, &directory.join("data")),
        )?;
        let mut process = self.start(&library.id, "node", &file, directory)?;
        process.wait_until_serving(&address, START_LIMIT).await?;
        Ok(RunningNode {
            library: library.clone(),
            address,
            data: directory.join("data"),
            process,
        })
    }

    /// Starts a federator over these nodes with its data in `directory`, and waits until it serves.
    pub async fn start_federator(
        &self,
        nodes: &[RunningNode],
        directory: &Path,
    ) -> Result<RunningFederator> {
        fs::create_dir_all(directory)?;
        let address = free_address()?;
        let file = directory.join("federator.toml");
        fs::write(
            &file,
            federator_configuration(nodes, &address, &directory.join("data")),
        )?;
        let mut process = self.start("federator", "federator", &file, directory)?;
        process.wait_until_serving(&address, START_LIMIT).await?;
        Ok(RunningFederator { address, process })
    }

    /// Starts a portal beside a federator, and waits until it serves.
    pub async fn start_portal(&self, federator: &str, directory: &Path) -> Result<RunningPortal> {
        let address = free_address()?;
        let file = directory.join("portal.toml");
        let settings = format!("listen = \"{address}\"\nfederator = \"http://{federator}\"\n");
        fs::write(&file, settings)?;
        let mut process = self.start("portal", "portal", &file, directory)?;
        process.wait_until_listening(&address, START_LIMIT).await?;
        Ok(RunningPortal { address, process })
    }

    fn start(&self, name: &str, command: &str, file: &Path, directory: &Path) -> Result<Process> {
        let file = file.to_str().context("the directory's name is not text")?;
        Process::start(
            name,
            &self.program,
            &[command, "--config", file],
            &directory.join("log.txt"),
        )
    }
}

/// A library as its configuration file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryPlace {
    /// Its id.
    pub id: String,
    /// Its name for patrons.
    pub name: String,
}

impl LibraryPlace {
    /// Names the library with this number: `lib00`.
    pub fn numbered(number: usize) -> Self {
        Self {
            id: format!("lib{number:02}"),
            name: format!("Médiathèque {number}"),
        }
    }

    fn node_configuration(&self, listen: &str, data: &Path) -> String {
        format!(
            "library = \"{}\"\nname = \"{}\"\ncommune = \"Aire-sur-la-Lys\"\nlatitude = 50.63871\nlongitude = 2.39876\n\
             listen = \"{listen}\"\ndata_dir = \"{}\"\n{TRUSTING}",
            self.id,
            self.name,
            data.display()
        )
    }
}

/// A node that serves.
#[derive(Debug)]
pub struct RunningNode {
    /// Whose it is.
    pub library: LibraryPlace,
    /// Where it listens, as `host:port`.
    pub address: String,
    /// Where its store and index are.
    pub data: PathBuf,
    /// Its process.
    pub process: Process,
}

/// A federator that serves.
#[derive(Debug)]
pub struct RunningFederator {
    /// Where it listens, as `host:port`.
    pub address: String,
    /// Its process.
    pub process: Process,
}

/// A portal that serves.
#[derive(Debug)]
pub struct RunningPortal {
    /// Where it listens, as `host:port`.
    pub address: String,
    /// Its process.
    pub process: Process,
}

/// Builds the executable.
fn build(profile: &str) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--profile", profile])
        .args(["-p", "navette-cli", "--bin", "navette"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        bail!("the navette executable does not build");
    }
    Ok(())
}

/// Says when a source that the executable is made of last changed.
fn newest_source() -> Result<SystemTime> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut newest = fs::metadata(root.join("Cargo.lock"))?.modified()?;
    let mut folders: Vec<PathBuf> = ["proto", "indexer", "services"]
        .iter()
        .map(|folder| root.join(folder))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                newest = newest.max(about.modified()?);
            }
        }
    }
    Ok(newest)
}

/// Finds cargo's target directory from this executable's own place in it.
pub fn target_directory() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let found = own
        .ancestors()
        .find(|place| place.join("CACHEDIR.TAG").is_file());
    Ok(found
        .with_context(|| format!("{} is not in a target directory", own.display()))?
        .to_owned())
}

/// Adds up the sizes of all files below a directory, in bytes.
pub fn directory_bytes(directory: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() {
            directory_bytes(&entry.path())?
        } else {
            about.len()
        };
    }
    Ok(bytes)
}

fn federator_configuration(nodes: &[RunningNode], listen: &str, data: &Path) -> String {
    let mut text = format!(
        "listen = \"{listen}\"\ndata_dir = \"{}\"\ndeadline_ms = 1000\n{TRUSTING}",
        data.display()
    );
    for node in nodes {
        let (library, name, address) = (&node.library.id, &node.library.name, &node.address);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n[[members]]\nlibrary = \"{library}\"\nname = \"{name}\"\naddress = \"http://{address}\"\n"
        );
    }
    text
}

fn expect_success(what: &str, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!("{what} ended with {}:\n{said}", output.status)
}
