//! Does the whole hold together? One binary for every story, for the tools of the stories and for the rules of the house (`layout`).

#![allow(clippy::unwrap_used)]

mod a_library_that_stalls;
mod a_library_with_an_address;
mod a_line_that_dies;
mod all_pages;
mod away_and_unknown;
mod brute_force;
mod canary;
mod certificates_and_the_table;
mod certificates_that_expire;
mod changes_arrive;
mod commit_protocol;
mod every_holder_is_listed;
mod federated_answer;
mod floods;
mod joining_and_leaving;
mod killed_imports;
mod killed_lending;
mod kiosks;
mod kiosks_put_out;
mod kiosks_that_renew;
mod layout;
mod lending_on_poor_lines;
mod limits;
mod made_up_files;
mod one_work_in_full;
mod poor_lines;
mod processes;
mod questions_passed_on;
mod sealed_questions;
mod simulation;
mod standard_services;
mod thirty_days_away;
mod who_calls_the_federator;
