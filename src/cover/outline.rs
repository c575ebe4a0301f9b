//! Letters as outlines.
//!
//! In: lines in their places. Out: an [`Outline`] for each word; one point is one pixel.

use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use zeno::{Command, Vector};

use crate::font::FontSet;
use crate::geometry::{self, Point};
use crate::text::{GlyphRun, Line};

/// Contours, in pixels from the top left corner.
#[derive(Default)]
pub(super) struct Outline {
    commands: Vec<Command>,
    /// Left, top, right and bottom of all points.
    bounds: Option<[f32; 4]>,
}

impl Outline {
    /// A contour of straight lines.
    pub(super) fn polygon(corners: impl IntoIterator<Item = geometry::Point>) -> Outline {
        let mut outline = Outline::default();
        for (index, corner) in corners.into_iter().enumerate() {
            let corner = outline.reach(corner.x.0 as f32, corner.y.0 as f32);
            outline.commands.push(if index == 0 { Command::MoveTo(corner) } else { Command::LineTo(corner) });
        }
        outline.commands.push(Command::Close);
        outline
    }

    pub(super) fn commands(&self) -> &[Command] {
        &self.commands
    }

    /// Left, top, right and bottom of all points, controls included.
    pub(super) fn bounds(&self) -> [f32; 4] {
        self.bounds.unwrap_or_default()
    }

    /// A point, which the bounds then hold.
    fn reach(&mut self, x: f32, y: f32) -> Vector {
        // What is no number lies beyond everything.
        let [x, y] = [x, y].map(|coordinate| if coordinate.is_nan() { f32::INFINITY } else { coordinate });
        let [left, top, right, bottom] = self.bounds.unwrap_or([x, y, x, y]);
        self.bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        Vector::new(x, y)
    }
}

/// The outlines of lines, word by word; letters of one word overlap where they join, and are one outline.
pub(super) fn words(lines: &[(Point, Line)], fonts: &FontSet) -> Vec<Outline> {
    let mut words = Vec::new();
    for (origin, line) in lines {
        for run in &line.visual_runs {
            draw(fonts, run, (origin.x + run.x).0, (origin.y - run.rise).0, &mut words);
        }
    }
    words
}

/// Draws a run whose pen starts at a place. A font that cannot be read leaves it empty.
fn draw(fonts: &FontSet, run: &GlyphRun, x: f64, y: f64, words: &mut Vec<Outline>) {
    let font = fonts.face(run.face);
    let Ok(file) = FontRef::new(&font.data) else { return };
    let outlines = file.outline_glyphs();
    let location = file.axes().location(font.coordinates());
    let unit = run.size.0 / f64::from(font.metrics.units_per_em.max(1));
    let mut word = Outline::default();
    let mut advance = 0;
    for glyph in run.visual_glyphs.iter() {
        let so_far = word.commands.len();
        let mut pen = Pen {
            x: x + unit * f64::from(advance + glyph.x_offset),
            y: y - unit * f64::from(glyph.y_offset),
            unit,
            stretch: f64::from(glyph.x_scale),
            word: &mut word,
        };
        let settings = DrawSettings::unhinted(Size::unscaled(), &location);
        let outline = outlines.get(GlyphId::new(glyph.id.into())).filter(|_| glyph.id != 0);
        // A glyph that cannot be drawn leaves its place empty.
        let _ = outline.map(|outline| outline.draw(settings, &mut pen));
        if word.commands.len() == so_far && so_far > 0 {
            words.push(std::mem::take(&mut word));
        }
        advance += glyph.advance;
    }
    words.push(word);
}

/// Collects what skrifa draws.
struct Pen<'a> {
    x: f64,
    y: f64,
    unit: f64,
    stretch: f64,
    word: &'a mut Outline,
}

impl Pen<'_> {
    fn place(&mut self, x: f32, y: f32) -> Vector {
        let across = self.x + self.unit * self.stretch * f64::from(x);
        self.word.reach(across as f32, (self.y - self.unit * f64::from(y)) as f32)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.word.commands.push(Command::MoveTo(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.word.commands.push(Command::LineTo(to));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (control, to) = (self.place(cx, cy), self.place(x, y));
        self.word.commands.push(Command::QuadTo(control, to));
    }

    fn curve_to(&mut self, c0x: f32, c0y: f32, c1x: f32, c1y: f32, x: f32, y: f32) {
        let (one, two, to) = (self.place(c0x, c0y), self.place(c1x, c1y), self.place(x, y));
        self.word.commands.push(Command::CurveTo(one, two, to));
    }

    fn close(&mut self) {
        self.word.commands.push(Command::Close);
    }
}
