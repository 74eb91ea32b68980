//! A made-up territory: libraries with overlapping holdings, as MARC files with the truth beside them.
//!
//! Deterministic by seed and made of syllables, so that tests need no word list; large enough to measure with.

mod holdings;
mod iso2709;
mod lexicon;
mod marc21;
mod model;
mod queries;
mod territory;
mod unimarc;
mod variant;
mod words;
mod zipf;

pub use lexicon::{Lexicon, PersonName};
pub use model::{CatalogueEntry, CatalogueItem, Kind, UniversalWork};
pub use territory::{Flavour, Territory, TerritoryPlan};
