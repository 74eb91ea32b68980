//! Can the process do its work? Part by part, so that whoever looks sees which one is missing.

/// One part of a process, and what it still lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, for people and programs.
    pub name: &'static str,
    /// What it lacks; nothing where it is ready.
    pub lacks: Option<String>,
}

impl Part {
    /// Names a part that is ready where nothing is lacking.
    pub fn new(name: &'static str, lacks: Option<String>) -> Self {
        Self { name, lacks }
    }

    /// Names a part that is ready.
    pub fn ready(name: &'static str) -> Self {
        Self::new(name, None)
    }
}

/// Says it all in lines, and whether everything is ready.
pub(super) fn told(parts: &[Part]) -> (bool, String) {
    let mut text = String::new();
    for part in parts {
        let said = part.lacks.as_deref().unwrap_or("ready");
        text.push_str(&format!("{}: {said}\n", part.name));
    }
    (parts.iter().all(|part| part.lacks.is_none()), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_that_lacks_something_is_named_and_enough() {
        let parts = [
            Part::ready("catalogue"),
            Part::new("barcodes", Some("still being read".to_owned())),
        ];
        let expected = "catalogue: ready\nbarcodes: still being read\n";
        assert_eq!(told(&parts), (false, expected.to_owned()));
        assert!(told(&parts[..1]).0);
    }
}
