//! Does the work go on that a process does by itself? A process in which a part of it has ended must not look alive.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::JoinHandle;

/// Work that goes on by itself for as long as its process does.
#[derive(Default)]
pub struct Background {
    watched: Vec<(&'static str, JoinHandle<()>)>,
    /// What may end before the process.
    others: Vec<JoinHandle<()>>,
}

/// A part of the work that ended before its process was told to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkEnded {
    what: &'static str,
    why: String,
}

impl fmt::Display for WorkEnded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} has ended by itself: {}", self.what, self.why)
    }
}

impl std::error::Error for WorkEnded {}

impl Background {
    /// Takes on work without which the process is not whole.
    pub fn needs(&mut self, what: &'static str, work: JoinHandle<()>) {
        self.watched.push((what, work));
    }

    /// Takes on work that may end early.
    pub fn has(&mut self, work: JoinHandle<()>) {
        self.others.push(work);
    }

    /// Waits until work that is needed has ended, and says which.
    pub async fn first_end(&mut self) -> WorkEnded {
        poll_fn(|context| self.poll_end(context)).await
    }

    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<WorkEnded> {
        for place in 0..self.watched.len() {
            if let Poll::Ready(ended) = Pin::new(&mut self.watched[place].1).poll(context) {
                let (what, _) = self.watched.swap_remove(place);
                let why = ended.map_or_else(
                    |broken| broken.to_string(),
                    |()| "nothing was left to do".to_owned(),
                );
                return Poll::Ready(WorkEnded { what, why });
            }
        }
        Poll::Pending
    }

    /// Cuts all of it off.
    pub fn abort(&self) {
        let needed = self.watched.iter().map(|(_, work)| work);
        for work in needed.chain(&self.others) {
            work.abort();
        }
    }

    /// Waits until all of it has ended.
    pub async fn all_ended(self) {
        let needed = self.watched.into_iter().map(|(_, work)| work);
        for work in needed.chain(self.others) {
            // What broke has been told to the log.
            let _ = work.await;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;
    use std::future::pending;

    fn told(ended: &WorkEnded) -> String {
        ended.to_string()
    }

    #[tokio::test]
    async fn the_work_that_breaks_is_named_with_what_it_said_and_the_rest_goes_on() {
        let mut background = Background::default();
        background.needs("telling", tokio::spawn(pending()));
        background.needs("forgetting", tokio::spawn(async { panic!("no disk") }));
        background.has(tokio::spawn(async {}));
        let ended = told(&background.first_end().await);
        assert!(
            ended.starts_with("forgetting has ended by itself: "),
            "{ended}"
        );
        assert!(ended.contains("no disk"), "{ended}");
        // It is not asked about twice, and the rest still runs.
        assert_eq!(background.watched.len(), 1);
        background.abort();
        background.all_ended().await;
    }

    #[tokio::test]
    async fn work_that_is_needed_must_not_come_to_an_end_either() {
        let mut background = Background::default();
        background.needs("watching", tokio::spawn(async {}));
        let ended = told(&background.first_end().await);
        assert_eq!(
            ended,
            "watching has ended by itself: nothing was left to do"
        );
    }

    #[tokio::test]
    async fn work_that_may_end_ends_nothing() {
        let mut background = Background::default();
        background.has(tokio::spawn(async {}));
        let quiet =
            tokio::time::timeout(std::time::Duration::from_millis(20), background.first_end());
        assert!(quiet.await.is_err());
    }
}
