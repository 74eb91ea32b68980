//! `navette restore`: puts a backup back where no process runs, and takes away for good what that has set aside. What it does is the
//! store's; here it is asked and told.

use crate::failure::Failure;
use crate::given::{BesideBackup, ProcessConfig};
use crate::present::{ForgottenShown, KeysShown, OutputForm, RestoreShown, show};
use crate::terminal::Terminal;
use clap::Args;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Put a backup back where no process runs, or take away what that has set aside.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette restore aire.backup --node-config /etc/navette/node.toml
  navette restore aire.backup --node-config node.toml --replace    what is there is set aside
  navette restore aire.backup --node-config node.toml --keys newest.keys    on another machine
  navette restore --forget-before --node-config node.toml    what was set aside goes for good

Nothing is changed unless all of it could be read, written and compared. A node needs the keys that were written beside the
backup, FILE.keys, or newer ones; without them those in its data folder must do. Patrons who were erased since the backup was
made stay erased, as far as it is known: by these keys, by the data folder, and by the ledger that is there. After a restore the node promises nothing until it has heard from the federator what is open.")]
pub(crate) struct Arguments {
    /// The backup
    #[arg(value_name = "FILE", required_unless_present = "forget_before")]
    file: Option<PathBuf>,
    #[command(flatten)]
    config: ProcessConfig,
    /// The keys, where they are not beside the backup under its name with .keys (nodes only)
    #[arg(long, value_name = "FILE", conflicts_with = "federator_config")]
    keys: Option<PathBuf>,
    /// Set the stores aside that are there
    #[arg(long)]
    replace: bool,
    /// Take away for good what restores have set aside: its keys are overwritten. The process may be running
    #[arg(long, conflicts_with_all = ["file", "keys", "replace"])]
    forget_before: bool,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let Some(path) = &arguments.file else {
        let forgotten = arguments.config.forget_set_aside()?;
        return show(arguments.output, &ForgottenShown { forgotten }, terminal);
    };
    let opened = File::open(path);
    let file = opened.map_err(|error| Failure::other(format!("{}: {error}", path.display())))?;
    let from = BufReader::new(file);
    let mut shown = None;
    let keys = || {
        let found = BesideBackup::of(path, arguments.keys.as_deref()).read()?;
        shown = found.as_ref().map(|(file, keys)| KeysShown::of(file, keys));
        Ok(found.map(|(_, keys)| keys))
    };
    let done = arguments.config.restore(from, arguments.replace, keys)?;
    let restored = RestoreShown::of(path, done, shown);
    for note in &restored.notes {
        terminal.note(note);
    }
    show(arguments.output, &restored, terminal)
}
