//! How is a person headed whose name stands in a table as people write it? It must not know tables.

/// Makes a heading of a name as tables write it: "Albert Camus" and "CAMUS Albert" become "Camus, Albert".
///
/// Words in capitals beside others that are not are the surname; else the last word, with the particle before it, is. A name with a comma is a
/// heading already; one word, or more than four, is taken for a pen name or a body.
pub(super) fn heading(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    if name.contains([',', '(', '&']) || words.len() < 2 || words.len() > 4 {
        return name.to_owned();
    }
    let capital = |word: &&str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() > 1 && letters.all(char::is_uppercase)
    };
    let (family, given): (Vec<&str>, Vec<&str>) =
        words.iter().copied().partition(|word| capital(word));
    if !family.is_empty() && !given.is_empty() {
        let family: Vec<String> = family.iter().map(|word| capitalised(word)).collect();
        return format!("{}, {}", family.join(" "), given.join(" "));
    }
    let begins = |word: &&str| {
        word.chars().next().is_some_and(char::is_lowercase)
            || matches!(*word, "Le" | "La" | "Du" | "Des" | "Van" | "Von")
    };
    let family = words
        .iter()
        .skip(1)
        .position(begins)
        .map_or(words.len() - 1, |at| at + 1);
    match words.split_at_checked(family) {
        Some((given, family)) => format!("{}, {}", family.join(" "), given.join(" ")),
        None => name.to_owned(),
    }
}

fn capitalised(word: &str) -> String {
    let mut first = true;
    let mut made = String::with_capacity(word.len());
    for c in word.chars() {
        if first {
            made.push(c);
        } else {
            made.extend(c.to_lowercase());
        }
        first = !c.is_alphabetic();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_headings() {
        for (name, made) in [
            ("Albert Camus", "Camus, Albert"),
            ("CAMUS Albert", "Camus, Albert"),
            ("Camus, Albert", "Camus, Albert"),
            ("Antoine de Saint-Exupéry", "de Saint-Exupéry, Antoine"),
            ("Jean de La Fontaine", "de La Fontaine, Jean"),
            ("Molière", "Molière"),
            ("SAINT-EXUPÉRY Antoine de", "Saint-Exupéry, Antoine de"),
            (
                "Ministère de la culture et de la communication",
                "Ministère de la culture et de la communication",
            ),
        ] {
            assert_eq!(heading(name), made);
        }
    }
}
