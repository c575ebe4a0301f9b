//! Chooses which effects (SVG 1.1, 15) and pictures of a drawing books can afford.
//!
//! From a drawing as usvg parses it, [`Effects`] lists the effects to drop and the visible part of each of the others.
//! A drawing with more effects, or larger ones, than any real one needs is an error. Effects are computed pixel by
//! pixel, by us for the PDF and by each reader of the EPUB.

use std::collections::{BTreeMap, BTreeSet};

use resvg::usvg::filter::{Filter, Kind};
use resvg::usvg::{Group, Node, Paint, Path, Pattern, Rect, Transform, Tree};

/// How many groups may have effects, and how many steps an effect may have.
const MOST_GROUPS: usize = 200;
const MOST_STEPS: usize = 24;
/// Total pixels that the steps of all effects may cover, at three pixels to one of CSS.
const MOST_PIXELS: f64 = 150_000_000.0;
const SCALE: f64 = 3.0;
/// Total pixels of the pictures within a drawing; a picture counts each time it is shown.
const MOST_PICTURE_PIXELS: f64 = 50_000_000.0;
/// Limit on repetitions of patterns, and on dashes of a line.
const MOST_TILES: f64 = 1_000_000.0;
const MOST_DASHES: f64 = 200_000.0;
/// How far effects may reach beyond the drawing, as a share of its sides.
const BEYOND: f32 = 0.1;

/// The treatment of a drawing's effects, by the names that usvg gives them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Effects {
    /// Effects to drop.
    pub(super) left_out: BTreeSet<String>,
    /// The visible part of each of the others: left, top, right, bottom.
    pub(super) regions: BTreeMap<String, [f32; 4]>,
}

/// Judges the effects, pictures and patterns of a drawing.
pub(super) fn judge(tree: &Tree) -> Result<Effects, &'static str> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let seen = Rect::from_ltrb(-width * BEYOND, -height * BEYOND, width * (1.0 + BEYOND), height * (1.0 + BEYOND));
    let Some(seen) = seen else { return Err("it has no size") };
    let mut judge = Judge { seen, effects: Effects::default(), groups: 0, pixels: 0.0, pictures: 0.0, tiles: 0.0 };
    judge.group(tree.root(), true)?;
    Ok(judge.effects)
}

struct Judge {
    /// The part of the drawing that effects may fill.
    seen: Rect,
    effects: Effects,
    groups: usize,
    pixels: f64,
    pictures: f64,
    tiles: f64,
}

impl Judge {
    /// A group, on the drawing itself or in a pattern, mask or other content with its own coordinates.
    fn group(&mut self, group: &Group, is_on_drawing: bool) -> Result<(), &'static str> {
        for filter in group.filters() {
            self.effect(filter, group, is_on_drawing)?;
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner, is_on_drawing)?,
                Node::Path(path) => self.path(path)?,
                Node::Image(image) => {
                    self.pictures += f64::from(image.size().width()) * f64::from(image.size().height());
                    if self.pictures > MOST_PICTURE_PIXELS {
                        return Err("it holds too many or too large pictures");
                    }
                }
                Node::Text(text) => self.group(text.flattened(), is_on_drawing)?,
            }
            let mut result = Ok(());
            node.subroots(|root| {
                if result.is_ok() {
                    result = self.group(root, false);
                }
            });
            result?;
        }
        Ok(())
    }

    fn effect(&mut self, filter: &Filter, group: &Group, is_on_drawing: bool) -> Result<(), &'static str> {
        if !filter.primitives().iter().all(|step| is_borne(step.kind())) {
            self.effects.left_out.insert(filter.id().to_owned());
            return Ok(());
        }
        let whole = filter.rect().to_rect();
        let largest = self.seen.width().max(self.seen.height());
        let back = group.abs_transform().invert().filter(|_| is_on_drawing);
        let region = match back.and_then(|back| self.seen.transform(back)) {
            Some(seen) => common(whole, seen),
            None if whole.width().max(whole.height()) > largest => return Err("an effect in it is too large"),
            None => whole,
        };
        let (sx, sy) = scale(group.abs_transform());
        let widest = f64::from(largest);
        for (x, y) in filter.primitives().iter().filter_map(|step| reach(step.kind())) {
            if f64::from(x) * sx > widest || f64::from(y) * sy > widest {
                return Err("an effect in it is too wide");
            }
        }
        let area = f64::from(region.width()) * sx * f64::from(region.height()) * sy * SCALE * SCALE;
        self.pixels += area * filter.primitives().len() as f64;
        self.groups += 1;
        if self.groups > MOST_GROUPS || filter.primitives().len() > MOST_STEPS || self.pixels > MOST_PIXELS {
            return Err("it has too many or too large effects");
        }
        let own = [region.left(), region.top(), region.right(), region.bottom()];
        let known = self.effects.regions.entry(filter.id().to_owned()).or_insert(own);
        *known = [known[0].min(own[0]), known[1].min(own[1]), known[2].max(own[2]), known[3].max(own[3])];
        Ok(())
    }

    fn path(&mut self, path: &Path) -> Result<(), &'static str> {
        let bounds = path.abs_stroke_bounding_box();
        let paints = [path.fill().map(|fill| fill.paint()), path.stroke().map(|stroke| stroke.paint())];
        for paint in paints.into_iter().flatten() {
            if let Paint::Pattern(pattern) = paint {
                self.tiles += tiles(pattern, path.abs_transform(), common(bounds, self.seen));
            }
        }
        if self.tiles > MOST_TILES {
            return Err("a pattern in it is too fine");
        }
        let dashes = path.stroke().and_then(|stroke| stroke.dasharray()).map(|dashes| dashes.iter().sum::<f32>());
        let around = path.bounding_box();
        let length = f64::from(around.width() + around.height()) * path.data().len() as f64;
        match dashes {
            Some(period) if length / f64::from(period.max(f32::MIN_POSITIVE)) > MOST_DASHES => {
                Err("a dashed line in it is too fine")
            }
            _ => Ok(()),
        }
    }
}

/// Whether a step of an effect is kept. Shadows, glows and tints are supported everywhere; textures, lights and kernels
/// cost far more than they give.
const fn is_borne(step: &Kind) -> bool {
    matches!(
        step,
        Kind::Blend(_)
            | Kind::ColorMatrix(_)
            | Kind::ComponentTransfer(_)
            | Kind::Composite(_)
            | Kind::DropShadow(_)
            | Kind::Flood(_)
            | Kind::GaussianBlur(_)
            | Kind::Merge(_)
            | Kind::Offset(_)
    )
}

/// How far a step spreads or moves its input.
fn reach(step: &Kind) -> Option<(f32, f32)> {
    match step {
        Kind::GaussianBlur(blur) => Some((blur.std_dev_x().get(), blur.std_dev_y().get())),
        Kind::DropShadow(shadow) => {
            Some((shadow.std_dev_x().get().max(shadow.dx().abs()), shadow.std_dev_y().get().max(shadow.dy().abs())))
        }
        Kind::Offset(offset) => Some((offset.dx().abs(), offset.dy().abs())),
        _ => None,
    }
}

/// How often a pattern is repeated over an area.
fn tiles(pattern: &Pattern, transform: Transform, place: Rect) -> f64 {
    let (sx, sy) = scale(transform.pre_concat(pattern.transform()));
    let tile = f64::from(pattern.rect().width()) * sx * f64::from(pattern.rect().height()) * sy;
    f64::from(place.width()) * f64::from(place.height()) / tile.max(f64::MIN_POSITIVE)
}

fn scale(transform: Transform) -> (f64, f64) {
    let (x, y) = transform.get_scale();
    (f64::from(x), f64::from(y))
}

/// The intersection of two rectangles; a point where it is empty.
fn common(one: Rect, other: Rect) -> Rect {
    let (left, top) = (one.left().max(other.left()), one.top().max(other.top()));
    let (right, bottom) = (one.right().min(other.right()), one.bottom().min(other.bottom()));
    let point = || Rect::from_xywh(one.left(), one.top(), 1.0, 1.0);
    Rect::from_ltrb(left, top, right, bottom).or_else(point).unwrap_or(one)
}
