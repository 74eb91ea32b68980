//! What do the pages about libraries and the van say?

use crate::say::{Say, says};
use navette_proto::wire::courier::Weekday;

says! {
    libraries_title: "Les bibliothèques", "Libraries";
    libraries_lead: "La navette passe d'une bibliothèque à l'autre : ce qui est dans l'une peut être retiré dans une autre.",
        "The van goes from library to library: what one holds can be collected at another.",
        easy "Une voiture va d'une bibliothèque à l'autre. Elle apporte les livres.";
    libraries_none: "Aucune bibliothèque n'est connue pour l'instant. Réessayez dans quelques minutes.",
        "No library is known at the moment. Try again in a few minutes.";
    map_title: "Plan des bibliothèques et des tournées", "Map of libraries and rounds";
    map_lead: "Plan simplifié : la distance et la direction sont vraies, les routes ne sont pas dessinées.",
        "Simplified map: distances and directions are true, roads are not drawn.";
    rounds_title: "Les tournées de la navette", "Rounds of the van";
    rounds_none: "Aucune tournée n'est prévue.", "No round is planned.";
    rounds_silent: "Les tournées ne peuvent pas être montrées pour l'instant : la ligne est coupée.",
        "Rounds cannot be shown at the moment: the line is cut.";
    stop_column: "Arrêt", "Stop";
    arrives_column: "Arrivée", "Arrives";
    leaves_column: "Départ", "Leaves";
    hours_title: "Heures d'ouverture", "Opening hours";
    hours_unknown: "Heures d'ouverture non indiquées : téléphonez avant de venir.",
        "Opening hours not given: telephone before you come.";
    collect_here: "Retirer ici", "Collect here";
    collected_here: "Votre lieu de retrait", "Where you collect";
}

impl Say {
    /// Names the day of a round.
    pub(crate) fn round_day(self, weekday: Weekday) -> &'static str {
        match weekday {
            Weekday::Unspecified => "",
            Weekday::Monday => self.one("lundi", "Monday"),
            Weekday::Tuesday => self.one("mardi", "Tuesday"),
            Weekday::Wednesday => self.one("mercredi", "Wednesday"),
            Weekday::Thursday => self.one("jeudi", "Thursday"),
            Weekday::Friday => self.one("vendredi", "Friday"),
            Weekday::Saturday => self.one("samedi", "Saturday"),
            Weekday::Sunday => self.one("dimanche", "Sunday"),
        }
    }

    /// Says that a run of a round is cancelled.
    pub(crate) fn run_cancelled(self, day: &str) -> String {
        let day = self.day(day);
        self.one(
            format!("Pas de passage le {day}."),
            format!("No run on {day}."),
        )
    }

    /// Writes a line of a door sign, `wednesday 10:00-12:00 14:00-18:00`, as each language does.
    pub(crate) fn opening(self, line: &str) -> String {
        let mut words = line.split_whitespace();
        let day = match words.next().unwrap_or_default() {
            "monday" => self.one("lundi", "Monday"),
            "tuesday" => self.one("mardi", "Tuesday"),
            "wednesday" => self.one("mercredi", "Wednesday"),
            "thursday" => self.one("jeudi", "Thursday"),
            "friday" => self.one("vendredi", "Friday"),
            "saturday" => self.one("samedi", "Saturday"),
            "sunday" => self.one("dimanche", "Sunday"),
            other => other,
        };
        let spans: Vec<String> = words.map(|span| self.span(span)).collect();
        format!("{day} {}", spans.join(self.one(" et ", " and ")))
    }

    fn span(self, span: &str) -> String {
        match span.split_once('-') {
            Some((from, to)) => format!("{}–{}", self.hour(from), self.hour(to)),
            None => span.to_owned(),
        }
    }

    /// Writes a time of a door sign, `09:05`, as `minute` writes it; what is no time stays as it is.
    pub(crate) fn hour(self, time: &str) -> String {
        let read = time.split_once(':');
        let read = read.and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
        match read {
            Some((hour, minute)) => self.clock_time(hour, minute),
            None => time.to_owned(),
        }
    }

    /// Writes a minute of the day: "9 h 05".
    pub(crate) fn minute(self, minute: u32) -> String {
        self.clock_time(minute / 60, minute % 60)
    }

    fn clock_time(self, hours: u32, minutes: u32) -> String {
        self.one(
            format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
            format!("{hours}:{minutes:02}"),
        )
    }

    /// Counts titles of a library.
    pub(crate) fn titles(self, titles: u64) -> String {
        let one = self.is_singular(titles);
        let number = self.number(titles);
        self.one(
            format!("{number} titre{}", if one { "" } else { "s" }),
            format!("{number} title{}", if one { "" } else { "s" }),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::say::{Language, Say};

    #[test]
    fn a_door_sign_is_read_in_each_language() {
        let line = "wednesday 09:30-12:00 14:00-18:00";
        assert_eq!(
            Say(Language::French).opening(line),
            "mercredi 9\u{a0}h\u{a0}30–12\u{a0}h\u{a0}00 et 14\u{a0}h\u{a0}00–18\u{a0}h\u{a0}00"
        );
        assert_eq!(
            Say(Language::English).opening(line),
            "Wednesday 9:30–12:00 and 14:00–18:00"
        );
    }
}
