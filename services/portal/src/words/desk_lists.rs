//! What do the lists of work say?

use crate::say::{Say, says};
use navette_proto::wire::desk::{ConflictKind, WorkKind};
use navette_proto::wire::lending::Telling;

/// Every list and its address, in the order in which a day at a desk goes.
pub(crate) const LISTS: [(WorkKind, &str); 9] = [
    (WorkKind::ToPull, "prendre"),
    (WorkKind::ToShip, "expedier"),
    (WorkKind::ToReceive, "recevoir"),
    (WorkKind::HoldShelf, "etagere"),
    (WorkKind::ToTell, "prevenir"),
    (WorkKind::ToReturn, "renvoyer"),
    (WorkKind::Late, "retard"),
    (WorkKind::ToLookFor, "chercher"),
    (WorkKind::Conflicts, "verifier"),
];

says! {
    list_more: "Page suivante", "Next page";
    list_first: "Première page", "First page";
    list_done: "Terminé", "Done";
    list_since: "Depuis", "Since";
    list_late: "En retard", "Late";
    list_shelfmark: "Cote", "Shelfmark";
    list_other: "Bibliothèque", "Library";
    list_run: "Navette", "Van";
    list_why: "Motif", "Reason";
    list_person: "Lecteur", "Patron";
    list_other_act: "Autre…", "Other…";
    list_not_found: "Introuvable", "Not found";
    list_left_behind: "Resté à quai", "Left behind";
    list_not_collected: "Non retiré", "Not collected";
    list_missing: "Absent de l'étagère", "Missing";
    list_shipped: "La navette l'a pris", "The van took it";
    list_ship_hint: "Cochez avant ce qu'elle n'a pas pris.", "First tick what it did not take.";
    list_without_run: "Aucun passage prévu", "No run planned";
    list_by_telephone: "Par téléphone", "By telephone";
    list_in_person: "De vive voix", "In person";
    list_by_letter: "Par lettre", "By letter";
    list_tried: "Déjà tenté", "Tried already";
    list_close: "Clore", "Close";
    list_what_done: "Ce qui a été fait", "What was done";
    list_print_pull: "Imprimer la liste", "Print the list";
    hand_over_title: "Remettre un document réservé", "Hand over an item on hold";
    hand_over_lead: "Le lecteur montre son code de retrait ou sa carte ; scannez le document.",
        "The patron shows the pick-up code or the card; scan the item.";
    hand_over_what: "Code de retrait ou carte", "Pick-up code or card";
    hand_over_button: "Remettre", "Hand over";
    item_title: "Que s'est-il passé ?", "What happened?";
    item_lead: "Choisissez ce qui est vrai pour ce document.", "Choose what is true of this item.";
    item_not_found_text: "Cherché en rayon, et pas trouvé. Une autre bibliothèque est sollicitée.",
        "Looked for on the shelf, and not found. Another library is asked.";
    item_refuse_title: "Ne pas le prêter", "Do not lend it";
    item_refuse_copy: "Cet exemplaire seulement", "This copy only";
    item_refuse_library: "Rien de notre bibliothèque pour cette demande", "Nothing of our library for this request";
    item_why: "Motif", "Reason";
    item_reason_hint: "200 caractères au plus ; ne nommez personne.", "200 characters at most; name nobody.";
    item_damaged_title: "Il est abîmé", "It is damaged";
    item_lost_title: "Il est perdu", "It is lost";
    item_charge: "Somme à demander au lecteur, en euros", "To be charged to the patron, in euros";
    item_charge_hint: "Laissez vide s'il ne doit rien.", "Leave empty where nothing is owed.";
    item_claimed_title: "Le lecteur dit l'avoir rendu", "The patron says it was returned";
    item_claimed_text: "Il sera cherché en rayon ; le lecteur n'est plus relancé.",
        "It is looked for on the shelves; the patron is not reminded any more.";
    item_settle_title: "La somme est réglée", "What was owed is settled";
    item_settle_how: "Comment : payé, remplacé, remis", "How: paid, replaced, waived";
    item_other_title: "Autres gestes", "Other acts";
    error_reason_empty: "Écrivez le motif", "Enter the reason";
    error_amount: "Écrivez une somme, par exemple 12,50", "Enter a sum, such as 12.50";
    error_hand_over: "Scannez le document, et donnez le code de retrait ou la carte",
        "Scan the item, and give the pick-up code or the card";
}

impl Say {
    /// Names a list of work.
    pub(crate) fn list_name(self, kind: WorkKind) -> &'static str {
        match kind {
            WorkKind::Unspecified => self.one("Travail", "Work"),
            WorkKind::ToPull => self.one("À prendre en rayon", "To pull"),
            WorkKind::ToShip => self.one("À expédier", "To ship"),
            WorkKind::ToReceive => self.one("À recevoir", "To receive"),
            WorkKind::HoldShelf => self.one("Étagère des réservations", "Hold shelf"),
            WorkKind::ToReturn => self.one("À renvoyer", "To return"),
            WorkKind::Late => self.one("En retard", "Late"),
            WorkKind::ToLookFor => self.one("À chercher", "To look for"),
            WorkKind::ToTell => self.one("À prévenir", "To tell"),
            WorkKind::Conflicts => self.one("À vérifier", "To check"),
        }
    }

    /// Says what to do with a list.
    pub(crate) fn list_lead(self, kind: WorkKind) -> &'static str {
        match kind {
            WorkKind::Unspecified => "",
            WorkKind::ToPull => self.one(
                "Dans l'ordre des rayons. Scannez chaque document en le prenant.",
                "In shelf order. Scan each item as you take it.",
            ),
            WorkKind::ToShip => self.one(
                "Dans les caisses, par passage. Quand la navette est partie, dites-le ici.",
                "In the crates, by run. When the van has left, say so here.",
            ),
            WorkKind::ToReceive => self.one(
                "En route vers ici. Scannez tout ce qui sort des caisses.",
                "On the way here. Scan whatever comes out of the crates.",
            ),
            WorkKind::HoldShelf => self.one(
                "Attendent leur lecteur, par code de retrait.",
                "Wait for their patrons, by pick-up code.",
            ),
            WorkKind::ToReturn => self.one(
                "Plus attendus ici : scannez-les, et ils partent par la navette.",
                "Not awaited here any more: scan them, and they leave by the van.",
            ),
            WorkKind::Late => self.one(
                "Le délai est passé : quelqu'un attend.",
                "The deadline has passed: somebody waits.",
            ),
            WorkKind::ToLookFor => self.one(
                "Pas là où ils devraient être. Retrouvés, scannez-les.",
                "Not where they should be. When found, scan them.",
            ),
            WorkKind::ToTell => self.one(
                "Ni message ni lettre n'arrive à ces lecteurs : dites-le-leur.",
                "Neither message nor letter reaches these patrons: tell them.",
            ),
            WorkKind::Conflicts => self.one(
                "Vu autrement ici et ailleurs pendant une coupure : regardez, puis dites ce qui a été fait.",
                "Seen differently here and elsewhere during a cut: look, then say what was done.",
            ),
        }
    }

    /// Says that a list is empty, and what to do next.
    pub(crate) fn list_empty(self, kind: WorkKind) -> &'static str {
        match kind {
            WorkKind::Unspecified | WorkKind::ToPull => self.one(
                "Rien à prendre en rayon. Les nouvelles demandes arrivent d'elles-mêmes.",
                "Nothing to pull. New requests arrive by themselves.",
            ),
            WorkKind::ToShip => self.one(
                "Les caisses sont vides. Ce que vous prenez en rayon apparaît ici.",
                "The crates are empty. What you pull appears here.",
            ),
            WorkKind::ToReceive => self.one(
                "Rien n'est en route vers ici.",
                "Nothing is on the way here.",
            ),
            WorkKind::HoldShelf => self.one(
                "L'étagère est vide. Ce que vous recevez pour un lecteur apparaît ici.",
                "The shelf is empty. What you receive for a patron appears here.",
            ),
            WorkKind::ToReturn => self.one("Rien à renvoyer.", "Nothing to return."),
            WorkKind::Late => self.one("Rien n'est en retard.", "Nothing is late."),
            WorkKind::ToLookFor => self.one("Rien à chercher.", "Nothing to look for."),
            WorkKind::ToTell => self.one("Tout le monde est prévenu.", "Everybody has been told."),
            WorkKind::Conflicts => self.one("Rien à vérifier.", "Nothing to check."),
        }
    }

    /// Says what met.
    pub(crate) fn conflict(self, kind: ConflictKind) -> &'static str {
        match kind {
            ConflictKind::Unspecified => self.one("À vérifier.", "To be checked."),
            ConflictKind::PromisedAndKept => self.one(
                "Promis à une autre bibliothèque, et prêté ou gardé ici : l'autre a reçu un non. Rien à faire, sauf si vous voulez l'appeler.",
                "Promised to another library, and lent or kept here: it was told no. Nothing to do, unless you want to call.",
            ),
            ConflictKind::UnknownJourney => self.one(
                "Cru en route, mais personne d'autre ne le sait : scannez le document s'il est là.",
                "Believed to be travelling, but nobody else knows: scan the item if it is here.",
            ),
            ConflictKind::ScanLost => self.one(
                "Une lecture s'est perdue lors de la remise en état : scannez-le de nouveau.",
                "A scan was lost when the store was restored: scan it again.",
            ),
            ConflictKind::ReturnedElsewhere => self.one(
                "Prêté ici, et rendu ailleurs : vérifiez le compte du lecteur.",
                "Lent here, and returned elsewhere: check the patron's account.",
            ),
            ConflictKind::RefusedByHome => self.one(
                "Prêté à un lecteur d'ailleurs pendant le silence de sa bibliothèque, qui dit non depuis : appelez-la.",
                "Lent to a visitor while their library was silent; it says no since: call it.",
            ),
            ConflictKind::UnheardByHome => self.one(
                "Prêté à un lecteur d'ailleurs sans que sa bibliothèque l'apprenne : prévenez-la.",
                "Lent to a visitor, and their library never heard of it: tell it.",
            ),
            ConflictKind::VisitRefused => self.one(
                "Un lecteur d'ailleurs l'avait demandé ici, et sa bibliothèque dit non : dites-le-lui quand il vient.",
                "A visitor asked for it here, and their library says no: tell them when they come.",
            ),
            ConflictKind::VisitExpired => self.one(
                "Un lecteur d'ailleurs l'avait demandé ici, et sa bibliothèque est restée muette : dites-le-lui quand il vient.",
                "A visitor asked for it here, and their library stayed silent: tell them when they come.",
            ),
        }
    }

    /// Says of what a patron is to be told.
    pub(crate) fn to_tell(self, telling: Telling, kind: &str) -> String {
        let words = match telling {
            Telling::Unspecified => return self.notice_kind(kind),
            Telling::Placed => self.one("réservation notée", "request taken"),
            Telling::Waiting => self.one("en attente", "waiting"),
            Telling::OnItsWay => self.one("en route", "on its way"),
            Telling::Ready => self.one("à retirer", "ready"),
            Telling::DateChanged => self.one("la date change", "the day changes"),
            Telling::NotCollected => self.one("non retiré", "not collected"),
            Telling::Refused => self.one("refusée", "refused"),
            Telling::Unfilled => self.one("impossible à fournir", "cannot be supplied"),
            Telling::Expired => self.one("trop tard", "expired"),
            Telling::Cancelled => self.one("annulée", "cancelled"),
            Telling::Returned => self.one("rendu", "returned"),
            Telling::ToSettle => self.one("à régler", "to settle"),
        };
        words.to_owned()
    }

    /// Names the text of a notice by its code.
    pub(crate) fn notice_kind(self, kind: &str) -> String {
        let words = match kind {
            "ready" => self.one("à retirer", "ready"),
            "due-soon" => self.one("bientôt à rendre", "due soon"),
            "overdue" | "overdue-1" | "overdue-2" | "overdue-3" => self.one("en retard", "overdue"),
            "recalled" | "recall" => self.one("rappelé", "recalled"),
            "date-changed" => self.one("la date change", "the day changes"),
            "not-collected" => self.one("non retiré", "not collected"),
            "unfilled" => self.one("impossible à fournir", "cannot be supplied"),
            "cancelled" => self.one("annulée", "cancelled"),
            "refused" => self.one("refusée", "refused"),
            "expired" => self.one("trop tard", "expired"),
            "on-its-way" => self.one("en route", "on its way"),
            "waiting" => self.one("en attente", "waiting"),
            "placed" => self.one("réservation notée", "request taken"),
            "returned" => self.one("rendu", "returned"),
            "to-settle" => self.one("à régler", "to settle"),
            other => other,
        };
        words.to_owned()
    }
}
