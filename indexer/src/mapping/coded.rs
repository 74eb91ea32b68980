//! What do the coded fields say of the medium? Label, 007, 008, 105, 106, 115, 181, 336. It must not know profiles.

use super::place::{Tag, characters, subfield};
use super::profile::Flavour;
use crate::marc::{Field, MarcRecord};
use navette_domain::catalogue::Medium;

/// The coded characters that tell a medium, as found on the way through a record.
#[derive(Debug, Default)]
pub(super) struct Coded<'a> {
    video: &'a str,
    form: &'a str,
    contents: &'a str,
    content_type: &'a str,
    physical: &'a str,
    fixed: &'a str,
}

impl<'a> Coded<'a> {
    /// Keeps what a coded field says.
    pub(super) fn note(&mut self, flavour: Flavour, tag: Tag, field: &'a Field) {
        match (field, flavour, &tag) {
            (Field::Control { value, .. }, Flavour::Marc21, b"007") if self.physical.is_empty() => {
                self.physical = value
            }
            (Field::Control { value, .. }, Flavour::Marc21, b"008") => self.fixed = value,
            (Field::Data { subfields, .. }, Flavour::Unimarc, b"115") => self.video = a(subfields),
            (Field::Data { subfields, .. }, Flavour::Unimarc, b"106") => self.form = a(subfields),
            (Field::Data { subfields, .. }, Flavour::Unimarc, b"105") => {
                self.contents = a(subfields)
            }
            (Field::Data { subfields, .. }, Flavour::Unimarc, b"181")
                if self.content_type.is_empty() =>
            {
                self.content_type = subfield(subfields, 'c').unwrap_or_default();
            }
            (Field::Data { subfields, .. }, Flavour::Marc21, b"336")
                if self.content_type.is_empty() =>
            {
                self.content_type = subfield(subfields, 'b').unwrap_or_default();
            }
            _ => {}
        }
    }

    /// Decides the medium:
    ///
    /// 1. label/7 says serial: a periodical (UNIMARC i and s, MARC 21 b, i and s, for text only);
    /// 2. label/6 where it is a known letter, refined: projected pictures that are not film or video (115$a/0 = b) are
    ///    images; text in large print (106$a d, 008/23 d), online (106$a s, 008/23 o q s) or as comic strips
    ///    (105$a/4-7 t, 008/24-27 6) is that;
    /// 3. else 007, then the RDA content type (181$c, 336$b): some exports leave label/6 blank or put x there.
    pub(super) fn medium(&self, flavour: Flavour, record: &MarcRecord) -> Medium {
        let label = record.leader.as_bytes();
        let kind = label.get(6).copied().unwrap_or(b' ');
        let serial = matches!(label.get(7), Some(b's' | b'i'))
            || (flavour == Flavour::Marc21 && label.get(7) == Some(&b'b'));
        match kind {
            b'a' | b'b' | b't' if serial => Medium::Periodical,
            b'a' | b't' => self.text_medium(flavour),
            b'b' if flavour == Flavour::Unimarc => self.text_medium(flavour),
            b'c' | b'd' => Medium::Score,
            b'e' | b'f' => Medium::Map,
            b'g' if self.video.starts_with('b') => Medium::Image,
            b'g' => Medium::Film,
            b'i' => Medium::Audiobook,
            b'j' => Medium::Music,
            b'k' => Medium::Image,
            b'l' | b'm' => Medium::Electronic,
            b'r' => Medium::Game,
            b'o' | b'p' => Medium::Other,
            _ => self.other_medium(),
        }
    }

    fn text_medium(&self, flavour: Flavour) -> Medium {
        let (form, contents) = match flavour {
            Flavour::Marc21 => (
                characters(self.fixed, 23, 23),
                characters(self.fixed, 24, 27),
            ),
            _ => (characters(self.form, 0, 0), characters(self.contents, 4, 7)),
        };
        let comic = if flavour == Flavour::Marc21 { '6' } else { 't' };
        match form {
            "d" => Medium::LargePrint,
            "s" | "o" | "q" => Medium::Electronic,
            _ if contents.contains(comic) => Medium::Comic,
            _ => Medium::Book,
        }
    }

    fn other_medium(&self) -> Medium {
        match (self.physical.chars().next(), self.content_type) {
            (Some('v' | 'm'), _) | (_, "tdi") => Medium::Film,
            (_, "spw") => Medium::Audiobook,
            (Some('s'), _) | (_, "prm") => Medium::Music,
            (Some('a'), _) | (_, "cri") => Medium::Map,
            (Some('c'), _) => Medium::Electronic,
            (_, "ntm") => Medium::Score,
            (_, "sti") => Medium::Image,
            _ => Medium::Book,
        }
    }
}

fn a(subfields: &[crate::marc::Subfield]) -> &str {
    subfield(subfields, 'a').unwrap_or_default()
}
