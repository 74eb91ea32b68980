//! From the bytes of one record to fields of text.

mod csv;
mod decoded;
mod directory;
mod flavour;
mod iso2709;
mod text;
mod xml;

pub use decoded::{DecodeRefusal, Decoded, Hints, decode};
pub use flavour::{Flavour, Kind};
