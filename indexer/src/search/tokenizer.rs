//! How tantivy is given our words: one tokenizer for whole words, one for stems.

use super::analysis::{FrenchStems, for_each_word};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokenizer that yields folded whole words.
pub(super) const WHOLE_WORDS: &str = "navette_words";
/// Name of the tokenizer that yields their stems.
pub(super) const STEMS: &str = "navette_stems";

/// Gives tantivy both tokenizers.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(
        WHOLE_WORDS,
        TextAnalyzer::from(FoldedWords { stems: false }),
    );
    manager.register(STEMS, TextAnalyzer::from(FoldedWords { stems: true }));
    manager
}

#[derive(Clone)]
struct FoldedWords {
    stems: bool,
}

/// The words of one text, one after the other in a single buffer.
struct WordStream {
    text: String,
    ends: Vec<usize>,
    next: usize,
    token: Token,
}

impl Tokenizer for FoldedWords {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        let mut stream = WordStream {
            text: String::with_capacity(text.len()),
            ends: Vec::with_capacity(text.len() / 6 + 1),
            next: 0,
            token: Token::default(),
        };
        let mut stems = self.stems.then(FrenchStems::default);
        for_each_word(text, |word| {
            match &mut stems {
                Some(stems) => stream.text.push_str(&stems.stem(word)),
                None => stream.text.push_str(word),
            }
            stream.ends.push(stream.text.len());
        });
        stream
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(end) = self.ends.get(self.next).copied() else {
            return false;
        };
        let start = if self.next == 0 {
            0
        } else {
            self.ends[self.next - 1]
        };
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
