//! Which library is meant. It must not know how a library is reached.

use std::fmt;
use std::sync::Arc;

/// Names one library of the territory: 1 to 32 of `a-z`, `0-9` and `-`, starting with a letter or digit.
///
/// Short and readable, because it stands on slips, in files and in commands (`aire`, `saint-omer`). Almost every row and message
/// has one, hence it is cloned without copying its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LibraryId(Arc<str>);

/// Most characters of an id.
const LENGTH_MAX: usize = 32;

/// Says why a text is no library id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("library id \"{0}\" is not 1 to 32 of a-z, 0-9 and -, starting with a letter or digit")]
pub struct LibraryIdRefusal(pub String);

impl LibraryId {
    /// Accepts a library id, or says why not.
    pub fn parse(text: &str) -> Result<Self, LibraryIdRefusal> {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = !text.is_empty() && text.len() <= LENGTH_MAX;
        if !fits || text.starts_with('-') || !text.chars().all(known) {
            let shown: String = text.chars().take(64).collect();
            return Err(LibraryIdRefusal(shown));
        }
        Ok(Self(text.into()))
    }

    /// Gives the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LibraryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a library stands: WGS 84, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Coordinates {
    /// Measures the great-circle distance in kilometres (haversine, mean Earth radius 6,371.0 km).
    pub fn distance_km(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_lat = ((to - from) / 2.0).sin();
        let half_lon = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let chord = half_lat * half_lat + from.cos() * to.cos() * half_lon * half_lon;
        2.0 * 6_371.0 * chord.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saint_omer_to_aire_is_about_fifteen_kilometres() {
        let saint_omer = Coordinates {
            latitude: 50.748_34,
            longitude: 2.260_91,
        };
        let aire = Coordinates {
            latitude: 50.638_71,
            longitude: 2.398_76,
        };
        assert!((saint_omer.distance_km(aire) - 15.6).abs() < 0.1);
    }

    #[test]
    fn an_id_with_capitals_or_spaces_is_refused_by_name() {
        for text in ["", "Aire", "saint omer", "-aire", "é"] {
            assert_eq!(
                LibraryId::parse(text),
                Err(LibraryIdRefusal(text.to_owned()))
            );
        }
        assert_eq!(
            LibraryId::parse("saint-omer").map(|id| id.to_string()),
            Ok("saint-omer".into())
        );
    }

    #[test]
    fn short_and_longest_ids_are_kept_whole_and_ordered_as_texts_are() {
        let longest = "a".repeat(LENGTH_MAX);
        assert!(LibraryId::parse(&format!("{longest}a")).is_err());
        let texts = ["0", "a", "a-1", "a0", "aa", longest.as_str(), "b"];
        let ids: Vec<LibraryId> = texts
            .iter()
            .filter_map(|text| LibraryId::parse(text).ok())
            .collect();
        let kept: Vec<&str> = ids.iter().map(LibraryId::as_str).collect();
        assert_eq!(kept, texts);
        assert!(ids.is_sorted());
    }
}
