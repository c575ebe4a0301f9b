//! Sets flows into rows: strips of an area that are never cut.
//!
//! In: [`Flow`]s, the width of their area, the pictures. Out: [`Row`]s from top to bottom, with their height, the room
//! above them and whether a page may end after them. All coordinates count from the row's top and the area's left edge.
//! Flows are set in parallel, each part with a shaper of its own; the rows do not depend on how they were shared out.

mod boxes;
mod columns;
mod entry;
mod fitting;
mod formula;
mod grid;
mod table;
mod text;
mod verse;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::document::{Direction, Document, TextPlace};
use crate::font::FontSet;
use crate::geometry::{Point, Pt, Size};
use crate::text::{Alignment, Object, Paragraph, ParagraphOptions, Shaper, Stretch, layout_paragraph};

use super::content::{Backdrop, Flow, FlowContent, HeadingEntry, PageStart};
use super::design::Design;
use super::frame::{Color, Item, ItemKind, Line};
use super::inline::{InlinePicture, InlineText};
use super::picture;
use super::warning::SourceWarning;

pub(super) use entry::PageNumber;

/// Flows set by one shaper; fewer are not worth a thread.
const LEAST_SHARE: usize = 48;

/// A strip of an area.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// What is drawn.
    pub(super) items: Vec<Item>,
    /// Its height.
    pub(super) height: Pt,
    /// Room above it, dropped at the top of a page.
    pub(super) space_before: Pt,
    /// Whether the next row has to stand on the same page.
    pub(super) keep_with_next: bool,
    /// Whether it begins a page, and which.
    pub(super) page_start: PageStart,
    /// Whether it stands on a title page.
    pub(super) on_title_page: bool,
    /// The headings that begin in this row.
    pub(super) headings: Vec<HeadingEntry>,
    /// Names of links that lead here.
    pub(super) anchors: Vec<String>,
    /// Indices of the notes that are referred to.
    pub(super) notes: Vec<usize>,
    /// Whether its page is turned on its side.
    pub(super) is_turned: bool,
    /// The first word of the document in it.
    pub(super) place: Option<TextPlace>,
    /// What is repeated above it where it begins a page: the header of a table.
    pub(super) header: Option<Arc<Row>>,
    /// Room for a page number that is not known yet.
    pub(super) page_number: Option<PageNumber>,
}

impl Row {
    /// Leaves room at the top of the row itself, so that what is drawn beside it runs on.
    fn lower(&mut self, space: Pt) {
        self.height += space;
        for item in &mut self.items {
            item.origin.y += space;
        }
        if let Some(number) = &mut self.page_number {
            number.baseline += space;
        }
    }

    /// Notes a place of the document that is in it.
    fn holds(&mut self, place: Option<TextPlace>) {
        self.place = self.place.into_iter().chain(place).min();
    }

    /// Takes in what another row holds, at a place of this one.
    fn absorb(&mut self, row: Row, place: Point) {
        self.items.extend(row.items.into_iter().map(|item| moved(item, place)));
        self.headings.extend(row.headings);
        self.anchors.extend(row.anchors);
        self.notes.extend(row.notes);
        self.holds(row.place);
    }
}

/// An item moved to the right and down.
pub(super) fn moved(mut item: Item, by: Point) -> Item {
    item.origin.x += by.x;
    item.origin.y += by.y;
    item
}

/// Height of rows below each other, without the room above the first.
pub(super) fn height(rows: &[Row]) -> Pt {
    rows.iter().enumerate().map(|(index, row)| row.height + if index == 0 { Pt::ZERO } else { row.space_before }).sum()
}

/// Sets all flows in an area of a width.
pub(super) fn set(
    flows: &[Flow],
    width: Pt,
    document: &Document,
    fonts: &FontSet,
    warnings: &mut Vec<SourceWarning>,
) -> Vec<Row> {
    let sets = shared_out(flows, document, fonts, warnings, |setter, flow| {
        setter.may_turn = true;
        setter.rows(flow, width)
    });
    let mut rows = stack(flows, sets, width);
    if let Some(flow) = flows.first() {
        turn_headings(&mut rows, &flow.design);
    }
    rows
}

/// Puts headings that belong to a turned table on the same page.
fn turn_headings(rows: &mut [Row], design: &Design) {
    let shift = if is_rtl(design) { design.turned().measure() - design.measure() } else { Pt::ZERO };
    for index in (1..rows.len()).rev() {
        let [above, below] = &mut rows[index - 1..=index] else { continue };
        if below.is_turned && !above.is_turned && above.keep_with_next && below.page_start == PageStart::None {
            above.is_turned = true;
            above.items.iter_mut().for_each(|item| item.origin.x += shift);
        }
    }
}

/// Sets sequences of flows, each in an area of its own.
pub(super) fn set_each(
    areas: &[Vec<Flow>],
    width: Pt,
    document: &Document,
    fonts: &FontSet,
    warnings: &mut Vec<SourceWarning>,
) -> Vec<Vec<Row>> {
    shared_out(areas, document, fonts, warnings, |setter, flows| setter.stacked(flows, width))
}

/// Does the same with each of many things, some of them at the same time, and gives the results in their order.
fn shared_out<T: Sync>(
    all: &[T],
    document: &Document,
    fonts: &FontSet,
    warnings: &mut Vec<SourceWarning>,
    set: impl Fn(&mut Setter<'_>, &T) -> Vec<Row> + Sync,
) -> Vec<Vec<Row>> {
    let share = all.len().div_ceil(rayon::current_num_threads()).max(LEAST_SHARE);
    let set_part = |part: &[T]| {
        let mut setter = Setter { document, shaper: Shaper::new(fonts), warnings: Vec::new(), may_turn: false };
        let sets: Vec<Vec<Row>> = part.iter().map(|one| set(&mut setter, one)).collect();
        (sets, setter.warnings)
    };
    let parts: Vec<_> = all.par_chunks(share).map(set_part).collect();
    let mut sets = Vec::with_capacity(all.len());
    for (part, of_part) in parts {
        sets.extend(part);
        warnings.extend(of_part);
    }
    sets
}

/// Puts the rows of flows below each other, with the room between them and what is drawn behind them.
fn stack(flows: &[Flow], sets: Vec<Vec<Row>>, width: Pt) -> Vec<Row> {
    let mut rows = Vec::with_capacity(sets.iter().map(Vec::len).sum());
    let mut previous: Option<&Flow> = None;
    for (flow, mut of_flow) in flows.iter().zip(sets) {
        let space = previous.map_or(Pt::ZERO, |previous| previous.space_after).max(flow.space_before);
        let shared = previous.map_or(0, |previous| shared_backdrops(previous, flow));
        let own_top = if shared > 0 { space } else { Pt::ZERO };
        if let Some(first) = of_flow.first_mut() {
            first.lower(flow.padding.0 + own_top);
            first.space_before += space - own_top;
            first.page_start = first.page_start.max(flow.page_start);
            first.on_title_page |= flow.on_title_page;
            first.holds(flow.place);
            first.anchors.extend(flow.anchors.iter().cloned());
        }
        if let Some(last) = of_flow.last_mut() {
            last.height += flow.padding.1;
            last.keep_with_next |= flow.keep_with_next;
        }
        for (index, row) in of_flow.iter_mut().enumerate() {
            let top = |number| if index == 0 && number >= shared { own_top } else { Pt::ZERO };
            let drawn = flow
                .backdrops
                .iter()
                .enumerate()
                .flat_map(|(number, backdrop)| backdrop_items(backdrop, flow, width, top(number), row.height));
            let drawn: Vec<Item> = drawn.collect();
            row.items.splice(0..0, drawn);
        }
        rows.append(&mut of_flow);
        previous = Some(flow);
    }
    rows
}

/// How many quotes and callouts both flows stand in.
fn shared_backdrops(one: &Flow, other: &Flow) -> usize {
    one.backdrops.iter().zip(&other.backdrops).take_while(|(one, other)| one.id == other.id).count()
}

/// The ground and bar of a quote or callout behind a row, from `top` to `bottom`.
fn backdrop_items(backdrop: &Backdrop, flow: &Flow, width: Pt, top: Pt, bottom: Pt) -> Vec<Item> {
    let left = if is_rtl(&flow.design) { backdrop.end } else { backdrop.start };
    let across = width - backdrop.start - backdrop.end;
    let height = bottom - top;
    let (thickness, color) = backdrop.bar;
    let at = |x: Pt| Point { x, y: top };
    let bar_left = if backdrop.direction == Direction::Rtl { left + across - thickness } else { left };
    let ground = backdrop.ground.map(|ground| decoration(at(left), Size { width: across, height }, ground));
    let bar = decoration(at(bar_left), Size { width: thickness, height }, color);
    ground.into_iter().chain([bar]).collect()
}

fn decoration(origin: Point, size: Size, color: Color) -> Item {
    Item { origin, element: None, kind: ItemKind::Rule { size, color } }
}

fn is_rtl(design: &Design) -> bool {
    design.direction == Direction::Rtl
}

/// The part of an area that is left for a flow.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    left: Pt,
    measure: Pt,
}

impl Area {
    fn of(flow: &Flow, width: Pt) -> Area {
        Area::between(flow.start, flow.end, width, &flow.design)
    }

    fn between(start: Pt, end: Pt, width: Pt, design: &Design) -> Area {
        // However deep the nesting, a few letters stay side by side.
        let measure = (width - start - end).max(width.min(design.em * 2.0));
        Area { left: if is_rtl(design) { end } else { start }, measure }
    }

    /// The same without some room at its start side.
    fn without_start(self, room: Pt, direction: Direction) -> Area {
        let left = if direction == Direction::Rtl { self.left } else { self.left + room };
        Area { left, measure: (self.measure - room).max(Pt::ZERO) }
    }
}

/// Sets flows one after the other.
struct Setter<'a> {
    document: &'a Document,
    shaper: Shaper<'a>,
    warnings: Vec<SourceWarning>,
    /// Whether the content is directly on the page, so that the page may be turned.
    may_turn: bool,
}

impl Setter<'_> {
    /// Sets flows that stand in an area of their own, such as those of a cell.
    fn stacked(&mut self, flows: &[Flow], width: Pt) -> Vec<Row> {
        let sets = flows.iter().map(|flow| self.rows(flow, width)).collect();
        stack(flows, sets, width)
    }

    fn rows(&mut self, flow: &Flow, width: Pt) -> Vec<Row> {
        let area = Area::of(flow, width);
        let mut rows = match &flow.content {
            FlowContent::Text { text, alignment, indent, heading } => {
                let mut rows = self.text(flow, area, text, *alignment, *indent);
                if let Some(first) = rows.first_mut() {
                    first.headings.extend(heading.clone());
                }
                // Captions stay whole, but a centred text may be long.
                if heading.is_some() || *alignment == Alignment::Center && rows.len() <= LONGEST_CAPTION {
                    rows.iter_mut().rev().skip(1).for_each(|row| row.keep_with_next = true);
                }
                rows
            }
            FlowContent::Code(lines) => self.code(flow, area, lines),
            FlowContent::Image(image) => self.image(flow, area, image),
            FlowContent::Formula(formula, style) => self.formula(flow, area, formula, style),
            FlowContent::Break => vec![boxes::short_rule(flow, area)],
            FlowContent::Table(table) => self.table(flow, width, table),
            FlowContent::Verse(verses) => self.verse(flow, area, verses),
            FlowContent::Entry { text, anchor, number } => self.entry(flow, area, text, anchor, *number),
        };
        flow.markers.iter().for_each(|marker| self.add_marker(flow, marker, width, &mut rows));
        rows
    }

    fn set_lines(&mut self, text: &InlineText, options: &ParagraphOptions) -> Vec<Line> {
        let paragraph = self.with_objects(text, options.measure);
        let (lines, warnings) = layout_paragraph(&paragraph, options, &mut self.shaper);
        self.warnings.extend(warnings.into_iter().map(|warning| text.locate(warning)));
        lines
    }

    /// The text on one line, however long; nothing is warned of.
    fn natural(&mut self, text: &InlineText) -> Vec<Line> {
        // Wider than any page of a PDF (200 inches); not so wide that a line could hold thousands of words.
        const ENDLESS: Pt = Pt(20_000.0);
        let paragraph = self.with_objects(text, ENDLESS);
        layout_paragraph(&paragraph, &options(ENDLESS, Alignment::Start), &mut self.shaper).0
    }

    /// The paragraph with its inline pictures and formulas in their sizes for a measure.
    fn with_objects<'t>(&mut self, text: &'t InlineText, measure: Pt) -> Cow<'t, Paragraph> {
        if text.pictures.is_empty() && text.formulas.is_empty() {
            return Cow::Borrowed(&text.paragraph);
        }
        let picture = |InlinePicture { offset, image, em, tallest, .. }: &InlinePicture| {
            let data = self.document.images.get(&image.path)?;
            let size = picture::extent(image, data, *em, Size { width: measure, height: *tallest });
            let (width, height) = (size.width, size.height);
            Some(Object { offset: *offset, width, height, depth: Pt::ZERO, content: None })
        };
        let mut objects: Vec<Object> = text.pictures.iter().filter_map(picture).collect();
        let mut paragraph = text.paragraph.clone();
        for formula in &text.formulas {
            self.inline_formula(formula, measure, &mut paragraph, &mut objects);
        }
        objects.sort_by_key(|object| object.offset);
        paragraph.objects = objects;
        Cow::Owned(paragraph)
    }
}

/// Options for text that is not stretched by kashida.
/// The most lines of a caption that stay on one page.
const LONGEST_CAPTION: usize = 6;

const fn options(measure: Pt, alignment: Alignment) -> ParagraphOptions {
    ParagraphOptions { measure, first_line_indent: Pt::ZERO, alignment, stretch: Stretch::Spaces }
}
