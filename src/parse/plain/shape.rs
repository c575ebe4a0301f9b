//! Whether the lines of a text are wrapped, or each is a paragraph or a line of its own.
//!
//! In: groups of lines between blank lines. Out: paragraphs. Editors and mail wrap lines at a width: each is as long as
//! the next word allows. Chat and newsroom tools write a paragraph a line, of any length. Short uneven lines are lines:
//! verse, names, addresses.

use super::{is_rule, trimmed_end};
use crate::diagnostic::Span;
use crate::parse::list_mark::ListMark;
use crate::parse::verse;

/// Widths at which lines are wrapped, in characters without vowel marks.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=150;

/// The longest line that may be one of verse or of a list without marks, in characters.
const SHORT: usize = 60;

/// So many pairs of lines tell how a text is written.
const ENOUGH: usize = 4000;

/// How the lines of a text are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Where they are wrapped, in characters; `None` where each line stands by itself.
    width: Option<usize>,
}

/// Two lines that follow each other.
struct Pair {
    length: usize,
    next_word: usize,
    is_ended: bool,
}

impl Shape {
    /// Judges the lines of a text by their lengths.
    pub(super) fn of(text: &str, groups: &[Vec<Span>]) -> Shape {
        let pairs: Vec<Pair> = groups
            .iter()
            .flat_map(|lines| lines.windows(2))
            .filter(|pair| pair.iter().all(|&line| is_plain(text, line)))
            .take(ENOUGH)
            .map(|pair| Pair::of(text, pair[0], pair[1]))
            .collect();
        let mut lengths: Vec<usize> = pairs.iter().map(|pair| pair.length).collect();
        lengths.sort_unstable();
        // A few lines may be longer than the rest, for the sake of an address that cannot be broken.
        let Some(&width) = lengths.get(lengths.len() * 19 / 20) else { return Shape::default() };
        if !WIDTHS.contains(&width) {
            return Shape::default();
        }
        let share = |holds: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| holds(pair)).count() * 100 / pairs.len();
        let ended = share(&|pair| pair.is_ended);
        let is_full = share(&|pair| pair.is_full(width)) >= 70 && ended < 70;
        let is_even = share(&|pair| pair.length * 10 >= width * 6) >= 80 && ended < 35;
        Shape { width: (is_full || is_even).then_some(width) }
    }

    /// The paragraphs of groups of lines.
    pub(super) fn paragraphs(self, text: &str, groups: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
        let mut paragraphs = Vec::with_capacity(groups.len());
        for (index, group) in groups.into_iter().enumerate() {
            if group.len() == 1 {
                paragraphs.push(group);
            } else {
                self.split(text, &group, index == 0, &mut paragraphs);
            }
        }
        paragraphs
    }

    fn split(self, text: &str, lines: &[Span], opens_text: bool, paragraphs: &mut Vec<Vec<Span>>) {
        let stand_together = self.short_runs(text, lines, opens_text);
        let mut in_list = false;
        for (at, &line) in lines.iter().enumerate() {
            let has_mark = mark(text, line).is_some();
            let joins = at > 0
                && (stand_together[at] && stand_together[at - 1] && !(opens_text && at == 1)
                    || self.joins(text, lines, at, in_list));
            in_list = has_mark || in_list && joins;
            match paragraphs.last_mut() {
                Some(last) if joins => last.push(line),
                _ => paragraphs.push(vec![line]),
            }
        }
    }

    /// Whether a line belongs to the paragraph of the line before it.
    fn joins(self, text: &str, lines: &[Span], at: usize, in_list: bool) -> bool {
        let (before, line) = (lines[at - 1], lines[at]);
        if is_rule(text, line) || is_rule(text, before) {
            return is_underline(text, lines, at);
        }
        let both = |holds: &dyn Fn(Span) -> bool| holds(before) && holds(line);
        if both(&|line| text[line.start..].starts_with('>')) || both(&|line| verse::hemistichs(text, line).is_some()) {
            return true;
        }
        let pair = Pair::of(text, before, line);
        let goes_on = match self.width {
            Some(width) => pair.is_full(width) || !(pair.is_ended || pair.length * 10 < width * 6),
            None => false,
        };
        if mark(text, line).is_some() {
            return in_list || goes_on && !pair.is_ended;
        }
        let is_indented = text[..line.start].ends_with([' ', '\t']);
        let length = shown_length(&text[line.start..line.end]);
        match self.width {
            Some(_) => goes_on || in_list && is_indented,
            None if in_list => is_indented || length <= SHORT && !pair.is_ended,
            None => pair.length <= SHORT && length <= SHORT && text[..before.end].ends_with(['،', '؛']),
        }
    }

    /// For each line whether it is one of three or more short lines that stand together and are no sentences.
    fn short_runs(self, text: &str, lines: &[Span], opens_text: bool) -> Vec<bool> {
        // Among wrapped lines those that end early are short.
        let longest = self.width.map_or(SHORT, |width| SHORT.min(width * 6 / 10));
        let is_short = |at: usize| {
            let content = &text[lines[at].start..lines[at].end];
            is_plain(text, lines[at])
                && shown_length(content) <= longest
                && !content.contains(':')
                && !(opens_text && at == 0)
        };
        let mut short: Vec<bool> = (0..lines.len()).map(is_short).collect();
        let mut at = 0;
        while at < lines.len() {
            let length = short[at..].iter().take_while(|short| **short).count();
            let ended = lines[at..at + length].iter().filter(|line| is_ended(&text[line.start..line.end])).count();
            if length < 3 || ended * 2 > length {
                short[at..at + length].fill(false);
            }
            at += length.max(1);
        }
        short
    }

    /// Whether the lines of a paragraph stay lines.
    pub(super) fn keeps_lines(self, text: &str, lines: &[Span]) -> bool {
        let Some(width) = self.width else { return lines.len() > 1 };
        let full = lines.windows(2).filter(|pair| Pair::of(text, pair[0], pair[1]).is_full(width)).count();
        let even = lines.windows(2).filter(|pair| Pair::of(text, pair[0], pair[1]).length * 10 >= width * 6).count();
        full.max(even) * 2 < lines.len().saturating_sub(1)
    }
}

impl Pair {
    fn of(text: &str, line: Span, next: Span) -> Pair {
        let content = &text[line.start..line.end];
        let next_word = text[next.start..next.end].split_whitespace().next().unwrap_or_default();
        Pair { length: shown_length(content), next_word: shown_length(next_word), is_ended: is_ended(content) }
    }

    /// Whether the next word had no room on the line, or hardly any.
    fn is_full(&self, width: usize) -> bool {
        self.length + 1 + self.next_word > width || self.length * 100 >= width * 85
    }
}

/// Whether a line of marks underlines the short line before it, which stands by itself.
fn is_underline(text: &str, lines: &[Span], at: usize) -> bool {
    let (before, line) = (lines[at - 1], lines[at]);
    is_rule(text, line)
        && at == 1
        && text[line.start..].starts_with(['=', '-', 'ـ'])
        && shown_length(&text[before.start..before.end]) <= SHORT
        && lines.get(at + 1).is_none_or(|&next| mark(text, next).is_none())
}

/// A line of running text: without a mark, a divider of verse or a sign of a quote.
fn is_plain(text: &str, line: Span) -> bool {
    !is_rule(text, line)
        && mark(text, line).is_none()
        && !text[line.start..].starts_with('>')
        && verse::hemistichs(text, line).is_none()
}

fn mark(text: &str, line: Span) -> Option<ListMark<'_>> {
    ListMark::read(&text[line.start..line.end])
}

/// Whether a line ends a sentence.
fn is_ended(line: &str) -> bool {
    trimmed_end(line).ends_with(['.', '؟', '!', '…', '۔', '?', ':'])
}

/// How many letters and signs a line shows: vowel marks have no width.
fn shown_length(line: &str) -> usize {
    line.chars().filter(|c| !matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines that form one paragraph are joined by `+`; `|` parts paragraphs.
    fn check(text: &str, expected: &str) {
        let groups = super::super::groups(text, 0);
        let shape = Shape::of(text, &groups);
        let paragraphs = shape.paragraphs(text, groups);
        let number = |line: &Span| text[..line.start].matches('\n').count().to_string();
        let shown: Vec<String> = paragraphs
            .iter()
            .map(|lines| {
                let sign = if shape.keeps_lines(text, lines) { "/" } else { "+" };
                lines.iter().map(number).collect::<Vec<_>>().join(sign)
            })
            .collect();
        assert_eq!(shown.join(" | "), expected, "{text}");
    }

    #[test]
    fn lines_are_wrapped_or_stand_by_themselves() {
        let long = "فقرة طويلة كتبت كلها في سطر واحد كما يفعل كثير من المحررين في برامج الدردشة والمفكرات ثم تنتهي بعلامة الوقف.";
        check(&format!("عنوان الخبر\n{long}\n{long}\nعنوان فرعي\n{long}"), "0 | 1 | 2 | 3 | 4");
        let wrapped = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها\nويبيعونها في سوق لهم قرب المسجد الجامع، وكان\nالعلماء يجلسون في دكاكينهم ويتناظرون فيها\nحتى الليل.";
        check(&format!("{wrapped}\n\n{wrapped}"), "0+1+2+3 | 5+6+7+8");
        check(&format!("{wrapped}\n{wrapped}"), "0+1+2+3 | 4+5+6+7");
        check("مطر مطر\nأتعلمين أي حزن\nيبعث المطر\nوكيف تنشج المزاريب", "0 | 1/2/3");
        check(&format!("{long}\n\nمطر مطر\nأتعلمين أي حزن\nيبعث المطر"), "0 | 2/3/4");
        check(&format!("- بند\n- ثان\n{long}"), "0/1 | 2");
        check("العنوان\n=====\nنص", "0/1 | 2");
    }
}
