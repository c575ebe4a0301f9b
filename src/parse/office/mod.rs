//! What the readers of Word and OpenDocument files share.
//!
//! Both have flat paragraphs with styles: here is what a look makes of text ([`look`]), how paragraphs become blocks
//! ([`paragraphs`]), how numbered ones become lists ([`lists`]), fonts of symbols, and what the user is told of things
//! that a book has not ([`notices`]).

pub(super) mod lists;
pub(super) mod look;
pub(super) mod notices;
pub(super) mod paragraphs;
pub(super) mod symbols;

use super::html::letters::is_mostly_right_to_left;
use super::metadata::Value;
use super::package::Archive;
use super::{Body, parse_lang};
use crate::assets::from_bytes;
use crate::diagnostic::{Code, Diagnostic, Error, Span};
use crate::document::{Direction, ImageRef, visit_images};

/// What the paragraphs above the text say of it, by their styles.
#[derive(Default)]
pub(super) struct Front {
    pub(super) title: Option<Value>,
    pub(super) subtitle: Option<Value>,
    pub(super) authors: Vec<Value>,
    pub(super) date: Option<Value>,
}

/// A value of the properties of a file, which has no place in its text.
pub(super) fn value(text: Option<String>) -> Option<Value> {
    text.map(|text| Value { text, span: Span::default() })
}

/// A language tag, if it is of the direction that most of the text has: word processors write that of their menus.
pub(super) fn fitting_language(tag: &str, text: &str) -> Option<String> {
    let lang = parse_lang(tag)?;
    let is_rtl = is_mostly_right_to_left(text)?;
    ((lang.direction() == Direction::Rtl) == is_rtl).then_some(lang.0)
}

/// Takes the pictures that the text shows out of the archive; of one that no book can carry the user is told.
pub(super) fn load_pictures(
    archive: &mut Archive<'_>,
    body: &mut Body,
    warnings: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let mut named: Vec<(String, Span)> = Vec::new();
    let mut add = |image: &ImageRef| named.push((image.path.clone(), image.span));
    visit_images(&body.blocks, &mut add);
    body.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut add));
    for (path, span) in named {
        if body.images.contains_key(&path) || body.unusable_images.contains(&path) {
            continue;
        }
        let loaded = match archive.bytes(&path)? {
            Some(bytes) => from_bytes(bytes),
            None => Err("is not in the file".to_owned()),
        };
        match loaded {
            Ok(image) => {
                body.images.insert(path, image);
            }
            Err(problem) => {
                let message = format!("the picture `{path}` {problem}; its alternative text stands in its place");
                warnings.push(
                    Diagnostic::warning(Code::UnreadablePicture, span, message)
                        .with_hint("put it in anew as PNG or JPEG"),
                );
                body.unusable_images.insert(path);
            }
        }
    }
    Ok(())
}
