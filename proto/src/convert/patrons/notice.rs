//! What a patron was told, with the proof of it, written for the desk. Notices are shown and never sent back.

use crate::Refusal;
use crate::convert::day;
use crate::wire::patrons as wire;
use navette_domain::notices::{Channel, DroppedBecause, Notice, NoticeState};

/// Writes a notice; its number and the title it is about are known elsewhere.
pub fn to_wire(notice: &Notice) -> wire::Notice {
    let (state, attempts, proof) = match &notice.state {
        NoticeState::Waiting => (wire::NoticeState::Waiting, 0, String::new()),
        NoticeState::Sending { attempt, .. } => {
            (wire::NoticeState::Sending, *attempt, String::new())
        }
        NoticeState::Sent { proof, .. } => (wire::NoticeState::Sent, 0, proof.as_str().to_owned()),
        NoticeState::Failed { attempts, .. } => {
            (wire::NoticeState::Failed, *attempts, String::new())
        }
        NoticeState::Desk { .. } => (wire::NoticeState::Desk, 0, String::new()),
        NoticeState::Escalated { .. } => (wire::NoticeState::Escalated, 0, String::new()),
        NoticeState::Told { by, on } => {
            let proof = format!("told by staff {} on {on}", by.0);
            (wire::NoticeState::Told, 0, proof)
        }
        NoticeState::Dropped { because, on } => {
            let proof = format!("{} on {on}", dropped_in_words(*because));
            (wire::NoticeState::Dropped, 0, proof)
        }
    };
    wire::Notice {
        kind: notice.kind.code().to_owned(),
        channel: channel_to_wire(notice.channel) as i32,
        state: state as i32,
        attempts: u32::from(attempts),
        proof,
        made_on: day::to_wire(Some(notice.made_on)),
        ..wire::Notice::default()
    }
}

/// Writes a channel.
pub fn channel_to_wire(channel: Channel) -> wire::Channel {
    match channel {
        Channel::Email => wire::Channel::EMail,
        Channel::Sms => wire::Channel::Sms,
        Channel::Letter => wire::Channel::Letter,
        Channel::Desk => wire::Channel::Desk,
    }
}

/// Reads the channel a patron prefers; unspecified is none.
pub fn preferred_from_wire(field: &str, number: i32) -> Result<Option<Channel>, Refusal> {
    match wire::Channel::try_from(number) {
        Ok(wire::Channel::Unspecified) => Ok(None),
        Ok(wire::Channel::EMail) => Ok(Some(Channel::Email)),
        Ok(wire::Channel::Sms) => Ok(Some(Channel::Sms)),
        Ok(wire::Channel::Letter) => Ok(Some(Channel::Letter)),
        Ok(wire::Channel::Desk) => Ok(Some(Channel::Desk)),
        Err(_) => Err(Refusal::field(field, format!("unknown value {number}"))),
    }
}

fn dropped_in_words(because: DroppedBecause) -> &'static str {
    match because {
        DroppedBecause::Superseded => "no longer true",
        DroppedBecause::CourtesyFailed => "not worth more attempts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::identity::StaffId;
    use navette_domain::notices::NoticeKind;
    use navette_domain::time::Day;

    #[test]
    fn a_notice_says_who_told_it() {
        let shown = to_wire(&Notice {
            kind: NoticeKind::Ready,
            channel: Channel::Desk,
            made_on: Day(20_788),
            state: NoticeState::Told {
                by: StaffId(3),
                on: Day(20_789),
            },
        });
        assert_eq!(shown.state, wire::NoticeState::Told as i32);
        assert_eq!(shown.proof, "told by staff 3 on 2026-12-02");
    }

    #[test]
    fn every_channel_survives_the_wire() {
        for channel in Channel::ALL {
            let sent = channel_to_wire(channel) as i32;
            assert_eq!(preferred_from_wire("preferred", sent), Ok(Some(channel)));
        }
        assert_eq!(preferred_from_wire("preferred", 0), Ok(None));
        assert!(preferred_from_wire("preferred", 9).is_err());
    }
}
