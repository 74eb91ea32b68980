//! Which rank is drawn, where a few things are asked for very often and most hardly ever?

use crate::seeded::Seeded;

/// Draws ranks from 0 with probability proportional to `(rank + shift)^-exponent` (Zipf and Mandelbrot).
#[derive(Clone, Debug)]
pub(super) struct Zipf {
    cumulated: Vec<f64>,
}

impl Zipf {
    /// Prepares the distribution over this many ranks.
    pub(super) fn new(ranks: usize, exponent: f64, shift: f64) -> Self {
        let mut total = 0.0;
        let cumulated = (0..ranks)
            .map(|rank| {
                total += (rank as f64 + shift).powf(-exponent);
                total
            })
            .collect();
        Self { cumulated }
    }

    /// Draws one rank.
    pub(super) fn draw(&self, seeded: &mut Seeded) -> usize {
        let total = self.cumulated.last().copied().unwrap_or(0.0);
        let point = seeded.unit() * total;
        self.cumulated.partition_point(|sum| *sum < point)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_ranks_come_most_often() {
        let zipf = Zipf::new(1_000, 1.0, 2.7);
        let mut seeded = Seeded::new(1);
        let mut counts = vec![0_u32; 1_000];
        for _ in 0..100_000 {
            counts[zipf.draw(&mut seeded)] += 1;
        }
        assert!(counts[0] > counts[10] && counts[10] > counts[500]);
        assert!(counts[0] > 4_000 && counts[0] < 9_000);
    }
}
