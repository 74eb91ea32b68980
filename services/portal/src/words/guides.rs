//! What do help, accessibility statement and privacy page say? Each a title and paragraphs under headings.

use crate::say::{Language, Say};

/// A heading and its paragraphs.
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) lines: &'static [&'static str],
}

/// A page of text.
pub(crate) struct Guide {
    pub(crate) title: &'static str,
    pub(crate) sections: &'static [Section],
}

/// Names one of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuideName {
    /// How it works.
    Help,
    /// What is accessible, and whom to tell of what is not.
    Accessibility,
    /// What is kept of whom, and for how long.
    Privacy,
}

impl Say {
    /// Gives a page in the reader's language.
    pub(crate) fn guide(self, name: GuideName) -> &'static Guide {
        match (name, self.0) {
            (GuideName::Help, Language::French) => &HELP_FRENCH,
            (GuideName::Help, Language::Easy) => &HELP_EASY,
            (GuideName::Help, Language::English) => &HELP_ENGLISH,
            (GuideName::Accessibility, Language::French) => &ACCESSIBILITY_FRENCH,
            (GuideName::Accessibility, Language::Easy) => &ACCESSIBILITY_EASY,
            (GuideName::Accessibility, Language::English) => &ACCESSIBILITY_ENGLISH,
            (GuideName::Privacy, Language::French) => &PRIVACY_FRENCH,
            (GuideName::Privacy, Language::Easy) => &PRIVACY_EASY,
            (GuideName::Privacy, Language::English) => &PRIVACY_ENGLISH,
        }
    }
}

const HELP_FRENCH: Guide = Guide {
    title: "Comment ça marche",
    sections: &[
        Section {
            heading: "Chercher",
            lines: &[
                "Écrivez un titre, un auteur ou un sujet. Une faute d'orthographe n'empêche pas de trouver.",
                "Toutes les bibliothèques du territoire sont interrogées à la fois. Si l'une ne répond pas, la page le dit et montre ce que l'on savait d'elle.",
            ],
        },
        Section {
            heading: "Réserver",
            lines: &[
                "Choisissez un lieu de retrait : la page dit quel jour le document peut y être.",
                "Cliquez sur « Réserver » et connectez-vous avec le numéro de votre carte. La navette l'apporte : vous n'avez pas à vous déplacer.",
                "Quand il est là, la bibliothèque vous prévient. Montrez le code de retrait.",
            ],
        },
        Section {
            heading: "Rendre",
            lines: &[
                "Rendez les documents dans n'importe quelle bibliothèque du territoire : la navette les ramène.",
            ],
        },
        Section {
            heading: "Pas à l'aise avec l'écran ?",
            lines: &["Tout ce qui se fait ici se fait aussi au guichet, avec quelqu'un."],
        },
    ],
};

const HELP_EASY: Guide = Guide {
    title: "Comment faire",
    sections: &[
        Section {
            heading: "1. Chercher",
            lines: &["Écrivez un mot.", "Cliquez sur « Chercher »."],
        },
        Section {
            heading: "2. Demander",
            lines: &[
                "Vous voyez un livre ou un film qui vous plaît.",
                "Cliquez sur « Je le veux ».",
                "Écrivez le numéro de votre carte.",
                "Écrivez votre mot de passe.",
            ],
        },
        Section {
            heading: "Je n'ai pas de mot de passe",
            lines: &[
                "La première fois, c'est normal.",
                "Demandez un code à la bibliothèque.",
                "Cliquez sur « Mes livres », puis sur « J'ai un code ».",
                "Écrivez le code.",
                "Choisissez ensuite un mot de passe.",
                "Ce n'est pas le code à 4 chiffres de la carte.",
            ],
        },
        Section {
            heading: "3. Attendre",
            lines: &[
                "Une voiture apporte le livre.",
                "Nous vous disons quand il est là.",
            ],
        },
        Section {
            heading: "4. Venir",
            lines: &[
                "Venez à la bibliothèque.",
                "Montrez votre code.",
                "Vous prenez le livre.",
            ],
        },
        Section {
            heading: "Besoin d'aide ?",
            lines: &["À la bibliothèque, quelqu'un peut tout faire avec vous."],
        },
    ],
};

const HELP_ENGLISH: Guide = Guide {
    title: "How it works",
    sections: &[
        Section {
            heading: "Searching",
            lines: &[
                "Enter a title, an author or a subject. A slip of spelling does not keep you from finding it.",
                "All libraries of the territory are asked at once. Where one does not answer, the page says so and shows what was known of it.",
            ],
        },
        Section {
            heading: "Requesting",
            lines: &[
                "Choose where you collect: the page says on which day the item can be there.",
                "Choose “Request it” and sign in with the number of your card. The van brings it: you need not travel.",
                "When it is there, the library tells you. Show the pick-up code.",
            ],
        },
        Section {
            heading: "Returning",
            lines: &["Return items at any library of the territory: the van takes them home."],
        },
        Section {
            heading: "Not at ease with screens?",
            lines: &["Everything that is done here is also done at the desk, with somebody."],
        },
    ],
};

const ACCESSIBILITY_FRENCH: Guide = Guide {
    title: "Déclaration d'accessibilité",
    sections: &[
        Section {
            heading: "État de conformité",
            lines: &[
                "Ces pages sont en conformité partielle avec le RGAA 4.1 : elles sont vérifiées par des outils à chaque version, et n'ont pas encore été auditées par des personnes.",
                "Elles visent aussi les WCAG 2.2, niveau AA.",
            ],
        },
        Section {
            heading: "Ce qui est vérifié",
            lines: &[
                "Chaque page, dans chaque langue, avec et sans script : contrastes, noms des champs, ordre des titres, usage au clavier seul, largeur de 320 pixels et agrandissement à 200 %.",
            ],
        },
        Section {
            heading: "Ce qui n'est pas accessible",
            lines: &[
                "Le plan des bibliothèques est une image : la liste sous le plan dit la même chose.",
                "La version facile à lire n'a pas encore été relue par des personnes concernées.",
            ],
        },
        Section {
            heading: "Signaler un défaut",
            lines: &[
                "Dites-le au guichet de votre bibliothèque, qui le transmet ; il vous doit une réponse.",
                "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits.",
            ],
        },
    ],
};

const ACCESSIBILITY_EASY: Guide = Guide {
    title: "Ce site est-il facile pour tous ?",
    sections: &[
        Section {
            heading: "Ce qui marche",
            lines: &[
                "Vous pouvez agrandir les lettres.",
                "Vous pouvez utiliser le clavier, sans la souris.",
                "Un programme peut lire les pages à voix haute.",
                "Nous vérifions chaque page avec des outils.",
            ],
        },
        Section {
            heading: "Ce qui ne marche pas encore bien",
            lines: &[
                "Le plan des bibliothèques est une image. La liste sous le plan dit la même chose.",
                "Personne n'a encore relu les textes faciles à lire.",
                "Le site suit une partie seulement des règles : le RGAA 4.1.",
            ],
        },
        Section {
            heading: "Vous avez un problème ?",
            lines: &[
                "Dites-le à votre bibliothèque.",
                "Elle doit vous répondre.",
                "Elle ne répond pas ? Écrivez au Défenseur des droits.",
            ],
        },
    ],
};

const ACCESSIBILITY_ENGLISH: Guide = Guide {
    title: "Accessibility statement",
    sections: &[
        Section {
            heading: "Compliance",
            lines: &[
                "These pages partially comply with RGAA 4.1: tools check them at each version, people have not audited them yet.",
                "They aim at WCAG 2.2, level AA, as well.",
            ],
        },
        Section {
            heading: "What is checked",
            lines: &[
                "Each page, in each language, with and without script: contrast, names of fields, order of headings, keyboard alone, a width of 320 pixels and 200 % zoom.",
            ],
        },
        Section {
            heading: "What is not accessible",
            lines: &[
                "The map of libraries is a picture: the list below it says the same.",
                "The easy-to-read version has not been read by the people it is for yet.",
            ],
        },
        Section {
            heading: "Telling us",
            lines: &[
                "Tell the desk of your library, which passes it on and owes you an answer.",
                "Without a satisfactory answer you may turn to the Défenseur des droits.",
            ],
        },
    ],
};

const PRIVACY_FRENCH: Guide = Guide {
    title: "Vie privée",
    sections: &[
        Section {
            heading: "Ce qui est gardé, et où",
            lines: &[
                "Votre bibliothèque garde votre nom, vos moyens de contact, vos prêts en cours et vos réservations. Elle seule.",
                "Les autres bibliothèques et le réseau ne voient qu'un numéro, nouveau à chaque réservation : ils ne savent pas qui vous êtes.",
                "Ce que vous cherchez n'est lié à personne.",
            ],
        },
        Section {
            heading: "Combien de temps",
            lines: &[
                "Le lien entre vous et un document rendu disparaît quatre mois après le retour, sauf si vous demandez à garder un historique.",
                "Votre fiche disparaît un an après votre dernière visite.",
            ],
        },
        Section {
            heading: "Cookies",
            lines: &[
                "Trois cookies, aucun pour vous suivre : votre connexion, l'aspect des pages, et une protection des formulaires.",
                "Rien ne vient d'un autre site, rien n'y part.",
            ],
        },
        Section {
            heading: "Vos droits",
            lines: &[
                "Vous pouvez voir, corriger et faire effacer ce qui vous concerne : demandez au guichet de votre bibliothèque.",
                "Vous pouvez vous adresser à la CNIL.",
            ],
        },
    ],
};

const PRIVACY_EASY: Guide = Guide {
    title: "Vos informations",
    sections: &[
        Section {
            heading: "Qui sait quoi ?",
            lines: &[
                "Votre bibliothèque connaît votre nom et vos livres.",
                "Les autres bibliothèques ne connaissent pas votre nom.",
            ],
        },
        Section {
            heading: "Combien de temps ?",
            lines: &["Quand vous rendez un livre, nous l'oublions après quatre mois."],
        },
        Section {
            heading: "Que pouvez-vous faire ?",
            lines: &["Vous pouvez demander : « Effacez mes informations. »"],
        },
    ],
};

const PRIVACY_ENGLISH: Guide = Guide {
    title: "Privacy",
    sections: &[
        Section {
            heading: "What is kept, and where",
            lines: &[
                "Your library keeps your name, how to reach you, your loans and your requests. It alone.",
                "Other libraries and the network see a number, a new one for each request: they do not know who you are.",
                "What you search for is linked to nobody.",
            ],
        },
        Section {
            heading: "For how long",
            lines: &[
                "The link between you and an item goes four months after its return, unless you ask to keep a history.",
                "Your record goes a year after your last visit.",
            ],
        },
        Section {
            heading: "Cookies",
            lines: &[
                "Three cookies, none to follow you: your session, how pages look, and a protection of forms.",
                "Nothing comes from another site, nothing goes to one.",
            ],
        },
        Section {
            heading: "Your rights",
            lines: &[
                "You may see, correct and have erased what concerns you: ask at your library's desk.",
                "You may turn to the CNIL.",
            ],
        },
    ],
};
