//! How are lending agreements written in the settings? One section each; where none is written, everybody lends everything.

use navette_domain::catalogue::{Audience, LibraryId, Medium};
use navette_domain::lending::{Agreement, RATIO_PERCENT};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Items lent for 100 borrowed, at most.
const RATIO_PERCENT_MAX: u16 = 1_000;
/// Agreements of one federator, at most: each choice of a lender looks at them.
const AGREEMENTS_MAX: usize = 5_000;

/// What a library has agreed to lend.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementConfig {
    /// Who lends.
    pub lender: String,
    /// To whom; left out, it is to every library that has no agreement of its own with this lender.
    #[serde(default)]
    pub borrower: Option<String>,
    /// Which media, by the codes of the glossary; left out, all.
    #[serde(default)]
    pub media: Option<Vec<String>>,
    /// For which audiences, by the codes of the glossary; left out, all.
    #[serde(default)]
    pub audiences: Option<Vec<String>>,
    /// How many items a borrower may have at a time; left out, any number. 0 lends nothing.
    #[serde(default)]
    pub open_max: Option<u32>,
    /// Items the lender is ready to lend for 100 it borrows (1 to 1,000).
    #[serde(default = "default_ratio_percent")]
    pub ratio_percent: u16,
}

fn default_ratio_percent() -> u16 {
    RATIO_PERCENT
}

/// Reads all agreements; one with a library that is no member is refused, and so is a second one between the same two.
pub(crate) fn agreements(
    written: &[AgreementConfig],
    members: &BTreeMap<LibraryId, String>,
) -> Result<Vec<Agreement>, String> {
    if written.len() > AGREEMENTS_MAX {
        return Err(format!(
            "{} agreements; at most {AGREEMENTS_MAX}",
            written.len()
        ));
    }
    let mut read: Vec<Agreement> = Vec::new();
    let mut between = BTreeSet::new();
    for one in written {
        let agreement =
            agreement(one, members).map_err(|reason| format!("{}: {reason}", one.shown()))?;
        if !between.insert((agreement.lender.clone(), agreement.borrower.clone())) {
            return Err(format!("{} is written twice", one.shown()));
        }
        read.push(agreement);
    }
    Ok(read)
}

impl AgreementConfig {
    fn shown(&self) -> String {
        match &self.borrower {
            Some(borrower) => format!("agreement of \"{}\" with \"{borrower}\"", self.lender),
            None => format!("agreement of \"{}\" with everybody", self.lender),
        }
    }
}

fn agreement(
    written: &AgreementConfig,
    members: &BTreeMap<LibraryId, String>,
) -> Result<Agreement, String> {
    let member = |key: &str, id: &str| {
        let library = LibraryId::parse(id).map_err(|refusal| format!("{key}: {refusal}"))?;
        if members.contains_key(&library) {
            return Ok(library);
        }
        Err(format!("{key} = \"{id}\" is not a member"))
    };
    let lender = member("lender", &written.lender)?;
    let borrower = written.borrower.as_deref();
    let borrower = borrower.map(|id| member("borrower", id)).transpose()?;
    if borrower.as_ref() == Some(&lender) {
        return Err("a library always lends to its own patrons".to_owned());
    }
    if !(1..=RATIO_PERCENT_MAX).contains(&written.ratio_percent) {
        return Err(format!(
            "ratio_percent = {} is not between 1 and {RATIO_PERCENT_MAX}",
            written.ratio_percent
        ));
    }
    Ok(Agreement {
        lender,
        borrower,
        media: codes("media", written.media.as_deref(), Medium::from_code, || {
            Medium::ALL.iter().map(|one| one.code()).collect()
        })?,
        audiences: codes(
            "audiences",
            written.audiences.as_deref(),
            Audience::from_code,
            || Audience::ALL.iter().map(|one| one.code()).collect(),
        )?,
        open_max: written.open_max,
        ratio_percent: written.ratio_percent,
    })
}

/// Reads a list of codes; an empty list would lend nothing, which `open_max = 0` says better.
fn codes<T: Ord>(
    key: &str,
    written: Option<&[String]>,
    read: impl Fn(&str) -> Option<T>,
    all: impl Fn() -> Vec<&'static str>,
) -> Result<Option<BTreeSet<T>>, String> {
    let Some(written) = written else {
        return Ok(None);
    };
    if written.is_empty() {
        return Err(format!(
            "{key} is empty: leave it out for all, or write open_max = 0 to lend nothing"
        ));
    }
    let mut codes = BTreeSet::new();
    for code in written {
        let known = read(code)
            .ok_or_else(|| format!("{key}: \"{code}\" is none of {}", all().join(", ")))?;
        codes.insert(known);
    }
    Ok(Some(codes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(toml: &str) -> Result<Vec<Agreement>, String> {
        #[derive(Deserialize)]
        struct File {
            agreements: Vec<AgreementConfig>,
        }
        let file: File = toml::from_str(toml).unwrap();
        let members = ["aire", "lumbres", "saint-omer"]
            .into_iter()
            .map(|id| (LibraryId::parse(id).unwrap(), id.to_owned()))
            .collect();
        agreements(&file.agreements, &members)
    }

    #[test]
    fn an_agreement_is_read_with_what_was_left_out() {
        let toml = "[[agreements]]\nlender = \"saint-omer\"\nborrower = \"aire\"\nmedia = [\"book\", \"comic\"]\n\
                    audiences = [\"children\"]\nopen_max = 20\nratio_percent = 200\n\
                    [[agreements]]\nlender = \"saint-omer\"\n";
        let read = read(toml).unwrap();
        assert_eq!(
            read[0].media,
            Some(BTreeSet::from([Medium::Book, Medium::Comic]))
        );
        assert_eq!(
            read[0].audiences,
            Some(BTreeSet::from([Audience::Children]))
        );
        assert_eq!((read[0].open_max, read[0].ratio_percent), (Some(20), 200));
        assert_eq!((&read[1].borrower, &read[1].media), (&None, &None));
        assert_eq!((read[1].open_max, read[1].ratio_percent), (None, 100));
    }

    #[test]
    fn what_cannot_be_agreed_is_named() {
        for (written, said) in [
            (
                "lender = \"paris\"",
                "agreement of \"paris\" with everybody: lender = \"paris\" is not a member",
            ),
            (
                "lender = \"aire\"\nborrower = \"Lumbres\"",
                "agreement of \"aire\" with \"Lumbres\": borrower: ",
            ),
            (
                "lender = \"aire\"\nborrower = \"aire\"",
                "a library always lends to its own patrons",
            ),
            (
                "lender = \"aire\"\nmedia = [\"livre\"]",
                "media: \"livre\" is none of book, comic, ",
            ),
            (
                "lender = \"aire\"\naudiences = []",
                "audiences is empty: leave it out for all, or write open_max = 0 to lend nothing",
            ),
            (
                "lender = \"aire\"\nratio_percent = 0",
                "ratio_percent = 0 is not between 1 and 1000",
            ),
            (
                "lender = \"aire\"\n[[agreements]]\nlender = \"aire\"",
                "agreement of \"aire\" with everybody is written twice",
            ),
        ] {
            let told = read(&format!("[[agreements]]\n{written}\n")).unwrap_err();
            assert!(told.contains(said), "{told}");
        }
    }
}
