//! Markdown (CommonMark 0.31).
//!
//! In: text with optional front matter. Out: its metadata and blocks, with spans. pulldown-cmark finds the structure;
//! [`builder`] makes the tree of its events. HTML never passes through: of its elements only the text is kept.

mod builder;
mod frame;
mod html;
mod url;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use self::builder::Builder;
pub(super) use self::frame::Noticed;
pub(super) use self::url::is_safe;
use super::front_matter;
use super::metadata::Draft;
use crate::diagnostic::{Diagnostic, Error};
use crate::document::Block;

/// Reads front matter and blocks.
///
/// # Errors
/// [`Error::Source`] for broken front matter.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<Vec<Block>, Error> {
    let text = &*with_line_feeds(text);
    let body = front_matter::read(text, draft, warnings)?;
    let mut builder = Builder::new(text, body);
    for (event, range) in Parser::new_ext(&text[body..], Options::empty()).into_offset_iter() {
        builder.take(event, range);
    }
    Ok(builder.finish(warnings))
}

/// A text whose lines may end in CR alone, with LF there instead: offsets stay as they are.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let mut lines = text.split('\r').skip(1);
    if lines.all(|after| after.starts_with('\n')) {
        return Cow::Borrowed(text);
    }
    let following = text.chars().skip(1).map(Some).chain([None]);
    let line_feed = |(c, next)| if c == '\r' && next != Some('\n') { '\n' } else { c };
    Cow::Owned(text.chars().zip(following).map(line_feed).collect())
}

#[cfg(test)]
mod tests;
