//! A cluster font as a TrueType program.
//!
//! In: the clusters of a font and the outlines they are made of. Out: the tables that a CIDFontType2 needs (ISO 32000-1,
//! 9.9: `glyf`, `head`, `hhea`, `hmtx`, `loca`, `maxp`). Each shape is written once: a cluster made of shared shapes
//! is a composite glyph, so that a letter that stands before spaces of sixty widths costs sixty references, not sixty
//! outlines. Shapes that no code draws alone follow after the last code.

use indexmap::IndexMap;
use kurbo::BezPath;
use write_fonts::FontBuilder;
use write_fonts::tables::glyf::{
    Anchor, Bbox, Component, ComponentFlags, CompositeGlyph, GlyfLocaBuilder, Glyph, SimpleGlyph, Transform,
};
use write_fonts::tables::head::{Flags, Head};
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::loca::LocaFormat;
use write_fonts::tables::maxp::Maxp;
use write_fonts::types::{FWord, Fixed, GlyphId, LongDateTime, UfWord};

use super::outline::Outlines;
use super::shapes::{Placed, Shapes};
use super::{Cluster, ClusterFont, MOST_GLYPHS, clamp, thousandths};
use crate::diagnostic::Error;
use crate::font::Font;

/// The date in every font, since it must not depend on the clock: 2000-01-01 in seconds since 1904.
const START_OF_2000: i64 = 3_029_529_600;

/// A written font.
pub(super) struct Program {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// Left, bottom, right and top of all glyphs.
    pub(super) bounds: [i16; 4],
}

/// Writes the program of a font.
pub(super) fn write_program(face: &Font, font: &ClusterFont, outlines: &Outlines) -> Result<Program, Error> {
    let failed = |reason: String| Error::Font { name: face.name.clone(), reason };
    let shapes = Shapes::of(outlines, MOST_GLYPHS.saturating_sub(font.clusters.len()));
    let glyphs = Glyphs::collect(font, &shapes).map_err(failed)?;
    let mut builder = GlyfLocaBuilder::new();
    for glyph in &glyphs.list {
        builder.add_glyph(glyph).map_err(|cause| failed(cause.to_string()))?;
    }
    let (glyf, loca, loca_format) = builder.build();
    let advances: Vec<u16> = font.clusters.iter().map(|cluster| cluster.advance).collect();
    let bounds = glyphs.bounds();
    let mut file = FontBuilder::new();
    let written = file
        .add_table(&glyf)
        .and_then(|file| file.add_table(&loca))
        .and_then(|file| file.add_table(&head(bounds, loca_format)))
        .and_then(|file| file.add_table(&glyphs.maxp()))
        .and_then(|file| file.add_table(&glyphs.hmtx(&advances)))
        .and_then(|file| file.add_table(&glyphs.hhea(face, &advances)));
    written.map_err(|cause| failed(cause.to_string()))?;
    Ok(Program { bytes: file.build(), bounds })
}

fn head(bounds: [i16; 4], loca_format: LocaFormat) -> Head {
    let [x_min, y_min, x_max, y_max] = bounds;
    Head {
        font_revision: Fixed::from_f64(1.0),
        // The baseline lies at y = 0 and each left side bearing at its outline's left edge.
        flags: Flags::BASELINE_AT_Y_0 | Flags::LSB_AT_X_0,
        units_per_em: 1000,
        created: LongDateTime::new(START_OF_2000),
        modified: LongDateTime::new(START_OF_2000),
        x_min,
        y_min,
        x_max,
        y_max,
        lowest_rec_ppem: 6,
        index_to_loc_format: loca_format as i16,
        ..Head::default()
    }
}

/// The glyphs of a font in the making: codes first, then shared outlines.
struct Glyphs {
    list: Vec<Glyph>,
    most_parts: u16,
    most_composite_points: u16,
    most_composite_contours: u16,
}

/// Which glyph draws each shape alone, and how often it is used.
struct Shared {
    hosts: IndexMap<usize, usize>,
    uses: Vec<usize>,
}

impl Shared {
    fn of(font: &ClusterFont, shapes: &Shapes) -> Shared {
        let mut shared = Shared { hosts: IndexMap::new(), uses: vec![0; shapes.paths.len()] };
        for (code, cluster) in font.clusters.iter().enumerate() {
            let parts = drawn(cluster, shapes);
            for part in &parts {
                shared.uses[part.shape] += 1;
            }
            if let [Placed { shape, x: 0, y: 0 }] = parts[..] {
                shared.hosts.entry(shape).or_insert(code);
            }
        }
        let mut next = font.clusters.len();
        for (code, cluster) in font.clusters.iter().enumerate() {
            let parts = drawn(cluster, shapes);
            if !shared.is_simple(code, &parts) {
                for part in parts {
                    shared.hosts.entry(part.shape).or_insert_with(|| {
                        next += 1;
                        next - 1
                    });
                }
            }
        }
        shared
    }

    /// Whether a code is written with contours of its own.
    fn is_simple(&self, code: usize, parts: &[Placed]) -> bool {
        parts.iter().all(|part| self.uses[part.shape] == 1)
            || matches!(parts, [part] if self.hosts.get(&part.shape) == Some(&code))
    }
}

impl Glyphs {
    fn collect(font: &ClusterFont, shapes: &Shapes) -> Result<Glyphs, String> {
        let shared = Shared::of(font, shapes);
        let mut glyphs =
            Glyphs { list: Vec::new(), most_parts: 0, most_composite_points: 0, most_composite_contours: 0 };
        for (code, cluster) in font.clusters.iter().enumerate() {
            let parts = drawn(cluster, shapes);
            let simple = shared.is_simple(code, &parts);
            glyphs.list.push(if simple { merged(&parts, shapes)? } else { Glyph::Empty });
        }
        // In the order in which they were numbered.
        for (&shape, &host) in &shared.hosts {
            if host >= font.clusters.len() {
                glyphs.list.push(simple(shapes.paths[shape].clone())?);
            }
        }
        for (code, cluster) in font.clusters.iter().enumerate() {
            let parts = drawn(cluster, shapes);
            if !shared.is_simple(code, &parts) {
                glyphs.list[code] = glyphs.composite(&parts, &shared.hosts)?;
            }
        }
        Ok(glyphs)
    }

    fn composite(&mut self, parts: &[Placed], hosts: &IndexMap<usize, usize>) -> Result<Glyph, String> {
        let mut composite: Option<CompositeGlyph> = None;
        let (mut points, mut contours) = (0, 0);
        for part in parts {
            let host = *hosts.get(&part.shape).ok_or("a shape has no glyph")?;
            let Glyph::Simple(outline) = &self.list[host] else { return Err("a shape is not simple".into()) };
            points += outline.contours.iter().map(|contour| contour.len()).sum::<usize>();
            contours += outline.contours.len();
            let bounds = moved(outline.bbox, part.x, part.y);
            let anchor = Anchor::Offset { x: part.x, y: part.y };
            let flags = ComponentFlags { overlap_compound: composite.is_none(), ..ComponentFlags::default() };
            let glyph = GlyphId::new(u32::try_from(host).map_err(|_| "too many glyphs")?);
            let component = Component::new(glyph, anchor, Transform::default(), flags);
            match &mut composite {
                Some(composite) => composite.add_component(component, bounds),
                None => composite = Some(CompositeGlyph::new(component, bounds)),
            }
        }
        self.most_parts = self.most_parts.max(narrow(parts.len()));
        self.most_composite_points = self.most_composite_points.max(narrow(points));
        self.most_composite_contours = self.most_composite_contours.max(narrow(contours));
        Ok(composite.map_or(Glyph::Empty, Glyph::Composite))
    }

    fn bounds(&self) -> [i16; 4] {
        let all = self.list.iter().filter_map(Glyph::bbox).reduce(Bbox::union).unwrap_or_default();
        [all.x_min, all.y_min, all.x_max, all.y_max]
    }

    fn maxp(&self) -> Maxp {
        let simple =
            || self.list.iter().filter_map(|glyph| if let Glyph::Simple(glyph) = glyph { Some(glyph) } else { None });
        let points = |glyph: &SimpleGlyph| glyph.contours.iter().map(|contour| contour.len()).sum::<usize>();
        Maxp {
            num_glyphs: narrow(self.list.len()),
            max_points: Some(narrow(simple().map(points).max().unwrap_or(0))),
            max_contours: Some(narrow(simple().map(|glyph| glyph.contours.len()).max().unwrap_or(0))),
            max_composite_points: Some(self.most_composite_points),
            max_composite_contours: Some(self.most_composite_contours),
            max_zones: Some(2),
            max_twilight_points: Some(0),
            max_storage: Some(0),
            max_function_defs: Some(0),
            max_instruction_defs: Some(0),
            max_stack_elements: Some(0),
            max_size_of_instructions: Some(0),
            max_component_elements: Some(self.most_parts),
            max_component_depth: Some(u16::from(self.most_parts > 0)),
        }
    }

    fn hmtx(&self, advances: &[u16]) -> Hmtx {
        let left = |glyph: &Glyph| glyph.bbox().map_or(0, |bounds| bounds.x_min);
        let (codes, shared) = self.list.split_at(advances.len());
        let metrics = codes.iter().zip(advances).map(|(glyph, &advance)| LongMetric::new(advance, left(glyph)));
        Hmtx::new(metrics.collect(), shared.iter().map(left).collect())
    }

    fn hhea(&self, face: &Font, advances: &[u16]) -> Hhea {
        let scale = |units: i16| FWord::new(clamp(thousandths(i32::from(units), face.metrics.units_per_em)));
        let drawn = || self.list.iter().zip(advances).filter_map(|(glyph, &advance)| Some((glyph.bbox()?, advance)));
        let right = |(bounds, advance): (Bbox, u16)| clamp(i32::from(advance) - i32::from(bounds.x_max));
        Hhea {
            ascender: scale(face.metrics.ascent),
            descender: scale(face.metrics.descent),
            advance_width_max: UfWord::new(advances.iter().copied().max().unwrap_or(0)),
            min_left_side_bearing: FWord::new(drawn().map(|(bounds, _)| bounds.x_min).min().unwrap_or(0)),
            min_right_side_bearing: FWord::new(drawn().map(right).min().unwrap_or(0)),
            x_max_extent: FWord::new(drawn().map(|(bounds, _)| bounds.x_max).max().unwrap_or(0)),
            caret_slope_rise: 1,
            number_of_h_metrics: narrow(advances.len()),
            ..Hhea::default()
        }
    }
}

/// The shapes of a cluster at their places.
fn drawn(cluster: &Cluster, shapes: &Shapes) -> Vec<Placed> {
    let parts = cluster.parts.iter().flat_map(|part| {
        let shapes = shapes.of_outline(&part.outline).iter();
        shapes.map(|shape| Placed {
            shape: shape.shape,
            x: shape.x.saturating_add(part.x),
            y: shape.y.saturating_add(part.y),
        })
    });
    parts.collect()
}

/// Contours of several shapes at their places as one glyph.
fn merged(parts: &[Placed], shapes: &Shapes) -> Result<Glyph, String> {
    if parts.is_empty() {
        return Ok(Glyph::Empty);
    }
    let mut path = BezPath::new();
    for &part in parts {
        path.extend(shapes.at(part));
    }
    simple(path)
}

fn simple(path: BezPath) -> Result<Glyph, String> {
    let glyph = SimpleGlyph::from_bezpath(&path).map_err(|cause| format!("{cause:?}"))?;
    Ok(Glyph::from(SimpleGlyph { overlaps: true, ..glyph }))
}

fn moved(bounds: Bbox, x: i16, y: i16) -> Bbox {
    Bbox {
        x_min: bounds.x_min.saturating_add(x),
        x_max: bounds.x_max.saturating_add(x),
        y_min: bounds.y_min.saturating_add(y),
        y_max: bounds.y_max.saturating_add(y),
    }
}

fn narrow(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
