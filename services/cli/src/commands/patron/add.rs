//! `navette patron add`: registers somebody.

use crate::failure::Failure;
use crate::given::{AtNode, DetailsArguments, GivenCard, Staffed};
use crate::present::patrons::Patron;
use crate::present::show;
use crate::terminal::Terminal;
use crate::words::listed;
use clap::Args;
use navette_proto::wire::patrons as wire;

/// Register a patron.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron add --family Delattre --given Jeanne --category adult --ask
  navette patron add --family Delattre --given Paul --category child --guardian 62765 --details -
  navette patron add --family \"École Jules-Ferry\" --category group

Details are {\"birth\": \"1957-03-09\", \"email\": \"…\", \"phone\": \"…\", \"address\": \"…\"}, or some of these.")]
pub(crate) struct Arguments {
    /// Family name, or the name of a group
    #[arg(long, value_name = "NAME")]
    family: String,
    /// Given name
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    given: String,
    /// Kind of patron, as the library's settings name it: adult, child...
    #[arg(long)]
    category: String,
    /// Number printed on the card; - reads it from standard input [default: the next number]
    #[arg(long, value_name = "NUMBER", value_parser = GivenCard::parse)]
    card: Option<GivenCard>,
    /// Language of what they are told
    #[arg(long, value_parser = ["fr", "en"], default_value = "fr")]
    language: String,
    /// How they wish to be told
    #[arg(long, value_name = "HOW", value_parser = listed::<wire::Channel>())]
    prefers: Option<wire::Channel>,
    /// Card of who answers for a child; - reads it from standard input
    #[arg(long, value_name = "CARD", value_parser = GivenCard::parse)]
    guardian: Option<GivenCard>,
    /// The patron asks that loans be remembered
    #[arg(long)]
    keeps_history: bool,
    /// A patron of the same name and birth date is somebody else
    #[arg(long)]
    namesake: bool,
    #[command(flatten)]
    details: DetailsArguments,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let card = arguments.card.as_ref().map(GivenCard::read).transpose()?;
    let guardian = arguments
        .guardian
        .as_ref()
        .map(GivenCard::read)
        .transpose()?;
    let mut person = wire::Person {
        given_name: arguments.given,
        family_name: arguments.family,
        language: arguments.language,
        keeps_history: arguments.keeps_history,
        guardian,
        preferred: arguments.prefers.map_or(0, |channel| channel as i32),
        ..wire::Person::default()
    };
    arguments.details.apply(&mut person)?;
    let call = arguments.staffed.begin();
    let request = wire::RegisterRequest {
        request_id: call.id.clone(),
        card_number: card.map(|card| card.number).unwrap_or_default(),
        category: arguments.category,
        person: Some(person),
        accept_namesake: arguments.namesake,
        staff: arguments.staffed.staff,
    };
    let answer = node.patrons().await?.register(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    let patron = answer.into_inner().patron.unwrap_or_default();
    show(*output, &Patron::from(patron), terminal)
}
