//! How far is the import? A bar on a terminal, a line every ten seconds elsewhere, both on standard error.

use crate::files::BytesRead;
use crate::terminal::Terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Plain lines come no faster.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// The bar is drawn no faster.
const BAR_EVERY: Duration = Duration::from_millis(100);

/// Shows the progress of one import.
pub(crate) struct Progress<'terminal> {
    terminal: &'terminal Terminal,
    bar: Option<ProgressBar>,
    read: BytesRead,
    total: Option<u64>,
    told: Instant,
    durable: u64,
    rejected: u64,
}

impl<'terminal> Progress<'terminal> {
    /// Starts showing; `total` is the size of all files, where every one has a size.
    pub(crate) fn start(
        terminal: &'terminal Terminal,
        read: BytesRead,
        total: Option<u64>,
    ) -> Self {
        Self {
            bar: terminal.err_is_terminal().then(|| bar(total)),
            terminal,
            read,
            total,
            told: Instant::now(),
            durable: 0,
            rejected: 0,
        }
    }

    /// Takes note of what is durable and shows it, if it is time.
    pub(crate) fn durable(&mut self, number: u64) {
        self.durable = self.durable.max(number);
        self.tell();
    }

    /// Takes note of a rejected record.
    pub(crate) fn rejected(&mut self) {
        self.rejected += 1;
    }

    /// Says something without tearing the bar.
    pub(crate) fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.terminal.note(text)),
            None => self.terminal.note(text),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn tell(&mut self) {
        let every = if self.bar.is_some() {
            BAR_EVERY
        } else {
            LINE_EVERY
        };
        if self.told.elapsed() < every {
            return;
        }
        self.told = Instant::now();
        let counts = format!("{} records safe, {} rejected", self.durable, self.rejected);
        match &self.bar {
            Some(bar) => {
                bar.set_message(counts);
                bar.set_position(self.read.count());
            }
            None => {
                let percent = self.total.filter(|total| *total > 0).map(|total| {
                    format!(", {} % read", self.read.count().saturating_mul(100) / total)
                });
                self.terminal
                    .note(&format!("{counts}{}", percent.unwrap_or_default()));
            }
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:30} {percent:>3} %  {msg}  {binary_bytes_per_sec}  {eta} left",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {binary_bytes}  {msg}  {binary_bytes_per_sec}",
        ),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
