//! Pictures: the only files that a document may read.
//!
//! In: a [`Document`] that names pictures, the folder of its source and those that the user names, some of them for
//! addresses on the web. Out:
//! [`Document::images`], filled with what lies below those folders or stands in the text as a `data:` URL, and is PNG,
//! JPEG, GIF, WebP or SVG, and whole. All else is a warning at its place; the document keeps the
//! reference, and its alternative text is drawn instead. Nothing is fetched from a network.

mod data;
mod decode;
mod drawing;
mod media;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use rayon::prelude::*;

pub use self::media::Media;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, ImageData, ImageRef, visit_images};

/// The largest picture file, in bytes.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// Loads each picture that a document names, once, from below the first of `folders` that has it, or from the folder
/// that `media` gives for its address; returns a warning for each that cannot be used.
#[must_use]
pub fn load_images(document: &mut Document, folders: &[PathBuf], media: &[Media]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let mut wanted: Vec<(String, Span)> = named(document).into_iter().collect();
    wanted.retain(|(path, _)| !document.images.contains_key(path) && !document.unusable_images.contains(path));
    let loaded: Vec<_> = wanted.par_iter().map(|(path, _)| load(path, folders, media)).collect();
    for ((path, span), loaded) in wanted.into_iter().zip(loaded) {
        match loaded {
            Ok(Loaded { image, left_out }) => {
                warnings.extend(left_out.map(|what| left_out_warning(&path, what, span)));
                document.images.insert(path, image);
            }
            Err(problem) => warnings.push(problem.warning(&path, span)),
        }
    }
    warnings.sort_by_key(|warning| warning.span);
    warnings
}

/// Recognises a picture that a source itself holds; what is wrong with it, where it cannot be used.
pub(crate) fn from_bytes(bytes: Vec<u8>) -> Result<ImageData, String> {
    recognise(bytes).map(|loaded| loaded.image).map_err(|problem| problem.describe().0)
}

/// What is wrong with the file of a picture, where something is.
pub(crate) fn fault(bytes: &[u8]) -> Option<String> {
    recognise(bytes.to_vec()).err().map(|problem| problem.describe().0)
}

fn left_out_warning(path: &str, what: &str, span: Span) -> Diagnostic {
    let message = format!("of the picture `{path}` {what}");
    Diagnostic::warning(Code::DrawingEffect, span, message)
        .with_hint("export it with effects as pixels where they matter")
}

/// Why a picture cannot be used.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    Remote,
    Outside,
    Missing,
    Unreadable(String),
    Unsupported,
    TooLarge(String),
    Fault,
}

impl Problem {
    fn warning(self, path: &str, span: Span) -> Diagnostic {
        let code = self.code();
        let (what, hint) = self.describe();
        Diagnostic::warning(code, span, format!("the picture `{path}` {what}")).with_hint(hint)
    }

    const fn code(&self) -> Code {
        match self {
            Problem::Remote => Code::RemotePicture,
            Problem::Outside => Code::PictureOutside,
            Problem::Missing => Code::MissingPicture,
            Problem::Unreadable(_) => Code::UnreadablePicture,
            Problem::Unsupported => Code::UnsupportedPicture,
            Problem::TooLarge(_) => Code::PictureTooLarge,
            Problem::Fault => Code::Internal,
        }
    }

    /// What is wrong, and what to do about it.
    fn describe(self) -> (String, &'static str) {
        const COPY: &str = "keep a copy in a folder and name it with --media ADDRESS=FOLDER";
        const INTO_FOLDER: &str = "put it into the folder of the source and name it by a relative path";
        match self {
            Problem::Remote => ("is on the network; nothing is fetched".to_owned(), COPY),
            Problem::Outside => ("lies outside the folder of the source".to_owned(), INTO_FOLDER),
            Problem::Missing => ("is not there".to_owned(), "check the name; letter case counts"),
            Problem::Unreadable(cause) => {
                (format!("cannot be read: {cause}"), "open it in a picture viewer and save it anew")
            }
            Problem::Unsupported => {
                ("is in a format that books do not carry".to_owned(), "save it as PNG, JPEG, GIF, WebP or SVG")
            }
            Problem::Fault => {
                ("is left out: internal error in it".to_owned(), "please report it as a bug, with the picture")
            }
            Problem::TooLarge(size) => (format!("is too large: {size}"), "scale it down"),
        }
    }
}

/// Every path that a document names, with the place where it first does.
fn named(document: &Document) -> BTreeMap<String, Span> {
    let mut named = BTreeMap::new();
    let mut add = |image: &ImageRef| {
        named.entry(image.path.clone()).or_insert(image.span);
    };
    document.metadata.cover.iter().for_each(&mut add);
    visit_images(&document.blocks, &mut add);
    document.footnotes.iter().for_each(|note| visit_images(&note.blocks, &mut add));
    named
}

fn load(path: &str, folders: &[PathBuf], media: &[Media]) -> Result<Loaded, Problem> {
    if data::is_data(path) {
        return recognise(data::bytes(path)?);
    }
    if has_scheme(path) {
        return load_copy(path, media);
    }
    let mut first = Problem::Missing;
    for folder in folders {
        match find(path, folder) {
            Ok(file) => return recognise(read(&file)?),
            // What is wrong below the source's own folder says more than that it is elsewhere neither.
            Err(problem) if first == Problem::Missing => first = problem,
            Err(_) => {}
        }
    }
    Err(first)
}

/// The picture of an address on the web, from a folder that stands for it.
fn load_copy(address: &str, media: &[Media]) -> Result<Loaded, Problem> {
    let mut first = Problem::Remote;
    for (paths, folder) in media.iter().filter_map(|media| Some((media.paths(address)?, &media.folder))) {
        for path in paths {
            match find(&path, folder) {
                Ok(file) => return recognise(read(&file)?),
                Err(problem) if first == Problem::Remote => first = problem,
                Err(_) => {}
            }
        }
    }
    Err(first)
}

fn find(path: &str, folder: &Path) -> Result<PathBuf, Problem> {
    // A Markdown target is a URL: `صورة%20أولى.png` may name `صورة أولى.png`.
    let decoded = percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path));
    match locate(path, folder) {
        Err(Problem::Missing) => locate(&decoded, folder),
        found => found,
    }
}

/// Whether a path is a URL with a scheme or a host (RFC 3986, 3 and 4.2).
fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme);
    let named = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    named || path.starts_with("//")
}

/// The real file of a relative path, which must lie below `folder` once every link is followed.
fn locate(path: &str, folder: &Path) -> Result<PathBuf, Problem> {
    let relative = Path::new(path);
    let mut depth = 0_i32;
    for component in relative.components() {
        depth += match component {
            Component::Normal(_) => 1,
            Component::CurDir => 0,
            Component::ParentDir => -1,
            Component::RootDir | Component::Prefix(_) => return Err(Problem::Outside),
        };
        if depth < 0 {
            return Err(Problem::Outside);
        }
    }
    if path.trim().is_empty() || path.contains('\0') {
        return Err(Problem::Missing);
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = fs::canonicalize(folder).map_err(|error| unreadable(&error))?;
    let file = fs::canonicalize(folder.join(relative)).map_err(|error| unreadable(&error))?;
    if file.starts_with(&folder) { Ok(file) } else { Err(Problem::Outside) }
}

fn unreadable(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => Problem::Missing,
        _ => Problem::Unreadable(error.to_string()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    let metadata = fs::metadata(file).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Problem::Unreadable("it is not a file".into()));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(Problem::TooLarge(format!("{} bytes; at most {MAX_FILE_BYTES}", metadata.len())));
    }
    // A file may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let opened = fs::File::open(file).map_err(|error| unreadable(&error))?;
    opened.take(MAX_FILE_BYTES).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    Ok(bytes)
}

/// A picture, and what was left out of it.
#[derive(Debug)]
struct Loaded {
    image: ImageData,
    left_out: Option<&'static str>,
}

/// A picture, recognised by its own first bytes and not by its name, and found to be whole.
fn recognise(bytes: Vec<u8>) -> Result<Loaded, Problem> {
    let work = || match drawing::is_drawing(&bytes) {
        true => drawing::cleaned(&bytes),
        false => decode::whole(bytes).map(|image| Loaded { image, left_out: None }),
    };
    // A fault of ours, or of a decoder, costs this picture alone.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Problem::Fault))
}

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
