//! Which library holds which work? Popular works are held by many libraries, most works by one.

use crate::seeded::Seeded;
use std::collections::HashSet;

const POPULARITY_EXPONENT: f64 = -0.75;
const POPULARITY_SHIFT: f64 = 8.0;
const MOST_LIKELY: f64 = 0.97;

/// Works of neighbouring popularity rank, held with the same probability.
#[derive(Clone, Copy, Debug)]
struct Ranks {
    start: u32,
    end: u32,
    probability: f64,
}

impl Ranks {
    fn works(&self) -> f64 {
        f64::from(self.end - self.start)
    }
}

/// Draws for each library the works it holds, `records` each, in the order of its file.
///
/// Each library holds work i with probability min(0.97, c·w_i), independently; c is such that a library holds `records`
/// works, and the universe so large that `unique` of the held works are held by one library only.
pub(super) fn draw_holdings(
    libraries: usize,
    records: usize,
    unique: f64,
    seed: u64,
) -> Vec<Vec<u32>> {
    let universe = plan_universe(libraries, records, unique);
    (0..libraries)
        .map(|library| {
            draw_library(
                &universe,
                records,
                Seeded::for_thing(seed, 0, library as u64),
            )
        })
        .collect()
}

fn draw_library(universe: &[Ranks], records: usize, mut seeded: Seeded) -> Vec<u32> {
    let mut held = Vec::with_capacity(records + records / 8);
    for ranks in universe {
        held.extend((ranks.start..ranks.end).filter(|_| seeded.chance(ranks.probability)));
    }
    seeded.shuffle(&mut held);
    let works = universe.last().map_or(0, |ranks| ranks.end) as usize;
    let mut known: HashSet<u32> = held.iter().copied().collect();
    while held.len() < records && known.len() < works {
        let work = seeded.below(works) as u32;
        if known.insert(work) {
            held.push(work);
        }
    }
    held.truncate(records);
    held
}

fn plan_universe(libraries: usize, records: usize, unique: f64) -> Vec<Ranks> {
    if libraries == 1 {
        return vec![Ranks {
            start: 0,
            end: records as u32,
            probability: 1.0,
        }];
    }
    let mut low = records + records / 20 + 1;
    let mut high = records * libraries * 60;
    let mut universe = Vec::new();
    for _ in 0..40 {
        let works = low.midpoint(high);
        universe = ranks_of(works as u32, records as f64);
        if share_held_once(&universe, libraries as i32) < unique {
            low = works;
        } else {
            high = works;
        }
    }
    universe
}

/// Groups the works by rank and gives each group its probability, so that a library holds `records` of them on average.
fn ranks_of(works: u32, records: f64) -> Vec<Ranks> {
    let mut universe = Vec::new();
    let mut start = 0;
    while start < works {
        let end = works.min(start + (start / 50).max(1));
        let middle = (f64::from(start) + f64::from(end) - 1.0) / 2.0;
        universe.push(Ranks {
            start,
            end,
            probability: (middle + POPULARITY_SHIFT).powf(POPULARITY_EXPONENT),
        });
        start = end;
    }
    let (mut low, mut high) = (0.0, 1e12);
    for _ in 0..100 {
        let factor = (low + high) / 2.0;
        let held: f64 = universe
            .iter()
            .map(|ranks| ranks.works() * likely(factor * ranks.probability))
            .sum();
        if held < records {
            low = factor;
        } else {
            high = factor;
        }
    }
    for ranks in &mut universe {
        ranks.probability = likely(low * ranks.probability);
    }
    universe
}

fn likely(probability: f64) -> f64 {
    probability.min(MOST_LIKELY)
}

fn share_held_once(universe: &[Ranks], libraries: i32) -> f64 {
    let (mut once, mut held) = (0.0, 0.0);
    for ranks in universe {
        let absent = 1.0 - ranks.probability;
        once +=
            ranks.works() * f64::from(libraries) * ranks.probability * absent.powi(libraries - 1);
        held += ranks.works() * (1.0 - absent.powi(libraries));
    }
    once / held
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn three_works_in_five_are_held_by_one_library_only() {
        for (libraries, records) in [(5, 4_000), (20, 1_000)] {
            let holdings = draw_holdings(libraries, records, 0.60, 1);
            let mut counts: HashMap<u32, u32> = HashMap::new();
            for work in holdings.iter().flatten() {
                *counts.entry(*work).or_default() += 1;
            }
            let once = counts.values().filter(|count| **count == 1).count();
            let share = once as f64 / counts.len() as f64;
            assert!((0.56..0.64).contains(&share), "{share} of {}", counts.len());
            assert!(holdings.iter().all(|held| held.len() == records));
        }
    }

    #[test]
    fn no_library_holds_a_work_twice() {
        for held in draw_holdings(3, 2_000, 0.60, 9) {
            let different: HashSet<_> = held.iter().collect();
            assert_eq!(different.len(), held.len());
        }
    }
}
