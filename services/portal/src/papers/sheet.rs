//! How is a PDF made of lines of text and of codes? Measured in millimetres from the upper left corner, as one measures paper.

use super::codes::Drawn;
use super::winansi::winansi;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// Points in a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// A letter of Helvetica is at most about this wide on the average, in parts of its size.
const LETTER: f32 = 0.54;
/// Pages of one paper, at most.
const PAGES_MAX: usize = 200;

/// A paper that is being written, page by page.
pub(super) struct Sheets {
    width: f32,
    height: f32,
    done: Vec<Vec<u8>>,
    content: Content,
}

impl Sheets {
    /// Takes an empty page.
    pub(super) fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            done: Vec::new(),
            content: Content::new(),
        }
    }

    /// Takes the next page; false where there are too many.
    pub(super) fn turn(&mut self) -> bool {
        if self.done.len() + 1 >= PAGES_MAX {
            return false;
        }
        let full = std::mem::replace(&mut self.content, Content::new());
        self.done.push(full.finish().into_vec());
        true
    }

    /// Writes one line; `top` is where its letters stand, `size` in points.
    pub(super) fn line(&mut self, left: f32, top: f32, size: f32, strong: bool, text: &str) {
        let font = if strong { Name(b"F2") } else { Name(b"F1") };
        self.content.begin_text();
        self.content.set_font(font, size);
        self.content
            .next_line(left * POINTS, (self.height - top) * POINTS);
        self.content.show(Str(&winansi(text)));
        self.content.end_text();
    }

    /// Writes a text over as many lines as it needs, at most `lines`; gives where the next one can stand.
    pub(super) fn block(
        &mut self,
        at: (f32, f32),
        size: f32,
        strong: bool,
        text: &str,
        lines: usize,
    ) -> f32 {
        let (left, mut top) = at;
        let room = (self.width - left - 4.0) * POINTS / (size * LETTER);
        for line in broken(text, room.max(4.0) as usize, lines) {
            self.line(left, top, size, strong, &line);
            top += size * 1.25 / POINTS;
        }
        top
    }

    /// Draws a thin line across.
    pub(super) fn rule(&mut self, top: f32) {
        let at = (self.height - top) * POINTS;
        self.content
            .rect(4.0 * POINTS, at, (self.width - 8.0) * POINTS, 0.5);
        self.content.fill_nonzero();
    }

    /// Draws a code into a box.
    pub(super) fn code(&mut self, at: (f32, f32), size: (f32, f32), drawn: &Drawn) {
        let across = size.0 / drawn.width as f32;
        let down = size.1 / drawn.height as f32;
        for (left, top, width, height) in &drawn.dark {
            let (width, height) = (*width as f32 * across, *height as f32 * down);
            let left = at.0 + *left as f32 * across;
            let below = at.1 + *top as f32 * down + height;
            self.content.rect(
                left * POINTS,
                (self.height - below) * POINTS,
                width * POINTS,
                height * POINTS,
            );
        }
        self.content.fill_nonzero();
    }

    /// Gives the file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let last = std::mem::replace(&mut self.content, Content::new());
        self.done.push(last.finish().into_vec());
        let (catalog, tree, plain, strong) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4));
        let count = i32::try_from(self.done.len()).unwrap_or(i32::MAX);
        let page = |place: i32| Ref::new(5 + 2 * place);
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        pdf.pages(tree).kids((0..count).map(page)).count(count);
        for (place, content) in (0..count).zip(&self.done) {
            let body = Ref::new(page(place).get() + 1);
            let mut written = pdf.page(page(place));
            written.media_box(Rect::new(
                0.0,
                0.0,
                self.width * POINTS,
                self.height * POINTS,
            ));
            written.parent(tree);
            written.contents(body);
            let mut resources = written.resources();
            let mut fonts = resources.fonts();
            fonts.pair(Name(b"F1"), plain);
            fonts.pair(Name(b"F2"), strong);
            fonts.finish();
            resources.finish();
            written.finish();
            pdf.stream(body, content);
        }
        for (font, name) in [(plain, "Helvetica"), (strong, "Helvetica-Bold")] {
            pdf.type1_font(font)
                .base_font(Name(name.as_bytes()))
                .encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        pdf.finish()
    }
}

/// Breaks a text between words; what has no room is left out with an ellipsis.
fn broken(text: &str, room: usize, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| {
            !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room
        });
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.extend(word.chars().take(room));
        }
    }
    if lines.len() > lines_max {
        lines.truncate(lines_max);
        if let Some(line) = lines.last_mut() {
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words_and_cut_where_there_is_no_room() {
        assert_eq!(broken("un deux trois", 8, 3), ["un deux", "trois"]);
        assert_eq!(broken("un deux trois", 8, 1), ["un deux…"]);
        assert_eq!(broken("anticonstitutionnellement", 8, 2), ["anticons"]);
        assert_eq!(broken("", 8, 2), [""]);
    }

    #[test]
    fn a_paper_without_end_is_cut() {
        let mut sheets = Sheets::new(80.0, 100.0);
        while sheets.turn() {}
        sheets.line(4.0, 10.0, 9.0, false, "fin");
        assert!(sheets.finish().starts_with(b"%PDF-"));
    }
}
