//! Notices and settings to test with.

use navette_domain::catalogue::LibraryId;
use navette_domain::notices::{NoticeFacts, NoticeKind, render};
use navette_domain::patrons::{Email, Language};
use navette_domain::time::{Day, Timestamp};
use navette_standards::email::{EmailSettings, Encryption};
use navette_standards::{NoticeId, OutgoingNotice, Recipient};
use std::time::Duration;

/// Everything that a failure may not say.
pub(crate) const PERSONAL: [&str; 5] = ["marie", "leroy", "exemple", "tranger", "4127"];

/// A notice to Marie Leroy, as the domain writes it.
pub(crate) fn a_notice(number: u64) -> OutgoingNotice {
    let facts = NoticeFacts {
        first_name: "Marie".into(),
        title: "L'Étranger".to_owned(),
        library_name: "Médiathèque d'Arques".to_owned(),
        sender_name: "Bibliothèque d'Aire".to_owned(),
        day: Day::from_civil(2026, 12, 1),
        pickup_code: Some("4127".to_owned()),
        ..NoticeFacts::default()
    };
    OutgoingNotice {
        id: NoticeId {
            library: LibraryId::parse("aire").unwrap(),
            incarnation: 7,
            number,
        },
        to: Recipient::Email(Email::parse("marie.leroy@exemple.fr").unwrap()),
        text: render(NoticeKind::Ready, Language::French, &facts).unwrap(),
        language: Language::French,
        made_at: Timestamp(1_796_117_400_000),
    }
}

/// A relay on this machine, without encryption.
pub(crate) fn loopback(port: u16) -> EmailSettings {
    let from = Email::parse("bibliotheque@aire.fr").unwrap();
    EmailSettings {
        relay_port: port,
        from_name: "Bibliothèque d'Aire".to_owned(),
        reply_to: Some(Email::parse("pret@aire.fr").unwrap()),
        ..EmailSettings::new("127.0.0.1", Encryption::None, from)
    }
}

/// Short enough to wait for.
pub(crate) const SOON: Duration = Duration::from_millis(400);
