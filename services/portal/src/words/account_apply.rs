//! What do the pages of the first registration say?

use crate::say::{Say, says};

says! {
    apply_title: "S'inscrire à la bibliothèque", "Join the library", easy "Je veux une carte";
    apply_lead: "Cinq petites pages. Vous finissez au guichet, avec une pièce d'identité.",
        "Five short pages. You finish at the desk, with a proof of identity.";
    apply_given_name: "Prénom", "Given name";
    apply_family_name: "Nom de famille", "Family name";
    apply_birth: "Date de naissance", "Date of birth";
    apply_birth_hint: "Par exemple 27/3/1985", "For example 27/3/1985";
    apply_contact_hint: "Une adresse électronique ou un téléphone suffit. Vous pouvez aussi ne rien écrire.",
        "An e-mail address or a telephone number is enough. You may also leave both empty.";
    apply_address: "Adresse postale", "Postal address";
    apply_change: "Changer", "Change";
    apply_privacy: "La bibliothèque garde cela 30 jours. Si vous ne venez pas, tout est effacé.",
        "The library keeps this for 30 days. If you do not come, all of it is erased.";
    apply_next: "Continuer", "Continue";
    apply_send: "Envoyer", "Send";
    apply_link: "Pas encore de carte ? S'inscrire", "No card yet? Join";
    applied_title: "Votre demande est prête", "Your application is ready";
    applied_number: "Dites ce numéro au guichet", "Say this number at the desk";
    applied_next: "Et maintenant ?", "What next?";
    applied_go: "Allez à votre bibliothèque", "Go to your library";
    applied_bring: "Apportez une pièce d'identité et un justificatif de domicile.",
        "Bring a proof of identity and a proof of address.";
    applied_child: "Pour un enfant : venez avec lui, un parent doit être inscrit.",
        "For a child: come together, a parent must be registered.";
    applied_until: "Avant le", "Before";
    error_given_name: "Écrivez le prénom", "Enter the given name";
    error_family_name: "Écrivez le nom de famille", "Enter the family name";
    error_birth: "Écrivez une date de naissance comme 27/3/1985", "Enter a date of birth like 27/3/1985";
    error_address: "Écrivez l'adresse postale", "Enter the postal address";
}

impl Say {
    /// Names a page of the form.
    pub(crate) fn apply_step(self, step: &str) -> &'static str {
        match step {
            "nom" => self.one("Comment vous appelez-vous ?", "What is your name?"),
            "naissance" => self.one("Quand êtes-vous né ou née ?", "When were you born?"),
            "contact" => self.one("Comment vous joindre ?", "How can we reach you?"),
            "adresse" => self.one("Où habitez-vous ?", "Where do you live?"),
            _ => self.one("Tout est-il juste ?", "Is everything right?"),
        }
    }
}
