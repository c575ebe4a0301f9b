//! Pages as two renderers that we did not write see them: poppler and PDFium draw the same ink in the same places.

use std::fs;
use std::path::Path;

use crate::judges::{pdfium_pages, poppler_pages};
use crate::support::{SAMPLES, Workplace, root, sample_book};

/// Resolution of the pictures, in dots to the inch, and by how many pixels a renderer may place a glyph elsewhere.
const RESOLUTION: &str = "100";
const NEAR: usize = 2;
/// Ink this dark (of 255) is missing where the other picture has none darker than the second near it.
const DARK: u8 = 100;
const FAINT: u8 = 180;
/// Pixels of a page that may be missing: fewer than those of one letter.
const MOST: usize = 16;

/// A grey picture.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// Reads a binary PGM: `P5`, width and height, 255, then the pixels.
    fn read(path: &Path) -> Picture {
        let bytes = fs::read(path).unwrap();
        let mut parts = bytes.splitn(4, |&byte| byte == b'\n');
        let mut line = || std::str::from_utf8(parts.next().unwrap()).unwrap();
        assert_eq!(line(), "P5");
        let (width, height) = line().split_once(' ').unwrap();
        let (width, height) = (width.parse().unwrap(), height.parse().unwrap());
        assert_eq!(line(), "255");
        let pixels = parts.next().unwrap().to_vec();
        assert_eq!(pixels.len(), width * height);
        Picture { width, height, pixels }
    }

    /// How many dark pixels have nothing near them in the other picture.
    fn missing_in(&self, other: &Picture) -> usize {
        let faintest = |x: usize, y: usize| {
            let rows = (y - NEAR..=y + NEAR).map(|y| y * other.width + x);
            let rows = rows.map(|middle| &other.pixels[middle - NEAR..=middle + NEAR]);
            rows.flatten().min().is_some_and(|&darkest| darkest > FAINT)
        };
        let inner = (NEAR..self.height - NEAR).flat_map(|y| (NEAR..self.width - NEAR).map(move |x| (x, y)));
        inner.filter(|&(x, y)| self.pixels[y * self.width + x] < DARK && faintest(x, y)).count()
    }
}

/// The pages of a PDF by both; none where a judge is missing.
fn pictures(place: &Workplace, pdf: &Path) -> Option<Vec<(Picture, Picture)>> {
    let by_poppler = poppler_pages(pdf, &place.path("poppler"), RESOLUTION)?;
    let by_pdfium = pdfium_pages(pdf, &place.path("pdfium"), RESOLUTION)?;
    assert_eq!(by_poppler.len(), by_pdfium.len());
    let pairs = by_poppler.iter().zip(&by_pdfium);
    Some(pairs.map(|(one, other)| (Picture::read(one), Picture::read(other))).collect())
}

#[test]
fn both_renderers_draw_the_same() {
    let place = Workplace::new(&[]);
    let mut books: Vec<_> = SAMPLES.into_iter().map(|name| (name, place.path(&format!("{name}.pdf")))).collect();
    books.iter().for_each(|(name, path)| fs::write(path, &sample_book(name).pdf).unwrap());
    let all = root().join("tests/sources/all-constructs.md");
    let arguments = ["build", all.to_str().unwrap(), "-o", "all.pdf", "--toc", "--cover", "--page-size", "A5"];
    assert_eq!(place.run_with(&arguments, &[]).code, 0);
    books.push(("all-constructs.md", place.path("all.pdf")));
    for (name, pdf) in books {
        let Some(pages) = pictures(&place, &pdf) else { return };
        for (number, (poppler, pdfium)) in (1..).zip(&pages) {
            assert_eq!((poppler.width, poppler.height), (pdfium.width, pdfium.height), "{name}, page {number}");
            let missing = (poppler.missing_in(pdfium), pdfium.missing_in(poppler));
            assert!(missing.0.max(missing.1) <= MOST, "{name}, page {number}: {missing:?} pixels are missing");
        }
    }
}

/// The bound is tight: without one letter of a page it is passed.
#[test]
fn a_missing_letter_is_seen() {
    let place = Workplace::new(&[("a.md", "---\ntitle: ا\n---\n\nا ب\n".as_bytes())]);
    assert_eq!(place.run("build a.md -o whole.pdf").code, 0);
    fs::write(place.path("a.md"), "---\ntitle: ا\n---\n\n\u{a0} ب\n").unwrap();
    assert_eq!(place.run("build a.md -o less.pdf").code, 0);
    let Some(whole) = pictures(&place, &place.path("whole.pdf")) else { return };
    let Some(less) = pictures(&place, &place.path("less.pdf")) else { return };
    assert!(whole[0].0.missing_in(&whole[0].1) <= MOST);
    let missing = whole[0].0.missing_in(&less[0].1);
    assert!(missing > MOST, "{missing} pixels");
}
