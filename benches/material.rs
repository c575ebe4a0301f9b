//! What the benchmarks work on: articles from the samples' sentences (`benches/articles.py`, fixed seed), books of
//! them, and pages of a kind.

#![allow(dead_code, reason = "each benchmark takes what it needs")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use warraq::document::Document;
use warraq::parse::{self, DecodeOptions, Format, Overrides};

/// Distinct articles of 300 to 400 words, in Markdown.
pub(crate) fn articles(count: usize) -> io::Result<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("articles-{count}"));
    if !folder.join("done").exists() {
        let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/articles.py");
        let status = Command::new("python3").arg(generator).arg(&folder).arg(count.to_string()).status()?;
        if !status.success() {
            return Err(io::Error::other("benches/articles.py has failed"));
        }
        fs::write(folder.join("done"), "")?;
    }
    (1..=count).map(|number| fs::read_to_string(folder.join(format!("article-{number:04}.md")))).collect()
}

/// A book with a chapter for each of that many articles.
pub(crate) fn book(count: usize) -> io::Result<String> {
    let mut book = String::from("---\ntitle: كتاب المقالات\nauthor: محررو ورّاق\n---\n");
    for article in articles(count)? {
        let (head, text) =
            article.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or_default();
        let title = head.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default();
        let title = title.trim_matches('"');
        book.push_str(&format!("\n# {title}\n{text}"));
    }
    Ok(book)
}

/// A page of text with all vowel signs.
pub(crate) fn vocalised() -> io::Result<String> {
    sample("vocalised.md")
}

/// Tables of five columns, their cells of one to four words of an article.
pub(crate) fn tables() -> io::Result<String> {
    let article = articles(1)?.concat();
    let words: Vec<&str> = article.split_whitespace().filter(|word| !word.starts_with(['#', '-'])).collect();
    let mut cells = words.chunk_by(|word, _| word.chars().count() % 3 != 0).map(|cell| cell.join(" ")).cycle();
    let mut text = String::from("# جداول\n");
    for _ in 0..6 {
        text.push_str("\n| أ | ب | ج | د | هـ |\n|---|---|---|---|---|\n");
        for _ in 0..12 {
            let row: Vec<String> = cells.by_ref().take(5).collect();
            text.push_str(&format!("| {} |\n", row.join(" | ")));
        }
    }
    Ok(text)
}

/// A file of `source/`.
pub(crate) fn sample(name: &str) -> io::Result<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("source").join(name))
}

/// A text as a document.
pub(crate) fn document(text: &str) -> io::Result<Document> {
    let read = parse::read("bench.md", text.into(), Format::Markdown, &Overrides::default(), &DecodeOptions::default());
    let contents = read.and_then(|reading| reading.contents);
    contents.map(|contents| contents.value.into_document()).map_err(|cause| io::Error::other(cause.to_string()))
}
