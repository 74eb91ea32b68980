//! What do the overview of an account, the sums owed and the messages say?

use crate::say::{Say, says};
use navette_proto::wire::fees::{ChargeKind, EntryKind};
use navette_proto::wire::patrons::{Channel, NoticeState};

says! {
    account_title: "Mon compte", "My account", easy "Mes livres";
    account_menu: "Pages de mon compte", "Pages of my account";
    account_back: "Retour à mon compte", "Back to my account";
    card_title: "Ma carte", "My card";
    card_name: "Nom", "Name";
    card_number: "Numéro de la carte", "Card number";
    card_library: "Ma bibliothèque", "My library";
    card_expires: "Valable jusqu'au", "Valid until";
    card_over: "Votre carte n'est plus valable. Passez au guichet : cela prend deux minutes.",
        "Your card has expired. Come by at the desk: it takes two minutes.";
    card_blocked: "Votre carte est bloquée. Parlez-en au guichet.", "Your card is blocked. Speak to the desk.";
    card_over_soon: "Votre carte expire bientôt : pensez à passer au guichet.",
        "Your card expires soon: think of coming by at the desk.";
    dues_title: "Ce que je dois", "What I owe", easy "Mon argent";
    dues_none: "Vous ne devez rien.", "You owe nothing.";
    dues_pay: "Payez au guichet de votre bibliothèque.", "Pay at your library's desk.";
    dues_lines: "Le détail", "In detail";
    dues_day: "Jour", "Day";
    dues_what: "Quoi", "What";
    dues_sum: "Somme", "Sum";
    dues_no_lines: "Aucune somme n'a encore été notée.", "No sum has been noted yet.";
    messages_title: "Mes messages", "My messages", easy "Ce que la bibliothèque m'a dit";
    messages_none: "La bibliothèque ne vous a encore rien écrit.", "The library has not written to you yet.";
    messages_none_next: "Vous choisissez dans « Mes coordonnées » comment elle vous prévient.",
        "Under “My details” you choose how it tells you.",
        easy "Dans « Comment me joindre », dites comment elle peut vous parler.";
    messages_day: "Jour", "Day";
    messages_what: "Message", "Message";
    messages_how: "Comment", "How";
    messages_became: "État", "State";
    older: "Plus ancien", "Older";
}

impl Say {
    /// Says until when nothing may be borrowed, and why.
    pub(crate) fn suspended(self, until: &str, reason: &str) -> String {
        let day = self.day(until);
        let why = match reason.is_empty() {
            true => String::new(),
            false => format!(" ({reason})"),
        };
        self.one(
            format!("Vos emprunts sont suspendus jusqu'au {day}{why}. Demandez au guichet."),
            format!("Your borrowing is suspended until {day}{why}. Ask at the desk."),
        )
    }

    /// Says what is owed, one way or the other.
    pub(crate) fn dues(self, cents: i64) -> String {
        let sum = self.sum(cents.abs());
        match cents {
            0 => self.dues_none().to_owned(),
            1.. => self.one(format!("Vous devez {sum}."), format!("You owe {sum}.")),
            _ => self.one(
                format!("La bibliothèque vous doit {sum}."),
                format!("The library owes you {sum}."),
            ),
        }
    }

    /// Names a line of an account.
    pub(crate) fn entry(self, kind: EntryKind, charge: ChargeKind) -> &'static str {
        match kind {
            EntryKind::Charge => match charge {
                ChargeKind::Late => self.one("Retard", "Late return"),
                ChargeKind::Lost => self.one("Document perdu", "Lost item"),
                ChargeKind::Damaged => self.one("Document abîmé", "Damaged item"),
                ChargeKind::Card => self.one("Carte", "Card"),
                ChargeKind::Unspecified => self.one("Somme due", "Sum owed"),
            },
            EntryKind::Payment => self.one("Paiement", "Payment"),
            EntryKind::Waiver => self.one("Remise", "Waived"),
            EntryKind::Refund => self.one("Annulation : document retrouvé", "Refund: item found"),
            EntryKind::PayOut => {
                self.one("Rendu par la bibliothèque", "Handed back by the library")
            }
            EntryKind::Unspecified => self.one("Ligne", "Line"),
        }
    }

    /// Says what a message is about, by its code.
    pub(crate) fn notice(self, code: &str) -> &'static str {
        match code {
            "placed" => self.one("Réservation notée", "Request noted"),
            "waiting" => self.one("Réservation en attente", "Request waits"),
            "on-its-way" => self.one("En route", "On its way"),
            "ready" => self.one("À retirer", "Ready to collect"),
            "ready-reminder" => self.one(
                "À retirer : dernier rappel",
                "Ready to collect: last reminder",
            ),
            "not-collected" => self.one("Pas retiré à temps", "Not collected in time"),
            "date-changed" => self.one("Le jour a changé", "The day has changed"),
            "due-soon" => self.one("Bientôt à rendre", "Due soon"),
            "overdue-1" | "overdue-7" | "overdue-21" => self.one("En retard", "Overdue"),
            "presumed-lost" => self.one("Considéré comme perdu", "Presumed lost"),
            "recalled" => self.one("Rappelé", "Called back"),
            "cancelled" => self.one("Réservation annulée", "Request cancelled"),
            "refused" => self.one("Réservation refusée", "Request refused"),
            "unfilled" => self.one("Impossible à fournir", "Cannot be supplied"),
            "card-expires" => self.one("La carte expire", "The card expires"),
            "returned" => self.one("Retour enregistré", "Return noted"),
            "sign-in-code" => self.one("Code pour se connecter", "Code to sign in by"),
            _ => self.one("Message", "Message"),
        }
    }

    /// Names a way of telling.
    pub(crate) fn channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Unspecified => {
                self.one("Au choix de la bibliothèque", "As the library chooses")
            }
            Channel::EMail => self.one("Courriel", "E-mail"),
            Channel::Sms => self.one("SMS", "Text message"),
            Channel::Letter => self.one("Lettre", "Letter"),
            Channel::Desk => self.one("De vive voix ou par téléphone", "In person or by telephone"),
        }
    }

    /// Says what became of a message.
    pub(crate) fn notice_state(self, state: NoticeState) -> &'static str {
        match state {
            NoticeState::Waiting | NoticeState::Sending | NoticeState::Failed => {
                self.one("Part bientôt", "Goes out soon")
            }
            NoticeState::Desk | NoticeState::Escalated => {
                self.one("La bibliothèque vous le dira", "The library will tell you")
            }
            NoticeState::Sent => self.one("Envoyé", "Sent"),
            NoticeState::Told => self.one("Dit de vive voix", "Told in person"),
            NoticeState::Dropped => self.one("N'a pas été envoyé", "Was not sent"),
            NoticeState::Unspecified => "",
        }
    }

    /// Writes a day with its year: "mardi 1er décembre 2026".
    pub(crate) fn day_and_year(self, text: &str) -> String {
        match text.get(..4) {
            Some(year) => format!("{} {year}", self.day(text)),
            None => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};

    #[test]
    fn a_balance_says_who_owes() {
        let say = Say(Language::French);
        assert_eq!(say.dues(0), "Vous ne devez rien.");
        assert_eq!(say.dues(250), "Vous devez 2,50\u{a0}€.");
        assert_eq!(say.dues(-250), "La bibliothèque vous doit 2,50\u{a0}€.");
    }

    #[test]
    fn a_day_far_away_has_its_year() {
        let say = Say(Language::English);
        assert_eq!(say.day_and_year("2026-12-01"), "Tuesday 1 December 2026");
        assert_eq!(say.day_and_year(""), "");
    }
}
