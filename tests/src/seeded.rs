//! Which "random" choice comes next? The same for the same seed, on every machine and in every version.
//!
//! It must not know a clock or the system's randomness: a corpus, and a failure found in it, can be made again from its seed.

/// A splitmix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// Enough for test data; never for keys or tokens.
#[derive(Clone, Debug)]
pub struct Seeded {
    state: u64,
}

impl Seeded {
    /// Starts the sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Starts an independent sequence for one thing of a numbered kind, so that it can be made without making the others.
    pub fn for_thing(seed: u64, kind: u64, number: u64) -> Self {
        let mut mixed = Self::new(seed ^ kind.rotate_left(48));
        let start = mixed.next() ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03);
        let mut own = Self::new(start);
        own.next();
        own
    }

    /// Draws 64 bits.
    #[allow(clippy::should_implement_trait)] // It never ends, and an iterator would invite `take` where a draw is meant.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Draws from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Draws from 0 up to, not including, `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Says yes with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Draws a waiting time of this mean (exponential distribution).
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Takes one of the choices, all alike.
    ///
    /// # Panics
    /// If there is none: a mistake in the test data.
    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Takes one of the choices by its weight; weights add up to 1, the first also takes what rounding leaves.
    ///
    /// # Panics
    /// If there is none: a mistake in the test data.
    pub fn by_weight<T: Copy>(&mut self, choices: &[(T, f64)]) -> T {
        let mut left = self.unit();
        for (choice, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return *choice;
            }
        }
        choices[0].0
    }

    /// Brings the things into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = self.below(last + 1);
            things.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_the_paper() {
        let mut seeded = Seeded::new(1_234_567);
        let drawn: Vec<_> = (0..3).map(|_| seeded.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn draws_stay_in_their_range() {
        let mut seeded = Seeded::new(7);
        for _ in 0..10_000 {
            assert!(seeded.below(3) < 3);
            assert!((0.0..1.0).contains(&seeded.unit()));
            assert!(seeded.exponential(2.0) >= 0.0);
        }
        assert_eq!(seeded.below(0), 0);
    }

    #[test]
    fn shuffling_keeps_everything() {
        let mut things: Vec<_> = (0..100).collect();
        Seeded::new(3).shuffle(&mut things);
        assert_ne!(things, (0..100).collect::<Vec<_>>());
        things.sort_unstable();
        assert_eq!(things, (0..100).collect::<Vec<_>>());
    }
}
