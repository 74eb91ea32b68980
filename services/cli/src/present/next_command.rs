//! What must be typed to see the next page? The same command with the next token.

use crate::commands::search::{Arguments, Sort};
use clap::ValueEnum;

/// Writes the command, quoted for a shell.
pub(super) fn of(arguments: &Arguments, next_page_token: &str) -> String {
    let mut words = vec!["navette".to_owned(), "search".to_owned()];
    let at = arguments.at.to_string();
    if at != "127.0.0.1:7700" {
        words.extend(["--at".to_owned(), at]);
    }
    for (facet, values) in arguments.filters() {
        if facet.code() == "available" {
            words.push("--available".to_owned());
            continue;
        }
        for value in values {
            words.extend([format!("--{}", facet.code()), quoted(&value)]);
        }
    }
    if let Some(pickup) = &arguments.pickup {
        words.extend(["--pickup".to_owned(), quoted(pickup)]);
    }
    if arguments.sort != Sort::Relevance
        && let Some(sort) = arguments.sort.to_possible_value()
    {
        words.extend(["--sort".to_owned(), sort.get_name().to_owned()]);
    }
    if arguments.page_size != 20 {
        words.extend(["--page-size".to_owned(), arguments.page_size.to_string()]);
    }
    words.extend(["--page-token".to_owned(), quoted(next_page_token)]);
    words.extend(["--".to_owned(), quoted(&arguments.text())]);
    words.join(" ")
}

/// Puts a word into single quotes where a shell would not take it as it is.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=+,@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments as All, Verb};
    use clap::Parser;

    #[test]
    fn the_next_page_keeps_words_filters_and_order() {
        let typed = [
            "navette",
            "search",
            "l'été",
            "indien",
            "--medium",
            "film",
            "--available",
            "--sort",
            "title",
            "--pickup",
            "lumbres",
            "--at",
            "10.0.0.1:80",
        ];
        let Verb::Search(arguments) = All::parse_from(typed).verb else {
            panic!("not a search");
        };
        assert_eq!(
            of(&arguments, "abc=="),
            r"navette search --at 10.0.0.1:80 --medium film --available --pickup lumbres --sort title --page-token abc== -- 'l'\''été indien'"
        );
    }
}
