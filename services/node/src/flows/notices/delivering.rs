//! Which notices are due, and what became of them? A hold period begins when the patron has been told.

use super::making::addressee;
use crate::draft::{About, Draft};
use crate::flows::desk::pickup_code;
use crate::ledger::{LoanRow, NodeState, NoticeRow, OwnRequest, PersonRow, RequestRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{PatronNumber, RequestId, StaffId};
use navette_domain::lending::Report;
use navette_domain::notices::{
    Channel, NoticeEffect, NoticeEvent, NoticeKind, NoticeState, NoticeStep, Proof, decide_notice,
};
use navette_domain::patrons::Language;
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

/// Most notices handed out at once.
const NOTICES_MAX: usize = 500;

/// A notice to be sent by machine, or printed. It is personal.
#[derive(Clone, Debug)]
pub struct NoticeToSend {
    /// Its number, for [`NodeCore::notice_sent`] and [`NodeCore::notice_failed`].
    pub notice: u64,
    /// Which attempt, from 1.
    pub attempt: u8,
    /// Whom it concerns.
    pub patron: PatronNumber,
    /// What it says.
    pub kind: NoticeKind,
    /// By which way.
    pub channel: Channel,
    /// Who is written to: the patron, or whoever answers for them.
    pub to: PersonRow,
    /// The title it is about.
    pub title: String,
    /// The day it names.
    pub day: Option<Day>,
    /// The day on which there was something to tell.
    pub made_on: Day,
    /// Where the item is collected, where it is.
    pub pickup: Option<LibraryId>,
    /// Under which code it is collected.
    pub code: Option<String>,
    /// In which language.
    pub language: Language,
}

/// A patron whom somebody at the desk must tell. It is personal.
#[derive(Clone, Debug)]
pub struct ToTell {
    /// Its number, for [`NodeCore::told`].
    pub notice: u64,
    /// To whom.
    pub patron: PatronNumber,
    /// The person to call.
    pub to: PersonRow,
    /// What there is to say.
    pub kind: NoticeKind,
    /// About which request.
    pub request: Option<RequestId>,
    /// The title it is about.
    pub title: String,
    /// The day it names.
    pub day: Option<Day>,
    /// Since when there is something to tell.
    pub since: Day,
    /// Nobody told it in time.
    pub escalated: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the notices to be sent now, at most 500; each counts as being sent from here on.
    pub fn due_notices(&self, now: Now) -> Result<Vec<NoticeToSend>, DeskRefusal> {
        self.change(now, |draft| {
            let undelivered: Vec<u64> = draft.state.indexes().undelivered.iter().copied().collect();
            let mut due = Vec::new();
            for number in undelivered {
                if due.len() == NOTICES_MAX {
                    break;
                }
                let step = happen(draft, number, NoticeEvent::TimePassed)?;
                for effect in step.effects {
                    if let NoticeEffect::Send { attempt } = effect {
                        due.extend(to_send(draft, number, attempt));
                    }
                }
            }
            Ok(due)
        })
    }

    /// Takes note that a notice was handed over, with what the other side answered.
    pub fn notice_sent(&self, notice: u64, proof: Proof, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            happen(draft, notice, NoticeEvent::Accepted(proof)).map(|_| ())
        })
    }

    /// Takes note that an attempt failed; `lasting` where trying again is of no use.
    pub fn notice_failed(
        &self,
        notice: u64,
        attempt: u8,
        lasting: bool,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let event = NoticeEvent::SendFailed { attempt, lasting };
            happen(draft, notice, event).map(|_| ())
        })
    }

    /// Takes note that somebody has told the patron.
    pub fn told(&self, notice: u64, by: StaffId, now: Now) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            happen(draft, notice, NoticeEvent::ToldByDesk(by))?;
            let row = draft.get::<NoticeRow>(&notice);
            let about = About {
                patron: row.as_ref().map(|row| row.patron),
                request: row.and_then(|row| row.request),
                ..About::default()
            };
            draft.note(by, StaffAct::Told, about);
            Ok(())
        })
    }

    /// Lists the patrons whom somebody must tell, the longest waiting first.
    pub fn to_tell(&self, now: Now) -> Result<Vec<ToTell>, DeskRefusal> {
        self.look(now, |draft| Ok(list_to_tell(draft)))
    }

    /// Gives everything that was, or is to be, told to a patron.
    pub fn notices_to(
        &self,
        patron: PatronNumber,
        now: Now,
    ) -> Result<Vec<(u64, NoticeRow)>, DeskRefusal> {
        self.look(now, move |draft| {
            let numbers = draft.state.indexes().notices_to.of(&patron);
            let rows = numbers.into_iter();
            Ok(rows
                .filter_map(|number| Some((number, draft.get::<NoticeRow>(&number)?)))
                .collect())
        })
    }
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives everything that was, or is to be, told to a patron, with the title each is about, the oldest first.
    pub fn notices_shown(
        &self,
        patron: PatronNumber,
        now: Now,
    ) -> Result<Vec<(u64, NoticeRow, String)>, DeskRefusal> {
        self.look(now, move |draft| {
            let numbers = draft.state.indexes().notices_to.of(&patron);
            let shown = numbers.into_iter().filter_map(|number| {
                let row = draft.get::<NoticeRow>(&number)?;
                let title = title(draft, &row);
                Some((number, row, title))
            });
            Ok(shown.collect())
        })
    }
}

/// Lists the patrons whom somebody must tell, the longest waiting first.
pub(crate) fn list_to_tell(draft: &Draft<'_>) -> Vec<ToTell> {
    let undelivered = draft.state.indexes().undelivered.iter();
    let rows = undelivered.filter_map(|number| Some((*number, draft.get::<NoticeRow>(number)?)));
    let mut list: Vec<ToTell> = rows
        .filter_map(|(notice, row)| {
            let escalated = match row.notice.state {
                NoticeState::Desk { .. } => false,
                NoticeState::Escalated { .. } => true,
                NoticeState::Waiting if row.notice.channel == Channel::Desk => false,
                NoticeState::Waiting
                | NoticeState::Sending { .. }
                | NoticeState::Failed { .. }
                | NoticeState::Sent { .. }
                | NoticeState::Told { .. }
                | NoticeState::Dropped { .. } => return None,
            };
            Some(ToTell {
                notice,
                patron: row.patron,
                to: addressee(draft, row.patron)?,
                kind: row.notice.kind,
                request: row.request,
                title: title(draft, &row),
                day: row.day,
                since: row.notice.made_on,
                escalated,
            })
        })
        .collect();
    list.sort_by_key(|one| (!one.escalated, one.since, one.notice));
    list
}

fn happen(
    draft: &mut Draft<'_>,
    number: u64,
    event: NoticeEvent,
) -> Result<NoticeStep, DeskRefusal> {
    let row = draft.get::<NoticeRow>(&number);
    let row = row.ok_or(DeskRefusal::UnknownNotice(number))?;
    let settings = draft.settings;
    let is_open = |day: Day| settings.is_open(day);
    let step = decide_notice(&row.notice, event, draft.now, &is_open)?;
    if step.next == row.notice.state {
        return Ok(step);
    }
    let request = row.request;
    let mut row = row;
    row.notice.state = step.next.clone();
    draft.put(number, row);
    for effect in &step.effects {
        if let (NoticeEffect::HoldPeriodStarts { .. }, Some(request)) = (effect, request) {
            draft.report(Report::Told(request));
        }
    }
    Ok(step)
}

fn to_send(draft: &Draft<'_>, number: u64, attempt: u8) -> Option<NoticeToSend> {
    let row = draft.get::<NoticeRow>(&number)?;
    let to = addressee(draft, row.patron)?;
    let own = row.request.and_then(|id| draft.get::<OwnRequest>(&id));
    Some(NoticeToSend {
        notice: number,
        attempt,
        patron: row.patron,
        kind: row.notice.kind,
        channel: row.notice.channel,
        language: to.language,
        to,
        title: title(draft, &row),
        day: row.day,
        made_on: row.notice.made_on,
        pickup: own.as_ref().map(|own| own.placement.pickup.clone()),
        code: own.map(|own| pickup_code(own.placement.reference)),
    })
}

fn title(draft: &Draft<'_>, row: &NoticeRow) -> String {
    let loan = row.loan.and_then(|loan| draft.get::<LoanRow>(&loan));
    let request = || {
        let id = row.request?;
        let view = draft.get::<RequestRow>(&id).map(|row| row.view.title);
        view.or_else(|| draft.get::<OwnRequest>(&id).map(|own| own.placement.title))
    };
    loan.map(|loan| loan.title)
        .or_else(request)
        .unwrap_or_default()
}
