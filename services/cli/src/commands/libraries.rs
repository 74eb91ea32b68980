//! `navette libraries`: which libraries answer, how large are they, which are silent?

use crate::connection::Address;
use crate::failure::Failure;
use crate::present::{OutputForm, libraries};
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::catalogue::{Library, ListLibrariesRequest};

/// A territory with more libraries than this does not exist; a service that pages on for ever does not hold us.
const MOST_PAGES: usize = 100;

/// List the libraries behind a federator, or the one behind a node.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette libraries
  navette libraries --output json | jq -r '.libraries[] | select(.state != \"answered\") | .name'")]
pub(crate) struct Arguments {
    /// Address of a federator or a node
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700", env = "NAVETTE_AT", value_parser = Address::parse)]
    at: Address,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let listed = all_pages(&arguments.at).await?;
    match arguments.output {
        OutputForm::Json => terminal.json(&libraries::json(listed)?),
        OutputForm::Table => libraries::table(&listed, terminal),
    }
}

async fn all_pages(at: &Address) -> Result<Vec<Library>, Failure> {
    let mut client = at.connect().await?;
    let mut listed = Vec::new();
    let mut page_token = String::new();
    for _ in 0..MOST_PAGES {
        let request = ListLibrariesRequest {
            page_size: 0,
            page_token,
        };
        let page = client
            .list_libraries(request)
            .await
            .map_err(|status| Failure::from_status(&status, at))?
            .into_inner();
        listed.extend(page.libraries);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(listed)
}
