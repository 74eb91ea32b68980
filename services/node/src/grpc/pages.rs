//! Where does a page of a list begin? By place: lists at a desk are short, and nobody is harmed by a line seen twice.

use navette_proto::Refusal;
use xxhash_rust::xxh3::xxh3_64;

/// Lines of a page unless the caller says otherwise.
const USUALLY: usize = 50;
/// Lines of a page, at most.
const MOST: usize = 200;

/// One page of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) from: usize,
    pub(super) size: usize,
    list: u64,
}

impl Page {
    /// Reads a page of the list that `list` tells from all others; a token of another list is refused.
    pub(super) fn read(list: &[u8], size: u32, token: &str) -> Result<Self, Refusal> {
        let list = xxh3_64(list);
        let size = match size as usize {
            0 => USUALLY,
            size => size.min(MOST),
        };
        if token.is_empty() {
            let from = 0;
            return Ok(Self { from, size, list });
        }
        let read = token.split_once('.').and_then(|(mark, from)| {
            let mark = u64::from_str_radix(mark, 16).ok()?;
            Some((mark, from.parse().ok()?))
        });
        match read {
            Some((mark, from)) if mark == list => Ok(Self { from, size, list }),
            Some(_) | None => {
                let reason = "it is of another list: begin again without it";
                Err(Refusal::field("page_token", reason))
            }
        }
    }

    /// Gives the token of the next page of a list of so many lines; empty on the last.
    pub(super) fn next(&self, count: usize) -> String {
        let next = self.from.saturating_add(self.size);
        if next < count {
            format!("{:x}.{next}", self.list)
        } else {
            String::new()
        }
    }

    /// Takes the page out of a whole list, with the token of the next.
    pub(super) fn of<T>(&self, whole: Vec<T>) -> (Vec<T>, String) {
        let next = self.next(whole.len());
        let page = whole.into_iter().skip(self.from).take(self.size).collect();
        (page, next)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pages_follow_each_other_to_the_end_of_the_list() {
        let list: Vec<u8> = (0..5).collect();
        let (mut token, mut seen) = (String::new(), Vec::new());
        for _ in 0..3 {
            let page = Page::read(b"five", 2, &token).unwrap();
            let (lines, next) = page.of(list.clone());
            seen.extend(lines);
            token = next;
        }
        assert_eq!((seen, token.as_str()), (list, ""));
    }

    #[test]
    fn a_token_of_another_list_is_refused() {
        let token = Page::read(b"one", 2, "").unwrap().next(5);
        assert!(Page::read(b"one", 2, &token).is_ok());
        for token in [token.as_str(), "x", "1.", "1.-1"] {
            let told = Page::read(b"other", 2, token).unwrap_err().to_string();
            assert!(told.starts_with("page_token: "), "{told}");
        }
    }
}
