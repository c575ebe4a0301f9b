//! The parts of the book put together by the crate epub-builder.
//!
//! In: pages, style sheet, faces and pictures. Out: an archive with container, manifest, spine, navigation and NCX.
//! What its templates cannot say is mended by `finish`.

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};

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

/// The archive as epub-builder makes it.
///
/// # Errors
/// Whatever epub-builder says.
pub(super) fn assemble(parts: &Parts<'_>) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    // Titles are given as mark-up.
    builder.escape_html(false);
    builder.metadata("direction", parts.metadata.direction.as_str())?;
    builder.metadata("toc_name", locale::words(&parts.metadata.lang).contents)?;
    builder.metadata("generator", concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")))?;
    builder.stylesheet(parts.css.as_bytes())?;
    add_pages(&mut builder, parts)?;
    add_resources(&mut builder, parts)?;
    let mut archive = Vec::new();
    builder.generate(&mut archive)?;
    Ok(archive)
}

fn add_pages(builder: &mut EpubBuilder<ZipLibrary>, parts: &Parts<'_>) -> epub_builder::Result<()> {
    for page in parts.front {
        builder.add_content(EpubContent::new(&page.file, page.xhtml.as_bytes()))?;
    }
    // Each chapter's entry is followed by those of its headings.
    let entries = parts.outline.contents.chunk_by(|_, next| !next.opens_file);
    for (page, entries) in parts.chapters.iter().zip(entries) {
        let mut content = EpubContent::new(&page.file, page.xhtml.as_bytes());
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
        let (data, kind) = (picture.data.bytes.as_slice(), media_type(picture.data.format));
        if parts.has_cover && index == 0 {
            builder.add_cover_image(&picture.href, data, kind)?;
        } else {
            builder.add_resource(&picture.href, data, kind)?;
        }
    }
    for face in &parts.faces.embedded {
        builder.add_resource(&face.href, face.data.as_slice(), face.media_type)?;
    }
    Ok(())
}
