//! What does a kiosk say? Short sentences, to somebody who stands in front of it.

use crate::say::{Say, says};
use navette_proto::wire::desk::NextPlace;
use navette_proto::wire::lending::RequestState;

says! {
    kiosk_start_title: "Bonjour ! Que voulez-vous faire ?", "Hello! What would you like to do?";
    kiosk_search: "Chercher", "Search";
    kiosk_search_more: "un livre, un film, un disque", "a book, a film, a record";
    kiosk_borrow: "Emprunter", "Borrow";
    kiosk_borrow_more: "avec ma carte", "with my card";
    kiosk_return: "Rendre", "Return", easy "Rendre un livre";
    kiosk_return_more: "sans carte", "no card needed";
    kiosk_mine: "Mes prêts", "My loans", easy "Mes livres";
    kiosk_mine_more: "et mes réservations", "and my requests";
    kiosk_over: "C'est terminé. N'oubliez ni votre carte, ni vos documents.", "All done. Do not forget your card and your items.",
        easy "C'est fini. Prenez votre carte et vos livres.";
    kiosk_finish: "Terminer", "Finish", easy "J'ai fini";
    kiosk_home: "Accueil", "Start page";
    kiosk_still_there: "Êtes-vous toujours là ?", "Are you still there?", easy "Vous êtes là ?";
    kiosk_wiped_soon: "Sans réponse, tout sera effacé dans 20 secondes.", "Without an answer everything is cleared in 20 seconds.",
        easy "Touchez l'écran. Sinon tout s'efface dans 20 secondes.";
    kiosk_go_on: "Je continue", "I go on";
    kiosk_seconds_left: "Secondes restantes :", "Seconds left:";
    kiosk_pad: "Clavier à l'écran", "On-screen keyboard";
    kiosk_pad_erase: "Effacer", "Erase";
    kiosk_pad_space: "Espace", "Space";
    kiosk_pad_letters: "Lettres", "Letters";
    kiosk_pad_digits: "Chiffres", "Digits";
    kiosk_search_title: "Chercher", "Search";
    kiosk_request_here: "Réserver et retirer ici", "Request, to collect here", easy "Je le veux ici";
    kiosk_card_title: "Votre carte", "Your card";
    kiosk_card_hint: "Passez la carte devant le lecteur, ou tapez son numéro.", "Hold the card to the reader, or type its number.",
        easy "Montrez la carte à la machine. Ou tapez le numéro.";
    kiosk_pin: "Code de la carte", "PIN of the card", easy "Le code secret de la carte";
    kiosk_pin_hint: "De 4 à 8 chiffres. Vous l'avez oublié ? Demandez au guichet.", "4 to 8 digits. Forgotten? Ask at the desk.";
    kiosk_next: "Continuer", "Continue";
    kiosk_other_card: "Prendre une autre carte", "Use another card";
    kiosk_pin_empty: "Tapez le code de la carte", "Enter the PIN of the card";
    kiosk_visitor: "Carte d'une autre bibliothèque ? Le guichet prête et réserve avec elle. Chercher et rendre marchent ici sans carte.",
        "Card of another library? The desk lends and requests with it. Searching and returning work here without a card.",
        easy "Votre carte vient d'une autre bibliothèque ? Allez au guichet.";
    kiosk_wrong_pin: "Ce code ne va pas avec cette carte. Vérifiez le code, ou prenez une autre carte.",
        "This PIN does not belong to this card. Check the PIN, or use another card.",
        easy "Le code n'est pas bon. Essayez encore.";
    kiosk_pin_digits: "Le code de la carte n'a que des chiffres : de 4 à 8", "The PIN has digits only: 4 to 8";
    kiosk_lend_title: "Emprunter", "Borrow";
    kiosk_lend_scan: "Passez un document devant le lecteur", "Hold an item to the reader", easy "Montrez le livre à la machine";
    kiosk_code_hint: "Ou tapez le numéro qui est sous le code-barres.", "Or type the number under the barcode.";
    kiosk_lend_button: "Emprunter", "Borrow";
    kiosk_lent_now: "Empruntés maintenant", "Borrowed now";
    kiosk_lent_nothing: "Rien encore. Passez un premier document devant le lecteur.", "Nothing yet. Hold a first item to the reader.";
    kiosk_home_silent: "La bibliothèque de cette carte ne répond pas : le prêt est noté, et vérifié plus tard.",
        "This card's library does not answer: the loan is kept, and checked later.";
    kiosk_code_empty: "Passez un document devant le lecteur, ou tapez son numéro", "Hold an item to the reader, or type its number";
    kiosk_return_title: "Rendre", "Return";
    kiosk_return_button: "Rendre", "Return";
    kiosk_returned_now: "Rendus maintenant", "Returned now";
    kiosk_returned_nothing: "Rien encore. Passez un premier document devant le lecteur.", "Nothing yet. Hold a first item to the reader.";
    kiosk_return_which: "Lequel rendez-vous ?", "Which one do you return?";
    kiosk_return_cannot: "Ce document n'est pas à rendre ici : donnez-le au guichet.", "This item is not to be returned here: give it to the desk.",
        easy "Donnez ce livre au guichet.";
    kiosk_return_not_enrolled: "Cette borne n'a pas le droit de reprendre : rendez au guichet.", "This kiosk may not take back: return at the desk.";
    kiosk_in_the_crate: "Posez-le dans la caisse.", "Put it into the crate.";
    kiosk_to_the_desk: "Donnez-le au guichet.", "Give it to the desk.";
    kiosk_was_late: "Retard :", "Late:";
    kiosk_loans_title: "Mes prêts", "My loans", easy "Mes livres";
    kiosk_loans_nothing: "Vous n'avez rien emprunté en ce moment.", "You have nothing on loan at present.";
    kiosk_renew: "Prolonger", "Renew", easy "Garder plus longtemps";
    kiosk_not_renewable: "Ne peut pas être prolongé", "Cannot be renewed";
    kiosk_requests_title: "Mes réservations", "My requests";
    kiosk_requests_nothing: "Vous n'avez rien réservé en ce moment.", "You have no requests at present.";
    kiosk_cancel: "Annuler la réservation", "Cancel the request", easy "Je ne le veux plus";
    kiosk_cancelled: "La réservation est annulée.", "The request is cancelled.";
    kiosk_requested: "C'est réservé. Nous vous préviendrons quand il sera là.", "It is requested. We shall tell you when it is here.",
        easy "C'est noté. Nous vous appelons quand il est là.";
    kiosk_cut: "La ligne vers les autres bibliothèques est coupée. Emprunter et rendre marchent ; les réservations partiront plus tard.",
        "The line to the other libraries is cut. Borrowing and returning work; requests go out later.",
        easy "Internet ne marche pas bien. Vous pouvez emprunter et rendre.";
    kiosk_node_away: "La borne ne joint pas la bibliothèque. Adressez-vous au guichet.", "The kiosk does not reach the library. Please go to the desk.",
        easy "La machine ne marche pas. Allez au guichet.";
    kiosk_pin_not_here: "Cette borne n'est pas encore inscrite : connectez-vous au guichet.", "This kiosk is not enrolled yet: please go to the desk.";
}

impl Say {
    /// Says that something was lent, and until when.
    pub(crate) fn kiosk_lent(self, title: &str, due: &str) -> String {
        let due = self.day(due);
        self.one(
            format!("{title} : à rendre le {due}"),
            format!("{title}: due back {due}"),
        )
    }

    /// Says until when it is kept.
    pub(crate) fn kiosk_due(self, due: &str, days_late: u32) -> String {
        let due = self.day(due);
        match days_late {
            0 => self.one(format!("à rendre le {due}"), format!("due back {due}")),
            late => self.one(
                format!(
                    "en retard de {late} jour{} : à rendre le {due}",
                    if late < 2 { "" } else { "s" }
                ),
                format!(
                    "{late} day{} late: due back {due}",
                    if late == 1 { "" } else { "s" }
                ),
            ),
        }
    }

    /// Says that a loan goes on.
    pub(crate) fn kiosk_renewed(self, due: &str) -> String {
        let due = self.day(due);
        self.one(
            format!("Prolongé : à rendre le {due}."),
            format!("Renewed: due back {due}."),
        )
    }

    /// Says where a returned item is to be laid, and why.
    pub(crate) fn kiosk_goes_to(self, place: NextPlace, library: &str) -> String {
        let crate_ = self.kiosk_in_the_crate();
        match place {
            NextPlace::Shelf => crate_.to_owned(),
            NextPlace::HoldShelf => self.one(
                format!("{crate_} Quelqu'un l'attend ici."),
                format!("{crate_} Somebody waits for it here."),
            ),
            NextPlace::Crate => self.one(
                format!("{crate_} La navette l'emporte : {library}."),
                format!("{crate_} The van takes it: {library}."),
            ),
            NextPlace::Unspecified | NextPlace::Patron | NextPlace::Aside | NextPlace::Nowhere => {
                self.kiosk_to_the_desk().to_owned()
            }
        }
    }

    /// Says where a request stands, to its patron.
    pub(crate) fn kiosk_request(self, state: RequestState) -> &'static str {
        match state {
            RequestState::Unspecified
            | RequestState::AwaitingHome
            | RequestState::Placed
            | RequestState::Asking => self.one("demande prise", "taken"),
            RequestState::Waiting => self.one("en attente", "waiting"),
            RequestState::Suspended => self.one("mise de côté", "set aside"),
            RequestState::BeingSupplied => self.one("en préparation", "being made ready"),
            RequestState::OnHoldShelf => self.easy(
                "prêt à retirer",
                "ready to collect",
                "il est là, vous pouvez le prendre",
            ),
            RequestState::OnLoan => self.one("emprunté", "on loan"),
            RequestState::ClaimedReturned => {
                self.one("rendu, on le cherche", "returned, looked for")
            }
            RequestState::ToSettle => self.one("à régler au guichet", "to settle at the desk"),
            RequestState::Completed | RequestState::Settled => self.one("terminée", "done"),
            RequestState::Cancelled => self.one("annulée", "cancelled"),
            RequestState::Refused => self.one("refusée", "refused"),
            RequestState::Unfilled => self.one("aucun exemplaire", "no copy"),
            RequestState::Expired => self.one("expirée", "expired"),
        }
    }

    /// Says where and when it can be collected; by which code, where it waits there.
    pub(crate) fn kiosk_collect(self, pickup: &str, day: &str, code: &str) -> String {
        let mut said = pickup.to_owned();
        if !day.is_empty() {
            said = format!("{said}, {}", self.day(day));
        }
        if !code.is_empty() {
            let word = self.one("code de retrait", "pick-up code");
            said = format!("{said} – {word} {code}");
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};
    use navette_proto::wire::desk::NextPlace;

    #[test]
    fn whatever_comes_back_the_patron_is_told_where_to_lay_it() {
        let say = Say(Language::French);
        let told = say.kiosk_goes_to(NextPlace::Crate, "Arques");
        assert_eq!(
            told,
            "Posez-le dans la caisse. La navette l'emporte : Arques."
        );
        let aside = say.kiosk_goes_to(NextPlace::Aside, "");
        assert_eq!(aside, "Donnez-le au guichet.");
    }

    #[test]
    fn a_late_loan_says_by_how_much() {
        let (french, english) = (Say(Language::French), Say(Language::English));
        assert_eq!(
            french.kiosk_due("2026-12-01", 2),
            "en retard de 2 jours : à rendre le mardi 1er décembre"
        );
        assert_eq!(
            english.kiosk_due("2026-12-01", 0),
            "due back Tuesday 1 December"
        );
    }
}
