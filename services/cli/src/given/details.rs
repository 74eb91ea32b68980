//! How do birth, address, e-mail and telephone get in, past the list of processes? From a file, from standard input, or asked.

use crate::failure::Failure;
use clap::Args;
use navette_proto::wire::patrons::Person;
use serde::Deserialize;
use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;

/// No file of details is longer, in bytes.
const LARGEST_FILE: u64 = 16 << 10;

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Clone, Debug, Args)]
pub(crate) struct DetailsArguments {
    /// JSON with any of "birth", "email", "phone" and "address"; - is standard input
    #[arg(long, value_name = "FILE")]
    details: Option<PathBuf>,
    /// Ask on the terminal for birth, e-mail, telephone and address
    #[arg(long, conflicts_with = "details")]
    ask: bool,
}

/// What was said of a person; what is absent stays as it is.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Details {
    birth: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
}

impl DetailsArguments {
    /// Tells whether anything is said of the person.
    pub(crate) fn are_given(&self) -> bool {
        self.ask || self.details.is_some()
    }

    /// Writes what is said into the person.
    pub(crate) fn apply(&self, person: &mut Person) -> Result<(), Failure> {
        let said = match &self.details {
            Some(path) => from_file(path)?,
            None if self.ask => from_terminal()?,
            None => Details::default(),
        };
        let fields = [
            (said.birth, &mut person.birth),
            (said.email, &mut person.email),
            (said.phone, &mut person.phone),
            (said.address, &mut person.address),
        ];
        for (said, field) in fields {
            if let Some(text) = said {
                *field = text;
            }
        }
        Ok(())
    }
}

fn from_file(path: &PathBuf) -> Result<Details, Failure> {
    let cannot = |error| Failure::other(format!("cannot read {}: {error}", path.display()));
    let mut text = Vec::new();
    if path.as_os_str() == "-" {
        let read = io::stdin().lock().take(LARGEST_FILE).read_to_end(&mut text);
        read.map_err(cannot)?;
    } else {
        let file = File::open(path).map_err(cannot)?;
        file.take(LARGEST_FILE)
            .read_to_end(&mut text)
            .map_err(cannot)?;
    }
    // The parser's own words would repeat what stands there.
    serde_json::from_slice(&text).map_err(|error| {
        Failure::usage(format!(
            "{}: line {}, column {}: not as expected",
            path.display(),
            error.line(),
            error.column()
        ))
        .hint(
            r#"{"birth": "1957-03-09", "email": "…", "phone": "…", "address": "…"}, any of these"#,
        )
    })
}

fn from_terminal() -> Result<Details, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("there is no terminal to ask on")
            .hint("in a script, give a file with --details"));
    }
    let birth = answer("Birth (YYYY-MM-DD)")?;
    let email = answer("E-mail")?;
    let phone = answer("Telephone")?;
    let address = answer("Address")?;
    Ok(Details {
        birth,
        email,
        phone,
        address,
    })
}

/// Asks one thing; no answer leaves it as it is.
fn answer(question: &str) -> Result<Option<String>, Failure> {
    let cannot = |error| Failure::other(format!("cannot ask on the terminal: {error}"));
    let mut line = String::new();
    write!(io::stderr(), "{question}, or nothing: ").map_err(cannot)?;
    let mut input = io::stdin().lock().take(LARGEST_FILE);
    input.read_line(&mut line).map_err(cannot)?;
    Ok(Some(line.trim().to_owned()).filter(|answer| !answer.is_empty()))
}
