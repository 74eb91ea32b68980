//! How many edits lie between two words? The textbook table, one word against one.

/// Counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
pub(super) fn edits_between(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for row in 0..=one.len() {
        for column in 0..=other.len() {
            table[row][column] = if row == 0 || column == 0 {
                row + column
            } else {
                let differs = usize::from(one[row - 1] != other[column - 1]);
                let edited = (table[row - 1][column] + 1).min(table[row][column - 1] + 1);
                let best = edited.min(table[row - 1][column - 1] + differs);
                let swapped = row > 1
                    && column > 1
                    && one[row - 1] == other[column - 2]
                    && one[row - 2] == other[column - 1];
                if swapped {
                    best.min(table[row - 2][column - 2] + 1)
                } else {
                    best
                }
            };
        }
    }
    table[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted_as_a_reader_would() {
        for (one, other, edits) in [
            ("musique", "muisque", 1),
            ("chat", "chats", 1),
            ("loup", "", 4),
            ("nord", "sud", 3),
        ] {
            assert_eq!(edits_between(one, other), edits, "{one} {other}");
        }
    }
}
