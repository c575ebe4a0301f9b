//! The EPUB's structure (EPUB 3.3; OCF 4.2) and the options that shape it.

use std::fs;

use crate::support::{SAMPLES, Workplace, member, sample_book, unzip};

#[test]
fn mimetype_comes_first_stored_and_bare() {
    for name in SAMPLES {
        let epub = &sample_book(name).epub;
        // A local file header (APPNOTE 4.3.7): method at 8, length of the extra field at 28, name at 30.
        assert_eq!(epub[..4], *b"PK\x03\x04", "{name}");
        assert_eq!((&epub[8..10], &epub[28..30]), (&[0, 0][..], &[0, 0][..]), "{name}");
        assert_eq!(epub[30..58], *b"mimetypeapplication/epub+zip", "{name}");
    }
}

#[test]
fn every_document_says_its_language_and_direction() {
    for name in SAMPLES {
        let epub = &sample_book(name).epub;
        let documents: Vec<_> = unzip(epub).into_iter().filter(|(file, _)| file.ends_with(".xhtml")).collect();
        assert!(documents.len() >= 2, "{name}: navigation and text");
        for (file, bytes) in documents {
            let text = String::from_utf8(bytes).unwrap();
            for attribute in [" lang=\"ar\"", " xml:lang=\"ar\"", " dir=\"rtl\""] {
                assert!(tag(&text, "html").contains(attribute), "{name}: {file}: html without{attribute}");
            }
            assert!(tag(&text, "body").contains(" dir=\"rtl\""), "{name}: {file}: body without dir");
        }
    }
}

#[test]
fn the_package_turns_its_pages_from_the_right() {
    for name in SAMPLES {
        let package = member(&sample_book(name).epub, ".opf");
        let opening = tag(&package, "package");
        for attribute in ["version=\"3.0\"", "xml:lang=\"ar\"", "dir=\"rtl\""] {
            assert!(opening.contains(attribute), "{name}: {opening}");
        }
        assert!(tag(&package, "spine").contains("page-progression-direction=\"rtl\""), "{name}");
        assert_eq!(package.matches("<dc:language").count(), 1, "{name}");
    }
}

#[test]
fn the_style_sheet_leaves_direction_to_the_documents() {
    let epub = &sample_book("bookmaking.md").epub;
    let sheets: Vec<_> = unzip(epub).into_iter().filter(|(file, _)| file.ends_with(".css")).collect();
    assert!(!sheets.is_empty());
    for (file, bytes) in sheets {
        let css = String::from_utf8(bytes).unwrap();
        for forbidden in ["direction:", "unicode-bidi", "text-align: left", "text-align: right", "margin-left"] {
            assert!(!css.contains(forbidden), "{file}: {forbidden}");
        }
    }
}

/// The news article is of the form that newsrooms write, without a title.
#[test]
fn the_samples_are_made_without_further_warnings() {
    for name in SAMPLES {
        let warnings = &sample_book(name).warnings;
        let others = warnings.iter().filter(|warning| !warning.message.starts_with("no title given"));
        assert_eq!(others.count(), 0, "{name}: {warnings:?}");
        assert_eq!(warnings.len(), usize::from(name == "news.txt"), "{name}");
    }
}

/// A source can bring neither scripts nor files from outside its folder into a book.
#[test]
fn a_hostile_source_stays_outside() {
    let place = Workplace::new(&[
        ("secret.png", b"secret"),
        ("in/hostile.md", include_bytes!("../texts/hostile.md")),
        ("in/picture.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
    ]);
    let run = place.run("build in/hostile.md --to epub");
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (file, bytes) in unzip(&fs::read(place.path("out/hostile.epub")).unwrap()) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let is_text = [".xhtml", ".html", ".opf", ".ncx", ".svg"].iter().any(|ending| file.ends_with(ending));
        for forbidden in ["<script", "javascript:", "onload", "onerror", "<iframe", "file:///"] {
            // Shown as text, `<script` stands as `&lt;script`; as an attribute, a name stands before `=` in a tag.
            assert!(!is_text || !in_markup(&text, forbidden), "{file}: {forbidden}");
        }
        assert!(bytes != b"secret", "{file} is a file from outside");
    }
}

#[test]
fn the_options_of_epubs_do_what_they_say() {
    let place = Workplace::new(&[
        ("a.md", "---\ntitle: كتاب\n---\n\n# أول\n\nنص\n\n## ثان\n\nنص\n\n# ثالث\n\nنص\n".as_bytes()),
        ("good.css", b"p { color: red }"),
        ("bad.css", b"p { margin: 0 }\np { direction: rtl }"),
    ]);
    let files = |options: &str| {
        let run = place.run(&format!("build a.md --to epub {options}"));
        assert_eq!(run.code, 0, "{options}: {}", run.stderr);
        let file = if options.contains("kepub") { "out/a.kepub.epub" } else { "out/a.epub" };
        let members = unzip(&fs::read(place.path(file)).unwrap());
        members
            .into_iter()
            .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
            .collect::<Vec<_>>()
    };
    let named = |files: &[(String, String)], part: &str| files.iter().filter(|(name, _)| name.contains(part)).count();
    let standard = files("");
    let counts = |files: &[(String, String)]| ["chapter-", "images/", ".ttf"].map(|part| named(files, part));
    assert_eq!(counts(&standard), [2, 1, 2]);
    assert_eq!(counts(&files("--split-level 2 --no-cover")), [3, 0, 2]);
    assert_eq!(counts(&files("--split-level 0 --no-embed-fonts --kepub")), [1, 1, 0]);
    let styled = files("--css good.css");
    assert!(styled.iter().any(|(name, text)| name.ends_with(".css") && text.ends_with("p { color: red }")));
    let refused = place.run("build a.md --css bad.css");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("bad.css:2:5: error[style-sheet]: `direction` is forbidden"), "{}", refused.stderr);
}

#[test]
fn finished_books_are_judged() {
    let place = Workplace::new(&[("a.md", "نص".as_bytes()), ("broken.epub", b"PK")]);
    assert_eq!(place.run("build a.md --to epub").code, 0);
    let sound = place.run("check out/a.epub");
    assert_eq!((sound.code, sound.stderr.as_str()), (0, "out/a.epub: nothing is wrong\n"));
    let broken = place.run("check broken.epub out/a.epub");
    assert_eq!(broken.code, 1);
    assert!(broken.stderr.contains("broken.epub: error[invalid-epub]: this is no ZIP archive"), "{}", broken.stderr);
}

/// The first opening tag of a name.
fn tag<'text>(text: &'text str, name: &str) -> &'text str {
    let start = text.find(&format!("<{name} ")).unwrap_or_else(|| panic!("no <{name}> in {text}"));
    let end = text[start..].find('>').unwrap();
    &text[start..=start + end]
}

/// Whether a word stands inside a tag.
fn in_markup(text: &str, word: &str) -> bool {
    let is_inside = |at: usize| text[..at].rfind('<').is_some_and(|open| !text[open..at].contains('>'));
    text.match_indices(word).any(|(at, _)| word.starts_with('<') || is_inside(at))
}

#[test]
fn words_in_markup_are_told_from_text() {
    assert!(in_markup("<p onload='x'>", "onload"));
    assert!(!in_markup("<p>onload</p>", "onload"));
    assert!(in_markup("<p><script>", "<script"));
    assert!(!in_markup("<p>&lt;script></p>", "<script"));
}
