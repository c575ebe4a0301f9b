//! Lines of the cover, set by the paragraph engine.
//!
//! In: a text, the sizes it may have and the room there is, in parts of the composition. Out: [`Setting`], lines of
//! nearly one length.

use crate::direction;
use crate::document::{Direction, Metadata};
use crate::font::{FontSet, Weight};
use crate::geometry::Pt;
use crate::text::{
    Alignment, BaseDirection, Isolate, Line, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, TextWarning,
    layout_paragraph,
};

/// Distance of baselines, in em.
const LEADING: f64 = 1.42;
/// A title in larger letters may have this many lines.
const MOST_LINES: usize = 4;

/// A text in lines.
pub(super) struct Setting {
    /// The lines, in points.
    pub(super) lines: Vec<Line>,
    size: f64,
    /// What they are centred in.
    pub(super) measure: f64,
}

impl Setting {
    /// Distance of baselines, in parts.
    pub(super) fn leading(&self) -> f64 {
        self.size * LEADING
    }

    /// Height of all lines, in parts.
    pub(super) fn height(&self) -> f64 {
        self.leading() * self.lines.len() as f64
    }
}

/// Sets texts in the document's language.
pub(super) struct Setter<'f> {
    shaper: Shaper<'f>,
    lang: String,
    family: String,
    around: Direction,
    /// One part of the composition.
    unit: Pt,
}

impl<'f> Setter<'f> {
    /// A setter with these faces.
    pub(super) fn new(fonts: &'f FontSet, metadata: &Metadata, family: &str, unit: Pt) -> Setter<'f> {
        let (lang, around) = (metadata.lang.0.clone(), metadata.direction);
        Setter { shaper: Shaper::new(fonts), lang, family: family.to_owned(), around, unit }
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
        let style = TextStyle {
            family: self.family.clone(),
            weight,
            size: self.unit * size,
            lang: self.lang.clone(),
            ..TextStyle::default()
        };
        let words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let around = direction::of_text(&words, self.around);
        let isolates = direction::line(&words, around);
        let mut paragraph = Paragraph::plain(words, style, base_direction(around));
        let isolate = |isolate: direction::Isolate| Isolate {
            range: isolate.range,
            direction: base_direction(isolate.direction),
        };
        paragraph.isolates = isolates.into_iter().map(isolate).collect();
        let options = ParagraphOptions {
            measure: self.unit * measure,
            first_line_indent: Pt::ZERO,
            alignment: Alignment::Center,
            stretch: Stretch::Spaces,
        };
        let (lines, warnings) = layout_paragraph(&paragraph, &options, &mut self.shaper);
        let is_full =
            |warning: &TextWarning| matches!(warning, TextWarning::Overfull { .. } | TextWarning::BrokenSpace { .. });
        let cuts_a_word = lines.windows(2).any(|pair| {
            let end = pair[0].text_start + pair[0].text.len();
            end == pair[1].text_start && !pair[0].text.ends_with(['-', '–', '—', '/'])
        });
        (lines, !cuts_a_word && !warnings.iter().any(is_full))
    }
}

const fn base_direction(direction: Direction) -> BaseDirection {
    match direction {
        Direction::Rtl => BaseDirection::Rtl,
        Direction::Ltr => BaseDirection::Ltr,
    }
}
