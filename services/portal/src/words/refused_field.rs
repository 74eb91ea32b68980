//! Which field does a library refuse? By its name in the contracts, in words for whoever filled it in: what the library itself says is for
//! programmers, in English, and names fields that no reader has seen.

use crate::say::Say;
use navette_proto::Explanation;

impl Say {
    /// Says that a field is refused; the path's last name decides.
    pub(crate) fn refused_field(self, path: &str) -> &'static str {
        if path.starts_with("person.") {
            return self.form_field(path);
        }
        let last = path.rsplit('.').next().unwrap_or_default();
        self.refused_day(last)
            .or_else(|| self.refused_name(last))
            .unwrap_or_else(|| {
                self.one(
                    "Cette indication n'est pas acceptée. Rien n'a été changé.",
                    "This is not accepted. Nothing was changed.",
                )
            })
    }

    fn refused_day(self, field: &str) -> Option<&'static str> {
        Some(match field {
            "returned_on" => self.one(
                "Le jour de retour doit être passé, d'un mois au plus.",
                "The day of return must have passed, a month ago at most.",
            ),
            "until" | "day" | "to" | "need_by" => {
                self.one("Ce jour n'est pas possible.", "This day is not possible.")
            }
            "card_expires" => self.one(
                "La carte ne peut pas être valable jusqu'à ce jour.",
                "The card cannot be valid until that day.",
            ),
            "by_minutes" => self.one(
                "Ce nombre de minutes n'est pas possible.",
                "This number of minutes is not possible.",
            ),
            _ => return None,
        })
    }

    fn refused_name(self, field: &str) -> Option<&'static str> {
        Some(match field {
            "code" => self.one(
                "Ce code n'est pas de ceux qu'on attend ici. Vérifiez ce que vous avez scanné.",
                "This is not a code that is expected here. Check what you have scanned.",
            ),
            "number" | "card_number" | "new_card_number" | "card" => self.one(
                "Ce numéro de carte n'est pas possible.",
                "This card number is not possible.",
            ),
            "pin" => self.one(
                "Le code de la carte a de 4 à 8 chiffres.",
                "The PIN has 4 to 8 digits.",
            ),
            "page_token" => self.one(
                "Cette page de la liste n'existe plus : revenez à la première.",
                "This page of the list does not exist any more: go back to the first one.",
            ),
            "category" => self.one(
                "Cette catégorie n'existe pas ici.",
                "There is no such category here.",
            ),
            "pickup" | "library" => self.one(
                "Cette bibliothèque n'est pas connue.",
                "This library is not known.",
            ),
            "round" => self.one("Cette tournée n'existe pas.", "There is no such round."),
            "reason" | "why" | "note" => self.one(
                "Le motif n'est pas accepté : 200 caractères au plus, et jamais vide.",
                "The reason is not accepted: 200 characters at most, and never empty.",
            ),
            "amount" | "charge" => self.one(
                "Cette somme n'est pas possible.",
                "This sum is not possible.",
            ),
            "name" => self.one("Ce nom n'est pas accepté.", "This name is not accepted."),
            "item" | "barcode" => self.one(
                "Ce code-barres n'est pas possible.",
                "This barcode is not possible.",
            ),
            _ => return None,
        })
    }

    /// Says that something is too long, and how long it may be.
    pub(crate) fn over_limit(self, told: &Explanation) -> String {
        match told.metadata.get("limit") {
            Some(limit) => self.one(
                format!("C'est trop long : {limit} au plus. Rien n'a été changé."),
                format!("That is too long: at most {limit}. Nothing was changed."),
            ),
            None => self.one(
                "C'est trop long. Rien n'a été changé.".to_owned(),
                "That is too long. Nothing was changed.".to_owned(),
            ),
        }
    }

    /// Says no where the library's reason has no words here.
    pub(crate) fn unknown_reason(self) -> &'static str {
        self.easy(
            "La bibliothèque dit non, pour une raison que cette page ne connaît pas. Demandez au guichet.",
            "The library says no, for a reason that this page does not know. Ask at the desk.",
            "La bibliothèque dit non. Demandez au guichet.",
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};

    #[test]
    fn a_field_is_named_in_words_and_never_by_its_name_in_the_contracts() {
        let french = Say(Language::French);
        for (path, words) in [
            ("returned_on", "jour de retour"),
            ("code", "scanné"),
            ("placement.pickup", "bibliothèque"),
            ("page_token", "première"),
            ("category", "catégorie"),
            ("person.birth", "naissance"),
            ("average_lengths", "indication"),
        ] {
            let said = french.refused_field(path);
            assert!(
                said.contains(words) && !said.contains('_'),
                "{path}: {said}"
            );
        }
    }
}
