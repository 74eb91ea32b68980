//! What do the libraries answer to one rewritten question? All are asked at once; nobody is waited for beyond the deadline.

use crate::clock;
use crate::knowledge::Knowledge;
use crate::line::{Line, LineEvent};
use crate::member::Member;
use crate::patience::Patience;
use crate::tasks;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use navette_domain::catalogue::{Field, Question};
use navette_domain::time::Day;
use navette_indexer::search::{ANALYSIS_VERSION, Brief, Live, View};
use navette_proto::convert;
use navette_proto::wire::catalogue as wire;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// A copy older than this does not prove that a library has nothing.
const FRESH: Duration = Duration::from_secs(60);

/// How long a question may take that nobody waits for.
const TRIAL_LIMIT: Duration = Duration::from_secs(10);
/// A line that broke under a small question is asked again after this.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// What became of asking one library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// It answered in time.
    Answered,
    /// Its fresh copy lacks a word that must match.
    NotNeeded,
    /// Its line is too slow for a question: its copy answers.
    Slow,
    /// It did not answer in time, now or before.
    Late,
    /// It cannot be reached.
    Away,
}

/// One library's part of an answer.
pub(crate) struct MemberAnswer {
    /// Which library, by its place among the members.
    pub(crate) place: usize,
    /// How it was asked.
    pub(crate) asked: Asked,
    /// What it said; nothing unless it answered.
    pub(crate) response: Option<wire::MatchResponse>,
    /// How long it took.
    pub(crate) elapsed: Duration,
}

/// How much of an answer is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// Best works.
    pub(crate) top: usize,
    /// Matches at most.
    pub(crate) match_limit: u32,
    /// How long the libraries may take.
    pub(crate) patience: Patience,
}

/// Decides, before anybody is asked, who need not be.
pub(crate) fn who_need_not_be_asked(
    members: &[Arc<Member>],
    knowledge: &Knowledge,
    question: &Question,
) -> Vec<Option<Asked>> {
    knowledge.read(|known| {
        let decide = |member: &Arc<Member>| match member.line() {
            Line::Slow => Some(Asked::Slow),
            Line::Late => Some(Asked::Late),
            Line::Away => Some(Asked::Away),
            Line::Answering => {
                let view = known.views[usize::from(member.number)].as_deref();
                let nothing = view.is_some_and(|view| !can_match(view, question));
                (nothing && member.is_fresh(FRESH)).then_some(Asked::NotNeeded)
            }
        };
        members.iter().map(decide).collect()
    })
}

/// Says what becomes of a library that cannot be asked, because some word exists in no copy: only a fresh one proves that
/// it has nothing.
pub(crate) fn without_a_question(member: &Member) -> Asked {
    if member.is_fresh(FRESH) {
        Asked::NotNeeded
    } else {
        Asked::Late
    }
}

/// Says whether every word has a term that some record of the copy has.
fn can_match(view: &View, question: &Question) -> bool {
    let vocabulary = view.vocabulary();
    let known = |field: Field, text: &str| vocabulary.field(field).count(text) > 0;
    question
        .words
        .iter()
        .all(|word| word.terms.iter().any(|term| known(term.field, &term.text)))
}

/// Asks everybody who must be asked. `on_answer` sees each answer as it comes; the last call is made at the deadline at
/// the latest, and those who have not answered by then are late.
pub(crate) async fn ask_all(
    members: &[Arc<Member>],
    decided: Vec<Option<Asked>>,
    question: &Question,
    wanted: Wanted,
    mut on_answer: impl FnMut(MemberAnswer),
) {
    let began = clock::moment();
    let template = wire::MatchRequest {
        analysis_version: ANALYSIS_VERSION,
        top: wanted.top as u32,
        match_limit: wanted.match_limit,
        ..convert::question::to_wire(question)
    };
    let mut asking = FuturesUnordered::new();
    let mut waiting = vec![false; members.len()];
    for (place, decided) in decided.into_iter().enumerate() {
        match decided {
            Some(asked) => {
                if asked == Asked::Slow && members[place].takes_trial() {
                    tasks::in_background(try_out(
                        place,
                        Arc::clone(&members[place]),
                        template.clone(),
                    ));
                }
                on_answer(MemberAnswer {
                    place,
                    asked,
                    response: None,
                    elapsed: Duration::ZERO,
                });
            }
            None => {
                waiting[place] = true;
                asking.push(ask_one(
                    place,
                    Arc::clone(&members[place]),
                    template.clone(),
                    wanted.patience.left(began),
                ));
            }
        }
    }
    let unanswered = wanted.patience.missed(began);
    while let Ok(Some((place, outcome))) =
        tokio::time::timeout_at(wanted.patience.until(), asking.next()).await
    {
        waiting[place] = false;
        let elapsed = clock::moment() - began;
        let (asked, response) = judge(&members[place], outcome, elapsed, unanswered);
        on_answer(MemberAnswer {
            place,
            asked,
            response,
            elapsed,
        });
    }
    for (place, _) in waiting.iter().enumerate().filter(|(_, waiting)| **waiting) {
        members[place].learn_unanswered(unanswered);
        let elapsed = clock::moment() - began;
        on_answer(MemberAnswer {
            place,
            asked: Asked::Late,
            response: None,
            elapsed,
        });
    }
}

async fn ask_one(
    place: usize,
    member: Arc<Member>,
    template: wire::MatchRequest,
    time: Duration,
) -> (usize, Result<wire::MatchResponse, tonic::Status>) {
    let copy = member.copy();
    let mut request = tonic::Request::new(wire::MatchRequest {
        known_incarnation: format!("{:016x}", copy.incarnation),
        known_generation: copy.generation,
        ..template
    });
    request.set_timeout(time);
    let mut client = member.member_client();
    (
        place,
        client
            .r#match(request)
            .await
            .map(tonic::Response::into_inner),
    )
}

/// Learns from an outcome what the line is worth; `unanswered` is what a call cut short means.
fn judge(
    member: &Member,
    outcome: Result<wire::MatchResponse, tonic::Status>,
    elapsed: Duration,
    unanswered: LineEvent,
) -> (Asked, Option<wire::MatchResponse>) {
    match outcome {
        // An answer about another life of the node cannot be read with this copy; the change stream will bring the new one.
        Ok(response) if response.incarnation == format!("{:016x}", member.copy().incarnation) => {
            // What was answered in time was worth asking, however near the deadline it came.
            member.learn_answered(elapsed);
            (Asked::Answered, Some(response))
        }
        Ok(_) => (Asked::Away, None),
        Err(status) => {
            tracing::debug!(library = %member.library, code = ?status.code(), "no answer");
            let event = LineEvent::of_error(status.code(), unanswered);
            member.learn_unanswered(event);
            let asked = match event {
                LineEvent::DeadlineMissed | LineEvent::Doubted => Asked::Late,
                // It refuses what others take: another version, or not a node at all.
                LineEvent::Failed
                | LineEvent::Alive
                | LineEvent::Answered
                | LineEvent::AnsweredSlowly => Asked::Away,
            };
            (asked, None)
        }
    }
}

/// Waits for one call no longer than patience lasts, and learns of the line what there is to learn.
pub(crate) async fn ask_in_time<Q, A, F>(
    member: &Member,
    patience: Patience,
    question: Q,
    call: impl FnOnce(tonic::Request<Q>) -> F,
) -> Result<A, tonic::Status>
where
    F: Future<Output = Result<tonic::Response<A>, tonic::Status>>,
{
    let began = clock::moment();
    let mut request = tonic::Request::new(question);
    request.set_timeout(patience.left(began));
    let silent = |_| Err(tonic::Status::deadline_exceeded("no answer"));
    let answered = tokio::time::timeout_at(patience.until(), call(request)).await;
    let answered = answered.unwrap_or_else(silent);
    match &answered {
        Ok(_) => member.learn_alive(clock::moment() - began),
        Err(status) => member.learn(LineEvent::of_error(status.code(), patience.missed(began))),
    }
    answered.map(tonic::Response::into_inner)
}

/// Puts a question to a slow line while nobody waits for the answer, to learn how long it takes by now.
async fn try_out(place: usize, member: Arc<Member>, template: wire::MatchRequest) {
    let began = clock::moment();
    let (_, outcome) = ask_one(place, Arc::clone(&member), template, TRIAL_LIMIT).await;
    let took = clock::moment() - began;
    judge(&member, outcome, took, LineEvent::DeadlineMissed);
}

/// Asks one library for the live status of some records; nothing where it does not say in time. A line that breaks under the
/// question is asked again for as long as there is time.
pub(crate) async fn ask_status(
    member: Arc<Member>,
    seqs: Vec<u64>,
    patience: Patience,
) -> Option<Vec<PartLive>> {
    let mut client = member.member_client();
    loop {
        let question = wire::StatusRequest { seqs: seqs.clone() };
        let call = async |request| client.status(request).await;
        match ask_in_time(&member, patience, question, call).await {
            Ok(said) => return Some(said.live.into_iter().map(read_live).collect()),
            Err(status) if status.code() == tonic::Code::Unavailable => {}
            Err(_) => return None,
        }
        if patience.left(clock::moment()) < ASK_AGAIN_AFTER * 2 {
            return None;
        }
        tokio::time::sleep(ASK_AGAIN_AFTER).await;
    }
}

/// Live status of one part of one record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartLive {
    /// Which version of which record.
    pub(crate) seq: u64,
    /// Which part.
    pub(crate) group: usize,
    /// What can be lent.
    pub(crate) live: Live,
}

/// Reads a status from the wire.
pub(crate) fn read_live(status: wire::LiveStatus) -> PartLive {
    let live = Live {
        copies: status.copies,
        available: status.available.min(status.copies),
        reference: status.reference.min(status.copies),
        due: status.due_day.map(Day),
    };
    PartLive {
        seq: status.seq,
        group: status.group as usize,
        live,
    }
}

/// Reads a record that an answer brought in full, as rows keep it.
pub(crate) fn read_unknown(change: wire::Change) -> Option<(u64, Brief)> {
    let record = convert::record::from_wire(change.record?).ok()?;
    Some((change.seq, Brief::of(&record)))
}
