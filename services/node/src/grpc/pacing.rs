//! How fast is the catalogue told on a line that bears little? In small parts, each of which leaves the line free for as long
//! as it took, so that a question is never behind more than one.

use crate::clock::pause;
use std::time::Duration;
use tokio_stream::{Stream, StreamExt};

/// Bytes of records told at once where the line bears all there is.
const PART_BYTES_MAX: usize = 256 << 10;
/// Fewest bytes of records told at once: less says more about the message than about the records.
const PART_BYTES_MIN: usize = 8 << 10;
/// How long one part may hold the line up.
const PART_MS: usize = 500;
/// How many bytes of records become one on the line, about: parts are cut before they are packed.
const PACKED: usize = 5;

/// The pace of one change stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Most kilobits in a second; nothing where the line bears all there is.
    kbps: Option<u32>,
}

impl Pace {
    pub(super) fn of(kbps: Option<u32>) -> Self {
        Self { kbps }
    }

    /// Says how many bytes of records are told at once.
    pub(super) fn part_bytes(self) -> usize {
        let Some(kbps) = self.kbps else {
            return PART_BYTES_MAX;
        };
        let on_the_line = kbps as usize * PART_MS / 8;
        on_the_line
            .saturating_mul(PACKED)
            .clamp(PART_BYTES_MIN, PART_BYTES_MAX)
    }

    /// Says how long the line is left alone after so many bytes.
    fn rest(self, bytes: usize) -> Duration {
        match self.kbps {
            // A kilobit a second is a bit a millisecond.
            Some(kbps) => Duration::from_millis(bytes as u64 * 8 / u64::from(kbps.max(1))),
            None => Duration::ZERO,
        }
    }

    /// Hands on messages no faster than this; `bytes` says what each costs.
    pub(super) fn keep<T: Send>(
        self,
        messages: impl Stream<Item = T> + Send,
        bytes: impl Fn(&T) -> usize + Send + Copy,
    ) -> impl Stream<Item = T> + Send {
        let mut owed = Duration::ZERO;
        messages.then(move |message| {
            let before = std::mem::replace(&mut owed, self.rest(bytes(&message)));
            async move {
                if !before.is_zero() {
                    pause(before).await;
                }
                message
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poor_line_gets_small_parts_and_rests_as_long_as_each_took() {
        for (kbps, part_bytes, rest_ms) in [
            (None, 256 << 10, 0),
            (Some(1_000_000), 256 << 10, 0),
            (Some(40), 12_500, 1_000),
            (Some(8), 8 << 10, 5_000),
        ] {
            let pace = Pace::of(kbps);
            assert_eq!(pace.part_bytes(), part_bytes, "{kbps:?}");
            assert_eq!(pace.rest(5_000), Duration::from_millis(rest_ms), "{kbps:?}");
        }
    }
}
