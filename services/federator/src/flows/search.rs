//! What is found in all libraries, as one page? Rewrite once, ask those who can match, merge, complete the holdings.

use super::answer::{status_of, work_to_wire};
use super::arrivals::Arriving;
use super::merge::{Merged, cut, list_unknown, merge, order_for};
use super::rewriting::rewritten;
use crate::ask::{
    Asked, MemberAnswer, Wanted, ask_all, ask_status, who_need_not_be_asked, without_a_question,
};
use crate::clock;
use crate::knowledge::Knowledge;
use crate::lending::RunningLending;
use crate::line::Line;
use crate::member::Member;
use crate::patience::Patience;
use futures_util::future::join_all;
use navette_domain::catalogue::{Facet, Filters, Question, WorkResult};
use navette_indexer::search::{Correction, Directory, Matched, Page, RowNumber, Status, assemble};
use navette_proto::wire::catalogue as wire;
use navette_proto::{Refusal, convert};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// When the streaming variant shows a first page although some have not answered.
const FIRST_PAGE_AFTER: Duration = Duration::from_millis(40);

/// Records a library is asked the status of at once: it takes no more.
const STATUS_MAX: usize = 2_000;

/// Searches over all members.
pub(crate) struct SearchFlow {
    /// The libraries, in the order of the configuration.
    pub(crate) members: Vec<Arc<Member>>,
    /// What is known of them.
    pub(crate) knowledge: Arc<Knowledge>,
    /// Longest time an answer takes.
    pub(crate) deadline: Duration,
    /// Matches a library lists at most.
    pub(crate) match_limit: u32,
}

/// Records whose live status is not known, by the library to ask.
type Missing = Vec<(Arc<Member>, Vec<u64>)>;

/// A request, understood.
struct Asking {
    page: Page,
    question: Question,
    corrections: Vec<Correction>,
    /// False where some word exists nowhere: nobody needs to be asked.
    can_match: bool,
    with_facets: bool,
    members: Vec<Arc<Member>>,
    patience: Patience,
    /// Where the patron would collect; nothing where no library was chosen.
    arriving: Option<Arriving>,
}

impl SearchFlow {
    /// Answers once, with all that came in time. Where lending is given and a pick-up library chosen, with days of arrival.
    pub(crate) async fn search(
        &self,
        request: wire::SearchRequest,
        until: Instant,
        lending: Option<&Arc<dyn RunningLending>>,
    ) -> Result<wire::SearchResponse, Refusal> {
        let asking = self.understand(request, until, lending).await?;
        let mut answers = Vec::with_capacity(asking.members.len());
        let decided = self.decide(&asking);
        ask_all(
            &asking.members,
            decided,
            &asking.question,
            self.wanted(&asking),
            |answer| answers.push(answer),
        )
        .await;
        Ok(self.page(&asking, answers).await)
    }

    /// Answers as soon as the question is understood with what copies and the quickest libraries say, then with all that came in
    /// time, and at last with the live status that came over slow lines.
    pub(crate) async fn search_in_steps(
        &self,
        request: wire::SearchRequest,
        until: Instant,
        lending: Option<&Arc<dyn RunningLending>>,
        pages: &mpsc::Sender<(wire::SearchResponse, bool)>,
    ) -> Result<(), Refusal> {
        let asking = self.understand(request, until, lending).await?;
        let decided = self.decide(&asking);
        let answers = parking_lot::Mutex::new(Vec::with_capacity(asking.members.len()));
        let asked = ask_all(
            &asking.members,
            decided,
            &asking.question,
            self.wanted(&asking),
            |answer| {
                answers.lock().push(answer);
            },
        );
        tokio::pin!(asked);
        let waited = tokio::select! {
            () = &mut asked => false,
            () = tokio::time::sleep(FIRST_PAGE_AFTER) => true,
        };
        if waited {
            let first = self.first_page(&asking, &answers.lock());
            let first = with_arrivals(&asking, first).await;
            // A caller that went away needs no page.
            let _ = pages.send((first, false)).await;
            asked.await;
        }
        let mut answers = std::mem::take(&mut *answers.lock());
        let merged = self.merged(&asking, &mut answers).await;
        let slow = self.missing_on_slow_lines(&asking, &merged);
        if slow.is_empty() {
            let last = self.written(&asking, merged, &answers).await;
            let _ = pages.send((last, true)).await;
            return Ok(());
        }
        let page = self.written(&asking, merged.clone(), &answers).await;
        let _ = pages.send((page, false)).await;
        let live = self.with_slow_lines(&asking, merged, slow).await;
        let last = self.written(&asking, live, &answers).await;
        let _ = pages.send((last, true)).await;
        Ok(())
    }

    async fn understand(
        &self,
        request: wire::SearchRequest,
        until: Instant,
        lending: Option<&Arc<dyn RunningLending>>,
    ) -> Result<Asking, Refusal> {
        let patience = Patience::of(clock::moment(), until, self.deadline);
        let arriving = self.arriving(&request.pickup_library, lending)?;
        let filters = convert::filters::from_wire(request.filters)?;
        let members = self.members_wanted(&filters)?;
        let asked_order = convert::order::from_wire(request.order)?;
        let page = Page::of_request(
            &request.text,
            &filters,
            asked_order,
            request.page_size,
            &request.page_token,
        )?;
        let order = order_for(request.text.trim().is_empty(), asked_order);
        let rewritten = rewritten(&self.knowledge, &request.text, filters, order, patience);
        let rewritten = rewritten.await?;
        Ok(Asking {
            page,
            question: rewritten.question,
            corrections: rewritten.corrections,
            can_match: rewritten.can_match,
            with_facets: !request.without_facets,
            members,
            patience,
            arriving,
        })
    }

    /// Reads where the patron would collect; an unknown library is refused by name.
    pub(super) fn arriving(
        &self,
        pickup: &str,
        lending: Option<&Arc<dyn RunningLending>>,
    ) -> Result<Option<Arriving>, Refusal> {
        if pickup.is_empty() {
            return Ok(None);
        }
        let mut members = self.members.iter();
        let member = members.find(|member| member.library.as_str() == pickup);
        let unknown = || Refusal::UnknownLibrary(pickup.chars().take(40).collect());
        let pickup = member.ok_or_else(unknown)?.library.clone();
        Ok(lending.map(|lending| Arriving {
            pickup,
            lending: Arc::clone(lending),
        }))
    }

    /// Picks the libraries a filter names, or all; an unknown one is refused by name.
    fn members_wanted(&self, filters: &Filters) -> Result<Vec<Arc<Member>>, Refusal> {
        let Some(wanted) = filters.get(&Facet::Library) else {
            return Ok(self.members.clone());
        };
        for library in wanted {
            if !self
                .members
                .iter()
                .any(|member| member.library.as_str() == library)
            {
                return Err(Refusal::UnknownLibrary(library.chars().take(40).collect()));
            }
        }
        let named = |member: &&Arc<Member>| {
            wanted
                .iter()
                .any(|library| library == member.library.as_str())
        };
        Ok(self.members.iter().filter(named).cloned().collect())
    }

    fn wanted(&self, asking: &Asking) -> Wanted {
        Wanted {
            top: asking.page.depth(),
            match_limit: self.match_limit,
            patience: asking.patience.first_round(clock::moment()),
        }
    }

    fn decide(&self, asking: &Asking) -> Vec<Option<Asked>> {
        let mut decided = who_need_not_be_asked(&asking.members, &self.knowledge, &asking.question);
        if !asking.can_match {
            for (member, one) in asking.members.iter().zip(&mut decided) {
                *one = one.or(Some(without_a_question(member)));
            }
        }
        decided
    }

    /// Makes the page of what is known now; libraries that have not answered yet are shown by their copies.
    fn first_page(&self, asking: &Asking, answers: &[MemberAnswer]) -> wire::SearchResponse {
        let mut all: Vec<MemberAnswer> = answers
            .iter()
            .map(|answer| MemberAnswer {
                response: answer.response.clone(),
                ..*answer
            })
            .collect();
        for place in 0..asking.members.len() {
            if !answers.iter().any(|answer| answer.place == place) {
                all.push(MemberAnswer {
                    place,
                    asked: Asked::Late,
                    response: None,
                    elapsed: FIRST_PAGE_AFTER,
                });
            }
        }
        list_unknown(&asking.members, &self.knowledge, &mut all);
        let merged = self.merge(asking, &all);
        let works = self.works(asking, &merged);
        self.response(asking, merged, works, &all)
    }

    async fn page(&self, asking: &Asking, mut answers: Vec<MemberAnswer>) -> wire::SearchResponse {
        let merged = self.merged(asking, &mut answers).await;
        self.written(asking, merged, &answers).await
    }

    /// Joins the answers, with live status of everything on the page whose library answers in time.
    async fn merged(&self, asking: &Asking, answers: &mut [MemberAnswer]) -> Merged {
        list_unknown(&asking.members, &self.knowledge, answers);
        let merged = self.merge(asking, answers);
        let missing = self.missing(asking, &merged, |line| line == Line::Answering);
        self.with_status(merged, missing, asking.patience).await
    }

    async fn written(
        &self,
        asking: &Asking,
        merged: Merged,
        answers: &[MemberAnswer],
    ) -> wire::SearchResponse {
        let works = self.works(asking, &merged);
        let response = self.response(asking, merged, works, answers);
        with_arrivals(asking, response).await
    }

    fn missing_on_slow_lines(&self, asking: &Asking, merged: &Merged) -> Missing {
        self.missing(asking, merged, |line| {
            matches!(line, Line::Slow | Line::Late)
        })
    }

    async fn with_slow_lines(&self, asking: &Asking, merged: Merged, missing: Missing) -> Merged {
        let patience = asking.patience.for_slow_lines(clock::moment());
        self.with_status(merged, missing, patience).await
    }

    fn merge(&self, asking: &Asking, answers: &[MemberAnswer]) -> Merged {
        let Asking {
            members,
            question,
            page,
            with_facets,
            can_match,
            ..
        } = asking;
        if !can_match {
            return Merged {
                exact: members.iter().all(|member| member.has_whole_copy()),
                ..Merged::default()
            };
        }
        self.knowledge.read(|known| {
            merge(
                members,
                known,
                question,
                answers,
                page.depth(),
                *with_facets,
            )
        })
    }

    /// Lists the records of the page whose status no answer carried, of the libraries with such a line.
    fn missing(&self, asking: &Asking, merged: &Merged, of: impl Fn(Line) -> bool) -> Missing {
        let missing = self.knowledge.read(|known| {
            missing_status(&known.directory, cut(merged, asking.page.offset), merged)
        });
        let asked = missing.into_iter().filter_map(|(number, seqs)| {
            let member = self.members.iter().find(|member| member.number == number)?;
            of(member.line()).then(|| (Arc::clone(member), seqs))
        });
        asked.collect()
    }

    /// Asks libraries for the status of these records.
    async fn with_status(
        &self,
        mut merged: Merged,
        missing: Missing,
        patience: Patience,
    ) -> Merged {
        let asked = missing.into_iter().map(|(member, seqs)| async move {
            let number = member.number;
            (number, ask_status(member, seqs, patience).await)
        });
        let said = join_all(asked).await;
        self.knowledge.read(|known| {
            for (number, statuses) in said {
                for status in statuses.unwrap_or_default() {
                    if let Some(row) = known.directory.row_of(number, status.seq) {
                        merged.live.insert((row, status.group), status.live);
                    }
                }
            }
        });
        merged
    }

    fn works(&self, asking: &Asking, merged: &Merged) -> Vec<WorkResult> {
        let dates: BTreeMap<u16, _> = self
            .members
            .iter()
            .map(|member| (member.number, member.copy().as_of))
            .collect();
        self.knowledge.read(|known| {
            let status = |row: RowNumber, group: usize| match merged.live.get(&(row, group)) {
                Some(live) => Status {
                    live: *live,
                    as_of: None,
                },
                None => Status {
                    live: known
                        .directory
                        .lives_of(row)
                        .get(group)
                        .copied()
                        .unwrap_or_default(),
                    as_of: dates
                        .get(&known.directory.row(row).member)
                        .copied()
                        .flatten(),
                },
            };
            cut(merged, asking.page.offset)
                .iter()
                .map(|best| assemble(&known.directory, *best, &status))
                .collect()
        })
    }

    fn response(
        &self,
        asking: &Asking,
        mut merged: Merged,
        works: Vec<WorkResult>,
        answers: &[MemberAnswer],
    ) -> wire::SearchResponse {
        let by_library: BTreeMap<String, u64> = merged
            .counts
            .facets
            .iter()
            .filter(|(facet, _)| *facet == Facet::Library)
            .flat_map(|(_, counts)| {
                counts
                    .iter()
                    .map(|count| (count.value.clone(), count.count))
            })
            .collect();
        let mut libraries: Vec<wire::LibraryStatus> = answers
            .iter()
            .map(|answer| {
                let member = &asking.members[answer.place];
                let works = by_library
                    .get(member.library.as_str())
                    .copied()
                    .unwrap_or(0);
                status_of(member, &self.knowledge, answer.asked, answer.elapsed, works)
            })
            .collect();
        libraries.sort_by(|a, b| a.library.cmp(&b.library));
        wire::SearchResponse {
            total: merged.counts.works,
            total_exact: merged.exact,
            works: works
                .iter()
                .map(|work| work_to_wire(&self.members, work))
                .collect(),
            facets: convert::facets::to_wire(
                std::mem::take(&mut merged.counts.facets),
                merged.exact,
            ),
            libraries,
            next_page_token: asking.page.next_token(merged.counts.works as usize),
            corrections: asking.corrections.iter().map(correction_to_wire).collect(),
        }
    }
}

/// Adds when each work can be collected, where a pick-up library was chosen.
async fn with_arrivals(asking: &Asking, mut page: wire::SearchResponse) -> wire::SearchResponse {
    if let Some(arriving) = &asking.arriving {
        page.works = arriving.fill(page.works).await;
    }
    page
}

/// Lists, by library, the records of the page's works whose status no answer carried.
fn missing_status(
    directory: &Directory,
    page: &[Matched],
    merged: &Merged,
) -> BTreeMap<u16, Vec<u64>> {
    let mut missing: BTreeMap<u16, Vec<u64>> = BTreeMap::new();
    for best in page {
        for row in directory.rows_of_work(directory.work_of(best.row)) {
            let parts = directory.lives_of(row).len();
            if (0..parts).any(|group| !merged.live.contains_key(&(row, group))) {
                let row = directory.row(row);
                let seqs = missing.entry(row.member).or_default();
                if seqs.len() < STATUS_MAX {
                    seqs.push(row.seq);
                }
            }
        }
    }
    missing
}

fn correction_to_wire(correction: &Correction) -> wire::Correction {
    wire::Correction {
        typed: correction.typed.clone(),
        used: correction.used.clone(),
    }
}
