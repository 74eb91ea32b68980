//! Where does the next page begin? Tokens are opaque, belong to one query, and go no deeper than the limit.

use navette_domain::catalogue::{Filters, PAGE_DEPTH_MAX, QueryRefusal, SortOrder};

/// Works on a page where the caller does not say.
pub const PAGE_SIZE_DEFAULT: usize = 20;
/// Most works on a page.
pub const PAGE_SIZE_MAX: usize = 100;
/// Version of the token's form, its first digit.
const TOKEN_VERSION: char = '1';

/// One page of one query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Works before it.
    pub offset: usize,
    /// Works on it, at most.
    pub size: usize,
    query: u64,
}

impl Page {
    /// Reads what a request says of its page. A size over the limit is cut, as AIP-158 advises.
    pub fn of_request(
        text: &str,
        filters: &Filters,
        order: SortOrder,
        page_size: u32,
        token: &str,
    ) -> Result<Self, QueryRefusal> {
        let query = fingerprint(text, filters, order);
        let size = match page_size as usize {
            0 => PAGE_SIZE_DEFAULT,
            size => size.min(PAGE_SIZE_MAX),
        };
        if token.is_empty() {
            return Ok(Self {
                offset: 0,
                size,
                query,
            });
        }
        let shown = || token.chars().take(60).collect::<String>();
        let (offset, of_query) =
            read_token(token).ok_or_else(|| QueryRefusal::MalformedToken(shown()))?;
        if of_query != query {
            return Err(QueryRefusal::TokenOfOtherQuery(shown()));
        }
        if offset >= PAGE_DEPTH_MAX {
            return Err(QueryRefusal::TooDeep);
        }
        Ok(Self {
            offset,
            size: size.min(PAGE_DEPTH_MAX - offset),
            query,
        })
    }

    /// Says how many of the best works are needed to fill the page.
    pub fn depth(self) -> usize {
        self.offset + self.size
    }

    /// Makes the token of the page after this one; empty where it is the last, or the deepest.
    pub fn next_token(self, works_known: usize) -> String {
        let next = self.offset + self.size;
        if works_known <= next || next >= PAGE_DEPTH_MAX {
            return String::new();
        }
        format!("{TOKEN_VERSION}{next:04x}{:016x}", self.query)
    }
}

fn read_token(token: &str) -> Option<(usize, u64)> {
    let digits = token.strip_prefix(TOKEN_VERSION)?;
    if digits.len() != 20 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let offset = usize::from_str_radix(&digits[..4], 16).ok()?;
    let query = u64::from_str_radix(&digits[4..], 16).ok()?;
    Some((offset, query))
}

fn fingerprint(text: &str, filters: &Filters, order: SortOrder) -> u64 {
    let mut said = format!("{}\u{0}{}", order.code(), super::analysis::folded(text));
    for (facet, values) in filters {
        said.push('\u{0}');
        said.push_str(facet.code());
        for value in values {
            said.push('\u{1}');
            said.push_str(value);
        }
    }
    xxhash_rust::xxh3::xxh3_64(said.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str, token: &str) -> Result<Page, QueryRefusal> {
        Page::of_request(text, &Filters::new(), SortOrder::Relevance, 20, token)
    }

    #[test]
    fn the_next_page_begins_where_this_one_ends() {
        let token = page("camus", "")
            .map(|page| page.next_token(45))
            .unwrap_or_default();
        assert_eq!(
            page("camus", &token).map(|page| (page.offset, page.size)),
            Ok((20, 20))
        );
        assert_eq!(
            page("Camus", &token).map(|page| page.next_token(40)),
            Ok(String::new())
        );
    }

    #[test]
    fn a_token_of_another_query_or_none_of_ours_is_refused_by_name() {
        let token = page("camus", "")
            .map(|page| page.next_token(45))
            .unwrap_or_default();
        assert_eq!(
            page("sartre", &token),
            Err(QueryRefusal::TokenOfOtherQuery(token))
        );
        assert_eq!(
            page("camus", "drôle"),
            Err(QueryRefusal::MalformedToken("drôle".into()))
        );
        let deep = format!(
            "1ffff{:016x}",
            fingerprint("camus", &Filters::new(), SortOrder::Relevance)
        );
        assert_eq!(page("camus", &deep), Err(QueryRefusal::TooDeep));
    }
}
