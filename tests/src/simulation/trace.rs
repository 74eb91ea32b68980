//! What happened, in which order? A hash of everything, and the last lines in words where somebody wants to read them.

/// The trace of a run.
pub(super) struct Trace {
    hash: u64,
    lines: Option<Vec<String>>,
    /// Events so far.
    pub(super) steps: u64,
}

impl Trace {
    pub(super) fn new(in_words: bool) -> Self {
        Self {
            hash: 0xcbf2_9ce4_8422_2325,
            lines: in_words.then(Vec::new),
            steps: 0,
        }
    }

    /// Notes numbers that must be the same in every run of the seed.
    pub(super) fn note(&mut self, numbers: &[u64]) {
        for number in numbers {
            for byte in number.to_le_bytes() {
                self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }

    /// Notes a line in words, made only where somebody reads it.
    pub(super) fn say(&mut self, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(line());
        }
    }

    /// Gives the hash.
    pub(super) fn hash(&self) -> u64 {
        self.hash
    }

    /// Gives the lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}
