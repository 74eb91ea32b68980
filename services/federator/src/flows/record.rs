//! What is a work in full? Its entry over all libraries, and the record of the library that describes it and answers.

use super::SearchFlow;
use super::answer::{standing, status_of, work_to_wire};
use super::holdings::not_answered;
use crate::ask::{Asked, ask_in_time};
use crate::clock;
use crate::member::Member;
use crate::patience::Patience;
use navette_domain::catalogue::{WorkKey, WorkResult};
use navette_indexer::search::{Brief, Matched, Status, assemble};
use navette_proto::wire::catalogue as wire;
use navette_proto::{Refusal, convert};
use tokio::time::Instant;

impl SearchFlow {
    /// Shows a work.
    pub(crate) async fn record(
        &self,
        request: wire::GetRecordRequest,
        until: Instant,
    ) -> Result<wire::GetRecordResponse, Refusal> {
        let work = convert::work::key(&request.work)?;
        let patience = Patience::of(clock::moment(), until, self.deadline);
        let holders = self.holders(work)?;
        let mut libraries = Vec::new();
        let mut record = None;
        for member in &holders {
            let began = clock::moment();
            let mut asked = standing(member);
            if record.is_none() && matches!(asked, Asked::Answered | Asked::Slow) {
                // Whoever is silent leaves time for the next.
                record = ask_record(member, work, patience.half(began)).await;
                if record.is_none() {
                    asked = not_answered(member);
                }
            }
            libraries.push(status_of(
                member,
                &self.knowledge,
                asked,
                clock::moment() - began,
                1,
            ));
        }
        let (entry, brief) = self
            .entry(work)
            .ok_or_else(|| Refusal::UnknownWork(work.to_string()))?;
        Ok(wire::GetRecordResponse {
            work: Some(work_to_wire(&self.members, &entry)),
            record: Some(record.unwrap_or_else(|| record_in_brief(&brief))),
            libraries,
        })
    }

    /// Makes a work's entry from the copies, each library's part with its date.
    fn entry(&self, work: WorkKey) -> Option<(WorkResult, Brief)> {
        self.knowledge.read(|known| {
            let directory = &known.directory;
            let rows = directory.rows_of_work(directory.find_work(work)?);
            let best =
                rows.max_by_key(|row| (directory.row(*row).year, directory.row(*row).seq))?;
            let status = |row: u32, group: usize| {
                let number = directory.row(row).member;
                let member = self.members.iter().find(|member| member.number == number);
                Status {
                    live: directory
                        .lives_of(row)
                        .get(group)
                        .copied()
                        .unwrap_or_default(),
                    as_of: member.and_then(|member| member.copy().as_of),
                }
            };
            Some((
                assemble(
                    directory,
                    Matched {
                        row: best,
                        score: 0,
                    },
                    &status,
                ),
                directory.brief(best),
            ))
        })
    }
}

async fn ask_record(member: &Member, work: WorkKey, patience: Patience) -> Option<wire::Record> {
    let mut client = member.catalogue_client();
    let question = wire::GetRecordRequest {
        work: work.to_string(),
    };
    let call = async |request| client.get_record(request).await;
    let said = ask_in_time(member, patience, question, call).await.ok()?;
    said.record
}

/// Tells what the copy knows of a record when no library that has it answers.
fn record_in_brief(brief: &Brief) -> wire::Record {
    wire::Record {
        id: brief.id.0.clone(),
        title: brief.title.clone(),
        subtitle: brief.subtitle.clone(),
        part: brief.part.as_ref().map(convert::part::to_wire),
        authors: brief.authors.clone(),
        isbns: if brief.isbn == 0 {
            Vec::new()
        } else {
            vec![brief.isbn]
        },
        publisher: brief.publisher.clone(),
        year: brief.year.map_or(0, i32::from),
        subjects: brief.subjects.clone(),
        language: brief.language.clone(),
        medium: brief.medium.code().to_owned(),
        audience: brief.audience.code().to_owned(),
        work: brief.work.0,
        edition_key: brief.edition.0,
        ..wire::Record::default()
    }
}
