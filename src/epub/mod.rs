//! The EPUB writer: a document in, the bytes of an EPUB 3.3 out.
//!
//! ```text
//! Directed ── outline ──> chapters, places, contents
//!          └─ writer (blocks, inlines) ──> XHTML pages, characters used, pictures shown, findings
//! characters ── faces (subset) ──> fonts ── css ──> style sheet
//! all of them ── assemble (epub-builder) ──> files ── finish (metadata, navigation; zip) ──> bytes
//! ```
//!
//! Sections of the standard are named where they apply: <https://www.w3.org/TR/epub-33/>.

mod accessibility;
mod amend;
mod assemble;
mod blocks;
mod css;
mod faces;
mod finish;
mod fitting;
mod identifier;
mod inlines;
mod link;
mod lists;
mod math;
mod metadata;
mod navigation;
mod notes;
mod outline;
mod pages;
mod pictures;
mod signs;
mod structures;
mod subset;
mod tables;
mod usage;
mod user_css;
mod writer;
mod xml;

use std::collections::HashSet;

use accessibility::Accessibility;
use amend::Amendment;
use assemble::{Entry, Parts};
use faces::Faces;
use finish::{Finish, refused};
use metadata::Facts;
use navigation::Navigation;
use outline::Outline;
use pages::Pages;
use usage::Usage;
pub use user_css::UserCss;
use writer::{Findings, Page, Writer};

use crate::diagnostic::{self, Code, Diagnostic, Error, Warned};
use crate::direction::Directed;
use crate::document::{Document, ImageData, PageBreak, Timestamp, source_pages};
use crate::font::FontSet;
use crate::locale;
use crate::style::Stylesheet;

/// How an EPUB is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpubOptions {
    /// When the book is said to be made; without it, what [`crate::document::Metadata::timestamp`] says.
    pub timestamp: Option<Timestamp>,
    /// Which fonts go along.
    pub fonts: FontEmbedding,
    /// New files begin at headings down to this level; 0 keeps the text in one file. Without it, the level that suits
    /// the document: the first where it has several, the second where the text is too long for one file.
    pub split_level: Option<u8>,
    /// A style sheet that follows the book's own.
    pub css: Option<UserCss>,
    /// Page breaks of the printed book, from [`crate::layout::frame::PagedDocument::page_breaks`]: they are marked and
    /// listed. If empty, the book mentions no pages.
    pub page_breaks: Vec<PageBreak>,
    /// A cover for a document that brings none, such as [`crate::cover::draw`] makes.
    pub cover: Option<ImageData>,
}

/// Which fonts go along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FontEmbedding {
    /// The faces that the text needs, cut to its characters.
    #[default]
    Subset,
    /// None: the reading system uses its own.
    None,
}

/// Writes a document as an EPUB 3.3 archive.
///
/// The same arguments always give the same bytes.
///
/// # Errors
/// [`Error::Writer`] when the archive cannot be put together.
pub fn write(
    document: &Directed,
    fonts: &FontSet,
    style: &Stylesheet,
    options: &EpubOptions,
) -> Result<Warned<Vec<u8>>, Error> {
    let outline = Outline::of(document, options.split_level);
    let own_pages = own_pages(document);
    let mut writer = Writer::new(document, &outline, style);
    writer.pages = Pages::new(document, &outline, if own_pages.is_empty() { &options.page_breaks } else { &own_pages });
    let cover = writer.cover_page(options.cover.as_ref());
    let has_cover = cover.is_some();
    let front: Vec<Page> = cover.into_iter().chain([writer.title_page()]).collect();
    let chapters: Vec<Page> = outline.chapters.iter().map(|chapter| writer.chapter(chapter)).collect();
    writer.record_navigation();
    let Writer { usage, pictures, mut findings, pages, steps, .. } = writer;
    findings.warnings.extend(false_identifier(document));

    let metadata = &document.metadata;
    let Warned { value: mut faces, warnings } = embed(&usage, fonts, style, &metadata.lang.0, options.fonts);
    if findings.has_math && options.fonts == FontEmbedding::Subset {
        math::embed(&mut faces, fonts);
    }
    let css = css::sheet(style, &faces, metadata, &steps, options.css.as_ref());
    let facts = Facts {
        metadata,
        identifier: &identifier::of(document),
        modified: metadata.timestamp(options.timestamp),
        accessibility: Accessibility::of(&findings, pictures.files().iter().map(|picture| picture.data), &pages.marked),
        pages: &pages.marked,
        has_cover,
        faces: &faces,
    };
    let (outline, faces, pictures) = (&outline, &faces, pictures.files());
    let parts = Parts { metadata, outline, front: &front, chapters: &chapters, css: &css, faces, pictures, has_cover };
    let entries = assemble::assemble(&parts).map_err(refused)?;
    let with_math: Vec<&str> =
        chapters.iter().filter(|page| page.xhtml.contains("<math ")).map(|page| page.file.as_str()).collect();
    let value = finish(entries, &facts, outline, &with_math)?;
    Ok(Warned { value, warnings: [said(findings), warnings].concat() })
}

/// The pages of the edition that the source marks, with the digits of the language; they stand in place of the PDF's.
fn own_pages(document: &Document) -> Vec<PageBreak> {
    let digits = locale::own_digits(&document.metadata.lang);
    let own = |page: PageBreak| PageBreak { label: digits.apply(&page.label), ..page };
    source_pages(document).into_iter().map(own).collect()
}

fn embed(usage: &Usage, fonts: &FontSet, style: &Stylesheet, lang: &str, embedding: FontEmbedding) -> Warned<Faces> {
    match embedding {
        FontEmbedding::Subset => faces::embed(usage, fonts, style, lang),
        FontEmbedding::None => Warned::default(),
    }
}

/// Mends the files with what epub-builder's templates cannot say, and makes the archive.
fn finish(
    entries: Vec<Entry<'_>>,
    facts: &Facts<'_>,
    outline: &Outline<'_>,
    with_math: &[&str],
) -> Result<Vec<u8>, Error> {
    const PREFIXES: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";
    let lang = locale::language_tag(&facts.metadata.lang);
    let navigation = Navigation {
        metadata: facts.metadata,
        lang: &lang,
        identifier: facts.identifier,
        outline,
        pages: facts.pages,
        has_cover: facts.has_cover,
    };
    let package = Amendment::of("package")
        .attribute("xml:lang", &lang)
        .attribute("dir", facts.metadata.direction.as_str())
        .attribute("prefix", PREFIXES);
    let mut changes = vec![package, Amendment::of("metadata").content(metadata::render(facts))];
    // Pages with formulas say so (EPUB 3.3, 5.6.2.1).
    let items = with_math.iter().map(|file| Amendment::of("item").having("href", file));
    changes.extend(items.map(|item| item.attribute("properties", "mathml")));
    // The contents follow the title page, which follows the cover.
    changes.extend(facts.has_cover.then(|| Amendment::of("itemref")));
    changes.push(Amendment::of("itemref").followed_by(navigation.itemref()));
    changes.push(Amendment::of("guide").content(navigation.guide()));
    let finish = Finish {
        package: &changes,
        nav: &navigation.nav_amendments(),
        ncx: &navigation.ncx_amendments(),
        faces: facts.faces,
    };
    finish.apply(entries)
}

/// An identifier that is not what it claims to be.
fn false_identifier(document: &Document) -> Option<Diagnostic> {
    let given = document.metadata.identifier.as_deref()?.trim();
    identifier::is_false_uuid(given).then(|| {
        let message = format!("the identifier {given} is not a UUID; one derived from it is used instead");
        Diagnostic::warning(Code::InvalidIdentifier, None, message)
            .with_hint("give a UUID, an ISBN or another identifier, or leave it out")
    })
}

/// What the pages have to tell the user.
fn said(findings: Findings) -> Vec<Diagnostic> {
    let mut known = HashSet::new();
    let undescribed = findings.undescribed.iter().filter(|image| known.insert(image.path.as_str()));
    let undescribed = undescribed.map(|image| diagnostic::undescribed(&image.path, Some(image.span)));
    let held_together = findings.held_together.map(|span| diagnostic::held_together(Some(span)));
    let mut warnings: Vec<Diagnostic> = findings.warnings.into_iter().chain(undescribed).chain(held_together).collect();
    warnings.sort_by_key(|warning| warning.span);
    warnings
}

#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
