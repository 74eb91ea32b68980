//! How is a day read that somebody typed in three fields?

use crate::asked::Asked;
use navette_domain::time::Day;

/// What was typed is no day.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoDay;

/// Reads the fields `NAME-jour`, `NAME-mois` and `NAME-annee` as YYYY-MM-DD; empty where nothing was typed.
pub(super) fn day(fields: &Asked, name: &str) -> Result<String, NoDay> {
    let part = |part: &str| fields.get(&format!("{name}-{part}")).to_owned();
    let (day, month, year) = (part("jour"), part("mois"), part("annee"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(String::new());
    }
    let number = |text: &str| text.parse::<u32>().map_err(|_| NoDay);
    let (day, month, year) = (number(&day)?, number(&month)?, number(&year)?);
    let written = format!("{year:04}-{month:02}-{day:02}");
    match Day::parse(&written) {
        Some(_) if (1_880..=2_200).contains(&year) => Ok(written),
        _ => Err(NoDay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Result<String, NoDay> {
        day(&Asked::read(form.as_bytes()), "n")
    }

    #[test]
    fn three_fields_are_one_day() {
        assert_eq!(
            read("n-jour=3&n-mois=2&n-annee=1970"),
            Ok("1970-02-03".into())
        );
        assert_eq!(read(""), Ok(String::new()));
        for form in [
            "n-jour=30&n-mois=2&n-annee=1970",
            "n-jour=3&n-mois=2",
            "n-jour=3&n-mois=2&n-annee=70",
            "n-jour=x&n-mois=2&n-annee=1970",
        ] {
            assert_eq!(read(form), Err(NoDay), "{form}");
        }
    }
}
