//! Drawings: SVG as the content of a page (svg2pdf), or as pixels where the file may have no colour.
//!
//! In: a drawing that [`crate::assets`] made safe. Out: a PDF of one page, from which `finish` takes a form XObject
//! (ISO 32000-1, 8.10); or a picture of it.

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use svg2pdf::{ConversionOptions, PageOptions};

use crate::geometry::{Pt, Size};

/// The longest side of what has to become pixels: effects within drawings, and drawings in one colour.
const MOST_PIXELS: f64 = 4096.0;
/// Pixels to the inch of a drawing in one colour: lines stay sharp.
const FINE: f64 = 600.0;
/// Pixels of an effect to a pixel of CSS, where there is room.
const EFFECT_SCALE: f64 = 3.0;

fn tree(bytes: &[u8]) -> Option<Tree> {
    Tree::from_str(std::str::from_utf8(bytes).ok()?, &Options::default()).ok()
}

/// The drawing as a PDF of one page, its size in points three quarters of that in pixels of CSS.
pub(super) fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let tree = tree(bytes)?;
    let longest = f64::from(tree.size().width().max(tree.size().height()));
    let raster_scale = EFFECT_SCALE.min(MOST_PIXELS / longest) as f32;
    let options = ConversionOptions { compress: true, raster_scale, embed_text: false, pdfa: true };
    svg2pdf::to_pdf(&tree, options, PageOptions { dpi: 96.0 }).ok()
}

/// The drawing as pixels, for a place of a size.
pub(super) fn pixels(bytes: &[u8], place: Size) -> Option<DynamicImage> {
    let tree = tree(bytes)?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let wanted = place.width / Pt::inches(1.0) * FINE / width;
    let scale = wanted.min(MOST_PIXELS / width.max(height));
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let mut pixmap = Pixmap::new(side(width), side(height))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixmap.as_mut());
    let pixels = pixmap.pixels().iter().map(|pixel| pixel.demultiply());
    let bytes: Vec<u8> = pixels.flat_map(|p| [p.red(), p.green(), p.blue(), p.alpha()]).collect();
    RgbaImage::from_raw(pixmap.width(), pixmap.height(), bytes).map(DynamicImage::ImageRgba8)
}
