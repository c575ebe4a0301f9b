//! Mac OS Arabic, which the Encoding Standard lacks.
//!
//! In: bytes. Out: letters, by Apple's table `ARABIC.TXT`; its right-to-left copies of ASCII are ASCII here, since the
//! bidirectional algorithm gives them their direction.

/// What the bytes 0x80 to 0xFF mean.
#[rustfmt::skip]
const UPPER: [char; 128] = [
    'Ä', '\u{A0}', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ں', '«', 'ç', 'é', 'è', 'ê', 'ë',
    'í', '…', 'î', 'ï', 'ñ', 'ó', '»', 'ô', 'ö', '÷', 'ú', 'ù', 'û', 'ü', ' ', '!', '"', '#', '$',
    '٪', '&', '\'', '(', ')', '*', '+', '،', '-', '.', '/', '٠', '١', '٢', '٣', '٤', '٥', '٦', '٧',
    '٨', '٩', ':', '؛', '<', '=', '>', '؟', '❊', 'ء', 'آ', 'أ', 'ؤ', 'إ', 'ئ', 'ا', 'ب', 'ة', 'ت',
    'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', '[', '\\', ']',
    '^', '_', 'ـ', 'ف', 'ق', 'ك', 'ل', 'م', 'ن', 'ه', 'و', 'ى', 'ي', '\u{64B}', '\u{64C}',
    '\u{64D}', '\u{64E}', '\u{64F}', '\u{650}', '\u{651}', '\u{652}', 'پ', 'ٹ', 'چ', 'ە', 'ڤ', 'گ',
    'ڈ', 'ڑ', '{', '|', '}', 'ژ', 'ے',
];

/// The text of bytes.
pub(super) fn decode(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte.checked_sub(0x80) {
        Some(index) => UPPER[usize::from(index)],
        None => char::from(byte),
    };
    bytes.iter().map(letter).collect()
}
