//! What do the van's timetable and the papers of a run say?

use crate::say::{Say, says};
use navette_domain::time;
use navette_proto::wire::courier::Weekday;

says! {
    rounds_manifest: "Bordereau", "Manifest";
    desk_rounds_title: "La navette", "The van";
    rounds_move: "Déplacer un passage (coordinateur)", "Move a run (coordinator)";
    rounds_next: "Prochains passages, avec leur bordereau", "Next runs, with their manifests";
    desk_rounds_none: "Aucune tournée n'est prévue. Le coordinateur du réseau les inscrit.",
        "No round is planned. The coordinator of the territory enters them.";
    rounds_away: "L'horaire ne peut pas être demandé maintenant : la liaison est coupée. Les bordereaux reçus restent ici.",
        "The timetable cannot be asked for now: the line is cut. Manifests that have arrived stay here.";
    rounds_qr: "QR du contenu de la caisse", "QR code of what the crate holds";
    rounds_nothing: "Rien.", "Nothing.";
    rounds_stays: "Reste à quai", "Stays behind";
    crate_title: "Vérifier une caisse", "Check a crate";
    crate_code: "QR du bordereau", "QR code of the manifest";
    crate_code_hint: "Placez-vous ici et scannez le QR imprimé sur le bordereau.", "Stand here and scan the QR code printed on the manifest.";
    crate_found: "Ce qui est dans la caisse", "What lies in the crate";
    crate_found_hint: "Scannez chaque document, un par ligne.", "Scan each item, one a line.";
    crate_button: "Comparer", "Compare";
    crate_missing: "Au bordereau, et pas dans la caisse", "On the manifest, and not in the crate";
    crate_unexpected: "Dans la caisse, et pas au bordereau : scannez-les au guichet", "In the crate, and not on the manifest: scan each at the desk";
}

/// Numbers a day of the week as the contract does.
pub(crate) fn weekday_number(weekday: time::Weekday) -> i32 {
    let of_contract = match weekday {
        time::Weekday::Monday => Weekday::Monday,
        time::Weekday::Tuesday => Weekday::Tuesday,
        time::Weekday::Wednesday => Weekday::Wednesday,
        time::Weekday::Thursday => Weekday::Thursday,
        time::Weekday::Friday => Weekday::Friday,
        time::Weekday::Saturday => Weekday::Saturday,
        time::Weekday::Sunday => Weekday::Sunday,
    };
    of_contract as i32
}

impl Say {
    /// Names a day of the week of the contract.
    pub(crate) fn wire_weekday(self, weekday: Weekday) -> &'static str {
        match weekday {
            Weekday::Unspecified => "",
            Weekday::Monday => self.weekday(time::Weekday::Monday),
            Weekday::Tuesday => self.weekday(time::Weekday::Tuesday),
            Weekday::Wednesday => self.weekday(time::Weekday::Wednesday),
            Weekday::Thursday => self.weekday(time::Weekday::Thursday),
            Weekday::Friday => self.weekday(time::Weekday::Friday),
            Weekday::Saturday => self.weekday(time::Weekday::Saturday),
            Weekday::Sunday => self.weekday(time::Weekday::Sunday),
        }
    }

    /// Says when a run takes place instead.
    pub(crate) fn run_moved(self, from: &str, to: &str, by_minutes: i32) -> String {
        let later = match by_minutes {
            0 => String::new(),
            _ => format!(" ({by_minutes:+} min)"),
        };
        let (from, to) = (self.day(from), self.day(to));
        self.one(
            format!("Le passage du {from} a lieu le {to}{later}."),
            format!("The run of {from} takes place on {to}{later}."),
        )
    }

    /// Says what comes off, and when.
    pub(crate) fn rounds_off(self, at: &str) -> String {
        self.one(
            format!("Arrivée {at} – descend ici"),
            format!("Arrives {at} – comes off here"),
        )
    }

    /// Says what goes on, and when.
    pub(crate) fn rounds_on(self, at: &str) -> String {
        self.one(
            format!("Départ {at} – monte ici"),
            format!("Leaves {at} – goes on here"),
        )
    }

    /// Says of when a manifest is.
    pub(crate) fn rounds_as_of(self, moment: &str) -> String {
        self.one(format!("état du {moment}"), format!("as of {moment}"))
    }

    /// Says that a crate is to be checked in parts.
    pub(crate) fn crate_too_many(self, most: usize) -> String {
        self.one(
            format!("Plus de {most} documents d'un coup : rien n'a été comparé. Vérifiez la caisse en plusieurs fois."),
            format!("More than {most} items at once: nothing was compared. Check the crate in parts."),
        )
    }

    /// Counts what a crate and its manifest have in common.
    pub(crate) fn crate_matched(self, matched: u32, run: &str) -> String {
        self.one(
            format!("{run} : {matched} comme au bordereau"),
            format!("{run}: {matched} as on the manifest"),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};

    #[test]
    fn a_moved_run_says_both_days() {
        let said = Say(Language::French).run_moved("2026-12-01", "2026-12-02", 30);
        assert_eq!(
            said,
            "Le passage du mardi 1er décembre a lieu le mercredi 2 décembre (+30 min)."
        );
    }
}
