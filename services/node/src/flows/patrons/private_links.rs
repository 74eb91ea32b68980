//! Which days does a program read without signing in? A patron makes the address, and ends it.

use super::facts::patron_facts;
use crate::draft::Draft;
use crate::flows::circulation::collected_elsewhere;
use crate::ledger::{LoanRow, NodeState, OwnRequest, PrivateLinkKind, PrivateLinkRow, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::PatronNumber;
use navette_domain::lending::RequestState;
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::ledger::Commit;

/// Days that a program is given, at most.
const DAYS_MAX: usize = 200;

/// One day to think of. It is personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateDay {
    /// The same each time.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// When.
    pub day: PrivateDayOf,
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateDayOf {
    /// It is due back.
    Due(Option<Day>),
    /// It waits to be collected, and until when.
    Kept(Option<Timestamp>),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Keeps what an address is known by, in place of one of the same kind from before.
    pub fn private_link_made(
        &self,
        number: PatronNumber,
        kind: PrivateLinkKind,
        link: u128,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            patron_facts(draft, number)?;
            end(draft, number, |row| row.kind == kind);
            let patron = number;
            draft.put(link, PrivateLinkRow { patron, kind });
            Ok(())
        })
    }

    /// Ends all addresses of a patron; says how many there were.
    pub fn private_links_revoked(
        &self,
        number: PatronNumber,
        now: Now,
    ) -> Result<usize, DeskRefusal> {
        self.change(now, move |draft| Ok(end(draft, number, |_| true)))
    }

    /// Reads what an address gives; nothing where there is none.
    pub fn private_days(
        &self,
        link: u128,
        now: Now,
    ) -> Result<Option<(PrivateLinkKind, Vec<PrivateDay>)>, DeskRefusal> {
        self.look(now, move |draft| {
            let row = draft.see::<PrivateLinkRow>(&link);
            Ok(row.map(|row| (row.kind, days_of(draft, row.patron))))
        })
    }
}

fn end(
    draft: &mut Draft<'_>,
    number: PatronNumber,
    which: impl Fn(&PrivateLinkRow) -> bool,
) -> usize {
    let links = draft.state.tables().private_links.iter();
    let meant = links.filter(|(_, row)| row.patron == number && which(row));
    let meant: Vec<u128> = meant.map(|(key, _)| *key).collect();
    let ended = meant.len();
    for key in meant {
        draft.remove::<PrivateLinkRow>(key);
    }
    ended
}

fn days_of(draft: &Draft<'_>, number: PatronNumber) -> Vec<PrivateDay> {
    let mut days = lent(draft, number);
    days.sort_by_key(|(due, day)| (*due, day.id.clone()));
    let due = days.into_iter().map(|(_, day)| day);
    due.chain(ready(draft, number)).take(DAYS_MAX).collect()
}

fn lent(draft: &Draft<'_>, number: PatronNumber) -> Vec<(Option<Day>, PrivateDay)> {
    let loans = draft.state.indexes().loans_of.of(&number).into_iter();
    let here = loans.filter_map(|loan| {
        let row = draft.see::<LoanRow>(&loan).filter(|row| row.is_open())?;
        let day = PrivateDay {
            id: format!("loan-{loan}"),
            title: row.title.clone(),
            day: PrivateDayOf::Due(Some(row.loan.due)),
        };
        Some((Some(row.loan.due), day))
    });
    let mut days: Vec<_> = here.collect();
    for (own, row) in collected_elsewhere(draft, number) {
        let day = PrivateDay {
            id: own.placement.id.to_string(),
            title: own.placement.title.clone(),
            day: PrivateDayOf::Due(row.view.due),
        };
        days.push((row.view.due, day));
    }
    days
}

fn ready(draft: &Draft<'_>, number: PatronNumber) -> Vec<PrivateDay> {
    let requests = draft.state.indexes().requests_of.of(&number).into_iter();
    let waiting = requests.filter_map(|request| {
        let own = draft.see::<OwnRequest>(&request)?;
        let row = draft.see::<RequestRow>(&request)?;
        let waits = row.view.state == RequestState::OnHoldShelf && own.ended.is_none();
        (waits && !own.cancelled).then(|| PrivateDay {
            id: request.to_string(),
            title: own.placement.title.clone(),
            day: PrivateDayOf::Kept(row.view.deadline),
        })
    });
    waiting.collect()
}
