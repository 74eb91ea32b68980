//! Is the message what mail programs expect, whatever a notice holds?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::NoticeId;
use navette_domain::catalogue::LibraryId;
use navette_domain::notices::NoticeText;
use navette_domain::patrons::{Language, Phone};

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn the_library(name: &str) -> Sender {
    let name = one_line(name);
    Sender {
        from: Mailbox::new(
            Some(name).filter(|name| !name.is_empty()),
            address(&email("bibliotheque@arques.fr")).unwrap(),
        ),
        reply_to: Some(Mailbox::new(
            None,
            address(&email("pret@arques.fr")).unwrap(),
        )),
    }
}

fn a_notice(subject: &str, body: &str) -> OutgoingNotice {
    OutgoingNotice {
        id: NoticeId {
            library: LibraryId::parse("arques").unwrap(),
            incarnation: 0xab,
            number: 42,
        },
        to: Recipient::Email(email("marie.leroy@exemple.fr")),
        text: NoticeText {
            subject: subject.to_owned(),
            body: body.into(),
        },
        language: Language::French,
        // Tuesday 1 December 2026, 09:30:00 UTC.
        made_at: Timestamp(1_796_117_400_000),
    }
}

fn written(notice: &OutgoingNotice, sender: &Sender) -> String {
    String::from_utf8(letter(notice, sender).unwrap().bytes).unwrap()
}

#[test]
fn a_notice_is_a_plain_message_that_says_it_comes_from_a_machine() {
    let notice = a_notice(
        "Votre réservation vous attend",
        "Bonjour Marie,\n\nLe document «\u{a0}L'Étranger\u{a0}» vous attend.\n.\nCode\u{a0}: 4127. \n",
    );
    let expected = "\
        Date: Tue, 01 Dec 2026 09:30:00 +0000\r\n\
        Message-ID: <arques.00000000000000ab.42@arques.fr>\r\n\
        From: =?utf-8?b?TcOpZGlhdGjDqHF1ZSBkJ0FycXVlcw==?= <bibliotheque@arques.fr>\r\n\
        To: marie.leroy@exemple.fr\r\n\
        Subject: Votre =?utf-8?b?csOpc2VydmF0aW9u?= vous attend\r\n\
        Reply-To: pret@arques.fr\r\n\
        Auto-Submitted: auto-generated\r\n\
        Content-Language: fr\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        \r\n\
        Bonjour Marie,\r\n\
        \r\n\
        Le document =C2=AB=C2=A0L'=C3=89tranger=C2=A0=C2=BB vous attend.\r\n\
        .\r\n\
        Code=C2=A0: 4127.=20";
    assert_eq!(
        written(&notice, &the_library("Médiathèque d'Arques")),
        expected
    );
}

#[test]
fn a_second_attempt_is_the_same_message_and_another_notice_is_another() {
    let notice = a_notice("Un prêt est en retard", "Bonjour,\n");
    let sender = the_library("Arques");
    assert_eq!(written(&notice, &sender), written(&notice.clone(), &sender));
    let mut restored = notice.clone();
    restored.id.incarnation += 1;
    assert_ne!(written(&notice, &sender), written(&restored, &sender));
}

#[test]
fn no_text_begins_a_header_of_its_own() {
    for end in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\0", "\r\n\r\n"] {
        let rude = format!("Bonjour{end}Bcc: x@y.fr");
        let message = written(&a_notice(&rude, &rude), &the_library(&rude));
        let (headers, _) = message.split_once("\r\n\r\n").unwrap();
        assert!(headers.is_ascii(), "{headers}");
        let names: Vec<&str> = headers
            .split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split_once(": ").unwrap().0)
            .collect();
        let expected = [
            "Date",
            "Message-ID",
            "From",
            "To",
            "Subject",
            "Reply-To",
            "Auto-Submitted",
            "Content-Language",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        ];
        assert_eq!(names, expected, "{end:?}");
        assert!(!headers.contains(['\0', '\u{85}']), "{headers}");
        assert!(!headers.replace("\r\n", "").contains(['\r', '\n']));
    }
}

#[test]
fn every_line_is_short_and_plain_whatever_the_text() {
    let mut notice = a_notice(&"é".repeat(5_000), &"漢 é\u{7f}\r".repeat(2_000));
    notice.id.library = LibraryId::parse(&"a".repeat(32)).unwrap();
    notice.id.number = u64::MAX;
    let message = written(&notice, &the_library(&"\"\\è, <x@y.fr> ".repeat(100)));
    assert!(message.is_ascii());
    for line in message.split("\r\n") {
        assert!(line.len() <= 120, "{line}");
    }
}

#[test]
fn a_moment_that_no_date_header_can_hold_is_the_nearest_that_it_can() {
    for (at, date) in [
        (i64::MIN, "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"),
        (i64::MAX, "Date: Fri, 31 Dec 9999 23:59:59 +0000\r\n"),
    ] {
        let mut notice = a_notice("Rappel", "Bonjour,\n");
        notice.made_at = Timestamp(at);
        assert!(written(&notice, &the_library("")).starts_with(date));
    }
}

#[test]
fn a_telephone_gets_no_e_mail() {
    let mut notice = a_notice("", "Votre réservation vous attend");
    notice.to = Recipient::Mobile(Phone::parse("06 12 34 56 78").unwrap());
    let failure = letter(&notice, &the_library("")).err().unwrap();
    assert!(failure.is_lasting());
    assert_eq!(
        failure.to_string(),
        "the telephone number of this notice cannot be sent by e-mail"
    );
}
