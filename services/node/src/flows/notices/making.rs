//! When is there something to tell a patron? Once for each step of a request and each rung of the ladder; what is no longer true
//! is dropped.

use crate::draft::Draft;
use crate::faults::{Fault, planted};
use crate::ledger::{LoanRow, NoticeRow, OwnRequest, PatronRow, PersonRow};
use navette_domain::circulation::{Borrower, OverdueStep, hold_until};
use navette_domain::identity::{PatronNumber, RequestId};
use navette_domain::lending::{RequestView, Telling};
use navette_domain::notices::{
    Notice, NoticeEvent, NoticeKind, Reach, choose_channel, decide_notice,
};
use navette_domain::time::Day;

/// Makes the notice that a request's view calls for, unless it was made before.
pub(crate) fn tell_of_request(draft: &mut Draft<'_>, view: &RequestView) {
    let own = draft.get::<OwnRequest>(&view.id);
    let (Some(telling), Some(patron)) = (view.telling, own.and_then(|own| own.patron)) else {
        return;
    };
    let kind = match telling {
        Telling::OnItsWay if planted(Fault::NoticeBeforeScan) => NoticeKind::Ready,
        _ => kind_of(telling),
    };
    let day = match kind {
        NoticeKind::Ready => Some(kept_until(draft, view)),
        _ => view.promised,
    };
    let before = draft.state.indexes().notices_about.of(&view.id);
    let newest = before
        .last()
        .and_then(|number| draft.get::<NoticeRow>(number));
    let moves = kind == NoticeKind::DateChanged;
    let told = newest.is_some_and(|row| row.notice.kind == kind && (!moves || row.day == day));
    if told {
        return;
    }
    for number in before {
        supersede(draft, number);
    }
    make(draft, patron, kind, Some(view.id), None, day);
}

/// The words of the territory for a step, in the words of notices.
fn kind_of(telling: Telling) -> NoticeKind {
    match telling {
        Telling::Placed => NoticeKind::Placed,
        Telling::Waiting => NoticeKind::Waiting,
        Telling::OnItsWay => NoticeKind::OnItsWay,
        Telling::Ready => NoticeKind::Ready,
        Telling::DateChanged => NoticeKind::DateChanged,
        Telling::NotCollected => NoticeKind::NotCollected,
        Telling::Refused => NoticeKind::Refused,
        Telling::Unfilled | Telling::Expired => NoticeKind::Unfilled,
        Telling::Cancelled => NoticeKind::Cancelled,
        Telling::Returned => NoticeKind::Returned,
        Telling::ToSettle => NoticeKind::PresumedLost,
    }
}

/// Makes the notice of a rung of the ladder, for a loan handed over here.
pub(crate) fn tell_of_loan(
    draft: &mut Draft<'_>,
    patron: PatronNumber,
    loan: u64,
    step: OverdueStep,
) {
    drop_notices_of_loan(draft, loan);
    let due = draft.get::<LoanRow>(&loan).map(|row| row.loan.due);
    let kind = NoticeKind::of_step(step);
    make(draft, patron, kind, None, Some(loan), due);
}

/// Makes the notice of a rung of the ladder, for what was collected elsewhere.
pub(crate) fn tell_of_loan_elsewhere(
    draft: &mut Draft<'_>,
    patron: PatronNumber,
    request: RequestId,
    step: OverdueStep,
    due: Day,
) {
    let kind = NoticeKind::of_step(step);
    make(draft, patron, kind, Some(request), None, Some(due));
}

/// Makes the notice that a loan was called back.
pub(crate) fn tell_recalled(draft: &mut Draft<'_>, loan: u64) {
    let Some(row) = draft.get::<LoanRow>(&loan) else {
        return;
    };
    if let Borrower::Patron(patron) = row.loan.borrower {
        let due = Some(row.loan.due);
        make(draft, patron, NoticeKind::Recalled, None, Some(loan), due);
    }
}

/// Makes the notice that carries a code to sign in by, unless one is still on its way to them.
pub(crate) fn tell_code(draft: &mut Draft<'_>, patron: PatronNumber) {
    let before = draft.state.indexes().notices_to.of(&patron);
    let mut before = before
        .iter()
        .filter_map(|number| draft.get::<NoticeRow>(number));
    let on_its_way =
        before.any(|row| row.notice.kind == NoticeKind::SignInCode && row.is_undelivered());
    if !on_its_way {
        make(draft, patron, NoticeKind::SignInCode, None, None, None);
    }
}

/// Makes the notice that the password was changed, and drops the codes that have not left: they would not work any more.
pub(crate) fn tell_password_changed(draft: &mut Draft<'_>, patron: PatronNumber) {
    for number in draft.state.indexes().notices_to.of(&patron) {
        let row = draft.get::<NoticeRow>(&number);
        if row.is_some_and(|row| row.notice.kind == NoticeKind::SignInCode && row.is_undelivered())
        {
            supersede(draft, number);
        }
    }
    make(draft, patron, NoticeKind::PasswordChanged, None, None, None);
}

/// Drops what was to be told of a loan and is no longer true.
pub(crate) fn drop_notices_of_loan(draft: &mut Draft<'_>, loan: u64) {
    let undelivered: Vec<u64> = draft.state.indexes().undelivered.iter().copied().collect();
    for number in undelivered {
        if draft
            .get::<NoticeRow>(&number)
            .is_some_and(|row| row.loan == Some(loan))
        {
            supersede(draft, number);
        }
    }
}

fn supersede(draft: &mut Draft<'_>, number: u64) {
    let Some(row) = draft.get::<NoticeRow>(&number) else {
        return;
    };
    let settings = draft.settings;
    let is_open = |day: Day| settings.is_open(day);
    let step = decide_notice(&row.notice, NoticeEvent::Superseded, draft.now, &is_open);
    if let Ok(step) = step
        && step.next != row.notice.state
    {
        let mut row = row;
        row.notice.state = step.next;
        draft.put(number, row);
    }
}

fn make(
    draft: &mut Draft<'_>,
    patron: PatronNumber,
    kind: NoticeKind,
    request: Option<RequestId>,
    loan: Option<u64>,
    day: Option<Day>,
) {
    let choice = choose_channel(kind, &reach(draft, patron), &draft.settings.channels);
    // A courtesy that no cheap way brings to the patron is left.
    let Some(channel) = choice.channel else {
        return;
    };
    draft.meta_mut().last_notice += 1;
    let number = draft.meta().last_notice;
    let row = NoticeRow {
        patron,
        request,
        loan,
        day,
        notice: Notice::new(kind, channel, draft.today()),
    };
    draft.put(number, row);
}

/// How a patron can be reached; a child without an address of its own through whoever answers for it.
fn reach(draft: &Draft<'_>, patron: PatronNumber) -> Reach {
    let Some(person) = addressee(draft, patron) else {
        return Reach::default();
    };
    Reach {
        email: person.email.is_some(),
        mobile: person.phone.as_ref().is_some_and(|phone| phone.is_mobile()),
        address: !person.address.expose().is_empty(),
        preferred: person.preferred,
    }
}

/// Gives who is told what concerns a patron.
pub(super) fn addressee(draft: &Draft<'_>, patron: PatronNumber) -> Option<PersonRow> {
    let person = draft.get::<PersonRow>(&patron)?;
    if person.email.is_some() || person.phone.is_some() {
        return Some(person);
    }
    let guardian = draft.get::<PatronRow>(&patron).and_then(|row| row.guardian);
    let guardian = guardian.and_then(|guardian| draft.get::<PersonRow>(&guardian));
    guardian.or(Some(person))
}

/// Until when an item is kept for somebody who is told today. The opening hours of another library are not known here: its
/// desk keeps it for at least as long.
fn kept_until(draft: &Draft<'_>, view: &RequestView) -> Day {
    let settings = draft.settings;
    let is_open = |day: Day| view.pickup != settings.library || settings.is_open(day);
    hold_until(draft.today(), &is_open)
}
