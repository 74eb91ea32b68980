//! What do the reports say?

use crate::say::{Say, says};

says! {
    report_month: "Mois", "Month";
    report_lent: "Prêts", "Loans";
    report_for_requests: "dont réservés", "of them requested";
    report_of_others: "dont d'autres bibliothèques", "of them from other libraries";
    report_renewals: "Prolongations", "Renewals";
    report_returned: "Retours", "Returns";
    report_territory: "Bilan du réseau (avec sa clé)", "Reports of the territory (with its key)";
    report_loans: "Prêts par mois", "Loans by month";
    report_csv: "Télécharger pour un tableur (CSV)", "Download for a spreadsheet (CSV)";
    report_empty: "Aucun prêt encore. Le bilan se remplit dès le premier.", "No loans yet. The report fills with the first one.";
    report_cut: "Il y a plus de prêts que cette page n'en compte : les plus anciens manquent.",
        "There are more loans than this page counts: the oldest are missing.";
    report_source: "Compté sur les prêts dont la bibliothèque se souvient ; les anciens sont oubliés selon les règles de conservation. Personne n'y est nommé.",
        "Counted from the loans that the library remembers; old ones are forgotten by the rules of retention. Nobody is named.";
}

impl Say {
    /// Says how loans stand now.
    pub(crate) fn report_now(self, open: &u64, overdue: &u64, to_settle: &u64) -> String {
        let (open, overdue, to_settle) = (
            self.number(*open),
            self.number(*overdue),
            self.number(*to_settle),
        );
        self.one(
            format!(
                "En ce moment : prêts en cours {open}, en retard {overdue}, à régler {to_settle}."
            ),
            format!("Now: on loan {open}, overdue {overdue}, to settle {to_settle}."),
        )
    }
}
