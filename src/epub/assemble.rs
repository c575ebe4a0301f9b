//! The parts of the book put together by the crate epub-builder.
//!
//! In: pages, style sheet, faces and pictures. Out: the files of the archive: these, and container, manifest, spine,
//! navigation and NCX, which epub-builder writes. What its templates cannot say is mended by `finish`.
//!
//! Of pages, fonts and pictures epub-builder needs to know the names and kinds alone. It would compress what they hold
//! one after the other; `finish` does that on all processors.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Cursor, Read};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use zip::ZipArchive;

use super::faces::Faces;
use super::navigation;
use super::outline::Outline;
use super::pictures::{Picture, media_type};
use super::writer::Page;
use crate::document::Metadata;
use crate::locale;

/// Everything that goes into the book.
pub(super) struct Parts<'a> {
    /// Title, language, direction.
    pub(super) metadata: &'a Metadata,
    /// The table of contents.
    pub(super) outline: &'a Outline<'a>,
    /// The pages before the text.
    pub(super) front: &'a [Page],
    /// The chapters, as many as the outline has.
    pub(super) chapters: &'a [Page],
    /// The style sheet.
    pub(super) css: &'a str,
    /// The fonts.
    pub(super) faces: &'a Faces,
    /// The pictures; with a cover, its picture comes first.
    pub(super) pictures: &'a [Picture<'a>],
    /// Whether there is a cover.
    pub(super) has_cover: bool,
}

impl Parts<'_> {
    /// What the files hold that do not come from epub-builder, by their names below its folder.
    fn contents(&self) -> HashMap<&str, &[u8]> {
        let pages = self.front.iter().chain(self.chapters).map(|page| (page.file.as_str(), page.xhtml.as_bytes()));
        let pictures = self.pictures.iter().map(|picture| (picture.href.as_str(), picture.data.bytes.as_slice()));
        let faces = self.faces.embedded.iter().map(|face| (face.href.as_str(), face.data.as_slice()));
        pages.chain(pictures).chain(faces).chain([(STYLE_SHEET, self.css.as_bytes())]).collect()
    }
}

/// A file of the archive.
pub(super) struct Entry<'a> {
    /// Its path from the root of the archive.
    pub(super) name: String,
    /// What it holds.
    pub(super) data: Cow<'a, [u8]>,
}

/// Where epub-builder puts all but the container.
pub(super) const FOLDER: &str = "OEBPS/";
/// The style sheet in there.
const STYLE_SHEET: &str = "stylesheet.css";

/// The files, in the order in which they were added.
///
/// # Errors
/// Whatever epub-builder says.
pub(super) fn assemble<'a>(parts: &'a Parts<'_>) -> epub_builder::Result<Vec<Entry<'a>>> {
    let mut archive = ZipArchive::new(Cursor::new(templates(parts)?))?;
    let contents = parts.contents();
    let names: Vec<String> = archive.file_names().map(Into::into).collect();
    let entry = |name: String| {
        let content = name.strip_prefix(FOLDER).and_then(|name| contents.get(name));
        if let Some(&content) = content {
            return Ok(Entry { name, data: content.into() });
        }
        let mut data = Vec::new();
        let read = archive.by_name(&name)?.read_to_end(&mut data);
        // What epub-builder writes itself is never empty.
        match read.and_then(|length| if length > 0 { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }) {
            Ok(()) => Ok(Entry { name, data: data.into() }),
            Err(cause) => Err(epub_builder::Error::IoError { msg: name, cause }),
        }
    };
    names.into_iter().map(entry).collect()
}

/// The archive as epub-builder makes it, with empty files for all that it does not write itself.
fn templates(parts: &Parts<'_>) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Titles are given as mark-up.
    builder.escape_html(false);
    builder.metadata("direction", parts.metadata.direction.as_str())?;
    builder.metadata("toc_name", locale::words(&parts.metadata.lang).contents)?;
    builder.metadata("generator", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")))?;
    // Without one, it asks the clock; `finish` writes the book's own.
    builder.set_modified_date(Default::default());
    builder.stylesheet(io::empty())?;
    add_pages(&mut builder, parts)?;
    add_resources(&mut builder, parts)?;
    let mut archive = Vec::new();
    builder.generate(&mut archive)?;
    Ok(archive)
}

fn add_pages(builder: &mut EpubBuilder<ZipLibrary>, parts: &Parts<'_>) -> epub_builder::Result<()> {
    for page in parts.front {
        builder.add_content(EpubContent::new(&page.file, io::empty()))?;
    }
    // Each chapter's entry is followed by those of its headings.
    let entries = parts.outline.contents.chunk_by(|_, next| !next.opens_file);
    for (page, entries) in parts.chapters.iter().zip(entries) {
        let mut content = EpubContent::new(&page.file, io::empty());
        let mut elements = entries.iter().map(|entry| navigation::element(entry, parts.metadata.direction));
        if let Some(chapter) = elements.next() {
            content.toc = chapter;
        }
        elements.for_each(|heading| content.toc.add(heading));
        builder.add_content(content)?;
    }
    Ok(())
}

fn add_resources(builder: &mut EpubBuilder<ZipLibrary>, parts: &Parts<'_>) -> epub_builder::Result<()> {
    for (index, picture) in parts.pictures.iter().enumerate() {
        let kind = media_type(picture.data.format);
        if parts.has_cover && index == 0 {
            builder.add_cover_image(&picture.href, io::empty(), kind)?;
        } else {
            builder.add_resource(&picture.href, io::empty(), kind)?;
        }
    }
    for face in &parts.faces.embedded {
        builder.add_resource(&face.href, io::empty(), face.media_type)?;
    }
    Ok(())
}
