//! The cases of `tests/cases/`, a folder for each reader and each way to read.
//!
//! In: small files as people have them. Out: what is read of each, as text: its metadata, blocks, notes and pictures,
//! then what the user is told, with places. It must be what a file `.expected` says, which lies beside it, or for web
//! pages that are read whole in `whole-page/`; `WARRAQ_BLESS=1` writes those that are missing or differ, to be read
//! before they are committed.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::dump::dump_blocks;
use super::*;
use crate::document::{ImageRef, ImageSize};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Reads every case of a folder; what is expected of each lies beside it.
fn check(folder: &str, overrides: &Overrides) {
    check_against(folder, folder, overrides);
}

/// Reads every case of a folder; what is expected of each lies in another.
fn check_against(expectations: &str, folder: &str, overrides: &Overrides) {
    for file in sources(folder) {
        let actual = told(&file, overrides);
        let name = file.with_extension("expected");
        let expected = cases().join(expectations).join(name.file_name().unwrap());
        if std::env::var_os("WARRAQ_BLESS").is_some() {
            fs::write(&expected, &actual).unwrap();
        }
        assert_eq!(actual, fs::read_to_string(&expected).unwrap_or_default(), "{}", file.display());
    }
}

/// The sources of a folder, in order; there must be some.
fn sources(folder: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(cases().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut sources: Vec<PathBuf> = files.filter(|file| format_of(file).is_some()).collect();
    sources.sort();
    assert!(!sources.is_empty(), "{folder} has cases");
    sources
}

fn format_of(file: &Path) -> Option<Format> {
    Format::recognise(file.extension()?.to_str(), &fs::read(file).ok()?)
}

/// What is read of a file, and what is told of it.
fn told(file: &Path, overrides: &Overrides) -> String {
    let name = file.file_name().unwrap().to_str().unwrap();
    let format = format_of(file).unwrap();
    let reading = read(name, fs::read(file).unwrap(), format, overrides, &DecodeOptions::default());
    let Reading { source, noticed, contents } = match reading {
        Ok(reading) => reading,
        Err(error) => return format!("refused {error}\n"),
    };
    let mut out = String::new();
    let mut warnings = noticed;
    match contents {
        Ok(contents) => {
            out += &dump_contents(contents.value);
            warnings.extend(contents.warnings);
        }
        Err(Error::Source(diagnostic)) => warnings.push(diagnostic),
        Err(error) => panic!("{error}"),
    }
    for Diagnostic { severity, span, message, others, .. } in &warnings {
        let place = span.map_or_else(String::new, |span| {
            let [from, to] = [span.start, span.end].map(|offset| source.location(offset));
            format!(" {}:{}–{}:{}", from.line, from.column, to.line, to.column)
        });
        let more = if others.count > 0 { format!(" (and {} more)", others.count) } else { String::new() };
        writeln!(out, "{severity:?}{place} {message}{more}").unwrap();
    }
    out
}

/// What a source holds as text: of a collection what it says of itself, then its articles one by one.
fn dump_contents(contents: Contents) -> String {
    match contents {
        Contents::Document(document) => dump(&document),
        Contents::Articles(collection) => {
            let Collection { metadata, articles } = *collection;
            let whole = dump(&Document { metadata, ..Document::default() });
            let article = |Article { document, addresses, .. }: &Article| {
                let addresses: String = addresses.iter().map(|address| format!("address: {address}\n")).collect();
                format!("--- article\n{addresses}{}", dump(document))
            };
            whole + &articles.iter().map(article).collect::<String>()
        }
    }
}

/// A document as text, whole but for its places.
pub(super) fn dump(document: &Document) -> String {
    let Metadata { title, subtitle, authors, date, lang, direction, description, keywords, .. } = &document.metadata;
    let Metadata { publisher, rights, identifier, cover, extra, .. } = &document.metadata;
    let mut out = String::new();
    let mut line = |key: &str, value: &str| writeln!(out, "{key}: {value}").unwrap();
    line("title", title);
    subtitle.iter().for_each(|subtitle| line("subtitle", subtitle));
    authors.iter().for_each(|author| line("author", author));
    date.iter().for_each(|date| line("date", &date.iso()));
    if (lang.0.as_str(), *direction) != ("ar", crate::document::Direction::Rtl) {
        line("lang", &format!("{} {}", lang.0, direction.as_str()));
    }
    description.iter().for_each(|text| line("description", text));
    keywords.iter().for_each(|word| line("keyword", word));
    publisher.iter().for_each(|name| line("publisher", name));
    rights.iter().for_each(|text| line("rights", text));
    identifier.iter().for_each(|text| line("identifier", text));
    cover.iter().for_each(|ImageRef { path, alt, .. }| line("cover", &format!("![{alt}]({path})")));
    extra.iter().for_each(|(key, value)| line(&format!("extra {key}"), value));
    out += "\n";
    out += &dump_blocks(&document.blocks);
    for note in &document.footnotes {
        writeln!(out, "note {}\n{}", note.label, dump_blocks(&note.blocks).trim_end()).unwrap();
    }
    for (path, image) in &document.images {
        writeln!(out, "picture {path}: {:?}, {} × {}", image.format, image.width, image.height).unwrap();
    }
    out + "\n"
}

#[test]
fn markdown() {
    check("markdown", &Overrides::default());
}

#[test]
fn text() {
    check("text", &Overrides::default());
}

#[test]
fn html() {
    check("html", &Overrides::default());
}

#[test]
fn whole_pages() {
    check_against("whole-page", "html", &Overrides { page: PageScope::Whole, ..Overrides::default() });
}

#[test]
fn docx() {
    check("docx", &Overrides::default());
}

#[test]
fn epubs() {
    check("epub", &Overrides::default());
}

#[test]
fn openiti() {
    check("openiti", &Overrides::default());
}

#[test]
fn feeds() {
    check("feed", &Overrides::default());
}

#[test]
fn odt() {
    check("odt", &Overrides::default());
}

#[test]
fn encodings() {
    check("encoding", &Overrides::default());
}

#[test]
fn front_matter() {
    check("front-matter", &Overrides::default());
}

#[test]
fn mending() {
    check("mending", &Overrides::default());
}

#[test]
fn quotes_when_asked() {
    let mending = Mending { arabic_quotes: true, ..Mending::default() };
    check("quotes", &Overrides { mending, ..Overrides::default() });
}

#[test]
fn nothing_mended_when_asked() {
    let mending = Mending::NONE;
    check("unmended", &Overrides { mending, ..Overrides::default() });
}

/// A document with its notes and pictures called by their numbers, as only some formats give them names.
fn with_plain_names(mut document: Document, folder: &str) -> Document {
    let missing = crate::assets::load_images(&mut document, &[cases().join(folder)], &[]);
    assert_eq!(missing, []);
    let mut names: Vec<(String, String)> = Vec::new();
    for (index, note) in document.footnotes.iter_mut().enumerate() {
        let number = (index + 1).to_string();
        names.push((std::mem::replace(&mut note.label, number.clone()), number));
    }
    let mut rename = |inline: &mut Inline| {
        if let Inline::FootnoteReference { label, .. } = inline {
            let known = names.iter().find(|(old, _)| old == label).unwrap();
            label.clone_from(&known.1);
        }
    };
    walk::runs(&mut document.blocks, &mut |run| run.iter_mut().for_each(&mut rename));
    let mut images = BTreeMap::new();
    walk::blocks(&mut document.blocks, &mut |block| {
        if let BlockKind::Figure { image, .. } = &mut block.kind {
            let name = format!("picture {}", images.len() + 1);
            images.insert(name.clone(), document.images[&image.path].clone());
            image.path = name;
            // Word always says how large a picture is.
            image.size = ImageSize::default();
        }
    });
    Document { images, ..document }
}

/// An article as each format says it, and as each program writes it, is one document.
fn check_same(folder: &str) {
    let read_one = |file: PathBuf| {
        let format = format_of(&file).unwrap();
        let bytes = fs::read(&file).unwrap();
        let reading = read("مقال", bytes, format, &Overrides::default(), &DecodeOptions::default()).unwrap();
        let contents = reading.contents.unwrap();
        assert_eq!(contents.warnings, [], "{}", file.display());
        (file, dump(&with_plain_names(contents.value.into_document(), folder)))
    };
    let dumps: Vec<(PathBuf, String)> = sources(folder).into_iter().map(read_one).collect();
    assert!(dumps.len() > 3);
    for (file, dump) in &dumps {
        assert_eq!(*dump, dumps[0].1, "{} and {}", file.display(), dumps[0].0.display());
    }
}

#[test]
fn an_article_without_mark_up_is_the_same_in_all_formats() {
    check_same("same/plain");
}

#[test]
fn an_article_with_mark_up_is_the_same_in_all_formats_that_have_it() {
    check_same("same/rich");
}

/// What fuzzing found is read, and every place that is told lies between letters of the source.
#[test]
fn what_fuzzing_found() {
    let mending = Mending { arabic_quotes: true, ..Mending::default() };
    let whole = Overrides { mending, page: PageScope::Whole, ..Overrides::default() };
    for file in sources("fuzzed") {
        for overrides in [&Overrides::default(), &whole] {
            let (bytes, format) = (fs::read(&file).unwrap(), format_of(&file).unwrap());
            let reading = read("a", bytes, format, overrides, &DecodeOptions::default());
            let Ok(Reading { source, noticed, contents: Ok(document) }) = reading else { continue };
            for span in noticed.iter().chain(&document.warnings).filter_map(|warning| warning.span) {
                assert!(source.text.get(span.start..span.end).is_some(), "{}: {span:?}", file.display());
            }
        }
    }
}
