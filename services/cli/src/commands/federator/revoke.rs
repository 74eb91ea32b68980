//! `navette federator revoke`: ends a membership.

use super::init::name;
use super::invite::subject;
use crate::administrator::AsAdministrator;
use crate::failure::Failure;
use crate::given::library_id;
use crate::present::OutputForm;
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::membership::KioskName;
use navette_proto::wire::membership::RevokeRequest;
use serde::Serialize;

/// End a membership: certificates count no more, open lines are cut, open codes are withdrawn.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette federator revoke aire
  navette federator revoke aire --kiosk entree
  navette federator revoke --administrator zoe

It holds at once, also for calls that are under way. A library leaves with its kiosks; who was
revoked joins again with a new code.")]
pub(super) struct Arguments {
    /// The library that is put out
    #[arg(value_name = "ID", value_parser = library_id, required_unless_present = "administrator")]
    library: Option<String>,
    /// The kiosk of that library that is put out, and not the library itself
    #[arg(long, value_name = "NAME", value_parser = name, requires = "library")]
    kiosk: Option<KioskName>,
    /// The administrator that is put out
    #[arg(long, value_name = "NAME", value_parser = name, conflicts_with = "library")]
    administrator: Option<KioskName>,
    #[command(flatten)]
    asked: AsAdministrator,
}

#[derive(Serialize)]
struct Revoked {
    subject: String,
    certificates: u32,
    codes: u32,
    lines: u32,
}

pub(super) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let subject = subject(arguments.library, arguments.kiosk, arguments.administrator)?;
    let mut federator = arguments.asked.federator(terminal).await?;
    let request = RevokeRequest {
        subject: subject.clone(),
    };
    let revoked = federator.client.revoke(request).await;
    let revoked = revoked.map_err(|status| federator.refused(&status))?;
    let ended = revoked.into_inner();
    let shown = Revoked {
        subject,
        certificates: ended.certificates,
        codes: ended.codes,
        lines: ended.lines,
    };
    match arguments.asked.output {
        OutputForm::Json => terminal.json(&shown),
        OutputForm::Table => terminal.line(&format!(
            "{}: {} certificates revoked, {} codes withdrawn, {} lines cut",
            shown.subject, shown.certificates, shown.codes, shown.lines
        )),
    }
}
