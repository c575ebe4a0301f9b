//! What outside judges say of finished EPUBs: epubcheck, DAISY Ace, HarfBuzz and Chromium, each on the samples, an
//! article, a source with every construct, and a book of three hundred chapters.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use crate::judges::{ace, epubcheck, passed, screens, shaping};
use crate::support::{SAMPLES, Workplace, root, sample, sample_book, text_of, unzip};

/// The finished books, in a folder.
static BOOKS: LazyLock<(Workplace, Vec<PathBuf>)> = LazyLock::new(|| {
    let place = Workplace::new(&[("long.md", long_book().as_bytes())]);
    let tests = root().join("tests");
    let sources = SAMPLES.into_iter().map(sample).chain([
        tests.join("texts/article.txt"),
        tests.join("texts/hostile.md"),
        tests.join("sources/all-constructs.md"),
        place.path("long.md"),
    ]);
    let made = |source: PathBuf| {
        let run = place.run_with(&["build", source.to_str().unwrap(), "--to", "epub"], &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        place.path(&format!("out/{}.epub", source.file_stem().unwrap().to_str().unwrap()))
    };
    let books = sources.map(made).collect();
    (place, books)
});

/// A book of three hundred chapters: sentences of the samples in an order that a fixed seed gives.
fn long_book() -> String {
    const CHAPTERS: u64 = 300;
    let text: String = SAMPLES.into_iter().map(|name| text_of(&sample_book(name).document)).collect();
    let is_plain =
        |sentence: &&str| sentence.chars().count() > 20 && !sentence.contains(['`', '[', '<', '*', '_', '#']);
    let sentences: Vec<&str> = text.split(['.', '؟', '\n']).map(str::trim).filter(is_plain).collect();
    assert!(sentences.len() > 50);
    // Knuth's constants for a linear congruential generator (The Art of Computer Programming 2, 3.3.4).
    let mut state = 1514_u64;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let mut book = "---\ntitle: كتاب الكتب\nauthor: محررو ورّاق\n---\n".to_owned();
    for chapter in 1..=CHAPTERS {
        book.push_str(&format!("\n# الباب {chapter}\n"));
        for _ in 0..3 + next(4) {
            let paragraph: Vec<&str> = (0..3 + next(4)).map(|_| sentences[next(sentences.len())]).collect();
            book.push_str(&format!("\n{}.\n", paragraph.join(". ")));
        }
    }
    book
}

#[test]
fn epubcheck_finds_nothing() {
    for book in &BOOKS.1 {
        let Some(verdict) = epubcheck(book) else { return };
        // A line for each fatal error, error, warning or information; none where there is nothing to say.
        assert_eq!(passed(&verdict).trim(), "", "{}", book.display());
    }
}

/// Accessible by WCAG 2 and EPUB Accessibility 1.1, as far as DAISY Ace can tell. The hostile source has a picture
/// without words, which no book can mend.
#[test]
fn ace_finds_no_violation() {
    for (index, book) in BOOKS.1.iter().enumerate().filter(|(_, book)| !book.ends_with("hostile.epub")) {
        let Some(told) = ace(book, &BOOKS.0.path(&format!("report-{index}"))) else { return };
        assert_eq!(told.trim(), "violations 0 {}", "{}", book.display());
    }
}

#[test]
fn every_word_is_shaped_as_in_the_whole_fonts() {
    let Some(told) = shaping(&BOOKS.1) else { return };
    let words = told.strip_prefix("words ").and_then(|count| count.trim().parse::<usize>().ok());
    assert!(words.is_some_and(|words| words > 1000), "{told}");
}

/// On phone, tablet and desk, at common and large size: from the right, within the screen, in the book's own fonts.
#[test]
fn screens_show_every_page_right() {
    for book in BOOKS.1.iter().filter(|book| !["hostile.epub", "long.epub"].iter().any(|name| book.ends_with(name))) {
        let folder = BOOKS.0.path(&format!("{}-pages", book.file_stem().unwrap().to_str().unwrap()));
        let files = unzip(&fs::read(book).unwrap());
        for (name, bytes) in &files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let Some(told) = screens(&folder) else { return };
        let pages = files.iter().filter(|(name, _)| name.ends_with(".xhtml")).count();
        assert_eq!(told.trim(), format!("pages {pages}"), "{}", book.display());
    }
}
