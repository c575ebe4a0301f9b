//! The faces compiled into the program.
//!
//! In: the files of `fonts/`. Out: [`faces`], in the order in which they serve as fallback. Each is there for a reason:
//! Amiri is the text face, Noto Naskh Arabic the plain modern one, Noto Serif brings Latin, Greek and Cyrillic, Noto
//! Serif Hebrew and Noto Sans Syriac their scripts, Noto Sans Mono sets code.

use std::borrow::Cow;

use super::Font;

macro_rules! font_file {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $name, ".ttf"))
    };
}

macro_rules! licence {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $name, "-OFL.txt"))
    };
}

/// Reads the built-in faces; the bytes are borrowed from the program itself.
#[must_use]
#[inline(never)]
pub(super) fn faces() -> Vec<Font> {
    let files: [(&'static [u8], &'static str); 11] = [
        (font_file!("Amiri-Regular"), licence!("Amiri")),
        (font_file!("Amiri-Bold"), licence!("Amiri")),
        (font_file!("NotoNaskhArabic-Regular"), licence!("NotoNaskhArabic")),
        (font_file!("NotoNaskhArabic-Bold"), licence!("NotoNaskhArabic")),
        (font_file!("NotoSerif-Regular"), licence!("NotoSerif")),
        (font_file!("NotoSerif-Bold"), licence!("NotoSerif")),
        (font_file!("NotoSerifHebrew-Regular"), licence!("NotoSerifHebrew")),
        (font_file!("NotoSerifHebrew-Bold"), licence!("NotoSerifHebrew")),
        (font_file!("NotoSansSyriac-Regular"), licence!("NotoSansSyriac")),
        (font_file!("NotoSansSyriac-Bold"), licence!("NotoSansSyriac")),
        (font_file!("NotoSansMono-Regular"), licence!("NotoSansMono")),
    ];
    // A file of `fonts/` that cannot be read is caught by the test below, long before a user could meet it.
    let read = |(data, licence)| Font::from_bytes(Cow::Borrowed(data), Some(licence)).unwrap_or_default();
    files.into_iter().flat_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Weight;

    #[test]
    fn every_built_in_face_is_read_and_named() {
        let faces = faces();
        let named: Vec<(&str, Weight)> = faces.iter().map(|font| (font.family.as_str(), font.weight)).collect();
        assert_eq!(
            named,
            [
                ("Amiri", Weight::Regular),
                ("Amiri", Weight::Bold),
                ("Noto Naskh Arabic", Weight::Regular),
                ("Noto Naskh Arabic", Weight::Bold),
                ("Noto Serif", Weight::Regular),
                ("Noto Serif", Weight::Bold),
                ("Noto Serif Hebrew", Weight::Regular),
                ("Noto Serif Hebrew", Weight::Bold),
                ("Noto Sans Syriac", Weight::Regular),
                ("Noto Sans Syriac", Weight::Bold),
                ("Noto Sans Mono", Weight::Regular),
            ]
        );
    }
}
