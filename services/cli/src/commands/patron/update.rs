//! `navette patron update`: changes what is given and leaves the rest, unless somebody else changed it in between.

use crate::failure::Failure;
use crate::given::{AtNode, DetailsArguments, GivenCard, Staffed, day};
use crate::present::patrons::Patron;
use crate::present::show;
use crate::terminal::Terminal;
use crate::words::listed;
use clap::{Args, ValueEnum};
use navette_proto::wire::patrons as wire;

/// Change a patron; what is not named stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron update 62765 --card-expires 2027-11-30
  navette patron update 62765 --details - < new-address.json
  navette patron update 62765 --suspend-until 2026-12-31 --reason \"three letters unanswered\"
  navette patron update 62765 --blocked yes
  navette patron update 62765 --new-card 62999              the old card was lost")]
pub(crate) struct Arguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    person: PersonArguments,
    #[command(flatten)]
    standing: StandingArguments,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

// These groups carry no documentation comments: clap would show them instead of the command's own description.
#[derive(Debug, Args)]
struct PersonArguments {
    /// Family name, or the name of a group
    #[arg(long, value_name = "NAME")]
    family: Option<String>,
    /// Given name
    #[arg(long, value_name = "NAME")]
    given: Option<String>,
    /// Language of what they are told
    #[arg(long, value_parser = ["fr", "en"])]
    language: Option<String>,
    /// How they wish to be told
    #[arg(long, value_name = "HOW", value_parser = listed::<wire::Channel>())]
    prefers: Option<wire::Channel>,
    /// Card of who answers for a child; - reads it from standard input
    #[arg(long, value_name = "CARD", value_parser = GivenCard::parse)]
    guardian: Option<GivenCard>,
    /// Whether loans are remembered, as the patron asks
    #[arg(long, value_enum)]
    keeps_history: Option<YesNo>,
    #[command(flatten)]
    details: DetailsArguments,
}

#[derive(Debug, Args)]
struct StandingArguments {
    /// Kind of patron, as the library's settings name it
    #[arg(long)]
    category: Option<String>,
    /// The last day on which the card holds
    #[arg(long, value_name = "DAY", value_parser = day)]
    card_expires: Option<String>,
    /// Nothing is lent to them up to this day; a day that has passed lifts it
    #[arg(long, value_name = "DAY", value_parser = day, requires = "reason")]
    suspend_until: Option<String>,
    /// Why borrowing is suspended
    #[arg(long, value_name = "TEXT", requires = "suspend_until")]
    reason: Option<String>,
    /// Whether the card is blocked until a librarian lifts it
    #[arg(long, value_enum)]
    blocked: Option<YesNo>,
    /// Another number, where the card was lost; - reads it from standard input
    #[arg(long, value_name = "NUMBER", value_parser = GivenCard::parse)]
    new_card: Option<GivenCard>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum YesNo {
    /// It is so
    Yes,
    /// It is not so
    No,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let card = arguments.card.read()?;
    let new_card = arguments.standing.new_card.as_ref();
    let new_card = new_card.map(GivenCard::read).transpose()?;
    let shown = wire::GetRequest {
        card: Some(card.clone()),
    };
    let mut client = node.patrons().await?;
    let shown = client.get(shown).await;
    let shown = shown.map_err(|status| Failure::from_status(&status, node))?;
    let shown = shown.into_inner().patron.unwrap_or_default();
    let call = arguments.staffed.begin();
    let standing = arguments.standing;
    let request = wire::UpdateRequest {
        request_id: call.id.clone(),
        card: Some(card),
        version: shown.version,
        person: arguments.person.changed(shown.person)?,
        category: standing.category.unwrap_or_default(),
        card_expires: standing.card_expires.unwrap_or_default(),
        suspension: standing.suspend_until.map(|until| wire::Suspension {
            until,
            reason: standing.reason.unwrap_or_default(),
        }),
        blocked: standing.blocked.map(|blocked| blocked == YesNo::Yes),
        new_card_number: new_card.map(|card| card.number).unwrap_or_default(),
        staff: arguments.staffed.staff,
    };
    let answer = client.update(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    let patron = answer.into_inner().patron.unwrap_or_default();
    show(*output, &Patron::from(patron), terminal)
}

impl PersonArguments {
    /// The person as it shall be; nothing where nothing of it is named.
    fn changed(&self, shown: Option<wire::Person>) -> Result<Option<wire::Person>, Failure> {
        let named = self.family.is_some()
            || self.given.is_some()
            || self.language.is_some()
            || self.prefers.is_some()
            || self.guardian.is_some()
            || self.keeps_history.is_some()
            || self.details.are_given();
        if !named {
            return Ok(None);
        }
        let mut person = shown.unwrap_or_default();
        let texts = [
            (&self.family, &mut person.family_name),
            (&self.given, &mut person.given_name),
            (&self.language, &mut person.language),
        ];
        for (said, field) in texts {
            if let Some(text) = said {
                field.clone_from(text);
            }
        }
        if let Some(channel) = self.prefers {
            person.preferred = channel as i32;
        }
        if let Some(guardian) = &self.guardian {
            person.guardian = Some(guardian.read()?);
        }
        if let Some(keeps) = self.keeps_history {
            person.keeps_history = keeps == YesNo::Yes;
        }
        self.details.apply(&mut person)?;
        Ok(Some(person))
    }
}
