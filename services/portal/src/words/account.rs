//! What do signing in and requesting say?

use crate::say::says;

says! {
    sign_in_title: "Se connecter", "Sign in", easy "Qui êtes-vous ?";
    sign_in_lead: "Avec le numéro de votre carte de bibliothèque.", "With the number of your library card.",
        easy "Prenez votre carte de bibliothèque.";
    sign_in_library: "Votre bibliothèque", "Your library";
    sign_in_card: "Numéro de la carte", "Card number", easy "Le numéro écrit sur la carte";
    sign_in_secret: "Mot de passe", "Password";
    sign_in_secret_hint: "Celui que vous avez choisi. Pas le code à 4 chiffres de la carte : il ne marche qu'à la bibliothèque.",
        "The one that you chose. Not the card's 4-digit PIN: it works at the library only.",
        easy "Pas le code à 4 chiffres de la carte.";
    sign_in_library_choose: "Choisir…", "Choose…";
    sign_in_button: "Se connecter", "Sign in", easy "Valider";
    sign_in_no_password: "Première connexion ?", "First time here?", easy "C'est la première fois ?";
    sign_in_no_password_text: "Vous n'avez pas encore de mot de passe. Un code du guichet, ou reçu par courriel, vous fait entrer ; vous en choisissez un ensuite.",
        "You have no password yet. A code from the desk, or by e-mail, lets you in; then you choose one.",
        easy "Vous n'avez pas de mot de passe. Demandez un code à la bibliothèque.";
    sign_in_known: "Avec un mot de passe", "With a password", easy "J'ai un mot de passe";
    sign_in_no_library: "Ici, on ne fait que chercher. Connectez-vous sur le site de votre bibliothèque.",
        "Here one can only search. Sign in at your library's own pages.";
    error_card_empty: "Écrivez le numéro de la carte", "Enter the card number";
    error_secret_empty: "Écrivez le mot de passe", "Enter the password";
    error_library_empty: "Choisissez votre bibliothèque", "Choose your library";
}
