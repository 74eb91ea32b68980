//! How many records have which word in which field? The sums that make scores comparable between libraries.
//!
//! Sums count living records only and add up: the sums of a federation are those of its libraries together.

use navette_domain::catalogue::Field;

/// The words of one field in order, each with the number of records that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldWords {
    text: String,
    ends: Vec<u32>,
    counts: Vec<u32>,
}

impl FieldWords {
    /// Adds a word after all those already there.
    pub(super) fn push(&mut self, word: &str, count: u32) {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.counts.push(count);
    }

    /// Counts the words.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Says whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Gives the word at a place.
    pub fn word(&self, place: usize) -> &str {
        let start = if place == 0 {
            0
        } else {
            self.ends[place - 1] as usize
        };
        &self.text[start..self.ends[place] as usize]
    }

    /// Gives how many records have the word at a place.
    pub fn count_at(&self, place: usize) -> u32 {
        self.counts[place]
    }

    /// Finds the first place whose word is not before the given one.
    pub fn lower_bound(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Counts the records that have a word.
    pub fn count(&self, word: &str) -> u32 {
        let place = self.lower_bound(word);
        if place < self.len() && self.word(place) == word {
            self.counts[place]
        } else {
            0
        }
    }

    /// Adds two lists up.
    fn merged(&self, other: &Self) -> Self {
        let mut sum = Self {
            text: String::with_capacity(self.text.len() + other.text.len() / 2),
            ends: Vec::with_capacity(self.len() + other.len() / 2),
            counts: Vec::with_capacity(self.len() + other.len() / 2),
        };
        let (mut here, mut there) = (0, 0);
        while here < self.len() && there < other.len() {
            match self.word(here).cmp(other.word(there)) {
                std::cmp::Ordering::Less => {
                    sum.push(self.word(here), self.counts[here]);
                    here += 1;
                }
                std::cmp::Ordering::Greater => {
                    sum.push(other.word(there), other.counts[there]);
                    there += 1;
                }
                std::cmp::Ordering::Equal => {
                    sum.push(
                        self.word(here),
                        self.counts[here].saturating_add(other.counts[there]),
                    );
                    here += 1;
                    there += 1;
                }
            }
        }
        for place in here..self.len() {
            sum.push(self.word(place), self.counts[place]);
        }
        for place in there..other.len() {
            sum.push(other.word(place), other.counts[place]);
        }
        sum
    }

    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.counts.shrink_to_fit();
    }
}

/// The sums of a library, or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    fields: [FieldWords; Field::COUNT],
    tokens: [u64; Field::COUNT],
    records: u64,
}

impl Vocabulary {
    pub(super) fn new(
        fields: [FieldWords; Field::COUNT],
        tokens: [u64; Field::COUNT],
        records: u64,
    ) -> Self {
        Self {
            fields,
            tokens,
            records,
        }
    }

    /// Gives a field's words.
    pub fn field(&self, field: Field) -> &FieldWords {
        &self.fields[field.index()]
    }

    /// Counts the living records.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Gives the average length of each field in tokens; 1 where nothing has it, so that it divides.
    pub fn average_lengths(&self) -> [f32; Field::COUNT] {
        self.tokens.map(|tokens| {
            if tokens == 0 || self.records == 0 {
                1.0
            } else {
                (tokens as f64 / self.records as f64) as f32
            }
        })
    }

    /// Adds sums up, two by two, so that the cost stays n log n.
    pub fn sum<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut layer: Vec<std::borrow::Cow<'a, Self>> =
            parts.into_iter().map(std::borrow::Cow::Borrowed).collect();
        while layer.len() > 1 {
            layer = layer
                .chunks(2)
                .map(|pair| match pair {
                    [one, other] => std::borrow::Cow::Owned(one.merged(other)),
                    _ => pair[0].clone(),
                })
                .collect();
        }
        let mut total = layer
            .pop()
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default();
        total.fields.iter_mut().for_each(FieldWords::shrink);
        total
    }

    fn merged(&self, other: &Self) -> Self {
        let mut tokens = self.tokens;
        for (sum, more) in tokens.iter_mut().zip(other.tokens) {
            *sum += more;
        }
        Self {
            fields: std::array::from_fn(|place| self.fields[place].merged(&other.fields[place])),
            tokens,
            records: self.records + other.records,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[(&str, u32)]) -> FieldWords {
        let mut words = FieldWords::default();
        for (word, count) in list {
            words.push(word, *count);
        }
        words
    }

    #[test]
    fn sums_add_up_word_by_word() {
        let sum = words(&[("chat", 1), ("loup", 2)]).merged(&words(&[
            ("agneau", 4),
            ("loup", 3),
            ("ours", 1),
        ]));
        assert_eq!(
            sum,
            words(&[("agneau", 4), ("chat", 1), ("loup", 5), ("ours", 1)])
        );
        assert_eq!(
            (sum.count("loup"), sum.count("renard"), sum.count("zebre")),
            (5, 0, 0)
        );
    }
}
