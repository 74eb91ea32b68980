//! What does the search say?

use crate::say::{Say, says};
use navette_proto::wire::catalogue::{ArrivalReason, SortOrder};

says! {
    home_title: "Trouver un livre, un film, un disque", "Find a book, a film, a record", easy "Chercher un livre ou un film";
    home_lead: "Cherchez dans toutes les bibliothèques du territoire. La navette l'apporte dans la vôtre.",
        "Search all libraries of the territory. The van brings it to yours.",
        easy "Vous cherchez un livre. Nous l'apportons dans votre bibliothèque.";
    home_how: "Comment ça marche", "How it works", easy "Comment faire";
    home_step_search: "Cherchez, et voyez quel jour le document peut être dans votre bibliothèque.",
        "Search, and see on which day the item can be at your library.",
        easy "Écrivez un mot. Cliquez sur « Chercher ».";
    home_step_request: "Réservez avec votre carte de bibliothèque : la navette apporte le document dans votre bibliothèque.",
        "Request it with your library card: the van brings the item to your library.",
        easy "Cliquez sur « Je le veux ».";
    home_step_collect: "Venez le chercher dès que vous recevez l'avis. Vous le rendez dans la bibliothèque de votre choix.",
        "Collect it as soon as you receive the notice. You return it at the library of your choice.",
        easy "Venez à la bibliothèque. Le livre vous attend.";
    home_more: "L'aide, pas à pas", "Help, step by step", easy "Plus d'aide";
    search_title: "Résultats", "Results";
    search_label: "Titre, auteur, sujet ou numéro", "Title, author, subject or number", easy "Que cherchez-vous ?";
    search_button: "Rechercher", "Search", easy "Chercher";
    pickup_label: "Lieu de retrait", "Pick-up library", easy "Où venez-vous le chercher ?";
    pickup_any: "Je ne sais pas encore", "I do not know yet";
    narrow: "Affiner", "Narrow down", easy "Choisir";
    narrowed: "Filtres choisis", "Filters chosen";
    remove_filter: "Retirer le filtre", "Remove filter";
    order_label: "Ordre", "Order";
    next_page: "Page suivante", "Next page", easy "Voir la suite";
    first_page: "Retour à la première page", "Back to the first page";
    nothing_title: "Rien trouvé", "Nothing found";
    nothing_check: "Vérifiez l'orthographe, ou essayez avec moins de mots : un nom et un mot du titre suffisent.",
        "Check the spelling, or try fewer words: a name and one word of the title are enough.",
        easy "Essayez avec un seul mot.";
    nothing_unfilter: "Retirez les filtres.", "Remove the filters.";
    nothing_ask: "Demandez à votre bibliothèque : elle peut l'acheter ou le faire venir d'ailleurs.",
        "Ask your library: it can buy it, or get it from further away.",
        easy "Demandez à la bibliothèque.";
    in_readers_hands: "Tous empruntés", "All on loan";
    where_is_it: "Où se trouve-t-il ?", "Where is it?";
    request_button: "Réserver", "Request it", easy "Je le veux";
    only_known_libraries: "Recherche dans cette bibliothèque seulement : la ligne vers les autres est coupée.",
        "Searched in this library only: the line to the others is cut.";
    copies_column: "Exemplaires", "Copies", easy "Combien";
    library_column: "Bibliothèque", "Library";
    shelf_column: "Cote", "Shelfmark", easy "À quelle place";
    distance_column: "Distance", "Distance";
    day_column: "Peut être là", "Can be here", easy "Quel jour";
}

impl Say {
    /// Says how many works were found.
    pub(crate) fn found(self, total: u64, exact: bool) -> String {
        let one = self.is_singular(total);
        let number = self.number(total);
        let about = if exact {
            ""
        } else {
            self.one("environ ", "about ")
        };
        self.one(
            format!("{about}{number} titre{}", if one { "" } else { "s" }),
            format!("{about}{number} title{}", if one { "" } else { "s" }),
        )
    }

    /// Says what was searched in place of a word that nobody has.
    pub(crate) fn corrected(self, typed: &str, used: &[String]) -> String {
        let used = used.join(", ");
        match used.is_empty() {
            true => self.one(
                format!("Aucun document ne contient «\u{a0}{typed}\u{a0}»."),
                format!("Nothing contains “{typed}”."),
            ),
            false => self.one(
                format!("Aucun document ne contient «\u{a0}{typed}\u{a0}»\u{a0}: recherché avec «\u{a0}{used}\u{a0}»."),
                format!("Nothing contains “{typed}”: searched for “{used}” instead."),
            ),
        }
    }

    /// Names an order.
    pub(crate) fn order(self, order: SortOrder) -> &'static str {
        match order {
            SortOrder::Unspecified | SortOrder::Relevance => self.one("Pertinence", "Best match"),
            SortOrder::Newest => self.one("Plus récents", "Newest"),
            SortOrder::Title => self.one("Titre", "Title"),
        }
    }

    /// Names a facet.
    pub(crate) fn facet(self, code: &str) -> &str {
        match code {
            "medium" => self.one("Type de document", "Kind"),
            "language" => self.one("Langue", "Language"),
            "audience" => self.one("Public", "Audience"),
            "decade" => self.one("Décennie", "Decade"),
            "subject" => self.one("Sujet", "Subject"),
            "author" => self.one("Auteur", "Author"),
            "library" => self.one("Bibliothèque", "Library"),
            "available" => self.one("Disponibilité", "Availability"),
            _ => code,
        }
    }

    /// Says how far it is.
    pub(crate) fn kilometres(self, km: u32) -> String {
        match km {
            0 => self.one("sur place".to_owned(), "right here".to_owned()),
            km => format!("{km}\u{a0}km"),
        }
    }

    /// Says how many copies can be borrowed now.
    pub(crate) fn copies(self, available: u32, copies: u32) -> String {
        match (available, copies) {
            (0, _) => self.in_readers_hands().to_owned(),
            (1, 1) => self.one("Disponible".to_owned(), "Available".to_owned()),
            (available, copies) => self.one(
                format!(
                    "{available} disponible{} sur {copies}",
                    if available > 1 { "s" } else { "" }
                ),
                format!("{available} of {copies} available"),
            ),
        }
    }

    /// Says when it can be collected, and why then or why no day can be named.
    pub(crate) fn arrival(
        self,
        reason: ArrivalReason,
        (day, opens): (&str, &str),
        waiting: u32,
    ) -> String {
        let day = self.day(day);
        match reason {
            ArrivalReason::OnShelfThere => self.on_the_shelf(&day, opens),
            ArrivalReason::ByVan => self.easy(
                format!("Par la navette : {day}"),
                format!("By the van: {day}"),
                format!("Il arrive {day}."),
            ),
            ArrivalReason::WhenReturned => self.one(
                format!("Quand il sera rendu : vers le {day}"),
                format!("When it comes back: about {day}"),
            ),
            ArrivalReason::Queue => self.one(
                format!(
                    "{waiting} personne{} l'attend{} déjà",
                    if waiting > 1 { "s" } else { "" },
                    if waiting > 1 { "ent" } else { "" }
                ),
                format!(
                    "{waiting} {} already",
                    if waiting == 1 {
                        "person waits"
                    } else {
                        "people wait"
                    }
                ),
            ),
            ArrivalReason::NotLent => self.one(
                "N'est pas prêté à cette bibliothèque".to_owned(),
                "Not lent to this library".to_owned(),
            ),
            ArrivalReason::NoVan => self.one(
                "Aucune navette ne l'y apporte".to_owned(),
                "No van brings it there".to_owned(),
            ),
            ArrivalReason::Away => self.one(
                "Cette bibliothèque ne répond pas : pas de date".to_owned(),
                "This library does not answer: no date".to_owned(),
            ),
            ArrivalReason::Unknown | ArrivalReason::Unspecified => {
                self.one("Date inconnue".to_owned(), "Date unknown".to_owned())
            }
        }
    }

    /// Says from when something on the shelf can be taken: libraries are closed more often than open.
    fn on_the_shelf(self, day: &str, opens: &str) -> String {
        if day.is_empty() {
            return self
                .easy("En rayon sur place", "On the shelf there", "Il est là.")
                .to_owned();
        }
        let opens = self.hour(opens);
        match opens.is_empty() {
            true => self.easy(
                format!("En rayon : dès {day}"),
                format!("On the shelf: from {day}"),
                format!("Il est là. Venez {day}."),
            ),
            false => self.easy(
                format!("En rayon : dès {day}, {opens}"),
                format!("On the shelf: from {day}, {opens}"),
                format!("Il est là. Venez {day}, à partir de {opens}."),
            ),
        }
    }

    /// Says that the days of a list are those of a link that was opened.
    pub(crate) fn days_of_link(self, library: &str) -> String {
        self.easy(
            format!("Les jours sont donnés pour un retrait à : {library}, comme le dit le lien que vous avez ouvert."),
            format!("Days are for collecting at {library}, as the link says that you opened."),
            format!("Les jours sont pour : {library}."),
        )
    }

    /// Says that a library is silent, and of when is what is shown of it.
    pub(crate) fn silent(self, library: &str, since: &str) -> String {
        match since.is_empty() {
            true => self.one(
                format!("{library} ne répond pas, et l'on ne sait rien de ses livres."),
                format!("{library} does not answer, and nothing is known of its books."),
            ),
            false => self.easy(
                format!("{library} ne répond pas\u{a0}: état du {since}."),
                format!("{library} does not answer: as of {since}."),
                format!("{library} ne répond pas. Nous montrons ses livres du {since}."),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};
    use navette_proto::wire::catalogue::ArrivalReason;

    #[test]
    fn counts_take_the_right_number() {
        let (french, english) = (Say(Language::French), Say(Language::English));
        assert_eq!(french.found(0, true), "0 titre");
        assert_eq!(french.found(2, false), "environ 2 titres");
        assert_eq!(english.found(1, true), "1 title");
        assert_eq!(english.found(0, true), "0 titles");
        assert_eq!(french.copies(2, 3), "2 disponibles sur 3");
    }

    #[test]
    fn a_promise_names_its_day_and_its_reason() {
        let said = Say(Language::French).arrival(ArrivalReason::ByVan, ("2026-12-02", ""), 0);
        assert_eq!(said, "Par la navette : mercredi 2 décembre");
        let said = Say(Language::English).arrival(ArrivalReason::Queue, ("", ""), 1);
        assert_eq!(said, "1 person waits already");
    }
}
