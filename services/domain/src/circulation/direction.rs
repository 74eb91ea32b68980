//! What does the desk read after a scan? One line that says where the item goes.

use super::PutWhere;
use crate::notices::french;
use crate::patrons::Language;

/// Says in one line where an item goes. `destination` is the name of the library it travels to, for people; it is not
/// looked at where the item stays.
pub fn direction(put: &PutWhere, destination: &str, language: Language) -> String {
    match language {
        Language::French => french::spaced(&in_french(put, destination)),
        Language::English => in_english(put, destination),
    }
}

fn in_french(put: &PutWhere, destination: &str) -> String {
    let (at, of) = (french::at_place(destination), french::of_place(destination));
    match put {
        PutWhere::Shelve => "À ranger en rayon".to_owned(),
        PutWhere::HoldForRequest(_) => "Réservé ici : étagère des réservations".to_owned(),
        PutWhere::HoldShelf(_) => "Étagère des réservations".to_owned(),
        PutWhere::SendTo { .. } => format!("Réservé {at} : caisse {of}"),
        PutWhere::SendHome(_) => format!("Appartient {at} : caisse {of}"),
        PutWhere::SetAside => "Abîmé : à mettre de côté".to_owned(),
    }
}

fn in_english(put: &PutWhere, destination: &str) -> String {
    match put {
        PutWhere::Shelve => "Back to its shelf".to_owned(),
        PutWhere::HoldForRequest(_) => "Requested here: hold shelf".to_owned(),
        PutWhere::HoldShelf(_) => "Hold shelf".to_owned(),
        PutWhere::SendTo { .. } => format!("Requested at {destination}: crate for {destination}"),
        PutWhere::SendHome(_) => format!("Belongs to {destination}: crate for {destination}"),
        PutWhere::SetAside => "Damaged: put it aside".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::fixtures::library;
    use crate::identity::RequestId;

    #[test]
    fn the_line_names_the_crate_in_good_french() {
        let home = PutWhere::SendHome(library("aire"));
        let request = RequestId(1);
        let away = PutWhere::SendTo {
            library: library("lumbres"),
            request,
        };
        for (put, destination, line) in [
            (&home, "Aire", "Appartient à Aire\u{a0}: caisse d'Aire"),
            (
                &home,
                "Le Maisnil",
                "Appartient au Maisnil\u{a0}: caisse du Maisnil",
            ),
            (
                &away,
                "Lumbres",
                "Réservé à Lumbres\u{a0}: caisse de Lumbres",
            ),
            (&PutWhere::Shelve, "", "À ranger en rayon"),
            (&PutWhere::SetAside, "", "Abîmé\u{a0}: à mettre de côté"),
        ] {
            assert_eq!(direction(put, destination, Language::French), line);
        }
        assert_eq!(
            direction(&home, "Aire", Language::English),
            "Belongs to Aire: crate for Aire"
        );
    }
}
