//! Drawings: SVG made safe for both books (SVG 1.1, as usvg understands it).
//!
//! In: the bytes of an SVG file. Out: the same drawing as plain shapes, without scripts, animation, style sheets and
//! references to anything outside of it; its text as outlines of the built-in faces, since within a picture no reader
//! has the book's. Pictures within it are kept where they are `data:` URLs of a size that pages can bear.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{FontResolver, ImageHrefResolver, ImageKind, Indent, Options, Tree, WriteOptions};

mod effects;
mod measure;
mod rewrite;

use super::{Loaded, Problem, decode};
use crate::document::{ImageData, ImageFormat, Orientation};
use crate::font::FontSet;

/// The largest drawing, in bytes: thousands of shapes.
const MAX_BYTES: usize = 16 << 20;
/// Nodes of its XML, and shapes that these stand for.
const MAX_NODES: u32 = 1_000_000;
const MAX_SHAPES: u64 = 1_000_000;
/// The largest drawing as it is written, in bytes.
const MAX_WRITTEN: usize = 48 << 20;
/// Elements may be nested so deep.
const MAX_DEPTH: usize = 128;
/// The root element stands among the first bytes, after a declaration and comments.
const HEAD: usize = 4096;
/// The longest side, in pixels of CSS.
const MAX_SIDE: f32 = 100_000.0;

/// Where the direction is right to left, text starts at the right, which usvg does not know by itself.
const RIGHT_TO_LEFT: &str = r#"
[direction="rtl"] { text-anchor: end }
[direction="rtl"][text-anchor="end"], [direction="rtl"] [text-anchor="end"] { text-anchor: start }
[direction="rtl"][text-anchor="middle"], [direction="rtl"] [text-anchor="middle"] { text-anchor: middle }
[direction="rtl"] [text-anchor="start"] { text-anchor: end }
"#;

/// The built-in faces, which are all that text in drawings is set in.
static FACES: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut faces = Database::new();
    for face in FontSet::builtin().faces() {
        faces.load_font_source(Source::Binary(face.data.clone()));
    }
    Arc::new(faces)
});

/// Whether bytes are those of a drawing.
pub(super) fn is_drawing(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_markup = head.trim_ascii_start().starts_with(b"<") || head.starts_with("\u{feff}<".as_bytes());
    is_markup && head.windows(4).any(|window| window == b"<svg")
}

/// The drawing, made safe.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Loaded, Problem> {
    let too_large = |what: &str| Problem::TooLarge(what.to_owned());
    if bytes.len() > MAX_BYTES {
        return Err(Problem::TooLarge(format!("{} bytes; at most {MAX_BYTES}", bytes.len())));
    }
    let broken = |cause: &dyn std::fmt::Display| Problem::Unreadable(cause.to_string());
    let text = std::str::from_utf8(bytes).map_err(|_| broken(&"it is not in UTF-8"))?;
    if depth(text) > MAX_DEPTH {
        return Err(broken(&format!("its elements are nested more than {MAX_DEPTH} deep")));
    }
    let reading = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES };
    let source = Document::parse_with_options(text, reading).map_err(|cause| broken(&cause))?;
    if measure::shapes(&source).is_none_or(|shapes| shapes > MAX_SHAPES) {
        return Err(too_large("it stands for more than a million shapes"));
    }
    let tree = Tree::from_xmltree(&source, &options()).map_err(|cause| broken(&cause))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    if width.max(height) > MAX_SIDE {
        return Err(Problem::TooLarge(format!("{width} × {height} pixels; at most {MAX_SIDE} on a side")));
    }
    let effects = effects::judge(&tree).map_err(too_large)?;
    let shapes = tree.to_string(&WriteOptions { indent: Indent::None, ..WriteOptions::default() });
    if shapes.len() > MAX_WRITTEN {
        return Err(too_large("its outlines take more than 48 MiB"));
    }
    let shapes = rewrite::rewrite(&shapes, &effects);
    // Where a drawing is shown smaller, its shapes are to shrink with it.
    let shapes = shapes.replacen("<svg ", &format!("<svg viewBox=\"0 0 {width} {height}\" "), 1);
    let pixels = |length: f32| length.round().max(1.0) as u32;
    let image = ImageData {
        bytes: shapes.into_bytes(),
        format: ImageFormat::Svg,
        width: pixels(width),
        height: pixels(height),
        orientation: Orientation::UPRIGHT,
    };
    let left_out = (!effects.left_out.is_empty()).then_some("effects that books cannot need are left out");
    Ok(Loaded { image, left_out })
}

fn options() -> Options<'static> {
    Options {
        font_family: "Amiri".to_owned(),
        languages: vec!["ar".to_owned()],
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, bytes, _| picture(bytes)),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver::default(),
        fontdb: Arc::clone(&FACES),
        style_sheet: Some(RIGHT_TO_LEFT.to_owned()),
        ..Options::default()
    }
}

/// A picture within a drawing.
fn picture(bytes: Arc<Vec<u8>>) -> Option<ImageKind> {
    if is_drawing(&bytes) {
        return None;
    }
    match decode::whole(bytes.to_vec()).ok()?.format {
        ImageFormat::Png => Some(ImageKind::PNG(bytes)),
        ImageFormat::Jpeg => Some(ImageKind::JPEG(bytes)),
        ImageFormat::Gif => Some(ImageKind::GIF(bytes)),
        ImageFormat::WebP => Some(ImageKind::WEBP(bytes)),
        ImageFormat::Svg => None,
    }
}

/// How deep elements are nested, at most; what is no element of its own may count as one.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            deepest = deepest.max(depth + 1);
            let end = tag.find('>').unwrap_or(tag.len());
            depth += usize::from(!tag[..end].ends_with('/'));
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(drawing: &str, kept: &[&str], gone: &[&str]) {
        let source = format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>{drawing}</svg>");
        assert!(is_drawing(source.as_bytes()));
        let data = cleaned(source.as_bytes()).unwrap().image;
        assert_eq!((data.format, data.width, data.height), (ImageFormat::Svg, 40, 20));
        let shapes = String::from_utf8(data.bytes).unwrap();
        assert!(shapes.contains("viewBox=\"0 0 40 20\""), "{shapes}");
        kept.iter().for_each(|word| assert!(shapes.contains(word), "no {word} in {shapes}"));
        gone.iter().for_each(|word| assert!(!shapes.contains(word), "{word} in {shapes}"));
    }

    #[test]
    fn shapes_are_kept_and_nothing_that_acts() {
        check("<path d='M0 0h9v9z' fill='#1f3f5f' onclick='x()'/>", &["#1f3f5f"], &["onclick"]);
        check("<script>alert(1)</script><rect width='9' height='9'/>", &["<path"], &["script", "alert"]);
        check("<style>@import 'https://a.example/a.css';</style><circle r='3'/>", &["<path"], &["import", "example"]);
        check("<a href='https://a.example'><rect width='9' height='9'/></a>", &["<path"], &["example"]);
        check("<image href='/etc/passwd' width='9' height='9'/>", &[], &["passwd", "<image"]);
        check("<image href='https://a.example/a.png' width='9' height='9'/>", &[], &["example"]);
        check("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>نص</p></foreignObject>", &[], &["نص"]);
        check("<text x='35' y='15' direction='rtl'>ورق</text>", &["<path"], &["<text", "ورق"]);
    }

    #[test]
    fn what_cannot_be_borne_is_refused() {
        let refused = |source: &str| cleaned(source.as_bytes()).unwrap_err();
        let deep = format!("<svg xmlns='http://www.w3.org/2000/svg'>{}{}</svg>", "<g>".repeat(200), "</g>".repeat(200));
        assert!(matches!(refused(&deep), Problem::Unreadable(_)));
        assert!(matches!(refused("<svg>"), Problem::Unreadable(_)));
        let wide = "<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1'/>";
        assert!(matches!(refused(wide), Problem::TooLarge(_)));
        assert!(!is_drawing(b"\x89PNG <svg") && !is_drawing(b"<html></html>"));
    }
}
