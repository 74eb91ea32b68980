//! What is a person told when the demo is ready? Where everything answers, whom they may be, and what to try.

use super::accounts::{PATRON_PASSWORD, STAFF_NAME, STAFF_PASSWORD};
use super::export::{ExportForm, Stock};
use super::library_desk::LibraryDesk;
use super::patrons::{Trouble, patrons};
use super::play::Play;
use super::territory::KIOSK_AT;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// A title that stands on the shelf of another library than the one whose patron asks for it.
const TITLE: &str = "La Guerre des boutons";

/// Tells it.
pub(super) async fn tell(
    play: &mut Play<'_>,
    stock: &Stock,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let at = play.federator.to_string();
    terminal.line(&format!("federator   {at}  all libraries"))?;
    let nodes = stock.libraries.iter().zip(&play.desks);
    for (place, (library, desk)) in nodes.enumerate() {
        terminal.line(&format!(
            "node        {}  {} ({}; {})",
            desk.address,
            library.name,
            library.former_intercommunalite,
            ExportForm::of(place).profile(),
        ))?;
    }
    tell_screens(play, terminal)?;
    tell_patrons(terminal)?;
    terminal.line("\ntry in another terminal:")?;
    for command in commands(play, &at).await? {
        terminal.line(&format!("  navette {command}"))?;
    }
    terminal.line("\nready")?;
    terminal.flush()
}

fn tell_screens(play: &Play<'_>, terminal: &mut Terminal) -> Result<(), Failure> {
    let at = play.territory.portal.address();
    let kiosk = play.territory.kiosk.address();
    let key = &play.territory.operator_key;
    for line in [
        format!(
            "\nscreens     http://{at}/  for patrons: a card, below, and the password \"{PATRON_PASSWORD}\""
        ),
        format!(
            "            http://{at}/guichet  for desks: sign in as {STAFF_NAME}, password \"{STAFF_PASSWORD}\""
        ),
        format!(
            "            http://{at}/territoire  for the van's coordinator: the key of this start is {key}"
        ),
        format!("kiosk       http://{kiosk}/  in {KIOSK_AT}: a card and its PIN"),
    ] {
        terminal.line(&line)?;
    }
    Ok(())
}

fn tell_patrons(terminal: &mut Terminal) -> Result<(), Failure> {
    let all = patrons()?;
    terminal.line(&format!(
        "\n{} invented patrons; at each library the cards begin with 000001:",
        all.len()
    ))?;
    for patron in &all {
        let (library, card) = (&patron.library, &patron.card);
        let why = match patron.trouble {
            Some(Trouble::Suspended) => "suspended: borrows nothing for some weeks".to_owned(),
            Some(Trouble::Expired) => "the card has expired".to_owned(),
            Some(Trouble::Dues) => "owes too much to borrow".to_owned(),
            None if !patron.pin.is_empty() => format!("PIN {}", patron.pin),
            None => continue,
        };
        terminal.line(&format!("  {card} of {library:<15} {why}"))?;
    }
    Ok(())
}

async fn commands(play: &mut Play<'_>, at: &str) -> Result<Vec<String>, Failure> {
    let elsewhere = if at == "127.0.0.1:7700" {
        String::new()
    } else {
        format!(" --at {at}")
    };
    let work = play.work_called(TITLE).await?;
    let run = play.calendar.next_run(play.clock.now());
    let node_of = |library: &str| {
        let desk = play.desks.iter().find(|desk| desk.library == library);
        desk.map(|desk: &LibraryDesk| desk.address.to_string())
            .unwrap_or_default()
    };
    let (home, lender) = (node_of("saint-omer"), node_of("arques"));
    let village = node_of("fauquembergues");
    let mut commands = vec![
        format!("search \"petit prince\"{elsewhere}"),
        format!("search asterix --medium comic --available{elsewhere}"),
        format!("libraries{elsewhere}"),
        format!("request list --open{elsewhere}"),
        format!("request place --work {work} --for 000001 --node {home}{elsewhere}"),
        format!("request list --for 000001 --node {home}"),
        format!("desk pull --node {lender}"),
        format!("desk hold --node {village}"),
        format!("patron show 000004 --node {home}"),
        format!("loan list --node {home}"),
        format!("round list{elsewhere}"),
    ];
    if let Some((round, day)) = run {
        commands.push(format!("round manifest {round} {day}{elsewhere}"));
    }
    Ok(commands)
}
