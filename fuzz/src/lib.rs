//! What the fuzz targets share.
//!
//! In: any bytes. Out: a document, where they are one. Each reader must neither panic nor hang, and every place that it
//! names must be a stretch of the source's text.

use std::io::{Cursor, Write};

use warraq::diagnostic::{Diagnostic, Error, Source};
use warraq::document::Document;
use warraq::parse::{DecodeOptions, Encoding, Format, Mending, Overrides, PageScope, Reading, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The options of a run; two of each kind, by the length of the input.
pub fn overrides(bytes: &[u8]) -> Overrides {
    let is_odd = bytes.len() % 2 == 1;
    Overrides {
        mending: Mending { arabic_quotes: is_odd, ..Mending::default() },
        page: if is_odd { PageScope::Whole } else { PageScope::Article },
        ..Overrides::default()
    }
}

/// Reads bytes as a format and checks all places; the document, or the first of a collection, where there is one.
pub fn document(bytes: &[u8], format: Format, encoding: Option<Encoding>) -> Option<Document> {
    let reading = read("a", bytes.to_vec(), format, &overrides(bytes), &DecodeOptions { encoding });
    let Reading { source, noticed, contents } = reading.ok()?;
    check_places(&source, &noticed);
    match contents {
        Ok(contents) => {
            check_places(&source, &contents.warnings);
            Some(contents.value.into_document())
        }
        Err(Error::Source(diagnostic)) => {
            check_places(&source, &[diagnostic]);
            None
        }
        Err(_) => None,
    }
}

fn check_places(source: &Source, diagnostics: &[Diagnostic]) {
    for span in diagnostics.iter().filter_map(|diagnostic| diagnostic.span) {
        assert!(source.text.get(span.start..span.end).is_some(), "{span:?} of {}", source.text.len());
    }
}

/// An EPUB of the files that a text gives: each begins with a line `== NAME`, and what stands before the first is the
/// package document.
pub fn epub(text: &str) -> Vec<u8> {
    const CONTAINER: &str = "<container><rootfiles><rootfile full-path=\"p.opf\"/></rootfiles></container>";
    let (package, files) = text.split_once("\n== ").unwrap_or((text, ""));
    let own = [("META-INF/container.xml", CONTAINER), ("p.opf", package)];
    archive(own.into_iter().chain(files.split("\n== ").filter_map(|file| file.split_once('\n'))))
}

/// A Word file of the parts that a text gives: each begins with a line `== NAME`, and what stands before the first is
/// the body of the main part. So the reader is tried rather than the checksums of its archive.
pub fn word_file(text: &str) -> Vec<u8> {
    let (body, parts) = text.split_once("\n== ").unwrap_or((text, ""));
    let main = format!("<w:document><w:body>{body}</w:body></w:document>");
    archive([("word/document.xml", main.as_str())].into_iter().chain(further(parts)))
}

/// An OpenDocument text of the parts that a text gives in the same way. Styles stand before the text, after `== styles`.
pub fn open_document(text: &str) -> Vec<u8> {
    let (body, parts) = text.split_once("\n== ").unwrap_or((text, ""));
    let (styles, parts) = match parts.strip_prefix("styles\n") {
        Some(rest) => rest.split_once("\n== ").unwrap_or((rest, "")),
        None => ("", parts),
    };
    let main = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive([("content.xml", main.as_str())].into_iter().chain(further(parts)))
}

/// The further parts of an archive, each of which begins with a line `== NAME`.
fn further(parts: &str) -> impl Iterator<Item = (&str, &str)> {
    parts.split("\n== ").filter_map(|part| part.split_once('\n'))
}

fn archive<'a>(parts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(content.as_bytes()).expect("memory takes all");
        }
    }
    zip.finish().expect("memory takes all").into_inner()
}
