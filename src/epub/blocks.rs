//! Blocks as XHTML.
//!
//! In: the blocks of a chapter. Out: their elements, one line each, with `lang` and `dir` where a block differs from
//! what holds it.

use super::outline::is_blank;
use super::usage::TextStyle;
use super::writer::Writer;
use super::xml::Attribute;
use crate::document::{
    Block, BlockKind, Direction, ImageRef, Inline, TextAlignment, are_anchors_alone, are_images_alone,
};
use crate::locale;

/// Language and direction of a block, as far as they differ from what is around it.
pub(super) struct Marks {
    lang: Option<String>,
    dir: Option<&'static str>,
}

impl Marks {
    /// The attributes of an element: its own and these.
    pub(super) fn with<'m>(&'m self, more: &[Attribute<'m>]) -> Vec<Attribute<'m>> {
        let lang = self.lang.as_deref();
        [more, &[("lang", lang), ("xml:lang", lang), ("dir", self.dir)]].concat()
    }

    /// Whether nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        self.lang.is_none() && self.dir.is_none()
    }
}

impl<'a> Writer<'a> {
    /// Writes blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        if !matches!(block.kind, BlockKind::Verse(_)) {
            self.verse_count = 0;
        }
        let direction = block.direction.unwrap_or(self.around);
        let marks = self.marks(block, direction);
        let alignment = alignment(block, direction);
        self.within(direction, |page| match &block.kind {
            BlockKind::Heading { level, id, content } => page.heading(*level, id, content, alignment, &marks),
            BlockKind::Byline(lines) => page.byline(lines, &marks),
            BlockKind::Paragraph(content) => page.paragraph(content, alignment, &marks),
            BlockKind::List(list) => page.list(list, &marks),
            BlockKind::Quote(blocks) => {
                page.xml.start("blockquote", &marks.with(&[]));
                page.xml.new_line();
                page.blocks(blocks);
                page.xml.end();
            }
            BlockKind::Code { language, text } => page.code_block(language.as_deref(), text),
            BlockKind::ThematicBreak => page.xml.empty("hr", &[]),
            BlockKind::Figure { image, caption } => page.figure(image, caption, &marks),
            BlockKind::Table(table) => page.table(table, &marks),
            BlockKind::Verse(lines) => page.verse(lines, &marks),
            BlockKind::DefinitionList(definitions) => page.definitions(definitions, &marks),
            BlockKind::Callout { kind, title, blocks } => page.callout(*kind, title, blocks, &marks),
            BlockKind::Group(blocks) => page.group(blocks, &marks),
        });
        self.xml.new_line();
    }

    fn marks(&mut self, block: &Block, direction: Direction) -> Marks {
        let differs = direction != self.around;
        let is_text = !matches!(block.kind, BlockKind::Code { .. });
        self.findings.unnamed_language |= differs && is_text && block.lang.is_none();
        Marks { lang: block.lang.as_ref().map(locale::language_tag), dir: differs.then(|| direction.as_str()) }
    }

    fn heading(&mut self, level: u8, id: &str, content: &'a [Inline], class: Option<&str>, marks: &Marks) {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        if is_blank(content) {
            return;
        }
        let outline = self.outline;
        let anchor = outline.place(id).map(|place| place.anchor.as_str());
        self.pages_before(content);
        self.xml.start(NAMES[usize::from(level.clamp(1, 6)) - 1], &marks.with(&[("id", anchor), ("class", class)]));
        self.styled(TextStyle::Bold, |page| page.inlines(content));
        self.xml.end();
    }

    fn paragraph(&mut self, content: &'a [Inline], class: Option<&str>, marks: &Marks) {
        if are_anchors_alone(content) {
            return self.block_anchors(content);
        }
        let class = class.or(are_images_alone(content).then_some("pictures"));
        self.xml.start("p", &marks.with(&[("class", class)]));
        self.inlines(content);
        self.xml.end();
    }

    /// Anchors of the block behind them.
    fn block_anchors(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                Inline::Anchor { id, .. } => self.anchor("div", id),
                other => self.block_anchors(other.children()),
            }
        }
    }

    /// The lines below the heading of a chapter.
    fn byline(&mut self, lines: &'a [Vec<Inline>], marks: &Marks) {
        for line in lines {
            self.xml.start("p", &marks.with(&[("class", Some("byline"))]));
            self.inlines(line);
            self.xml.end();
        }
    }

    /// A paragraph's text, isolated where it runs against what is around it.
    pub(super) fn isolated(&mut self, block: &Block, content: &'a [Inline]) {
        let direction = block.direction.unwrap_or(self.around);
        let marks = self.marks(block, direction);
        if marks.is_empty() {
            return self.line_of(content);
        }
        self.xml.start("bdi", &marks.with(&[]));
        self.within(direction, |page| page.inlines(content));
        self.xml.end();
    }

    /// A text that stays on the side of its surroundings; if all of it runs the other way, its language should be
    /// known.
    pub(super) fn line_of(&mut self, content: &'a [Inline]) {
        let around = self.around;
        let is_foreign = |inline: &Inline| matches!(inline, Inline::Span { lang: None, direction, .. } if *direction != Some(around));
        self.findings.unnamed_language |= content.len() == 1 && content.iter().all(is_foreign);
        self.inlines(content);
    }

    fn code_block(&mut self, language: Option<&str>, text: &str) {
        let class = language.and_then(|name| name.split_whitespace().next()).map(|name| format!("language-{name}"));
        self.xml.start("pre", &[("dir", Some(Direction::Ltr.as_str()))]);
        self.xml.start("code", &[("class", class.as_deref())]);
        self.usage.record(TextStyle::Code, text);
        self.code_with_pages(text, language);
        self.xml.end();
        self.xml.end();
    }

    fn figure(&mut self, image: &'a ImageRef, caption: &'a [Inline], marks: &Marks) {
        let is_missing = !self.document.images.contains_key(&image.path);
        if is_missing && image.is_decoration && is_blank(caption) {
            return;
        }
        self.xml.start("figure", &[]);
        self.pages_at_figure(image);
        self.picture(image);
        if !is_blank(caption) {
            self.xml.start("figcaption", &marks.with(&[]));
            self.inlines(caption);
            self.xml.end();
        }
        self.xml.end();
    }
}

/// The class for a block's alignment.
pub(super) fn alignment(block: &Block, direction: Direction) -> Option<&'static str> {
    match block.alignment?.resolved(direction) {
        Some(TextAlignment::Center) => Some("center"),
        Some(_) => Some("end"),
        None => None,
    }
}
