//! The metadata of the package document (EPUB 3.3, 5.5).
//!
//! In: the document's metadata and what is known of the book. Out: the content of `<metadata>`. The crate epub-builder
//! cannot say directions, roles, refinements and publishers, nor an identifier that is not a UUID, so it is written
//! here whole.

use std::collections::BTreeMap;

use super::accessibility::{Accessibility, CONFORMANCE};
use super::faces::Faces;
use super::outline::title_of;
use super::pages::MarkedPage;
use super::xml::{Attribute, Xml};
use crate::direction::of_text;
use crate::document::{Direction, Metadata, Timestamp, digit_value, is_blank};
use crate::locale;

/// The `id` that epub-builder's package names as its unique identifier.
const IDENTIFIER_ID: &str = "epub-id-1";
/// The `id` that epub-builder gives the cover picture.
const COVER_ID: &str = "cover-image";

/// Roles of contributors (MARC relator codes), and the keys of the front matter that name them.
const CONTRIBUTORS: [(&str, &[&str]); 6] = [
    ("trl", &["translator", "translators", "مترجم", "المترجم", "ترجمة"]),
    ("edt", &["editor", "editors", "محرر", "المحرر", "تحرير"]),
    ("ill", &["illustrator", "رسام", "الرسام", "رسوم"]),
    ("aui", &["introduction", "foreword", "تقديم"]),
    ("pfr", &["proofreader", "مدقق", "المدقق", "تدقيق"]),
    ("ctb", &["contributor", "contributors", "مساهم", "المساهمون"]),
];
/// The keys of a series, of the place in it, and of the work that the book is made from.
const SERIES: [&str; 4] = ["series", "collection", "سلسلة", "السلسلة"];
const SERIES_POSITION: [&str; 4] = ["series_index", "series-index", "volume", "رقم السلسلة"];
const SOURCE: [&str; 3] = ["source", "مصدر", "المصدر"];

/// What the metadata speak of.
pub(super) struct Facts<'a> {
    /// Title, authors and the rest.
    pub(super) metadata: &'a Metadata,
    /// The unique identifier.
    pub(super) identifier: &'a str,
    /// When the book was made.
    pub(super) modified: Timestamp,
    /// Marked pages of the printed book.
    pub(super) pages: &'a [MarkedPage],
    /// How accessible it is.
    pub(super) accessibility: Accessibility,
    /// Whether there is a cover picture.
    pub(super) has_cover: bool,
    /// The embedded fonts.
    pub(super) faces: &'a Faces,
}

/// The content of `<metadata>`.
pub(super) fn render(facts: &Facts<'_>) -> String {
    let mut list = List { xml: Xml::fragment(), around: facts.metadata.direction };
    list.publication(facts);
    list.creators(&facts.metadata.authors);
    list.contributors(&facts.metadata.extra);
    list.edition(facts.metadata);
    list.series(&facts.metadata.extra);
    list.accessibility(facts);
    list.reading_systems(facts);
    list.licences(facts.faces);
    list.xml.finish()
}

/// The list of statements under construction.
struct List {
    xml: Xml,
    around: Direction,
}

impl List {
    fn publication(&mut self, facts: &Facts<'_>) {
        let metadata = facts.metadata;
        self.statement("dc:identifier", &[("id", Some(IDENTIFIER_ID))], facts.identifier);
        self.text("dc:title", Some("title"), title_of(metadata));
        self.refinement("#title", "title-type", None, "main");
        if let Some(subtitle) = metadata.subtitle.as_ref().filter(|subtitle| !is_blank(subtitle)) {
            self.text("dc:title", Some("subtitle"), subtitle);
            self.refinement("#subtitle", "title-type", None, "subtitle");
        }
        self.statement("dc:language", &[], &locale::language_tag(&metadata.lang));
        self.property("dcterms:modified", &iso_instant(facts.modified));
        if let Some(date) = metadata.date {
            self.statement("dc:date", &[], &date.iso());
        }
    }

    /// Names in Arabic script are filed as they are written; of others we do not know which part is the surname.
    fn creators(&mut self, authors: &[String]) {
        for (number, author) in (1..).zip(authors.iter().filter(|author| !is_blank(author))) {
            let id = format!("creator-{number}");
            self.text("dc:creator", Some(&id), author);
            let refines = format!("#{id}");
            self.refinement(&refines, "role", Some("marc:relators"), "aut");
            if of_text(author, Direction::Ltr) == Direction::Rtl {
                self.refinement(&refines, "file-as", None, author);
            }
            self.refinement(&refines, "display-seq", None, &number.to_string());
        }
    }

    /// Those who helped, by what they did; a key may name several, parted as authors are.
    fn contributors(&mut self, extra: &BTreeMap<String, String>) {
        let mut number = 0;
        for (role, keys) in CONTRIBUTORS {
            let values = keys.iter().filter_map(|key| extra.get(*key));
            for name in
                values.flat_map(|value| value.split(['،', '؛', ';'])).map(str::trim).filter(|name| !is_blank(name))
            {
                number += 1;
                let id = format!("contributor-{number}");
                self.text("dc:contributor", Some(&id), name);
                self.refinement(&format!("#{id}"), "role", Some("marc:relators"), role);
            }
        }
    }

    /// The series, and the book's place in it; Calibre's names for both, which several readers know.
    fn series(&mut self, extra: &BTreeMap<String, String>) {
        let value = |keys: [&str; 4]| {
            keys.iter().filter_map(|key| extra.get(*key)).map(|text| text.trim()).find(|text| !is_blank(text))
        };
        let Some(series) = value(SERIES) else { return };
        let attributes =
            [("property", Some("belongs-to-collection")), ("id", Some("series")), ("dir", self.direction_of(series))];
        self.statement("meta", &attributes, series);
        self.refinement("#series", "collection-type", None, "series");
        self.named("calibre:series", series);
        if let Some(position) = value(SERIES_POSITION).and_then(western_number) {
            self.refinement("#series", "group-position", None, &position);
            self.named("calibre:series_index", &position);
        }
    }

    fn edition(&mut self, metadata: &Metadata) {
        for (name, text) in [
            ("dc:description", &metadata.description),
            ("dc:publisher", &metadata.publisher),
            ("dc:rights", &metadata.rights),
            ("dc:source", &SOURCE.iter().find_map(|key| metadata.extra.get(*key).cloned())),
        ] {
            text.iter().for_each(|text| self.text(name, None, text));
        }
        metadata.keywords.iter().for_each(|keyword| self.text("dc:subject", None, keyword));
    }

    fn accessibility(&mut self, facts: &Facts<'_>) {
        for (property, value) in facts.accessibility.properties() {
            self.property(property, value);
        }
        if !facts.pages.is_empty() {
            self.property("pageBreakSource", &format!("{} (PDF)", facts.identifier));
        }
        let summary = locale::words(&facts.metadata.lang).accessibility_summary;
        self.property("schema:accessibilitySummary", summary);
        if facts.accessibility.conforms() {
            let attributes = [("property", Some("dcterms:conformsTo")), ("id", Some("conformance"))];
            self.statement("meta", &attributes, CONFORMANCE);
            let maker = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
            self.refinement("#conformance", "a11y:certifiedBy", None, maker);
        }
    }

    /// What single reading systems ask for beyond the standard: Kindle the page direction, Apple Books leave to use
    /// the fonts, older ones the cover.
    fn reading_systems(&mut self, facts: &Facts<'_>) {
        let mode = match facts.metadata.direction {
            Direction::Rtl => "horizontal-rl",
            Direction::Ltr => "horizontal-lr",
        };
        self.named("primary-writing-mode", mode);
        if !facts.faces.embedded.is_empty() {
            self.property("ibooks:specified-fonts", "true");
        }
        if facts.has_cover {
            self.named("cover", COVER_ID);
        }
    }

    /// Each font's licence, as a linked resource (EPUB 3.3, 5.5.7), which the manifest need not list.
    fn licences(&mut self, faces: &Faces) {
        for face in &faces.embedded {
            let refines = format!("#{}", face.manifest_id());
            let attributes = [
                ("rel", Some("dcterms:license")),
                ("refines", Some(refines.as_str())),
                ("href", face.licence.as_deref()),
                ("media-type", Some("text/plain")),
            ];
            if face.licence.is_some() {
                self.xml.new_line();
                self.xml.empty("link", &attributes);
            }
        }
    }

    /// A statement in the book's language, with its direction where that differs.
    fn text(&mut self, name: &'static str, id: Option<&str>, text: &str) {
        if is_blank(text) {
            return;
        }
        self.statement(name, &[("id", id), ("dir", self.direction_of(text))], text);
    }

    /// The direction of a text, if it differs from the book's.
    fn direction_of(&self, text: &str) -> Option<&'static str> {
        Some(of_text(text, self.around)).filter(|direction| *direction != self.around).map(Direction::as_str)
    }

    fn property(&mut self, property: &str, value: &str) {
        self.statement("meta", &[("property", Some(property))], value);
    }

    fn refinement(&mut self, refines: &str, property: &str, scheme: Option<&str>, value: &str) {
        let attributes = [("refines", Some(refines)), ("property", Some(property)), ("scheme", scheme)];
        self.statement("meta", &attributes, value);
    }

    fn named(&mut self, name: &str, content: &str) {
        self.xml.new_line();
        self.xml.empty("meta", &[("name", Some(name)), ("content", Some(content))]);
    }

    fn statement(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.xml.new_line();
        self.xml.element(name, attributes, text.trim());
    }
}

/// A whole or decimal number in European digits, as `group-position` wants it.
fn western_number(text: &str) -> Option<String> {
    let digit = |letter: char| match letter {
        '.' => Some('.'),
        _ => char::from_digit(digit_value(letter)?, 10),
    };
    let number: String = text.chars().map(digit).collect::<Option<_>>()?;
    let is_number = number.split('.').all(|part| !part.is_empty());
    is_number.then_some(number)
}

/// `CCYY-MM-DDThh:mm:ssZ`, the form of `dcterms:modified`.
fn iso_instant(timestamp: Timestamp) -> String {
    jiff::Timestamp::from_second(timestamp.0).unwrap_or_default().to_string()
}
