//! Links within a book: from source to source, and within one.
//!
//! In: a bound document whose links are still as the sources wrote them. Out: `#id` for what is in the book. A link to
//! a source that is not in the book, or to a heading that its source has not, leaves its text, with a warning.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::Source;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Block, Document, Inline};
use crate::parse::{Format, find_heading, walk};

/// Resolves every link of a book.
pub(super) fn resolve(document: &mut Document, sources: &[Source], warnings: &mut Vec<Diagnostic>) {
    let named = |source: &Source| source.addresses.iter().map(|address| key(address)).collect::<Vec<_>>();
    let mut addresses = BTreeMap::new();
    for source in sources {
        for key in named(source) {
            addresses.entry(key).or_insert(source);
        }
    }
    for from in sources {
        let mut resolver = Resolver { sources, addresses: &addresses, from, warnings };
        resolver.blocks(&mut document.blocks[from.blocks.clone()]);
        document.footnotes[from.footnotes.clone()].iter_mut().for_each(|note| resolver.blocks(&mut note.blocks));
    }
}

struct Resolver<'a> {
    sources: &'a [Source],
    /// Chapters by their addresses on the web.
    addresses: &'a BTreeMap<String, &'a Source>,
    /// The chapter whose links are resolved.
    from: &'a Source,
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
        let from = self.from;
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, id)| (path, Some(id)));
        let to = match named_source(path, &from.path) {
            _ if path.is_empty() => from,
            _ if path.contains("://") => match self.addresses.get(&key(path)) {
                // A place that only the page on the web has leads there.
                Some(to) if fragment.is_none_or(|id| to.named.headings.contains_key(id)) => to,
                _ => return Ok(target.to_owned()),
            },
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

/// An address as it is compared: without its scheme, `www.`, and a slash at its end, percent-decoded.
fn key(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/');
    percent_decode_str(rest).decode_utf8_lossy().into_owned()
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
