//! Web pages as they are saved, and fragments of HTML (HTML Standard).
//!
//! In: text. Out: metadata, blocks and footnotes.
//!
//! ```text
//! text ── dom ──> tree ── notes (footnotes taken out) ── article ──> what is to be read ── walk ──> blocks
//!                      └─ metadata ──> draft
//! ```

mod anchors;
mod article;
mod callout;
mod charset;
mod context;
mod display;
mod dom;
mod figure;
mod group;
mod headline;
mod json_ld;
mod labels;
pub(super) mod letters;
pub(super) mod line_breaks;
mod link;
mod list;
mod math;
mod metadata;
mod notes;
mod place;
mod reveal;
mod run;
pub(super) mod short_codes;
mod table;
pub(super) mod verse;
mod walk;

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;

pub use self::charset::sniff_meta_charset;
use self::notes::Notes;
use self::place::Places;
use self::walk::{Context, Walker, span_of};
use super::metadata::Draft;
use super::{Body, PageScope};
use crate::diagnostic::{Code, Diagnostic, Error};
use crate::document::{Block, BlockKind, Footnote, plain_text};

/// Reads a page.
///
/// # Errors
/// [`Error::Source`] when its elements nest too deep.
pub(super) fn parse(
    text: &str,
    scope: PageScope,
    draft: &mut Draft,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Body, Error> {
    let document = dom::parse(text)?;
    article::prepare(&document);
    math::prepare(&document);
    metadata::first(&document, "body").iter().for_each(reveal::reveal);
    let base = metadata::address(&document);
    let notes = notes::take_out(&document, base.as_ref());
    let page = Readability::with_document(document, None, Some(article::config()));
    let Ok(page) = page else { return Ok(Body::default()) };
    let places = Places::new(text);
    metadata::read(&page, &places, draft, warnings);
    correct_language(draft, &page.doc, warnings);
    let whole = page.doc.clone();
    let shown = shown(page, &whole, scope, warnings);
    let mut walker = Walker::new(places, base, draft.lang.clone().unwrap_or_default());
    Ok(walker.body(&shown, &whole, &notes, draft, warnings))
}

/// The text of an article without the page around it, as a feed has it.
pub(super) struct Fragment<'a> {
    /// Its HTML.
    pub(super) text: &'a str,
    /// The address that its links are relative to.
    pub(super) base: Option<&'a str>,
}

/// Reads a fragment; `draft` is what is known of it already.
///
/// # Errors
/// [`Error::Source`] when its elements nest too deep.
pub(super) fn parse_fragment(
    fragment: &Fragment<'_>,
    draft: &Draft,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Body, Error> {
    let document = dom::parse(fragment.text)?;
    article::prepare(&document);
    let base = fragment.base.and_then(|base| url::Url::parse(base).ok());
    let notes = notes::take_out(&document, base.as_ref());
    let mut walker = Walker::new(Places::new(fragment.text), base, draft.lang.clone().unwrap_or_default());
    Ok(walker.body(&document, &document, &notes, draft, warnings))
}

/// The text of a fragment, without mark-up and with its references resolved.
pub(super) fn plain(fragment: &str) -> String {
    if !fragment.contains(['<', '&']) {
        return fragment.to_owned();
    }
    dom::parse(fragment).map_or_else(|_| fragment.to_owned(), |document| document.text().to_string())
}

/// What of a page is to be read.
fn shown(page: Readability, whole: &Document, scope: PageScope, warnings: &mut Vec<Diagnostic>) -> Document {
    if scope == PageScope::Whole || article::is_bare(whole) {
        return whole.clone();
    }
    article::extract(page).unwrap_or_else(|| {
        warnings.push(no_article());
        whole.clone()
    })
}

impl Walker<'_> {
    /// The blocks of what is shown and the notes of the whole, without what the draft says already.
    fn body(
        &mut self,
        shown: &Document,
        whole: &Document,
        notes: &Notes,
        draft: &Draft,
        warnings: &mut Vec<Diagnostic>,
    ) -> Body {
        let context = Context::new(draft.direction);
        let mut blocks = self.blocks(&shown.root(), &context);
        let mut footnotes = self.footnotes(whole, notes, &context);
        self.anchors.resolve(&mut blocks);
        footnotes.iter_mut().for_each(|note| self.anchors.resolve(&mut note.blocks));
        drop_repeated_title(&mut blocks, &draft.metadata.title);
        drop_byline(&mut blocks, &draft.metadata.authors);
        warnings.extend(self.warnings());
        Body { blocks, footnotes, ..Body::default() }
    }

    /// The notes that the text refers to, in the order of their first reference.
    fn footnotes(&mut self, document: &Document, notes: &Notes, context: &Context) -> Vec<Footnote> {
        let mut footnotes = Vec::new();
        let mut next = 0;
        // A note may refer to further notes.
        while let Some(label) = self.referred.get(next).cloned() {
            next += 1;
            let Some(id) = notes.get(&label) else { continue };
            let node = NodeRef::new(*id, &document.tree);
            let blocks = self.blocks(&node, context);
            let span = span_of(&blocks, self.places.line(1));
            footnotes.push(Footnote { label, blocks, span });
        }
        footnotes
    }

    fn warnings(&self) -> impl Iterator<Item = Diagnostic> {
        let links = self.links.warning(
            Code::RefusedLink,
            "a link that is neither web nor mail is left out",
            "link with https: or mailto:",
        );
        let embedded = self.embedded.warning(
            Code::EmbeddedMedia,
            "what a page embeds (video, sound, another page) is left out",
            "link to it, or put a picture in its place",
        );
        let deep = self.deep.warning(
            Code::NestedTooDeep,
            "nested too deep; set as part of what holds it",
            "nest quotes, lists and tables less than 64 deep",
        );
        let formulas =
            self.formulas.warning(Code::Formula, crate::parse::math::UNREAD, crate::parse::math::UNREAD_HINT);
        [links, embedded, deep, formulas].into_iter().flatten()
    }
}

/// A page's frame often keeps the language of its template: letters are better witnesses.
fn correct_language(draft: &mut Draft, document: &Document, warnings: &mut Vec<Diagnostic>) {
    let Some(lang) = draft.lang.clone() else { return };
    let text = metadata::first(document, "body").map(|body| body.text()).unwrap_or_default();
    let expected = lang.direction() == crate::document::Direction::Rtl;
    if letters::is_mostly_right_to_left(&text) == Some(true) && !expected {
        let message = format!(
            "the page declares its language as {}, but its text is in another; the language is recognised from the text",
            lang.0
        );
        warnings.push(Diagnostic::warning(Code::WrongLanguage, None, message).with_hint("set it with --lang"));
        draft.lang = None;
        draft.direction = None;
    }
}

fn no_article() -> Diagnostic {
    Diagnostic::warning(Code::NoArticle, None, "no article is found on the page; all of it is taken")
        .with_hint("save the article alone, or say --whole-page to be content with this")
}

/// A heading near the beginning that says the title is the title itself; so is a first line that says it.
fn drop_repeated_title(blocks: &mut Vec<Block>, title: &str) {
    const LOOKED_AT: usize = 8;
    let title = headline::letters(title);
    let says_title = |(at, block): (usize, &Block)| match &block.kind {
        BlockKind::Heading { content, .. } => headline::letters(&plain_text(content)) == title,
        BlockKind::Paragraph(content) => at == 0 && headline::letters(&plain_text(content)) == title,
        _ => false,
    };
    let at = blocks.iter().take(LOOKED_AT).enumerate().position(says_title);
    match blocks.first_mut().map(|first| &mut first.kind) {
        _ if title.is_empty() => {}
        Some(BlockKind::Group(inner)) if at.is_none() => drop_repeated_title(inner, &title),
        _ => {
            if let Some(at) = at.filter(|_| blocks.len() > 1) {
                let heading = blocks.remove(at);
                crate::parse::anchors::keep_names(heading, blocks);
            }
        }
    }
}

/// A line above the text that says the author and nothing else says it twice.
fn drop_byline(blocks: &mut Vec<Block>, authors: &[String]) {
    const LOOKED_AT: usize = 4;
    let says_author = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            metadata::author(plain_text(content)).is_some_and(|name| authors.contains(&name))
        }
        _ => false,
    };
    if blocks.len() > 1
        && let Some(at) = blocks.iter().take(LOOKED_AT).position(says_author)
    {
        blocks.remove(at);
    }
}

#[cfg(test)]
mod order;
#[cfg(test)]
mod tests;
