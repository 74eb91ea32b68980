//! `navette sign-in` and `sign-out`: a session on a library's node, kept for the commands that follow.

use crate::credentials;
use crate::failure::Failure;
use crate::given::{AtNode, PasswordArguments};
use crate::present::access::{SignedIn, SignedOut};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::access::{SignInStaffRequest, SignOutEverywhereRequest, SignOutRequest};

/// Sign in at a library's node; the commands that follow are yours.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette sign-in --as zoe                                   the password is asked, unseen
  navette sign-in --as zoe --code 123456                     where the account wants a code
  printf '%s\\n' \"$PASSWORD\" | navette sign-in --as zoe --password-stdin

The session is kept in a file that only you can read. It ends after an hour without a call, and after
twelve hours in any case.")]
pub(crate) struct SignInArguments {
    /// Name of the account
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// The six digits that the telephone shows
    #[arg(long, value_name = "DIGITS")]
    code: Option<String>,
    #[command(flatten)]
    password: PasswordArguments,
    #[command(flatten)]
    asked: AtNode,
}

/// End the session at a library's node.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette sign-out
  navette sign-out --everywhere      your sessions on other machines too")]
pub(crate) struct SignOutArguments {
    /// End your sessions on other machines too
    #[arg(long)]
    everywhere: bool,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn sign_in(
    arguments: SignInArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = SignInStaffRequest {
        name: arguments.name,
        password: arguments.password.read("Password: ")?,
        code: arguments.code.unwrap_or_default(),
    };
    let answer = node.signing_in().await?.sign_in_staff(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, node))?;
    let answer = answer.into_inner();
    let (Some(session), Some(account)) = (answer.session, answer.account) else {
        return Err(Failure::other(format!("{node} gave no session")));
    };
    credentials::keep_session(&node.to_string(), &session.token)?;
    show(*output, &SignedIn::new(account, &session), terminal)
}

pub(crate) async fn sign_out(
    arguments: SignOutArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let mut service = node.access().await?;
    let ended = if arguments.everywhere {
        let request = SignOutEverywhereRequest { whose: None };
        let answer = service.sign_out_everywhere(request).await;
        answer.map(|answer| answer.into_inner().ended)
    } else {
        service.sign_out(SignOutRequest {}).await.map(|_| 1)
    };
    // Also where it was over already: what is kept of it would only stand in the way.
    credentials::forget_session(&node.to_string());
    let ended = ended.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &SignedOut { ended }, terminal)
}
