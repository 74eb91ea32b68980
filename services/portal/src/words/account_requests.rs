//! How does a request stand, in plain words for whoever asked, and what can they do about it?

use crate::say::{Say, says};
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons::PatronRequest;

says! {
    requests_title: "Mes réservations", "My requests", easy "Ce que j'attends";
    requests_none: "Vous n'attendez rien.", "You wait for nothing.";
    requests_none_next: "Cherchez un titre, puis choisissez « Réserver » : la navette l'apporte.",
        "Search for a title, then choose “Request it”: the van brings it.",
        easy "Cherchez un livre. Nous l'apportons.";
    requests_open: "En cours", "Under way", easy "Ça arrive";
    requests_ended: "Terminées", "Ended", easy "C'est fini";
    shelf_title: "À retirer", "To collect", easy "C'est arrivé";
    shelf_none: "Rien ne vous attend à la bibliothèque pour l'instant.", "Nothing waits for you at the library now.";
    shelf_code: "Code de retrait", "Pick-up code", easy "Votre code";
    shelf_code_hint: "Dites ce code au guichet, ou montrez votre carte.", "Say this code at the desk, or show your card.";
    request_pickup: "Retrait", "Pick-up", easy "À la bibliothèque";
    request_unconfirmed: "La ligne est coupée : le réseau ne l'a pas encore confirmé. Cela partira dès que possible.",
        "The line is cut: the network has not confirmed it yet. It goes out as soon as possible.",
        easy "Internet ne marche pas bien. Votre demande partira plus tard.";
    request_cancel: "Annuler", "Cancel", easy "Je n'en veux plus";
    request_suspend: "Mettre en pause", "Put on hold", easy "Pas maintenant";
    request_resume: "Reprendre", "Take up again", easy "Je le veux de nouveau";
    cancel_title: "Annuler cette réservation ?", "Cancel this request?", easy "Vous n'en voulez plus ?";
    cancel_text: "Vous perdez votre place dans la file d'attente. Rien n'est à payer.",
        "You lose your place in the queue. There is nothing to pay.";
    cancel_text_coming: "Il ira à la personne suivante, ou retournera dans sa bibliothèque. Rien n'est à payer.",
        "It goes to the next person, or back to its library. There is nothing to pay.",
        easy "Une autre personne pourra le prendre. Vous ne payez rien.";
    cancel_yes: "Oui, annuler", "Yes, cancel it", easy "Oui, je n'en veux plus";
    cancel_no: "Non, la garder", "No, keep it", easy "Non, je le veux";
    suspend_title: "Mettre en pause cette réservation", "Put this request on hold", easy "Attendre un peu";
    suspend_text: "Vous gardez votre place dans la file d'attente : d'autres passent avant vous jusque-là.",
        "You keep your place in the queue: others go before you until then.";
    suspend_until: "Jusqu'à quel jour ?", "Until which day?";
    suspend_until_hint: "Par exemple 24/12/2026. Sans jour, elle attend que vous la repreniez.",
        "For example 24/12/2026. Without a day it waits until you take it up again.";
    suspend_button: "Mettre en pause", "Put on hold";
    error_day: "Écrivez un jour à venir, comme 24/12/2026", "Enter a day to come, like 24/12/2026";
    done_cancelled: "La réservation est annulée.", "The request is cancelled.";
    done_suspended: "La réservation est en pause. Vous gardez votre place.", "The request is on hold. You keep your place.";
    done_resumed: "La réservation est reprise.", "The request is taken up again.";
}

impl Say {
    /// Tells where a request stands.
    pub(crate) fn request_story(self, request: &PatronRequest, lender: &str) -> String {
        let same = |french: &str, english: &str| self.one(french, english).to_owned();
        match request.state() {
            RequestState::AwaitingHome => same(
                "Noté. Votre bibliothèque n'a pas encore répondu.",
                "Noted. Your library has not answered yet.",
            ),
            RequestState::Unspecified | RequestState::Placed => same(
                "Noté. Nous cherchons un exemplaire.",
                "Noted. We are looking for a copy.",
            ),
            RequestState::Waiting => self.queue(request.position),
            RequestState::Suspended => self.on_hold(&request.suspended_until),
            RequestState::Asking => self.lent_by(
                "Nous demandons à une bibliothèque de l'envoyer",
                "We ask a library to send it",
                lender,
            ),
            RequestState::BeingSupplied if request.lender == request.pickup => same(
                "Le guichet le met de côté pour vous.",
                "The desk puts it aside for you.",
            ),
            RequestState::BeingSupplied if request.in_van => self.lent_by(
                "Il est en route : la navette l'apporte",
                "It is on its way: the van brings it",
                lender,
            ),
            RequestState::BeingSupplied => self.lent_by(
                "Il est en préparation : la navette l'apporte",
                "It is being made ready: the van brings it",
                lender,
            ),
            RequestState::OnHoldShelf => same("Il vous attend.", "It waits for you."),
            RequestState::OnLoan => same("Vous l'avez.", "You have it."),
            RequestState::ClaimedReturned => same(
                "Vous dites l'avoir rapporté : la bibliothèque le cherche.",
                "You say that you brought it back: the library looks for it.",
            ),
            RequestState::ToSettle => same(
                "Perdu ou abîmé : demandez au guichet ce qu'il faut faire.",
                "Lost or damaged: ask at the desk what to do.",
            ),
            ended => self.request_end(ended).to_owned(),
        }
    }

    /// Tells how a request ended.
    fn request_end(self, state: RequestState) -> &'static str {
        match state {
            RequestState::Completed => self.one("Rendu. Merci.", "Returned. Thank you."),
            RequestState::Cancelled => self.one("Annulée.", "Cancelled."),
            RequestState::Refused => self.one(
                "Votre bibliothèque a dit non : demandez-lui pourquoi.",
                "Your library said no: ask there why.",
            ),
            RequestState::Unfilled => self.one(
                "Aucune bibliothèque ne peut le prêter. Demandez à la vôtre de l'acheter, ou de le faire venir d'ailleurs.",
                "No library can lend it. Ask yours to buy it, or to get it from further away.",
            ),
            RequestState::Expired => self.one(
                "Elle n'a pas abouti à temps. Vous pouvez réserver de nouveau.",
                "It came to nothing in time. You can request it again.",
            ),
            RequestState::Settled => self.one("Réglé.", "Settled."),
            RequestState::Unspecified
            | RequestState::AwaitingHome
            | RequestState::Placed
            | RequestState::Waiting
            | RequestState::Suspended
            | RequestState::Asking
            | RequestState::BeingSupplied
            | RequestState::OnHoldShelf
            | RequestState::OnLoan
            | RequestState::ClaimedReturned
            | RequestState::ToSettle => "",
        }
    }

    /// Says what cancelling a request means.
    pub(crate) fn cancel_means(self, state: RequestState) -> &'static str {
        match state {
            RequestState::BeingSupplied | RequestState::OnHoldShelf => self.cancel_text_coming(),
            RequestState::Unspecified
            | RequestState::AwaitingHome
            | RequestState::Placed
            | RequestState::Waiting
            | RequestState::Suspended
            | RequestState::Asking
            | RequestState::OnLoan
            | RequestState::ClaimedReturned
            | RequestState::ToSettle
            | RequestState::Completed
            | RequestState::Cancelled
            | RequestState::Refused
            | RequestState::Unfilled
            | RequestState::Expired
            | RequestState::Settled => self.cancel_text(),
        }
    }

    fn queue(self, position: u32) -> String {
        match position {
            0 => self.one(
                "Tous les exemplaires sont pris. Nous attendons qu'il en revienne un.".to_owned(),
                "All copies are out. We wait for one to come back.".to_owned(),
            ),
            1 => self.one(
                "Tous les exemplaires sont pris. Le prochain qui revient est pour vous.".to_owned(),
                "All copies are out. The next that comes back is for you.".to_owned(),
            ),
            place => self.easy(
                format!("Tous les exemplaires sont pris. Vous êtes à la {place}e place dans la file d'attente."),
                format!("All copies are out. You are number {place} in the queue."),
                format!("D'autres l'attendent aussi. Votre place : {place}."),
            ),
        }
    }

    fn on_hold(self, until: &str) -> String {
        let day = self.day(until);
        match until.is_empty() {
            true => self.one(
                "En pause, jusqu'à ce que vous la repreniez. Votre place est gardée.".to_owned(),
                "On hold until you take it up again. Your place is kept.".to_owned(),
            ),
            false => self.one(
                format!("En pause jusqu'au {day}. Votre place est gardée."),
                format!("On hold until {day}. Your place is kept."),
            ),
        }
    }

    fn lent_by(self, french: &str, english: &str, lender: &str) -> String {
        let told = self.one(french, english);
        match lender.is_empty() {
            true => format!("{told}."),
            false => {
                let by = self.one("Prêté par", "Lent by");
                format!("{told}. {by} : {lender}.")
            }
        }
    }

    /// Says on which day it can be collected.
    pub(crate) fn request_arrives(self, day: &str) -> String {
        let day = self.day(day);
        self.easy(
            format!("Arrive le {day}"),
            format!("Arrives {day}"),
            format!("Il arrive {day}."),
        )
    }

    /// Says that it was promised for a day that has passed.
    pub(crate) fn request_late(self, day: &str) -> String {
        let day = self.day(day);
        self.easy(
            format!("Était attendu le {day} : il a du retard"),
            format!("Was expected on {day}: it is late"),
            format!("Il devait arriver le {day}. Il est en retard."),
        )
    }

    /// Says until when it is kept.
    pub(crate) fn request_kept(self, day: &str) -> String {
        let day = self.day(day);
        self.easy(
            format!("Gardé pour vous jusqu'au {day}"),
            format!("Kept for you until {day}"),
            format!("Venez avant le {day}."),
        )
    }

    /// Says after which day it is of no use.
    pub(crate) fn request_need_by(self, day: &str) -> String {
        let day = self.day(day);
        self.one(
            format!("Inutile après le {day}"),
            format!("Of no use after {day}"),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};
    use navette_proto::wire::lending::RequestState;
    use navette_proto::wire::patrons::PatronRequest;

    fn story(state: RequestState, change: impl FnOnce(&mut PatronRequest)) -> String {
        let mut request = PatronRequest {
            state: state as i32,
            pickup: "arques".to_owned(),
            lender: "aire".to_owned(),
            ..PatronRequest::default()
        };
        change(&mut request);
        Say(Language::French).request_story(&request, "Aire")
    }

    #[test]
    fn whoever_waits_knows_their_place() {
        let told = |place| story(RequestState::Waiting, |request| request.position = place);
        assert!(told(1).ends_with("pour vous."), "{}", told(1));
        assert!(told(3).contains("à la 3e place"), "{}", told(3));
        assert!(!told(0).contains("place"), "{}", told(0));
    }

    #[test]
    fn what_comes_says_from_where_and_what_is_here_does_not_travel() {
        let told = story(RequestState::BeingSupplied, |_| {});
        assert!(told.contains("en préparation"), "{told}");
        assert!(told.ends_with("Prêté par : Aire."), "{told}");
        let told = story(RequestState::BeingSupplied, |request| request.in_van = true);
        assert!(told.contains("en route"), "{told}");
        let told = story(RequestState::BeingSupplied, |request| {
            request.lender = "arques".to_owned()
        });
        assert!(told.contains("met de côté"), "{told}");
    }

    #[test]
    fn every_state_has_a_story() {
        for number in 0..=16 {
            let state = RequestState::try_from(number);
            let told = state.map(|state| story(state, |_| {}));
            assert!(told.is_ok_and(|told| !told.is_empty()), "{number}");
        }
    }
}
