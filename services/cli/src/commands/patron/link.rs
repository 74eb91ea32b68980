//! `navette patron link`: a code by which a patron signs in elsewhere, once.

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard};
use crate::present::access::OneTimeCode;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::access::MakeSignInLinkRequest;

/// Make a code by which a patron signs in elsewhere, once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron link 62765

Tell it to nobody but the patron. It works once, for two days; a further one replaces it.")]
pub(crate) struct Arguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = MakeSignInLinkRequest {
        card: Some(arguments.card.read()?),
    };
    let answer = node.access().await?.make_sign_in_link(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &OneTimeCode::from(answer.into_inner()), terminal)
}
