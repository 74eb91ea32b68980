//! Which file answers which verb?

use super::{
    backup, completions, demo, desk, doctor, federator, import, inspect, join, kiosk, libraries,
    loan, node, patron, portal, request, restore, round, search, show, sign_in, staff,
};
use crate::arguments::Verb;
use crate::failure::Failure;
use crate::terminal::Terminal;
use std::future::Future;

/// Runs a verb to its end.
pub(crate) fn run(verb: Verb, terminal: &mut Terminal) -> Result<(), Failure> {
    match verb {
        Verb::Search(arguments) => wait_for(search::run(arguments, terminal)),
        Verb::Show(arguments) => wait_for(show::run(arguments, terminal)),
        Verb::Libraries(arguments) => wait_for(libraries::run(arguments, terminal)),
        Verb::Request(arguments) => wait_for(request::run(*arguments, terminal)),
        Verb::Desk(arguments) => wait_for(desk::run(*arguments, terminal)),
        Verb::Loan(arguments) => wait_for(loan::run(arguments, terminal)),
        Verb::Patron(arguments) => wait_for(patron::run(arguments, terminal)),
        Verb::Round(arguments) => wait_for(round::run(arguments, terminal)),
        Verb::Staff(arguments) => wait_for(staff::run(arguments, terminal)),
        Verb::SignIn(arguments) => wait_for(sign_in::sign_in(arguments, terminal)),
        Verb::SignOut(arguments) => wait_for(sign_in::sign_out(arguments, terminal)),
        Verb::Import(arguments) => wait_for(import::run(arguments, terminal)),
        Verb::Inspect(arguments) => inspect::run(arguments, terminal),
        Verb::Join(arguments) => wait_for(join::run(arguments, terminal)),
        Verb::Node(arguments) => wait_for(node::run(arguments, terminal)),
        Verb::Federator(arguments) => wait_for(federator::run(arguments, terminal)),
        Verb::Portal(arguments) => wait_for(portal::run(arguments, terminal)),
        Verb::Kiosk(arguments) => wait_for(kiosk::run(arguments, terminal)),
        Verb::Backup(arguments) => wait_for(backup::run(arguments, terminal)),
        Verb::Restore(arguments) => restore::run(&arguments, terminal),
        Verb::Doctor(arguments) => wait_for(doctor::run(arguments, terminal)),
        Verb::Demo(arguments) => wait_for(demo::run(arguments, terminal)),
        Verb::Completions(arguments) => completions::run(&arguments, terminal),
    }
}

fn wait_for(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("cannot start: {error}")))?;
    runtime.block_on(command)
}
