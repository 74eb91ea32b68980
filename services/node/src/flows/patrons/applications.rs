//! Who wants a card, and has filled in the form at home? The desk looks at the person and a proof of identity before it is one.

use super::registering::check_as;
use crate::draft::Draft;
use crate::ledger::{ApplicationRow, ErasedRow, NodeState};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::PatronNumber;
use navette_domain::patrons::RegistrationForm;
use navette_domain::privacy::Personal;
use navette_domain::time::{DAY_MS, Day, Now};
use navette_store::ledger::Commit;

/// Applications that wait at once; beyond, one comes to the desk as before.
const APPLICATIONS_MAX: usize = 200;
/// How long an application waits for its person, in days.
pub(crate) const APPLICATION_DAYS: i32 = 30;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Keeps an application under the first of these numbers that is free; gives it, and its last day.
    pub fn apply(
        &self,
        form: RegistrationForm,
        address: Personal<String>,
        numbers: Vec<u32>,
        now: Now,
    ) -> Result<(u32, Day), DeskRefusal> {
        let kept = self.command(now, move |draft| {
            let known = &draft.state.tables().applications;
            let free = numbers
                .into_iter()
                .find(|number| !known.contains_key(number));
            let number = free.filter(|_| known.len() < APPLICATIONS_MAX);
            let number = number.ok_or(DeskRefusal::TooManyApplications(APPLICATIONS_MAX))?;
            let row = checked(draft, form, address)?;
            draft.put(number, row);
            Ok(number)
        })?;
        Ok((kept, now.local.day.plus(APPLICATION_DAYS)))
    }

    /// Lists the applications that wait, the oldest first, each with its number.
    pub fn applications(&self, now: Now) -> Result<Vec<(u32, ApplicationRow)>, DeskRefusal> {
        self.look(now, move |draft| {
            let rows = draft.state.tables().applications.iter();
            let waiting = rows.filter(|(_, row)| !is_over(row, draft));
            let mut waiting: Vec<_> = waiting
                .map(|(number, row)| (*number, row.clone()))
                .collect();
            waiting.sort_by_key(|(number, row)| (row.at, *number));
            Ok(waiting)
        })
    }

    /// Takes an application away for good, its key too; one that is not there is no error.
    pub fn application_over(&self, number: u32, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if let Some(row) = draft.get::<ApplicationRow>(&number) {
                forget_application(draft, number, row.key);
            }
            Ok(())
        })?;
        self.destroy_keys()
    }
}

/// Takes the next number of a patron for the key: none is given it, and destroying it touches nobody.
fn checked(
    draft: &mut Draft<'_>,
    form: RegistrationForm,
    address: Personal<String>,
) -> Result<ApplicationRow, DeskRefusal> {
    let registration = check_as(draft, &form)?;
    draft.meta_mut().last_patron += 1;
    Ok(ApplicationRow {
        key: PatronNumber(draft.meta().last_patron),
        given_name: registration.given_name,
        family_name: registration.family_name,
        birth: registration.birth,
        email: registration.email,
        phone: registration.phone,
        address,
        language: registration.language,
        at: draft.now.at,
    })
}

fn is_over(row: &ApplicationRow, draft: &Draft<'_>) -> bool {
    row.at.plus_ms(i64::from(APPLICATION_DAYS) * DAY_MS) <= draft.now.at
}

/// Forgets applications whose person never came; gives the numbers whose keys are to be destroyed.
pub(crate) fn forget_applications(draft: &mut Draft<'_>) -> Vec<PatronNumber> {
    let rows = draft.state.tables().applications.iter();
    let over = rows.filter(|(_, row)| is_over(row, draft));
    let over: Vec<(u32, PatronNumber)> = over.map(|(number, row)| (*number, row.key)).collect();
    for (number, key) in &over {
        forget_application(draft, *number, *key);
    }
    over.into_iter().map(|(_, key)| key).collect()
}

fn forget_application(draft: &mut Draft<'_>, number: u32, key: PatronNumber) {
    draft.remove::<ApplicationRow>(number);
    let on = draft.today();
    draft.put(key, ErasedRow { on });
}
