//! The slip as a PDF: on a roll of 80 mm, or on a sheet of A6.

use super::codes::{bars, qr};
use super::sheet::Sheets;
use crate::round_names::RoundNames;
use crate::say::Say;
use navette_proto::wire::desk::{NextPlace, Slip};

/// What stands on a slip, in words.
pub(crate) struct Written {
    /// Where it goes, large.
    pub(crate) to: String,
    pub(crate) title: String,
    /// Shelfmark, where from, which run, until when.
    pub(crate) lines: Vec<String>,
    /// What the patron shows; empty on a slip that travels.
    pub(crate) pickup_code: String,
    /// What the codes hold.
    pub(crate) code: String,
}

impl Written {
    /// Puts a slip into words.
    pub(crate) fn of(say: Say, rounds: &RoundNames, slip: &Slip) -> Self {
        let or_id = |name: &str, id: &str| match name.is_empty() {
            true => id.to_owned(),
            false => name.to_owned(),
        };
        let (from, to) = (
            or_id(&slip.from_name, &slip.from),
            or_id(&slip.to_name, &slip.to),
        );
        let on_shelf = slip.place() == NextPlace::HoldShelf;
        let mut lines = Vec::new();
        if from != to && !from.is_empty() {
            lines.push(format!("{} : {from}", say.desk_from()));
        }
        if !slip.shelfmark.is_empty() {
            lines.push(format!("{} : {}", say.list_shelfmark(), slip.shelfmark));
        }
        if !slip.round_day.is_empty() && !on_shelf {
            let run = say.by_run(rounds.of(&slip.round), &slip.round_day);
            lines.push(format!("{} : {run}", say.desk_by_round()));
        }
        if !slip.kept_until.is_empty() {
            lines.push(format!(
                "{} {}",
                say.desk_kept_until(),
                say.day(&slip.kept_until)
            ));
        }
        Self {
            to: match on_shelf {
                true => say.next_place(NextPlace::HoldShelf, ""),
                false => to,
            },
            title: slip.title.clone(),
            lines,
            pickup_code: slip.pickup_code.clone(),
            code: slip.code.clone(),
        }
    }

    /// Gives what the bars hold: library and barcode, or where that is too long for a roll the barcode alone.
    pub(crate) fn bars_hold(&self) -> &str {
        match (bars(&self.code), self.code.split_once('/')) {
            (None, Some((_, barcode))) => barcode,
            _ => &self.code,
        }
    }
}

/// Makes the file.
pub(crate) fn pdf(written: &Written, a6: bool) -> Vec<u8> {
    let (width, height) = if a6 { (105.0, 148.0) } else { (80.0, 110.0) };
    let mut sheet = Sheets::new(width, height);
    let mut top = sheet.block((5.0, 11.0), 20.0, true, &written.to, 2);
    if !written.pickup_code.is_empty() {
        sheet.line(5.0, top + 6.0, 34.0, true, &written.pickup_code);
        top += 12.0;
    }
    top = sheet.block((5.0, top + 1.0), 12.0, true, &written.title, 2);
    for line in &written.lines {
        top = sheet.block((5.0, top), 10.0, false, line, 2);
    }
    let codes = height - 45.0;
    if let Some(drawn) = qr(written.code.as_bytes()) {
        sheet.code((3.0, codes), (27.0, 27.0), &drawn);
    }
    sheet.block((32.0, codes + 14.0), 10.0, false, &written.code, 2);
    if let Some(drawn) = bars(written.bars_hold()) {
        sheet.code((3.0, codes + 28.0), (width - 6.0, 12.0), &drawn);
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;

    #[test]
    fn a_slip_that_travels_says_where_to_and_no_pickup_code_and_one_that_waits_its_code() {
        let french = Say(Language::French);
        let mut slip = Slip {
            title: "L'étranger".into(),
            from_name: "Arques".into(),
            to_name: "Aire".into(),
            round: "mardi-est".into(),
            round_day: "2026-12-01".into(),
            place: NextPlace::Crate as i32,
            code: "arques/000012".into(),
            ..Slip::default()
        };
        let travels = Written::of(french, &RoundNames::default(), &slip);
        assert_eq!(travels.to, "Aire");
        assert_eq!(travels.lines[0], "De : Arques");
        slip.place = NextPlace::HoldShelf as i32;
        slip.pickup_code = "K7M2P".into();
        let waits = Written::of(french, &RoundNames::default(), &slip);
        assert_eq!(waits.to, "Sur l'étagère des réservations");
        assert!(!waits.lines.iter().any(|line| line.contains("mardi")));
        for a6 in [false, true] {
            assert!(pdf(&waits, a6).starts_with(b"%PDF-"));
        }
    }

    #[test]
    fn the_bars_of_a_long_name_hold_the_barcode_alone() {
        let mut slip = Slip {
            code: "saint-martin-lez-tatinghem/3001234".into(),
            ..Slip::default()
        };
        let french = Say(Language::French);
        assert_eq!(
            Written::of(french, &RoundNames::default(), &slip).bars_hold(),
            "3001234"
        );
        slip.code = "aire/3001234".into();
        assert_eq!(
            Written::of(french, &RoundNames::default(), &slip).bars_hold(),
            "aire/3001234"
        );
    }
}
