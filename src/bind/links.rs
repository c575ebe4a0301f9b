//! Links within a book: from source to source, and within one.
//!
//! In: a bound document whose links are still as the sources wrote them. Out: `#id` for what is in the book. A link to
//! a source that is not in the book, or to a heading that its source has not, leaves its text, with a warning.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::Source;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Block, Document, Inline};
use crate::parse::{Format, find_heading, walk};

/// Resolves every link of a book.
pub(super) fn resolve(document: &mut Document, sources: &[Source], warnings: &mut Vec<Diagnostic>) {
    let mut resolver = Resolver { sources, warnings };
    resolver.blocks(&mut document.blocks);
    document.footnotes.iter_mut().for_each(|note| resolver.blocks(&mut note.blocks));
}

struct Resolver<'a> {
    sources: &'a [Source],
    warnings: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        walk::runs(blocks, &mut |run| self.run(run));
    }

    fn run(&mut self, run: &mut Vec<Inline>) {
        let mut resolved = Vec::with_capacity(run.len());
        for mut inline in run.drain(..) {
            inline.children_mut().into_iter().for_each(|inner| self.run(inner));
            match inline {
                Inline::Link { target, content, span } => match self.target(&target, span) {
                    Ok(target) => resolved.push(Inline::Link { target, content, span }),
                    Err(warning) => {
                        self.warnings.push(warning);
                        resolved.extend(content);
                    }
                },
                other => resolved.push(other),
            }
        }
        *run = resolved;
    }

    /// Where a link leads in the book.
    fn target(&self, target: &str, span: Span) -> Result<String, Diagnostic> {
        let from = self.sources.iter().take_while(|source| source.offset <= span.start).last();
        let Some(from) = from else { return Ok(target.to_owned()) };
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, id)| (path, Some(id)));
        let to = match named_source(path, &from.path) {
            _ if path.is_empty() => from,
            None => return Ok(target.to_owned()),
            Some(named) => self.sources.iter().find(|source| clean(&source.path) == named).ok_or_else(|| {
                Diagnostic::warning(
                    Code::BrokenLink,
                    span,
                    format!("no source of the book is called `{path}`; the link is left out"),
                )
                .with_hint("add it to the book's chapters, or link to its place on the web")
            })?,
        };
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
            return Ok(format!("#{}", to.named.opening));
        };
        let ids = to.named.headings.keys().cloned().collect();
        let id = find_heading(fragment, &ids).and_then(|id| to.named.headings.get(&id)).ok_or_else(|| {
            let message = format!("no heading of {} is called `{fragment}`; the link is left out", to.path.display());
            Diagnostic::warning(Code::BrokenLink, span, message)
                .with_hint("link to a heading by its text, with hyphens for spaces: #عنوان-القسم")
        })?;
        Ok(format!("#{id}"))
    }
}

/// The source that a relative path means, seen from another; `None` for what is no source.
fn named_source(path: &str, from: &Path) -> Option<PathBuf> {
    let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    if has_scheme || path.starts_with('/') {
        return None;
    }
    let path = percent_decode_str(path.split('?').next().unwrap_or_default()).decode_utf8_lossy().into_owned();
    Format::from_extension(Path::new(&path).extension()?.to_str()?)?;
    Some(clean(&from.parent().unwrap_or(Path::new("")).join(path)))
}

/// A path without `.` and without what `..` takes back, by its words alone.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(cleaned.components().next_back(), Some(Component::Normal(_))) => {
                cleaned.pop();
            }
            other => cleaned.push(other),
        }
    }
    cleaned
}
