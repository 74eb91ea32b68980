//! Where does a record element end? Whatever its prefix and whatever wraps it: collection, SRU, OAI-PMH, or no root at all.

use std::io::Read;

use memchr::{memchr, memmem};

use super::frame::{MAX_RECORD_BYTES, ReadError, Stretch};
use super::window::Window;

/// While a record is open the window begins with it.
#[derive(Default)]
pub(super) struct XmlFramer {
    scanned: usize,
    open: bool,
    has_fields: bool,
}

impl XmlFramer {
    pub(super) fn next<R: Read>(
        &mut self,
        window: &mut Window<R>,
    ) -> Result<Option<Stretch>, ReadError> {
        loop {
            let rest = window.bytes().get(self.scanned..).unwrap_or_default();
            let Some(position) = memchr(b'<', rest) else {
                self.scanned += rest.len();
                match self.read_on(window)? {
                    Progress::More => continue,
                    Progress::Done(stretch) => return Ok(stretch),
                }
            };
            let start = self.scanned + position;
            let markup = read_markup(rest.get(position..).unwrap_or_default());
            self.scanned = start;
            match markup {
                Markup::Incomplete => match self.read_on(window)? {
                    Progress::More => {}
                    Progress::Done(stretch) => return Ok(stretch),
                },
                Markup::DocumentType => {
                    return Err(ReadError::DocumentType {
                        offset: window.offset() + start as u64,
                    });
                }
                Markup::Skip(length) => self.scanned = start + length,
                Markup::Tag {
                    element,
                    closing,
                    length,
                } => {
                    self.scanned = start + length;
                    if let Some(stretch) = self.at_tag(window, (element, closing), start, length) {
                        return Ok(Some(stretch));
                    }
                }
            }
        }
    }

    fn at_tag<R: Read>(
        &mut self,
        window: &mut Window<R>,
        tag: (Element, bool),
        start: usize,
        length: usize,
    ) -> Option<Stretch> {
        match tag {
            (Element::Record, false) => {
                let unclosed = self.open && self.has_fields;
                let offset = window.offset();
                let before = if unclosed {
                    window.take(start)
                } else {
                    Vec::new()
                };
                if !unclosed {
                    window.consume(start);
                }
                (self.scanned, self.open, self.has_fields) = (length, true, false);
                unclosed.then(|| Stretch {
                    offset,
                    raw: before,
                    refused: Some(NOT_CLOSED.to_owned()),
                })
            }
            (Element::Record, true) if self.open => {
                let refused =
                    (!self.has_fields).then(|| "the record element has no MARC fields".to_owned());
                let offset = window.offset();
                let raw = window.take(start + length);
                *self = Self::default();
                Some(Stretch {
                    offset,
                    raw,
                    refused,
                })
            }
            (Element::Field, _) => {
                self.has_fields = true;
                None
            }
            (Element::Record, true) | (Element::Other, _) => None,
        }
    }

    fn read_on<R: Read>(&mut self, window: &mut Window<R>) -> Result<Progress, ReadError> {
        let offset = window.offset();
        let length = window.bytes().len();
        if !self.open {
            // An unfinished comment may be awaited, but not for ever.
            let passed = if length - self.scanned.min(length) > MAX_RECORD_BYTES {
                length
            } else {
                self.scanned
            };
            window.consume(passed);
            self.scanned = 0;
        } else if length > MAX_RECORD_BYTES {
            let refused = Some(format!(
                "the record element is longer than {MAX_RECORD_BYTES} bytes"
            ));
            *self = Self::default();
            return Ok(Progress::Done(Some(Stretch {
                offset,
                raw: window.take(MAX_RECORD_BYTES),
                refused,
            })));
        }
        if !window.has_ended() {
            window.more()?;
            return Ok(Progress::More);
        }
        let raw = window.take(length);
        let unclosed = self.open.then(|| Stretch {
            offset,
            raw,
            refused: Some(NOT_CLOSED.to_owned()),
        });
        *self = Self::default();
        Ok(Progress::Done(unclosed))
    }
}

const NOT_CLOSED: &str = "the record element is not closed";

enum Progress {
    More,
    Done(Option<Stretch>),
}

#[derive(Clone, Copy)]
enum Element {
    Record,
    Field,
    Other,
}

enum Markup {
    Incomplete,
    DocumentType,
    Skip(usize),
    Tag {
        element: Element,
        closing: bool,
        length: usize,
    },
}

/// Reads what begins with `<`.
fn read_markup(bytes: &[u8]) -> Markup {
    for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if bytes.starts_with(opening.as_bytes()) {
            let end = memmem::find(
                bytes.get(opening.len()..).unwrap_or_default(),
                closing.as_bytes(),
            );
            return end.map_or(Markup::Incomplete, |end| {
                Markup::Skip(opening.len() + end + closing.len())
            });
        }
        if opening.as_bytes().starts_with(bytes) {
            return Markup::Incomplete;
        }
    }
    match bytes.get(1) {
        Some(b'!') => Markup::DocumentType,
        Some(b'/') => read_tag(bytes, 2),
        Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => {
            read_tag(bytes, 1)
        }
        Some(_) => Markup::Skip(1),
        None => Markup::Incomplete,
    }
}

/// Reads a tag up to its `>`. A `<` before that cannot be right: the tag is given up and reading goes on there.
fn read_tag(bytes: &[u8], name_at: usize) -> Markup {
    let closing = name_at == 2;
    let mut quote = None;
    for (position, byte) in bytes.iter().enumerate().skip(name_at) {
        match (*byte, quote) {
            (b'<', _) => return Markup::Skip(position),
            (b'>', None) => {
                let tag = bytes.get(name_at..position).unwrap_or_default();
                let element = if tag.ends_with(b"/") {
                    Element::Other
                } else {
                    element_of(tag)
                };
                return Markup::Tag {
                    element,
                    closing,
                    length: position + 1,
                };
            }
            (b'"' | b'\'', None) => quote = Some(*byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    Markup::Incomplete
}

fn element_of(tag: &[u8]) -> Element {
    let name = tag
        .split(|byte| byte.is_ascii_whitespace())
        .next()
        .unwrap_or_default();
    match name.rsplit(|byte| *byte == b':').next().unwrap_or_default() {
        b"record" => Element::Record,
        b"leader" | b"controlfield" | b"datafield" => Element::Field,
        _ => Element::Other,
    }
}
