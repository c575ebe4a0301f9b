//! Deals rows out to pages, with their notes at the foot.
//!
//! In: [`Row`]s from top to bottom, and the rows of each note. Out: [`Sheet`]s, the rows of each page. A page ends only
//! where the rows allow it, so that headings stay with their text and no line stands alone; a group of rows that is
//! taller than a page is cut where the page ends. A note stands on the page of the line that refers to it; where it
//! does not fit, it begins there and runs on at the foot of the next page.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::geometry::Pt;

use super::content::PageStart;
use super::flow::Row;

/// A rounding error must not push a row to the next page.
const SLACK: Pt = Pt(0.01);
/// At most this share of a page goes to notes that run on from the page before.
const RUNNING_ON: f64 = 0.6;
/// A page may end this share of its height early rather than cut a note.
const EARLY: f64 = 0.2;

/// The rows of one page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The text, from the top.
    pub(super) rows: Vec<Row>,
    /// The notes, at the foot.
    pub(super) foot: Vec<Row>,
}

impl Sheet {
    /// Whether the page is turned on its side.
    pub(super) fn is_turned(&self) -> bool {
        self.rows.first().is_some_and(|row| row.is_turned)
    }

    /// What is repeated at the top.
    pub(super) fn header(&self) -> Option<&Arc<Row>> {
        self.rows.first().and_then(|row| row.header.as_ref())
    }
}

/// The room on upright and turned pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rooms {
    pub(super) upright: Room,
    pub(super) turned: Room,
}

/// Sizes of a page that matter here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Height of the type area.
    pub(super) height: Pt,
    /// Room for the rule between text and notes.
    pub(super) above_notes: Pt,
}

impl Room {
    /// Whether text and notes of these heights stand on one page.
    fn holds(self, body: Pt, notes: Pt) -> bool {
        let above = if notes > Pt::ZERO { self.above_notes } else { Pt::ZERO };
        body + above + notes <= self.height + SLACK
    }
}

/// Deals rows out to pages, of which the first has the number `first`, counted from 0.
pub(super) fn deal(rows: Vec<Row>, notes: Vec<Vec<Row>>, rooms: Rooms, first: usize) -> Vec<Sheet> {
    let room = rooms.upright;
    let mut dealer = Dealer { notes: notes.into_iter().map(Some).collect(), queue: VecDeque::new(), room };
    let mut rows = rows.into_iter();
    let mut sheets = Vec::new();
    while rows.len() > 0 || !dealer.queue.is_empty() {
        let start = rows.as_slice().first().map_or(PageStart::None, |row| row.page_start);
        if !start.allows(first + sheets.len()) {
            // What remains of notes may stand on the page that is left over.
            let foot = dealer.foot(Pt::ZERO, true);
            sheets.push(Sheet { rows: Vec::new(), foot });
            continue;
        }
        let is_turned = rows.as_slice().first().is_some_and(|row| row.is_turned);
        dealer.room = if is_turned { rooms.turned } else { rooms.upright };
        let (count, height) = dealer.rows_on_page(rows.as_slice());
        let of_page: Vec<Row> = rows.by_ref().take(count).collect();
        for row in &of_page {
            row.notes.iter().for_each(|&note| dealer.enqueue(note));
        }
        if rows.len() == 0 {
            // Those that nothing on the pages refers to are not lost either.
            (0..dealer.notes.len()).for_each(|note| dealer.enqueue(note));
        }
        let foot = dealer.foot(height, of_page.is_empty());
        sheets.push(Sheet { rows: of_page, foot });
    }
    sheets
}

struct Dealer {
    /// Rows of the notes that have not been referred to yet.
    notes: Vec<Option<Vec<Row>>>,
    /// Rows of notes that wait for room.
    queue: VecDeque<Row>,
    room: Room,
}

/// A place where a page may end: how many rows it then has, and how tall they are.
type End = (usize, Pt);

impl Dealer {
    /// Puts a note in the queue, and those that it refers to behind it.
    fn enqueue(&mut self, note: usize) {
        let Some(rows) = self.notes.get_mut(note).and_then(Option::take) else { return };
        let inner: Vec<usize> = rows.iter().flat_map(|row| row.notes.iter().copied()).collect();
        self.queue.extend(rows);
        inner.into_iter().for_each(|note| self.enqueue(note));
    }

    /// How many of the rows stand on one page, and how tall they are: at least one, unless notes fill the page.
    fn rows_on_page(&self, rows: &[Row]) -> End {
        let mut page = Filling::new(self);
        for (index, row) in rows.iter().enumerate() {
            page.add(index, row);
            if !self.room.holds(page.body, page.least_notes) {
                break;
            }
            let begins_page = |next: &Row| next.page_start != PageStart::None || next.is_turned != row.is_turned;
            let is_last = rows.get(index + 1).is_none_or(begins_page);
            page.may_end((index + 1, page.body), is_last || !row.keep_with_next);
            if is_last {
                break;
            }
        }
        match page.end() {
            Some(end) => end,
            None if !self.queue.is_empty() => (0, Pt::ZERO),
            None => rows.first().map_or((0, Pt::ZERO), |row| (1, row.height)),
        }
    }

    /// The rows of notes that fit below the text.
    fn foot(&mut self, body: Pt, may_fill_page: bool) -> Vec<Row> {
        let mut foot: Vec<Row> = Vec::new();
        let mut height = Pt::ZERO;
        while let Some(row) = self.queue.front() {
            let taller = height + if foot.is_empty() { row.height } else { row.space_before + row.height };
            let is_forced = may_fill_page && foot.is_empty();
            if !is_forced && !self.room.holds(body, taller) {
                break;
            }
            height = taller;
            foot.extend(self.queue.pop_front());
        }
        foot
    }
}

/// A page in the making: how much stands on it, and where it may end.
struct Filling<'a> {
    dealer: &'a Dealer,
    /// Height of the rows.
    body: Pt,
    /// Height of the notes so far, all of them whole.
    whole_notes: Pt,
    /// The same when as much of them as may run on to the next page does.
    least_notes: Pt,
    /// The notes that the rows refer to.
    seen: Vec<usize>,
    /// The last end that the rows allow and that cuts no note.
    whole: Option<End>,
    /// The last end that the rows allow.
    cut: Option<End>,
    /// The last end of all.
    any: Option<End>,
}

impl<'a> Filling<'a> {
    /// A page with nothing but the notes that wait.
    fn new(dealer: &'a Dealer) -> Filling<'a> {
        let whole_notes = stacked(dealer.queue.iter());
        let least_notes = whole_notes.min(dealer.room.height * RUNNING_ON);
        Filling {
            dealer,
            body: Pt::ZERO,
            whole_notes,
            least_notes,
            seen: Vec::new(),
            whole: None,
            cut: None,
            any: None,
        }
    }

    /// Adds a row and the notes that it refers to first.
    fn add(&mut self, index: usize, row: &Row) {
        self.body += match index {
            0 => row.height + row.header.as_ref().map_or(Pt::ZERO, |header| header.height),
            _ => row.space_before + row.height,
        };
        for &note in &row.notes {
            let Some(of_note) = self.dealer.notes.get(note).and_then(Option::as_ref) else { continue };
            if !self.seen.contains(&note) {
                self.seen.push(note);
                self.least_notes = self.least_notes.max(self.whole_notes) + stacked(of_note.iter().take(2));
                self.whole_notes += stacked(of_note.iter());
            }
        }
    }

    /// Remembers that the page may end here; `is_allowed` where the rows allow it.
    fn may_end(&mut self, end: End, is_allowed: bool) {
        self.any = Some(end);
        if is_allowed {
            self.cut = Some(end);
            if self.dealer.room.holds(self.body, self.whole_notes) {
                self.whole = Some(end);
            }
        }
    }

    /// Where the page ends best: where no note is cut, unless that leaves too much of it empty.
    fn end(&self) -> Option<End> {
        let is_early = |(_, whole): End, (_, cut): End| cut - whole > self.dealer.room.height * EARLY;
        match (self.whole, self.cut) {
            (Some(whole), Some(cut)) if !is_early(whole, cut) => Some(whole),
            (_, Some(cut)) => Some(cut),
            _ => self.any,
        }
    }
}

/// Height of rows one below the other.
fn stacked<'a>(rows: impl Iterator<Item = &'a Row>) -> Pt {
    rows.map(|row| row.space_before + row.height).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f64, keep_with_next: bool) -> Row {
        Row { height: Pt(height), keep_with_next, ..Row::default() }
    }

    fn noted(height: f64, notes: &[usize]) -> Row {
        Row { notes: notes.into(), ..row(height, false) }
    }

    /// Shows the heights of the rows of each page, those of notes after a bar.
    fn check(rows: Vec<Row>, notes: &[&[f64]], height: f64, expected: &str) {
        let notes = notes.iter().map(|note| note.iter().map(|&height| row(height, false)).collect()).collect();
        let room = |height: f64| Room { height: Pt(height), above_notes: Pt(2.0) };
        let sheets = deal(rows, notes, Rooms { upright: room(height), turned: room(height / 2.0) }, 0);
        let heights = |rows: &[Row]| rows.iter().map(|row| row.height.0.to_string()).collect::<Vec<_>>().join(" ");
        let shown = sheets.iter().map(|sheet| match sheet.foot.as_slice() {
            [] => heights(&sheet.rows),
            foot => format!("{}|{}", heights(&sheet.rows), heights(foot)),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" / "), expected);
    }

    #[test]
    fn a_page_ends_only_where_rows_allow_it() {
        let rows = || vec![row(10.0, false), row(11.0, true), row(12.0, true), row(13.0, false)];
        check(rows(), &[], 46.0, "10 11 12 13");
        check(rows(), &[], 40.0, "10 / 11 12 13");
        check(rows().split_off(1), &[], 25.0, "11 12 / 13");
        check(vec![row(100.0, false)], &[], 25.0, "100");
    }

    #[test]
    fn a_chapter_begins_a_page() {
        let begun = |page_start, expected: &str| {
            let chapter = Row { page_start, ..row(12.0, true) };
            check(vec![row(10.0, true), chapter, row(13.0, false)], &[], 100.0, expected);
        };
        begun(PageStart::Next, "10 / 12 13");
        begun(PageStart::Even, "10 / 12 13");
        begun(PageStart::Odd, "10 /  / 12 13");
    }

    #[test]
    fn what_lies_on_its_side_has_pages_of_its_own() {
        let turned = |height: f64| Row { is_turned: true, ..row(height, true) };
        let rows = vec![row(10.0, true), turned(9.0), turned(8.0), turned(7.0), row(11.0, false)];
        check(rows, &[], 40.0, "10 / 9 8 / 7 / 11");
    }

    #[test]
    fn notes_stand_on_the_page_of_their_reference() {
        let rows = || vec![row(10.0, false), noted(11.0, &[0]), noted(12.0, &[1]), row(13.0, false)];
        check(rows(), &[&[3.0], &[4.0]], 60.0, "10 11 12 13|3 4");
        check(rows(), &[&[3.0], &[4.0]], 43.0, "10 11 12|3 4 / 13");
        check(rows(), &[&[3.0], &[4.0]], 38.0, "10 11|3 / 12 13|4");
    }

    #[test]
    fn a_long_note_runs_on_and_none_is_lost() {
        check(vec![noted(10.0, &[0]), row(9.0, false)], &[&[5.0; 8]], 30.0, "10|5 5 5 / 9|5 5 5 / |5 5");
        check(vec![row(10.0, false)], &[&[5.0]], 30.0, "10|5");
        check(vec![noted(30.0, &[0])], &[&[5.0]], 30.0, "30 / |5");
        check(vec![row(1.0, false)], &[&[50.0]], 30.0, "1 / |50");
    }
}
