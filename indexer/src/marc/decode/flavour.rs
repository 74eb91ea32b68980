//! Whose tags are these, and is it a title at all? Judged by content first: labels are wrong too often.

/// The family of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// UNIMARC: title in 200, coded data in 100.
    Unimarc,
    /// MARC 21: title in 245, coded data in 008.
    Marc21,
    /// A table: each cell is a control field whose tag is the name of its column.
    Table,
}

/// What a record describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A title.
    Bibliographic,
    /// A heading (person, subject…), which must not be indexed as a title.
    Authority,
    /// Copies only, of a title described elsewhere.
    Holdings,
}

/// What is looked at in a record.
#[derive(Default)]
pub(super) struct Outline<'a> {
    pub(super) label: &'a [u8],
    /// The record element's own word: `type="Authority"`.
    said_kind: Option<Kind>,
    title_unimarc: bool,
    title_marc21: bool,
    coded_100: Option<&'a [u8]>,
    coded_008: bool,
    publication_unimarc: bool,
    publication_marc21: bool,
}

impl<'a> Outline<'a> {
    pub(super) fn new(label: &'a [u8], said_kind: Option<Kind>) -> Self {
        Self {
            label,
            said_kind,
            ..Self::default()
        }
    }

    /// Takes note of a field. `first_a` is asked for $a where it matters.
    pub(super) fn see(&mut self, tag: &[u8], first_a: impl FnOnce() -> Option<&'a [u8]>) {
        match tag {
            b"200" => self.title_unimarc |= first_a().is_some(),
            b"245" => self.title_marc21 |= first_a().is_some(),
            b"100" if self.coded_100.is_none() => self.coded_100 = first_a(),
            b"008" => self.coded_008 = true,
            b"210" | b"214" => self.publication_unimarc = true,
            b"260" | b"264" => self.publication_marc21 = true,
            _ => {}
        }
    }

    pub(super) fn flavour(&self) -> Flavour {
        let dated = self
            .coded_100
            .and_then(|coded| coded.get(..8))
            .is_some_and(|date| date.iter().all(u8::is_ascii_digit));
        let unimarc = 3 * u8::from(self.title_unimarc)
            + 3 * u8::from(dated)
            + u8::from(self.publication_unimarc)
            + u8::from(self.label.get(23) == Some(&b' '));
        let marc21 = 3 * u8::from(self.title_marc21)
            + 2 * u8::from(self.coded_008)
            + u8::from(self.publication_marc21)
            + u8::from(self.label.get(9) == Some(&b'a'));
        if unimarc >= marc21 {
            Flavour::Unimarc
        } else {
            Flavour::Marc21
        }
    }

    pub(super) fn kind(&self, flavour: Flavour) -> Kind {
        if let Some(kind) = self.said_kind {
            return kind;
        }
        match flavour {
            Flavour::Unimarc => self.unimarc_kind(),
            Flavour::Marc21 => match self.label.get(6) {
                Some(b'z') if !self.title_marc21 => Kind::Authority,
                Some(b'u' | b'v' | b'x' | b'y') if !self.title_marc21 => Kind::Holdings,
                _ => Kind::Bibliographic,
            },
            Flavour::Table => Kind::Bibliographic,
        }
    }

    /// Coded data of a title has a year or blanks at 9-12, that of a heading its language at 9-11. Only without
    /// coded data does the label decide: real titles come with the label of a heading.
    fn unimarc_kind(&self) -> Kind {
        let language = self.coded_100.and_then(|coded| coded.get(9..12));
        let heading = match language {
            Some(language) => language.iter().all(u8::is_ascii_lowercase),
            None => matches!(self.label.get(6), Some(b'x'..=b'z')) && !self.publication_unimarc,
        };
        if heading {
            Kind::Authority
        } else {
            Kind::Bibliographic
        }
    }

    /// The character set codes of UNIMARC 100$a/26-29: G0 and G1.
    pub(super) fn unimarc_charset_codes(&self) -> Option<[u8; 4]> {
        let coded = self.coded_100?;
        coded
            .get(26..30)
            .and_then(|codes| codes.first_chunk())
            .copied()
    }
}
