//! ToUnicode CMaps (ISO 32000-1, 9.10.3).
//!
//! In: the text of each code of a font. Out: its CMap, in place of printpdf's: ranges with arrays of texts take half
//! the bytes of one line for each code.

use std::fmt::Write;

use lopdf::{Document as Objects, ObjectId, Stream};

/// What every CMap begins and ends with.
const HEAD: &str = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n\
    /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
    /CMapName/Adobe-Identity-UCS def/CMapType 2 def\n\
    1 begincodespacerange<0000><FFFF>endcodespacerange\n";
const TAIL: &str = "endcmap CMapName currentdict/CMap defineresource pop end end";
/// Codes to a range: its codes may differ in the last byte only.
const RANGE: usize = 256;
/// Ranges to a block at most.
const BLOCK: usize = 100;

/// Replaces the CMaps of the fonts among the shared resources, named `F0`, `F1`, …
pub(super) fn set(objects: &mut Objects, resources: Option<ObjectId>, fonts: &[Vec<Box<str>>]) -> lopdf::Result<()> {
    let Some(resources) = resources else { return Ok(()) };
    for (index, texts) in fonts.iter().enumerate() {
        let named = objects.get_dictionary(resources)?.get(b"Font")?.as_dict()?;
        let font = named.get(format!("F{index}").as_bytes())?.as_reference()?;
        let map = objects.get_dictionary(font)?.get(b"ToUnicode")?.as_reference()?;
        objects.set_object(map, Stream::new(lopdf::Dictionary::new(), cmap(texts).into_bytes()));
    }
    Ok(())
}

/// The CMap of a font; code 0, `.notdef`, is never shown and has no text.
fn cmap(texts: &[Box<str>]) -> String {
    let ranges: Vec<(usize, &[Box<str>])> =
        texts.chunks(RANGE).enumerate().map(|(at, texts)| (at * RANGE, texts)).collect();
    let mut cmap = HEAD.to_owned();
    for block in ranges.chunks(BLOCK) {
        let _ = writeln!(cmap, "{} beginbfrange", block.len());
        for &(first, texts) in block {
            let skipped = usize::from(first == 0);
            let _ = write!(cmap, "<{:04X}><{:04X}>[", first + skipped, first + texts.len() - 1);
            texts[skipped..].iter().for_each(|text| push_text(&mut cmap, text));
            cmap.push_str("]\n");
        }
        cmap.push_str("endbfrange\n");
    }
    cmap + TAIL
}

/// A text as UTF-16 in hexadecimal digits.
fn push_text(cmap: &mut String, text: &str) {
    cmap.push('<');
    for unit in text.encode_utf16() {
        let _ = write!(cmap, "{unit:04X}");
    }
    cmap.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &str) {
        let texts: Vec<Box<str>> = texts.iter().map(|&text| text.into()).collect();
        let cmap = cmap(&texts);
        assert!(cmap.contains(expected), "{cmap}");
    }

    #[test]
    fn texts_stand_in_arrays() {
        check(&["", "ب", "\u{200F}.", "𞤀"], "1 beginbfrange\n<0001><0003>[<0628><200F002E><D83ADD00>]\nendbfrange\n");
    }

    #[test]
    fn ranges_differ_in_the_last_byte_only() {
        let texts = vec!["ن"; 258];
        check(&texts, "2 beginbfrange\n<0001><00FF>[<0646>");
        check(&texts, "]\n<0100><0101>[<0646><0646>]\nendbfrange\n");
    }
}
