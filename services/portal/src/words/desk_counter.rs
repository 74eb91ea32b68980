//! What does the counter say: lending, taking back, reading in the house?

use crate::say::{Say, says};
use navette_proto::wire::circulation::LoanState;

says! {
    lend_title: "Prêter", "Lend";
    lend_card: "Carte du lecteur", "The patron's card";
    lend_card_button: "Continuer", "Continue";
    lend_card_library: "Bibliothèque de la carte", "Library of the card";
    lend_scan_label: "Code-barres du document", "Barcode of the item";
    lend_to: "Prêter à", "Lend to";
    lend_visitor: "un lecteur d'une autre bibliothèque", "a patron of another library";
    lend_done: "Prêté", "Lent";
    lend_home_silent: "Sa bibliothèque ne répond pas : prêté dans la limite locale. Elle l'apprendra à son retour.",
        "Their library does not answer: lent within the local limit. It is told when it is back.";
    lend_overruled: "Passé outre", "Overruled";
    lend_refused: "Ce prêt n'est pas permis", "This loan is not allowed";
    lend_override_lead: "Pour prêter quand même, cochez ce que vous décidez de passer outre, et dites pourquoi.",
        "To lend all the same, tick what you overrule, and say why.";
    lend_override_reason: "Pourquoi", "Why";
    lend_override_button: "Prêter quand même", "Lend all the same";
    lend_next_patron: "Lecteur suivant", "Next patron";
    lend_patron_page: "Fiche du lecteur", "Patron's page";
    lend_loans: "Prêts en cours", "Loans";
    lend_no_loans: "Aucun prêt en cours.", "No loans.";
    back_title: "Rendre", "Take back";
    back_hint: "Tout document, d'où qu'il vienne : la page dit où le ranger.", "Any item, wherever from: the page says where to put it.";
    back_damaged: "Il est abîmé : le mettre de côté", "It is damaged: put it aside";
    back_day: "Rendu un autre jour (boîte de retour)", "Returned on another day (book drop)";
    back_day_hint: "Pour tous les documents scannés ensuite. Laissez vide pour aujourd'hui.",
        "For all items scanned from now on. Leave empty for today.";
    back_to_in_house: "Compter une consultation sur place", "Count a use in the house";
    in_house_title: "Consultation sur place", "Use in the house";
    in_house_hint: "Lu ici et non emprunté : compté sans nom, avant de le ranger.",
        "Read here and not borrowed: counted without a name, before it is put away.";
    loan_due: "À rendre le", "Due";
    desk_loan_renew: "Prolonger", "Renew";
    loan_state_column: "État", "State";
    loan_renewals: "Prolongations", "Renewals";
    desk_error_day: "Écrivez un jour qui existe : jour, mois, année", "Enter a day that exists: day, month, year";
    error_override_reason: "Dites pourquoi vous passez outre", "Say why you overrule";
    error_override_none: "Cochez au moins un motif, ou renoncez", "Tick at least one reason, or give up";
    field_day: "Jour", "Day";
    field_month: "Mois", "Month";
    field_year: "Année", "Year";
}

impl Say {
    /// Says how a loan stands.
    pub(crate) fn desk_loan_state(self, state: LoanState, days_late: u32) -> String {
        match state {
            LoanState::OnLoan | LoanState::Unspecified if days_late > 0 => {
                self.desk_days_late(days_late)
            }
            LoanState::OnLoan | LoanState::Unspecified => self.one("prêté", "on loan").to_owned(),
            LoanState::ClaimedReturned => self
                .one("rendu selon le lecteur", "claimed returned")
                .to_owned(),
            LoanState::Lost => self.one("perdu, à régler", "lost, to settle").to_owned(),
            LoanState::Damaged => self.one("abîmé, à régler", "damaged, to settle").to_owned(),
            LoanState::Returned => self.one("rendu", "returned").to_owned(),
        }
    }

    fn desk_days_late(self, days: u32) -> String {
        let plural = if self.is_singular(u64::from(days)) {
            ""
        } else {
            "s"
        };
        self.one(
            format!("{days} jour{plural} de retard"),
            format!("{days} day{plural} late"),
        )
    }

    /// Says what being late costs.
    pub(crate) fn late_fee(self, cents: i64) -> String {
        let sum = self.sum(cents);
        self.one(
            format!("Pénalité de retard : {sum}"),
            format!("Late fee: {sum}"),
        )
    }

    /// Counts the uses of an item in the house.
    pub(crate) fn uses_counted(self, uses: u64) -> String {
        let number = self.number(uses);
        self.one(
            format!("Compté. {number} cette année pour ce document."),
            format!("Counted. {number} this year for this item."),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};
    use navette_proto::wire::circulation::LoanState;

    #[test]
    fn a_late_loan_says_by_how_many_days() {
        let french = Say(Language::French);
        assert_eq!(
            french.desk_loan_state(LoanState::OnLoan, 1),
            "1 jour de retard"
        );
        assert_eq!(
            french.desk_loan_state(LoanState::OnLoan, 3),
            "3 jours de retard"
        );
        assert_eq!(french.desk_loan_state(LoanState::OnLoan, 0), "prêté");
    }
}
