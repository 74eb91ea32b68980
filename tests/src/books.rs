//! How is a UNIMARC file of a few chosen books written, for a story that needs exactly these?

use anyhow::{Context, Result};
use navette_indexer::marc::{Field, MarcRecord, Subfield, write};

/// A book as a story tells of it: French, of 1990, one copy on the shelf unless said otherwise.
#[derive(Clone, Debug)]
pub struct Book {
    id: String,
    title: String,
    subtitle: String,
    author: (String, String),
    isbn: String,
    copies: Vec<Option<String>>,
}

/// Begins a book with its record number and title.
pub fn a_book(id: &str, title: &str) -> Book {
    Book {
        id: id.into(),
        title: title.into(),
        subtitle: String::new(),
        author: ("Durand".into(), "Zoé".into()),
        isbn: String::new(),
        copies: vec![None],
    }
}

impl Book {
    /// Gives it a subtitle.
    pub fn subtitled(mut self, subtitle: &str) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// Gives it another author.
    pub fn by(mut self, surname: &str, first_name: &str) -> Self {
        self.author = (surname.into(), first_name.into());
        self
    }

    /// Gives it a number of the trade.
    pub fn isbn(mut self, isbn: &str) -> Self {
        self.isbn = isbn.into();
        self
    }

    /// Lets one more copy stand on the shelf.
    pub fn and_a_copy(mut self) -> Self {
        self.copies.push(None);
        self
    }

    /// Lets one more copy be lent until a day, YYYY-MM-DD.
    pub fn and_a_copy_lent_until(mut self, day: &str) -> Self {
        self.copies.push(Some(day.into()));
        self
    }

    /// Lets all its copies be lent until a day, YYYY-MM-DD.
    pub fn lent_until(mut self, day: &str) -> Self {
        for copy in &mut self.copies {
            *copy = Some(day.into());
        }
        self
    }

    fn record(&self) -> MarcRecord {
        let coded = "20240101d1990    m  y0frey50      ba";
        let mut fields = vec![
            Field::Control {
                tag: "001".into(),
                value: self.id.clone(),
            },
            data("010", &[('a', &self.isbn)]),
            data("100", &[('a', coded)]),
            data("101", &[('a', "fre")]),
            data("200", &[('a', &self.title), ('e', &self.subtitle)]),
            data("210", &[('c', "Gallimard"), ('d', "1990")]),
            data("700", &[('a', &self.author.0), ('b', &self.author.1)]),
        ];
        for (number, lent_until) in self.copies.iter().enumerate() {
            let barcode = format!("B{}-{number}", self.id);
            let due = lent_until.as_deref().unwrap_or_default();
            fields.push(data(
                "995",
                &[('f', &barcode), ('k', "R ABC"), ('n', due), ('o', "0")],
            ));
        }
        fields.retain(
            |field| !matches!(field, Field::Data { subfields, .. } if subfields.is_empty()),
        );
        MarcRecord {
            leader: "00000nam0 2200000   450 ".into(),
            fields,
        }
    }
}

/// Writes the books as one file.
pub fn file_of(books: &[Book]) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    for book in books {
        let record = write(&book.record());
        file.extend(record.with_context(|| format!("book {} is too long", book.id))?);
    }
    Ok(file)
}

/// Makes a field; what is empty is left out.
fn data(tag: &str, subfields: &[(char, &str)]) -> Field {
    let said = subfields.iter().filter(|(_, value)| !value.is_empty());
    Field::Data {
        tag: tag.into(),
        indicators: ['1', ' '],
        subfields: said
            .map(|(code, value)| Subfield {
                code: *code,
                value: (*value).to_owned(),
            })
            .collect(),
    }
}
