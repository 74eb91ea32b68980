//! What stands around every page?

use crate::say::says;

says! {
    site_name: "Navette", "Navette";
    skip: "Aller au contenu", "Skip to content";
    menu: "Menu", "Menu";
    nav_search: "Rechercher", "Search", easy "Chercher un livre";
    nav_libraries: "Bibliothèques", "Libraries", easy "Les bibliothèques";
    nav_account: "Mon compte", "My account", easy "Mes livres";
    nav_help: "Aide", "Help";
    signed_in: "Vous êtes connecté", "You are signed in", easy "C'est votre compte";
    sign_out: "Se déconnecter", "Sign out", easy "Partir";
    how_pages_look: "Affichage", "Display", easy "Comment voir cette page";
    large_on: "Grands caractères", "Large print", easy "Écrire plus gros";
    large_off: "Caractères normaux", "Normal print", easy "Écrire plus petit";
    frugal_on: "Mode léger", "Light mode";
    frugal_off: "Mode complet", "Full mode";
    easy_on: "Facile à lire", "Easy to read (French)";
    easy_off: "Français habituel", "Usual French";
    dark_on: "Fond sombre", "Dark";
    dark_off: "Fond clair", "Light";
    other_language: "English", "Français";
    other_language_code: "en", "fr";
    accessibility: "Accessibilité : partiellement conforme", "Accessibility: partially compliant",
        easy "Accessibilité : partiellement conforme. Facile pour tous ?";
    privacy: "Vie privée", "Privacy";
    cut_off_here: "La ligne vers les autres bibliothèques est coupée. Cette page montre ce que l'on sait ici.",
        "The line to the other libraries is cut. This page shows what is known here.",
        easy "Internet ne marche pas bien. Voici ce que nous savons.";
    back: "Retour", "Back";
    error_prefix: "Erreur\u{a0}: ", "Error: ";
    error_summary: "Il y a un problème", "There is a problem";
}
