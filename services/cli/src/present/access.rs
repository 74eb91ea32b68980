//! How do sessions and accounts look? Nothing secret but the telephone's secret, which is shown once.

use super::shown::next_page;
use super::{Shown, moment, moment_for_people};
use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_proto::wire::access as wire;
use serde::Serialize;

/// Somebody who has signed in.
#[derive(Serialize)]
pub(crate) struct SignedIn {
    staff: u64,
    name: String,
    administrator: bool,
    ends: Option<String>,
    #[serde(skip)]
    ends_for_people: Option<String>,
}

impl SignedIn {
    /// Takes the answer, without its token.
    pub(crate) fn new(account: wire::StaffAccount, session: &wire::Session) -> Self {
        Self {
            staff: account.staff,
            name: account.name,
            administrator: account.administrator,
            ends: moment(session.ends_ms),
            ends_for_people: moment_for_people(session.ends_ms),
        }
    }
}

impl Shown for SignedIn {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let ends = self.ends_for_people.as_deref().unwrap_or("it is ended");
        let (name, staff) = (&self.name, self.staff);
        terminal.line(&format!(
            "{name} (number {staff}) is signed in until {ends}"
        ))
    }
}

/// Sessions that were ended.
#[derive(Serialize)]
pub(crate) struct SignedOut {
    /// How many.
    pub(crate) ended: u32,
}

impl Shown for SignedOut {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        match self.ended {
            1 => terminal.line("signed out"),
            ended => terminal.line(&format!("signed out of {ended} sessions")),
        }
    }
}

/// One account.
#[derive(Serialize)]
pub(crate) struct Account {
    staff: u64,
    name: String,
    administrator: bool,
    wants_code: bool,
}

impl From<wire::StaffAccount> for Account {
    fn from(account: wire::StaffAccount) -> Self {
        Self {
            staff: account.staff,
            name: account.name,
            administrator: account.administrator,
            wants_code: account.wants_code,
        }
    }
}

impl Account {
    fn words(&self) -> String {
        let mut words = Vec::new();
        words.extend(self.administrator.then_some("administrator"));
        words.extend(self.wants_code.then_some("code at sign-in"));
        words.join(", ")
    }
}

impl Shown for Account {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let (name, staff) = (&self.name, self.staff);
        terminal.line(&format!("{name} has number {staff}"))
    }
}

/// The accounts of a library.
#[derive(Serialize)]
pub(crate) struct Accounts {
    accounts: Vec<Account>,
    next_page_token: String,
}

impl From<wire::ListStaffResponse> for Accounts {
    fn from(answer: wire::ListStaffResponse) -> Self {
        Self {
            accounts: answer.accounts.into_iter().map(Account::from).collect(),
            next_page_token: answer.next_page_token,
        }
    }
}

impl Shown for Accounts {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        for account in &self.accounts {
            let line = format!(
                "{:>4}  {:<20}  {}",
                account.staff,
                account.name,
                account.words()
            );
            terminal.line(line.trim_end())?;
        }
        next_page(&self.next_page_token, terminal)
    }
}

/// What was done to an account.
#[derive(Serialize)]
pub(crate) struct Changed {
    staff: u64,
    #[serde(skip)]
    done: &'static str,
}

impl Changed {
    /// Says what was done to which account; 0 is the caller's.
    pub(crate) fn new(staff: u64, done: &'static str) -> Self {
        Self { staff, done }
    }
}

impl Shown for Changed {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(self.done)
    }
}

/// Codes that are wanted from now on, or no more.
#[derive(Serialize)]
pub(crate) struct TotpSet {
    secret: Option<String>,
    uri: Option<String>,
}

impl From<wire::SetStaffTotpResponse> for TotpSet {
    fn from(answer: wire::SetStaffTotpResponse) -> Self {
        Self {
            secret: super::some(answer.secret),
            uri: super::some(answer.uri),
        }
    }
}

impl Shown for TotpSet {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let (Some(secret), Some(uri)) = (&self.secret, &self.uri) else {
            return terminal.line("no code is wanted any more");
        };
        terminal.line(
            "a code is wanted at each sign-in; it is shown by an app that is given this, once:",
        )?;
        terminal.line(&format!("  {secret}"))?;
        terminal.line(&format!("  {uri}"))
    }
}

/// A code that signs a patron in once.
#[derive(Serialize)]
pub(crate) struct OneTimeCode {
    one_time_code: String,
    ends: Option<String>,
}

impl From<wire::MakeSignInLinkResponse> for OneTimeCode {
    fn from(answer: wire::MakeSignInLinkResponse) -> Self {
        Self {
            one_time_code: answer.one_time_code,
            ends: moment(answer.ends_ms),
        }
    }
}

impl Shown for OneTimeCode {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let ends = self.ends.as_deref().unwrap_or("it is used");
        terminal.line(&format!(
            "{} (works once, until {ends})",
            self.one_time_code
        ))
    }
}
