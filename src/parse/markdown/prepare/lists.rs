//! Rewrites lists that CommonMark does not know.
//!
//! The marks of their items are replaced by those of CommonMark (5.2): `أ-` becomes `1)`, `•` becomes `-`. Lists that
//! nest by their series only are indented below their items. The original marks are read from the source again after
//! parsing ([`super::super::labels`]).

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::document::digit_value;
use crate::parse::list_mark::{ListMark, Reading};
use crate::parse::series::{Line, Place, Series};

/// A mark to be rewritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) new: String,
}

/// A line that begins with a mark.
struct Marked<'a> {
    mark: ListMark<'a>,
    /// Where the mark begins.
    start: usize,
    indent: usize,
    is_commonmark: bool,
    /// Whether an item may begin here even without another.
    may_stand_alone: bool,
}

/// The edits of the body of a text, by the offset of the line's first character that is not white space.
pub(super) fn edits(text: &str, start: usize) -> BTreeMap<usize, Edit> {
    let mut scan = Scan {
        series: Series::default(),
        marked: BTreeMap::new(),
        fence: None,
        quotes: 0,
        lines: 0,
        admonition: false,
        after_mark: None,
    };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        scan.line(line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    let Scan { series, marked, .. } = scan;
    if marked.values().all(|marked| marked.is_commonmark) {
        return BTreeMap::new();
    }
    let places = series.finish();
    let mut writer = Writer::default();
    marked
        .iter()
        .filter_map(|(&line, marked)| {
            let edit = match places[line] {
                Some(place) => writer.edit(marked, place),
                None => alone(marked),
            };
            Some((marked.start, edit?))
        })
        .collect()
}

struct Scan<'a> {
    series: Series,
    /// Lines with marks by their number.
    marked: BTreeMap<usize, Marked<'a>>,
    /// Mark and length of the fence that is open.
    fence: Option<(char, usize)>,
    /// How many quotes the last line stood in.
    quotes: usize,
    lines: usize,
    /// Whether the lines belong to an indented admonition.
    admonition: bool,
    /// Indentation of the mark that the last line began with; 0 after a blank line.
    after_mark: Option<usize>,
}

impl<'a> Scan<'a> {
    fn line(&mut self, line: &'a str, start: usize) {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let before = &line[..line.len() - bare.len()];
        let quotes = before.matches('>').count();
        let indent: usize =
            before.rsplit('>').next().unwrap_or_default().chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        if std::mem::replace(&mut self.quotes, quotes) != quotes {
            self.series.close();
        }
        let indent = self.in_admonition(bare, indent);
        let kind = self.kind(bare, indent);
        self.series.line(&kind, indent);
        if let Line::Mark(mark) = kind {
            let is_commonmark = mark.is_commonmark(bare);
            let may_stand_alone = self.after_mark.is_some_and(|before| before == 0 || before <= indent)
                || matches!(mark.readings.first(), Some(Reading::Number(_, 1)));
            let start = start + before.len();
            let indent = indent + quotes * 100;
            self.marked.insert(self.lines, Marked { mark, start, indent, is_commonmark, may_stand_alone });
            self.after_mark = Some(indent + 1);
        } else {
            self.after_mark = bare.trim().is_empty().then_some(0);
        }
        self.lines += 1;
    }

    /// The indentation of a line within the admonition that it may belong to.
    fn in_admonition(&mut self, bare: &str, indent: usize) -> usize {
        self.admonition &= indent >= 4 || bare.trim().is_empty();
        let is_in = self.admonition;
        self.admonition |= indent < 4 && ["!!! ", "??? ", "???+ "].iter().any(|head| bare.starts_with(head));
        if is_in { indent.saturating_sub(4) } else { indent }
    }

    fn kind(&mut self, bare: &'a str, indent: usize) -> Line<'a> {
        let text = bare.trim_end();
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| text.chars().take_while(|&c| c == mark).count());
        match self.fence {
            Some((open, least)) => {
                if mark == Some(open) && length >= least && text.len() == length {
                    self.fence = None;
                }
                return Line::Text;
            }
            None if length >= 3 => {
                self.fence = mark.map(|mark| (mark, length));
                return Line::Border;
            }
            None => {}
        }
        let is_rule = text.len() > 2 && text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        match text.chars().next() {
            None => Line::Blank,
            Some('#' | '|' | '<' | '!' | ':') => Line::Border,
            Some('[') if text.starts_with("[^") => Line::Border,
            _ if is_rule => Line::Border,
            // Four columns make code where no list is open.
            _ if indent >= 4 && !self.series.is_open() => Line::Text,
            _ => ListMark::read(bare).map_or(Line::Text, Line::Mark),
        }
    }
}

/// Writes marks so that consecutive lists differ.
#[derive(Default)]
struct Writer {
    /// The last list at each indentation and depth, with its sign.
    last: BTreeMap<(usize, usize), (usize, char)>,
    /// Of each list, its sign, the number of its last item, and how wide its mark is.
    lists: BTreeMap<usize, (char, usize, usize)>,
    /// Lists open by their series, outermost first.
    open: Vec<(usize, usize)>,
}

impl Writer {
    fn edit(&mut self, marked: &Marked<'_>, place: Place) -> Option<Edit> {
        let mark = &marked.mark;
        self.open.retain(|&(_, depth)| depth < place.depth);
        let around: usize = self.open.iter().map(|(list, _)| self.lists[list].2).sum();
        let is_bullet = matches!(mark.readings.first(), Some(Reading::Bullet(_)));
        let own = mark.body.chars().next().filter(|_| is_bullet).or_else(|| mark.suffix.chars().next());
        let key = (marked.indent, place.depth);
        let before = self.last.get(&key).filter(|(list, _)| *list != place.list).map(|&(_, sign)| sign);
        let signs = if is_bullet { ['-', '+'] } else { [')', '.'] };
        let sign = if before == Some(signs[0]) { signs[1] } else { signs[0] };
        let sign = if marked.is_commonmark { own.unwrap_or(sign) } else { sign };
        let (sign, number, _) = self.lists.get(&place.list).copied().unwrap_or((sign, 0, 0));
        let new = match is_bullet {
            _ if marked.is_commonmark => mark.body.to_owned() + mark.suffix + " ",
            true => format!("{sign} "),
            false => format!("{}{sign} ", number + 1),
        };
        self.last.insert(key, (place.list, sign));
        self.lists.insert(place.list, (sign, number + 1, new.len()));
        self.open.push((place.list, place.depth));
        if marked.is_commonmark && around == 0 {
            return None;
        }
        let span = Span::new(marked.start, marked.start + mark.length);
        Some(Edit { span, new: " ".repeat(around) + &new })
    }
}

/// A single number opens an item if it would in European digits, as in CommonMark.
fn alone(marked: &Marked<'_>) -> Option<Edit> {
    const LARGEST: i64 = 99;
    let ListMark { prefix, suffix, body, readings, length } = &marked.mark;
    let value = readings.first()?.value()?;
    let is_number = body.chars().all(|c| digit_value(c).is_some()) && value <= LARGEST;
    let sign = match *suffix {
        "." | "۔" => '.',
        ")" => ')',
        _ => return None,
    };
    if marked.is_commonmark || !marked.may_stand_alone || !is_number || !prefix.is_empty() {
        return None;
    }
    let span = Span::new(marked.start, marked.start + length);
    Some(Edit { span, new: format!("{value}{sign} ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = text.to_owned();
        for Edit { span, new } in edits(text, 0).into_values().rev() {
            out.replace_range(span.start..span.end, &new);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn marks_become_those_of_commonmark() {
        check("أ. نص\nب. نص", "1) نص\n2) نص");
        check("أ. نص\nب. نص\n\n(١) نص\n(٢) نص", "1) نص\n2) نص\n\n1. نص\n2. نص");
        check("•\u{A0}نص\n• نص\n\n– نص\n– نص", "- نص\n- نص\n\n+ نص\n+ نص");
        check("> ج- نص\n> د- نص", "> 1) نص\n> 2) نص");
    }

    #[test]
    fn lists_in_lists_are_indented() {
        check("١- نص\nأ- نص\nب- نص\n٢- نص", "1) نص\n   1) نص\n   2) نص\n2) نص");
        check("١- نص\n- نص\n- نص\n٢- نص", "1) نص\n   - نص\n   - نص\n2) نص");
    }

    #[test]
    fn numbers_may_stand_alone() {
        check("فقرة\n\n٣. نص\n\nفقرة", "فقرة\n\n3. نص\n\nفقرة");
        check("١. نص\n   ١. نص", "1. نص\n   1. نص");
        check("١. نص\n١. نص", "1. نص\n1. نص");
    }

    #[test]
    fn what_is_no_list_of_ours_stays() {
        for text in [
            "أ. محمد",
            "– من أنت؟",
            "1. نص\n2. نص",
            "- نص\n- نص",
            "```\nأ. نص\nب. نص\n```",
            "    أ. نص\n    ب. نص",
            "(١)",
            "١٩٨٤. نص\n١٩٩٠. نص",
            "فقرة\n٢. نص",
        ] {
            check(text, text);
        }
    }
}
