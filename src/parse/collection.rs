//! From the entries of a feed to the documents of a collection.
//!
//! In: a mended text. Out: a document of each article, with the language that its letters bear out, and what the whole
//! says of itself. An article that cannot be read is left out with a warning; the others are not harmed by it.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::contents::{Article, Collection, Contents};
use super::feed::{self, Entry};
use super::html::letters::is_mostly_right_to_left;
use super::mend::Tally;
use super::metadata::Draft;
use super::rewrite::Rewritten;
use super::{Body, Format, Found, Overrides, detect, finish, html, in_source, inline, map_places, walk};
use crate::diagnostic::{Code, Diagnostic, Error, Source, Span, Warned};
use crate::document::{Block, BlockKind, Direction, ImageRef, Lang, Metadata, visit_images};

/// Reads a feed.
///
/// # Errors
/// [`Error::Source`] for a file that is no feed, and for one without articles.
pub(super) fn read(
    source: &Source,
    mended: &Rewritten<'_>,
    mut tally: Tally,
    overrides: &Overrides,
) -> Result<Warned<Contents>, Error> {
    let text = &*mended.text();
    let mut warnings = inline::control_warnings(text);
    let feed = feed::parse(text, &mut warnings).map_err(|error| in_source(error, mended))?;
    let back = |span: Span| mended.source_span(span);
    warnings.iter_mut().flat_map(Diagnostic::spans_mut).for_each(|span| *span = back(*span));
    // What is asked for the source is asked for the whole; language and mending hold for each article too.
    let own = Overrides { title: None, authors: Vec::new(), date: None, ..overrides.clone() };
    let mut reader = Reader { source, lang: feed.draft.lang.clone(), overrides: &own, untitled: Vec::new() };
    let mut articles = Vec::with_capacity(feed.entries.len());
    for entry in feed.entries {
        let span = back(entry.span);
        let title = entry.title.clone();
        match reader.article(entry, &back, &mut tally) {
            Ok(Warned { value, warnings: noticed }) => {
                warnings.extend(noticed);
                articles.push(value);
            }
            Err(error) => warnings.push(left_out(&title, span, &error)),
        }
    }
    warnings.extend(reader.untitled());
    warnings.extend(tally.notes());
    let (metadata, note) = metadata(feed.draft, &articles, overrides);
    warnings.extend(note);
    warnings.sort_by_key(|warning| warning.span);
    if articles.is_empty() {
        return Err(Error::Source(Diagnostic::error(Code::EmptySource, None, "no article of the feed can be read")));
    }
    Ok(Warned { value: Contents::Articles(Box::new(Collection { metadata, articles })), warnings })
}

fn left_out(title: &str, span: Span, error: &Error) -> Diagnostic {
    let reason = match error {
        Error::Source(diagnostic) => diagnostic.message.clone(),
        other => other.to_string(),
    };
    Diagnostic::warning(
        Code::UnreadableArticle,
        span,
        format!("the article `{}` is left out: {reason}", inline::excerpt(title)),
    )
}

/// Reads articles.
struct Reader<'a> {
    source: &'a Source,
    /// The language that the feed gives.
    lang: Option<Lang>,
    overrides: &'a Overrides,
    /// Where articles without a title stand.
    untitled: Vec<Span>,
}

impl Reader<'_> {
    fn article(
        &mut self,
        entry: Entry,
        back: &impl Fn(Span) -> Span,
        tally: &mut Tally,
    ) -> Result<Warned<Article>, Error> {
        let mut noticed = Vec::new();
        let mut draft = draft(&entry);
        draft.lang = self.said_language(&entry);
        let fragment = html::Fragment { text: &entry.html.text, base: entry.addresses.first().map(String::as_str) };
        let mut body = html::parse_fragment(&fragment, &draft, &mut noticed)?;
        let place = |span: Span| back(entry.html.span(span));
        map_places(&mut body, &mut noticed, &place);
        if let Some(address) = entry.addresses.first() {
            name_whole(&mut body, address);
        }
        add_picture(&mut body, &entry, back(entry.span));
        let span = back(entry.span);
        if entry.title.is_empty() {
            self.untitled.push(span);
        }
        if draft.lang.is_none() && self.overrides.default_lang.is_none() {
            draft.lang = detect::detect(&draft.metadata.title, &body.blocks).or_else(|| Some(Lang::default()));
        }
        let found = Found { draft, body, warnings: noticed };
        let Warned { value: document, warnings } = finish(self.source, Format::Feed, self.overrides, found, tally)?;
        Ok(Warned { value: Article { document, addresses: entry.addresses, span }, warnings })
    }

    /// The language that the article or the feed gives, if its letters bear it out: sites name that of their menus.
    fn said_language(&self, entry: &Entry) -> Option<Lang> {
        let said = entry.lang.as_ref().or(self.lang.as_ref())?;
        let is_right_to_left = is_mostly_right_to_left(&html::plain(&entry.html.text))
            .or_else(|| is_mostly_right_to_left(&entry.title))
            .unwrap_or(said.direction() == Direction::Rtl);
        ((said.direction() == Direction::Rtl) == is_right_to_left).then(|| said.clone())
    }

    /// One warning for all articles without a title.
    fn untitled(&self) -> Option<Diagnostic> {
        let times =
            if self.untitled.len() > 1 { format!(" ({} articles)", self.untitled.len()) } else { String::new() };
        let message = format!("an article has no title; its opening words serve as title{times}");
        self.untitled
            .first()
            .map(|&span| Diagnostic::warning(Code::GuessedTitle, span, message).with_hint("give each article a title"))
    }
}

fn draft(entry: &Entry) -> Draft {
    let metadata = Metadata {
        title: entry.title.clone(),
        authors: entry.authors.clone(),
        date: entry.date,
        description: entry.summary.clone(),
        keywords: entry.categories.clone(),
        identifier: entry.identifier.clone(),
        ..Metadata::default()
    };
    Draft { metadata, ..Draft::default() }
}

/// Names the pictures of the site itself by whole addresses.
fn name_whole(body: &mut Body, address: &str) {
    let Some(host) = address.find("://").map(|scheme| scheme + 3) else { return };
    let scheme = &address[..host - 2];
    let site = &address[..address[host..].find('/').map_or(address.len(), |end| host + end)];
    let notes = body.footnotes.iter_mut().map(|note| &mut note.blocks);
    for blocks in notes.chain([&mut body.blocks]) {
        walk::images(blocks, &mut |image| match image.path.as_str() {
            path if path.starts_with("//") => image.path = format!("{}{path}", scheme.trim_end_matches('/')),
            path if path.starts_with('/') => image.path = format!("{site}{path}"),
            _ => {}
        });
    }
}

/// Puts the picture of an article above its text, unless that shows it.
fn add_picture(body: &mut Body, entry: &Entry, span: Span) {
    let Some(picture) = &entry.picture else { return };
    let name = |address: &str| {
        let name = address.rsplit('/').next().unwrap_or_default();
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    };
    let own = name(&picture.address);
    let mut is_shown = false;
    visit_images(&body.blocks, &mut |image| is_shown |= stem(&name(&image.path)) == stem(&own));
    if !is_shown {
        let image = ImageRef { path: picture.address.clone(), alt: picture.alt.clone(), span, ..ImageRef::default() };
        body.blocks.insert(0, Block::new(BlockKind::Figure { image, caption: Vec::new() }, span));
    }
}

/// The name of a picture's file without its size (`-300x200`), its ending and what follows `?`.
fn stem(name: &str) -> &str {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_size = |size: &str| {
        size.split_once('x').is_some_and(|(width, height)| {
            [width, height].iter().all(|side| !side.is_empty() && side.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    match stem.rsplit_once('-') {
        Some((bare, size)) if is_size(size) || size == "scaled" => bare,
        _ => stem,
    }
}

/// What the whole says of itself, and a note where its language is recognised.
fn metadata(draft: Draft, articles: &[Article], overrides: &Overrides) -> (Metadata, Option<Diagnostic>) {
    let mut counts: BTreeMap<&Lang, usize> = BTreeMap::new();
    for article in articles {
        *counts.entry(&article.document.metadata.lang).or_default() += 1;
    }
    let most =
        counts.into_iter().max_by_key(|&(lang, count)| (count, *lang == Lang::default())).map(|(lang, _)| lang.clone());
    let said = overrides.lang.clone();
    let lang = said.or(most).unwrap_or_default();
    let is_recognised =
        overrides.lang.is_none() && draft.lang.as_ref() != Some(&lang) && overrides.default_lang.is_none();
    let note = (is_recognised && lang != Lang::default()).then(|| {
        let message = format!("the language of the articles is taken as {} ({})", detect::name(&lang), lang.0);
        Diagnostic::note(Code::GuessedLanguage, None, message).with_hint("set it with --lang")
    });
    let mut metadata = super::resolve(draft, lang, overrides);
    if let Some(title) = &overrides.title {
        metadata.title = title.trim().to_owned();
    }
    if metadata.title.is_empty() {
        metadata.title = articles.first().map(|article| article.document.metadata.title.clone()).unwrap_or_default();
    }
    (metadata, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_the_same_in_any_size() {
        assert_eq!(stem("سوق-الورق-300x200.jpg?ssl=1"), "سوق-الورق");
        assert_eq!(stem("paper-scaled.jpg"), "paper");
        assert_eq!(stem("a-x.png"), "a-x");
    }
}
