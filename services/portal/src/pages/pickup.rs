//! Where are the days of a list reckoned to: where the reader collects, or where a link says that they opened? What a link says holds
//! for its page alone; remembered is only what was chosen in a form of ours.

use crate::asked::Asked;
use crate::places::Known;
use crate::visit::Visit;
use navette_domain::catalogue::LibraryId;
use std::sync::Arc;

/// The field of the form where one chooses.
const CHOSEN: &str = "retrait";
/// Carried by links and forms of a page whose days are another library's: `lieu=arques`.
pub(super) const OF_LINK: &str = "lieu";

/// Where the days of a page are reckoned to.
pub(super) struct Reckoned {
    /// The reader, as if they collected there.
    pub(super) visit: Arc<Visit>,
    /// They have just chosen it: it is to be remembered.
    pub(super) newly_chosen: bool,
    /// A link says so, and not the reader.
    pub(super) of_link: Option<LibraryId>,
}

impl Reckoned {
    /// Finds out where.
    pub(super) fn of(visit: &Arc<Visit>, asked: &Asked, known: &Known) -> Self {
        let (chosen, of_link) = (asked.get(CHOSEN), asked.get(OF_LINK));
        let before = visit.look.pickup.as_ref();
        // A form that is sent as it was shown chooses nothing.
        let chooses = visit.from_here && !chosen.is_empty() && chosen != of_link;
        if chooses && (chosen == "-" || known.place(chosen).is_some()) {
            let to = known.place(chosen).map(|place| place.id.clone());
            return Self {
                newly_chosen: before != to.as_ref(),
                visit: collecting(visit, to),
                of_link: None,
            };
        }
        let named = if of_link.is_empty() { chosen } else { of_link };
        let named = known.place(named).map(|place| place.id.clone());
        let of_link = named.filter(|named| before != Some(named));
        Self {
            visit: match &of_link {
                Some(named) => collecting(visit, Some(named.clone())),
                None => Arc::clone(visit),
            },
            newly_chosen: false,
            of_link,
        }
    }

    /// Gives the library that a link names; empty where none does.
    pub(super) fn of_link(&self) -> &str {
        self.of_link.as_ref().map_or("", |library| library.as_str())
    }
}

fn collecting(visit: &Arc<Visit>, at: Option<LibraryId>) -> Arc<Visit> {
    let mut visit = Visit::clone(visit);
    visit.look.pickup = at;
    Arc::new(visit)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::places::Place;
    use axum::body::Body;
    use axum::extract::Request;
    use navette_proto::wire::catalogue::LibraryState;

    fn place(id: &str) -> Place {
        Place {
            id: LibraryId::parse(id).unwrap(),
            name: id.to_owned(),
            commune: id.to_owned(),
            at: None,
            state: LibraryState::Answered,
            as_of_ms: 0,
            titles: 0,
            hours: Vec::new(),
        }
    }

    /// Whoever collects at Lumbres asks for a list; gives where it is reckoned to, and whether that is remembered.
    fn reckoned(question: &str, from: &str) -> (String, bool) {
        let known = Known {
            places: vec![place("arques"), place("lumbres")],
            cut_off: false,
        };
        let request = Request::builder().uri("/recherche");
        let request = request.header("cookie", "vue=fr.a-lumbres");
        let request = request.header("sec-fetch-site", from);
        let request = request.body(Body::empty()).unwrap();
        let visit = Arc::new(Visit::of(&request, None, false).unwrap());
        let asked = Asked::read(question.as_bytes());
        let reckoned = Reckoned::of(&visit, &asked, &known);
        let pickup = reckoned.visit.look.pickup.as_ref();
        let pickup = pickup.map_or(String::new(), ToString::to_string);
        (pickup, reckoned.newly_chosen)
    }

    #[test]
    fn a_link_changes_its_own_page_and_not_where_its_reader_collects() {
        for (question, from, pickup, remembered) in [
            ("retrait=arques", "cross-site", "arques", false),
            ("retrait=arques", "none", "arques", false),
            ("lieu=arques", "same-origin", "arques", false),
            ("retrait=arques&lieu=arques", "same-origin", "arques", false),
            ("retrait=arques", "same-origin", "arques", true),
            (
                "retrait=lumbres&lieu=arques",
                "same-origin",
                "lumbres",
                false,
            ),
            ("retrait=-", "same-origin", "", true),
            ("retrait=-", "none", "lumbres", false),
            ("retrait=nowhere", "same-origin", "lumbres", false),
            ("q=a", "none", "lumbres", false),
        ] {
            let found = reckoned(question, from);
            assert_eq!(found, (pickup.to_owned(), remembered), "{question} {from}");
        }
    }
}
