//! `navette federator invite`: makes a code by which a library, one of its kiosks or an administrator joins.

use super::init::name;
use crate::administrator::AsAdministrator;
use crate::failure::Failure;
use crate::given::library_id;
use crate::present::{OutputForm, moment, moment_for_people};
use crate::terminal::Terminal;
use clap::Args;
use navette_domain::membership::KioskName;
use navette_proto::wire::membership::InviteRequest;
use serde::Serialize;

/// Make a join code: it counts once, for 24 hours, and for this library alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette federator invite --library aire
  navette federator invite --library aire --kiosk entree
  navette federator invite --administrator zoe
  navette federator invite --library aire --output json | jq -r .code

Whoever has the code can join as that library: hand it over as you would a key. Another code for
the same library takes the place of one that is still open.")]
pub(super) struct Arguments {
    /// The library that joins, as the federator's settings name it
    #[arg(long, value_name = "ID", value_parser = library_id, required_unless_present = "administrator")]
    library: Option<String>,
    /// The kiosk of that library that joins, and not the library itself
    #[arg(long, value_name = "NAME", value_parser = name, requires = "library")]
    kiosk: Option<KioskName>,
    /// The administrator that joins
    #[arg(long, value_name = "NAME", value_parser = name, conflicts_with = "library")]
    administrator: Option<KioskName>,
    #[command(flatten)]
    asked: AsAdministrator,
}

#[derive(Serialize)]
struct Invited {
    subject: String,
    code: String,
    until: Option<String>,
}

pub(super) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let subject = subject(arguments.library, arguments.kiosk, arguments.administrator)?;
    let mut federator = arguments.asked.federator(terminal).await?;
    let request = InviteRequest {
        subject: subject.clone(),
    };
    let invited = federator.client.invite(request).await;
    let invited = invited.map_err(|status| federator.refused(&status))?;
    let invited = invited.into_inner();
    match arguments.asked.output {
        OutputForm::Json => terminal.json(&Invited {
            subject,
            until: moment(invited.until_ms),
            code: invited.code,
        }),
        OutputForm::Table => {
            let until = moment_for_people(invited.until_ms).unwrap_or_default();
            terminal.note(&format!(
                "for {subject}, once, until {until}: on its machine, navette join CODE"
            ));
            terminal.line(&invited.code)
        }
    }
}

/// Names a library, one of its kiosks or an administrator as contracts do.
pub(super) fn subject(
    library: Option<String>,
    kiosk: Option<KioskName>,
    administrator: Option<KioskName>,
) -> Result<String, Failure> {
    match (library, kiosk, administrator) {
        (Some(library), Some(kiosk), _) => Ok(format!("kiosk:{library}/{kiosk}")),
        (Some(library), None, _) => Ok(format!("library:{library}")),
        (None, _, Some(name)) => Ok(format!("administrator:{name}")),
        (None, _, None) => Err(Failure::usage("a library or an administrator is missing")),
    }
}
