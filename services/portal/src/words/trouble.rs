//! What is said when a page cannot be shown, and what to do next?

use crate::say::{Say, says};

says! {
    not_found_title: "Cette page n'existe pas", "This page does not exist";
    not_found_text: "L'adresse est peut-être mal recopiée, ou ce document n'est plus dans aucune bibliothèque.",
        "The address may be miscopied, or no library holds this item any more.",
        easy "Nous ne trouvons pas cette page.";
    form_over_title: "Le formulaire a expiré", "The form has expired";
    form_over_text: "Rien n'a été changé. Revenez à la page précédente, rechargez-la et recommencez. Les cookies doivent être acceptés.",
        "Nothing was changed. Go back to the page before, reload it and try again. Cookies must be accepted.",
        easy "Rien n'a changé. Retournez à la page d'avant. Essayez encore une fois.";
    too_long_title: "C'est trop long", "That is too long";
    too_long_text: "Ce qui a été envoyé dépasse ce que cette page accepte. Rien n'a été changé.",
        "What was sent is more than this page takes. Nothing was changed.";
    broken_title: "La page n'a pas pu être faite", "The page could not be made";
    broken_text: "C'est notre faute. Réessayez dans une minute ; si cela continue, dites-le à votre bibliothèque.",
        "It is our fault. Try again in a minute; if it goes on, tell your library.",
        easy "Il y a un problème. Essayez encore dans une minute.";
    away_title: "La bibliothèque ne répond pas", "The library does not answer";
    away_text: "Rien n'a été changé. Réessayez dans quelques minutes, ou demandez au guichet de votre bibliothèque.",
        "Nothing was changed. Try again in a few minutes, or ask at your library's desk.",
        easy "Rien n'a changé. Essayez encore dans cinq minutes. Ou demandez à la bibliothèque.";
    too_slow_title: "La page a demandé trop de temps", "The page took too long";
    too_slow_text: "Ce que vous avez demandé est peut-être fait : regardez avant de recommencer. Réessayez dans une minute.",
        "What you asked for may have been done: look before you ask again. Try again in a minute.",
        easy "C'est trop lent. Regardez si c'est fait. Sinon, essayez encore.";
    busy_title: "Trop de demandes à la fois", "Too many requests at once";
    refused_title: "Ce n'est pas possible", "This is not possible";
    back_to_search: "Faire une recherche", "Search the catalogue", easy "Chercher un livre";
}

impl Say {
    /// Says how long to wait after too many wrong tries.
    pub(crate) fn too_many_tries(self, wait_seconds: u64) -> String {
        let minutes = wait_seconds.div_ceil(60).max(1);
        let one = self.is_singular(minutes);
        self.one(
            format!(
                "Trop d'essais. Attendez {minutes} minute{}, ou demandez au guichet.",
                if one { "" } else { "s" }
            ),
            format!(
                "Too many tries. Wait {minutes} minute{}, or ask at the desk.",
                if one { "" } else { "s" }
            ),
        )
    }
}
