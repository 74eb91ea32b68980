//! From a record element to fields. Local names count, namespaces do not: MARCXML and MarcXchange share their structure.
//!
//! A field without tag, or a subfield without code, is left out with a warning and the rest is kept: one slip of a
//! cataloguer must not hide a title, and the warning names the place.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    decoded::{DecodeRefusal, Decoded, Hints},
    flavour::{Kind, Outline},
    text::{TextReader, Warnings},
};
use crate::marc::{Field, MarcRecord, Subfield, charset::Charset};

const MAX_DEPTH: usize = 16;

/// Reads one record element.
pub(super) fn decode(raw: &[u8], hints: Hints) -> Result<Decoded, DecodeRefusal> {
    let mut warnings = Warnings::default();
    let (text, charset) = characters(raw, hints, &mut warnings);
    let reader = TextReader::new(charset, text.as_bytes());
    let mut building = Building {
        reader,
        warnings,
        ..Building::new()
    };
    let mut events = Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        match events
            .read_event()
            .map_err(|error| DecodeRefusal::Xml(error.to_string()))?
        {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(DecodeRefusal::Xml(format!(
                        "elements within elements, deeper than {MAX_DEPTH}"
                    )));
                }
                building.open(&tag)?;
            }
            Event::Empty(tag) => {
                building.open(&tag)?;
                building.close(tag.local_name().as_ref());
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                building.close(tag.local_name().as_ref());
            }
            Event::Text(text) => building.text.push_str(&text.xml10_content()),
            Event::CData(text) => building.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => building.text.push(resolve(&reference)?),
            Event::DocType(_) => {
                return Err(DecodeRefusal::Xml("document types are refused".to_owned()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    building.finish(hints, charset)
}

fn characters<'a>(raw: &'a [u8], hints: Hints, warnings: &mut Warnings) -> (Cow<'a, str>, Charset) {
    let said = hints
        .charset
        .filter(|charset| !matches!(charset, Charset::Ascii | Charset::Utf8));
    match (std::str::from_utf8(raw), said) {
        (Ok(text), None) => (
            text.into(),
            if text.is_ascii() {
                Charset::Ascii
            } else {
                Charset::Utf8
            },
        ),
        (_, Some(charset)) => (charset.decode(raw).0.into(), charset),
        (Err(_), None) => {
            warnings.add(|| "not UTF-8; read as Windows-1252".to_owned());
            (
                Charset::Windows1252.decode(raw).0.into(),
                Charset::Windows1252,
            )
        }
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, DecodeRefusal> {
    if let Some(character) = reference
        .resolve_char_ref()
        .map_err(|error| DecodeRefusal::Xml(error.to_string()))?
    {
        return Ok(character);
    }
    let name: &str = reference;
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(DecodeRefusal::Xml(format!(
            "the entity &{other}; is not defined"
        ))),
    }
}

/// A record while its elements come.
struct Building {
    reader: TextReader,
    warnings: Warnings,
    record: MarcRecord,
    said_kind: Option<Kind>,
    text: String,
    tag: Option<String>,
    indicators: [char; 2],
    subfields: Vec<Subfield>,
    code: Option<char>,
}

impl Building {
    fn new() -> Self {
        Self {
            reader: TextReader::new(Charset::Ascii, &[]),
            warnings: Warnings::default(),
            record: MarcRecord::default(),
            said_kind: None,
            text: String::new(),
            tag: None,
            indicators: [' '; 2],
            subfields: Vec::new(),
            code: None,
        }
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), DecodeRefusal> {
        self.text.clear();
        match element.local_name().as_ref() {
            "record" => self.said_kind = attribute(element, "type")?.as_deref().and_then(kind_of),
            "controlfield" => self.tag = attribute(element, "tag")?,
            "datafield" => {
                self.tag = attribute(element, "tag")?;
                let first = |value: Option<String>| {
                    value.and_then(|value| value.chars().next()).unwrap_or(' ')
                };
                self.indicators = [
                    first(attribute(element, "ind1")?),
                    first(attribute(element, "ind2")?),
                ];
                self.subfields = Vec::new();
            }
            "subfield" => {
                self.code = attribute(element, "code")?.and_then(|code| code.chars().next())
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, element: &str) {
        match element {
            "leader" => self.record.leader = self.text.clone(),
            "controlfield" => match self.tag.take().filter(|tag| !tag.is_empty()) {
                Some(tag) => self.record.fields.push(Field::Control {
                    tag,
                    value: self.reader.read_text(&self.text),
                }),
                None => self
                    .warnings
                    .add(|| "a control field without tag is left out".to_owned()),
            },
            "subfield" => match self.code.take() {
                Some(code) => self.subfields.push(Subfield {
                    code,
                    value: self.reader.read_text(&self.text),
                }),
                None => {
                    let tag = self.tag.as_deref().unwrap_or("without tag");
                    self.warnings
                        .add(|| format!("field {tag}: a subfield without code is left out"));
                }
            },
            "datafield" => self.close_field(),
            other if self.tag.is_some() => self
                .warnings
                .add(|| format!("the element {other} is unknown and left out")),
            _ => {}
        }
        self.text.clear();
    }

    fn close_field(&mut self) {
        let subfields = std::mem::take(&mut self.subfields);
        match self.tag.take().filter(|tag| !tag.is_empty()) {
            Some(tag) => self.record.fields.push(Field::Data {
                tag,
                indicators: self.indicators,
                subfields,
            }),
            None => self
                .warnings
                .add(|| "a field without tag is left out".to_owned()),
        }
    }

    fn finish(mut self, hints: Hints, charset: Charset) -> Result<Decoded, DecodeRefusal> {
        if self.record.fields.is_empty() {
            return Err(DecodeRefusal::NoFields);
        }
        self.reader.report(&mut self.warnings);
        let record = self.record;
        let mut outline = Outline::new(record.leader.as_bytes(), self.said_kind);
        for field in &record.fields {
            outline.see(field.tag().as_bytes(), || first_a(field));
        }
        let flavour = hints.flavour.unwrap_or_else(|| outline.flavour());
        let kind = outline.kind(flavour);
        Ok(Decoded {
            record,
            charset,
            flavour,
            kind,
            warnings: self.warnings.into_list(),
        })
    }
}

fn kind_of(said: &str) -> Option<Kind> {
    match said {
        "Authority" => Some(Kind::Authority),
        "Holdings" => Some(Kind::Holdings),
        "Bibliographic" => Some(Kind::Bibliographic),
        _ => None,
    }
}

fn first_a(field: &Field) -> Option<&[u8]> {
    let Field::Data { subfields, .. } = field else {
        return None;
    };
    subfields
        .iter()
        .find(|subfield| subfield.code == 'a')
        .map(|subfield| subfield.value.as_bytes())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, DecodeRefusal> {
    let refuse = |error: &dyn std::fmt::Display| DecodeRefusal::Xml(error.to_string());
    match element
        .try_get_attribute(name)
        .map_err(|error| refuse(&error))?
    {
        Some(attribute) => {
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|error| refuse(&error))?;
            Ok(Some(value.into_owned()))
        }
        None => Ok(None),
    }
}
