//! What stories, benches and property tests share: a made-up territory, an oracle, processes to run, yardsticks.
//!
//! Nothing imports this crate.

pub mod books;
pub mod browser_like;
pub mod brute_force;
pub mod consortium;
pub mod corpus;
pub mod dialled_territory;
pub mod flood;
pub mod held_records;
pub mod importing;
pub mod lending_calls;
pub mod lending_territory;
pub mod lined_territory;
pub mod measure;
pub mod navette;
pub mod patron;
pub mod poor_line;
pub mod processes;
pub mod questions;
pub mod relay;
pub mod screen;
pub mod seeded;
pub mod simulation;
pub mod small_consortium;
pub mod yardsticks;
