//! Which numbers on a record are ISBN or EAN, and which only look like it? It must not know fields.

use navette_domain::catalogue::Isbn;

/// Numbers sorted into what they are.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Checked, without repetition.
    pub(super) isbns: Vec<Isbn>,
    /// The rest, as written: still worth finding.
    pub(super) others: Vec<String>,
}

impl Numbers {
    /// Sorts the numbers, and warns of those that should have been an ISBN. A UPC of twelve digits is an EAN without its
    /// leading nought; what begins with a letter (ISRC, DOI) is silently another number.
    pub(super) fn sort(written: Vec<String>, warnings: &mut Vec<String>) -> Self {
        let mut sorted = Self::default();
        for number in written {
            let upc = number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
            let read = if upc {
                Isbn::parse(&format!("0{number}"))
            } else {
                Isbn::parse(&number)
            };
            match read {
                Ok(isbn) if sorted.isbns.contains(&isbn) => {}
                Ok(isbn) => sorted.isbns.push(isbn),
                Err(refusal) => {
                    if number.starts_with(|c: char| c.is_ascii_digit()) {
                        warnings.push(format!("ISBN {refusal}"));
                    }
                    sorted.others.push(number);
                }
            }
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_and_wrong_ones_told() {
        let written = [
            "2-07-036002-4",
            "9782070360024",
            "884088883249",
            "2070360025",
            "USRC17607839",
        ];
        let mut warnings = Vec::new();
        let numbers = Numbers::sort(written.map(str::to_owned).to_vec(), &mut warnings);
        let isbns: Vec<_> = numbers.isbns.iter().map(Isbn::to_string).collect();
        assert_eq!(isbns, ["9782070360024", "0884088883249"]);
        assert_eq!(numbers.others, ["2070360025", "USRC17607839"]);
        assert_eq!(warnings, ["ISBN \"2070360025\" has a wrong check digit"]);
    }
}
