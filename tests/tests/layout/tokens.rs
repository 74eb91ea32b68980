//! What does a source file say once comments are gone? Its tokens, with their lines.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One token of a flattened file: an identifier, a punctuation mark, or a bracket.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
}

/// Reads the tokens of a file; fails naming the file where it is no Rust.
pub(super) fn parse(name: &str, text: &str) -> TokenStream {
    match text.parse() {
        Ok(tokens) => tokens,
        Err(error) => panic!("{name} is no Rust: {error}"),
    }
}

/// Lists every token outside `#[cfg(test)]`, groups opened up. Texts of literals are left out.
pub(super) fn outside_tests(stream: TokenStream) -> Vec<Token> {
    let mut flat = Vec::new();
    flatten(stream, &mut flat);
    flat
}

fn flatten(stream: TokenStream, flat: &mut Vec<Token>) {
    let mut only_for_tests = false;
    for tree in stream {
        if only_for_tests {
            // The item under the attribute ends with its body or its semicolon.
            only_for_tests = !ends_item(&tree);
            continue;
        }
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) if is_test_attribute(&group) => only_for_tests = true,
            TokenTree::Group(group) => flatten(group.stream(), flat),
            TokenTree::Literal(_) => {}
            other => flat.push(Token {
                text: other.to_string(),
                line,
            }),
        }
    }
}

fn ends_item(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

fn is_test_attribute(group: &proc_macro2::Group) -> bool {
    let inside: String = group.stream().to_string().split_whitespace().collect();
    group.delimiter() == Delimiter::Bracket && matches!(inside.as_str(), "cfg(test)" | "test")
}
