//! What are the van's rounds called? Nodes know them by their id; the federator knows their names. Asked anew after a while, and kept
//! meanwhile, also when the line is cut.

use crate::clock::steady;
use crate::territory::Territory;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_proto::wire::courier::ListRoundsRequest;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long names are good for: rounds are renamed once a year, at most.
const GOOD_FOR: Duration = Duration::from_secs(300);
/// Rounds of a territory that are read: the most of one page of the contract, a few times.
const PAGES_MAX: usize = 10;

/// The names of all rounds, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RoundNames(BTreeMap<String, String>);

impl RoundNames {
    /// Gives the name of a round, or its id where nobody has said its name.
    pub(crate) fn of<'a>(&'a self, round: &'a str) -> &'a str {
        self.0.get(round).map_or(round, String::as_str)
    }
}

#[cfg(test)]
impl<'a> FromIterator<(&'a str, &'a str)> for RoundNames {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(names: I) -> Self {
        let own = |(id, name): (&str, &str)| (id.to_owned(), name.to_owned());
        Self(names.into_iter().map(own).collect())
    }
}

/// Keeps the names.
#[derive(Default)]
pub(crate) struct KnownRounds(Mutex<Option<(Duration, Arc<RoundNames>)>>);

impl KnownRounds {
    /// Gives the names, asking for them where the last ones are too old.
    pub(crate) async fn names(&self, territory: &Territory, visit: &Visit) -> Arc<RoundNames> {
        let before = {
            let mut kept = self.0.lock();
            if let Some((at, names)) = &mut *kept {
                if steady().saturating_sub(*at) < GOOD_FOR {
                    return Arc::clone(names);
                }
                // Whoever comes while we ask is served with the old names.
                *at = steady();
            }
            kept.as_ref().map(|(_, names)| Arc::clone(names))
        };
        let names = match asked(territory, visit).await {
            Ok(names) => Arc::new(names),
            Err(_) => before.unwrap_or_default(),
        };
        *self.0.lock() = Some((steady(), Arc::clone(&names)));
        names
    }
}

async fn asked(territory: &Territory, visit: &Visit) -> Result<RoundNames, Trouble> {
    let mut courier = territory.courier(visit)?;
    let mut names = BTreeMap::new();
    let mut page_token = String::new();
    for _ in 0..PAGES_MAX {
        let request = ListRoundsRequest {
            page_token,
            ..ListRoundsRequest::default()
        };
        let page = courier.list_rounds(request).await?.into_inner();
        let rounds = page.rounds.into_iter();
        names.extend(rounds.map(|round| (round.round, round.name)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    Ok(RoundNames(names))
}
