//! What do the pages of a library's patrons say at the desk?

use crate::say::{Say, says};
use navette_proto::wire::fees::{ChargeKind, EntryKind};
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons::{Channel, NoticeState};

says! {
    patrons_title: "Lecteurs", "Patrons";
    patrons_search_label: "Nom de famille, ou numéro de carte", "Family name, or card number";
    patrons_search_button: "Chercher", "Search";
    patrons_none: "Personne de ce nom, ni carte de ce numéro. Vérifiez l'orthographe, ou inscrivez ce lecteur.",
        "Nobody of that name, and no card of that number. Check the spelling, or register this patron.";
    patrons_register: "Inscrire un lecteur", "Register a patron";
    patrons_name_column: "Nom", "Name";
    patrons_card_column: "Carte", "Card";
    patrons_born_column: "Né(e) le", "Born";
    register_title: "Inscrire un lecteur", "Register a patron";
    register_button: "Inscrire", "Register";
    register_family: "Nom de famille, ou nom de la collectivité", "Family name, or name of the group";
    register_given: "Prénom", "Given name";
    register_birth: "Date de naissance", "Birth date";
    register_birth_hint: "Par exemple 3 2 1970.", "For example 3 2 1970.";
    register_category: "Catégorie", "Category";
    register_card: "Numéro de la carte", "Card number";
    register_card_hint: "Scannez la carte neuve ; laissez vide pour tirer le numéro suivant.",
        "Scan the new card; leave empty to draw the next number.";
    register_guardian: "Carte de l'adulte responsable", "Card of the adult who answers for them";
    register_guardian_hint: "Pour un enfant ou un adolescent.", "For a child or a teenager.";
    register_email: "Adresse électronique", "E-mail address";
    register_phone: "Téléphone", "Telephone";
    register_address: "Adresse postale", "Postal address";
    register_channel: "Comment le prévenir", "How to tell them";
    register_language: "Langue des avis", "Language of notices";
    register_history: "Se souvenir de ses prêts, à sa demande", "Remember their loans, at their request";
    register_namesake: "C'est quelqu'un d'autre, du même nom et né le même jour", "It is somebody else, of the same name and birth date";
    register_more: "Adresse, langue, avis", "Address, language, notices";
    error_family_empty: "Écrivez le nom", "Enter the name";
    patron_edit: "Modifier", "Edit";
    patron_edit_title: "Modifier la fiche", "Edit the patron";
    patron_save: "Enregistrer", "Save";
    patron_account: "Compte", "Account";
    patron_notices: "Avis", "Notices";
    patron_erase: "Effacer", "Erase";
    patron_place: "Réserver pour ce lecteur", "Request for this patron";
    patron_lend: "Prêter à ce lecteur", "Lend to this patron";
    patron_requests: "Réservations", "Requests";
    patron_no_requests: "Aucune réservation.", "No requests.";
    patron_cancel: "Annuler", "Cancel";
    patron_suspend: "Suspendre", "Suspend";
    patron_resume: "Reprendre", "Resume";
    patron_pickup: "Retrait", "Pick-up";
    patron_promised: "Arrive le", "Arrives";
    patron_expires: "Carte valable jusqu'au", "Card valid until";
    patron_dues: "Montant dû", "Dues";
    patron_born: "Naissance", "Born";
    patron_contact: "Contact", "Contact";
    patron_blocked: "Carte bloquée", "Card blocked";
    patron_suspended_until: "Suspendu jusqu'au", "Suspended until";
    patron_access: "Code de la carte et connexion", "PIN and sign-in";
    patron_pin: "Nouveau code de la carte (4 à 8 chiffres)", "New PIN (4 to 8 digits)";
    patron_pin_away: "Retirer le code", "Take the PIN away";
    patron_pin_button: "Changer le code", "Change the PIN";
    error_pin_empty: "Écrivez le nouveau code, ou choisissez « Retirer le code »", "Enter the new PIN, or choose \"Take the PIN away\"";
    patron_link_button: "Faire un code de connexion", "Make a sign-in code";
    patron_link_title: "Code pour se connecter", "Code to sign in";
    patron_link_text: "Ce code sert une seule fois, chez vous ou sur votre téléphone. Il permet de choisir un mot de passe.",
        "This code works once, at home or on your telephone. With it you choose a password.";
    patron_link_until: "Valable jusqu'au", "Valid until";
    patron_link_warning: "Il n'est montré qu'ici, une fois : imprimez ou recopiez.", "It is shown here once only: print or copy it.";
    patron_block_title: "Suspendre ou bloquer", "Suspend or block";
    patron_block_until: "Suspendre jusqu'au", "Suspend until";
    patron_block_until_hint: "Le dernier jour sans emprunt.", "The last day without borrowing.";
    patron_block_reason: "Motif", "Reason";
    patron_block_suspend: "Suspendre", "Suspend";
    patron_block_lift: "Lever la suspension", "Lift the suspension";
    patron_block: "Bloquer la carte", "Block the card";
    patron_unblock: "Débloquer la carte", "Unblock the card";
    patron_new_card: "Nouvelle carte (l'ancienne est perdue)", "New card (the old one is lost)";
    patron_card_until: "Prolonger la carte jusqu'au", "Extend the card until";
    desk_account_title: "Compte du lecteur", "Patron's account";
    account_owed: "Montant dû", "Owed";
    account_owes_nothing: "Rien n'est dû.", "Nothing is owed.";
    account_library_owes: "La bibliothèque doit", "The library owes";
    account_amount: "Somme en euros", "Sum in euros";
    account_charge: "Demander", "Charge";
    account_pay: "Encaisser", "Take a payment";
    account_waive: "Remettre", "Waive";
    account_what_for: "Pour quoi", "What for";
    account_why: "Motif", "Why";
    account_new_line: "Nouvelle ligne", "New line";
    account_lines: "Lignes du compte", "Lines of the account";
    account_no_lines: "Aucune ligne.", "No lines.";
    account_day: "Jour", "Day";
    account_line: "Ligne", "Line";
    account_sum: "Somme", "Sum";
    notices_title: "Avis au lecteur", "Notices to the patron";
    notices_none: "Aucun avis.", "No notices.";
    notices_what: "Avis", "Notice";
    notices_how: "Par", "By";
    notices_state: "Résultat", "Result";
    notices_proof: "Preuve", "Proof";
    erase_title: "Effacer ce lecteur", "Erase this patron";
    erase_text: "Son nom, ses contacts et ses liens avec des documents deviennent illisibles partout, pour toujours. Cela ne peut pas être défait.",
        "Name, contacts and every link to an item become unreadable everywhere, for good. This cannot be undone.";
    erase_button: "Effacer pour toujours", "Erase for good";
    erase_confirm: "Oui, effacer ce lecteur", "Yes, erase this patron";
    error_confirm: "Cochez pour confirmer", "Tick to confirm";
    erase_stands: "Pas encore : il reste", "Not yet: there still is";
    erased: "Le lecteur est effacé.", "The patron is erased.";
    place_title: "Réserver pour ce lecteur", "Request for this patron";
    place_button: "Réserver", "Request";
    place_aside: "Mettre de côté s'il est en rayon ici", "Put aside if it stands on the shelf here";
    place_pickup: "Lieu de retrait", "Pick-up library";
    place_cut_off: "La liaison est coupée : seuls les documents d'ici sont montrés, sans date.",
        "The line is cut: only what this library holds is shown, without a day.";
    pause_title: "Suspendre une réservation", "Suspend a request";
    pause_text: "Elle garde sa place ; rien n'est envoyé d'ici là.", "It keeps its place; nothing is sent until then.";
    pause_until: "Jusqu'au", "Until";
    pause_until_hint: "Laissez vide pour suspendre jusqu'à ce que le lecteur la reprenne.", "Leave empty to suspend it until the patron takes it up again.";
    place_nothing: "Rien trouvé. Essayez avec moins de mots.", "Nothing found. Try fewer words.";
    done_saved: "C'est enregistré.", "Saved.";
}

impl Say {
    /// Writes a day of long ago, with its year, short enough for a list: "03.02.1970".
    pub(crate) fn day_with_year(self, text: &str) -> String {
        let Some(day) = navette_domain::time::Day::parse(text) else {
            return text.to_owned();
        };
        let (year, month, date) = day.civil();
        format!("{date:02}.{month:02}.{year}")
    }

    /// Names a category of patrons.
    pub(crate) fn category(self, code: &str) -> &str {
        match code {
            "adult" => self.one("Adulte", "Adult"),
            "teenager" => self.one("Adolescent", "Teenager"),
            "child" => self.one("Enfant", "Child"),
            "collectivity" => self.one("Collectivité", "Group"),
            other => other,
        }
    }

    /// Says where a request stands.
    pub(crate) fn desk_request_state(self, state: RequestState) -> &'static str {
        match state {
            RequestState::Unspecified => self.one("inconnue", "unknown"),
            RequestState::AwaitingHome => {
                self.one("attend sa bibliothèque", "awaiting home library")
            }
            RequestState::Placed => self.one("notée", "taken"),
            RequestState::Waiting => self.one("en attente d'un exemplaire", "waiting for a copy"),
            RequestState::Suspended => self.one("suspendue", "suspended"),
            RequestState::Asking => self.one("bibliothèque sollicitée", "library asked"),
            RequestState::BeingSupplied => self.one("en préparation ou en route", "on its way"),
            RequestState::OnHoldShelf => self.one("à retirer", "ready"),
            RequestState::OnLoan => self.one("prêtée", "on loan"),
            RequestState::ClaimedReturned => {
                self.one("rendue selon le lecteur", "claimed returned")
            }
            RequestState::ToSettle => self.one("à régler", "to settle"),
            RequestState::Completed => self.one("terminée", "completed"),
            RequestState::Cancelled => self.one("annulée", "cancelled"),
            RequestState::Refused => self.one("refusée", "refused"),
            RequestState::Unfilled => self.one("impossible à fournir", "cannot be supplied"),
            RequestState::Expired => self.one("trop tard", "expired"),
            RequestState::Settled => self.one("réglée", "settled"),
        }
    }

    /// Names a line of an account.
    pub(crate) fn desk_entry(self, kind: EntryKind, charge: ChargeKind) -> &'static str {
        match kind {
            EntryKind::Unspecified => self.one("Ligne", "Line"),
            EntryKind::Charge => self.charge(charge),
            EntryKind::Payment => self.one("Encaissé", "Payment"),
            EntryKind::Waiver => self.one("Remise", "Waiver"),
            EntryKind::Refund => self.one("Annulation : retrouvé", "Refund: found"),
            EntryKind::PayOut => self.one("Remboursé", "Paid out"),
        }
    }

    /// Names for what something is owed.
    pub(crate) fn charge(self, kind: ChargeKind) -> &'static str {
        match kind {
            ChargeKind::Unspecified => self.one("Somme due", "Charge"),
            ChargeKind::Late => self.one("Retard", "Late"),
            ChargeKind::Lost => self.one("Document perdu", "Lost item"),
            ChargeKind::Damaged => self.one("Document abîmé", "Damaged item"),
            ChargeKind::Card => self.one("Carte", "Card"),
        }
    }

    /// Names a way of sending.
    pub(crate) fn desk_channel(self, channel: Channel) -> &'static str {
        match channel {
            Channel::Unspecified => self.one("non précisé", "not said"),
            Channel::EMail => self.one("courrier électronique", "e-mail"),
            Channel::Sms => self.one("SMS", "SMS"),
            Channel::Letter => self.one("lettre", "letter"),
            Channel::Desk => self.one("le guichet", "the desk"),
        }
    }

    /// Says what became of a notice.
    pub(crate) fn desk_notice_state(self, state: NoticeState) -> &'static str {
        match state {
            NoticeState::Unspecified => self.one("inconnu", "unknown"),
            NoticeState::Waiting => self.one("attend", "waiting"),
            NoticeState::Sending => self.one("part", "being sent"),
            NoticeState::Failed => self.one("échec, sera retenté", "failed, will be tried again"),
            NoticeState::Desk => self.one("à dire au guichet", "to be told by the desk"),
            NoticeState::Escalated => {
                self.one("personne ne l'a dit à temps", "nobody told in time")
            }
            NoticeState::Sent => self.one("envoyé", "sent"),
            NoticeState::Told => self.one("prévenu", "told"),
            NoticeState::Dropped => self.one("abandonné", "dropped"),
        }
    }

    /// Says what stands in the way of erasing.
    pub(crate) fn held_by(self, what: &str) -> String {
        let words = match what.trim() {
            "a loan" => self.one("un prêt en cours", "a loan"),
            "a request" => self.one("une réservation en cours", "a request"),
            "an account" => self.one(
                "un compte qui n'est pas à zéro",
                "an account that is not at zero",
            ),
            "a child's card" => {
                self.one("la carte d'un enfant dont il répond", "the card of a child")
            }
            other => other,
        };
        words.to_owned()
    }

    /// Names a field of the registration form that is refused.
    pub(crate) fn form_field(self, field: &str) -> &'static str {
        match field {
            "person.given_name" => self.one(
                "Ce prénom n'est pas accepté",
                "This given name is not accepted",
            ),
            "person.family_name" => {
                self.one("Ce nom n'est pas accepté", "This name is not accepted")
            }
            "person.birth" => self.one(
                "La date de naissance manque ou n'est pas possible",
                "The birth date is missing or not possible",
            ),
            "person.guardian" => self.one(
                "Il faut la carte d'un adulte de cette bibliothèque",
                "The card of an adult of this library is needed",
            ),
            "person.email" => self.one(
                "Cette adresse électronique n'est pas valable",
                "This e-mail address is not valid",
            ),
            "person.phone" => self.one(
                "Ce numéro de téléphone n'est pas valable",
                "This telephone number is not valid",
            ),
            _ => self.one(
                "Cette indication n'est pas acceptée",
                "This is not accepted",
            ),
        }
    }
}
