//! Links and embeds between notes: `[[صفحة#قسم|نص]]`, `![[صورة.png|200]]`.

use crate::diagnostic::Span;
use crate::document::{ImageRef, ImageSize, Inline};
use crate::parse::inline::clean;
use crate::parse::length;

/// Endings of the names of pictures.
const PICTURES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tiff", "tif"];

/// Endings of the names of other files that are embedded.
const MEDIA: [&str; 14] =
    ["pdf", "mp3", "mp4", "m4a", "wav", "ogg", "webm", "mov", "mkv", "flac", "3gp", "canvas", "base", "excalidraw"];

/// What stands between the brackets of a link to a note.
pub(super) struct Wiki<'a> {
    /// The file, as it is called in the notes; empty for the same note.
    pub(super) path: &'a str,
    /// The heading, or the block after `^`.
    pub(super) place: &'a str,
    /// What is shown instead of the name.
    pub(super) shown: &'a str,
}

impl<'a> Wiki<'a> {
    /// Reads what stands between the brackets; `None` if that is no link.
    pub(super) fn read(inner: &'a str) -> Option<Wiki<'a>> {
        let (target, shown) =
            inner.split_once('|').map_or((inner, ""), |(target, text)| (target.trim_end_matches('\\'), text));
        let (path, place) = target.split_once('#').unwrap_or((target, ""));
        let place = place.rsplit('#').next().unwrap_or_default();
        let wiki = Wiki { path: path.trim(), place: place.trim(), shown: shown.trim() };
        let leads_nowhere = wiki.path.is_empty() && wiki.place.is_empty();
        let is_link = !leads_nowhere && !inner.contains(['\n', '[', ']']);
        is_link.then_some(wiki)
    }

    fn ending(&self) -> String {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
    }

    pub(super) fn is_picture(&self) -> bool {
        PICTURES.contains(&self.ending().as_str())
    }

    pub(super) fn is_media(&self) -> bool {
        MEDIA.contains(&self.ending().as_str())
    }

    /// The picture that is embedded.
    pub(super) fn picture(&self, span: Span) -> Inline {
        let (alt, size) = length::of_text(self.shown).unwrap_or((self.shown, ImageSize::default()));
        let (path, alt) = (clean(self.path).into_owned(), clean(alt).into_owned());
        Inline::Image(ImageRef { path, alt, size, span, ..ImageRef::default() })
    }

    /// Where it leads: a file of Markdown, a place in it, or both.
    pub(super) fn target(&self) -> String {
        let mut target = self.path.replace('%', "%25").replace('?', "%3F");
        let has_ending = ["md", "markdown", "html", "txt"].contains(&self.ending().as_str());
        if !target.is_empty() && !has_ending {
            target.push_str(".md");
        }
        if !self.place.is_empty() {
            target.push('#');
            target.push_str(self.place);
        }
        target
    }

    /// What it shows where it names no text of its own.
    pub(super) fn name(&self) -> String {
        let path = self.path.strip_suffix(".md").unwrap_or(self.path);
        let name = path.rsplit('/').next().unwrap_or_default();
        let place = self.place.trim_start_matches('^');
        match (name, place) {
            ("", place) => place.to_owned(),
            (name, "") => name.to_owned(),
            (name, _) if self.place.starts_with('^') => name.to_owned(),
            (name, place) => format!("{name}: {place}"),
        }
    }
}
