//! From a source's fields to a catalogue record: profiles, mapping, match keys. It must not know of files or indexes.

mod audience;
mod book_number;
mod coded;
mod csv_row;
mod day;
mod draft;
mod element;
mod embedded;
mod fold;
mod items;
mod joined;
mod language;
mod map_marc;
mod match_key;
mod medium;
mod part_number;
mod person_name;
mod place;
mod profile;
mod profile_file;
mod publisher_key;
mod shipped;
mod surname;
mod table;
mod text;
mod title_key;
mod year;

pub use csv_row::{CsvColumns, map_csv};
pub use map_marc::{MapRefusal, Mapped, map_marc};
pub use match_key::{KEY_VERSION, SortingTitles, assign_keys};
pub use profile::{Flavour, Profile, ProfileRefusal};

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod robustness_tests;
#[cfg(test)]
mod shipped_tests;
