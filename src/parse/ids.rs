//! Names of headings and anchors, and the links to them.
//!
//! In: blocks as a parser made them. Out: each heading with an id that is unique, readable and stable (letters and
//! digits of its text in any script, hyphens for spaces), anchors with ids of their own, and each `#…` link with the id
//! it means, or without its link.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::inline::excerpt;
use super::walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Block, BlockKind, Footnote, Inline, plain_text};

/// What a heading without letters is called.
const NAMELESS: &str = "section";

/// Gives every heading its id, in document order: `مقدمة`, `مقدمة-1`, `مقدمة-2` for headings of one text. An id that
/// the source gives goes to the first heading that has it, else to the first anchor; other anchors of that id go.
pub(super) fn assign(blocks: &mut [Block], notes: &mut [Footnote]) -> BTreeSet<String> {
    let mut ids = Ids::default();
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { id, .. } = &mut block.kind {
            *id = slug(id);
            if !ids.taken.insert(id.clone()) {
                id.clear();
            }
        }
    });
    ids.taken.remove("");
    walk::runs(blocks, &mut |run| ids.keep_anchors(run));
    notes.iter_mut().for_each(|note| walk::runs(&mut note.blocks, &mut |run| ids.keep_anchors(run)));
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { id, content, .. } = &mut block.kind
            && id.is_empty()
        {
            *id = ids.unique(slug(&plain_text(content)));
        }
    });
    ids.taken
}

/// Turns every `#…` link to a heading into its exact id; a link to nowhere leaves its text, with a warning.
pub(super) fn resolve_links(blocks: &mut [Block], ids: &BTreeSet<String>, warnings: &mut Vec<Diagnostic>) {
    walk::runs(blocks, &mut |run| resolve(run, ids, warnings));
}

fn resolve(content: &mut Vec<Inline>, ids: &BTreeSet<String>, warnings: &mut Vec<Diagnostic>) {
    let mut resolved = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        if let Some(inner) = inline.children_mut() {
            resolve(inner, ids, warnings);
        }
        match inline {
            Inline::Link { target, content, span } if target.starts_with('#') => match find(&target[1..], ids) {
                Some(id) => resolved.push(Inline::Link { target: format!("#{id}"), content, span }),
                None => {
                    warnings.push(nowhere(&target, span));
                    resolved.extend(content);
                }
            },
            other => resolved.push(other),
        }
    }
    *content = resolved;
}

fn nowhere(target: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::BrokenLink,
        span,
        format!("no heading is called `{}`; the link is left out", excerpt(target)),
    )
    .with_hint("link to a heading by its text, with hyphens for spaces: #عنوان-القسم")
}

/// The id that a link's fragment means: exactly, percent-decoded (RFC 3986, 2.1), or by the text of the heading.
pub(crate) fn find(fragment: &str, ids: &BTreeSet<String>) -> Option<String> {
    let decoded = percent_decode_str(fragment).decode_utf8_lossy();
    [fragment.to_owned(), slug(&decoded), decoded.into_owned()].into_iter().find(|id| ids.contains(id))
}

/// Letters and digits in lower case, hyphens for spaces; Arabic vowel marks and tatweel are left out.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' => {}
            '-' | '_' => slug.push(c),
            _ if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            _ if c.is_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    slug
}

#[derive(Default)]
struct Ids {
    taken: BTreeSet<String>,
    /// The last number given to each text, so that many headings of one text stay cheap.
    counts: BTreeMap<String, usize>,
}

impl Ids {
    /// Drops the anchors of a run whose id is taken already, or says nothing.
    fn keep_anchors(&mut self, run: &mut Vec<Inline>) {
        run.retain_mut(|inline| match inline {
            Inline::Anchor { id, .. } => !id.is_empty() && self.taken.insert(id.clone()),
            other => {
                other.children_mut().into_iter().for_each(|inner| self.keep_anchors(inner));
                true
            }
        });
    }

    fn unique(&mut self, slug: String) -> String {
        let slug = if slug.chars().any(char::is_alphanumeric) { slug } else { NAMELESS.into() };
        let mut id = slug.clone();
        while !self.taken.insert(id.clone()) {
            let count = self.counts.entry(slug.clone()).or_default();
            *count += 1;
            id = format!("{slug}-{count}");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str) -> Block {
        let content = vec![Inline::Text { text: text.into(), span: Span::default() }];
        Block::new(BlockKind::Heading { level: 2, id: String::new(), content }, Span::default())
    }

    #[test]
    fn ids_are_unique_and_readable() {
        let texts = ["مقدّمة", "مقدمة", "الفصل ١: البداية", "؟!", "مقدمة-1", "مقدمـــة", "Hello World_2"];
        let mut blocks = texts.map(heading);
        assign(&mut blocks, &mut []);
        let ids: Vec<&str> = blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Heading { id, .. } => id.as_str(),
                _ => "",
            })
            .collect();
        let expected = ["مقدمة", "مقدمة-1", "الفصل-١-البداية", "section", "مقدمة-1-1", "مقدمة-2", "hello-world_2"];
        assert_eq!(ids, expected);
    }

    #[test]
    fn links_find_their_heading() {
        let ids = BTreeSet::from(["مقدمة".to_owned(), "مقدمة-1".to_owned()]);
        let check = |fragment: &str, expected: Option<&str>| assert_eq!(find(fragment, &ids).as_deref(), expected);
        check("مقدمة", Some("مقدمة"));
        check("%D9%85%D9%82%D8%AF%D9%85%D8%A9", Some("مقدمة"));
        check("مُقدِّمة", Some("مقدمة"));
        check("مقدمة 1", Some("مقدمة-1"));
        check("خاتمة", None);
        check("", None);
    }

    #[test]
    fn a_link_to_nowhere_leaves_its_text() {
        let text = Inline::Text { text: "هنا".into(), span: Span::default() };
        let link = Inline::Link { target: "#خاتمة".into(), content: vec![text.clone()], span: Span::new(3, 9) };
        let mut blocks = [Block::new(BlockKind::Paragraph(vec![link]), Span::default())];
        let mut warnings = Vec::new();
        resolve_links(&mut blocks, &BTreeSet::new(), &mut warnings);
        assert_eq!(blocks[0].kind, BlockKind::Paragraph(vec![text]));
        assert_eq!(warnings[0].span, Some(Span::new(3, 9)));
    }
}
