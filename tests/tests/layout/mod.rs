//! Which rules of the house can be checked by reading it? Each is one file here and one paragraph of ARCHITECTURE.md.

mod arrows;
mod seams;
mod size;
mod sources;
mod tokens;
mod traces;
