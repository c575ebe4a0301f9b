//! Names that are unique in a source, made unique in the book.
//!
//! In: a document and the names that earlier ones took. Out: the same document with ids of headings, labels of notes
//! and keys of pictures of its own, and what its ids became.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, BlockKind, Document, ImageData, ImageRef, Inline};
use crate::parse::{heading_id, walk};

/// What the names of a source became.
#[derive(Debug)]
pub(super) struct Named {
    /// The id of the chapter's own heading.
    pub(super) opening: String,
    /// The ids of its headings and anchors in the book, by those in the source.
    pub(super) headings: BTreeMap<String, String>,
}

/// The names taken so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: BTreeSet<String>,
    /// The last number given to each id, so that many headings of one text stay cheap.
    counts: BTreeMap<String, usize>,
    /// How many chapters there are.
    chapters: usize,
    /// Pictures that were named but could not be read, which are keys too.
    missing: BTreeSet<String>,
}

impl Names {
    /// An id for a heading of the book's own.
    pub(super) fn heading(&mut self, title: &str) -> String {
        self.unique(&heading_id(title))
    }

    /// Gives everything in a document a name that no other chapter has; `images` are those of earlier chapters.
    pub(super) fn keep_apart(
        &mut self,
        document: &mut Document,
        images: &BTreeMap<String, ImageData>,
        opening: String,
    ) -> Named {
        self.chapters += 1;
        let chapter = self.chapters;
        let mut headings = BTreeMap::new();
        walk::blocks(&mut document.blocks, &mut |block| {
            if let BlockKind::Heading { id, .. } = &mut block.kind {
                let unique = self.unique(id);
                headings.insert(std::mem::replace(id, unique.clone()), unique);
            }
        });
        for blocks in document.footnotes.iter_mut().map(|note| &mut note.blocks).chain([&mut document.blocks]) {
            walk::anchors(blocks, &mut |id| {
                let unique = self.unique(id);
                headings.insert(std::mem::replace(id, unique.clone()), unique);
            });
        }
        let mut keys = self.picture_keys(document, images);
        let label = |label: &mut String| *label = format!("{chapter}:{label}");
        for note in &mut document.footnotes {
            label(&mut note.label);
            rename(&mut note.blocks, &keys, &label);
        }
        rename(&mut document.blocks, &keys, &label);
        let own = std::mem::take(&mut document.images);
        document.images = own.into_iter().map(|(key, image)| (keys.remove(&key).unwrap_or(key), image)).collect();
        Named { opening, headings }
    }

    /// The keys in the book of the pictures that are something else in an earlier chapter.
    fn picture_keys(
        &mut self,
        document: &mut Document,
        images: &BTreeMap<String, ImageData>,
    ) -> BTreeMap<String, String> {
        let mut named = BTreeSet::new();
        let mut add = |image: &mut ImageRef| {
            named.insert(image.path.clone());
        };
        for note in &mut document.footnotes {
            walk::images(&mut note.blocks, &mut add);
        }
        walk::images(&mut document.blocks, &mut add);
        let mut keys = BTreeMap::new();
        for path in named {
            let is_taken = match (document.images.get(&path), images.get(&path)) {
                (Some(own), Some(other)) => own != other,
                (Some(_), None) => self.missing.contains(&path),
                (None, other) => other.is_some(),
            };
            let key = if is_taken { format!("{path} ({})", self.chapters) } else { path.clone() };
            if !document.images.contains_key(&path) {
                self.missing.insert(key.clone());
            }
            keys.insert(path, key);
        }
        keys
    }

    fn unique(&mut self, id: &str) -> String {
        let mut unique = id.to_owned();
        while !self.ids.insert(unique.clone()) {
            let number = self.counts.entry(id.to_owned()).or_insert(1);
            *number += 1;
            unique = format!("{id}-{number}");
        }
        unique
    }
}

fn rename(blocks: &mut [Block], keys: &BTreeMap<String, String>, label: &impl Fn(&mut String)) {
    walk::images(blocks, &mut |image| {
        if let Some(key) = keys.get(&image.path) {
            image.path.clone_from(key);
        }
    });
    walk::runs(blocks, &mut |run| relabel(run, label));
}

fn relabel(run: &mut [Inline], label: &impl Fn(&mut String)) {
    for inline in run {
        if let Inline::FootnoteReference { label: own, .. } = inline {
            label(own);
        }
        if let Some(inner) = inline.children_mut() {
            relabel(inner, label);
        }
    }
}
