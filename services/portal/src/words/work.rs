//! What does the page of one work say?

use crate::say::{Say, says};

says! {
    work_when: "Quand puis-je l'avoir ?", "When can I have it?";
    work_choose_pickup: "Dites où vous le retirez, et nous dirons quel jour il peut être là.",
        "Say where you collect it, and we shall say on which day it can be there.";
    work_choose_button: "Voir le jour", "See the day";
    work_editions: "Éditions", "Editions";
    work_edition_any: "N'importe quelle édition, la plus rapide", "Any edition, the quickest";
    work_holdings: "Dans les bibliothèques", "In the libraries";
    work_summary: "Résumé", "Summary";
    work_subjects: "Sujets", "Subjects";
    work_part: "Volume", "Volume";
    work_about: "À propos", "About";
    work_publisher: "Éditeur", "Publisher";
    work_year: "Année", "Year";
    work_extent: "Description", "Extent";
    work_language: "Langue", "Language";
    work_series: "Collection", "Series";
    work_isbn: "ISBN", "ISBN";
    requested_title: "C'est réservé", "It is requested", easy "Nous avons noté votre demande";
    requested_next: "Nous vous préviendrons quand il sera là.", "We shall tell you when it is there.";
    requested_unconfirmed: "La ligne est coupée : la réservation est notée ici et partira dès que possible.",
        "The line is cut: the request is kept here and goes out as soon as possible.";
    requested_no_day: "Le jour sera bientôt dans votre compte.", "The day will soon be in your account.";
    volume_choose: "Choisissez d'abord le volume.", "Choose the volume first.", easy "Choisissez le numéro du livre.";
    volume_link: "Choisir le volume", "Choose the volume", easy "Choisir le numéro";
    volume_whole: "Sans numéro", "Without a number";
    volume_at_desk: "En plusieurs volumes : demandez au guichet.", "In several volumes: ask at the desk.";
    see_my_requests: "Voir mes réservations", "See my requests";
    go_on_searching: "Continuer à chercher", "Go on searching";
}

impl Say {
    /// Says until when the first copy is out.
    pub(crate) fn due_back(self, day: &str) -> String {
        let day = self.day(day);
        self.one(format!("retour le {day}"), format!("due back {day}"))
    }
}
