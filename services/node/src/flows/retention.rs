//! What must be forgotten today? The link between patron and loan after four months, the patron a year after the last sign of life.

use crate::draft::Draft;
use crate::flows::access::forget_over;
use crate::flows::erasing::{erase, nameless};
use crate::flows::patrons::{dues_of, forget_applications, patron_facts};
use crate::flows::repeating::forget_old;
use crate::ledger::{
    JourneyRow, LoanRow, NodeState, NoticeRow, OwnRequest, PatronRow, RequestRow, ScanRow,
};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, LoanState};
use navette_domain::identity::PatronNumber;
use navette_domain::patrons::{EndedLoan, QuietPatron, link_retention, patron_retention};
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::ledger::Commit;

/// Most rows that one command forgets; the rest follow at the next.
const FORGOTTEN_MAX: usize = 2_000;

/// How much was forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Loans that nobody can be found by any more.
    pub loans: usize,
    /// Requests whose patron is forgotten.
    pub requests: usize,
    /// Patrons who are gone, and the keys of what was personal of them with them.
    pub patrons: Vec<PatronNumber>,
    /// Applications whose person never came; their keys are gone too.
    pub applications: usize,
    /// More is to be forgotten: call again.
    pub more: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Forgets what is due by today. Once a day is enough.
    pub fn forget(&self, now: Now) -> Result<Forgotten, DeskRefusal> {
        let forgotten = self.change(now, |draft| {
            let mut forgotten = Forgotten::default();
            forget_loans(draft, &mut forgotten);
            forget_requests(draft, &mut forgotten);
            forget_words(draft);
            forget_patrons(draft, &mut forgotten);
            forgotten.applications = forget_applications(draft).len();
            forgotten.more = draft.changes().len() >= FORGOTTEN_MAX;
            Ok(forgotten)
        })?;
        if !forgotten.patrons.is_empty() || forgotten.applications > 0 {
            self.destroy_keys()?;
        }
        Ok(forgotten)
    }
}

fn is_full(draft: &Draft<'_>) -> bool {
    draft.changes().len() >= FORGOTTEN_MAX
}

fn forget_loans(draft: &mut Draft<'_>, forgotten: &mut Forgotten) {
    for (number, row) in &draft.state.tables().loans {
        let (returned_on, damage_open) = match row.loan.state {
            LoanState::Returned { on } => (on, false),
            LoanState::Damaged { since } => (since, true),
            LoanState::OnLoan | LoanState::ClaimedReturned { .. } | LoanState::Lost { .. } => {
                continue;
            }
        };
        let (keeps_history, dues_open) = match row.loan.borrower {
            Borrower::Patron(patron) => (
                keeps_history(draft, patron),
                dues_of(draft, patron).cents() > 0,
            ),
            Borrower::Visitor { .. } => (false, false),
        };
        let ended = EndedLoan {
            returned_on,
            keeps_history,
            dues_open,
            damage_open,
            claim_open: false,
        };
        let over = link_retention(&ended, &draft.settings.retention).is_over(draft.today());
        if over && !is_full(draft) {
            draft.remove::<LoanRow>(*number);
            forgotten.loans += 1;
        }
    }
}

fn keeps_history(draft: &Draft<'_>, patron: PatronNumber) -> bool {
    draft
        .see::<PatronRow>(&patron)
        .is_some_and(|row| row.keeps_history)
}

fn forget_requests(draft: &mut Draft<'_>, forgotten: &mut Forgotten) {
    for (id, own) in &draft.state.tables().own_requests {
        let Some(ended) = own.ended else { continue };
        let kept = own.patron.is_some_and(|patron| {
            keeps_history(draft, patron) || dues_of(draft, patron).cents() > 0
        });
        if kept || !is_past(draft, ended) || is_full(draft) {
            continue;
        }
        draft.remove::<OwnRequest>(*id);
        for number in draft.state.indexes().notices_about.of(id) {
            draft.remove::<NoticeRow>(number);
        }
        forgotten.requests += 1;
    }
}

/// Forgets what was told, seen and done so long ago that nobody needs it, or needs to know for whom.
fn forget_words(draft: &mut Draft<'_>) {
    forget_old(draft, FORGOTTEN_MAX);
    forget_over(draft, FORGOTTEN_MAX);
    let state = draft.state;
    for (id, row) in &state.tables().requests {
        if was_long_ago(draft, row.ended) {
            draft.remove::<RequestRow>(*id);
        }
    }
    for (id, row) in &state.tables().journeys {
        let held = state.indexes().items_on.count(id) > 0;
        if was_long_ago(draft, row.ended) && !held {
            draft.remove::<JourneyRow>(*id);
        }
    }
    for (number, row) in &state.tables().notices {
        if !row.is_undelivered() && is_past(draft, row.notice.made_on) {
            draft.remove::<NoticeRow>(*number);
        }
    }
    for (number, row) in &state.tables().scans {
        if was_long_ago(draft, Some(row.at)) {
            draft.remove::<ScanRow>(*number);
        }
    }
    for (number, row) in &state.tables().staff {
        let personal = row.patron.is_some() || row.reason.is_some();
        if personal && was_long_ago(draft, Some(row.at)) {
            draft.put(*number, nameless(row.clone()));
        }
    }
}

fn is_past(draft: &Draft<'_>, day: Day) -> bool {
    let kept = i32::from(draft.settings.retention.link_days);
    day.plus(kept) <= draft.today()
}

fn was_long_ago(draft: &Draft<'_>, since: Option<Timestamp>) -> bool {
    let kept = i64::from(draft.settings.retention.link_days) * 86_400_000;
    let past = since.is_some_and(|since| since.plus_ms(kept) <= draft.now.at);
    past && !is_full(draft)
}

fn forget_patrons(draft: &mut Draft<'_>, forgotten: &mut Forgotten) {
    for (number, row) in &draft.state.tables().patrons {
        let Ok(facts) = patron_facts(draft, *number) else {
            continue;
        };
        let children = draft.state.indexes().children.count(number);
        let quiet = QuietPatron {
            last_activity: row.last_activity,
            loans_open: facts.loans_open,
            requests_open: facts.requests_open,
            dues_cents: facts.dues_cents,
            children: u16::try_from(children).unwrap_or(u16::MAX),
        };
        let over = patron_retention(&quiet, &draft.settings.retention).is_over(draft.today());
        if over && !is_full(draft) {
            erase(draft, *number);
            forgotten.patrons.push(*number);
        }
    }
}
