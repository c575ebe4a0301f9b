//! Decides which lines are items of lists.
//!
//! Lines are taken in order, each blank, with a [`ListMark`] or without. Each line with a mark that belongs to a list
//! of two or more items gets the number of that list and its depth in others. A single mark opens nothing: «أ. محمد»
//! may be a title, a dash a line of dialogue. Lists that are not indented are nested if the outer one continues after
//! them: ١، أ، ب، ٢.

use super::list_mark::{ListMark, Reading};

/// So many lists may be open; of a text in which every mark begins a list, the outermost are given up.
const MOST_OPEN: usize = 64;

/// A line.
#[derive(Clone, Debug)]
pub(super) enum Line<'a> {
    /// Nothing.
    Blank,
    /// Begins with a mark.
    Mark(ListMark<'a>),
    /// Text without a mark.
    Text,
    /// Ends all lists that it is not indented below: headings, fences and the like.
    Border,
}

/// The place of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Number of its list; lists count in the order of their first items.
    pub(super) list: usize,
    /// How many lists enclose it by their series only, not by indentation.
    pub(super) depth: usize,
}

struct List {
    indent: usize,
    readings: Vec<Reading>,
    affixes: Affixes,
    /// Lines of its items.
    lines: Vec<usize>,
    /// The list that encloses it by its series.
    around: Option<usize>,
    /// The start of the last list nested in this one.
    inner: Option<(Affixes, Reading)>,
    /// How its first mark reads.
    first: Option<Reading>,
}

/// Prefix and suffix of a number, and whether it is ASCII.
type Affixes = (String, String, bool);

fn affixes(mark: &ListMark<'_>) -> Affixes {
    (mark.prefix.to_owned(), mark.suffix.to_owned(), mark.body.is_ascii())
}

impl List {
    const fn is_bullet(&self) -> bool {
        matches!(self.first, Some(Reading::Bullet(_)))
    }

    /// The readings of the marks if this one continues the list; only the `innermost` list may skip a number.
    fn goes_on(&self, mark: &ListMark<'_>, innermost: bool) -> Option<Vec<Reading>> {
        let may_skip = innermost && self.lines.len() > 1;
        let same = self.is_bullet() || self.affixes == affixes(mark);
        let readings = if same { mark.goes_on(&self.readings, may_skip) } else { Vec::new() };
        (!readings.is_empty()).then_some(readings)
    }
}

/// The lists of a text.
#[derive(Default)]
pub(super) struct Series {
    lists: Vec<List>,
    /// Lists that may continue, outermost first.
    open: Vec<usize>,
    after_blank: bool,
    /// The last blank line.
    last_blank: usize,
    places: Vec<Option<usize>>,
}

impl Series {
    /// Takes the next line, with its indentation in columns.
    pub(super) fn line(&mut self, line: &Line<'_>, indent: usize) {
        let number = self.places.len();
        let mut place = None;
        match line {
            Line::Blank => self.last_blank = number,
            Line::Text if !self.after_blank => {}
            Line::Text | Line::Border => self.open.retain(|&list| self.lists[list].indent < indent),
            Line::Mark(mark) => place = Some(self.mark(mark, indent, number)),
        }
        self.after_blank = matches!(line, Line::Blank);
        self.places.push(place);
    }

    fn mark(&mut self, mark: &ListMark<'_>, indent: usize, number: usize) -> usize {
        self.open.retain(|&list| self.lists[list].indent <= indent);
        let beside = self.open.iter().rposition(|&list| self.lists[list].indent < indent).map_or(0, |at| at + 1);
        // Bullets do not count: a bullet list does not continue after another list and a blank line.
        let goes_on = |at: &usize| {
            let list = &self.lists[self.open[*at]];
            let is_last = at + 1 == self.open.len();
            is_last || !list.is_bullet() || list.lines.last().is_some_and(|&line| self.last_blank < line)
        };
        let found = (beside..self.open.len())
            .rev()
            .filter(goes_on)
            .find_map(|at| Some((at, self.lists[self.open[at]].goes_on(mark, at + 1 == self.open.len())?)));
        if let Some((at, readings)) = found {
            let list = self.open[at];
            for inner in at + 1..self.open.len() {
                self.nest(self.open[inner], self.open[inner - 1]);
            }
            self.open.truncate(at + 1);
            self.lists[list].readings = readings;
            self.lists[list].lines.push(number);
            return list;
        }
        let affixes = affixes(mark);
        let readings = mark.readings.clone();
        let list = self.lists.len();
        let outer = self.open.last().copied().filter(|&outer| self.lists[outer].indent == indent);
        let first = readings.first().copied();
        self.lists.push(List { indent, readings, affixes, lines: vec![number], around: None, inner: None, first });
        if let Some(outer) = outer
            && self.begins_like_inner(list, outer)
        {
            self.nest(list, outer);
        }
        if self.open.len() >= MOST_OPEN {
            self.open.remove(0);
        }
        self.open.push(list);
        list
    }

    fn nest(&mut self, list: usize, outer: usize) {
        self.lists[list].around = Some(outer);
        let List { affixes, first, .. } = &self.lists[list];
        self.lists[outer].inner = first.map(|first| (affixes.clone(), first));
    }

    /// Whether a list begins like another one within `outer`, whose previous item then has such a list too.
    fn begins_like_inner(&self, list: usize, outer: usize) -> bool {
        let List { affixes, first, .. } = &self.lists[list];
        let before = self.lists[outer].inner.as_ref();
        before.is_some_and(|(other, reading)| other == affixes && Some(*reading) == *first)
    }

    /// Ends all lists.
    pub(super) fn close(&mut self) {
        self.open.clear();
    }

    /// Whether a list may continue.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The place of each line that is an item.
    pub(super) fn finish(self) -> Vec<Option<Place>> {
        let is_real = |list: usize| self.lists[list].lines.len() > 1;
        let depth = |list: usize| {
            let around = std::iter::successors(self.lists[list].around, |&list| self.lists[list].around);
            around.filter(|&list| is_real(list)).count()
        };
        let place = |list: usize| is_real(list).then(|| Place { list, depth: depth(list) });
        self.places.iter().map(|list| list.and_then(place)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line of a text as `list.depth`, or `-` if it is not an item.
    fn check(text: &str, expected: &str) {
        let mut series = Series::default();
        for line in text.lines() {
            let bare = line.trim_start();
            let kind = match ListMark::read(bare) {
                Some(mark) => Line::Mark(mark),
                None if bare.is_empty() => Line::Blank,
                None => Line::Text,
            };
            series.line(&kind, line.len() - bare.len());
        }
        let shown: Vec<String> = series
            .finish()
            .into_iter()
            .map(|place| place.map_or("-".into(), |place| format!("{}.{}", place.list, place.depth)))
            .collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }

    #[test]
    fn two_marks_that_count_make_a_list() {
        check("أ. نص\nب. نص\n\nج. نص", "0.0 0.0 - 0.0");
        check("أ. نص\n\nأ- نص\nب- نص", "- - 1.0 1.0");
        check("أ. محمد العلي\nد. أحمد سعيد", "- -");
        check("١٩٨٤. رواية\n١٩٩٠. أخرى", "- -");
        check("١- نص\nتتمة\n٢- نص\n٥- نص", "0.0 - 0.0 0.0");
        check("١- نص\n\nفقرة\n\n٢- نص", "- - - - -");
        check("– من أنت؟", "-");
        check("● نص\n○ نص", "0.0 0.0");
        check("١. نص\n٢. نص\n\n١- نص\n٢- نص\n\n10. نص\n11. نص", "0.0 0.0 - 1.0 1.0 - 2.0 2.0");
        check("– نص\n– نص\n\n١- نص\n٢- نص\n\n– نص", "0.0 0.0 - 1.0 1.0 - -");
    }

    #[test]
    fn lists_stand_in_those_that_count_on() {
        check("١- نص\nأ- نص\nب- نص\n٢- نص", "0.0 1.1 1.1 0.0");
        check("١- نص\n• نص\n• نص\n٢- نص\n• نص\n• نص", "0.0 1.1 1.1 0.0 2.1 2.1");
        check("١- نص\n   أ- نص\n   ب- نص\n٢- نص", "0.0 1.0 1.0 0.0");
        check("١- نص\n٢- نص\n\nأ- نص\nب- نص", "0.0 0.0 - 1.0 1.0");
    }
}
