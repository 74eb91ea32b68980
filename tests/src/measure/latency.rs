//! How long does one call take, and how many answers a second are there when several callers ask at once?

use anyhow::{Context, Result};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// Times of single calls, shortest first.
#[derive(Clone, Debug)]
pub struct Latencies {
    sorted: Vec<Duration>,
}

impl Latencies {
    /// Takes times in any order.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { sorted: times }
    }

    /// Gives the time, in milliseconds, that this share of the calls did not exceed (nearest rank).
    pub fn at_ms(&self, share: f64) -> f64 {
        let rank = (share * self.sorted.len() as f64).ceil() as usize;
        let time = self.sorted.get(rank.max(1) - 1).copied();
        time.unwrap_or_default().as_secs_f64() * 1_000.0
    }

    /// Gives the longest time in milliseconds.
    pub fn longest_ms(&self) -> f64 {
        self.at_ms(1.0)
    }
}

/// What several callers at once were given.
#[derive(Clone, Debug)]
pub struct Load {
    /// Answers a second, all callers together.
    pub per_second: f64,
    /// What each call took under that load.
    pub latencies: Latencies,
}

/// Calls once for each question, one after another.
pub async fn measure_one_by_one<Q, F>(
    questions: &[Q],
    mut call: impl FnMut(&Q) -> F,
) -> Result<Latencies>
where
    F: Future<Output = Result<()>>,
{
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        let started = Instant::now();
        call(question).await?;
        times.push(started.elapsed());
    }
    Ok(Latencies::new(times))
}

/// Shares the questions out among callers, each asking its next when it has its answer.
pub async fn measure_callers<C, F>(
    callers: Vec<C>,
    questions: usize,
    call: fn(C, usize) -> F,
) -> Result<Load>
where
    C: Clone + Send + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(callers.len());
    for caller in callers {
        let next = Arc::clone(&next);
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            loop {
                let question = next.fetch_add(1, Ordering::Relaxed);
                if question >= questions {
                    return Ok::<_, anyhow::Error>(times);
                }
                let started = Instant::now();
                call(caller.clone(), question).await?;
                times.push(started.elapsed());
            }
        }));
    }
    let mut times = Vec::with_capacity(questions);
    for task in tasks {
        times.extend(task.await.context("a caller failed")??);
    }
    let per_second = times.len() as f64 / started.elapsed().as_secs_f64();
    Ok(Load {
        per_second,
        latencies: Latencies::new(times),
    })
}

/// Makes a runtime on the calling thread only, so that one caller's time has no thread switches of ours in it.
pub fn quiet_runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Makes a runtime for several callers at once.
pub fn busy_runtime() -> Result<Runtime> {
    Ok(Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn shares_are_taken_by_nearest_rank() {
        let latencies = Latencies::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(latencies.at_ms(0.50), 100.0);
        assert_eq!(latencies.at_ms(0.95), 190.0);
        assert_eq!(latencies.longest_ms(), 200.0);
        assert_eq!(Latencies::new(Vec::new()).at_ms(0.5), 0.0);
    }

    #[test]
    fn callers_share_the_questions() {
        let load = busy_runtime()
            .unwrap()
            .block_on(measure_callers(vec![(); 4], 100, |(), _| async { Ok(()) }))
            .unwrap();
        assert!(load.per_second > 0.0);
        assert_eq!(load.latencies.sorted.len(), 100);
    }
}
