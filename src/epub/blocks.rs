//! Blocks as XHTML.
//!
//! In: the blocks of a chapter. Out: their elements, one line each, with `lang` and `dir` where a block differs from
//! what holds it.

use super::direction;
use super::outline::is_blank;
use super::usage::TextStyle;
use super::writer::Writer;
use super::xml::Attribute;
use crate::document::{Block, BlockKind, Direction, ImageRef, Inline, List, ListItem, ListMarker};
use crate::locale;

/// Language and direction of a block, as far as they differ from what is around it.
struct Marks {
    lang: Option<String>,
    dir: Option<&'static str>,
}

impl Marks {
    fn with<'m>(&'m self, more: &[Attribute<'m>]) -> Vec<Attribute<'m>> {
        let lang = self.lang.as_deref();
        [more, &[("lang", lang), ("xml:lang", lang), ("dir", self.dir)]].concat()
    }
}

impl<'a> Writer<'a> {
    /// Writes blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        let direction = direction::of_block(block, self.around);
        let marks = self.marks(block, direction);
        self.within(direction, |page| match &block.kind {
            BlockKind::Heading { level, id, content } => page.heading(*level, id, content, &marks),
            BlockKind::Paragraph(content) => page.paragraph(content, &marks),
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
            other => other.children().into_iter().for_each(|blocks| page.blocks(blocks)),
        });
        self.xml.new_line();
    }

    fn marks(&mut self, block: &Block, direction: Direction) -> Marks {
        let differs = direction != self.around;
        let is_text = !matches!(block.kind, BlockKind::Code { .. });
        self.findings.unnamed_language |= differs && is_text && block.lang.is_none();
        Marks { lang: block.lang.as_ref().map(locale::language_tag), dir: differs.then(|| direction.as_str()) }
    }

    fn heading(&mut self, level: u8, id: &str, content: &'a [Inline], marks: &Marks) {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        if is_blank(content) {
            return;
        }
        let outline = self.outline;
        let anchor = outline.place(id).map(|place| place.anchor.as_str());
        self.xml.start(NAMES[usize::from(level.clamp(1, 6)) - 1], &marks.with(&[("id", anchor)]));
        self.styled(TextStyle::Bold, |page| page.inlines(content));
        self.xml.end();
    }

    fn paragraph(&mut self, content: &'a [Inline], marks: &Marks) {
        self.xml.start("p", &marks.with(&[]));
        self.inlines(content);
        self.xml.end();
    }

    fn list(&mut self, list: &'a List, marks: &Marks) {
        match list.marker {
            ListMarker::Bullet => self.xml.start("ul", &marks.with(&[])),
            ListMarker::Number { start } => {
                const ALL_DIGITS: u64 = 1_234_567_890;
                self.usage.record(TextStyle::Regular, &locale::number(ALL_DIGITS, &self.document.metadata.lang));
                let start = (start != 1).then(|| start.to_string());
                self.xml.start("ol", &marks.with(&[("start", start.as_deref())]));
            }
        }
        self.xml.new_line();
        for item in &list.items {
            self.item(item, list.tight);
            self.xml.new_line();
        }
        self.xml.end();
    }

    /// In a tight list, paragraphs are not set apart: their text stands in the item itself. An item keeps the direction
    /// of its list, so that all markers stand on one side with the text beside them.
    fn item(&mut self, item: &'a ListItem, tight: bool) {
        self.xml.start("li", &[]);
        for block in &item.blocks {
            match &block.kind {
                BlockKind::Paragraph(content) if tight => self.isolated(block, content),
                BlockKind::Paragraph(content) => {
                    self.xml.start("p", &[]);
                    self.isolated(block, content);
                    self.xml.end();
                }
                _ => self.block(block),
            }
        }
        self.xml.end();
    }

    /// A paragraph's text, isolated where it runs against what is around it.
    fn isolated(&mut self, block: &Block, content: &'a [Inline]) {
        let direction = direction::of_block(block, self.around);
        let marks = self.marks(block, direction);
        if marks.lang.is_none() && marks.dir.is_none() {
            return self.inlines(content);
        }
        self.xml.start("bdi", &marks.with(&[]));
        self.within(direction, |page| page.inlines(content));
        self.xml.end();
    }

    fn code_block(&mut self, language: Option<&str>, text: &str) {
        let class = language.and_then(|name| name.split_whitespace().next()).map(|name| format!("language-{name}"));
        self.xml.start("pre", &[("dir", Some(Direction::Ltr.as_str()))]);
        self.xml.start("code", &[("class", class.as_deref())]);
        self.usage.record(TextStyle::Code, text);
        self.xml.text(text);
        self.xml.end();
        self.xml.end();
    }

    fn figure(&mut self, image: &'a ImageRef, caption: &'a [Inline], marks: &Marks) {
        self.xml.start("figure", &[]);
        self.picture(image);
        if !is_blank(caption) {
            self.xml.start("figcaption", &marks.with(&[]));
            self.inlines(caption);
            self.xml.end();
        }
        self.xml.end();
    }
}
