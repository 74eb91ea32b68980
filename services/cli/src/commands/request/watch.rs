//! `navette request watch`: how do requests change while somebody looks?

use super::list::Narrowed;
use crate::failure::Failure;
use crate::given::AtFederator;
use crate::present::lending::watched;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::WatchRequest;

/// Show requests as they are, then every change, until Ctrl-C.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request watch --library aire --open
  navette request watch --output json | jq -r 'select(.state == \"on-hold-shelf\") | .request'")]
pub(crate) struct Arguments {
    #[command(flatten)]
    narrowed: Narrowed,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = WatchRequest {
        filter: Some(arguments.narrowed.filter()),
    };
    let refused = |status| Failure::from_status(&status, at);
    let stream = at.requests().await?.watch(request).await;
    let mut stream = stream.map_err(refused)?.into_inner();
    while let Some(message) = stream.message().await.map_err(refused)? {
        watched(*output, message, terminal)?;
    }
    Ok(())
}
