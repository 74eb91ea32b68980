//! `navette search`: which works match, and who holds them? The service finds them; this only asks and shows.

use crate::connection::Address;
use crate::failure::Failure;
use crate::given::library_id;
use crate::present::{OutputForm, search_json, search_table};
use crate::terminal::Terminal;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use navette_domain::catalogue::{Audience, Facet, Filters, Medium, SortOrder};
use navette_proto::convert::{filters, order};
use navette_proto::wire::catalogue::SearchRequest;

/// Search every library behind a federator, or one library's node.
#[derive(Clone, Debug, Args)]
#[command(after_help = "\
Examples:
  navette search \"petit prince\"
  navette search camus --medium audiobook --available
  navette search \"\" --library aire --sort newest     everything in one library, newest first
  navette search germinal --pickup lumbres           and on which day it can be collected there
  navette search tintin --output json | jq -r '.results[].title'

Options of one kind are alternatives (--medium book --medium comic), different kinds add up.")]
pub(crate) struct Arguments {
    /// Words to look for; "" lists everything
    #[arg(required = true)]
    pub(crate) query: Vec<String>,
    /// Address of a federator or a node
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:7700", env = "NAVETTE_AT", value_parser = Address::parse)]
    pub(crate) at: Address,
    /// Only works that this library holds (its id; may be repeated, as the others)
    #[arg(long, value_parser = library_id)]
    pub(crate) library: Vec<String>,
    /// Only this kind of thing
    #[arg(long, value_parser = PossibleValuesParser::new(Medium::ALL.iter().map(|medium| medium.code())))]
    pub(crate) medium: Vec<String>,
    /// Only this language (ISO 639-2: fre, eng, ger)
    #[arg(long)]
    pub(crate) language: Vec<String>,
    /// Only for these readers
    #[arg(long, value_parser = PossibleValuesParser::new(Audience::ALL.iter().map(|audience| audience.code())))]
    pub(crate) audience: Vec<String>,
    /// Only published in these ten years (1980 is 1980 to 1989)
    #[arg(long, value_name = "YEAR", value_parser = decade)]
    pub(crate) decade: Vec<String>,
    /// Only with this subject heading, as the list of subjects shows it
    #[arg(long)]
    pub(crate) subject: Vec<String>,
    /// Only by this author, as the list of authors shows it ("Camus, Albert")
    #[arg(long)]
    pub(crate) author: Vec<String>,
    /// Only works of which a copy can be borrowed now
    #[arg(long)]
    pub(crate) available: bool,
    /// Where you would collect it (a library's id): each work then says on which day it can be there
    #[arg(long, value_name = "LIBRARY", value_parser = library_id)]
    pub(crate) pickup: Option<String>,
    /// Order of the list
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    pub(crate) sort: Sort,
    /// Works on a page, 1 to 100
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) page_size: u32,
    /// Continue a list: the token that the page before gave
    #[arg(
        long,
        value_name = "TOKEN",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) page_token: String,
    /// A table to read, or JSON for programs
    #[arg(long, value_enum, default_value_t = OutputForm::Table)]
    pub(crate) output: OutputForm,
}

/// The orders of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// Best match first
    Relevance,
    /// Latest year of publication first
    Newest,
    /// A to Z
    Title,
}

impl Sort {
    fn order(self) -> SortOrder {
        match self {
            Self::Relevance => SortOrder::Relevance,
            Self::Newest => SortOrder::Newest,
            Self::Title => SortOrder::Title,
        }
    }
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let mut client = arguments.at.connect().await?;
    let answer = client
        .search(arguments.request())
        .await
        .map_err(|status| Failure::from_status(&status, &arguments.at))?
        .into_inner();
    match arguments.output {
        OutputForm::Json => {
            search_table::corrections(&answer, terminal);
            search_table::no_days(&arguments, &answer, terminal);
            terminal.json(&search_json::answer(answer)?)
        }
        OutputForm::Table => search_table::show(&arguments, &answer, terminal),
    }
}

impl Arguments {
    /// The words as one text.
    pub(crate) fn text(&self) -> String {
        self.query.join(" ")
    }

    /// What the list is narrowed to.
    pub(crate) fn filters(&self) -> Filters {
        let available = if self.available {
            vec!["yes".to_owned()]
        } else {
            Vec::new()
        };
        let chosen = [
            (Facet::Library, self.library.clone()),
            (Facet::Medium, self.medium.clone()),
            (Facet::Language, self.language.clone()),
            (Facet::Audience, self.audience.clone()),
            (Facet::Decade, self.decade.clone()),
            (Facet::Subject, self.subject.clone()),
            (Facet::Author, self.author.clone()),
            (Facet::Available, available),
        ];
        chosen
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .collect()
    }

    fn request(&self) -> SearchRequest {
        SearchRequest {
            text: self.text(),
            filters: filters::to_wire(&self.filters()),
            order: order::to_wire(self.sort.order()) as i32,
            page_size: self.page_size,
            page_token: self.page_token.clone(),
            pickup_library: self.pickup.clone().unwrap_or_default(),
            ..SearchRequest::default()
        }
    }
}

fn decade(text: &str) -> Result<String, String> {
    let wrong = || format!("\"{text}\" is not a year, such as 1980");
    let year: u16 = text.trim_end_matches('s').parse().map_err(|_| wrong())?;
    if year > 2_999 {
        return Err(wrong());
    }
    Ok((year / 10 * 10).to_string())
}

#[cfg(test)]
mod tests {
    use super::decade;

    #[test]
    fn any_year_names_its_decade() {
        assert_eq!(decade("1987"), Ok("1980".into()));
        assert_eq!(decade("1980s"), Ok("1980".into()));
        assert!(decade("19th").is_err());
    }
}
