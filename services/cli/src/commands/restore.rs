//! `navette restore`: puts a backup back where no process runs. What it does is the store's; here it is asked and told.

use crate::failure::Failure;
use crate::given::ProcessConfig;
use crate::present::{OutputForm, RestoreShown, show};
use crate::terminal::Terminal;
use clap::Args;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Put a backup back into a data folder that no process uses.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette restore aire.backup --node-config /etc/navette/node.toml
  navette restore aire.backup --node-config node.toml --replace    what is there is set aside

Nothing is changed unless all of it could be read, written and compared. Patrons who were erased since the backup was made
are erased again, as far as it is known: by the ledger that is there and by the file `keys/erased` in the data folder. After a restore the node promises nothing until it has heard from the federator what is open.")]
pub(crate) struct Arguments {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    config: ProcessConfig,
    /// Set the stores aside that are there
    #[arg(long)]
    replace: bool,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let path = &arguments.file;
    let opened = File::open(path);
    let file = opened.map_err(|error| Failure::other(format!("{}: {error}", path.display())))?;
    let from = BufReader::new(file);
    let done = arguments.config.restore(from, arguments.replace)?;
    let restored = RestoreShown::of(path, done);
    if let Some(reason) = &restored.ledger_unreadable {
        terminal.note(&format!(
            "note: the ledger that was there cannot say who was erased ({reason}); the lists were used"
        ));
    }
    show(arguments.output, &restored, terminal)
}
