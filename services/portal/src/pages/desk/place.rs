//! A request is placed for the patron who stands at the desk: search, see when it comes and from where, choose, done.

use super::at_desk::{Around, AtDesk};
use crate::answer::{Answer, page, see};
use crate::asked::{Asked, address};
use crate::pages::search::found;
use crate::pages::wanted::Volumes;
use crate::pages::work::{ShownEdition, edition};
use crate::pages::works::ShownWork;
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_domain::catalogue::LibraryId;
use navette_proto::wire::catalogue::{Part, SearchRequest, Work};
use navette_proto::wire::lending::Target;
use navette_proto::wire::lending::target::Only;
use navette_proto::wire::patrons::PlaceRequestRequest;

/// Works of a page.
const WORKS: u32 = 12;

#[derive(Template)]
#[template(path = "desk/place.html")]
struct PlacePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    known: &'a Known,
    pickup: &'a str,
    text: &'a str,
    works: Vec<Hit>,
    /// The line is cut: only this library was searched.
    alone: bool,
    next: Option<String>,
}

/// One work, with what may be chosen of it.
struct Hit {
    work: ShownWork,
    parts: Vec<Part>,
    editions: Vec<ShownEdition>,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    at.card()?;
    let pickup = pickup_of(&at, &asked);
    let text = asked.get("q");
    let request = SearchRequest {
        text: text.to_owned(),
        page_size: WORKS,
        page_token: asked.get("page").to_owned(),
        without_facets: true,
        pickup_library: pickup.to_string(),
        ..SearchRequest::default()
    };
    let search = async {
        match text.is_empty() {
            true => Ok(Default::default()),
            false => found(&at.portal, &at.visit, request).await,
        }
    };
    let known = async { Ok(at.known().await) };
    let ((answer, alone), around, known) = tokio::try_join!(search, at.around(), known)?;
    let own = at.path(&format!("/lecteur/{}/reserver", at.param("card")));
    let next = answer.next_page_token.as_str();
    let next = [("q", text), ("retrait", pickup.as_str()), ("page", next)];
    page(&PlacePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        known: &known,
        pickup: pickup.as_str(),
        text,
        next: (!answer.next_page_token.is_empty()).then(|| address(&own, next)),
        works: answer
            .works
            .into_iter()
            .map(|work| hit(work, at.say(), &known, &pickup))
            .collect(),
        alone,
    })
}

/// Gives where it is to be collected: at this desk, unless another library was chosen.
fn pickup_of(at: &AtDesk, asked: &Asked) -> LibraryId {
    let chosen = LibraryId::parse(asked.get("retrait"));
    chosen.unwrap_or_else(|_| at.session.library.clone())
}

fn hit(work: Work, say: Say, known: &Known, pickup: &LibraryId) -> Hit {
    let parts = Volumes::of(&work.holdings).parts;
    Hit {
        editions: match parts.is_empty() && work.editions.len() > 1 {
            true => work.editions.iter().map(edition).collect(),
            false => Vec::new(),
        },
        parts,
        work: ShownWork::of(work, say, known, Some(pickup)),
    }
}

/// Places it. The title goes with the button, as it was shown.
pub(crate) async fn place(at: AtDesk, posted: Posted) -> Answer {
    let fields = &posted.fields;
    let (work, title) = fields
        .get("titre")
        .split_once(' ')
        .ok_or(Trouble::NotFound)?;
    let (pickup, part) = (fields.get("retrait"), fields.get("partie"));
    let (edition, put_aside) = (fields.get("edition"), fields.is_ticked("cote"));
    let aside = if put_aside { "aside" } else { "" };
    let request = PlaceRequestRequest {
        request_id: at.command(&posted, &["place", work, part, edition, pickup, aside]),
        card: Some(at.card()?),
        target: Some(Target {
            work: work.to_owned(),
            part: part_of(part),
            only: (!edition.is_empty()).then(|| Only::Edition(edition.to_owned())),
        }),
        title: title.to_owned(),
        pickup: pickup.to_owned(),
        put_aside,
        ..PlaceRequestRequest::default()
    };
    let own = at.path(&format!("/lecteur/{}", at.param("card")));
    match at.patrons()?.place_request(request).await {
        Ok(_) => see(&format!("{own}?fait=oui")),
        Err(status) => {
            let back = [("q", fields.get("q")), ("retrait", pickup)];
            let back = address(&format!("{own}/reserver"), back);
            at.stop_for(status.into(), &back).await
        }
    }
}

/// Reads a volume as the form names it: its number, a space, its label.
fn part_of(text: &str) -> Option<Part> {
    let (sort, label) = text.split_once(' ')?;
    Some(Part {
        sort: sort.parse().ok()?,
        label: label.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::catalogue::{Arrival, ArrivalReason, Edition, Holding};

    #[test]
    fn a_work_says_when_it_comes_and_which_volume_or_edition_may_be_chosen() {
        let of = |part: Option<Part>| Work {
            holdings: vec![Holding {
                part,
                ..Holding::default()
            }],
            editions: vec![Edition::default(), Edition::default()],
            arrival: Some(Arrival {
                reason: ArrivalReason::ByVan as i32,
                day: "2026-12-02".into(),
                ..Arrival::default()
            }),
            ..Work::default()
        };
        let (say, known) = (Say(Language::French), Known::default());
        let Ok(pickup) = LibraryId::parse("arques") else {
            unreachable!("a library's id")
        };
        let volume = Part {
            sort: 2,
            label: "tome 2".into(),
        };
        let volumes = hit(of(Some(volume.clone())), say, &known, &pickup);
        assert_eq!(
            (volumes.parts, volumes.editions.len()),
            (vec![volume.clone()], 0)
        );
        assert!(
            volumes
                .work
                .arrival
                .is_some_and(|day| day.contains("2 décembre"))
        );
        let whole = hit(of(None), say, &known, &pickup);
        assert_eq!((whole.parts.len(), whole.editions.len()), (0, 2));
        assert_eq!(part_of("2 tome 2"), Some(volume));
        assert_eq!(part_of("x tome"), None);
    }
}
