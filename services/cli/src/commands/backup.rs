//! `navette backup`: one file with everything a process keeps that cannot be made anew. Written beside, read back, and only
//! then given its name.

use crate::connection::Address;
use crate::failure::Failure;
use crate::given::ProcessConfig;
use crate::present::{BackupShown, OutputForm, show};
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::operation::BackupRequest;
use navette_store::backup::{BackupHead, Totals, check};
use navette_store::disk::private;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write a backup of a node or a federator, running or not, or check one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette backup --at 127.0.0.1:7710 aire-2026-11-29.backup
  navette backup --node-config /etc/navette/node.toml aire.backup    (the node must not be running)
  navette backup --verify aire-2026-11-29.backup

The file holds what the ledger knows of patrons. It is made readable for you alone: keep it so, and not on the same disk.")]
pub(crate) struct Arguments {
    /// The file: the backup that is written or, with --verify, checked
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Address of a node or federator that is running
    #[arg(long, value_name = "ADDR", value_parser = Address::parse, conflicts_with_all = ["node_config", "federator_config", "verify"])]
    at: Option<Address>,
    #[command(flatten)]
    config: ProcessConfig,
    /// Read a backup to its end and say what is in it
    #[arg(long, conflicts_with_all = ["node_config", "federator_config"])]
    verify: bool,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let file = &arguments.file;
    let (head, totals) = match (&arguments.at, arguments.verify) {
        (Some(address), _) => {
            let part = Part::begin(file)?;
            receive(address, &part).await?;
            part.finish(file)?
        }
        (None, true) => read_back(file)?,
        (None, false) => {
            let part = Part::begin(file)?;
            let mut to = BufWriter::new(&part.file);
            arguments.config.back_up(&mut to)?;
            to.flush().map_err(|error| cannot(&part.path, &error))?;
            drop(to);
            part.finish(file)?
        }
    };
    show(
        arguments.output,
        &BackupShown::of(file, &head, totals),
        terminal,
    )
}

/// Takes the bytes that a process sends.
async fn receive(address: &Address, part: &Part) -> Result<(), Failure> {
    let mut client = address.operation().await?;
    let refused = |status| Failure::from_status(&status, address);
    let answer = client.backup(BackupRequest {}).await.map_err(refused)?;
    let mut chunks = answer.into_inner();
    let mut file = &part.file;
    while let Some(sent) = chunks.message().await.map_err(refused)? {
        let written = file.write_all(&sent.chunk);
        written.map_err(|error| cannot(&part.path, &error))?;
    }
    Ok(())
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

    fn finish(self, target: &Path) -> Result<(BackupHead, Totals), Failure> {
        let synced = self.file.sync_all();
        synced.map_err(|error| cannot(&self.path, &error))?;
        let found = read_back(&self.path)?;
        let named = std::fs::rename(&self.path, target);
        named.map_err(|error| cannot(target, &error))?;
        Ok(found)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Once it has its name nothing is left to remove.
        let _ = std::fs::remove_file(&self.path);
    }
}
