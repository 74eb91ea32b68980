//! `navette federator init`: founds a territory, and invites its first administrator.

use super::serve::settings;
use crate::failure::Failure;
use crate::present::moment_for_people;
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::membership::KioskName;
use std::path::{Path, PathBuf};

/// Found a territory: make its authority, and invite its administrator.
///
/// Where it is founded already, only another administrator is invited: by whoever may write in the federator's folder.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette federator init --config /etc/navette/federator.toml
  navette federator init --config federator.toml --administrator zoe
  navette federator init --config federator.toml --authority ca.pem --authority-key ca.key

The federator must not be running. The code is printed once; `navette join CODE` turns it into a
certificate of the administrator, whose key never leaves the machine that it is made on.")]
pub(super) struct Arguments {
    #[arg(
        long,
        value_name = "FILE",
        help = "The federator's settings, with [lines] (TOML)"
    )]
    config: PathBuf,
    /// Name of the administrator: lower case letters, digits and hyphens
    #[arg(long, value_name = "NAME", default_value = "administrator", value_parser = name)]
    administrator: KioskName,
    /// Certificate of an authority that exists already (PEM)
    #[arg(long, value_name = "FILE", requires = "authority_key")]
    authority: Option<PathBuf>,
    /// Its key (PEM)
    #[arg(long, value_name = "FILE", requires = "authority")]
    authority_key: Option<PathBuf>,
}

/// Reads the name of an administrator.
pub(super) fn name(text: &str) -> Result<KioskName, String> {
    KioskName::parse(text).map_err(|refusal| refusal.to_string())
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let config = settings(&arguments.config)?;
    let brought = match (&arguments.authority, &arguments.authority_key) {
        (Some(certificate), Some(key)) => Some((text(certificate)?, text(key)?)),
        (None, _) | (_, None) => None,
    };
    let administrator = arguments.administrator.clone();
    let founded = navette_federator::found(&config, administrator, brought);
    let founded = founded.map_err(|error| Failure::other(error.to_string()))?;
    let folder = founded.folder.display();
    if founded.again {
        terminal.note(&format!("the authority in {folder} stays as it is"));
    } else {
        terminal.note(&format!(
            "the territory's authority is in {folder}: keep a copy where nobody else finds it"
        ));
    }
    let until = moment_for_people(founded.until.0).unwrap_or_default();
    terminal.note(&format!(
        "start the federator, then use this code once, until {until}: navette join CODE"
    ));
    terminal.line(&founded.code)
}

fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::other(format!("{}: {error}", path.display())))
}
