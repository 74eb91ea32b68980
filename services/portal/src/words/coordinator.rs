//! What do the coordinator's pages say?

use crate::say::{Say, says};

says! {
    territory_title: "Le réseau", "The territory";
    territory_not_here: "Ces pages ne sont servies que là où se trouve le service du réseau.",
        "These pages are served only where the service of the whole territory stands.";
    territory_key: "Clé du coordinateur", "The coordinator's key";
    territory_key_hint: "Elle est écrite à chaque démarrage dans le fichier operator.token du service du réseau.",
        "It is written at each start into the file operator.token of the territory's service.";
    territory_error_key: "Cette clé n'est pas la bonne, ou le service a redémarré depuis", "This key is wrong, or the service has started anew since";
    territory_no_rounds: "Aucune tournée n'est inscrite.", "No round is entered.";
    territory_move: "Déplacer ou annuler", "Move or cancel";
    territory_what: "Que faire de ce passage ?", "What to do with this run?";
    territory_to: "Nouveau jour", "New day";
    territory_minutes: "Minutes plus tard (négatif : plus tôt)", "Minutes later (negative: earlier)";
    territory_show_move: "Voir ce que change le déplacement", "See what moving it changes";
    territory_show_cancel: "Voir ce que change l'annulation", "See what cancelling it changes";
    territory_whose: "Ce qui change", "What changes";
    territory_before: "Avant", "Before";
    territory_after: "Après", "After";
    territory_broken: "promesse rompue", "promise broken";
    territory_no_day: "aucun jour", "no day";
    territory_more: "La liste est plus longue : les promesses rompues sont au début.", "The list is longer: broken promises come first.";
    territory_reason: "Motif, pour ceux qui sont prévenus", "Reason, for those who are told";
    territory_move_now: "Déplacer ce passage", "Move this run";
    territory_cancel_now: "Annuler ce passage", "Cancel this run";
}

impl Say {
    /// Says how many journeys a change touches.
    pub(crate) fn territory_preview(self, journeys: u32, changed: u32, broken: u32) -> String {
        self.one(
            format!("{journeys} documents doivent encore voyager ; {changed} dates changent, dont {broken} promesses rompues."),
            format!("{journeys} items have still to ride; {changed} days change, of them {broken} broken promises."),
        )
    }

    /// Says that it is done.
    pub(crate) fn territory_done(self, changed: u64) -> String {
        self.one(
            format!("C'est fait. {changed} dates changent ; les bibliothèques préviennent leurs lecteurs."),
            format!("Done. {changed} days change; the libraries tell their patrons."),
        )
    }
}
