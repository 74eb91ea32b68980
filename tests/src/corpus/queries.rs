//! What would a patron type to find a held work? One to three words of its title, now and then its author.

use super::territory::Territory;
use super::words::FUNCTION_WORDS;
use crate::seeded::Seeded;

const WORDS_TYPED: &[(usize, f64)] = &[(1, 0.40), (2, 0.40), (3, 0.20)];

/// Draws this many query texts; each finds at least the work it was taken from.
pub(super) fn draw_queries(territory: &Territory, count: usize, seed: u64) -> Vec<String> {
    let mut seeded = Seeded::for_thing(seed, u64::MAX, 0);
    let held = territory.held_works();
    let mut queries = Vec::with_capacity(count);
    while queries.len() < count && !held.is_empty() {
        let work = territory.work(seeded.one_of(&held));
        let mut words = words_to_ask(&work.title);
        if seeded.chance(0.25) {
            words.extend(
                work.authors
                    .first()
                    .map(|author| author.surname.to_lowercase()),
            );
        }
        let typed = seeded.by_weight(WORDS_TYPED);
        seeded.shuffle(&mut words);
        words.truncate(typed);
        if !words.is_empty() {
            queries.push(words.join(" "));
        }
    }
    queries
}

fn words_to_ask(title: &str) -> Vec<String> {
    title
        .to_lowercase()
        .split(' ')
        .map(|word| word.rsplit('\'').next().unwrap_or(word))
        .filter(|word| word.chars().count() > 2 && !FUNCTION_WORDS.contains(word))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_words_and_elisions_are_not_asked_for() {
        assert_eq!(words_to_ask("L'arbre et la mésange"), ["arbre", "mésange"]);
    }
}
