//! `navette inspect`: what does Navette make of a file? No node is needed, nothing is changed.

use crate::failure::Failure;
use crate::files::{BytesRead, Source, choose_profile, frames, open_all};
use crate::present::{OutputForm, inspected};
use crate::terminal::Terminal;
use clap::Args;
use navette_indexer::marc::{Frame, FrameError};
use navette_indexer::reading::Reader;
use std::path::PathBuf;

/// Show what Navette makes of a file, without a node.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette inspect export.mrc
  navette inspect --profile my-profile.toml export.mrc | head
  navette inspect --output json export.mrc | jq -r 'select(.rejected) | \"\\(.number) \\(.rejected)\"'

Every record gives one line, also those that an import would reject.")]
pub(crate) struct Arguments {
    /// How fields are to be understood: a shipped profile or a TOML file [default: the one that fits best]
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// JSON (one line per record) or a table [default: a table on a terminal, JSON otherwise]
    #[arg(long, value_enum)]
    output: Option<OutputForm>,
    /// Files of records; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub(crate) fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let sources = open_all(&arguments.files)?;
    let Some(first) = sources.first() else {
        return Err(Failure::usage("no file was named"));
    };
    let chosen = choose_profile(arguments.profile.as_deref(), first)?;
    if chosen.guessed {
        terminal.note(&format!(
            "profile: {} (chosen by the data)",
            chosen.profile.name()
        ));
    }
    let form = arguments.output.unwrap_or(if terminal.out_is_terminal() {
        OutputForm::Table
    } else {
        OutputForm::Json
    });
    let reader = Reader::new(chosen.profile);
    for source in sources {
        inspect_file(source, &reader, form, terminal)?;
    }
    Ok(())
}

fn inspect_file(
    source: Source,
    reader: &Reader,
    form: OutputForm,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let name = source.name.clone();
    let failed = |error: &dyn std::fmt::Display| Failure::other(format!("{name}: {error}"));
    let frames = frames(source, &BytesRead::default()).map_err(|error| failed(&error))?;
    for framed in frames {
        let line = match framed {
            Ok(frame) => inspected_frame(&frame, reader),
            Err(FrameError::Reject(reject)) => {
                inspected::rejected(reject.number, reject.offset, reject.reason)
            }
            Err(FrameError::Fatal(error)) => {
                terminal.flush()?;
                return Err(failed(&error));
            }
        };
        match form {
            OutputForm::Json => terminal.json(&line)?,
            OutputForm::Table => line.write(terminal)?,
        }
    }
    Ok(())
}

fn inspected_frame(frame: &Frame, reader: &Reader) -> inspected::Line {
    let reading = reader.read(frame.format, frame.header.as_deref(), &frame.raw);
    inspected::read(frame, reading)
}
