//! Which accounts have those who work here? Numbers are given once, so that what was done under one stays theirs.

use super::sessions::end_all_of;
use crate::draft::{About, Draft};
use crate::ledger::{NodeState, SessionOwner, StaffAccountRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::access::StaffName;
use navette_domain::identity::StaffId;
use navette_domain::privacy::Secret;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Accounts of one library, those taken away counted.
const ACCOUNTS_MAX: usize = 10_000;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Makes an account; gives its number.
    pub fn add_staff(
        &self,
        account: StaffAccountRow,
        by: StaffId,
        now: Now,
    ) -> Result<StaffId, DeskRefusal> {
        self.change(now, move |draft| {
            let accounts = &draft.state.tables().staff_accounts;
            if named(draft.state, &account.name).is_some() {
                return Err(DeskRefusal::StaffNameTaken(account.name));
            }
            if accounts.len() >= ACCOUNTS_MAX {
                return Err(DeskRefusal::TooManyAccounts(ACCOUNTS_MAX));
            }
            let last = accounts.last_key_value().map_or(0, |(id, _)| id.0);
            let id = StaffId(last + 1);
            draft.put(id, account);
            draft.note(by, StaffAct::ChangedAccount, About::default());
            Ok(id)
        })
    }

    /// Lists the accounts by which somebody can sign in.
    pub fn staff(&self, now: Now) -> Result<Vec<(StaffId, StaffAccountRow)>, DeskRefusal> {
        self.look(now, |draft| {
            let accounts = draft.state.tables().staff_accounts.iter();
            let open = accounts.filter(|(_, account)| account.is_open());
            Ok(open.map(|(id, account)| (*id, account.clone())).collect())
        })
    }

    /// Gives an account by which somebody can sign in.
    pub fn staff_account(&self, id: StaffId, now: Now) -> Result<StaffAccountRow, DeskRefusal> {
        self.look(now, move |draft| open(draft, id))
    }

    /// Finds an account by its name; nothing where there is none.
    pub fn staff_named(
        &self,
        name: StaffName,
        now: Now,
    ) -> Result<Option<(StaffId, StaffAccountRow)>, DeskRefusal> {
        self.look(now, move |draft| Ok(named(draft.state, &name)))
    }

    /// Sets a password, and ends the account's sessions but the one it was set in. With it comes the hash of the one that was
    /// proven, where one had to be: where it is another by now, nothing is set.
    pub fn set_staff_password(
        &self,
        id: StaffId,
        (hash, proven): (Secret<String>, Option<Secret<String>>),
        but: Option<u128>,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let account = open(draft, id)?;
            if proven.is_some() && proven != account.password_hash {
                return Err(DeskRefusal::SecretChanged);
            }
            let password_hash = Some(hash);
            draft.put(
                id,
                StaffAccountRow {
                    password_hash,
                    ..account
                },
            );
            end_all_of(draft, SessionOwner::Staff(id), but);
            draft.note(by, StaffAct::ChangedAccount, About::default());
            Ok(())
        })
    }

    /// Wants codes of this secret from now on; of an empty one, none.
    pub fn set_staff_totp(
        &self,
        id: StaffId,
        secret: Vec<u8>,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let account = open(draft, id)?;
            draft.put(
                id,
                StaffAccountRow {
                    totp_secret: secret,
                    totp_step: 0,
                    ..account
                },
            );
            draft.note(by, StaffAct::ChangedAccount, About::default());
            Ok(())
        })
    }

    /// Takes an account away, with its sessions; the number stays with what was done under it.
    pub fn remove_staff(&self, id: StaffId, by: StaffId, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let account = open(draft, id)?;
            draft.put(
                id,
                StaffAccountRow {
                    password_hash: None,
                    totp_secret: Vec::new(),
                    ..account
                },
            );
            end_all_of(draft, SessionOwner::Staff(id), None);
            draft.note(by, StaffAct::ChangedAccount, About::default());
            Ok(())
        })
    }
}

pub(super) fn open(draft: &Draft<'_>, id: StaffId) -> Result<StaffAccountRow, DeskRefusal> {
    let account = draft.get::<StaffAccountRow>(&id);
    let account = account.filter(StaffAccountRow::is_open);
    account.ok_or(DeskRefusal::UnknownStaff(id))
}

fn named(state: &NodeState, name: &StaffName) -> Option<(StaffId, StaffAccountRow)> {
    let mut accounts = state.tables().staff_accounts.iter();
    let found = accounts.find(|(_, account)| account.is_open() && account.name == *name);
    found.map(|(id, account)| (*id, account.clone()))
}
