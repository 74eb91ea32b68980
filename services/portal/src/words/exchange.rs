//! What do the pages say of what libraries have lent each other?

use crate::say::{Say, says};
use navette_proto::wire::lending::ExchangeDays;

says! {
    exchange_title: "Bilan des échanges", "Exchanges";
    exchange_with_others: "Échanges avec les autres bibliothèques", "Exchanges with the other libraries";
    exchange_lent: "Prêtés", "Lent";
    exchange_borrowed: "Empruntés", "Borrowed";
    exchange_days: "Jours avant d'être prêt (médiane)", "Days until ready (median)";
    exchange_promised: "Promesses", "Promises";
    exchange_kept: "Promesses tenues", "Promises kept";
    exchange_kept_of: "Tenues / promesses", "Kept / promises";
    exchange_refused: "Refus et silences", "Refusals and silences";
    exchange_total: "En tout", "In all";
    exchange_empty: "Aucune réservation n'est arrivée ni terminée pendant ces jours.", "No request arrived or ended within these days.";
    exchange_nothing: "Rien n'a été prêté ni emprunté pendant ces jours.", "Nothing was lent or borrowed within these days.";
    exchange_spans: "Période", "Span of days";
    exchange_this_month: "Ce mois-ci", "This month";
    exchange_last_month: "Le mois dernier", "Last month";
    exchange_twelve_months: "Les 12 derniers mois", "The last 12 months";
    exchange_away: "La liaison avec les autres bibliothèques est coupée : les chiffres des échanges reviennent avec elle.",
        "The line to the other libraries is cut: the figures of the exchanges come back with it.";
    exchange_busy: "Le service du réseau est surchargé : les chiffres des échanges manquent. Rechargez la page dans un instant.",
        "The service of the territory has too much to do: the figures of the exchanges are missing. Load the page again in a moment.";
    exchange_missing: "Les chiffres manquent pour l'instant.", "The figures are missing for now.";
    exchange_csv: "Télécharger les échanges (CSV)", "Download the exchanges (CSV)";
    exchange_source: "Une réservation compte une fois : le jour où elle est prête, sinon le jour où elle se termine. Un emprunt est compté là où le document est retiré. Tout le réseau est compté ; personne n'y est nommé.",
        "A request counts once: on the day on which it is ready, else on the day on which it ends. What is borrowed is counted where the item is collected. The whole territory is counted; nobody is named.";
    exchange_asked_anew: "Les refus et silences passagers déjà oubliés n'y sont pas.",
        "Passing refusals and silences that were forgotten already are not in it.";
}

impl Say {
    /// Says over which days was counted.
    pub(crate) fn exchange_span(self, from: &str, until: &str) -> String {
        let (from, until) = (self.day_and_year(from), self.day_and_year(until));
        self.one(
            format!("Du {from} au {until}."),
            format!("From {from} to {until}."),
        )
    }

    /// Says before which day the counts are not whole; nothing where that is before all of them.
    pub(crate) fn exchange_forgotten(self, days: &ExchangeDays) -> Option<String> {
        // Days in this form are in order as texts are.
        if days.from >= days.remembered_from {
            return None;
        }
        let day = self.day_and_year(&days.remembered_from);
        Some(self.one(
            format!("Ce qui s'est terminé avant le {day} est déjà oublié : les chiffres d'avant sont incomplets."),
            format!("What ended before {day} is forgotten already: the figures before it are not whole."),
        ))
    }
}
