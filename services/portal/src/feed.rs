//! How is a feed written that other programs read (RSS 2.0)? Titles, addresses, and a name for each entry.

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FeedItem {
    pub(crate) title: String,
    /// Where it is shown.
    pub(crate) link: String,
    /// The same each time.
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Writes a feed.
pub(crate) fn written(
    (title, about): (&str, &str),
    link: &str,
    language: &str,
    items: &[FeedItem],
) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n",
    );
    for (name, value) in [
        ("title", title),
        ("link", link),
        ("description", about),
        ("language", language),
    ] {
        element(&mut text, name, value);
    }
    for item in items {
        text.push_str("<item>\n");
        element(&mut text, "title", &item.title);
        element(&mut text, "link", &item.link);
        element(&mut text, "description", &item.text);
        text.push_str("<guid isPermaLink=\"false\">");
        escape(&mut text, &item.id);
        text.push_str("</guid>\n</item>\n");
    }
    text.push_str("</channel></rss>\n");
    text
}

fn element(text: &mut String, name: &str, value: &str) {
    for piece in ["<", name, ">"] {
        text.push_str(piece);
    }
    escape(text, value);
    for piece in ["</", name, ">\n"] {
        text.push_str(piece);
    }
}

/// Writes letters that XML keeps for itself otherwise, and leaves out those it does not allow at all.
fn escape(text: &mut String, value: &str) {
    for letter in value.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            '\n' | '\t' => text.push(letter),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_text_whatever_is_in_it() {
        let item = FeedItem {
            title: "<script>&\u{0}\u{1b}</title>".to_owned(),
            link: "https://lire.exemple.fr/titre/00ff?a=1&b=2".to_owned(),
            id: "00ff".to_owned(),
            text: String::new(),
        };
        let text = written(
            ("Nouveautés", ""),
            "https://lire.exemple.fr/",
            "fr",
            &[item],
        );
        assert!(
            text.contains("<title>&lt;script&gt;&amp;&lt;/title&gt;</title>"),
            "{text}"
        );
        assert!(text.contains("?a=1&amp;b=2</link>"));
        assert!(!text.contains(['\u{0}', '\u{1b}']));
        assert_eq!(text.matches("<title>").count(), 2);
    }
}
