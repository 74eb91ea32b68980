//! What is said of loans: when they are due, whether they go on, and what was lent before?

use crate::say::{Say, says};
use navette_proto::wire::circulation::LoanState;

says! {
    loans_title: "Mes prêts", "My loans", easy "Mes livres à la maison";
    loans_none: "Vous n'avez rien emprunté.", "You have borrowed nothing.";
    loans_none_next: "Venez à la bibliothèque, ou cherchez un titre et réservez-le.",
        "Come to the library, or search for a title and request it.",
        easy "Cherchez un livre ou un film. Puis cliquez sur « Je le veux ».";
    loan_title_column: "Titre", "Title";
    loan_due_column: "À rendre le", "Due";
    loan_what_column: "Prolonger", "Renew", easy "Garder plus longtemps";
    loan_lent_column: "Emprunté le", "Borrowed";
    loan_back_column: "Rendu le", "Returned";
    loan_renew: "Prolonger", "Renew", easy "Je le garde";
    loans_renew_all: "Tout prolonger", "Renew all", easy "Je garde tout";
    loan_elsewhere: "Pris dans une autre bibliothèque : c'est elle qui prolonge.",
        "Collected at another library: it is the one to renew it.";
    loan_not_renewable: "Ne peut pas être prolongé maintenant.", "Cannot be renewed now.";
    renewed_back: "Retour à mes prêts", "Back to my loans";
    loans_sheet: "Feuille à imprimer", "Sheet to print";
    sheet_title: "Mes prêts, à imprimer", "My loans, to print";
    sheet_hint: "Imprimez cette page avec le menu de votre navigateur.", "Print this page with your browser's menu.";
    history_title: "Ce que j'ai emprunté", "What I have borrowed", easy "Mes anciens livres";
    history_text: "Visible par vous et par votre bibliothèque. Vous pouvez arrêter à tout moment : tout est alors oublié.",
        "Seen by you and by your library. You can stop at any time: then all of it is forgotten.";
    history_none: "Rien pour l'instant : chaque livre rendu sera noté ici.",
        "Nothing yet: each book that you return is noted here.";
    history_off: "Vous n'avez pas demandé que l'on garde ce que vous empruntez : rien n'en est gardé.",
        "You have not asked that what you borrow be remembered: nothing of it is kept.";
    history_turn_on: "Changer cela", "Change this";
}

impl Say {
    /// Says how late something is.
    pub(crate) fn days_late(self, days: u32) -> String {
        let one = self.is_singular(u64::from(days));
        self.easy(
            format!("En retard de {days} jour{}", if one { "" } else { "s" }),
            format!("{days} day{} late", if one { "" } else { "s" }),
            "C'est trop tard. Rapportez-le vite.".to_owned(),
        )
    }

    /// Says that the lender wants it back early.
    pub(crate) fn recalled(self, day: &str) -> String {
        let day = self.day(day);
        self.one(
            format!("Rappelé le {day} : rapportez-le."),
            format!("Called back on {day}: please return it."),
        )
    }

    /// Says how a loan stands, where that is more than being lent.
    pub(crate) fn loan_state(self, state: LoanState) -> Option<&'static str> {
        match state {
            LoanState::Unspecified | LoanState::OnLoan | LoanState::Returned => None,
            LoanState::ClaimedReturned => Some(self.one(
                "Vous dites l'avoir rapporté : la bibliothèque le cherche.",
                "You say that you brought it back: the library looks for it.",
            )),
            LoanState::Lost => Some(self.one(
                "Perdu : à régler au guichet.",
                "Lost: to be settled at the desk.",
            )),
            LoanState::Damaged => Some(self.one(
                "Abîmé : à régler au guichet.",
                "Damaged: to be settled at the desk.",
            )),
        }
    }

    /// Says what being late costs so far.
    pub(crate) fn late_fee_so_far(self, cents: i64) -> String {
        let sum = self.sum(cents);
        self.one(
            format!("{sum} de retard à ce jour"),
            format!("{sum} for being late so far"),
        )
    }

    /// Says how many loans go on, and how many do not: the list beside it has days and reasons.
    pub(crate) fn renewed(self, went_on: u32, did_not: u32) -> String {
        let some = match self.is_singular(u64::from(went_on)) {
            true => "",
            false => "s",
        };
        let mut told = match went_on {
            0 => self
                .one("Rien n'a été prolongé.", "Nothing was renewed.")
                .to_owned(),
            count => self.easy(
                format!("{count} prêt{some} prolongé{some} : le nouveau jour est dans la liste."),
                format!("{count} loan{some} renewed: the new day is in the list."),
                "Vous pouvez garder plus longtemps. Regardez le nouveau jour.".to_owned(),
            ),
        };
        if did_not > 0 {
            told.push(' ');
            told.push_str(&self.easy(
                format!(
                    "{did_not} n'{} pas pu l'être.",
                    if did_not > 1 { "ont" } else { "a" }
                ),
                format!("{did_not} could not be."),
                "Les autres sont à rapporter.".to_owned(),
            ));
        }
        told
    }

    /// Says of which day a sheet is, and whose library.
    pub(crate) fn sheet_of(self, library: &str, today: &str) -> String {
        let day = self.day_and_year(today);
        match today.is_empty() {
            true => library.to_owned(),
            false => self.one(format!("{library}, le {day}"), format!("{library}, {day}")),
        }
    }
}
