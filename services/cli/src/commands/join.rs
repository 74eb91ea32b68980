//! `navette join`: comes into a territory by a code, as a library, a kiosk or an administrator.

use crate::administrator::{address_file, own_folder};
use crate::failure::Failure;
use crate::join_settings::{self, Settings};
use crate::present::moment_for_people;
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{KioskName, Subject};
use navette_node::{JoinError, Joined, join, try_line};
use navette_trust::{DialError, JoinCode, LineRefusal};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A code is far shorter; more of standard input is not read.
const CODE_BYTES_MAX: u64 = 4_096;

/// Join a territory by a code that its administrator made.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette join navette1-AAAB...
  navette join - < code.txt
  navette join navette1-AAAB... --config /etc/navette/node.toml --data-dir /var/lib/navette/aire

The key is made on this machine and never leaves it. The federator is known by the code, before
anything is told to it. A code counts once: the same machine may repeat the command, if the
answer got lost or something failed behind it.")]
pub(crate) struct Arguments {
    /// The code; - reads it from standard input, so that no list of processes shows it
    #[arg(value_name = "CODE")]
    code: String,
    /// Settings of the library's node: written where they are missing
    #[arg(long, value_name = "FILE", default_value = "node.toml")]
    config: PathBuf,
    /// Where a new node keeps its data [default: a folder named after the library, beside the settings]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Where the certificate of an administrator or kiosk is kept [default: navette in the user's settings; of a kiosk, a folder
    /// here, named after it]
    #[arg(long, value_name = "FOLDER", env = "NAVETTE_CREDENTIAL")]
    credential: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let code = given_code(&arguments.code)?;
    match code.subject.clone() {
        Subject::Library(library) => as_library(arguments, &code, &library, terminal).await,
        Subject::Administrator(_) => as_administrator(arguments, &code, terminal).await,
        Subject::Kiosk(_, name) => as_kiosk(arguments, &code, &name, terminal).await,
        other @ Subject::Federator => Err(Failure::other(format!(
            "the join code is for {other}: nobody joins as that"
        ))),
    }
}

fn given_code(text: &str) -> Result<JoinCode, Failure> {
    let mut read = String::new();
    let text = if text == "-" {
        let input = std::io::stdin().lock();
        let done = input.take(CODE_BYTES_MAX).read_to_string(&mut read);
        done.map_err(|error| Failure::other(format!("standard input: {error}")))?;
        &read
    } else {
        text
    };
    JoinCode::parse(text).map_err(|refusal| {
        Failure::other(refusal.to_string())
            .hint("copy the whole code, as `navette federator invite` printed it")
    })
}

async fn as_library(
    arguments: Arguments,
    code: &JoinCode,
    library: &LibraryId,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let settings = Settings::look(&arguments.config, arguments.data_dir, library)?;
    if let Settings::Missing { .. } = settings {
        // A code that is spent gives no settings any more on another machine.
        join_settings::can_be_written(&arguments.config)?;
    }
    let joined = joined(code, settings.folder()).await?;
    if let Settings::Missing { data_dir, .. } = &settings {
        let text = join_settings::first(&joined, library, &code.address, data_dir);
        join_settings::write_new(&arguments.config, &text)?;
    }
    said(
        &joined,
        holds(code, settings.folder(), terminal).await,
        terminal,
    )?;
    match settings {
        Settings::Missing { .. } => {
            let path = arguments.config.display();
            terminal.line(&format!("settings written: {path}"))?;
        }
        Settings::Found { line: Some(at), .. } if at == code.address => {}
        Settings::Found { line: Some(_), .. } => {
            let path = arguments.config.display();
            terminal.line(&format!("set in {path}, under [line]:"))?;
            terminal.line(&join_settings::federator_line(&code.address))?;
        }
        Settings::Found { line: None, folder } => {
            let path = arguments.config.display();
            terminal.line(&format!(
                "add to {path}, in place of a line that begins with federator:"
            ))?;
            terminal.line(&join_settings::line_section(&code.address, &folder))?;
        }
    }
    let path = crate::present::quoted(&arguments.config.display().to_string());
    terminal.line(&format!("next: navette node --config {path}"))
}

async fn as_kiosk(
    arguments: Arguments,
    code: &JoinCode,
    name: &KioskName,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let folder = match arguments.credential {
        Some(folder) => folder,
        None => PathBuf::from(format!("kiosk-{name}")),
    };
    let joined = joined(code, &folder).await?;
    said(&joined, holds(code, &folder, terminal).await, terminal)?;
    let path = crate::present::quoted(&joined.credential.display().to_string());
    terminal.line(&format!(
        "next: navette kiosk --node HOST:PORT --credential {path}"
    ))
}

async fn as_administrator(
    arguments: Arguments,
    code: &JoinCode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let folder = match arguments.credential {
        Some(folder) => folder,
        None => own_folder()?,
    };
    let joined = joined(code, &folder).await?;
    let file = address_file(&folder);
    std::fs::write(&file, format!("{}\n", code.address))
        .map_err(|error| Failure::other(format!("{}: {error}", file.display())))?;
    said(&joined, holds(code, &folder, terminal).await, terminal)?;
    terminal.line("next: navette federator invite --library ID")
}

async fn joined(code: &JoinCode, folder: &Path) -> Result<Joined, Failure> {
    let joined = join(code, folder).await;
    joined.map_err(|error| failure(error, code))
}

/// Sees whether the line holds. Where it does not, everything else is done, and the node dials again.
async fn holds(code: &JoinCode, folder: &Path, terminal: &Terminal) -> bool {
    let tried = try_line(&code.address, folder).await;
    if let Err(error) = &tried {
        terminal.note(&format!("warning: the line does not hold yet: {error}"));
    }
    tried.is_ok()
}

fn said(joined: &Joined, holds: bool, terminal: &mut Terminal) -> Result<(), Failure> {
    let until = moment_for_people(joined.until.0).unwrap_or_default();
    let renewed = match joined.subject {
        Subject::Library(_) => "the node renews it",
        Subject::Administrator(_) => "commands renew it from its 60th day on",
        Subject::Kiosk(..) => "the kiosk renews it",
        Subject::Federator => "then a new code is needed",
    };
    let line = if holds { ", and the line holds" } else { "" };
    terminal.line(&format!("joined as {}{line}", joined.subject))?;
    terminal.line(&format!("certificate until {until}; {renewed}"))?;
    let path = joined.credential.display();
    terminal.line(&format!("key and certificate: {path}"))
}

fn failure(error: JoinError, code: &JoinCode) -> Failure {
    match error {
        JoinError::Refused(status) => Failure::from_status(&status, &code.address),
        JoinError::Dial(DialError::Refused {
            refusal: LineRefusal::TheirAuthority,
            address,
        }) => Failure::other(format!(
            "the federator at {address} is of another authority than the code"
        ))
        .hint("is the code of this territory? If it is, somebody may stand between: ask the administrator"),
        JoinError::Dial(error @ DialError::Refused { .. }) => Failure::other(error.to_string()),
        JoinError::Dial(error) => Failure::unreachable(error.to_string())
            .hint("is the federator running, and does a firewall let you out to it?"),
        other => Failure::other(other.to_string()),
    }
}
