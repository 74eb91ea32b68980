//! How many calls does a connection take back ("rapid reset")? Counted in the bytes that come, before anything is done for them.
//!
//! The limit of HTTP/2's own library looks at what one connection takes back before it is taken up, and closes that connection: whoever
//! goes slower is never noticed, and whoever comes again begins anew.

use std::pin::Pin;
use std::task::Context;
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// Calls that one address may take back within a window, and one connection.
pub const TAKEN_BACK_MAX: u32 = 500;
/// The same of one connection, where its address has taken back too many.
pub const TAKEN_BACK_SUSPECT_MAX: u32 = 50;
/// For so long they are counted together.
pub const TAKEN_BACK_WINDOW: Duration = Duration::from_secs(10);

/// What every HTTP/2 connection begins with (RFC 9113, 3.4); others are no matter of this.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// A frame begins with its length in three bytes, its kind, and five more (RFC 9113, 4.1).
const HEAD: usize = 9;
/// A frame that ends a call from the caller's side (RFC 9113, 6.4).
const RST_STREAM: u8 = 3;

/// Counts what one connection takes back.
#[derive(Debug)]
pub(crate) struct TakenBack {
    at: At,
    most: u32,
    counted: u32,
    /// Runs since the first that is counted.
    window: Option<Pin<Box<Sleep>>>,
}

/// What the next byte belongs to.
#[derive(Debug)]
enum At {
    /// So many bytes of the preface have come.
    Preface(usize),
    /// The head of a frame, of which so many bytes have come.
    Head([u8; HEAD], usize),
    /// What a frame carries: so many bytes are still to come.
    Body(usize),
    /// No HTTP/2.
    Other,
}

impl TakenBack {
    /// Lets so many be taken back within a window.
    pub(crate) fn at_most(most: u32) -> Self {
        Self {
            at: At::Preface(0),
            most,
            counted: 0,
            window: None,
        }
    }

    /// Looks at what has come; says whether that is still within the limit.
    pub(crate) fn bears(&mut self, came: &[u8], context: &mut Context<'_>) -> bool {
        let more = self.resets(came);
        more == 0 || self.bears_more(more, context)
    }

    /// Adds so many; says whether that is still within the limit.
    pub(crate) fn bears_more(&mut self, more: u32, context: &mut Context<'_>) -> bool {
        if let Some(window) = &mut self.window
            && window.as_mut().poll(context).is_ready()
        {
            self.window = None;
            self.counted = 0;
        }
        self.window
            .get_or_insert_with(|| Box::pin(sleep(TAKEN_BACK_WINDOW)));
        self.counted = self.counted.saturating_add(more);
        self.counted <= self.most
    }

    /// Counts the resets that begin in these bytes.
    pub(crate) fn resets(&mut self, mut came: &[u8]) -> u32 {
        let mut found = 0_u32;
        while let Some((first, rest)) = came.split_first() {
            match &mut self.at {
                At::Other => return found,
                At::Preface(before) => {
                    self.at = match PREFACE.get(*before) {
                        Some(wanted) if wanted == first => At::Preface(*before + 1),
                        Some(_) => At::Other,
                        None => At::Head([0; HEAD], 0),
                    };
                    // What is no part of the preface is looked at again, as the head of a frame.
                    if matches!(self.at, At::Preface(_)) {
                        came = rest;
                    }
                }
                At::Head(head, before) => {
                    if let Some(place) = head.get_mut(*before) {
                        *place = *first;
                    }
                    *before += 1;
                    came = rest;
                    if *before == HEAD {
                        let [high, middle, low, kind, ..] = *head;
                        found = found.saturating_add(u32::from(kind == RST_STREAM));
                        let length = u32::from_be_bytes([0, high, middle, low]);
                        self.at = At::Body(usize::try_from(length).unwrap_or(usize::MAX));
                    }
                }
                At::Body(left) => {
                    let skipped = came.len().min(*left);
                    *left -= skipped;
                    came = came.get(skipped..).unwrap_or_default();
                    if *left == 0 {
                        self.at = At::Head([0; HEAD], 0);
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::task::Waker;

    /// A frame of this kind that carries so many bytes.
    fn frame(kind: u8, length: u8) -> Vec<u8> {
        let mut frame = vec![0, 0, length, kind, 0, 0, 0, 0, 1];
        frame.extend(std::iter::repeat_n(RST_STREAM, usize::from(length)));
        frame
    }

    /// What a caller says that opens so many calls and takes them back.
    fn resets(many: usize) -> Vec<u8> {
        let mut said = Vec::new();
        for _ in 0..many {
            said.extend(frame(1, 30));
            said.extend(frame(RST_STREAM, 4));
        }
        said
    }

    fn bears(taken_back: &mut TakenBack, came: &[u8]) -> bool {
        taken_back.bears(came, &mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test(start_paused = true)]
    async fn resets_are_found_however_the_bytes_come() {
        let mut said = PREFACE.to_vec();
        said.extend(frame(4, 0));
        said.extend(resets(7));
        for piece in [1, 2, 5, 9, 24, 1_000] {
            let mut taken_back = TakenBack::at_most(7);
            assert!(said.chunks(piece).all(|came| bears(&mut taken_back, came)));
            assert_eq!(taken_back.counted, 7, "in pieces of {piece} bytes");
            assert!(!bears(&mut taken_back, &resets(1)));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_no_http2_is_no_matter_of_this() {
        let mut taken_back = TakenBack::at_most(0);
        assert!(bears(&mut taken_back, b"POST /a HTTP/1.1\r\n"));
        assert!(bears(&mut taken_back, &resets(3)));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_taken_back_long_ago_counts_no_more() {
        let mut taken_back = TakenBack::at_most(5);
        assert!(bears(&mut taken_back, PREFACE));
        assert!(bears(&mut taken_back, &resets(5)));
        sleep(TAKEN_BACK_WINDOW + Duration::from_millis(2)).await;
        assert!(bears(&mut taken_back, &resets(5)));
        assert!(!bears(&mut taken_back, &resets(1)));
    }
}
