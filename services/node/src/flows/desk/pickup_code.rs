//! Under which code does a patron collect an item? Made from the request's reference: home and pick-up library find the same
//! one, and it says nothing of the patron.

use navette_domain::identity::PatronReference;

/// Letters and digits that are not mistaken for each other when read aloud or from a slip.
const SIGNS: &[u8; 25] = b"3479ACDEFGHJKLMNPQRTUVWXY";
/// How many signs a code has: one in ten million for each.
const LENGTH: usize = 5;

/// Gives the pick-up code of a reference: five signs.
pub fn pickup_code(reference: PatronReference) -> String {
    let mut rest = reference.0;
    let mut code = String::with_capacity(LENGTH);
    for _ in 0..LENGTH {
        let place = usize::try_from(rest % SIGNS.len() as u128).unwrap_or(0);
        code.extend(SIGNS.get(place).map(|sign| char::from(*sign)));
        rest /= SIGNS.len() as u128;
    }
    code
}

/// Brings a code that was typed into the form of the slip.
pub(super) fn as_printed(typed: &str) -> String {
    let signs = typed.chars().filter(|c| c.is_ascii_alphanumeric());
    signs.map(|c| c.to_ascii_uppercase()).take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_and_the_same_wherever_it_is_made() {
        let code = pickup_code(PatronReference(0x1234_5678_9abc));
        assert_eq!(code.len(), LENGTH);
        assert_eq!(code, pickup_code(PatronReference(0x1234_5678_9abc)));
        assert_ne!(code, pickup_code(PatronReference(0x1234_5678_9abd)));
        let typed = format!(" {}-{} ", &code[..2].to_lowercase(), &code[2..]);
        assert_eq!(as_printed(&typed), code);
    }
}
