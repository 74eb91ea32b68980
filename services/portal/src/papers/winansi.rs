//! How is a text written with the letters that every PDF reader has? WinAnsi, and plain letters for what it lacks.

/// Writes a text for Helvetica.
pub(super) fn winansi(text: &str) -> Vec<u8> {
    let mut written = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' '..='~' => written.push(letter as u8),
            '\u{a0}'..='\u{ff}' => written.push(letter as u32 as u8),
            _ => written.extend_from_slice(beyond_latin(letter)),
        }
    }
    written
}

/// The signs of WinAnsi beyond Latin-1, and the nearest plain ones of others (PDF 32000-1, annex D).
fn beyond_latin(letter: char) -> &'static [u8] {
    match letter {
        '€' => b"\x80",
        '…' => b"\x85",
        'Š' => b"\x8a",
        'Œ' => b"\x8c",
        'Ž' => b"\x8e",
        '‘' => b"\x91",
        '’' => b"\x92",
        '“' => b"\x93",
        '”' => b"\x94",
        '•' => b"\x95",
        '–' => b"\x96",
        '—' => b"\x97",
        'š' => b"\x9a",
        'œ' => b"\x9c",
        'ž' => b"\x9e",
        'Ÿ' => b"\x9f",
        '\u{202f}' | '\u{2009}' => b" ",
        '\u{2010}' | '\u{2011}' | '\u{2212}' => b"-",
        'ā' | 'ă' | 'ą' => b"a",
        'Ā' | 'Ă' | 'Ą' => b"A",
        'ć' | 'č' | 'ĉ' => b"c",
        'Ć' | 'Č' | 'Ĉ' => b"C",
        'ď' | 'đ' => b"d",
        'Ď' | 'Đ' => b"D",
        'ē' | 'ę' | 'ě' | 'ĕ' => b"e",
        'Ē' | 'Ę' | 'Ě' | 'Ĕ' => b"E",
        'ğ' | 'ĝ' => b"g",
        'Ğ' | 'Ĝ' => b"G",
        'ī' | 'ı' | 'ĭ' | 'į' => b"i",
        'İ' | 'Ī' => b"I",
        'ł' | 'ľ' => b"l",
        'Ł' | 'Ľ' => b"L",
        'ń' | 'ň' | 'ņ' => b"n",
        'Ń' | 'Ň' | 'Ņ' => b"N",
        'ō' | 'ő' | 'ŏ' => b"o",
        'Ō' | 'Ő' | 'Ŏ' => b"O",
        'ř' | 'ŕ' => b"r",
        'Ř' | 'Ŕ' => b"R",
        'ś' | 'ş' | 'ș' | 'ŝ' => b"s",
        'Ś' | 'Ş' | 'Ș' | 'Ŝ' => b"S",
        'ť' | 'ţ' | 'ț' => b"t",
        'Ť' | 'Ţ' | 'Ț' => b"T",
        'ū' | 'ů' | 'ű' | 'ŭ' => b"u",
        'Ū' | 'Ů' | 'Ű' | 'Ŭ' => b"U",
        'ź' | 'ż' => b"z",
        'Ź' | 'Ż' => b"Z",
        // Marks that stand above a letter, written apart from it.
        '\u{300}'..='\u{36f}' | '\u{98}' | '\u{9c}' => b"",
        _ => b"?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_is_written_whole_and_the_rest_with_plain_letters() {
        assert_eq!(
            winansi("Hélène, Œuvre à 3 €"),
            b"H\xe9l\xe8ne, \x8cuvre \xe0 3 \x80"
        );
        assert_eq!(winansi("Čapek Łódź"), b"Capek L\xf3dz");
        assert_eq!(winansi("日本"), b"??");
        assert_eq!(winansi("a\r\nb"), b"a??b");
    }
}
