//! How does a small library's system write its catalogue? A table, one row per copy, in the columns of the csv profile.

use super::catalogue::DemoWork;
use navette_domain::catalogue::{Audience, Item, ItemStatus, Medium};

/// The header row, with its line end. Lists within a cell are set apart by semicolons.
pub(super) const HEADER: &str = "Notice,Titre,Sous-titre,Tome,Auteurs,Éditeur,Année,ISBN,Support,Langue,Public,Série,Sujets,Résumé,Code-barres,Cote,Section,Statut,Date de retour\n";

/// Writes the rows of one work, one for each copy.
pub(super) fn rows(work: &DemoWork, number: u64, copies: &[Item]) -> String {
    let mut text = String::new();
    for copy in copies {
        let cells = [
            (number + 1).to_string(),
            work.title.clone(),
            work.subtitle.clone(),
            work.part.clone(),
            work.authors.join("; "),
            work.publisher.clone(),
            work.year.map(|year| year.to_string()).unwrap_or_default(),
            work.isbn.clone(),
            medium_word(work.medium).to_owned(),
            work.language.clone(),
            audience_word(work.audience).to_owned(),
            work.series.clone(),
            work.subjects.join("; "),
            work.summary.clone(),
            copy.barcode.clone(),
            copy.shelfmark.clone(),
            copy.location.clone(),
            status_word(copy.status).to_owned(),
            copy.due.map(|day| day.to_string()).unwrap_or_default(),
        ];
        let quoted: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        text.push_str(&quoted.join(","));
        text.push('\n');
    }
    text
}

fn medium_word(medium: Medium) -> &'static str {
    match medium {
        Medium::Book => "Livre",
        Medium::Comic => "Bande dessinée",
        Medium::LargePrint => "Livre en gros caractères",
        Medium::Audiobook => "Livre audio",
        Medium::Music => "CD musique",
        Medium::Film => "DVD",
        Medium::Periodical => "Revue",
        Medium::Score => "Partition",
        Medium::Map => "Carte",
        Medium::Game => "Jeu",
        Medium::Image => "Affiche",
        Medium::Electronic => "Ressource électronique",
        Medium::Other => "Malle",
    }
}

fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Unknown => "",
        Audience::EarlyChildhood => "Petite enfance",
        Audience::Children => "Enfants",
        Audience::Teenagers => "Adolescents",
        Audience::Adults => "Adultes",
    }
}

fn status_word(status: ItemStatus) -> &'static str {
    match status {
        ItemStatus::Available => "Disponible",
        ItemStatus::OnLoan => "En prêt",
        ItemStatus::Reference => "Consultation sur place",
        ItemStatus::Unavailable => "En réparation",
    }
}
