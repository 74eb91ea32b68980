//! How far is a notice, and who sees to it next? It must not know words, addresses or how anything is sent.

use super::{Channel, NoticeKind};
use crate::circulation::{DAYS_SEARCHED_MAX, IsOpen, open_days_between};
use crate::identity::StaffId;
use crate::time::{Day, Now, Timestamp};

/// How often sending is tried before the desk takes over.
pub const ATTEMPTS_MAX: u8 = 5;
/// After how long an attempt without an answer counts as failed, in milliseconds.
///
/// It may have gone out all the same: being told twice is better than not at all.
pub const ATTEMPT_MS: i64 = 600_000;
/// Within how many opening days somebody must have told the patron.
pub const TELL_WITHIN_OPEN_DAYS: u16 = 2;
/// How many days a letter is on its way.
pub const LETTER_DAYS: i32 = 3;
/// Longest proof that is kept, in characters.
pub const PROOF_CHARS_MAX: usize = 200;

/// What shows that a notice was handed over: the identifier that a mail server or message service gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proof(String);

impl Proof {
    /// Keeps the beginning of what a service answered, without control characters.
    pub fn of(answer: &str) -> Self {
        let plain = answer.chars().filter(|c| !c.is_control());
        Self(plain.take(PROOF_CHARS_MAX).collect())
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why nobody needs to tell it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DroppedBecause {
    /// What it says is no longer true.
    Superseded,
    /// It was a courtesy, and sending failed.
    CourtesyFailed,
}

/// How far a notice is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeState {
    /// Saved, and not yet tried.
    Waiting,
    /// Handed to a service, or to the desk's printer, without an answer so far.
    Sending {
        /// Which attempt, from 1 on.
        attempt: u8,
        /// Since when.
        since: Timestamp,
    },
    /// Handed over.
    Sent {
        /// What shows it.
        proof: Proof,
        /// When.
        on: Day,
    },
    /// To be tried again.
    Failed {
        /// How often it was tried.
        attempts: u8,
        /// From when on.
        retry_at: Timestamp,
    },
    /// On the desk's list "à prévenir".
    Desk {
        /// Since when.
        since: Day,
    },
    /// On the list of what nobody told in time.
    Escalated {
        /// Since when.
        since: Day,
    },
    /// Told by somebody at the desk.
    Told {
        /// Who told it.
        by: StaffId,
        /// When.
        on: Day,
    },
    /// Not to be told any more.
    Dropped {
        /// Why.
        because: DroppedBecause,
        /// When.
        on: Day,
    },
}

/// A notice on its way to a patron.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// Which way it takes.
    pub channel: Channel,
    /// When there was something to tell.
    pub made_on: Day,
    /// How far it is.
    pub state: NoticeState,
}

/// What happens to a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeEvent {
    /// Time has passed: what is due is done.
    TimePassed,
    /// A service took it, or the letter was posted.
    Accepted(Proof),
    /// A service did not take it.
    SendFailed {
        /// Which attempt failed.
        attempt: u8,
        /// Whether trying again is of no use: no such address.
        lasting: bool,
    },
    /// Somebody told the patron.
    ToldByDesk(StaffId),
    /// What it says is no longer true.
    Superseded,
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeEffect {
    /// Send it by its channel.
    Send {
        /// Which attempt, from 1 on.
        attempt: u8,
    },
    /// Put it on the desk's list.
    ListAtDesk,
    /// Put it on the list of what nobody told in time.
    Escalate,
    /// The time to collect the item begins: the patron knows, or will when the letter has arrived.
    HoldPeriodStarts {
        /// The day from which it counts.
        told: Day,
    },
}

/// A notice after an event, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeStep {
    /// How far it is now.
    pub next: NoticeState,
    /// What is to be done; empty where nothing changed.
    pub effects: Vec<NoticeEffect>,
}

/// Why an event is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefusal {
    /// Told by hand although it is no longer true.
    #[error("notice {kind} was dropped on {on} and is no longer to be told", kind = .kind.code())]
    Dropped {
        /// What it said.
        kind: NoticeKind,
        /// When it was dropped.
        on: Day,
    },
}

impl NoticeRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Dropped { .. } => "load the list again: it has changed",
        }
    }
}

impl Notice {
    /// Makes a notice that is to be told from now on.
    pub fn new(kind: NoticeKind, channel: Channel, made_on: Day) -> Self {
        Self {
            kind,
            channel,
            made_on,
            state: NoticeState::Waiting,
        }
    }
}

/// Decides what an event makes of a notice. What is repeated or comes late changes nothing.
pub fn decide_notice(
    notice: &Notice,
    event: NoticeEvent,
    now: Now,
    is_open: IsOpen<'_>,
) -> Result<NoticeStep, NoticeRefusal> {
    let today = now.local.day;
    match event {
        NoticeEvent::TimePassed => Ok(time_passed(notice, now, is_open)),
        NoticeEvent::Accepted(proof) => Ok(accepted(notice, proof, today)),
        NoticeEvent::SendFailed { attempt, lasting } => {
            Ok(send_failed(notice, attempt, lasting, now))
        }
        NoticeEvent::ToldByDesk(by) => told_by_desk(notice, by, today),
        NoticeEvent::Superseded => Ok(superseded(notice, today)),
    }
}

fn time_passed(notice: &Notice, now: Now, is_open: IsOpen<'_>) -> NoticeStep {
    let late = nobody_told_in_time(notice, now.local.day, is_open);
    match &notice.state {
        NoticeState::Waiting
        | NoticeState::Sending { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
            if late =>
        {
            let since = now.local.day;
            step(NoticeState::Escalated { since }, NoticeEffect::Escalate)
        }
        NoticeState::Waiting => match notice.channel {
            Channel::Desk => {
                let since = now.local.day;
                step(NoticeState::Desk { since }, NoticeEffect::ListAtDesk)
            }
            Channel::Email | Channel::Sms | Channel::Letter => send(1, now),
        },
        NoticeState::Sending { attempt, since }
            if notice.channel != Channel::Letter && since.plus_ms(ATTEMPT_MS) <= now.at =>
        {
            failed(notice, *attempt, now)
        }
        NoticeState::Failed { attempts, retry_at } if *retry_at <= now.at => {
            send(attempts.saturating_add(1), now)
        }
        NoticeState::Sending { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
        | NoticeState::Escalated { .. }
        | NoticeState::Sent { .. }
        | NoticeState::Told { .. }
        | NoticeState::Dropped { .. } => unchanged(notice),
    }
}

fn accepted(notice: &Notice, proof: Proof, today: Day) -> NoticeStep {
    match &notice.state {
        // An answer may come after the attempt was given up; the patron knows all the same.
        NoticeState::Sending { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
        | NoticeState::Escalated { .. } => {
            let told = match notice.channel {
                Channel::Letter => today.plus(LETTER_DAYS),
                Channel::Email | Channel::Sms | Channel::Desk => today,
            };
            NoticeStep {
                next: NoticeState::Sent { proof, on: today },
                effects: hold_period(notice.kind, told),
            }
        }
        NoticeState::Waiting
        | NoticeState::Sent { .. }
        | NoticeState::Told { .. }
        | NoticeState::Dropped { .. } => unchanged(notice),
    }
}

fn send_failed(notice: &Notice, failed_attempt: u8, lasting: bool, now: Now) -> NoticeStep {
    match &notice.state {
        NoticeState::Sending { attempt, .. } if *attempt == failed_attempt => {
            let attempts = if lasting { ATTEMPTS_MAX } else { *attempt };
            failed(notice, attempts, now)
        }
        NoticeState::Sending { .. }
        | NoticeState::Waiting
        | NoticeState::Sent { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
        | NoticeState::Escalated { .. }
        | NoticeState::Told { .. }
        | NoticeState::Dropped { .. } => unchanged(notice),
    }
}

fn told_by_desk(notice: &Notice, by: StaffId, today: Day) -> Result<NoticeStep, NoticeRefusal> {
    match &notice.state {
        NoticeState::Waiting
        | NoticeState::Sending { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
        | NoticeState::Escalated { .. } => Ok(NoticeStep {
            next: NoticeState::Told { by, on: today },
            effects: hold_period(notice.kind, today),
        }),
        NoticeState::Sent { .. } | NoticeState::Told { .. } => Ok(unchanged(notice)),
        NoticeState::Dropped { on, .. } => Err(NoticeRefusal::Dropped {
            kind: notice.kind,
            on: *on,
        }),
    }
}

fn superseded(notice: &Notice, today: Day) -> NoticeStep {
    match &notice.state {
        NoticeState::Waiting
        | NoticeState::Sending { .. }
        | NoticeState::Failed { .. }
        | NoticeState::Desk { .. }
        | NoticeState::Escalated { .. } => NoticeStep {
            next: dropped(DroppedBecause::Superseded, today),
            effects: Vec::new(),
        },
        NoticeState::Sent { .. } | NoticeState::Told { .. } | NoticeState::Dropped { .. } => {
            unchanged(notice)
        }
    }
}

/// Says whether two opening days have gone by, after the day on which there was something to tell, without anybody
/// being told.
fn nobody_told_in_time(notice: &Notice, today: Day, is_open: IsOpen<'_>) -> bool {
    let yesterday = today.plus(-1);
    let days_max = DAYS_SEARCHED_MAX.unsigned_abs() as u16;
    let gone_by = open_days_between(notice.made_on, yesterday, days_max, is_open);
    notice.kind.must_be_told() && gone_by >= TELL_WITHIN_OPEN_DAYS
}

fn failed(notice: &Notice, attempts: u8, now: Now) -> NoticeStep {
    let today = now.local.day;
    if attempts < ATTEMPTS_MAX {
        let retry_at = now.at.plus_ms(wait_ms(attempts));
        return NoticeStep {
            next: NoticeState::Failed { attempts, retry_at },
            effects: Vec::new(),
        };
    }
    if notice.kind.must_be_told() {
        let since = today;
        return step(NoticeState::Desk { since }, NoticeEffect::ListAtDesk);
    }
    NoticeStep {
        next: dropped(DroppedBecause::CourtesyFailed, today),
        effects: Vec::new(),
    }
}

/// How long to wait after so many attempts, in milliseconds: 1, 5, 30 and 120 minutes.
fn wait_ms(attempts: u8) -> i64 {
    let minutes = match attempts {
        0 | 1 => 1,
        2 => 5,
        3 => 30,
        4..=u8::MAX => 120,
    };
    minutes * 60_000
}

fn send(attempt: u8, now: Now) -> NoticeStep {
    let since = now.at;
    step(
        NoticeState::Sending { attempt, since },
        NoticeEffect::Send { attempt },
    )
}

fn hold_period(kind: NoticeKind, told: Day) -> Vec<NoticeEffect> {
    if kind == NoticeKind::Ready {
        vec![NoticeEffect::HoldPeriodStarts { told }]
    } else {
        Vec::new()
    }
}

fn dropped(because: DroppedBecause, on: Day) -> NoticeState {
    NoticeState::Dropped { because, on }
}

fn step(next: NoticeState, effect: NoticeEffect) -> NoticeStep {
    NoticeStep {
        next,
        effects: vec![effect],
    }
}

fn unchanged(notice: &Notice) -> NoticeStep {
    NoticeStep {
        next: notice.state.clone(),
        effects: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
