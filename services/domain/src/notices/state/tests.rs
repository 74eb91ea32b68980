//! Is every notice told in the end, or does somebody know that it is not?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::circulation::fixtures::closed_on_sundays;
use crate::patrons::fixtures::TODAY;
use crate::time::LocalMoment;

const MINUTE_MS: i64 = 60_000;

/// Ten in the morning of `day`, and so many minutes later.
fn at(day: Day, minutes: i64) -> Now {
    let morning = Timestamp(i64::from(day.0) * 86_400_000 + 600 * MINUTE_MS);
    let minute = 600;
    Now {
        at: morning.plus_ms(minutes * MINUTE_MS),
        local: LocalMoment { day, minute },
    }
}

fn ready_by(channel: Channel) -> Notice {
    Notice::new(NoticeKind::Ready, channel, TODAY)
}

fn decide(notice: &mut Notice, event: NoticeEvent, now: Now) -> Vec<NoticeEffect> {
    let step = decide_notice(notice, event, now, &closed_on_sundays).unwrap();
    notice.state = step.next;
    step.effects
}

fn fails(attempt: u8) -> NoticeEvent {
    let lasting = false;
    NoticeEvent::SendFailed { attempt, lasting }
}

fn accepted() -> NoticeEvent {
    NoticeEvent::Accepted(Proof::of("250 queued\r\nas 4F2"))
}

#[test]
fn a_hold_period_starts_when_the_patron_was_told() {
    for (channel, told) in [
        (Channel::Email, TODAY),
        (Channel::Sms, TODAY),
        (Channel::Letter, TODAY.plus(3)),
    ] {
        let mut notice = ready_by(channel);
        let sending = decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
        assert_eq!(sending, [NoticeEffect::Send { attempt: 1 }]);
        let sent = decide(&mut notice, accepted(), at(TODAY, 1));
        assert_eq!(sent, [NoticeEffect::HoldPeriodStarts { told }]);
        let (proof, on) = (Proof::of("250 queuedas 4F2"), TODAY);
        assert_eq!(notice.state, NoticeState::Sent { proof, on });
    }
    let mut other = Notice::new(NoticeKind::Placed, Channel::Email, TODAY);
    decide(&mut other, NoticeEvent::TimePassed, at(TODAY, 0));
    assert_eq!(decide(&mut other, accepted(), at(TODAY, 1)), []);
}

#[test]
fn sending_is_tried_five_times_ever_more_slowly_and_then_the_desk_takes_over() {
    let mut notice = ready_by(Channel::Email);
    let mut minutes = 0;
    for (attempt, wait) in [(1, 1), (2, 5), (3, 30), (4, 120)] {
        let effects = decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, minutes));
        assert_eq!(effects, [NoticeEffect::Send { attempt }]);
        assert_eq!(decide(&mut notice, fails(attempt), at(TODAY, minutes)), []);
        let early = at(TODAY, minutes + wait - 1);
        assert_eq!(decide(&mut notice, NoticeEvent::TimePassed, early), []);
        minutes += wait;
    }
    decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, minutes));
    let effects = decide(&mut notice, fails(5), at(TODAY, minutes));
    assert_eq!(effects, [NoticeEffect::ListAtDesk]);
    assert_eq!(notice.state, NoticeState::Desk { since: TODAY });
}

#[test]
fn an_address_that_does_not_exist_goes_to_the_desk_at_once_and_a_courtesy_is_dropped() {
    let lasting = NoticeEvent::SendFailed {
        attempt: 1,
        lasting: true,
    };
    let courtesy = DroppedBecause::CourtesyFailed;
    for (kind, next) in [
        (NoticeKind::Ready, NoticeState::Desk { since: TODAY }),
        (NoticeKind::Placed, dropped(courtesy, TODAY)),
    ] {
        let mut notice = Notice::new(kind, Channel::Email, TODAY);
        decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
        decide(&mut notice, lasting.clone(), at(TODAY, 0));
        assert_eq!(notice.state, next);
    }
}

#[test]
fn an_attempt_without_an_answer_fails_after_ten_minutes_but_a_letter_waits_for_the_printer() {
    for (channel, attempts) in [(Channel::Sms, Some(1)), (Channel::Letter, None)] {
        let mut notice = ready_by(channel);
        decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
        decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 10));
        let failed = match notice.state {
            NoticeState::Failed { attempts, .. } => Some(attempts),
            _ => None,
        };
        assert_eq!(failed, attempts, "{channel:?}");
    }
}

#[test]
fn the_desk_says_who_told_it() {
    let mut notice = ready_by(Channel::Desk);
    let listed = decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
    assert_eq!(listed, [NoticeEffect::ListAtDesk]);
    let (by, told) = (StaffId(3), TODAY.plus(1));
    let effects = decide(&mut notice, NoticeEvent::ToldByDesk(by), at(told, 0));
    assert_eq!(effects, [NoticeEffect::HoldPeriodStarts { told }]);
    assert_eq!(notice.state, NoticeState::Told { by, on: told });
}

#[test]
fn what_nobody_told_within_two_opening_days_escalates() {
    // Saturday: Sunday is closed, Monday and Tuesday are the two opening days.
    let saturday = TODAY.plus(4);
    for (channel, days, escalates) in [
        (Channel::Desk, 3, false),
        (Channel::Desk, 4, true),
        (Channel::Letter, 3, false),
        (Channel::Letter, 4, true),
    ] {
        let mut notice = Notice::new(NoticeKind::Ready, channel, saturday);
        decide(&mut notice, NoticeEvent::TimePassed, at(saturday, 0));
        let day = saturday.plus(days);
        let effects = decide(&mut notice, NoticeEvent::TimePassed, at(day, 0));
        let escalated = effects == [NoticeEffect::Escalate];
        assert_eq!(escalated, escalates, "{channel:?} after {days} days");
    }
    let mut notice = ready_by(Channel::Desk);
    notice.state = NoticeState::Escalated { since: TODAY };
    let again = decide(&mut notice, NoticeEvent::TimePassed, at(TODAY.plus(9), 0));
    assert_eq!(again, []);
    decide(
        &mut notice,
        NoticeEvent::ToldByDesk(StaffId(3)),
        at(TODAY, 0),
    );
    assert!(matches!(notice.state, NoticeState::Told { .. }));
}

#[test]
fn what_is_repeated_or_late_changes_nothing() {
    let mut notice = ready_by(Channel::Email);
    decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
    decide(&mut notice, fails(1), at(TODAY, 0));
    decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 1));
    let second = notice.state.clone();
    assert_eq!(decide(&mut notice, fails(1), at(TODAY, 1)), []);
    assert_eq!(notice.state, second);
    decide(&mut notice, accepted(), at(TODAY, 2));
    let sent = notice.state.clone();
    for event in [
        accepted(),
        fails(2),
        NoticeEvent::Superseded,
        NoticeEvent::ToldByDesk(StaffId(3)),
        NoticeEvent::TimePassed,
    ] {
        assert_eq!(decide(&mut notice, event, at(TODAY.plus(30), 0)), []);
        assert_eq!(notice.state, sent);
    }
}

#[test]
fn what_is_no_longer_true_is_not_told() {
    let mut notice = ready_by(Channel::Desk);
    decide(&mut notice, NoticeEvent::TimePassed, at(TODAY, 0));
    decide(&mut notice, NoticeEvent::Superseded, at(TODAY, 0));
    assert_eq!(notice.state, dropped(DroppedBecause::Superseded, TODAY));
    let told = NoticeEvent::ToldByDesk(StaffId(3));
    let refusal = decide_notice(&notice, told, at(TODAY, 0), &closed_on_sundays).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "notice ready was dropped on 2026-12-01 and is no longer to be told"
    );
    assert!(!refusal.hint().is_empty());
}
