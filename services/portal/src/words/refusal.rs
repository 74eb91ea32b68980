//! Why does a library say no? In words for whoever reads, by the reason's code of the contracts.

use crate::say::Say;
use navette_proto::{Explanation, explain};
use tonic::{Code, Status};

impl Say {
    /// Says why something was refused, every reason where there are several.
    pub(crate) fn refusals(self, status: &Status) -> Vec<String> {
        let Some(told) = explain(status) else {
            return vec![self.without_reason(status.code()).to_owned()];
        };
        if told.objections.is_empty() {
            return vec![self.refusal(&told)];
        }
        let is_form = told.reason == "FORM_REFUSED";
        let objections = told.objections.iter();
        objections
            .map(|objection| match is_form {
                true => self.refused_field(&objection.reason).to_owned(),
                false => self.reason(&objection.reason).to_owned(),
            })
            .collect()
    }

    fn refusal(self, told: &Explanation) -> String {
        let value = |name: &str| told.metadata.get(name).map_or("", String::as_str);
        match told.reason.as_str() {
            "TOO_MANY_TRIES" => self.too_many_tries(value("wait_seconds").parse().unwrap_or(60)),
            "FIELD_REFUSED" => self.refused_field(value("field")).to_owned(),
            "OVER_LIMIT" => self.over_limit(told),
            code => self.reason(code).to_owned(),
        }
    }

    /// Gives the words of a reason. What has none here is a library's that is newer than this page; its own words are for programmers.
    fn reason(self, code: &str) -> &'static str {
        self.reason_of(code).unwrap_or_else(|| {
            tracing::warn!(code, "a reason without words");
            self.unknown_reason()
        })
    }

    /// Gives our words for a reason, where there are any.
    pub(crate) fn reason_of(self, code: &str) -> Option<&'static str> {
        self.sign_in_reason(code)
            .or_else(|| self.account_reason(code))
            .or_else(|| self.library_reason(code))
            .or_else(|| self.request_reason(code))
            .or_else(|| self.item_reason(code))
    }

    fn sign_in_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "WRONG_SIGN_IN" | "WRONG_PIN" => self.easy(
                "Ces indications ne vont pas ensemble. Vérifiez le numéro et le mot de passe.",
                "These do not belong together. Check the number and the password.",
                "Le numéro ou le mot de passe n'est pas bon. Essayez encore.",
            ),
            "PIN_NOT_HERE" => self.one(
                "Le code de la carte ne suffit qu'à la bibliothèque. Ici, il faut un mot de passe.",
                "The card's PIN is enough at the library only. Here a password is needed.",
            ),
            "CODE_NEEDED" => self.one(
                "Entrez aussi le code à six chiffres de votre téléphone.",
                "Enter the six-digit code of your telephone as well.",
            ),
            "PASSWORD_REFUSED" => self.one(
                "Ce mot de passe est trop court ou trop facile à deviner : huit caractères au moins, et pas un mot courant.",
                "This password is too short or too easy to guess: at least eight characters, and no common word.",
            ),
            "PIN_REFUSED" => self.one(
                "Le code a de 4 à 8 chiffres, et ne doit pas être un de ceux que tout le monde essaie.",
                "The PIN has 4 to 8 digits, and must not be one that everybody tries.",
            ),
            _ => return None,
        })
    }

    fn account_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "CARD_EXPIRED" => self.one("La carte n'est plus valable.", "The card has expired."),
            "SUSPENDED" => self.one("Les emprunts sont suspendus.", "Borrowing is suspended."),
            "BLOCKED" => self.one("La carte est bloquée.", "The card is blocked."),
            "DUES" => self.one(
                "Trop d'argent est dû à la bibliothèque.",
                "Too much is owed to the library.",
            ),
            "TOO_MANY_LOANS" => self.one(
                "Le nombre de prêts permis est atteint.",
                "The number of loans allowed is reached.",
            ),
            "TOO_MANY_REQUESTS" => self.one(
                "Le nombre de réservations permis est atteint.",
                "The number of requests allowed is reached.",
            ),
            "TOO_MANY_OVERDUE" => self.one(
                "Trop de documents sont en retard.",
                "Too many items are overdue.",
            ),
            "UNKNOWN_CARD" => self.one(
                "Aucun lecteur de cette bibliothèque n'a cette carte.",
                "No patron of this library has this card.",
            ),
            "CARD_TAKEN" => self.one(
                "Ce numéro de carte est déjà pris.",
                "This card number is taken.",
            ),
            "NAME_TAKEN" => self.one("Ce nom est déjà pris.", "This name is taken."),
            "SEEMS_REGISTERED" => self.one(
                "Quelqu'un du même nom, né le même jour, est déjà inscrit.",
                "Somebody of the same name and birth date is registered already.",
            ),
            "MORE_THAN_OWED" => self.one(
                "C'est plus que ce qui est dû.",
                "That is more than is owed.",
            ),
            "STILL_HELD" => self.one(
                "Des prêts, des sommes dues ou des réservations l'empêchent encore.",
                "Loans, dues or requests still stand in the way.",
            ),
            _ => return None,
        })
    }

    fn library_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "ROLE_MAY_NOT" | "OTHER_LIBRARY" => self.one(
                "Votre compte ne le permet pas.",
                "Your account does not allow it.",
            ),
            "CHANGED_SINCE" => self.one(
                "Quelqu'un l'a changé entre-temps : regardez de nouveau, puis recommencez.",
                "Somebody has changed it meanwhile: look again, then try again.",
            ),
            "BUSY" | "TOO_MANY" => self.one(
                "Trop de demandes à la fois : réessayez dans une minute.",
                "Too many requests at once: try again in a minute.",
            ),
            "DISK_FULL" => self.one(
                "Le disque de la bibliothèque est plein : rien de nouveau ne peut être noté. Prévenez qui s'en occupe.",
                "The library's disk is full: nothing new can be kept. Tell whoever looks after it.",
            ),
            "SHUTTING_DOWN" | "LIBRARY_AWAY" | "DEADLINE_PASSED" => {
                self.without_reason(Code::Unavailable)
            }
            _ => return None,
        })
    }

    fn request_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "ASKED_ALREADY" => self.easy(
                "Vous avez déjà réservé ce document : voyez votre compte.",
                "You have asked for this already: see your account.",
                "Vous avez déjà demandé ce livre.",
            ),
            "ON_OWN_SHELF" => self.easy(
                "Ce document est en rayon dans cette bibliothèque : venez le prendre, ou demandez au guichet de le mettre de côté.",
                "It stands on the shelf of this library: come and take it, or ask the desk to put it aside.",
                "Ce livre est dans cette bibliothèque. Vous pouvez venir le prendre.",
            ),
            "UNKNOWN_WORK" | "NOT_A_WORK_KEY" => self.one(
                "Ce document n'est plus dans aucune bibliothèque.",
                "No library holds this item any more.",
            ),
            "UNKNOWN_ITEM" => self.one(
                "Ce code-barres n'est celui d'aucun document connu ici.",
                "This barcode is of no item known here.",
            ),
            "UNKNOWN_LIBRARY" => self.one(
                "Cette bibliothèque n'est pas connue.",
                "This library is not known.",
            ),
            "UNKNOWN_REQUEST" => self.one(
                "Cette réservation n'existe plus.",
                "This request does not exist any more.",
            ),
            "REQUEST_CANNOT" => self.one(
                "La réservation n'en est plus là : regardez où elle en est.",
                "The request does not stand there any more: look where it stands.",
            ),
            "JOURNEY_CANNOT" | "ITEM_CANNOT" | "LOAN_CANNOT" => self.one(
                "Le document n'est pas dans un état qui le permet.",
                "The item is not in a state that allows it.",
            ),
            "NEED_BY_PASSED" => self.one("Ce jour est passé.", "That day has passed."),
            _ => return None,
        })
    }

    fn item_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "REFERENCE_ONLY" => self.one(
                "À consulter sur place : ce document ne se prête pas.",
                "For use in the library only: it is not lent.",
            ),
            "HELD" | "HELD_FOR_ANOTHER" => self.one(
                "Il est gardé pour quelqu'un d'autre.",
                "It is kept for somebody else.",
            ),
            "COMMITTED_ELSEWHERE" => self.one(
                "Il est promis à une autre bibliothèque.",
                "It is promised to another library.",
            ),
            "ON_LOAN" | "ON_LOAN_TO_ANOTHER" => {
                self.one("Il est déjà prêté.", "It is on loan already.")
            }
            "ALREADY_THEIRS" => self.one("Ce lecteur l'a déjà.", "This patron has it already."),
            "TOO_MANY_RENEWALS" => self.one(
                "Il a déjà été prolongé autant de fois que c'est permis.",
                "It has been renewed as often as is allowed.",
            ),
            "REQUESTED" => self.one(
                "Quelqu'un l'attend : il ne peut pas être prolongé.",
                "Somebody waits for it: it cannot be renewed.",
            ),
            "TOO_LATE" => self.one(
                "Il est trop en retard pour être prolongé : rapportez-le.",
                "It is too late to renew it: please return it.",
            ),
            "RECALLED" => self.one(
                "La bibliothèque l'a rappelé : rapportez-le.",
                "The library has called it back: please return it.",
            ),
            "NOT_ON_LOAN" => self.one("Il n'est pas prêté.", "It is not on loan."),
            "HOME_REFUSES" => self.one(
                "La bibliothèque de ce lecteur dit non.",
                "This patron's library says no.",
            ),
            "HOME_SILENT" => self.one(
                "La bibliothèque de ce lecteur ne répond pas.",
                "This patron's library does not answer.",
            ),
            "ACTED_ON_SINCE" | "DONE_SINCE" => self.one(
                "Une autre bibliothèque a déjà continué : parlez-lui avant de défaire.",
                "Another library has gone on already: speak to it before undoing.",
            ),
            "UNDONE_ALREADY" => self.one("C'est déjà défait.", "That is undone already."),
            "CODE_OF_OTHER" | "CODE_OF_ANOTHER_ITEM" => self.one(
                "Le code et le document ne vont pas ensemble.",
                "Code and item do not belong together.",
            ),
            _ => return None,
        })
    }

    /// Says what a status without a reason of ours means: a lost connection, most likely.
    fn without_reason(self, code: Code) -> &'static str {
        match code {
            Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => self.away_text(),
            _ => self.broken_text(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::say::{Language, Say};
    use navette_proto::{Objection, Refusal};
    use tonic::Status;

    fn objection(reason: &str) -> Objection {
        Objection {
            reason: reason.into(),
            message: "told by the node".into(),
            lifted_by: None,
        }
    }

    #[test]
    fn every_objection_is_said_in_the_readers_language() {
        let refusal = Refusal::MayNot(vec![objection("BLOCKED"), objection("NEWER")]);
        let said = Say(Language::English).refusals(&Status::from(refusal));
        assert_eq!(said[0], "The card is blocked.");
        assert!(said[1].contains("Ask at the desk"), "{said:?}");
    }

    #[test]
    fn no_reader_meets_the_words_of_a_program() {
        let french = Say(Language::French);
        for refusal in [
            Refusal::field("returned_on", "2030-01-01 is not within the last 31 days"),
            Refusal::OverLimit {
                what: "query".into(),
                value: 3_000,
                limit: 500,
                unit: "characters",
            },
            Refusal::Form(vec![objection("person.birth")]),
        ] {
            let status = Status::from(refusal);
            for said in [french.refusals(&status), french.desk_refusals(&status)].concat() {
                let foreign = ["_", " is ", "query", "told", "("];
                assert!(!foreign.iter().any(|word| said.contains(word)), "{said}");
            }
        }
    }

    #[test]
    fn a_wait_is_said_in_minutes() {
        let refusal = Refusal::TooManyTries { wait_seconds: 90 };
        let said = Say(Language::French).refusals(&Status::from(refusal));
        assert!(said[0].contains("2 minutes"), "{said:?}");
    }

    #[test]
    fn a_lost_connection_says_what_to_do() {
        let said = Say(Language::English).refusals(&Status::unavailable("tcp connect error"));
        assert!(said[0].contains("Try again"), "{said:?}");
    }
}
