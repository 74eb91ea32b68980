//! What do the desk's pages say: signing in, the one scan field, what was done and what to do now?

use crate::say::{Say, says};
use navette_proto::wire::desk::NextPlace;
use navette_proto::wire::lending::{JourneyState, ScanKind};

says! {
    desk_scan: "Scanner", "Scan";
    desk_lend: "Prêter", "Lend";
    desk_take_back: "Rendre", "Take back";
    desk_patrons: "Lecteurs", "Patrons";
    desk_rounds: "Navette", "Van";
    desk_reports: "Bilan", "Reports";
    desk_lists: "Listes de travail", "Work lists";
    desk_sign_out_everywhere: "Déconnecter tous les postes", "Sign out on all machines";
    desk_choose_title: "Le guichet", "The desk";
    desk_choose_lead: "Choisissez votre bibliothèque.", "Choose your library.";
    desk_no_library: "Aucun guichet n'est servi ici. Ouvrez les pages de votre bibliothèque.",
        "No desk is served here. Open your library's own pages.";
    desk_sign_in_name: "Nom du compte", "Account name";
    desk_sign_in_code: "Code à six chiffres du téléphone", "Six-digit code of the telephone";
    desk_sign_in_code_hint: "Si votre compte en demande un.", "If your account wants one.";
    desk_error_name_empty: "Écrivez le nom du compte", "Enter the account name";
    desk_scan_title: "Scanner un document ou une carte", "Scan an item or a card";
    desk_scan_label: "Code-barres du document, du bulletin ou de la carte", "Barcode of the item, slip or card";
    desk_scan_hint: "Le bon geste se fait seul : prendre en rayon, recevoir, rendre, mettre de côté.",
        "The right thing happens by itself: pull, receive, take back, put aside.";
    desk_scan_button: "Valider", "Go";
    desk_last_acts: "Derniers gestes", "Last acts";
    desk_no_acts: "Rien n'a encore été scanné. Prenez la liste « À prendre en rayon », ou videz la caisse de la navette.",
        "Nothing was scanned yet. Take the list \"To pull\", or empty the van's crate.";
    desk_undo: "Défaire", "Undo";
    desk_undone: "Défait", "Undone";
    desk_undone_title: "C'est défait", "It is undone";
    desk_print_slip: "Imprimer le bulletin", "Print the slip";
    desk_slip: "Bulletin", "Slip";
    desk_act_column: "Geste", "Act";
    desk_item_column: "Document", "Item";
    desk_now_column: "Maintenant", "Now";
    desk_can_column: "Possible", "Possible";
    desk_again: "Rien n'a changé : c'était déjà fait.", "Nothing changed: it was so already.";
    desk_offers_title: "De quel document s'agit-il ?", "Which item is it?";
    desk_offers_lead: "Plusieurs documents ont ce code-barres. Rien n'a été changé : comparez les titres.",
        "Several items have this barcode. Nothing was changed: compare the titles.";
    desk_offers_none: "Aucun de ceux-là", "None of them";
    desk_stopped: "Arrêtez-vous", "Stop";
    desk_seen: "J'ai vu", "I have seen it";
    desk_here: "ici", "here";
    desk_seen_by_key: "ou touche Échap", "or the Escape key";
    desk_not_taken: "Cette lecture n'a pas été prise :", "This scan was not taken:";
    desk_not_taken_next: "Regardez l'écran, puis scannez-le de nouveau.", "Look at the screen, then scan it again.";
    desk_unsent: "Lus depuis, et non traités :", "Scanned since, and not dealt with:";
    desk_paper_title: "Impression des bulletins", "Printing of slips";
    desk_paper_roll: "Rouleau de 80 mm", "80 mm roll";
    desk_paper_a6: "Feuille A6", "A6 sheet";
    desk_paper_by_itself: "Imprimer sans demander", "Print without asking";
    desk_paper_save: "Enregistrer", "Save";
    desk_print_now: "Imprimer", "Print";
    desk_as_pdf: "PDF", "PDF";
    desk_back_to_scan: "Retour au champ de lecture", "Back to the scan field";
    desk_to: "Pour", "To";
    desk_from: "De", "From";
    desk_pickup_code: "Code de retrait", "Pick-up code";
    desk_kept_until: "Gardé jusqu'au", "Kept until";
    desk_kept_once_told: "à partir de l'avis", "from the notice on";
    desk_barcode: "Code-barres", "Barcode";
    desk_by_round: "Navette", "Van";
    desk_card_gone: "La carte n'est plus sur le guichet", "The card is not on the desk any more";
    desk_slip_gone: "Ce bulletin n'est plus là", "This slip is not here any more";
    desk_slip_again: "Un bulletin se réimprime pendant une heure. Scannez le document de nouveau : un autre est fait.",
        "A slip can be printed again for an hour. Scan the item again: another one is made.";
    desk_nothing_here: "Il n'y a rien à cette adresse du guichet. Rien n'a été changé.", "Nothing is at this address of the desk. Nothing was changed.";
    desk_card_again: "Montrez la carte de nouveau : elle n'est plus sur le guichet depuis un moment.",
        "Show the card again: it has been off the desk for a while.";
}

impl Say {
    /// Says since when the line is cut, and that work goes on.
    pub(crate) fn desk_cut_since(self, minutes: u64, as_of: Option<&str>) -> String {
        let since = match minutes {
            0 => self.one(
                "depuis un instant".to_owned(),
                "since a moment ago".to_owned(),
            ),
            1..=119 => self.one(
                format!("depuis {minutes} min"),
                format!("for {minutes} min"),
            ),
            _ => self.one(
                format!("depuis {} h", minutes / 60),
                format!("for {} h", minutes / 60),
            ),
        };
        let known = as_of.map_or(String::new(), |moment| {
            self.one(
                format!(" Dernières nouvelles des autres : {moment}."),
                format!(" Last heard of the others: {moment}."),
            )
        });
        self.one(
            format!("La liaison avec les autres bibliothèques est coupée {since}. Continuez : tout est noté ici et partira dès son retour.{known}"),
            format!("The line to the other libraries has been cut {since}. Go on: everything is kept here and goes out when it is back.{known}"),
        )
    }

    /// Counts what is late.
    pub(crate) fn desk_late_count(self, late: &u32) -> String {
        self.one(format!("dont {late} en retard"), format!("{late} late"))
    }

    /// Says what a scan did.
    pub(crate) fn scan_kind(self, kind: ScanKind) -> &'static str {
        match kind {
            ScanKind::Unspecified => self.one("Lu", "Scanned"),
            ScanKind::Pulled => self.one("Pris en rayon", "Pulled"),
            ScanKind::NotFound => self.one("Introuvable", "Not found"),
            ScanKind::Refused => self.one("Prêt refusé", "Not lent"),
            ScanKind::Shipped => self.one("Donné à la navette", "Given to the van"),
            ScanKind::LeftBehind => self.one("Resté à quai", "Left behind"),
            ScanKind::Received => self.one("Reçu", "Received"),
            ScanKind::HandedOver => self.one("Remis au lecteur", "Handed over"),
            ScanKind::Returned => self.one("Rendu", "Returned"),
            ScanKind::NotCollected => self.one("Non retiré", "Not collected"),
            ScanKind::MissingFromShelf => self.one("Absent de l'étagère", "Missing from the shelf"),
            ScanKind::ClaimedReturned => self.one("Rendu selon le lecteur", "Claimed returned"),
            ScanKind::Damaged => self.one("Abîmé", "Damaged"),
            ScanKind::Lost => self.one("Perdu", "Lost"),
        }
    }

    /// Says what to do now with the item in one's hands.
    pub(crate) fn next_place(self, place: NextPlace, to: &str) -> String {
        match (place, to) {
            (NextPlace::Crate, to) if !to.is_empty() => self.one(
                format!("Dans la caisse pour {to}"),
                format!("Into the crate for {to}"),
            ),
            (place, _) => self.place_alone(place).to_owned(),
        }
    }

    fn place_alone(self, place: NextPlace) -> &'static str {
        match place {
            NextPlace::Unspecified => self.one("Rien à faire", "Nothing to do"),
            NextPlace::Shelf => self.one("En rayon", "Onto its shelf"),
            NextPlace::HoldShelf => {
                self.one("Sur l'étagère des réservations", "Onto the hold shelf")
            }
            NextPlace::Crate => self.one("Dans la caisse", "Into the crate"),
            NextPlace::Patron => self.one("Au lecteur", "To the patron"),
            NextPlace::Aside => self.one(
                "De côté, à régler ou à réparer",
                "Aside, to be settled or repaired",
            ),
            NextPlace::Nowhere => self.one(
                "Il n'est pas là : rien à ranger",
                "It is not at hand: nothing to put away",
            ),
        }
    }

    /// Names steps that must have happened and were never scanned.
    pub(crate) fn inferred(self, steps: &[JourneyState]) -> String {
        let steps: Vec<&str> = steps.iter().map(|step| self.journey_state(*step)).collect();
        let steps = steps.join(", ");
        self.one(
            format!("Jamais scanné, et noté comme fait : {steps}."),
            format!("Never scanned, and noted as done: {steps}."),
        )
    }

    fn journey_state(self, state: JourneyState) -> &'static str {
        match state {
            JourneyState::Unspecified => self.one("inconnu", "unknown"),
            JourneyState::ToPull => self.one("à prendre en rayon", "to pull"),
            JourneyState::ToShip => self.one("mis en caisse", "put into the crate"),
            JourneyState::InTransit => self.one("donné à la navette", "given to the van"),
            JourneyState::AtPickup => self.one("arrivé au lieu de retrait", "arrived for pick-up"),
            JourneyState::ToReturn => self.one("à renvoyer", "to return"),
            JourneyState::Home => self.one("revenu chez lui", "back home"),
            JourneyState::Withdrawn => self.one("retiré", "withdrawn"),
            JourneyState::Lost => self.one("perdu", "lost"),
        }
    }

    /// Says until when an item that was handed over is lent.
    pub(crate) fn due_on(self, day: &str) -> String {
        let day = self.day(day);
        self.one(format!("à rendre le {day}"), format!("due {day}"))
    }

    /// Names the run that takes an item, by the round's name. A name that ends with its weekday does not say it twice.
    pub(crate) fn by_run(self, round: &str, day: &str) -> String {
        let day = self.day(day);
        let weekday = day.split(' ').next().unwrap_or_default();
        let name = match round.rsplit_once(", ") {
            Some((name, end)) if !weekday.is_empty() && end.ends_with(weekday) => name,
            _ => round,
        };
        match name.is_empty() {
            true => day,
            false => format!("{name}, {day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};
    use navette_proto::wire::desk::NextPlace;

    #[test]
    fn a_crate_is_named_by_its_library() {
        let french = Say(Language::French);
        let said = french.next_place(NextPlace::Crate, "Aire");
        assert_eq!(said, "Dans la caisse pour Aire");
        assert_eq!(french.next_place(NextPlace::Crate, ""), "Dans la caisse");
    }

    #[test]
    fn a_run_is_named_by_its_round_and_says_its_weekday_once() {
        let french = Say(Language::French);
        for (round, said) in [
            (
                "Tournée de l'est, le mardi",
                "Tournée de l'est, mardi 1er décembre",
            ),
            ("Littoral", "Littoral, mardi 1er décembre"),
            ("", "mardi 1er décembre"),
        ] {
            assert_eq!(french.by_run(round, "2026-12-01"), said);
        }
    }

    #[test]
    fn a_cut_says_since_when_and_that_work_goes_on() {
        let said = Say(Language::English).desk_cut_since(130, None);
        assert!(said.contains("for 2 h") && said.contains("Go on"), "{said}");
    }
}
