//! Which part of a long list is shown? Rounds by weekday and first stop; changes of days as the preview lists them.

use crate::lending::{MovePreview, Territory};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Change, Exception, Round};
use navette_proto::Refusal;
use navette_proto::convert::courier::date_change;
use navette_proto::wire::courier as wire;

/// Rounds on a page, at most and where the caller does not say.
const ROUNDS_MOST: usize = 50;
/// Changes on a page where the caller does not say.
const CHANGES_DEFAULT: usize = 50;
/// Most changes on a page.
const CHANGES_MOST: usize = 500;

/// A part of the rounds.
pub(super) struct RoundsPage<'t> {
    pub(super) shown: Vec<&'t Round>,
    pub(super) next_token: String,
}

/// Picks the rounds of a page, those that stop at a library or all.
pub(super) fn rounds_page<'t>(
    territory: &'t Territory,
    library: Option<&LibraryId>,
    request: &wire::ListRoundsRequest,
) -> Result<RoundsPage<'t>, Refusal> {
    let stops_there = |round: &&Round| {
        library.is_none_or(|library| round.stops.iter().any(|stop| stop.library == *library))
    };
    let rounds = territory.timetable.rounds().iter();
    let mut rounds: Vec<&Round> = rounds.filter(stops_there).collect();
    rounds.sort_by_key(|round| {
        let first = round.stops.first().map(|stop| stop.arrives);
        (round.weekday, first, round.id.clone())
    });
    let token = &request.page_token;
    let from = if token.is_empty() {
        0
    } else {
        let named = |round: &&Round| round.id.as_str() == token;
        rounds
            .iter()
            .position(named)
            .ok_or_else(|| foreign(token))?
    };
    let mut rest = rounds.into_iter().skip(from);
    let size = size(request.page_size, ROUNDS_MOST, ROUNDS_MOST);
    let shown: Vec<&Round> = rest.by_ref().take(size).collect();
    let next_token = rest.next().map(|round| round.id.to_string());
    Ok(RoundsPage {
        shown,
        next_token: next_token.unwrap_or_default(),
    })
}

/// Which part of a preview is wanted.
pub(super) struct Page {
    question: String,
    from: usize,
    size: usize,
}

impl Page {
    /// Reads the page wanted of a preview; a token of another one is refused.
    pub(super) fn of_preview(
        exception: &Exception,
        request: &wire::PreviewMoveRequest,
    ) -> Result<Self, Refusal> {
        let to = match exception.change {
            Change::Cancelled => "cancelled".to_owned(),
            Change::MovedTo { day, by_minutes } => format!("{day}{by_minutes:+}"),
        };
        let question = format!("{}/{}/{to}/", exception.round, exception.day);
        let token = &request.page_token;
        let from = if token.is_empty() {
            0
        } else {
            let place = token.strip_prefix(&question);
            let place = place.and_then(|place| place.parse().ok());
            place.ok_or_else(|| foreign(token))?
        };
        Ok(Self {
            question,
            from,
            size: size(request.page_size, CHANGES_DEFAULT, CHANGES_MOST),
        })
    }
}

/// Writes a page of a preview with the sums of all.
pub(super) fn preview_page(preview: &MovePreview, page: &Page) -> wire::PreviewMoveResponse {
    let broken = preview.changes.iter();
    let broken = broken.filter(|one| one.change.breaks_promise()).count();
    let end = page.from.saturating_add(page.size);
    let shown = preview.changes.iter().skip(page.from).take(page.size);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    wire::PreviewMoveResponse {
        journeys: count(preview.journeys),
        changed: count(preview.changes.len()),
        broken: count(broken),
        changes: shown
            .map(|one| date_change::to_wire(&one.change, &one.item, &one.title, &one.pickup))
            .collect(),
        next_page_token: if end < preview.changes.len() {
            format!("{}{end}", page.question)
        } else {
            String::new()
        },
        timetable_version: preview.version,
    }
}

fn size(asked: u32, default: usize, most: usize) -> usize {
    match usize::try_from(asked).unwrap_or(most) {
        0 => default,
        asked => asked.min(most),
    }
}

fn foreign(token: &str) -> Refusal {
    let shown: String = token.chars().take(60).collect();
    let reason = format!("\"{shown}\" is no token of this list");
    Refusal::field("page_token", reason)
}
