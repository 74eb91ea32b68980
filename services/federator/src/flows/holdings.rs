//! Which copies of a work are there, in every library? Live where a library answers, dated where it does not.

use super::SearchFlow;
use super::answer::{standing, status_of};
use crate::ask::{Asked, ask_in_time};
use crate::clock;
use crate::lending::RunningLending;
use crate::member::Member;
use crate::patience::Patience;
use futures_util::future::join_all;
use navette_domain::catalogue::WorkKey;
use navette_indexer::search::{Matched, Status, assemble};
use navette_proto::wire::catalogue as wire;
use navette_proto::{Refusal, convert};
use std::sync::Arc;
use tokio::time::Instant;

impl SearchFlow {
    /// Lists every copy of a work, with the day it can be collected where a pick-up library is named.
    pub(crate) async fn holdings(
        &self,
        request: wire::GetHoldingsRequest,
        until: Instant,
        lending: Option<&Arc<dyn RunningLending>>,
    ) -> Result<wire::GetHoldingsResponse, Refusal> {
        let arriving = self.arriving(&request.pickup_library, lending)?;
        let work = convert::work::key(&request.work)?;
        let patience = Patience::of(clock::moment(), until, self.deadline);
        let holders: Vec<Arc<Member>> = self.holders(work)?;
        let asked = holders
            .iter()
            .map(|member| self.holdings_at(Arc::clone(member), work, patience));
        let mut response = wire::GetHoldingsResponse::default();
        for (holdings, status) in join_all(asked).await {
            response.holdings.extend(holdings);
            response.libraries.push(status);
        }
        if let Some(arriving) = arriving {
            let found = wire::Work {
                work: work.to_string(),
                medium: self.medium_of(work),
                holdings: std::mem::take(&mut response.holdings),
                ..wire::Work::default()
            };
            let filled = arriving.fill(vec![found]).await.into_iter().next();
            let filled = filled.unwrap_or_default();
            response.holdings = filled.holdings;
            response.arrival = filled.arrival;
        }
        Ok(response)
    }

    /// Gives the code of a work's medium, by its first record.
    fn medium_of(&self, work: WorkKey) -> String {
        let medium = self.knowledge.read(|known| {
            let work = known.directory.find_work(work)?;
            let row = known.directory.rows_of_work(work).next()?;
            Some(known.directory.brief(row).medium)
        });
        medium.unwrap_or_default().code().to_owned()
    }

    /// Names the members that hold a work; refused where there is none.
    pub(crate) fn holders(&self, work: WorkKey) -> Result<Vec<Arc<Member>>, Refusal> {
        let numbers = self.knowledge.holders(work);
        if numbers.is_empty() {
            return Err(Refusal::UnknownWork(work.to_string()));
        }
        Ok(self
            .members
            .iter()
            .filter(|member| numbers.contains(&member.number))
            .cloned()
            .collect())
    }

    async fn holdings_at(
        &self,
        member: Arc<Member>,
        work: WorkKey,
        patience: Patience,
    ) -> (Vec<wire::Holding>, wire::LibraryStatus) {
        let began = clock::moment();
        // One work's copies are a small question, also for a slow line.
        let live = if matches!(standing(&member), Asked::Answered | Asked::Slow) {
            ask_holdings(&member, work, patience).await
        } else {
            None
        };
        let (holdings, asked) = match live {
            Some(mut holdings) => {
                for held in &mut holdings {
                    held.library_name.clone_from(&member.config.name);
                }
                (holdings, Asked::Answered)
            }
            None => (self.dated_holdings(&member, work), not_answered(&member)),
        };
        let status = status_of(&member, &self.knowledge, asked, clock::moment() - began, 0);
        (holdings, status)
    }

    /// Lists what a library's copy says, with its date.
    fn dated_holdings(&self, member: &Member, work: WorkKey) -> Vec<wire::Holding> {
        let as_of = member.copy().as_of;
        let entry = self.knowledge.read(|known| {
            let row = known
                .directory
                .rows_of_work(known.directory.find_work(work)?)
                .next()?;
            let status = |row: u32, group: usize| Status {
                live: known
                    .directory
                    .lives_of(row)
                    .get(group)
                    .copied()
                    .unwrap_or_default(),
                as_of,
            };
            Some(assemble(
                &known.directory,
                Matched { row, score: 0 },
                &status,
            ))
        });
        let holdings = entry.map(|entry| entry.holdings).unwrap_or_default();
        let own = holdings
            .iter()
            .filter(|held| held.library == member.library);
        own.map(|held| convert::holding::to_wire(held, &member.config.name))
            .collect()
    }
}

/// Says how a library stands that did not answer.
pub(super) fn not_answered(member: &Member) -> Asked {
    match standing(member) {
        Asked::Away => Asked::Away,
        Asked::Slow => Asked::Slow,
        Asked::Answered | Asked::NotNeeded | Asked::Late => Asked::Late,
    }
}

async fn ask_holdings(
    member: &Member,
    work: WorkKey,
    patience: Patience,
) -> Option<Vec<wire::Holding>> {
    let mut client = member.catalogue_client();
    let question = wire::GetHoldingsRequest {
        work: work.to_string(),
        ..wire::GetHoldingsRequest::default()
    };
    let call = async |request| client.get_holdings(request).await;
    match ask_in_time(member, patience, question, call).await {
        Ok(response) => Some(response.holdings),
        // The record went while the copy still had it: it holds nothing.
        Err(status) if status.code() == tonic::Code::NotFound => Some(Vec::new()),
        Err(_) => None,
    }
}
