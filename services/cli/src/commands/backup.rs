//! `navette backup`: one file with everything a process keeps that cannot be made anew, and one with the keys to it. Written
//! beside, read back, and only then given its name.

use crate::connection::Address;
use crate::failure::Failure;
use crate::given::{BesideBackup, ProcessConfig};
use crate::present::{BackupShown, KeysShown, OutputForm, show};
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::operation::BackupRequest;
use navette_store::backup::{BackupHead, ProcessKind, Totals, check};
use navette_store::disk::private;
use navette_store::keyring::{PortableKeys, PortableKeysError};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// More than the keys of six million patrons.
const KEYS_BYTES_MAX: usize = 256 << 20;

/// Write a backup of a node or a federator, running or not, or check one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette backup --at 127.0.0.1:7710 aire-2026-11-29.backup
  navette backup --node-config /etc/navette/node.toml aire.backup    (the node must not be running)
  navette backup --at 127.0.0.1:7710 --keys newest.keys aire-2026-11-29.backup
  navette backup --verify aire-2026-11-29.backup

The file holds what the ledger knows of patrons, covered with their keys. The keys of a node, and who was erased, are written
beside it: FILE.keys, or where --keys says. Of the keys keep only the newest, and not where the backups are: whoever has both
can read both.")]
pub(crate) struct Arguments {
    /// The file: the backup that is written or, with --verify, checked
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Address of a node or federator that is running
    #[arg(long, value_name = "ADDR", value_parser = Address::parse, conflicts_with_all = ["node_config", "federator_config", "verify"])]
    at: Option<Address>,
    #[command(flatten)]
    config: ProcessConfig,
    /// Where the keys are kept instead; an older file of keys there is overwritten (nodes only)
    #[arg(long, value_name = "FILE", conflicts_with = "federator_config")]
    keys: Option<PathBuf>,
    /// Read a backup to its end, and the keys beside it, and say what is in it
    #[arg(long, conflicts_with_all = ["node_config", "federator_config"])]
    verify: bool,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let file = &arguments.file;
    let beside = BesideBackup::of(file, arguments.keys.as_deref());
    if beside.path() == file {
        let told = "the keys belong in another file than the backup";
        return Err(Failure::usage(told));
    }
    let (head, totals, keys) = match (&arguments.at, arguments.verify) {
        (None, true) => {
            let (head, totals) = read_back(file)?;
            (head, totals, beside.read()?)
        }
        (at, _) => {
            let part = Part::begin(file)?;
            let keys = match at {
                Some(address) => receive(address, &part).await?,
                None => write(&arguments.config, &part)?,
            };
            let (head, totals) = part.checked()?;
            let kept = keep(&beside, &head, keys)?;
            part.finish(file)?;
            (head, totals, kept)
        }
    };
    let keys = keys.map(|(path, keys)| KeysShown::of(&path, &keys));
    let shown = BackupShown::of(file, &head, totals, keys);
    show(arguments.output, &shown, terminal)
}

/// Writes what a process that does not run keeps.
fn write(config: &ProcessConfig, part: &Part) -> Result<Option<PortableKeys>, Failure> {
    let mut to = BufWriter::new(&part.file);
    let keys = config.back_up(&mut to)?;
    to.flush().map_err(|error| cannot(&part.path, &error))?;
    Ok(keys)
}

/// Takes the bytes that a process sends: of the backup, then of the keys.
async fn receive(address: &Address, part: &Part) -> Result<Option<PortableKeys>, Failure> {
    let mut client = address.operation().await?;
    let refused = |status| Failure::from_status(&status, address);
    let answer = client.backup(BackupRequest {}).await.map_err(refused)?;
    let mut chunks = answer.into_inner();
    let mut file = &part.file;
    let mut keys = Vec::new();
    while let Some(sent) = chunks.message().await.map_err(refused)? {
        let written = file.write_all(&sent.chunk);
        written.map_err(|error| cannot(&part.path, &error))?;
        keys.extend(sent.keys);
        if keys.len() > KEYS_BYTES_MAX {
            let told = format!("{address} sends more keys than a territory has patrons");
            return Err(Failure::other(told));
        }
    }
    if keys.is_empty() {
        return Ok(None);
    }
    let keys = PortableKeys::decode(&keys);
    let keys = keys.map_err(|error| Failure::other(format!("from {address}: {error}")))?;
    Ok(Some(keys))
}

/// Puts the keys beside a backup, and reads them back. They go first: new keys open an old backup, not the other way round.
fn keep(
    beside: &BesideBackup,
    head: &BackupHead,
    keys: Option<PortableKeys>,
) -> Result<Option<(PathBuf, PortableKeys)>, Failure> {
    match (head.kind, keys) {
        (ProcessKind::Federator, None) => {
            beside.refuse_named("a federator has no keys: leave --keys out")?;
            Ok(None)
        }
        (ProcessKind::Node, Some(keys)) if keys.library == head.library => {
            refuse_to_overwrite(beside.path(), &keys)?;
            let written = keys.write(beside.path());
            written.map_err(|error| Failure::other(error.to_string()))?;
            beside.read()
        }
        (ProcessKind::Node | ProcessKind::Federator, _) => Err(Failure::other(
            "the keys that came are not those of the backup: nothing is kept",
        )),
    }
}

/// Refuses a place where something else is: an older file of the same keys alone is overwritten.
fn refuse_to_overwrite(path: &Path, keys: &PortableKeys) -> Result<(), Failure> {
    let shown = path.display();
    match PortableKeys::read(path) {
        Ok(older) if older.library != keys.library => Err(Failure::other(format!(
            "{shown} has the keys of library \"{}\": name another place with --keys",
            older.library
        ))),
        Err(PortableKeysError::NoKeys) => Err(Failure::other(format!(
            "{shown} is there, and is no file of keys: name another place with --keys"
        ))),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn read_back(path: &Path) -> Result<(BackupHead, Totals), Failure> {
    let file = File::open(path).map_err(|error| cannot(path, &error))?;
    check(BufReader::new(file))
        .map_err(|error| Failure::other(format!("{}: {error}", path.display())))
}

fn cannot(path: &Path, error: &std::io::Error) -> Failure {
    Failure::other(format!("{}: {error}", path.display()))
}

/// A backup that is being written: it has its name only once it was found whole.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn begin(target: &Path) -> Result<Self, Failure> {
        let Some(name) = target.file_name() else {
            return Err(Failure::usage(format!(
                "{} names no file",
                target.display()
            )));
        };
        let path = target.with_file_name(format!("{}.part", name.to_string_lossy()));
        // What an earlier attempt left is in the way, and may be readable for others.
        let _ = std::fs::remove_file(&path);
        let file = private::create_file(&path).map_err(|error| cannot(&path, &error))?;
        Ok(Self { path, file })
    }

    /// Reads back what was written.
    fn checked(&self) -> Result<(BackupHead, Totals), Failure> {
        let synced = self.file.sync_all();
        synced.map_err(|error| cannot(&self.path, &error))?;
        read_back(&self.path)
    }

    fn finish(self, target: &Path) -> Result<(), Failure> {
        let named = std::fs::rename(&self.path, target);
        named.map_err(|error| cannot(target, &error))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Once it has its name nothing is left to remove.
        let _ = std::fs::remove_file(&self.path);
    }
}
