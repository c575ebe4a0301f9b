//! The codes of finished pages.
//!
//! In: pages whose codes were numbered anew, and the finished fonts. Out: the pages with the new codes, and one more that
//! tells printpdf of all codes.

use printpdf::{DictItem, FontId, Op, PdfFontHandle, PdfPage, Pt as PdfPt};

use super::{font_id, rectangle};
use crate::geometry::{Pt, Size};
use crate::pdf::cluster_font::{EmbeddedFont, NewCodes};

/// Puts the new codes of the fonts in place of the old ones.
pub(crate) fn renumber(page: &mut PdfPage, new_codes: &NewCodes) {
    let mut codes: &[u16] = &[];
    for op in &mut page.ops {
        match op {
            Op::SetFont { font: PdfFontHandle::External(id), .. } => {
                codes = font_index(id).and_then(|index| new_codes.get(index)).map_or(&[], Vec::as_slice);
            }
            Op::Unknown { value, .. } => value.iter_mut().for_each(|item| renumber_string(item, codes)),
            _ => {}
        }
    }
}

fn renumber_string(item: &mut DictItem, codes: &[u16]) {
    let DictItem::String { data, .. } = item else { return };
    for code in data.chunks_exact_mut(2) {
        let new = codes.get(usize::from(u16::from_be_bytes([code[0], code[1]])));
        code.copy_from_slice(&new.copied().unwrap_or_default().to_be_bytes());
    }
}

/// The font of a name.
fn font_index(FontId(name): &FontId) -> Option<usize> {
    name.strip_prefix('F')?.parse().ok()
}

/// A page that shows every code once, so that printpdf learns the codes' texts and widths. It asks for them on every
/// show operator; the pages' own strings are given as bytes instead, which spares an allocation for each glyph and the
/// fusing of neighbouring strings into one TJ. The page itself is left out of the file by `finish`.
pub(crate) fn specimen(fonts: &[EmbeddedFont]) -> PdfPage {
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

    #[test]
    fn strings_get_the_codes_of_their_font() {
        let font = |index| Op::SetFont { font: PdfFontHandle::External(font_id(index)), size: PdfPt(14.0) };
        let string = |codes: &[u16]| Op::Unknown {
            key: "Tj".into(),
            value: vec![DictItem::String {
                data: codes.iter().flat_map(|code| code.to_be_bytes()).collect(),
                literal: true,
            }],
        };
        let page = |codes: [&[u16]; 3]| {
            let sheet = rectangle(Pt::ZERO, Pt::ZERO, Size::default());
            let ops = vec![font(0), string(codes[0]), font(1), string(codes[1]), string(codes[2])];
            PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops }
        };
        let mut renumbered = page([&[1, 2], &[1], &[2, 1]]);
        renumber(&mut renumbered, &vec![vec![0, 2, 1], vec![0, 256, 7]]);
        assert_eq!(renumbered.ops, page([&[2, 1], &[256], &[7, 256]]).ops);
    }
}
