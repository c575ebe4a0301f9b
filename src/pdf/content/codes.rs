//! Strings in the codes of fonts.
//!
//! In: the strings of lines, as the text layer has them, and the cluster fonts. Out: the same in provisional codes, to
//! be renumbered when all pages are known; and a page that tells printpdf of all codes.

use printpdf::{Op, PdfFontHandle, PdfPage, Pt as PdfPt};

use super::{font_id, rectangle};
use crate::geometry::{Pt, Size};
use crate::pdf::cluster_font::{ClusterFonts, CodePlace, EmbeddedFont, NewCodes};
use crate::pdf::text_layer::ShowString;
use crate::text::line::GlyphRun;

/// A string, or the part of one whose codes lie in one font.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) struct CodedString<'a> {
    /// The run: face, size and rise.
    pub(in crate::pdf) run: &'a GlyphRun,
    /// Left end, from the line's left end.
    pub(in crate::pdf) x: Pt,
    /// Index of the font.
    pub(in crate::pdf) font: usize,
    /// The codes, two bytes each, left to right.
    pub(in crate::pdf) bytes: Vec<u8>,
    /// Whether it is shown after all else on the page.
    pub(in crate::pdf) is_late: bool,
}

/// Gives the strings of a page's lines their provisional codes.
pub(in crate::pdf) fn encode<'a>(
    lines: &[Vec<ShowString<'a>>],
    fonts: &mut ClusterFonts<'_>,
) -> Vec<Vec<CodedString<'a>>> {
    let line = |strings: &Vec<ShowString<'a>>| {
        let mut coded = Vec::with_capacity(strings.len());
        strings.iter().for_each(|string| encode_string(string, fonts, &mut coded));
        coded
    };
    lines.iter().map(line).collect()
}

/// One string, or several where its codes lie in several fonts of one face.
fn encode_string<'a>(string: &ShowString<'a>, fonts: &mut ClusterFonts<'_>, coded: &mut Vec<CodedString<'a>>) {
    let mut x = string.x;
    let first = coded.len();
    for code in &string.codes {
        let CodePlace { font, code: number } = fonts.encode(string.run.face, code);
        if coded[first..].last().is_none_or(|current| current.font != font) {
            let bytes = Vec::with_capacity(2 * string.codes.len());
            coded.push(CodedString { run: string.run, x, font, bytes, is_late: string.is_late });
        }
        if let Some(current) = coded.last_mut() {
            current.bytes.extend(number.to_be_bytes());
        }
        x += string.run.size * (f64::from(code.advance) / 1000.0);
    }
}

/// Puts the final codes of the fonts in place of the provisional ones.
pub(in crate::pdf) fn renumber(lines: &mut [Vec<CodedString<'_>>], new_codes: &NewCodes) {
    for string in lines.iter_mut().flatten() {
        let codes = new_codes.get(string.font).map_or(&[][..], Vec::as_slice);
        for code in string.bytes.chunks_exact_mut(2) {
            let new = codes.get(usize::from(u16::from_be_bytes([code[0], code[1]])));
            code.copy_from_slice(&new.copied().unwrap_or_default().to_be_bytes());
        }
    }
}

/// A page that shows every code once, so that printpdf learns the codes' texts and widths. It asks for them on every
/// show operator; the pages' own strings are given as bytes instead, which spares an allocation for each glyph and the
/// fusing of neighbouring strings into one TJ. The page itself is left out of the file by `finish`.
pub(in crate::pdf) fn specimen(fonts: &[EmbeddedFont]) -> PdfPage {
    let mut ops = vec![Op::StartTextSection];
    for (index, font) in fonts.iter().enumerate() {
        let codes = (1u16..).zip(&font.texts[1..]);
        let glyphs = codes.map(|(code, text)| printpdf::Codepoint::with_cid(code, 0.0, text.to_string())).collect();
        ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(index)), size: PdfPt(1.0) });
        ops.push(Op::ShowText { items: vec![printpdf::TextItem::GlyphIds(glyphs)] });
    }
    ops.push(Op::EndTextSection);
    let sheet = rectangle(Pt::ZERO, Pt::ZERO, Size { width: Pt(1.0), height: Pt(1.0) });
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FaceId;

    #[test]
    fn strings_get_the_codes_of_their_font() {
        let run = GlyphRun {
            face: FaceId(0),
            size: Pt(14.0),
            level: 1,
            x: Pt::ZERO,
            rise: Pt::ZERO,
            text_range: 0..0,
            visual_glyphs: Vec::new(),
            color: None,
            tag: 0,
        };
        let string = |font, codes: [u16; 2]| {
            let bytes = codes.iter().flat_map(|code| code.to_be_bytes()).collect();
            CodedString { run: &run, x: Pt::ZERO, font, bytes, is_late: false }
        };
        let mut lines = vec![vec![string(0, [1, 2]), string(1, [1, 1])], vec![string(1, [2, 1])]];
        renumber(&mut lines, &vec![vec![0, 2, 1], vec![0, 256, 7]]);
        assert_eq!(lines, [vec![string(0, [2, 1]), string(1, [256, 256])], vec![string(1, [7, 256])]]);
    }
}
