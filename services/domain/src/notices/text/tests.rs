//! Do patrons read what was meant, in their language, and nothing on a locked screen that others should not see?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::notices::OverdueLetter;
use crate::patrons::fixtures::TODAY;

fn facts() -> NoticeFacts {
    NoticeFacts {
        first_name: "Marie".into(),
        title: "L'Étranger".to_owned(),
        library_name: "Médiathèque d'Arques".to_owned(),
        sender_name: "Bibliothèque d'Aire".to_owned(),
        day: Some(TODAY),
        pickup_code: None,
        reason: None,
        amount: None,
        sign_in: Some(SignInFacts {
            code: "5ec2e7".to_owned(),
            page: Some("https://lire.exemple.fr/connexion/code".to_owned()),
        }),
    }
}

/// Renders with the unbreakable spaces made visible: `~` for the full one, `^` for the narrow one.
fn french(kind: NoticeKind, facts: &NoticeFacts) -> (String, String) {
    let text = render(kind, Language::French, facts).unwrap();
    let visible = |text: String| text.replace('\u{a0}', "~").replace('\u{202f}', "^");
    (visible(text.subject), visible(text.body.into_exposed()))
}

fn english(kind: NoticeKind, facts: &NoticeFacts) -> (String, String) {
    let text = render(kind, Language::English, facts).unwrap();
    (text.subject, text.body.into_exposed())
}

#[test]
fn what_is_ready_is_said_with_place_day_and_code() {
    let with_code = NoticeFacts {
        pickup_code: Some("4127".to_owned()),
        ..facts()
    };
    let (subject, body) = french(NoticeKind::Ready, &with_code);
    assert_eq!(subject, "Votre réservation vous attend");
    assert_eq!(
        body,
        "Bonjour Marie,\n\n\
         Le document «~L'Étranger~» vous attend.\n\
         Lieu de retrait~: Médiathèque d'Arques.\n\
         À retirer au plus tard le mardi 1er décembre 2026.\n\
         Code de retrait~: 4127.\n\n\
         Bibliothèque d'Aire\n"
    );
    let (subject, body) = english(NoticeKind::Ready, &with_code);
    assert_eq!(subject, "Your request is ready");
    assert_eq!(
        body,
        "Hello Marie,\n\n\
         \"L'Étranger\" is waiting for you.\n\
         Pick-up library: Médiathèque d'Arques.\n\
         Please collect it by Tuesday 1 December 2026.\n\
         Pick-up code: 4127.\n\n\
         Bibliothèque d'Aire\n"
    );
}

/// What stands between greeting and sender.
fn middle(body: &str) -> &str {
    body.split("\n\n").nth(1).unwrap()
}

#[test]
fn every_kind_speaks_french() {
    for (kind, subject, lines) in FRENCH {
        let (said, body) = french(kind, &facts());
        assert_eq!((said.as_str(), middle(&body)), (subject, lines), "{kind:?}");
    }
}

const FRENCH: [(NoticeKind, &str, &str); 19] = [
    (
        NoticeKind::Placed,
        "Votre réservation est enregistrée",
        "Votre réservation de «~L'Étranger~» est enregistrée.\nLieu de retrait~: Médiathèque d'Arques.\nArrivée prévue~: mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::Waiting,
        "Votre réservation est en attente",
        "Tous les exemplaires de «~L'Étranger~» sont sortis.\nVotre réservation reste dans la file d'attente.",
    ),
    (
        NoticeKind::OnItsWay,
        "Votre réservation est en route",
        "Le document «~L'Étranger~» est en route.\nLieu de retrait~: Médiathèque d'Arques.\nArrivée prévue~: mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::ReadyReminder,
        "Rappel~: votre réservation vous attend",
        "Le document «~L'Étranger~» vous attend toujours.\nLieu de retrait~: Médiathèque d'Arques.\nÀ retirer au plus tard le mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::NotCollected,
        "Votre réservation n'a pas été retirée",
        "Le document «~L'Étranger~» n'a pas été retiré à temps et n'est plus mis de côté.\nVous pouvez le réserver à nouveau.",
    ),
    (
        NoticeKind::DateChanged,
        "Votre réservation arrivera un autre jour",
        "Le document «~L'Étranger~» arrivera un autre jour que prévu.\nLieu de retrait~: Médiathèque d'Arques.\nArrivée prévue~: mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::DueSoon,
        "Un prêt est bientôt à rendre",
        "Le document «~L'Étranger~» est bientôt à rendre.\nÀ rendre au plus tard le mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::First),
        "Un prêt est en retard",
        "Le document «~L'Étranger~» n'est pas encore rendu.\nIl était à rendre le mardi 1er décembre 2026.\nMerci de le rapporter dans n'importe quelle bibliothèque du réseau.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::Second),
        "Rappel~: un prêt est en retard",
        "Le document «~L'Étranger~» n'est pas encore rendu.\nIl était à rendre le mardi 1er décembre 2026.\nMerci de le rapporter dans n'importe quelle bibliothèque du réseau.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::Third),
        "Dernier rappel~: un prêt est en retard",
        "Le document «~L'Étranger~» n'est pas encore rendu.\nIl était à rendre le mardi 1er décembre 2026.\nMerci de le rapporter dans n'importe quelle bibliothèque du réseau.",
    ),
    (
        NoticeKind::PresumedLost,
        "Un prêt est considéré comme perdu",
        "Le document «~L'Étranger~» n'est toujours pas rendu et est considéré comme perdu.\nIl était à rendre le mardi 1er décembre 2026.\nSi vous le retrouvez, rapportez-le~: son remplacement ne vous sera pas demandé.",
    ),
    (
        NoticeKind::Recalled,
        "Un prêt est à rendre plus tôt",
        "La bibliothèque qui prête le document «~L'Étranger~» en a besoin plus tôt.\nÀ rendre au plus tard le mardi 1er décembre 2026.",
    ),
    (
        NoticeKind::Cancelled,
        "Votre réservation est annulée",
        "Votre réservation de «~L'Étranger~» est annulée.",
    ),
    (
        NoticeKind::Refused,
        "Votre réservation n'a pas pu être acceptée",
        "Votre réservation de «~L'Étranger~» n'a pas pu être acceptée.",
    ),
    (
        NoticeKind::Unfilled,
        "Votre réservation ne peut pas être fournie",
        "Aucune bibliothèque ne peut prêter le document «~L'Étranger~».",
    ),
    (
        NoticeKind::CardExpires,
        "Votre carte expire bientôt",
        "Votre carte de lecteur est valable jusqu'au mardi 1er décembre 2026.\nVous pouvez la renouveler au guichet.",
    ),
    (
        NoticeKind::Returned,
        "Votre retour est enregistré",
        "Le retour du document «~L'Étranger~» est enregistré. Merci^!",
    ),
    (
        NoticeKind::SignInCode,
        "Votre code de connexion",
        "Code de connexion~: 5ec2e7\nPage de connexion~: https://lire.exemple.fr/connexion/code#5ec2e7\nIl sert une seule fois, pendant 48 heures.\nSi vous n'avez rien demandé, ignorez ce message~: sans le code, personne ne se connecte.",
    ),
    (
        NoticeKind::PasswordChanged,
        "Votre mot de passe a changé",
        "Le mot de passe de votre compte de lecteur vient de changer.\nSi ce n'est pas vous, prévenez la bibliothèque~: elle vous donnera un autre code PIN et de quoi vous connecter.",
    ),
];

#[test]
fn every_kind_speaks_english() {
    for (kind, subject, lines) in ENGLISH {
        let (said, body) = english(kind, &facts());
        assert_eq!((said.as_str(), middle(&body)), (subject, lines), "{kind:?}");
    }
}

const ENGLISH: [(NoticeKind, &str, &str); 19] = [
    (
        NoticeKind::Placed,
        "Your request is placed",
        "Your request for \"L'Étranger\" is placed.\nPick-up library: Médiathèque d'Arques.\nExpected on Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::Waiting,
        "Your request is waiting",
        "All copies of \"L'Étranger\" are out.\nYour request stays in the queue.",
    ),
    (
        NoticeKind::OnItsWay,
        "Your request is on its way",
        "\"L'Étranger\" is on its way.\nPick-up library: Médiathèque d'Arques.\nExpected on Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::ReadyReminder,
        "Reminder: your request is ready",
        "\"L'Étranger\" is still waiting for you.\nPick-up library: Médiathèque d'Arques.\nPlease collect it by Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::NotCollected,
        "Your request was not collected",
        "\"L'Étranger\" was not collected in time and is no longer kept for you.\nYou may request it again.",
    ),
    (
        NoticeKind::DateChanged,
        "Your request will arrive on another day",
        "\"L'Étranger\" will arrive on another day than promised.\nPick-up library: Médiathèque d'Arques.\nExpected on Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::DueSoon,
        "A loan is due soon",
        "\"L'Étranger\" is due soon.\nPlease bring it back by Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::First),
        "A loan is overdue",
        "\"L'Étranger\" has not come back yet.\nIt was due on Tuesday 1 December 2026.\nPlease bring it back to any library of the network.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::Second),
        "Reminder: a loan is overdue",
        "\"L'Étranger\" has not come back yet.\nIt was due on Tuesday 1 December 2026.\nPlease bring it back to any library of the network.",
    ),
    (
        NoticeKind::Overdue(OverdueLetter::Third),
        "Last reminder: a loan is overdue",
        "\"L'Étranger\" has not come back yet.\nIt was due on Tuesday 1 December 2026.\nPlease bring it back to any library of the network.",
    ),
    (
        NoticeKind::PresumedLost,
        "A loan is presumed lost",
        "\"L'Étranger\" has still not come back and is presumed lost.\nIt was due on Tuesday 1 December 2026.\nIf you find it, bring it back: you will not be asked to replace it.",
    ),
    (
        NoticeKind::Recalled,
        "A loan is due earlier",
        "The library that lends \"L'Étranger\" needs it earlier.\nPlease bring it back by Tuesday 1 December 2026.",
    ),
    (
        NoticeKind::Cancelled,
        "Your request is cancelled",
        "Your request for \"L'Étranger\" is cancelled.",
    ),
    (
        NoticeKind::Refused,
        "Your request could not be accepted",
        "Your request for \"L'Étranger\" could not be accepted.",
    ),
    (
        NoticeKind::Unfilled,
        "Your request cannot be filled",
        "No library can lend \"L'Étranger\".",
    ),
    (
        NoticeKind::CardExpires,
        "Your card expires soon",
        "Your library card is valid until Tuesday 1 December 2026.\nYou may renew it at the desk.",
    ),
    (
        NoticeKind::Returned,
        "Your return is on record",
        "The return of \"L'Étranger\" is on record. Thank you!",
    ),
    (
        NoticeKind::SignInCode,
        "Your code to sign in",
        "Code to sign in: 5ec2e7\nPage to sign in: https://lire.exemple.fr/connexion/code#5ec2e7\nIt works once, for 48 hours.\nIf you did not ask for it, ignore this message: nobody signs in without the code.",
    ),
    (
        NoticeKind::PasswordChanged,
        "Your password has changed",
        "The password of your library account has just changed.\nIf it was not you, tell the library: it will give you a new PIN and a code to sign in by.",
    ),
];

#[test]
fn reason_and_sum_stand_in_the_body() {
    let refused = NoticeFacts {
        reason: Some("10 réservations sont ouvertes, la limite est de 10.".to_owned()),
        amount: Some(Money::from_setting(1_250)),
        ..facts()
    };
    let (_, body) = french(NoticeKind::Refused, &refused);
    assert_eq!(
        middle(&body),
        "Votre réservation de «~L'Étranger~» n'a pas pu être acceptée.\n\
         Motif~: 10 réservations sont ouvertes, la limite est de 10.\n\
         Montant dû~: 12,50~€."
    );
    let (_, body) = english(NoticeKind::PresumedLost, &refused);
    assert!(body.contains("\nTo pay: 12.50 EUR.\n"), "{body}");
}

#[test]
fn a_subject_shows_nothing_on_a_locked_screen_that_others_should_not_see() {
    let facts = NoticeFacts {
        amount: Some(Money::from_setting(1_250)),
        reason: Some("secret".to_owned()),
        ..facts()
    };
    for kind in NoticeKind::ALL {
        for language in [Language::French, Language::English] {
            let subject = render(kind, language, &facts).unwrap().subject;
            for hidden in ["tranger", "Marie", "secret", "12", "5ec2e7"] {
                assert!(!subject.contains(hidden), "{subject}");
            }
        }
    }
}

#[test]
fn a_fact_that_the_patron_needs_is_demanded_by_name() {
    let no_day = NoticeFacts {
        day: None,
        ..facts()
    };
    let no_title = NoticeFacts {
        title: " ".to_owned(),
        ..facts()
    };
    let no_code = NoticeFacts {
        sign_in: None,
        ..facts()
    };
    for (kind, facts, said) in [
        (
            NoticeKind::SignInCode,
            &no_code,
            Some("notice sign-in-code needs the one-time code, which is missing"),
        ),
        (
            NoticeKind::Ready,
            &no_day,
            Some("notice ready needs the day, which is missing"),
        ),
        (
            NoticeKind::CardExpires,
            &no_day,
            Some("notice card-expires needs the day, which is missing"),
        ),
        (
            NoticeKind::Ready,
            &no_title,
            Some("notice ready needs the title, which is missing"),
        ),
        (NoticeKind::Placed, &no_day, None),
        (NoticeKind::CardExpires, &no_title, None),
    ] {
        for language in [Language::French, Language::English] {
            let refused = render(kind, language, facts).err();
            assert_eq!(refused.map(|refusal| refusal.to_string()).as_deref(), said);
        }
    }
}

#[test]
fn what_comes_from_outside_stays_in_its_line_and_in_its_length() {
    let rude = NoticeFacts {
        first_name: "Eve\r\nBcc: x@y.fr".into(),
        title: "a".repeat(10_000),
        ..facts()
    };
    let text = render(NoticeKind::Ready, Language::English, &rude).unwrap();
    let body = text.body.expose();
    assert!(body.starts_with("Hello EveBcc: x@y.fr,\n\n"));
    assert!(body.contains(&format!("\"{}…\"", "a".repeat(119))));
    assert_eq!(
        format!("{text:?}"),
        "NoticeText { subject: \"Your request is ready\", body: (personal) }"
    );
    assert_eq!(format!("{rude:?}"), "NoticeFacts(…)");
}

#[test]
fn a_patron_without_a_first_name_is_greeted_all_the_same() {
    let nameless = NoticeFacts {
        first_name: "".into(),
        ..facts()
    };
    assert!(
        french(NoticeKind::Ready, &nameless)
            .1
            .starts_with("Bonjour,\n\n")
    );
    assert!(
        english(NoticeKind::Ready, &nameless)
            .1
            .starts_with("Hello,\n\n")
    );
}
