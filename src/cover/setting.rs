//! Lines of the cover, set by the paragraph engine.
//!
//! In: a text, the sizes it may have and the room there is. Out: [`Setting`], lines of nearly one length, and their
//! outlines on the canvas. One point of the engine is one pixel.

use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia::{Path, PathBuilder};

use super::WIDTH;
use super::canvas::Canvas;
use crate::document::Metadata;
use crate::font::{FontSet, Weight};
use crate::geometry::Pt;
use crate::text::{
    Alignment, BaseDirection, GlyphRun, Line, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, TextWarning,
    layout_paragraph,
};

/// Distance of baselines, in em.
const LEADING: f64 = 1.42;
/// A title in larger letters may have this many lines.
const MOST_LINES: usize = 4;

/// A text in lines.
pub(super) struct Setting {
    lines: Vec<Line>,
    size: f64,
    measure: f64,
}

impl Setting {
    /// Distance of baselines, in pixels.
    pub(super) fn leading(&self) -> f64 {
        self.size * LEADING
    }

    /// Height of all lines, in pixels.
    pub(super) fn height(&self) -> f64 {
        self.leading() * self.lines.len() as f64
    }
}

/// Sets texts in the document's language.
pub(super) struct Setter<'f> {
    shaper: Shaper<'f>,
    lang: String,
}

impl<'f> Setter<'f> {
    /// A setter with these faces.
    pub(super) fn new(fonts: &'f FontSet, metadata: &Metadata) -> Setter<'f> {
        Setter { shaper: Shaper::new(fonts), lang: metadata.lang.0.clone() }
    }

    /// The text in the largest size at which it fits; where none does, in the smallest, cut.
    pub(super) fn fit(&mut self, text: &str, weight: Weight, sizes: &[f64], measure: f64, height: f64) -> Setting {
        for &size in sizes {
            let (lines, fits) = self.set(text, weight, size, measure);
            let setting = Setting { lines, size, measure };
            if fits && setting.height() <= height && setting.lines.len() <= MOST_LINES {
                return self.balanced(text, weight, setting);
            }
        }
        let size = sizes.last().copied().unwrap_or(64.0);
        let (mut lines, _) = self.set(text, weight, size, measure);
        lines.truncate(((height / (size * LEADING)) as usize).max(1));
        Setting { lines, size, measure }
    }

    /// The same lines in number, but of nearly one length: set in the narrowest measure that holds them.
    fn balanced(&mut self, text: &str, weight: Weight, setting: Setting) -> Setting {
        const STEPS: usize = 6;
        if setting.lines.len() < 2 {
            return setting;
        }
        let (mut narrow, mut best) = (setting.measure / setting.lines.len() as f64, setting);
        for _ in 0..STEPS {
            let measure = (narrow + best.measure) / 2.0;
            let (lines, fits) = self.set(text, weight, best.size, measure);
            if fits && lines.len() == best.lines.len() {
                best = Setting { lines, measure, ..best };
            } else {
                narrow = measure;
            }
        }
        best
    }

    /// Lines, and whether no word is cut or wider than the measure.
    fn set(&mut self, text: &str, weight: Weight, size: f64, measure: f64) -> (Vec<Line>, bool) {
        let style = TextStyle { weight, size: Pt(size), lang: self.lang.clone(), ..TextStyle::default() };
        let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let paragraph = Paragraph::plain(words, style, BaseDirection::Auto);
        let options = ParagraphOptions {
            measure: Pt(measure),
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Center,
            stretch: Stretch::Spaces,
        };
        let (lines, warnings) = layout_paragraph(&paragraph, &options, &mut self.shaper);
        let is_full = |warning: &TextWarning| matches!(warning, TextWarning::Overfull { .. });
        let cuts_a_word = lines.windows(2).any(|pair| {
            let end = pair[0].text_start + pair[0].text.len();
            end == pair[1].text_start && !pair[0].text.ends_with(['-', '–', '—', '/'])
        });
        (lines, !cuts_a_word && !warnings.iter().any(is_full))
    }

    /// Draws lines in the middle of the canvas, the first on a baseline.
    pub(super) fn draw(&self, canvas: &mut Canvas, setting: &Setting, baseline: f64) {
        let left = (WIDTH as f64 - setting.measure) / 2.0;
        for (index, line) in setting.lines.iter().enumerate() {
            let y = baseline + setting.leading() * index as f64;
            for run in &line.visual_runs {
                let x = left + line.x.0 + run.x.0;
                run_path(self.shaper.fonts(), run, x, y - run.rise.0).iter().for_each(|path| canvas.ink(path));
            }
        }
    }
}

/// The outlines of a run whose pen starts at a place.
fn run_path(fonts: &FontSet, run: &GlyphRun, x: f64, y: f64) -> Option<Path> {
    let font = fonts.face(run.face);
    let file = FontRef::new(&font.data).ok()?;
    let outlines = file.outline_glyphs();
    let location = file.axes().location(font.coordinates());
    let unit = run.size.0 / f64::from(font.metrics.units_per_em.max(1));
    let mut pen = Pen { path: PathBuilder::new(), x, y, unit, stretch: 1.0 };
    let mut advance = 0;
    for glyph in run.visual_glyphs.iter() {
        pen.x = x + unit * f64::from(advance + glyph.x_offset);
        pen.y = y - unit * f64::from(glyph.y_offset);
        pen.stretch = f64::from(glyph.x_scale);
        let settings = DrawSettings::unhinted(Size::unscaled(), &location);
        let outline = outlines.get(GlyphId::new(glyph.id.into())).filter(|_| glyph.id != 0);
        // A glyph that cannot be drawn leaves its place empty.
        let _ = outline.map(|outline| outline.draw(settings, &mut pen));
        advance += glyph.advance;
    }
    pen.path.finish()
}

/// Collects what skrifa draws, in pixels from the top.
struct Pen {
    path: PathBuilder,
    x: f64,
    y: f64,
    unit: f64,
    stretch: f64,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let across = self.x + self.unit * self.stretch * f64::from(x);
        (across as f32, (self.y - self.unit * f64::from(y)) as f32)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.place(cx, cy), self.place(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, c0x: f32, c0y: f32, c1x: f32, c1y: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.place(c0x, c0y), self.place(c1x, c1y), self.place(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
