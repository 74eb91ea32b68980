//! What do the pages about getting into one's account say: password, one-time code, signing out everywhere?

use crate::say::says;

says! {
    access_title: "Mot de passe et connexion", "Password and signing in", easy "Mon mot de passe";
    access_welcome: "Vous êtes connecté. Choisissez maintenant un mot de passe : il servira la prochaine fois.",
        "You are signed in. Now choose a password: it is for the next time.",
        easy "C'est bon. Choisissez un mot de passe. Vous l'écrirez la prochaine fois.";
    password_title: "Choisir un mot de passe", "Choose a password", easy "Choisir un mot de passe";
    password_label: "Nouveau mot de passe", "New password";
    password_hint: "Huit caractères au moins. Trois mots au hasard se retiennent bien.",
        "At least eight characters. Three random words are easy to remember.";
    password_old: "Mot de passe actuel", "Present password";
    password_old_hint: "Laissez vide si vous n'en avez pas encore, ou si vous venez d'entrer avec un code.",
        "Leave it empty if you have none yet, or have just come in with a code.";
    error_old_password: "Ce n'est pas le mot de passe actuel", "This is not the present password";
    password_again: "Le même encore une fois", "The same once more";
    password_button: "Enregistrer le mot de passe", "Save the password", easy "Valider";
    password_done: "Le mot de passe est enregistré. Vos autres appareils ont été déconnectés.",
        "The password is saved. Your other devices were signed out.";
    everywhere_title: "Se déconnecter partout", "Sign out everywhere", easy "Partir de tous les ordinateurs";
    everywhere_text: "Si vous avez oublié de vous déconnecter quelque part : toutes les sessions s'arrêtent, celle-ci aussi.",
        "If you forgot to sign out somewhere: all sessions end, this one too.";
    everywhere_button: "Me déconnecter partout", "Sign me out everywhere";
    everywhere_done: "Vous êtes déconnecté partout.", "You are signed out everywhere.";
    error_password_empty: "Écrivez le nouveau mot de passe", "Enter the new password";
    error_password_again: "Les deux mots de passe ne sont pas les mêmes", "The two passwords are not the same";
    code_title: "Se connecter avec un code", "Sign in with a code", easy "J'ai un code";
    code_lead: "Le code du guichet ou du courriel. Il sert une seule fois, pendant 48 heures.",
        "The code from the desk or the e-mail. It works once, within 48 hours.",
        easy "La bibliothèque vous a donné un code. Il marche une seule fois.";
    code_label: "Code à usage unique", "One-time code", easy "Le code";
    code_button: "Se connecter", "Sign in", easy "Valider";
    code_none: "Pas de code ?", "No code?";
    code_by_mail: "Recevoir un code par courriel", "Get a code by e-mail", easy "Recevoir un code";
    code_at_desk: "Ou demandez-en un au guichet.", "Or ask for one at the desk.";
    error_code_empty: "Écrivez le code", "Enter the code";
    error_code_wrong: "Ce code ne va pas : il a déjà servi, il est trop vieux, ou il est mal recopié",
        "This code does not work: it was used already, it is too old, or it is miscopied",
        easy "Ce code ne marche pas. Demandez-en un autre.";
    mail_lead: "Nous l'envoyons à l'adresse que votre bibliothèque connaît.",
        "We send it to the address that your library knows.";
    mail_button: "Envoyer le code", "Send the code";
    mail_done_title: "Regardez votre courrier électronique", "Look at your e-mail";
    mail_done: "Si cette carte existe et que la bibliothèque connaît votre adresse, un code part maintenant. Cela peut prendre quelques minutes ; regardez aussi dans les indésirables.",
        "If this card exists and the library knows your address, a code goes out now. It may take a few minutes; look into the spam folder as well.",
        easy "Un code arrive dans vos courriels. Cela prend quelques minutes.";
    mail_none: "Rien ne vient ? Demandez un code au guichet.", "Nothing comes? Ask for a code at the desk.";
    mail_enter: "J'ai le code", "I have the code";
    sign_in_with_code: "Me connecter avec un code", "Sign in with a code", easy "J'ai un code";
}
