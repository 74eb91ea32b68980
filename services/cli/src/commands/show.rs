//! `navette show`: what is this work, and where is every copy of it?

use crate::connection::Address;
use crate::failure::Failure;
use crate::given::{library_id, work_key};
use crate::present::{OutputForm, work_json, work_table};
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::catalogue::{GetHoldingsRequest, GetRecordRequest};

/// Show one work: its editions, its description, every copy.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette show 3f2a9c0d11e47b58
  navette show 3f2a9c0d11e47b58 --pickup lumbres     and on which day each copy can be collected there
  navette show 3f2a9c0d11e47b58 --output json")]
pub(crate) struct Arguments {
    /// Key of the work, as `navette search` shows it
    #[arg(value_name = "WORK", value_parser = work_key)]
    work: String,
    /// Say when each copy can be collected at this library
    #[arg(long, value_name = "LIBRARY", value_parser = library_id)]
    pickup: Option<String>,
    /// Address of a federator or a node
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700", env = "NAVETTE_AT", value_parser = Address::parse)]
    at: Address,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    output: OutputForm,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut client = arguments.at.connect().await?;
    let refused = |status| Failure::from_status(&status, &arguments.at);
    let work = arguments.work.clone();
    let described = client
        .get_record(GetRecordRequest { work: work.clone() })
        .await
        .map_err(refused)?
        .into_inner();
    let held = client
        .get_holdings(GetHoldingsRequest {
            work,
            pickup_library: arguments.pickup.unwrap_or_default(),
        })
        .await
        .map_err(refused)?
        .into_inner();
    match arguments.output {
        OutputForm::Json => terminal.json(&work_json::answer(described, held)?),
        OutputForm::Table => work_table::show(&described, &held, terminal),
    }
}
