//! What do signing in and requesting say?

use crate::say::says;

says! {
    sign_in_title: "Se connecter", "Sign in", easy "Qui êtes-vous ?";
    sign_in_lead: "Avec le numéro de votre carte de bibliothèque.", "With the number of your library card.",
        easy "Prenez votre carte de bibliothèque.";
    sign_in_library: "Votre bibliothèque", "Your library";
    sign_in_card: "Numéro de la carte", "Card number", easy "Le numéro écrit sur la carte";
    sign_in_secret: "Mot de passe", "Password";
    sign_in_secret_hint: "À la bibliothèque, le code de la carte suffit.", "At the library, the card's PIN is enough.";
    sign_in_button: "Se connecter", "Sign in", easy "Valider";
    sign_in_no_password: "Pas encore de mot de passe ?", "No password yet?";
    sign_in_no_password_text: "Demandez au guichet un code pour vous connecter la première fois.",
        "Ask at the desk for a code to sign in for the first time.";
    sign_in_no_library: "Ici, on ne fait que chercher. Connectez-vous sur le site de votre bibliothèque.",
        "Here one can only search. Sign in at your library's own pages.";
    error_card_empty: "Écrivez le numéro de la carte", "Enter the card number";
    error_secret_empty: "Écrivez le mot de passe", "Enter the password";
    error_library_empty: "Choisissez votre bibliothèque", "Choose your library";
}
