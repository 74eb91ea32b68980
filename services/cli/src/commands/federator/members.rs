//! `navette federator members`: who belongs to the territory, since when, and does its line hold?

use crate::administrator::AsAdministrator;
use crate::failure::Failure;
use crate::present::members::Members;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::membership::ListMembersRequest;

/// A territory with more members than this does not exist; a service that pages on for ever does not hold us.
const MOST_PAGES: usize = 100;

/// List who belongs to the territory, who is invited, and who was revoked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette federator members
  navette federator members --output json | jq -r '.members[] | select(.line == \"away\") | .subject'")]
pub(super) struct Arguments {
    #[command(flatten)]
    asked: AsAdministrator,
}

pub(super) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut federator = arguments.asked.federator(terminal).await?;
    let (mut members, mut page_token) = (Vec::new(), String::new());
    for _ in 0..MOST_PAGES {
        let request = ListMembersRequest {
            page_size: 0,
            page_token,
        };
        let page = federator.client.list_members(request).await;
        let page = page.map_err(|status| federator.refused(&status))?;
        let page = page.into_inner();
        members.extend(page.members);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let members = Members::from_wire(members)?;
    show(arguments.asked.output, &members, terminal)
}
