//! What does the list of those say who have asked for a card from home?

use crate::say::{Say, says};

says! {
    applications_title: "Demandes d'inscription", "Applications for a card";
    applications_lead: "Demandées depuis chez soi. La personne vient avec son numéro et une pièce d'identité ; après 30 jours, la demande est oubliée.",
        "Asked for from home. The person comes with the number and a proof of identity; after 30 days the application is forgotten.";
    applications_none: "Personne n'attend. Qui vient sans demande s'inscrit tout de suite :", "Nobody waits. Whoever comes without one is registered at once:";
    applications_number: "Numéro", "Number";
    applications_remove: "Refuser…", "Refuse…";
    applications_remove_text: "La demande est oubliée, et personne n'est prévenu : si la personne attend une réponse, appelez-la avant.",
        "The application is forgotten, and nobody is told: where an answer is awaited, call before.";
    applications_remove_confirm: "Oui, oublier cette demande", "Yes, forget this application";
    applications_removed: "La demande est oubliée.", "The application is forgotten.";
    applications_gone: "Cette demande n'est plus là : quelqu'un l'a traitée, ou les 30 jours sont passés.",
        "This application is gone: somebody has dealt with it, or the 30 days have passed.";
}

impl Say {
    /// Says how long somebody has waited.
    pub(crate) fn days_waiting(self, days: u32) -> String {
        match days {
            0 => self.one("aujourd'hui".to_owned(), "today".to_owned()),
            1 => self.one("1 jour".to_owned(), "1 day".to_owned()),
            days => self.one(format!("{days} jours"), format!("{days} days")),
        }
    }
}
