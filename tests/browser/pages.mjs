// Which pages are there? Each is looked at in every language, with and without script.

// Whoever has not signed in sees these. `status` is what the server says beside the page.
export function openPages(work) {
  return [
    { name: "home", path: "/" },
    { name: "results", path: "/recherche?q=camus&retrait=fauquembergues" },
    { name: "results-narrowed", path: "/recherche?q=a&medium=book&available=yes&tri=titre" },
    { name: "nothing-found", path: "/recherche?q=zzqqxxyy&medium=film" },
    { name: "corrected", path: "/recherche?q=etrangr" },
    { name: "work", path: `/titre/${work}` },
    { name: "libraries", path: "/bibliotheques" },
    { name: "sign-in", path: "/connexion" },
    { name: "first code", path: "/connexion/code" },
    { name: "code by mail", path: "/connexion/courriel" },
    { name: "first registration", path: "/inscription" },
    { name: "help", path: "/aide" },
    { name: "accessibility", path: "/accessibilite" },
    { name: "privacy", path: "/vie-privee" },
    { name: "not-found", path: "/rien-ici", status: 404 },
  ];
}

// A patron sees these.
export const PATRON_PAGES = [
  "", "/reservations", "/prets", "/prets/feuille", "/sommes", "/messages", "/acces", "/moi", "/proches", "/liens",
].map((path) => ({ name: `account${path}`, path: `/compte${path}` })).concat([{ name: "lists", path: "/listes" }]);

// Who works at a library sees these, under /guichet/LIBRARY.
export const DESK_PAGES = [
  "", "/travail/prendre", "/travail/expedier", "/travail/recevoir", "/travail/etagere", "/travail/renvoyer", "/travail/retard",
  "/travail/chercher", "/travail/prevenir", "/travail/verifier", "/lecteurs", "/inscription", "/pret", "/retour", "/sur-place",
].map((path) => ({ name: `desk${path}`, path }));

// Whoever stands at a kiosk sees these; further ones come after a card or a search.
export const KIOSK_PAGES = ["/", "/chercher", "/carte?pour=emprunter", "/rendre"]
  .map((path) => ({ name: path, path }));

// The languages, and the link parameter that chooses each.
export const LANGUAGES = ["fr", "en", "falc"];
