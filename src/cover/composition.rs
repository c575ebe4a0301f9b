//! The composition of a cover, for a page of any size.
//!
//! In: title, subtitle, authors, publisher, date; the size of the page. Out: `Composition`, lines of text, rules and
//! stars in their places, which the picture of the e-book and the page of the PDF both draw.
//!
//! In parts of which a page has 1600 across (fewer letters' worth where it is not much higher than wide): the lower
//! three eighths, in whole tiles of 320, are an ornament of stars and crosses under a double rule, the rest is paper.
//! On the paper, centred, from top to bottom: the authors at 84, a star, the title between 260 and 64 as its length
//! allows, in at most 1240, its lines of nearly one length, the subtitle at 72; at the foot publisher and date at 54.
//! The colours are one of four schemes, chosen by the title.

use std::f64::consts::{FRAC_PI_4, FRAC_PI_8};

use super::scheme::Scheme;
use super::setting::{Setter, Setting};
use crate::color::Color;
use crate::document::Metadata;
use crate::font::{FontSet, Weight};
use crate::geometry::{Point, Pt, Size};
use crate::locale;
use crate::text::Line;

/// Parts of the width, and the least height that the composition needs.
pub(super) const WIDTH: f64 = 1600.0;
const LEAST_HEIGHT: f64 = 2000.0;
/// The longest line.
const MEASURE: f64 = 1240.0;
/// Side of a tile, which a star fills from edge to edge.
pub(super) const TILE: f64 = 320.0;
/// Share of the ornament in the height.
const BAND: f64 = 0.375;
/// Where title and subtitle begin, and how far above the ornament they and the foot end.
const TITLE_TOP: f64 = 440.0;
const TITLE_BOTTOM: f64 = 220.0;
const FOOT: f64 = 100.0;
/// The double rule above the ornament: distances of its lines from it, and their widths.
const RULES: [(f64, f64); 2] = [(10.0, 10.0), (30.0, 4.0)];

/// A star of two squares, one turned by an eighth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Star {
    /// Its middle.
    pub center: Point,
    /// From the middle to its points.
    pub radius: Pt,
    /// What fills it.
    pub fill: Color,
    /// Width and colour of its outline.
    pub outline: Option<(Pt, Color)>,
}

impl Star {
    /// Its sixteen corners, from the point at the right.
    #[must_use]
    pub fn corners(&self) -> [Point; 16] {
        let inner = self.radius * (FRAC_PI_4.cos() / FRAC_PI_8.cos());
        std::array::from_fn(|corner| {
            let angle = corner as f64 * FRAC_PI_8;
            let distance = if corner % 2 == 0 { self.radius } else { inner };
            Point { x: self.center.x + distance * angle.cos(), y: self.center.y + distance * angle.sin() }
        })
    }
}

/// A cover, from the top left corner of its page.
#[derive(Clone, Debug)]
pub(crate) struct Composition {
    /// The colour of the paper.
    pub(crate) paper: Color,
    /// The colour of the letters.
    pub(crate) ink: Color,
    /// Lines of text with the left ends of their baselines, in reading order.
    pub(crate) lines: Vec<(Point, Line)>,
    /// The star below the authors.
    pub(crate) star: Star,
    /// The rules above the ornament: top left corners, and extents.
    pub(crate) rules: Vec<(Point, Size)>,
    /// The ornament: its top left corner, and extent.
    pub(crate) band: (Point, Size),
    /// What is behind its stars.
    pub(crate) tint: Color,
    /// Side of its tiles. One of them has its middle below the middle of the top edge.
    pub(crate) tile: Pt,
    /// The stars of a tile, from its top left corner.
    pub(crate) stars: Vec<Star>,
}

/// Composes a cover; `family` is that of all text.
pub(crate) fn compose(metadata: &Metadata, page: Size, fonts: &FontSet, family: &str) -> Composition {
    let unit = (page.width / WIDTH).min(page.height / LEAST_HEIGHT);
    let scheme = Scheme::of(&metadata.title);
    let tiles = (page.height / unit * BAND / TILE).round().max(1.0);
    let horizon = page.height / unit - tiles * TILE;
    let mut composer = Composer {
        setter: Setter::new(fonts, metadata, family, unit),
        middle: page.width / unit / 2.0,
        unit,
        lines: Vec::new(),
    };
    composer.head(&metadata.authors);
    composer.titles(metadata, horizon);
    composer.foot(metadata, horizon);
    let at = |x: f64, y: f64| Point { x: unit * x, y: unit * y };
    let across = |height: f64| Size { width: page.width, height: unit * height };
    Composition {
        paper: Scheme::color(scheme.paper),
        ink: Scheme::color(scheme.ink),
        star: Star {
            center: at(composer.middle, 400.0),
            radius: unit * 34.0,
            fill: Scheme::color(scheme.line),
            outline: None,
        },
        lines: composer.lines,
        rules: RULES.map(|(distance, thickness)| (at(0.0, horizon - distance), across(thickness))).into(),
        band: (at(0.0, horizon), across(tiles * TILE)),
        tint: Scheme::color(scheme.tint),
        tile: unit * TILE,
        stars: tile(&scheme, unit),
    }
}

/// The stars of a tile, those behind first.
pub(super) fn tile(scheme: &Scheme, unit: Pt) -> Vec<Star> {
    let half = unit * (TILE / 2.0);
    let [ground, tint, line] = [scheme.ground, scheme.tint, scheme.line].map(Scheme::color);
    let star = |x: f64, y: f64, radius: f64, fill: Color, width: f64| Star {
        center: Point { x: half * x, y: half * y },
        radius: half * radius,
        fill,
        outline: (width > 0.0).then_some((unit * width, line)),
    };
    let middle = [star(1.0, 1.0, 1.0, ground, 7.0), star(1.0, 1.0, 0.62, tint, 3.0), star(1.0, 1.0, 0.24, line, 0.0)];
    let corners = [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (2.0, 2.0)].map(|(x, y)| star(x, y, 0.16, line, 0.0));
    [&middle[..], &corners].concat()
}

/// Sets the texts; all measures are in parts.
struct Composer<'f> {
    setter: Setter<'f>,
    middle: f64,
    unit: Pt,
    lines: Vec<(Point, Line)>,
}

impl Composer<'_> {
    /// The authors.
    fn head(&mut self, authors: &[String]) {
        const SIZES: [f64; 3] = [84.0, 68.0, 54.0];
        const LAST_BASELINE: f64 = 255.0;
        // The dot stays with the name before it where the line is broken.
        let line = authors.join("\u{a0}· ");
        if !line.trim().is_empty() {
            let setting = self.setter.fit(&line, Weight::Regular, &SIZES, MEASURE, 2.0 * 84.0 * 1.5);
            let first = LAST_BASELINE - setting.height() + setting.leading();
            self.place(setting, first);
        }
    }

    /// The title and the subtitle as one block in the middle of its area.
    fn titles(&mut self, metadata: &Metadata, horizon: f64) {
        const SIZES: [f64; 16] = [
            260.0, 236.0, 214.0, 196.0, 180.0, 166.0, 154.0, 142.0, 132.0, 122.0, 112.0, 102.0, 92.0, 82.0, 72.0, 64.0,
        ];
        const SUBTITLE_SIZES: [f64; 3] = [72.0, 60.0, 50.0];
        const GAP: f64 = 60.0;
        let subtitle = metadata.subtitle.as_deref().filter(|text| !text.trim().is_empty());
        let subtitle = subtitle.map(|text| self.setter.fit(text, Weight::Regular, &SUBTITLE_SIZES, MEASURE, 230.0));
        let below = subtitle.as_ref().map_or(0.0, |setting| setting.height() + GAP);
        let room = horizon - TITLE_BOTTOM - TITLE_TOP;
        let title = self.setter.fit(&metadata.title, Weight::Bold, &SIZES, MEASURE, room - below);
        let top = TITLE_TOP + (room - title.height() - below) / 2.0;
        // The ink of a line stands lower in its leading than in the middle.
        let baseline = |top: f64, setting: &Setting| top + setting.leading() * 0.68;
        let (first, next) = (baseline(top, &title), top + title.height() + GAP);
        self.place(title, first);
        if let Some(subtitle) = subtitle {
            let first = baseline(next, &subtitle);
            self.place(subtitle, first);
        }
    }

    /// The publisher and the date, above the ornament.
    fn foot(&mut self, metadata: &Metadata, horizon: f64) {
        const SIZES: [f64; 2] = [54.0, 44.0];
        let date = metadata.date.map(|date| locale::long_date(date, &metadata.lang));
        let parts: Vec<&str> = metadata.publisher.iter().chain(&date).map(String::as_str).collect();
        if !parts.is_empty() {
            let setting = self.setter.fit(&parts.join(" · "), Weight::Regular, &SIZES, MEASURE, 100.0);
            self.place(setting, horizon - FOOT);
        }
    }

    /// Puts lines in the middle of the page, the first on a baseline.
    fn place(&mut self, setting: Setting, baseline: f64) {
        let left = self.unit * (self.middle - setting.measure / 2.0);
        let leading = self.unit * setting.leading();
        let mut y = self.unit * baseline;
        for line in setting.lines {
            self.lines.push((Point { x: left + line.x, y }, line));
            y += leading;
        }
    }
}
