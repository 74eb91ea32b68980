//! `navette patron charges`, `charge`, `pay`, `waive`: what does a patron owe, and who said so?

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, Page, Staffed, amount, item};
use crate::present::patrons::{Account, Balance};
use crate::present::show;
use crate::terminal::Terminal;
use crate::words::listed;
use clap::Args;
use navette_proto::wire::fees::{ChargeKind, Money};
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::patrons as wire;

/// List what a patron owes and has paid, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette patron charges 62765")]
pub(crate) struct ListArguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtNode,
}

/// Charge a patron.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron charge 62765 2.00 --of card --staff 4
  navette patron charge 62765 14.90 --of lost --item aire/000001 --why \"new copy\" --staff 4")]
pub(crate) struct ChargeArguments {
    #[command(flatten)]
    sum: Sum,
    /// What for
    #[arg(long, value_name = "WHAT", value_parser = listed::<ChargeKind>())]
    of: ChargeKind,
    /// For which item
    #[arg(long, value_name = "LIBRARY/BARCODE", value_parser = item)]
    item: Option<ItemId>,
    /// Why
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    why: String,
}

/// Take a payment.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette patron pay 62765 3.50 --staff 4")]
pub(crate) struct PayArguments {
    #[command(flatten)]
    sum: Sum,
}

/// Waive what is owed, with a reason, in somebody's name.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron waive 62765 3.50 --reason \"was in hospital\" --staff 4")]
pub(crate) struct WaiveArguments {
    #[command(flatten)]
    sum: Sum,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
struct Sum {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    /// How much, in euros: 3.50
    #[arg(value_parser = amount)]
    amount: Money,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Lists an account.
pub(crate) async fn charges(
    arguments: ListArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = wire::ListChargesRequest {
        card: Some(arguments.card.read()?),
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = node.patrons().await?.list_charges(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &Account::from(page.into_inner()), terminal)
}

/// Charges a patron.
pub(crate) async fn charge(
    arguments: ChargeArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let Sum {
        card,
        amount,
        staffed,
        asked,
    } = arguments.sum;
    let call = staffed.begin();
    let request = wire::AddChargeRequest {
        request_id: call.id.clone(),
        card: Some(card.read()?),
        kind: arguments.of as i32,
        amount: Some(amount),
        item: arguments.item,
        why: arguments.why,
        staff: staffed.staff,
    };
    let answer = asked.node.patrons().await?.add_charge(request).await;
    let answer = answer.map_err(|status| call.refused(&status, &asked.node))?;
    let balance = Balance::new(call.id, answer.into_inner().balance);
    show(asked.output, &balance, terminal)
}

/// Takes a payment.
pub(crate) async fn pay(arguments: PayArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let Sum {
        card,
        amount,
        staffed,
        asked,
    } = arguments.sum;
    let call = staffed.begin();
    let request = wire::PayRequest {
        request_id: call.id.clone(),
        card: Some(card.read()?),
        amount: Some(amount),
        staff: staffed.staff,
    };
    let answer = asked.node.patrons().await?.pay(request).await;
    let answer = answer.map_err(|status| call.refused(&status, &asked.node))?;
    let balance = Balance::new(call.id, answer.into_inner().balance);
    show(asked.output, &balance, terminal)
}

/// Waives what is owed.
pub(crate) async fn waive(
    arguments: WaiveArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let Sum {
        card,
        amount,
        staffed,
        asked,
    } = arguments.sum;
    let staff = staffed.named("a waiver")?;
    let call = staffed.begin();
    let request = wire::WaiveRequest {
        request_id: call.id.clone(),
        card: Some(card.read()?),
        amount: Some(amount),
        why: arguments.reason,
        staff,
    };
    let answer = asked.node.patrons().await?.waive(request).await;
    let answer = answer.map_err(|status| call.refused(&status, &asked.node))?;
    let balance = Balance::new(call.id, answer.into_inner().balance);
    show(asked.output, &balance, terminal)
}
