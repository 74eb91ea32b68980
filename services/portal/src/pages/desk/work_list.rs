//! The lists of work: what is to be pulled, shipped, received, kept, returned, looked for, told and checked.

use super::at_desk::{Around, AtDesk, Paper};
use super::outcome::{Outcome, named};
use crate::answer::{Answer, page};
use crate::asked::{Asked, address};
use crate::round_names::RoundNames;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use crate::words::desk_lists::LISTS;
use askama::Template;
use navette_proto::wire::desk::{ListWorkRequest, WorkItem, WorkKind};

/// Lines of a page.
const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "desk/work_list.html")]
struct WorkPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    paper: Paper,
    kind: WorkKind,
    path: &'a str,
    groups: Vec<Group>,
    outcome: Option<Outcome>,
    /// Something was done that gives nothing to show.
    done: bool,
    /// Something was taken back.
    undone: bool,
    next: Option<String>,
    first: Option<String>,
}

/// The lines of one run; of most lists there is one group.
struct Group {
    round: String,
    day: String,
    /// The run in words; empty where the list is not by run.
    run: String,
    lines: Vec<Line>,
}

/// One line in words.
pub(super) struct Line {
    pub(super) title: String,
    pub(super) shelfmark: String,
    pub(super) named: String,
    pub(super) other: String,
    pub(super) since: String,
    pub(super) deadline: String,
    pub(super) late: bool,
    pub(super) run: String,
    pub(super) code: String,
    pub(super) kept: String,
    pub(super) reason: String,
    person: Option<Person>,
    /// Of a conflict or notice, for the act.
    number: String,
    buttons: Vec<Button>,
    more: String,
}

struct Person {
    name: String,
    telephone: String,
    what: String,
    tried: String,
}

struct Button {
    act: String,
    label: &'static str,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let found = LISTS.iter().find(|(_, path)| *path == at.param("list"));
    let (kind, path) = *found.ok_or(Trouble::NotFound)?;
    let token = asked.get("suite");
    let request = ListWorkRequest {
        kind: kind as i32,
        page_size: LINES,
        page_token: token.to_owned(),
    };
    let listed = at.desk()?.list_work(request).await?.into_inner();
    let (around, rounds) = tokio::join!(at.around_with(&listed.counts), at.rounds());
    let (say, base) = (at.say(), at.path(""));
    let own = at.path(&format!("/travail/{path}"));
    let done = asked.get("fait");
    let act = done.parse().ok().filter(|number| *number > 0);
    let act = act.and_then(|number| at.portal.at_hand.act(&at.session, number));
    let next = listed.next_page_token;
    page(&WorkPage {
        visit: &at.visit,
        say,
        desk: &around,
        base: &base,
        paper: at.paper,
        kind,
        path,
        groups: groups(&at, &rounds, kind, path, listed.work),
        done: !done.is_empty() && act.is_none(),
        undone: asked.is_ticked("defait"),
        outcome: act.map(|act| Outcome::of(say, &base, &rounds, &act)),
        next: (!next.is_empty()).then(|| address(&own, [("suite", next.as_str())])),
        first: (!token.is_empty()).then_some(own),
    })
}

/// Says whether the lines of a list leave by the van: what is sent to others, and what goes back to its library.
fn leaves_by_van(kind: WorkKind) -> bool {
    matches!(kind, WorkKind::ToShip | WorkKind::ToReturn)
}

/// Puts what goes with the van together by run; every other list is one group.
fn groups(
    at: &AtDesk,
    rounds: &RoundNames,
    kind: WorkKind,
    path: &str,
    work: Vec<WorkItem>,
) -> Vec<Group> {
    let say = at.say();
    let mut groups: Vec<Group> = Vec::new();
    for item in work {
        let by_run = leaves_by_van(kind);
        let (round, day) = match by_run {
            true => (item.round.clone(), item.round_day.clone()),
            false => Default::default(),
        };
        let line = line(at, rounds, kind, path, item);
        let known = groups
            .iter_mut()
            .find(|group| group.round == round && group.day == day);
        if let Some(group) = known {
            group.lines.push(line);
            continue;
        }
        groups.push(Group {
            run: match (by_run, day.is_empty()) {
                (false, _) => String::new(),
                // What has come home already needs no run.
                (true, true) if kind == WorkKind::ToReturn => String::new(),
                (true, true) => say.list_without_run().to_owned(),
                (true, false) => say.by_run(rounds.of(&round), &day),
            },
            round,
            day,
            lines: vec![line],
        });
    }
    groups
}

fn line(at: &AtDesk, rounds: &RoundNames, kind: WorkKind, path: &str, item: WorkItem) -> Line {
    let (say, zone) = (at.say(), &at.portal.zone);
    let named = item.item.as_ref().map(named).unwrap_or_default();
    let conflict = say.conflict(item.conflict_kind());
    let reason = match kind {
        WorkKind::Conflicts => conflict.to_owned(),
        _ => item.reason.clone(),
    };
    let more = [
        ("document", named.as_str()),
        ("titre", item.title.as_str()),
        ("liste", path),
        ("demande", item.request.as_str()),
    ];
    let number = match kind {
        WorkKind::Conflicts => item.conflict.to_string(),
        _ => item.notice.to_string(),
    };
    Line {
        more: match named.is_empty() {
            true => String::new(),
            false => address(&at.path("/document"), more),
        },
        buttons: buttons(say, kind, &named, &item),
        shelfmark: item.shelfmark,
        other: at.other(&item.other, &item.other_name),
        since: match item.since_ms {
            0 => String::new(),
            since => say.moment(since, zone),
        },
        deadline: item
            .deadline_ms
            .map_or(String::new(), |at_ms| say.moment(at_ms, zone)),
        late: item.late,
        run: match item.round_day.is_empty() {
            true => String::new(),
            false => say.by_run(rounds.of(&item.round), &item.round_day),
        },
        code: item.pickup_code,
        kept: match item.kept_until.is_empty() {
            true => say.desk_kept_once_told().to_owned(),
            false => say.day(&item.kept_until),
        },
        reason,
        person: item.tell.map(|tell| Person {
            what: say.to_tell(tell.telling(), &tell.kind),
            name: tell.name,
            telephone: tell.telephone,
            tried: tell.tried,
        }),
        number,
        title: item.title,
        named,
    }
}

/// What can be done with a line by one press; what needs more words has a page of its own.
fn buttons(say: Say, kind: WorkKind, named: &str, item: &WorkItem) -> Vec<Button> {
    let notice = format!("{} {}", item.notice, item.request);
    let (one, other) = (
        |verb: &str, label| Button {
            act: format!("{verb} {named}"),
            label,
        },
        |channel: &str, label| Button {
            act: format!("prevenu {channel} {notice}"),
            label,
        },
    );
    match kind {
        WorkKind::ToPull => vec![one("introuvable", say.list_not_found())],
        WorkKind::ToShip => vec![one("quai", say.list_left_behind())],
        WorkKind::HoldShelf => vec![
            one("nonretire", say.list_not_collected()),
            one("absent", say.list_missing()),
        ],
        WorkKind::ToTell => vec![
            other("telephone", say.list_by_telephone()),
            other("voix", say.list_in_person()),
            other("lettre", say.list_by_letter()),
        ],
        WorkKind::Conflicts => vec![Button {
            act: format!("clore {}", item.conflict),
            label: say.list_close(),
        }],
        WorkKind::Unspecified
        | WorkKind::ToReceive
        | WorkKind::ToReturn
        | WorkKind::Late
        | WorkKind::ToLookFor => Vec::new(),
    }
}

impl WorkPage<'_> {
    fn is(&self, path: &str) -> bool {
        self.path == path
    }

    fn is_by_run(&self) -> bool {
        leaves_by_van(self.kind)
    }

    fn of_items(&self) -> bool {
        !self.is("prevenir")
    }
}
