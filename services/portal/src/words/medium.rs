//! What is it called: a kind of document, a language, an audience?

use crate::say::Say;

impl Say {
    /// Names a kind of document by its code.
    pub(crate) fn medium(self, code: &str) -> &str {
        match code {
            "book" => self.one("Livre", "Book"),
            "comic" => self.one("Bande dessinée", "Comic"),
            "large-print" => self.one("Livre en gros caractères", "Large-print book"),
            "audiobook" => self.one("Livre audio", "Audiobook"),
            "film" => self.one("Film", "Film"),
            "music" => self.one("Musique", "Music"),
            "periodical" => self.one("Revue", "Periodical"),
            "game" => self.one("Jeu", "Game"),
            "score" => self.one("Partition", "Score"),
            "map" => self.one("Carte", "Map"),
            "image" => self.one("Image", "Picture"),
            "electronic" => self.one("Document numérique", "Digital item"),
            "other" => self.one("Autre", "Other"),
            _ => code,
        }
    }

    /// Names a language by its code (ISO 639-2).
    pub(crate) fn language_name(self, code: &str) -> &str {
        match code {
            "fre" | "fra" => self.one("français", "French"),
            "eng" => self.one("anglais", "English"),
            "ger" | "deu" => self.one("allemand", "German"),
            "dut" | "nld" => self.one("néerlandais", "Dutch"),
            "spa" => self.one("espagnol", "Spanish"),
            "ita" => self.one("italien", "Italian"),
            "por" => self.one("portugais", "Portuguese"),
            "pol" => self.one("polonais", "Polish"),
            "ara" => self.one("arabe", "Arabic"),
            "rus" => self.one("russe", "Russian"),
            "jpn" => self.one("japonais", "Japanese"),
            "chi" | "zho" => self.one("chinois", "Chinese"),
            "lat" => self.one("latin", "Latin"),
            "mul" => self.one("plusieurs langues", "several languages"),
            "" | "und" => self.one("langue inconnue", "language unknown"),
            _ => code,
        }
    }

    /// Names an audience by its code.
    pub(crate) fn audience(self, code: &str) -> &str {
        match code {
            "adults" => self.one("Adultes", "Adults"),
            "teenagers" => self.one("Adolescents", "Teenagers"),
            "children" => self.one("Enfants", "Children"),
            "early-childhood" => self.one("Tout-petits", "Toddlers"),
            "unknown" => self.one("Public non précisé", "Audience not said"),
            _ => code,
        }
    }
}
