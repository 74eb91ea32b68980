//! What does the `navette` executable do: exit code, standard output, standard error? Against a service that is scripted here.

#![allow(clippy::unwrap_used)]

mod demo;
mod fake_service;
mod files;
mod help;
mod importing;
mod searching;
mod session;
