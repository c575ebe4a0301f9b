//! Markdown (CommonMark 0.31).
//!
//! In: text with optional front matter. Out: its metadata and blocks, with spans. pulldown-cmark finds the structure;
//! [`builder`] makes the tree of its events. HTML never passes through: of its elements only the text is kept.

mod builder;
mod frame;
mod html;
mod url;

use pulldown_cmark::{Options, Parser};

use self::builder::Builder;
use super::front_matter;
use super::metadata::Draft;
use crate::diagnostic::{Diagnostic, Error};
use crate::document::Block;

/// Reads front matter and blocks.
///
/// # Errors
/// [`Error::Source`] for broken front matter.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<Vec<Block>, Error> {
    let body = front_matter::read(text, draft, warnings)?;
    let mut builder = Builder::new(text, body);
    for (event, range) in Parser::new_ext(&text[body..], Options::empty()).into_offset_iter() {
        builder.take(event, range);
    }
    Ok(builder.finish(warnings))
}

#[cfg(test)]
mod tests;
