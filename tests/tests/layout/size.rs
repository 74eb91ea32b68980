//! Can a newcomer read this in one sitting? Files open with their question, and nothing grows without end.

use super::{sources, tokens};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

const MOST_LINES_OF_A_FILE: usize = 500;
const MOST_LINES_OF_A_FUNCTION: usize = 70;

/// Lists the functions of a file with the line they start on and how many lines they have.
fn functions(stream: TokenStream, found: &mut Vec<(String, usize, usize)>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for (place, tree) in trees.iter().enumerate() {
        if let TokenTree::Group(group) = tree {
            functions(group.stream(), found);
        }
        let TokenTree::Ident(word) = tree else {
            continue;
        };
        // `fn` followed by a name is an item; a function's type has no name.
        let (true, Some(TokenTree::Ident(name))) = (word == "fn", trees.get(place + 1)) else {
            continue;
        };
        let first = word.span().start().line;
        if let Some(last) = last_line(&trees[place..]) {
            found.push((name.to_string(), first, last - first + 1));
        }
    }
}

/// Finds the line on which the body of a function ends; nothing where it is only declared.
fn last_line(item: &[TokenTree]) -> Option<usize> {
    for tree in item {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                return Some(group.span_close().end().line);
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn every_file_opens_with_the_question_it_answers() {
    let refused: Vec<String> = sources::rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| format!("{name} does not open with //!"))
        .collect();
    sources::assert_none("files without their question", &refused);
}

#[test]
fn no_file_is_too_long() {
    let refused: Vec<String> = sources::rust_files()
        .into_iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES_OF_A_FILE)
        .map(|(name, lines)| format!("{name} has {lines} lines; at most {MOST_LINES_OF_A_FILE}"))
        .collect();
    sources::assert_none("files too long", &refused);
}

#[test]
fn no_function_is_too_long() {
    let mut refused = Vec::new();
    for (name, text) in sources::rust_files() {
        let mut found = Vec::new();
        functions(tokens::parse(&name, &text), &mut found);
        for (function, line, lines) in found {
            if lines > MOST_LINES_OF_A_FUNCTION {
                refused.push(format!(
                    "{name}:{line} fn {function} has {lines} lines; at most {MOST_LINES_OF_A_FUNCTION}"
                ));
            }
        }
    }
    sources::assert_none("functions too long", &refused);
}

#[test]
fn braces_in_text_and_comments_do_not_end_a_function() {
    let text = r##"//! x
        type Callback = fn(u8) -> u8;
        trait Shape { fn declared(&self); fn given(&self) {
            /* } */ // }
            let _ = ("}", r#"}"#, '}');
        } }
        macro_rules! key { () => { fn made<'a>() where u8: Copy {
        } } }
    "##;
    let mut found = Vec::new();
    functions(tokens::parse("a text", text), &mut found);
    let expected = [("given".to_owned(), 3, 4), ("made".to_owned(), 7, 2)];
    assert_eq!(found, expected);
}
