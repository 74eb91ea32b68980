//! How are the numbers of matching records packed, so that two thousand of them are a few kilobytes?
//!
//! Ascending numbers as differences, and one bit each for "a copy can be borrowed now". Where there are too many, both
//! sides agree on a sample: works whose key begins with so many zero bits, so that a work is in all libraries' samples or in none.

use crate::Refusal;

/// Matches of one answer, at most.
pub const MOST_MATCHES: usize = 100_000;
/// Largest sample shift: one work in 2^32.
pub const MOST_SHIFT: u32 = 32;

/// Matching records as `MatchResponse` carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// `MatchResponse.matches`.
    pub matches: Vec<u64>,
    /// `MatchResponse.available`.
    pub available: Vec<u8>,
}

/// Packs record numbers with their availability; they are in ascending order, each once.
pub fn pack(found: &[(u64, bool)]) -> Packed {
    let mut packed = Packed {
        matches: Vec::with_capacity(found.len()),
        available: vec![0; found.len().div_ceil(8)],
    };
    let mut before = 0;
    for (place, (seq, available)) in found.iter().enumerate() {
        packed.matches.push(seq.wrapping_sub(before));
        before = *seq;
        if *available && let Some(byte) = packed.available.get_mut(place / 8) {
            *byte |= 1 << (place % 8);
        }
    }
    packed
}

/// Reads packed record numbers back, refusing what no node can have sent.
pub fn unpack(matches: &[u64], available: &[u8]) -> Result<Vec<(u64, bool)>, Refusal> {
    if matches.len() > MOST_MATCHES {
        return Err(Refusal::OverLimit {
            what: "matches".into(),
            value: matches.len() as u64,
            limit: MOST_MATCHES as u64,
            unit: "records",
        });
    }
    if available.len() != matches.len().div_ceil(8) {
        let reason = format!(
            "{} bytes of bits for {} matches",
            available.len(),
            matches.len()
        );
        return Err(Refusal::field("available", reason));
    }
    let mut found = Vec::with_capacity(matches.len());
    let mut seq = 0_u64;
    for (place, step) in matches.iter().enumerate() {
        let next = seq.checked_add(*step).filter(|_| *step > 0);
        let Some(next) = next else {
            let reason = format!("{step} after {seq} does not ascend");
            return Err(Refusal::field(format!("matches[{place}]"), reason));
        };
        seq = next;
        let bits = available.get(place / 8).copied().unwrap_or(0);
        found.push((seq, bits >> (place % 8) & 1 == 1));
    }
    Ok(found)
}

/// Says whether a work is in a sample of one in 2^`shift`.
pub fn is_in_sample(work: u64, shift: u32) -> bool {
    work.leading_zeros() >= shift
}

/// Finds the smallest shift whose sample has at most `limit` records, given the work key of each record found.
pub fn smallest_shift(works: impl IntoIterator<Item = u64>, limit: usize) -> u32 {
    let mut by_zeros = [0_usize; 65];
    for work in works {
        if let Some(count) = by_zeros.get_mut(work.leading_zeros() as usize) {
            *count += 1;
        }
    }
    let mut records: usize = by_zeros.iter().sum();
    let mut shift = 0;
    for count in by_zeros.iter().take(MOST_SHIFT as usize) {
        if records <= limit {
            break;
        }
        records -= count;
        shift += 1;
    }
    shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_survive_the_wire() {
        let found: Vec<(u64, bool)> = (1..40_u64).map(|n| (n * n, n % 3 == 0)).collect();
        let packed = pack(&found);
        assert_eq!(packed.available.len(), 5);
        assert_eq!(unpack(&packed.matches, &packed.available), Ok(found));
        assert_eq!(pack(&[]), Packed::default());
        assert_eq!(unpack(&[], &[]), Ok(vec![]));
    }

    #[test]
    fn matches_that_no_node_can_send_are_refused_by_field() {
        for (matches, available, told) in [
            (
                vec![3, 0],
                vec![0],
                "matches[1]: 0 after 3 does not ascend".to_owned(),
            ),
            (
                vec![3, u64::MAX],
                vec![0],
                format!("matches[1]: {} after 3 does not ascend", u64::MAX),
            ),
            (
                vec![3],
                vec![],
                "available: 0 bytes of bits for 1 matches".to_owned(),
            ),
        ] {
            let refused = unpack(&matches, &available).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told));
        }
        assert!(unpack(&vec![1; MOST_MATCHES + 1], &[]).is_err());
    }

    #[test]
    fn the_smallest_sample_shift_that_fits_is_chosen() {
        let works: Vec<u64> = (0..64).map(|n: u64| n << 58).collect();
        for (limit, shift) in [(64, 0), (63, 1), (32, 1), (31, 2), (1, 6)] {
            assert_eq!(smallest_shift(works.iter().copied(), limit), shift);
            let sampled = works.iter().filter(|work| is_in_sample(**work, shift));
            assert!(sampled.count() <= limit);
        }
        assert_eq!(smallest_shift(vec![0, 0], 1), MOST_SHIFT);
    }
}
