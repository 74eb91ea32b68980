//! `navette staff`: the accounts of those who work at a library.

use crate::failure::Failure;
use crate::given::{AtNode, Page, PasswordArguments};
use crate::present::access::{Account, Accounts, Changed, TotpSet};
use crate::present::show;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use navette_proto::wire::access::{
    AddStaffRequest, ListStaffRequest, RemoveStaffRequest, SetStaffPasswordRequest,
    SetStaffTotpRequest, SignOutEverywhereRequest, sign_out_everywhere_request::Whose,
};

/// Manage the accounts of those who work at a library.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette staff add zoe                    the password is asked, unseen
  navette staff add anne --administrator
  navette staff list
  navette staff password                   your own
  navette staff password 4                 another's, as an administrator
  navette staff totp                       want a code from your telephone at each sign-in
  navette staff remove 4

An account's number goes with everything done under it, and is never given to somebody else. On the
library's own machine these commands need no password: whoever may read DATA_DIR/operator.token
administers the library.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What is done with accounts.
#[derive(Debug, Subcommand)]
enum Act {
    /// Make an account
    #[command(after_help = "\
Examples:
  navette staff add zoe
  printf '%s\\n' \"$PASSWORD\" | navette staff add anne --administrator --password-stdin")]
    Add {
        /// Name to sign in by: lower case letters, digits, points and hyphens
        name: String,
        /// Also administers the library: accounts and catalogue
        #[arg(long)]
        administrator: bool,
        #[command(flatten)]
        password: PasswordArguments,
        #[command(flatten)]
        asked: AtNode,
    },
    /// List the accounts
    #[command(after_help = "\
Examples:
  navette staff list")]
    List {
        #[command(flatten)]
        page: Page,
        #[command(flatten)]
        asked: AtNode,
    },
    /// Set a password; every other session of the account ends
    #[command(after_help = "\
Examples:
  navette staff password
  navette staff password 4
  printf '%s\\n%s\\n' \"$OLD\" \"$NEW\" | navette staff password --password-stdin")]
    Password {
        /// Number of the account; your own where none is given
        #[arg(default_value_t = 0, hide_default_value = true)]
        staff: u64,
        #[command(flatten)]
        password: PasswordArguments,
        #[command(flatten)]
        asked: AtNode,
    },
    /// Want a code from a telephone at each sign-in, or none any more
    #[command(after_help = "\
Examples:
  navette staff totp
  navette staff totp 4 --remove        the telephone was lost")]
    Totp {
        /// Number of the account; your own where none is given
        #[arg(default_value_t = 0, hide_default_value = true)]
        staff: u64,
        /// Want no code any more
        #[arg(long)]
        remove: bool,
        #[command(flatten)]
        asked: AtNode,
    },
    /// End every session of an account
    #[command(after_help = "\
Examples:
  navette staff sign-out 4")]
    SignOut {
        /// Number of the account
        staff: u64,
        #[command(flatten)]
        asked: AtNode,
    },
    /// Take an account away, with its sessions
    #[command(after_help = "\
Examples:
  navette staff remove 4")]
    Remove {
        /// Number of the account
        staff: u64,
        #[command(flatten)]
        asked: AtNode,
    },
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::Add {
            name,
            administrator,
            password,
            asked,
        } => add(name, administrator, password, asked, terminal).await,
        Act::List { page, asked } => list(page, asked, terminal).await,
        Act::Password {
            staff,
            password,
            asked,
        } => set_password(staff, password, asked, terminal).await,
        Act::Totp {
            staff,
            remove,
            asked,
        } => totp(staff, remove, asked, terminal).await,
        Act::SignOut { staff, asked } => sign_out(staff, asked, terminal).await,
        Act::Remove { staff, asked } => remove(staff, asked, terminal).await,
    }
}

async fn add(
    name: String,
    administrator: bool,
    password: PasswordArguments,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let request = AddStaffRequest {
        name,
        password: password.read_new()?,
        administrator,
    };
    let answer = node.access().await?.add_staff(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, &node))?;
    let made = answer.into_inner().account.unwrap_or_default();
    show(output, &Account::from(made), terminal)
}

async fn list(
    page: Page,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let request = ListStaffRequest {
        page_size: page.size,
        page_token: page.token,
    };
    let answer = node.access().await?.list_staff(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, &node))?;
    show(output, &Accounts::from(answer.into_inner()), terminal)
}

async fn set_password(
    staff: u64,
    password: PasswordArguments,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let old_password = if staff == 0 {
        password.read("Old password: ")?
    } else {
        String::new()
    };
    let request = SetStaffPasswordRequest {
        staff,
        old_password,
        password: password.read_new()?,
    };
    let answer = node.access().await?.set_staff_password(request).await;
    answer.map_err(|status| Failure::from_status(&status, &node))?;
    let done = "the password is set; the account's other sessions have ended";
    show(output, &Changed::new(staff, done), terminal)
}

async fn totp(
    staff: u64,
    remove: bool,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let request = SetStaffTotpRequest { staff, remove };
    let answer = node.access().await?.set_staff_totp(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, &node))?;
    show(output, &TotpSet::from(answer.into_inner()), terminal)
}

async fn sign_out(
    staff: u64,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let request = SignOutEverywhereRequest {
        whose: Some(Whose::Staff(staff)),
    };
    let answer = node.access().await?.sign_out_everywhere(request).await;
    answer.map_err(|status| Failure::from_status(&status, &node))?;
    let done = "the account's sessions have ended";
    show(output, &Changed::new(staff, done), terminal)
}

async fn remove(
    staff: u64,
    AtNode { node, output }: AtNode,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let answer = node
        .access()
        .await?
        .remove_staff(RemoveStaffRequest { staff })
        .await;
    answer.map_err(|status| Failure::from_status(&status, &node))?;
    let done = "the account is taken away, and its sessions have ended";
    show(output, &Changed::new(staff, done), terminal)
}
