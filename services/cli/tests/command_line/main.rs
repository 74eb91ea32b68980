//! What does the `navette` executable do: exit code, standard output, standard error? Against a service that is scripted here.

#![allow(clippy::unwrap_used)]

mod access;
mod caring;
mod counter;
mod demo;
mod desk;
mod fake_lending;
mod fake_service;
mod files;
mod help;
mod importing;
mod joining;
mod patrons;
mod placing;
mod requests;
mod rounds;
mod searching;
mod session;
