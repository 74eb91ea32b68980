//! What may patrons change of themselves? How they are reached, and whether their loans are remembered.

use super::accounts::dues_of;
use super::amending::whole_form;
use super::facts::touch;
use super::registering::{check, person, rows};
use crate::draft::Draft;
use crate::ledger::{LoanRow, NodeState, NoticeRow, OwnRequest, PatronRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::LoanState;
use navette_domain::identity::PatronNumber;
use navette_domain::notices::Channel;
use navette_domain::privacy::Personal;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What a patron says anew of themselves; nothing where it stays. It is personal.
#[derive(Clone, Debug, Default)]
pub struct OwnWishes {
    /// E-mail address; an empty one takes it away.
    pub email: Option<Personal<String>>,
    /// Telephone number; an empty one takes it away.
    pub phone: Option<Personal<String>>,
    /// Code of the language of notices.
    pub language: Option<String>,
    /// How they wish to be told; nothing inside leaves it to the library.
    pub preferred: Option<Option<Channel>>,
    /// Whether their loans are remembered.
    pub keeps_history: Option<bool>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Changes what a patron wishes for themselves, all of it or nothing.
    pub fn take_wishes(
        &self,
        number: PatronNumber,
        wishes: OwnWishes,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| take(draft, number, wishes))
    }
}

fn take(draft: &mut Draft<'_>, number: PatronNumber, wishes: OwnWishes) -> Result<(), DeskRefusal> {
    let (row, known) = rows(draft, number)?;
    let mut whole = whole_form(&row, &known, None, None);
    let form = &mut whole.form;
    form.email = wishes.email.unwrap_or_else(|| form.email.clone());
    form.phone = wishes.phone.unwrap_or_else(|| form.phone.clone());
    form.language = wishes.language.unwrap_or_else(|| form.language.clone());
    form.keeps_history = wishes.keeps_history.unwrap_or(form.keeps_history);
    whole.preferred = wishes.preferred.unwrap_or(whole.preferred);
    let registration = check(draft, &whole)?;
    let keeps_history = registration.keeps_history;
    let had_history = row.keeps_history;
    draft.put(
        number,
        PatronRow {
            keeps_history,
            ..row
        },
    );
    draft.put(number, person(registration, whole, known.pin_hash));
    touch(draft, number);
    if had_history && !keeps_history {
        forget_history(draft, number);
    }
    Ok(())
}

/// Forgets at once what somebody has borrowed and brought back. What something is still owed for stays until it is paid, as for
/// everybody.
fn forget_history(draft: &mut Draft<'_>, number: PatronNumber) {
    if dues_of(draft, number).cents() > 0 {
        return;
    }
    let indexes = draft.state.indexes();
    for loan in indexes.loans_of.of(&number) {
        let row = draft.see::<LoanRow>(&loan);
        let is_back = row.is_some_and(|row| match row.loan.state {
            LoanState::Returned { .. } => true,
            LoanState::OnLoan
            | LoanState::ClaimedReturned { .. }
            | LoanState::Lost { .. }
            | LoanState::Damaged { .. } => false,
        });
        if is_back {
            draft.remove::<LoanRow>(loan);
        }
    }
    for request in indexes.requests_of.of(&number) {
        let own = draft.see::<OwnRequest>(&request);
        if own.is_some_and(|own| own.ended.is_some()) {
            draft.remove::<OwnRequest>(request);
            for notice in indexes.notices_about.of(&request) {
                draft.remove::<NoticeRow>(notice);
            }
        }
    }
}
