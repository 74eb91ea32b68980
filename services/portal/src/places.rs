//! Which libraries are there, where do they stand, and do they answer? Asked anew after a while, and kept meanwhile.

use crate::clock::steady;
use crate::territory::Territory;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_domain::catalogue::{Coordinates, LibraryId};
use navette_proto::wire::catalogue::{Library, LibraryState, ListLibrariesRequest};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;

/// How long a list is good for.
const GOOD_FOR: Duration = Duration::from_secs(30);
/// Libraries asked for: the most that a page of the contract holds.
const LIBRARIES_MAX: u32 = 500;

/// One library.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) id: LibraryId,
    pub(crate) name: String,
    pub(crate) commune: String,
    /// Nothing where nobody said where it stands.
    pub(crate) at: Option<Coordinates>,
    pub(crate) state: LibraryState,
    pub(crate) as_of_ms: i64,
    pub(crate) titles: u64,
    /// When it is open, as it stands on the door: `wednesday 10:00-12:00 14:00-18:00`.
    pub(crate) hours: Vec<String>,
}

/// All libraries, as they were a short while ago.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// By town.
    pub(crate) places: Vec<Place>,
    /// The federator does not answer: these are old, or the one that is here.
    pub(crate) cut_off: bool,
}

impl Known {
    /// Finds a library.
    pub(crate) fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.id.as_str() == id)
    }

    /// Gives the name of a library, or its id where it is not known.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.place(id).map_or(id, |place| place.name.as_str())
    }

    /// Puts libraries into the order of the list; those that are not on it stand behind.
    pub(crate) fn ordered<'l>(
        &self,
        ids: impl Iterator<Item = &'l LibraryId>,
    ) -> Vec<&'l LibraryId> {
        let mut ids: Vec<&LibraryId> = ids.collect();
        ids.sort_by_key(|id| {
            let known = self.places.iter().position(|place| place.id == **id);
            known.unwrap_or(usize::MAX)
        });
        ids
    }

    /// Measures whole kilometres between two libraries; nothing where one of them is nobody knows where.
    pub(crate) fn distance_km(&self, from: Option<&LibraryId>, to: &str) -> Option<u32> {
        let from = self.place(from?.as_str())?.at?;
        let km = from.distance_km(self.place(to)?.at?);
        // At most half the Earth around.
        Some(km.round() as u32)
    }
}

/// Keeps the list.
#[derive(Default)]
pub(crate) struct Places {
    kept: Mutex<Option<(Duration, Arc<Known>)>>,
    /// When the line was first found cut.
    cut: Mutex<Option<Duration>>,
}

impl Places {
    /// Gives the list, asking for it where the last one is too old.
    pub(crate) async fn known(&self, territory: &Territory, visit: &Visit) -> Arc<Known> {
        let before = {
            let mut kept = self.kept.lock();
            let before = kept.clone();
            if let Some((at, known)) = &mut *kept {
                if steady().saturating_sub(*at) < GOOD_FOR {
                    return Arc::clone(known);
                }
                // Whoever comes while we ask is served with the old list.
                *at = steady();
            }
            before.map(|(_, known)| known)
        };
        let known = match asked(territory, visit).await {
            Ok(places) => Known {
                places,
                cut_off: false,
            },
            Err(_) => Known {
                places: match before {
                    Some(before) => before.places.clone(),
                    None => own(territory).await,
                },
                cut_off: true,
            },
        };
        match known.cut_off {
            true => drop(self.cut.lock().get_or_insert_with(steady)),
            false => *self.cut.lock() = None,
        }
        let known = Arc::new(known);
        *self.kept.lock() = Some((steady(), Arc::clone(&known)));
        known
    }

    /// Says for how long the line has been cut, and of when the newest word of another library is (0 where there is none).
    pub(crate) fn cut_for(&self) -> Option<(Duration, i64)> {
        let since = (*self.cut.lock())?;
        let kept = self.kept.lock();
        let places = kept.as_ref().map(|(_, known)| known.places.iter());
        let newest = places.and_then(|places| places.map(|place| place.as_of_ms).max());
        Some((steady().saturating_sub(since), newest.unwrap_or_default()))
    }
}

async fn asked(territory: &Territory, visit: &Visit) -> Result<Vec<Place>, Trouble> {
    let mut catalogue = territory.catalogue(visit)?;
    let answer = catalogue.list_libraries(question()).await?;
    Ok(read(answer.into_inner().libraries))
}

async fn own(territory: &Territory) -> Vec<Place> {
    let Some(mut catalogue) = territory.own_catalogue() else {
        return Vec::new();
    };
    let answer = catalogue.list_libraries(question()).await;
    answer.map_or(Vec::new(), |answer| read(answer.into_inner().libraries))
}

fn question() -> ListLibrariesRequest {
    ListLibrariesRequest {
        page_size: LIBRARIES_MAX,
        page_token: String::new(),
    }
}

fn read(libraries: Vec<Library>) -> Vec<Place> {
    let mut places: Vec<Place> = libraries.into_iter().filter_map(place).collect();
    places.sort_by_key(|place| (folded(&place.commune), folded(&place.name)));
    places
}

/// Writes a name as dictionaries sort it: `Éperlecques` stands beside `Ecques`.
fn folded(name: &str) -> String {
    let small = name.to_lowercase();
    let plain = small.chars().map(|c| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    });
    plain.collect()
}

fn place(library: Library) -> Option<Place> {
    let known = library.latitude != 0.0 || library.longitude != 0.0;
    Some(Place {
        id: LibraryId::parse(&library.library).ok()?,
        at: known.then_some(Coordinates {
            latitude: library.latitude,
            longitude: library.longitude,
        }),
        state: library.state(),
        name: library.name,
        commune: library.commune,
        as_of_ms: library.as_of_ms,
        titles: library.records,
        hours: library.hours,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn libraries_stand_in_the_order_of_their_towns_whatever_they_are_called() {
        let library = |id: &str, name: &str, commune: &str| Library {
            library: id.to_owned(),
            name: name.to_owned(),
            commune: commune.to_owned(),
            ..Library::default()
        };
        let places = read(vec![
            library("saint-omer", "Bibliothèque d'agglomération", "Saint-Omer"),
            library("fauquembergues", "Médiathèque", "Fauquembergues"),
            library("eperlecques", "Médiathèque", "Éperlecques"),
            library("ecques", "Bibliothèque d'Ecques", "Ecques"),
        ]);
        let order = ["ecques", "eperlecques", "fauquembergues", "saint-omer"];
        let ids: Vec<&str> = places.iter().map(|place| place.id.as_str()).collect();
        assert_eq!(ids, order);
        let known = Known {
            places,
            cut_off: false,
        };
        let served: Vec<LibraryId> = ["saint-omer", "aire", "ecques"]
            .map(|id| LibraryId::parse(id).unwrap())
            .into();
        let served = known.ordered(served.iter());
        let served: Vec<&str> = served.iter().map(|id| id.as_str()).collect();
        assert_eq!(served, ["ecques", "saint-omer", "aire"]);
    }
}
