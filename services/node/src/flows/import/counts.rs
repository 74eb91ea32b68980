//! What has become of the records of an import so far? Kept with each group, so that a resumed import counts on.

/// Version of the stored form, its first byte.
const VERSION: u8 = 1;

/// Records by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Records of the file; each row of a table is one.
    pub(crate) read: u64,
    pub(crate) new: u64,
    pub(crate) changed: u64,
    pub(crate) unchanged: u64,
    pub(crate) rejected: u64,
    pub(crate) authorities: u64,
    /// Version numbers from this one on were given by this import.
    pub(crate) first_seq: u64,
}

impl Counts {
    /// Writes the counts as bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        for number in [
            self.read,
            self.new,
            self.changed,
            self.unchanged,
            self.rejected,
            self.authorities,
            self.first_seq,
        ] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out
    }

    /// Reads counts back; nothing where the bytes are none.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let mut numbers = rest
            .chunks_exact(8)
            .map(|part| part.try_into().map(u64::from_le_bytes).ok());
        let mut next = || numbers.next().flatten();
        let counts = Self {
            read: next()?,
            new: next()?,
            changed: next()?,
            unchanged: next()?,
            rejected: next()?,
            authorities: next()?,
            first_seq: next()?,
        };
        (*version == VERSION && rest.len() == 7 * 8).then_some(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_survive_an_interruption() {
        let counts = Counts {
            read: 9,
            new: 1,
            changed: 2,
            unchanged: 3,
            rejected: 1,
            authorities: 2,
            first_seq: 400,
        };
        assert_eq!(Counts::decode(&counts.encode()), Some(counts));
        for damaged in [&[][..], &[2], &counts.encode()[..20], &[1; 58]] {
            assert_eq!(Counts::decode(damaged), None);
        }
    }
}
