//! Which known words are near a mistyped one, and which begin like it?

use super::vocabulary::FieldWords;

/// Says how many edits a word of this many letters tolerates: none below 5, one below 9, else two.
pub fn edits_tolerated(letters: usize) -> usize {
    match letters {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Finds the words within some edits (insertion, deletion, substitution, swap of neighbours), with their distance.
///
/// Walks the ordered list once, keeping the rows of the distance table that a word shares with the one before, and skips
/// every word that begins with a prefix already too far (after Oommen and Loke, 1997, for swaps).
pub(super) fn near_words<'a>(
    words: &'a FieldWords,
    target: &str,
    edits: usize,
) -> Vec<(usize, &'a str, u32)> {
    let target: Vec<char> = target.chars().collect();
    let mut table: Vec<Vec<usize>> = vec![(0..=target.len()).collect()];
    let mut prefix: Vec<char> = Vec::new();
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let word = words.word(place);
        let mut shared = 0;
        let mut letters = word.chars();
        for known in &prefix {
            if letters.clone().next() != Some(*known) {
                break;
            }
            letters.next();
            shared += 1;
        }
        prefix.truncate(shared);
        table.truncate(shared + 1);
        let mut too_far = false;
        for letter in letters {
            prefix.push(letter);
            let row = next_row(&table, &prefix, &target);
            let nearest = row.iter().min().copied().unwrap_or(0);
            table.push(row);
            // A swap may still bring the row before back by one.
            if nearest > edits + 1 {
                too_far = true;
                break;
            }
        }
        if too_far {
            place = after_prefix(words, &prefix, place);
            continue;
        }
        let distance = table
            .last()
            .and_then(|row| row.last())
            .copied()
            .unwrap_or(usize::MAX);
        if distance <= edits {
            found.push((distance, word, words.count_at(place)));
        }
        place += 1;
    }
    found
}

/// Finds the words that begin with a prefix, most frequent first, at most `limit`.
pub(super) fn words_beginning<'a>(
    words: &'a FieldWords,
    prefix: &str,
    limit: usize,
) -> Vec<(&'a str, u32)> {
    let mut found: Vec<(&str, u32)> = (words.lower_bound(prefix)..words.len())
        .map(|place| (words.word(place), words.count_at(place)))
        .take_while(|(word, _)| word.starts_with(prefix))
        .collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    found.truncate(limit);
    found
}

fn next_row(table: &[Vec<usize>], prefix: &[char], target: &[char]) -> Vec<usize> {
    let depth = prefix.len();
    let above = &table[depth - 1];
    let letter = prefix[depth - 1];
    let mut row = Vec::with_capacity(target.len() + 1);
    row.push(depth);
    for column in 1..=target.len() {
        let same = usize::from(target[column - 1] != letter);
        let mut cost = (above[column] + 1)
            .min(row[column - 1] + 1)
            .min(above[column - 1] + same);
        let swapped = depth > 1
            && column > 1
            && letter == target[column - 2]
            && prefix[depth - 2] == target[column - 1];
        if swapped {
            cost = cost.min(table[depth - 2][column - 2] + 1);
        }
        row.push(cost);
    }
    row
}

/// Gives the place of the first word that does not begin with the prefix.
fn after_prefix(words: &FieldWords, prefix: &[char], from: usize) -> usize {
    let prefix: String = prefix.iter().collect();
    let (mut low, mut high) = (from + 1, words.len());
    while low < high {
        let middle = low.midpoint(high);
        if words.word(middle).starts_with(&prefix) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn listed(list: &[String]) -> FieldWords {
        let mut sorted = list.to_vec();
        sorted.sort();
        sorted.dedup();
        let mut words = FieldWords::default();
        for word in &sorted {
            words.push(word, 1);
        }
        words
    }

    /// The textbook distance, whole table, one word against one.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => {
                        let same = usize::from(a[i - 1] != b[j - 1]);
                        let mut cost = (table[i - 1][j] + 1)
                            .min(table[i][j - 1] + 1)
                            .min(table[i - 1][j - 1] + same);
                        if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                            cost = cost.min(table[i - 2][j - 2] + 1);
                        }
                        cost
                    }
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn a_swapped_or_missing_letter_is_near() {
        let words = listed(&["musique", "musee", "muse", "physique"].map(String::from));
        let near: Vec<&str> = near_words(&words, "muisque", 1)
            .into_iter()
            .map(|(_, word, _)| word)
            .collect();
        assert_eq!(near, ["musique"]);
    }

    #[test]
    fn beginnings_are_found_most_frequent_first() {
        let mut words = FieldWords::default();
        for (word, count) in [("chat", 2), ("chateau", 9), ("chaton", 9), ("chien", 50)] {
            words.push(word, count);
        }
        assert_eq!(
            words_beginning(&words, "cha", 2),
            [("chateau", 9), ("chaton", 9)]
        );
    }

    proptest! {
        #[test]
        fn near_words_are_those_a_full_comparison_finds(
            list in proptest::collection::vec("[abé]{0,6}", 0..40), target in "[abé]{0,6}", edits in 0_usize..3,
        ) {
            let words = listed(&list);
            let mut found: Vec<_> = near_words(&words, &target, edits).into_iter().map(|(d, w, _)| (w, d)).collect();
            found.sort();
            let expected: Vec<_> = (0..words.len())
                .map(|place| (words.word(place), distance(words.word(place), &target)))
                .filter(|(_, d)| *d <= edits)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
