//! The navigation document (EPUB 3.3, 7) and the NCX of older readers.
//!
//! In: the outline, the book's language and direction. Out: the entries of the table of contents for epub-builder,
//! which nests and writes them, and the changes to its documents: language, direction, landmarks, identifier, title.

use epub_builder::TocElement;

use super::amend::Amendment;
use super::outline::{Entry, Outline, title_of};
use super::pages::MarkedPage;
use super::writer::{COVER, TITLE_PAGE, isolated, signs_of_line};
use super::xml::Xml;
use crate::direction;
use crate::document::{Direction, Metadata};
use crate::locale::{self, Words};

/// What the navigation must say beside its entries.
pub(super) struct Navigation<'a> {
    /// The book's title and direction.
    pub(super) metadata: &'a Metadata,
    /// The book's language, well-formed.
    pub(super) lang: &'a str,
    /// The unique identifier.
    pub(super) identifier: &'a str,
    /// The parts.
    pub(super) outline: &'a Outline<'a>,
    /// Marked pages of the printed book.
    pub(super) pages: &'a [MarkedPage],
    /// Whether there is a cover page.
    pub(super) has_cover: bool,
}

/// An entry for epub-builder, with its title as mark-up for the navigation document and as text for the NCX.
pub(super) fn element(entry: &Entry, around: Direction) -> TocElement {
    let mut marked = Xml::fragment();
    let signs = signs_of_line(&entry.title, around);
    isolated(&mut marked, &entry.title, &direction::line(&entry.title, around), &signs);
    let mut plain = Xml::fragment();
    plain.text(&direction::marked_line(&entry.title, around));
    TocElement::new(&entry.href, marked.finish()).raw_title(plain.finish()).level(i32::from(entry.level))
}

impl Navigation<'_> {
    /// Changes to `nav.xhtml`.
    pub(super) fn nav_amendments(&self) -> [Amendment<'_>; 4] {
        let dir = self.metadata.direction.as_str();
        let html = Amendment::of("html").attribute("lang", self.lang).attribute("xml:lang", self.lang);
        let contents = Amendment::of("nav").attribute("role", "doc-toc").attribute("aria-labelledby", "toc-title");
        let landmarks = Amendment::of("nav").attribute("hidden", "hidden").content(self.landmarks());
        let landmarks = landmarks.followed_by(self.page_list());
        [html.attribute("dir", dir), Amendment::of("body").attribute("dir", dir), contents, landmarks]
    }

    /// Changes to `toc.ncx`.
    pub(super) fn ncx_amendments(&self) -> [Amendment<'_>; 4] {
        let dir = self.metadata.direction.as_str();
        let mut uid = Xml::fragment();
        uid.empty("meta", &[("name", Some("dtb:uid")), ("content", Some(self.identifier))]);
        let mut title = Xml::fragment();
        title.element("text", &[], &direction::marked_line(title_of(self.metadata), self.metadata.direction));
        [
            Amendment::of("ncx").attribute("xml:lang", self.lang).attribute("dir", dir),
            Amendment::of("head").before_content(uid.finish()),
            Amendment::of("docTitle").content(title.finish()),
            Amendment::of("navMap").followed_by(self.ncx_pages()),
        ]
    }

    /// The place of the contents in the spine: a page to be read in a book of several chapters, else only to be
    /// reached.
    pub(super) fn itemref(&self) -> String {
        let linear = (self.outline.chapters.len() == 1).then_some("no");
        let mut xml = Xml::fragment();
        xml.empty("itemref", &[("idref", Some("nav")), ("linear", linear)]);
        xml.finish()
    }

    /// The old `guide` of the package, which Kindle still reads.
    pub(super) fn guide(&self) -> String {
        let mut xml = Xml::fragment();
        for (_, kind, title, href) in self.marks() {
            xml.empty("reference", &[("type", Some(kind)), ("title", Some(title)), ("href", Some(href))]);
        }
        xml.finish()
    }

    fn landmarks(&self) -> String {
        let mut xml = Xml::fragment();
        xml.element("h2", &[], self.words().landmarks);
        xml.start("ol", &[]);
        for (kind, _, title, href) in self.marks() {
            xml.start("li", &[]);
            xml.element("a", &[("epub:type", Some(kind)), ("href", Some(href))], title);
            xml.end();
        }
        xml.finish()
    }

    /// The page list (EPUB 3.3, 7.4.3); empty if no page is marked.
    fn page_list(&self) -> String {
        let mut xml = Xml::fragment();
        if self.pages.is_empty() {
            return String::new();
        }
        xml.new_line();
        xml.start(
            "nav",
            &[("epub:type", Some("page-list")), ("role", Some("doc-pagelist")), ("hidden", Some("hidden"))],
        );
        xml.element("h2", &[], self.words().pages);
        xml.start("ol", &[]);
        for page in self.pages {
            xml.start("li", &[]);
            xml.element("a", &[("href", Some(&page.href))], &page.label);
            xml.end();
        }
        xml.finish()
    }

    /// The same for readers of the NCX (DAISY, ANSI/NISO Z39.86-2005, 8.4.4).
    fn ncx_pages(&self) -> String {
        let mut xml = Xml::fragment();
        if self.pages.is_empty() {
            return String::new();
        }
        let label = |xml: &mut Xml, text: &str| {
            xml.start("navLabel", &[]);
            xml.element("text", &[], text);
            xml.end();
        };
        xml.start("pageList", &[("id", Some("page-list")), ("class", Some("pages"))]);
        label(&mut xml, self.words().pages);
        for (number, page) in (1..).zip(self.pages) {
            let id = format!("page-target-{number}");
            let kind = if page.number.is_some() { "normal" } else { "special" };
            xml.start("pageTarget", &[("id", Some(&id)), ("type", Some(kind)), ("value", page.number.as_deref())]);
            label(&mut xml, &page.label);
            xml.empty("content", &[("src", Some(&page.href))]);
            xml.end();
        }
        xml.finish()
    }

    /// The places every book has: their type as landmark and in the guide, name and address.
    fn marks(&self) -> impl Iterator<Item = (&'static str, &'static str, &'static str, &str)> {
        let words = self.words();
        let start = self.outline.chapters.first().map(|chapter| chapter.file.as_str());
        let cover = self.has_cover.then_some(("cover", "cover", words.cover, COVER));
        cover
            .into_iter()
            .chain([("titlepage", "title-page", words.title_page, TITLE_PAGE)])
            .chain([("toc", "toc", words.contents, "nav.xhtml")])
            .chain(start.map(|file| ("bodymatter", "text", words.start_of_text, file)))
    }

    fn words(&self) -> &'static Words {
        locale::words(&self.metadata.lang)
    }
}
