//! How heavy is an item that nobody has weighed? It must not know of single titles.

use crate::catalogue::Medium;

/// Gives the usual weight of an item in grams, by its medium.
///
/// Estimates on the heavy side, so that a crate is rather too light than too heavy: a crate of 15 kg takes 33 books.
pub fn weight_grams(medium: Medium) -> u32 {
    match medium {
        Medium::Book => 450,
        // Hard-bound albums in large format.
        Medium::Comic => 600,
        Medium::LargePrint => 700,
        // A case with several discs.
        Medium::Audiobook => 200,
        Medium::Music => 110,
        Medium::Film => 120,
        Medium::Periodical => 250,
        Medium::Score => 300,
        Medium::Map => 100,
        // A boxed board game.
        Medium::Game => 1_200,
        // Framed for lending, as art libraries do.
        Medium::Image => 2_000,
        Medium::Electronic => 120,
        Medium::Other => 1_000,
    }
}

#[cfg(test)]
mod tests {
    use super::super::CRATE_GRAMS;
    use super::*;

    #[test]
    fn every_medium_fits_into_a_crate_several_times() {
        for &medium in Medium::ALL {
            let grams = weight_grams(medium);
            assert!((50..=CRATE_GRAMS / 4).contains(&grams), "{medium:?}");
        }
    }
}
