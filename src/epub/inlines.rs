//! Running text as XHTML.
//!
//! In: the inlines of a block. Out: text and phrasing elements; stretches with a direction of their own carry `dir`,
//! which isolates them.

use super::link::{self, Target};
use super::outline::is_blank;
use super::pictures;
use super::signs::{self, Script, Signs};
use super::usage::TextStyle;
use super::writer::Writer;
use super::xml::Attribute;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Direction, ImageRef, Inline, Lang};
use crate::locale;

impl<'a> Writer<'a> {
    /// Writes the text of a block, or of a part of it that has lines of its own.
    pub(super) fn inlines(&mut self, content: &'a [Inline]) {
        let text = signs::text_of(content);
        self.signs = Signs::of(&text);
        self.script = Script::of_block(&text, &self.document.metadata.lang.0);
        if let Some(script) = self.script {
            self.run("span", &[("class", Some(script.class()))], content);
            self.script = None;
        } else {
            self.pieces(content);
        }
    }

    /// Writes the pieces of a line of text.
    fn pieces(&mut self, content: &'a [Inline]) {
        self.run_with_pages(content, |page| page.each_inline(content));
    }

    fn each_inline(&mut self, content: &'a [Inline]) {
        for inline in content {
            match inline {
                Inline::Text { text, span } => {
                    self.text_with_pages(text, |page, piece| page.running_text(piece, *span));
                }
                Inline::Emphasis(inner) => self.styled(TextStyle::Bold, |page| page.run("em", &[], inner)),
                Inline::Strong(inner) => self.styled(TextStyle::Bold, |page| page.run("strong", &[], inner)),
                Inline::Code { text, .. } => {
                    self.code(text);
                    self.signs.next(text.len());
                }
                Inline::Link { target, content, span } => self.link(target, content, *span),
                Inline::Image(image) => self.picture(image),
                Inline::Math(formula) => self.formula(formula),
                Inline::LineBreak => {
                    self.xml.empty("br", &[]);
                    self.signs.next(1);
                }
                Inline::Strikethrough(inner) => self.run("s", &[], inner),
                Inline::Superscript(inner) => self.run("sup", &[], inner),
                Inline::Subscript(inner) => self.run("sub", &[], inner),
                Inline::Mark(inner) => self.run("mark", &[], inner),
                Inline::Span { lang, direction, content } => self.span(lang.as_ref(), *direction, content),
                Inline::Anchor { id, .. } => self.anchor("span", id),
                // The marks of pages are written by their places, like those of the PDF.
                Inline::PageBreak { .. } => {}
                Inline::FootnoteReference { label, span } => self.note_reference(label, *span),
            }
        }
    }

    /// An element around inlines.
    fn run(&mut self, name: &'static str, attributes: &[Attribute<'_>], content: &'a [Inline]) {
        self.xml.start(name, attributes);
        self.pieces(content);
        self.xml.end();
    }

    /// A stretch with a language or direction of its own, isolated.
    fn span(&mut self, lang: Option<&Lang>, direction: Option<Direction>, content: &'a [Inline]) {
        let direction = direction.or_else(|| lang.map(Lang::direction)).unwrap_or(self.around);
        let lang = lang.map(locale::language_tag);
        let (lang, dir) = (lang.as_deref(), Some(direction.as_str()));
        self.xml.start("bdi", &[("lang", lang), ("xml:lang", lang), ("dir", dir)]);
        self.within(direction, |page| page.pieces(content));
        self.xml.end();
    }

    fn code(&mut self, text: &str) {
        self.usage.record(TextStyle::Code, text);
        self.xml.start("code", &[("dir", Some(Direction::Ltr.as_str()))]);
        self.code_text(text, None);
        self.xml.end();
    }

    /// A link that leads somewhere; else only what it shows.
    fn link(&mut self, target: &str, content: &'a [Inline], span: Span) {
        let resolved = link::resolve(target, self.outline, self.file);
        match &resolved {
            Target::Address(address) if !self.in_link && !content.is_empty() => {
                // Whoever hears the book must hear of a link that shows nothing to read.
                let label = is_blank(content).then_some(address.as_str());
                self.in_link = true;
                self.run("a", &[("href", Some(address)), ("aria-label", label)], content);
                self.in_link = false;
            }
            _ => self.pieces(content),
        }
        self.findings.warnings.extend(complaint(&resolved, target, span));
    }

    /// An empty element with the name of a place.
    pub(super) fn anchor(&mut self, element: &'static str, id: &str) {
        let outline = self.outline;
        if let Some(place) = outline.place(id) {
            self.xml.start(element, &[("id", Some(place.anchor.as_str()))]);
            self.xml.end();
        }
    }

    /// A picture, or its description on a tinted ground if it was not loaded. It has no `width` and `height`, because
    /// old reading systems take them for fixed sizes.
    pub(super) fn picture(&mut self, image: &ImageRef) {
        let Some(picture) = self.pictures.show(self.document, &image.path) else { return self.missing_picture(image) };
        if image.is_undescribed() {
            self.findings.undescribed.push(image.clone());
        }
        let style = pictures::style(image, picture.data);
        let role = image.is_decoration.then_some("presentation");
        let alt = if image.is_decoration { "" } else { image.alt.as_str() };
        let attributes =
            [("src", Some(picture.href.as_str())), ("alt", Some(alt)), ("role", role), ("style", style.as_deref())];
        self.xml.empty("img", &attributes);
    }

    fn missing_picture(&mut self, image: &ImageRef) {
        if image.is_decoration {
            return;
        }
        let shown = if image.is_undescribed() { self.words().picture } else { image.alt.trim() };
        self.xml.start("span", &[("class", Some("missing"))]);
        self.line_of_text(shown);
        self.xml.end();
    }
}

fn complaint(resolved: &Target, target: &str, span: Span) -> Option<Diagnostic> {
    let (code, message, hint) = match resolved {
        Target::Address(_) => return None,
        Target::NoSuchPlace => {
            (Code::BrokenLink, "no heading has the name that the link gives", "Name a heading of the document.")
        }
        Target::Refused => (
            Code::RefusedLink,
            "the link leads where a book cannot lead, so only its text is kept in the EPUB",
            "Link to http, https or mailto addresses, or to #headings of the document.",
        ),
    };
    Some(Diagnostic::warning(code, span, format!("{message}: {target}")).with_hint(hint))
}
