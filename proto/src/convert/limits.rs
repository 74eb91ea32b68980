//! How much may a message hold? Every text and list from outside is measured and refused by the name of its field.

use crate::Refusal;

/// Characters of a title, at most.
pub const TITLE_CHARS: usize = 500;
/// Characters of a shelfmark, at most.
pub const SHELFMARK_CHARS: usize = 200;
/// Characters of the label of a part, at most.
pub const PART_CHARS: usize = 200;
/// Characters of words for the desk that a program wrote, at most.
pub const WORDS_CHARS: usize = 500;
/// Characters of a reason that a person wrote, at most.
pub const REASON_CHARS: usize = 200;
/// Grams of one item, at most: the heaviest crate.
pub const ITEM_GRAMS: u32 = 100_000;
/// Reports or views of one call, at most.
pub const CALL_ROWS: usize = 500;
/// Items that one call names, at most.
pub const CALL_ITEMS: usize = 500;
/// Libraries that one request remembers as asked in vain, at most.
pub const DECLINED: usize = 200;

/// Refuses more than the limit of anything countable.
pub fn at_most(field: &str, value: usize, limit: usize, unit: &'static str) -> Result<(), Refusal> {
    if value <= limit {
        return Ok(());
    }
    Err(Refusal::OverLimit {
        what: field.to_owned(),
        value: value as u64,
        limit: limit as u64,
        unit,
    })
}

/// Takes a text of so many characters at most.
pub fn text(field: &str, text: String, chars: usize) -> Result<String, Refusal> {
    // As many bytes are never fewer characters, so that a text far over the limit is not counted through.
    if text.len() > chars {
        at_most(field, text.chars().count(), chars, "characters")?;
    }
    Ok(text)
}

/// Takes a text that may not be empty, without the spaces around it.
pub fn needed_text(field: &str, sent: &str, chars: usize) -> Result<String, Refusal> {
    let trimmed = sent.trim();
    if trimmed.is_empty() {
        return Err(Refusal::field(field, "it is empty"));
    }
    text(field, trimmed.to_owned(), chars)
}

/// Takes a weight of one item.
pub fn grams(field: &str, grams: u32) -> Result<u32, Refusal> {
    at_most(field, grams as usize, ITEM_GRAMS as usize, "grams")?;
    Ok(grams)
}

/// Takes a message that must be there.
pub fn needed<T>(field: &str, message: Option<T>) -> Result<T, Refusal> {
    message.ok_or_else(|| Refusal::field(field, "it is missing"))
}

/// Cuts a text that is written, so that what this side keeps longer is never refused on the other.
pub(crate) fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// Gives the beginning of a text, to be shown in a refusal.
pub(crate) fn beginning(text: &str) -> String {
    cut(text, 40)
}

/// Reads a list, naming the place of what is refused.
pub(crate) fn each<W, D>(
    field: &str,
    list: Vec<W>,
    read: impl Fn(W) -> Result<D, Refusal>,
) -> Result<Vec<D>, Refusal> {
    let mut made = Vec::with_capacity(list.len());
    for (place, one) in list.into_iter().enumerate() {
        made.push(read(one).map_err(|refusal| refusal.within(&format!("{field}[{place}]")))?);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_and_not_bytes() {
        assert!(text("title", "é".repeat(500), 500).is_ok());
        let told = text("title", "é".repeat(501), 500).map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("title has 501 characters, the limit is 500".into())
        );
    }

    #[test]
    fn spaces_are_no_reason() {
        let told = needed_text("reason", "  ", 200).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("reason: it is empty".into()));
    }

    #[test]
    fn what_is_refused_in_a_list_is_named_with_its_place() {
        let told = each("titles", vec!["a".to_owned(), "bb".to_owned()], |sent| {
            text("text", sent, 1)
        });
        let told = told.map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("titles[1].text has 2 characters, the limit is 1".into())
        );
    }
}
