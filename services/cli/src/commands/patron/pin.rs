//! `navette patron pin`: sets, takes away or tries a PIN, which never stands in the arguments.

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, PinArguments, Staffed};
use crate::present::patrons::{PinChecked, PinSet};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{CheckPinRequest, SetPinRequest};

/// Set a card's PIN; it is asked on the terminal, unseen.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron pin 62765                                              asked twice
  printf '%s\\n' \"$PIN\" | navette patron pin 62765 --pin-stdin
  printf '%s\\n%s\\n' \"$CARD\" \"$PIN\" | navette patron pin - --pin-stdin
  navette patron pin 62765 --check                                      is it the right one?
  navette patron pin 62765 --remove")]
pub(crate) struct Arguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    pin: PinArguments,
    /// Say whether the PIN is the card's, and change nothing
    #[arg(long)]
    check: bool,
    /// Take the PIN away
    #[arg(long, conflicts_with_all = ["check", "pin_stdin"])]
    remove: bool,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let card = arguments.card.read()?;
    if arguments.check {
        return check(&arguments, card, terminal).await;
    }
    let pin = if arguments.remove {
        String::new()
    } else {
        arguments.pin.read_new()?
    };
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = SetPinRequest {
        request_id: call.id.clone(),
        card: Some(card),
        pin,
        staff: arguments.staffed.staff,
    };
    let answer = node.patrons().await?.set_pin(request).await;
    answer.map_err(|status| call.refused(&status, node))?;
    let set = PinSet {
        request_id: call.id,
        pin: !arguments.remove,
    };
    show(*output, &set, terminal)
}

async fn check(arguments: &Arguments, card: Card, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = CheckPinRequest {
        card: Some(card),
        pin: arguments.pin.read()?,
    };
    let answer = node.patrons().await?.check_pin(request).await;
    answer.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &PinChecked { right: true }, terminal)
}
