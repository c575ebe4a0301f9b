//! What bytes without a mark seem to be.
//!
//! In: bytes. Out: an encoding: UTF-8 where they are that, but for a few; UTF-16 or UTF-32 by their zeros and the upper
//! bytes of Arabic letters; else the Arabic encoding whose frequent letters they have; else what chardetng says.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::{Encoding, Kind};

/// How much of a file is looked at.
const LOOKED_AT: usize = 1 << 16;

/// The encoding of bytes without a mark.
pub(super) fn guess(bytes: &[u8]) -> Encoding {
    // A few zeros were left behind by something else; those of UTF-16 are many.
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    if std::str::from_utf8(bytes).is_ok()
        && (zeros == 0 || (zeros <= 4 && bytes.len() > 16) || zeros <= bytes.len() / 200 || only_ends(bytes))
    {
        return Encoding::UTF_8;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    if let Some(kind) = wide(head) {
        return Encoding(kind);
    }
    if mostly_utf8(head) {
        return Encoding::UTF_8;
    }
    Encoding(arabic(head).unwrap_or_else(|| other(head)))
}

/// Whether zeros only fill up the end of a text.
fn only_ends(bytes: &[u8]) -> bool {
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    !bytes[..end].contains(&0)
}

/// Whether the sequences of UTF-8 outnumber by far what breaks them.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // The end may be cut within a letter.
    good > 4 * bad.saturating_sub(1) && good > 0
}

/// UTF-16 or UTF-32 by where zeros and the bytes 0x06 stand. Text has ASCII or Arabic in every line.
fn wide(bytes: &[u8]) -> Option<Kind> {
    let share = |step: usize, at: usize, is: fn(u8) -> bool| {
        let units = bytes.len() / step;
        let count = bytes.chunks_exact(step).filter(|unit| is(unit[at])).count();
        units > 0 && count * 10 >= units * 9
    };
    let zero = |byte| byte == 0;
    let upper = |byte| matches!(byte, 0 | 6 | 0x20);
    if bytes.len().is_multiple_of(4) && share(4, 3, zero) && share(4, 2, zero) && share(4, 1, upper) {
        return Some(Kind::Utf32 { big_endian: false });
    }
    if bytes.len().is_multiple_of(4) && share(4, 0, zero) && share(4, 1, zero) && share(4, 2, upper) {
        return Some(Kind::Utf32 { big_endian: true });
    }
    // In UTF-16 one of both bytes of a space or line feed is zero, and never both.
    let units = bytes.chunks_exact(2);
    let has_zero = bytes.contains(&0)
        && bytes.len() >= 8
        && units.remainder().is_empty()
        && units.clone().all(|unit| unit != [0, 0]);
    match (has_zero && share(2, 1, upper), has_zero && share(2, 0, upper)) {
        (true, false) => Some(Kind::Standard(encoding_rs::UTF_16LE)),
        (false, true) => Some(Kind::Standard(encoding_rs::UTF_16BE)),
        _ => None,
    }
}

/// One of the Arabic encodings of eight bits, told by letters that are frequent in one and rare in the others: ه و ي of
/// ISO 8859-6 and Mac Arabic against ف ق ك ي of Windows.
fn arabic(bytes: &[u8]) -> Option<Kind> {
    let count = |set: &[u8]| bytes.iter().filter(|byte| set.contains(byte)).count();
    let upper = bytes.iter().filter(|byte| **byte >= 0x80).count();
    let alef_lam = bytes.windows(2).filter(|pair| matches!(pair, [0xC7, 0xE1 | 0xE4])).count();
    if alef_lam == 0 || bytes.contains(&0) || 100 * alef_lam < upper {
        return None;
    }
    let windows = count(&[0xDD, 0xDE, 0xDF, 0xED, 0xEC]);
    let iso = count(&[0xE2, 0xE7, 0xE8, 0xEA]);
    if windows >= iso {
        return Some(Kind::Standard(encoding_rs::WINDOWS_1256));
    }
    // Bytes that ISO 8859-6 has no letters for.
    let only_mac = |byte: u8| matches!(byte, 0x80..=0x9F | 0xA1..=0xA3 | 0xA5..=0xAB | 0xAE..=0xBA | 0xBC..=0xBE | 0xC0 | 0xDB..=0xDF | 0xF3..=0xFF);
    let is_mac = bytes.iter().any(|&byte| only_mac(byte));
    Some(if is_mac { Kind::MacArabic } else { Kind::Standard(encoding_rs::ISO_8859_6) })
}

fn other(bytes: &[u8]) -> Kind {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Kind::Standard(detector.guess(Some(b"eg"), Utf8Detection::Deny))
}
