//! Why does a node say no to a desk? In the words of somebody who has the item in hand; what patrons read too stands in `refusal`.

use crate::say::Say;
use navette_proto::explain;
use tonic::Status;

impl Say {
    /// Says why something was refused at the desk.
    pub(crate) fn desk_refusals(self, status: &Status) -> Vec<String> {
        let told = explain(status);
        let own = told.and_then(|told| {
            let value = |name: &str| {
                told.metadata
                    .get(name)
                    .map_or("", String::as_str)
                    .to_owned()
            };
            self.desk_reason(&told.reason, &value("library"))
        });
        match own {
            Some(words) => vec![words],
            None => self.refusals(status),
        }
    }

    fn desk_reason(self, code: &str, library: &str) -> Option<String> {
        let said = match code {
            "ACTED_ON_SINCE" if !library.is_empty() => self.one(
                format!("{library} a déjà continué : parlez-lui, puis scannez de nouveau."),
                format!("{library} has gone on already: speak to it, then scan again."),
            ),
            _ => {
                let words = self
                    .hands_reason(code)
                    .or_else(|| self.desk_own_reason(code));
                return words.map(str::to_owned);
            }
        };
        Some(said)
    }

    fn hands_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "IN_SOMEBODYS_HANDS" => self.one(
                "Il est encore noté chez un lecteur : rendez-le d'abord.",
                "It is still noted as being with a patron: take it back first.",
            ),
            "NOTHING_HELD" => self.one(
                "Rien sur l'étagère n'est pour ce code ou cette carte.",
                "Nothing on the hold shelf is for this code or card.",
            ),
            "NOT_LENT" => self.one("Il n'est pas prêté ici.", "It is not on loan here."),
            "COUNTER_ELSEWHERE" => self.one(
                "Les prêts de cette bibliothèque se font dans son propre logiciel.",
                "Loans of this library are made in its own system.",
            ),
            _ => return None,
        })
    }

    fn desk_own_reason(self, code: &str) -> Option<&'static str> {
        Some(match code {
            "UNKNOWN_ITEM" => self.one(
                "Ce code-barres n'est celui d'aucun document ni d'aucune carte connus ici. Vérifiez-le, et essayez de le taper.",
                "This barcode is of no item and no card known here. Check it, and try typing it.",
            ),
            "UNKNOWN_ACT" => self.one(
                "Ce geste est trop ancien pour être défait.",
                "This act is too old to be undone.",
            ),
            "NOTHING_TO_TELL" => self.one(
                "Il n'y a plus rien à dire : quelqu'un l'a fait entre-temps.",
                "Nothing is to be told any more: somebody has done it meanwhile.",
            ),
            "UNKNOWN_CONFLICT" => self.one(
                "C'est déjà clos.",
                "It is closed already.",
            ),
            "NO_MANIFEST" => self.one(
                "Le bordereau de ce passage n'est pas encore arrivé ici.",
                "The manifest of this run has not arrived here yet.",
            ),
            "BELONGS_ELSEWHERE" => self.one(
                "Ce document est à une autre bibliothèque et n'est pas prêté ici : scannez-le, il y retourne.",
                "This item is another library's and is not lent here: scan it, and it goes home.",
            ),
            "JOURNEY_CANNOT" | "ITEM_CANNOT" => self.one(
                "Le document n'en est pas là : scannez-le pour savoir ce qu'il devient.",
                "The item does not stand there: scan it to learn what becomes of it.",
            ),
            "NOT_PLANNED" => self.one(
                "Cette tournée ne passe pas ce jour-là.",
                "This round is not planned on that day.",
            ),
            "RUNS_TWICE" => self.one(
                "La tournée passerait deux fois ce jour-là.",
                "The round would run twice on that day.",
            ),
            "MOVED_TOO_FAR" => self.one(
                "C'est trop loin du jour prévu.",
                "That is too far from the planned day.",
            ),
            "UNKNOWN_ROUND" => self.one("Cette tournée n'existe pas.", "There is no such round."),
            "ON_OWN_SHELF" => self.one(
                "Il est en rayon ici : prêtez-le tout de suite, ou cochez « Mettre de côté ».",
                "It stands on the shelf here: lend it at once, or tick \"Put aside\".",
            ),
            "ASKED_ALREADY" => self.one(
                "Ce lecteur l'a déjà réservé.",
                "This patron has asked for it already.",
            ),
            "TOO_MANY" => self.one(
                "Trop de choses attendent la liaison : réessayez quand elle est revenue.",
                "Too much waits for the line: try again when it is back.",
            ),
            _ => return None,
        })
    }
}
