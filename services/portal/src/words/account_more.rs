//! What do the pages say of one's details, of children, of private addresses and of lists?

use crate::say::{Say, says};

says! {
    me_title: "Mes coordonnées", "My details", easy "Comment me joindre";
    me_text: "Pour changer votre nom ou votre adresse postale, passez au guichet.",
        "To change your name or postal address, come by at the desk.";
    me_done: "C'est enregistré.", "Saved.";
    me_email: "Adresse électronique", "E-mail address";
    me_phone: "Téléphone", "Telephone";
    me_phone_hint: "Un portable reçoit aussi les SMS.", "A mobile telephone gets text messages as well.";
    me_channel: "Comment vous prévenir ?", "How should we tell you?";
    me_language: "Langue des messages", "Language of messages";
    me_history: "Garder la liste de ce que j'emprunte", "Remember what I borrow";
    me_history_hint: "Si vous décochez cette case, la liste est effacée tout de suite et pour toujours.",
        "If you untick this box, the list is erased at once and for good.";
    me_button: "Enregistrer", "Save", easy "Valider";
    error_email: "Écrivez une adresse comme nom@exemple.fr", "Enter an address like name@example.com";
    error_phone: "Écrivez un numéro comme 03 21 00 00 00", "Enter a number like 03 21 00 00 00";
    error_at_desk: "Cela ne peut être changé qu'au guichet : demandez-y.", "This can be changed at the desk only: ask there.";
    kin_title: "Mes proches", "My children", easy "Mes enfants";
    kin_text: "Les enfants dont vous êtes responsable. Ce qu'ils ont rendu n'est montré à personne.",
        "The children you answer for. What they have brought back is shown to nobody.";
    kin_none: "Aucun enfant n'est inscrit sous votre responsabilité. Le guichet peut le noter.",
        "No child is registered with you as the one who answers for them. The desk can note it.";
    kin_no_requests: "Aucune réservation.", "No requests.";
    kin_no_loans: "Aucun prêt.", "No loans.";
    kin_requested: "C'est réservé.", "It is requested.";
    kin_request_title: "Réserver pour un enfant", "Request it for a child";
    kin_for_whom: "Pour qui ?", "For whom?";
    title_not_shown: "Titre non montré aux parents à cet âge", "Title not shown to parents at this age";
    links_title: "Agenda et flux", "Calendar and feed", easy "Mes dates dans mon agenda";
    links_text: "Votre agenda ou votre lecteur de flux peut suivre vos dates de retour sans mot de passe, par une adresse secrète.",
        "Your calendar or feed reader can follow your due days without a password, by a secret address.",
        easy "Votre téléphone a un agenda. Il peut montrer quand rendre vos livres. Il faut lui donner une adresse secrète.";
    links_make: "Faire une adresse", "Make an address", easy "Avoir une adresse";
    links_replaces: "Une nouvelle adresse remplace la précédente.", "A new address replaces the one before.",
        easy "Une nouvelle adresse efface l'ancienne.";
    links_calendar: "Pour mon agenda", "For my calendar";
    links_feed: "Pour mon lecteur de flux", "For my feed reader", easy "Pour un autre programme";
    links_calendar_made: "L'adresse pour votre agenda", "The address for your calendar";
    links_feed_made: "L'adresse pour votre lecteur de flux", "The address for your feed reader";
    links_once: "Copiez-la maintenant : elle n'est montrée qu'une fois. Qui la connaît voit vos titres et vos dates.",
        "Copy it now: it is shown only once. Whoever knows it sees your titles and days.",
        easy "Copiez cette adresse maintenant. Ne la donnez à personne.";
    links_address: "Adresse secrète", "Secret address";
    links_end: "Arrêter", "Stop";
    links_end_text: "Les adresses cessent de marcher tout de suite.", "The addresses stop working at once.";
    links_end_button: "Supprimer mes adresses", "Remove my addresses";
    links_revoked: "Vos adresses ne marchent plus.", "Your addresses no longer work.";
    links_feed_about: "Ce qui est à rendre et à retirer", "What is due back and what waits";
    link_gone: "Cette adresse a été supprimée. Faites-en une autre dans votre compte, page « Agenda et flux ».",
        "This address was removed. Make another in your account, page “Calendar and feed”.";
    newest_title: "Navette : nouveautés", "Navette: newest titles";
    newest_about: "Les titres les plus récents du territoire", "The newest titles of the territory";
    saved_title: "Mes listes", "My lists", easy "Pour plus tard";
    saved_none: "Vous n'avez rien mis de côté. Sur la page d'un titre, choisissez « Mettre sur une liste ».",
        "You have put nothing aside. On the page of a title choose “Put on a list”.",
        easy "Il n'y a rien ici. Sur la page d'un livre, cliquez sur « Garder pour plus tard ».";
    saved_added: "C'est sur la liste.", "It is on the list.";
    saved_removed: "C'est retiré.", "It is taken off.";
    saved_remove: "Retirer", "Take off";
    save_title: "Mettre sur une liste", "Put on a list", easy "Garder pour plus tard";
    save_which: "Sur quelle liste ?", "On which list?";
    save_new: "Ou une nouvelle liste", "Or a new list";
    save_new_hint: "Par exemple : pour les vacances.", "For example: for the holidays.";
    save_button: "Mettre sur la liste", "Put on the list";
    error_list_empty: "Donnez un nom à la liste", "Give the list a name";
    error_list_full: "Pas plus de 20 listes, ni de 200 titres sur une liste : retirez-en d'abord",
        "No more than 20 lists, nor 200 titles on one: take some off first";
}

impl Say {
    /// Says that something is due back, for a calendar or a feed.
    pub(crate) fn to_bring_back(self, title: &str) -> String {
        self.one(format!("À rendre : {title}"), format!("Due back: {title}"))
    }

    /// Says until when something waits, for a calendar or a feed.
    pub(crate) fn to_collect(self, title: &str) -> String {
        self.one(
            format!("Dernier jour pour retirer : {title}"),
            format!("Last day to collect: {title}"),
        )
    }
}
