//! What does a UNIMARC linking field say when whole fields are embedded in it? It must not know profiles.

use crate::marc::Subfield;

/// Turns `$1 200 1 $aSecond foundation. $1 700 1 $aAsimov` into the plain form `$tSecond foundation. $aAsimov`
/// (UNIMARC manual, 4--, embedded fields technique). Nothing where the field embeds nothing.
pub(super) fn plain_form(subfields: &[Subfield]) -> Option<Vec<Subfield>> {
    if !subfields.iter().any(|subfield| subfield.code == '1') {
        return None;
    }
    let mut plain = Vec::with_capacity(subfields.len());
    let mut inside = "";
    for subfield in subfields {
        if subfield.code == '1' {
            inside = subfield.value.get(0..3).unwrap_or_default();
            continue;
        }
        let code = match (inside, subfield.code) {
            ("200" | "500", 'a') => 't',
            ("200", 'v') => 'v',
            ("200", 'h') => 'h',
            ("200", 'i') => 'i',
            ("011", 'a') => 'x',
            ("010", 'a') => 'y',
            ("700" | "701" | "710", 'a') => 'a',
            ("", code) => code,
            _ => continue,
        };
        plain.push(Subfield {
            code,
            value: subfield.value.clone(),
        });
    }
    Some(plain)
}
