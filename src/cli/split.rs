//! `--split`: each article of a source a book of its own.
//!
//! In: a collection of articles, and where books go. Out: the books of each article, named by its title, made side by
//! side. One that cannot be made does not stop the others.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use warraq::diagnostic::{Code, Diagnostic, Source, Span, Warned};
use warraq::direction;
use warraq::parse::{Article, Collection};

use super::build::{self, Edition, Findings};
use super::inputs::Input;
use super::memory::{Key, Memory};
use super::outputs::{Destination, Output};
use super::settings::{Asked, Settings};
use super::template::Known;

/// Where the articles of a source come from and go.
pub(super) struct Split<'a> {
    pub(super) input: &'a Input,
    pub(super) source: &'a Source,
    pub(super) asked: &'a Asked,
    pub(super) destination: &'a Destination,
    pub(super) names_for_kobo: bool,
}

impl Split<'_> {
    /// Makes the books of all articles; in `found` all that was noticed and made, in the order of the articles.
    pub(super) fn publish(
        &self,
        collection: Collection,
        settings: &Settings,
        memory: Option<&Memory>,
        found: &mut Findings,
    ) -> Result<(), Diagnostic> {
        let Collection { metadata, articles } = collection;
        let outputs = self.outputs(&articles)?;
        let jobs: Vec<(Article, Vec<Output>)> = articles.into_iter().zip(outputs).collect();
        let site = Some(metadata.title).filter(|title| !title.is_empty());
        let make = |(mut article, outputs): (Article, Vec<Output>)| {
            let mut own = Findings::default();
            let (span, title) = (article.span, article.document.metadata.title.clone());
            let metadata = &mut article.document.metadata;
            metadata.publisher = metadata.publisher.take().or_else(|| site.clone());
            if !self.asked.overrides.authors.is_empty() {
                metadata.authors.clone_from(&self.asked.overrides.authors);
            }
            let made = build::guarded(|| self.make(article, &outputs, settings, memory, &mut own));
            let failed = made.err().map(|error| failed(&title, span, error));
            (own, failed)
        };
        let all: Vec<(Findings, Option<Diagnostic>)> = jobs.into_par_iter().map(make).collect();
        found.unchanged = all.iter().all(|(own, _)| own.unchanged);
        let mut first = None;
        for (own, failed) in all {
            found.diagnostics.extend(own.diagnostics);
            found.made.extend(own.made);
            match first {
                None => first = failed,
                Some(_) => found.diagnostics.extend(failed),
            }
        }
        first.map_or(Ok(()), Err)
    }

    fn make(
        &self,
        article: Article,
        outputs: &[Output],
        settings: &Settings,
        memory: Option<&Memory>,
        found: &mut Findings,
    ) -> Result<(), Diagnostic> {
        let document = Warned::silent(article.document);
        let completed = build::complete(document, self.input, self.asked, &settings.metadata, settings);
        found.diagnostics.extend(completed.warnings);
        let document = direction::settle(completed.value);
        let style = settings.stylesheet(self.asked, &document.metadata.extra);
        found.diagnostics.extend(style.warnings);
        let Span { start, end } = article.span;
        let text = self.source.text.get(start..end).unwrap_or(&self.source.text);
        let key = memory.map(|_| Key::of(text, self.asked, &document, &style.value, settings));
        build::publish(Edition { document: &document, style: &style.value, outputs, key }, settings, memory, found)
    }

    /// The files of each article; of those of one name all but the first are numbered.
    fn outputs(&self, articles: &[Article]) -> Result<Vec<Vec<Output>>, Diagnostic> {
        let mut taken = BTreeSet::new();
        let mut counts = HashMap::new();
        let mut named = Vec::with_capacity(articles.len());
        for article in articles {
            let metadata = &article.document.metadata;
            let known = Known { stem: self.input.stem(), title: metadata.title.clone(), date: metadata.date };
            let mut outputs = self.destination.outputs_of_article(self.input, &known)?;
            if self.names_for_kobo {
                self.destination.name_for_kobo(&mut outputs)?;
            }
            let folded = |output: &Output| output.path.to_string_lossy().to_lowercase();
            let original = outputs.clone();
            while outputs.iter().any(|output| taken.contains(&folded(output))) {
                let count = counts.entry(original.first().map(folded)).or_insert(1_usize);
                *count += 1;
                for (output, original) in outputs.iter_mut().zip(&original) {
                    output.path = numbered(&original.path, *count);
                }
            }
            taken.extend(outputs.iter().map(folded));
            named.push(outputs);
        }
        Ok(named)
    }
}

/// A path with a number before the endings of its format.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = [".kepub.epub", ".epub", ".pdf"].into_iter().find(|ending| name.to_lowercase().ends_with(ending));
    let (stem, ending) = name.split_at(name.len() - ending.map_or(0, str::len));
    path.with_file_name(format!("{stem} {number}{ending}"))
}

fn failed(title: &str, span: Span, error: Diagnostic) -> Diagnostic {
    let span = error.span.or(Some(span));
    Diagnostic { span, message: format!("{title}: {}", error.message), ..error }
}

/// A usage error where the articles of a source have one file to go to.
pub(super) fn no_room(path: &Path) -> Diagnostic {
    let message = format!("--split makes a book of each article, but -o {} names one file", path.display());
    Diagnostic::error(Code::Usage, None, message).with_hint("give -o a folder, such as -o books/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_before_the_ending() {
        let check = |path: &str, expected: &str| assert_eq!(numbered(Path::new(path), 2), Path::new(expected));
        check("out/مدونة/سوق. الورق.epub", "out/مدونة/سوق. الورق 2.epub");
        check("a.kepub.epub", "a 2.kepub.epub");
        check("a.pdf", "a 2.pdf");
    }
}
