//! The navette executable: one file per verb in `commands`, exit codes in `failure`.

mod administrator;
mod arguments;
mod commands;
mod connection;
mod credentials;
mod demo;
mod failure;
mod files;
mod given;
mod hints;
mod import;
mod join_settings;
mod present;
mod process;
mod terminal;
mod words;

use std::process::ExitCode;

/// Gives memory back when an import has ended, where the C library keeps it: docs/decisions/0008.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let arguments = arguments::read();
    credentials::give(arguments.token_file);
    let mut terminal = terminal::Terminal::standard();
    let done = commands::run(arguments.verb, &mut terminal).and_then(|()| terminal.flush());
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
