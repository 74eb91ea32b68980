//! What does a notice say in French? Sentences only; spaces before marks are set afterwards.

use super::french::{day_in_words, sum};
use super::text::{Shown, TextRefusal, Words};
use super::{NoticeKind, OverdueLetter};
use crate::access::LINK_LIVES_HOURS;

pub(super) fn greeting(first_name: &str) -> String {
    if first_name.is_empty() {
        "Bonjour,".to_owned()
    } else {
        format!("Bonjour {first_name},")
    }
}

pub(super) fn words(kind: NoticeKind, shown: &Shown) -> Result<Words, TextRefusal> {
    let subject = subject(kind);
    let mut lines = vec![first_line(kind, shown)?];
    lines.extend(when_and_where(kind, shown)?);
    if let Some(code) = &shown.code {
        lines.push(format!("Code de retrait : {code}."));
    }
    if let Some(reason) = &shown.reason {
        lines.push(format!("Motif : {reason}"));
    }
    if let Some(amount) = shown.amount {
        lines.push(format!("Montant dû : {}.", sum(amount)));
    }
    Ok(Words { subject, lines })
}

fn subject(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Placed => "Votre réservation est enregistrée",
        NoticeKind::Waiting => "Votre réservation est en attente",
        NoticeKind::OnItsWay => "Votre réservation est en route",
        NoticeKind::Ready => "Votre réservation vous attend",
        NoticeKind::ReadyReminder => "Rappel : votre réservation vous attend",
        NoticeKind::NotCollected => "Votre réservation n'a pas été retirée",
        NoticeKind::DateChanged => "Votre réservation arrivera un autre jour",
        NoticeKind::DueSoon => "Un prêt est bientôt à rendre",
        NoticeKind::Overdue(OverdueLetter::First) => "Un prêt est en retard",
        NoticeKind::Overdue(OverdueLetter::Second) => "Rappel : un prêt est en retard",
        NoticeKind::Overdue(OverdueLetter::Third) => "Dernier rappel : un prêt est en retard",
        NoticeKind::PresumedLost => "Un prêt est considéré comme perdu",
        NoticeKind::Recalled => "Un prêt est à rendre plus tôt",
        NoticeKind::Cancelled => "Votre réservation est annulée",
        NoticeKind::Refused => "Votre réservation n'a pas pu être acceptée",
        NoticeKind::Unfilled => "Votre réservation ne peut pas être fournie",
        NoticeKind::CardExpires => "Votre carte expire bientôt",
        NoticeKind::Returned => "Votre retour est enregistré",
        NoticeKind::SignInCode => "Votre code de connexion",
        NoticeKind::PasswordChanged => "Votre mot de passe a changé",
    }
}

fn first_line(kind: NoticeKind, shown: &Shown) -> Result<String, TextRefusal> {
    let title = if kind.is_about_a_title() {
        format!("« {} »", shown.title()?)
    } else {
        String::new()
    };
    Ok(match kind {
        NoticeKind::Placed => format!("Votre réservation de {title} est enregistrée."),
        NoticeKind::Waiting => format!("Tous les exemplaires de {title} sont sortis."),
        NoticeKind::OnItsWay => format!("Le document {title} est en route."),
        NoticeKind::Ready => format!("Le document {title} vous attend."),
        NoticeKind::ReadyReminder => format!("Le document {title} vous attend toujours."),
        NoticeKind::NotCollected => {
            format!("Le document {title} n'a pas été retiré à temps et n'est plus mis de côté.")
        }
        NoticeKind::DateChanged => format!("Le document {title} arrivera un autre jour que prévu."),
        NoticeKind::DueSoon => format!("Le document {title} est bientôt à rendre."),
        NoticeKind::Overdue(_) => format!("Le document {title} n'est pas encore rendu."),
        NoticeKind::PresumedLost => {
            format!("Le document {title} n'est toujours pas rendu et est considéré comme perdu.")
        }
        NoticeKind::Recalled => {
            format!("La bibliothèque qui prête le document {title} en a besoin plus tôt.")
        }
        NoticeKind::Cancelled => format!("Votre réservation de {title} est annulée."),
        NoticeKind::Refused => format!("Votre réservation de {title} n'a pas pu être acceptée."),
        NoticeKind::Unfilled => format!("Aucune bibliothèque ne peut prêter le document {title}."),
        NoticeKind::CardExpires => {
            let day = day_in_words(shown.day()?);
            format!("Votre carte de lecteur est valable jusqu'au {day}.")
        }
        NoticeKind::Returned => {
            format!("Le retour du document {title} est enregistré. Merci !")
        }
        NoticeKind::SignInCode => format!("Code de connexion : {}", shown.one_time_code()?),
        NoticeKind::PasswordChanged => {
            "Le mot de passe de votre compte de lecteur vient de changer.".to_owned()
        }
    })
}

fn when_and_where(kind: NoticeKind, shown: &Shown) -> Result<Vec<String>, TextRefusal> {
    let day = || shown.day().map(day_in_words);
    let place = || format!("Lieu de retrait : {}.", shown.library);
    Ok(match kind {
        NoticeKind::Placed | NoticeKind::OnItsWay => {
            let arrival = shown.day().ok().map(day_in_words);
            let arrival = arrival.map(|day| format!("Arrivée prévue : {day}."));
            [place()].into_iter().chain(arrival).collect()
        }
        NoticeKind::Waiting => vec!["Votre réservation reste dans la file d'attente.".to_owned()],
        NoticeKind::Ready | NoticeKind::ReadyReminder => {
            vec![place(), format!("À retirer au plus tard le {}.", day()?)]
        }
        NoticeKind::NotCollected => vec!["Vous pouvez le réserver à nouveau.".to_owned()],
        NoticeKind::DateChanged => vec![place(), format!("Arrivée prévue : {}.", day()?)],
        NoticeKind::DueSoon | NoticeKind::Recalled => {
            vec![format!("À rendre au plus tard le {}.", day()?)]
        }
        NoticeKind::Overdue(_) => vec![
            format!("Il était à rendre le {}.", day()?),
            "Merci de le rapporter dans n'importe quelle bibliothèque du réseau.".to_owned(),
        ],
        NoticeKind::PresumedLost => vec![
            format!("Il était à rendre le {}.", day()?),
            "Si vous le retrouvez, rapportez-le : son remplacement ne vous sera pas demandé."
                .to_owned(),
        ],
        NoticeKind::CardExpires => vec!["Vous pouvez la renouveler au guichet.".to_owned()],
        NoticeKind::SignInCode => {
            let page = shown.sign_in_link();
            let page = page.map(|link| format!("Page de connexion : {link}"));
            let counts = format!("Il sert une seule fois, pendant {LINK_LIVES_HOURS} heures.");
            let otherwise = "Si vous n'avez rien demandé, ignorez ce message : sans le code, personne ne se connecte.";
            page.into_iter()
                .chain([counts, otherwise.to_owned()])
                .collect()
        }
        NoticeKind::PasswordChanged => vec![
            "Si ce n'est pas vous, prévenez la bibliothèque : elle vous donnera un autre code PIN et de quoi vous connecter."
                .to_owned(),
        ],
        NoticeKind::Cancelled
        | NoticeKind::Refused
        | NoticeKind::Unfilled
        | NoticeKind::Returned => Vec::new(),
    })
}
