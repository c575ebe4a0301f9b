//! Notes below a rule.
//!
//! In: paragraphs. Out: «(1) …» and its like below a line of marks or the heading «الهوامش» as notes, where the text
//! above refers to them, and the places of these references; what nothing refers to stays in the text.

use std::collections::{BTreeMap, BTreeSet};

use super::{block, is_rule};
use crate::diagnostic::Span;
use crate::document::{Block, Footnote, Inline, digit_value};
use crate::parse::walk;

/// Headings above notes.
const HEADINGS: [&str; 6] = ["الهوامش", "هوامش", "الحواشي", "حواشي", "الهوامش:", "الحواشي:"];

/// The longest number of a note, in digits.
const LONGEST: usize = 4;

/// The notes of a text.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) footnotes: Vec<Footnote>,
    /// Where the text refers to a note: from the first byte of a reference to the byte behind it, and its label.
    references: BTreeMap<usize, (usize, String)>,
}

/// A note: its number as digits, and its lines behind the mark.
struct Note {
    number: String,
    mark: Span,
    lines: Vec<Span>,
}

/// Takes the notes out of the paragraphs.
pub(super) fn take(text: &str, paragraphs: &mut Vec<Vec<Span>>) -> Notes {
    let mut notes = Notes::default();
    if !paragraphs.iter().any(|lines| opens_notes(text, lines)) {
        return notes;
    }
    let mut used = BTreeSet::new();
    let mut kept: Vec<Vec<Span>> = Vec::with_capacity(paragraphs.len());
    let mut begin = 0;
    let mut rest = std::mem::take(paragraphs).into_iter().peekable();
    while let Some(lines) = rest.next() {
        if !opens_notes(text, &lines) {
            kept.push(lines);
            continue;
        }
        let mut found: Vec<Note> = Vec::new();
        while let Some(lines) = rest.next_if(|lines| read_mark(&text[lines[0].start..lines[0].end]).is_some()) {
            read(text, &lines, &mut found);
        }
        let referred = references(text, Span::new(begin, lines[0].start));
        begin = found.last().map_or(begin, |note| note.lines[note.lines.len() - 1].end);
        let (known, unknown): (Vec<Note>, Vec<Note>) =
            found.into_iter().partition(|note| referred.iter().any(|(_, number)| *number == note.number));
        if known.is_empty() || !unknown.is_empty() {
            kept.push(lines);
        }
        kept.extend(unknown.into_iter().map(whole));
        notes.add(text, known, &referred, &mut used);
    }
    *paragraphs = kept;
    notes
}

impl Notes {
    fn add(&mut self, text: &str, known: Vec<Note>, referred: &[(Span, String)], used: &mut BTreeSet<String>) {
        for note in known {
            let mut label = note.number.clone();
            let mut round = 2;
            while !used.insert(label.clone()) {
                label = format!("{}-{round}", note.number);
                round += 1;
            }
            for (place, _) in referred.iter().filter(|(_, number)| *number == note.number) {
                self.references.insert(place.start, (place.end, label.clone()));
            }
            let blocks = vec![block(text, &note.lines, false)];
            let span = Span::new(note.mark.start, note.lines[note.lines.len() - 1].end);
            self.footnotes.push(Footnote { label, blocks, span });
        }
    }

    /// Puts references where the text has their marks.
    pub(super) fn refer(&self, blocks: &mut [Block]) {
        if !self.references.is_empty() {
            walk::runs(blocks, &mut |run| self.refer_in(run));
        }
    }

    fn refer_in(&self, run: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(run.len());
        for inline in std::mem::take(run) {
            let Inline::Text { text, span } = &inline else {
                out.push(inline);
                continue;
            };
            let mut at = span.start;
            let piece = |from: usize, to: usize| text.get(from - span.start..to - span.start).unwrap_or_default();
            for (&start, (end, label)) in self.references.range(span.start..span.end) {
                if span.end - span.start != text.len() || start < at {
                    continue;
                }
                push(&mut out, piece(at, start).trim_end(), at);
                out.push(Inline::FootnoteReference { label: label.clone(), span: Span::new(start, *end) });
                at = *end;
            }
            if at == span.start {
                out.push(inline);
            } else {
                push(&mut out, piece(at, span.end), at);
            }
        }
        *run = out;
    }
}

fn push(out: &mut Vec<Inline>, text: &str, start: usize) {
    if !text.is_empty() {
        out.push(Inline::Text { text: text.to_owned(), span: Span::new(start, start + text.len()) });
    }
}

/// Whether a paragraph is the rule or the heading that stands above notes.
fn opens_notes(text: &str, lines: &[Span]) -> bool {
    matches!(lines, &[line] if is_rule(text, line) || HEADINGS.contains(&&text[line.start..line.end]))
}

/// Reads notes from lines; a line without a mark goes on with the note before it.
fn read(text: &str, lines: &[Span], notes: &mut Vec<Note>) {
    for &line in lines {
        match (read_mark(&text[line.start..line.end]), notes.last_mut()) {
            (Some((number, length)), _) => {
                let mark = Span::new(line.start, line.start + length);
                notes.push(Note { number, mark, lines: vec![Span::new(mark.end, line.end)] });
            }
            (None, Some(note)) => note.lines.push(line),
            (None, None) => {}
        }
    }
}

/// A note as the lines that it was.
fn whole(note: Note) -> Vec<Span> {
    let mut lines = note.lines;
    lines[0].start = note.mark.start;
    lines
}

/// The number that a line begins with as a note does, in European digits, and how long its mark is with the blanks
/// behind it: `(1)`, `[١]`, `1-`, `1.`, `¹`.
fn read_mark(line: &str) -> Option<(String, usize)> {
    let (number, length) = bracketed(line).or_else(|| raised(line)).or_else(|| {
        let (number, length) = digits(line)?;
        let after = line[length..].strip_prefix(['-', '.', ')', '–', '_'])?;
        after.starts_with(char::is_whitespace).then_some((number, line.len() - after.len()))
    })?;
    let rest = line[length..].trim_start();
    let rest = rest.strip_prefix([':', '-', '–']).map_or(rest, str::trim_start);
    (!rest.is_empty()).then_some((number, line.len() - rest.len()))
}

/// Marks of notes within a stretch of text, but not at the beginning of a line.
fn references(text: &str, scope: Span) -> Vec<(Span, String)> {
    let stretch = &text[scope.start..scope.end];
    let is_start = |c: char| matches!(c, '(' | '[') || raised_digit(c).is_some();
    let mut found: Vec<(Span, String)> = Vec::new();
    for (at, _) in stretch.match_indices(is_start) {
        let before = stretch[..at].rsplit(['\n', '\r']).next().unwrap_or_default();
        let start = scope.start + at;
        let mark = bracketed(&stretch[at..]).or_else(|| raised(&stretch[at..]));
        if let Some((number, length)) = mark
            && !before.trim().is_empty()
            && found.last().is_none_or(|(last, _)| last.end <= start)
        {
            found.push((Span::new(start, start + length), number));
        }
    }
    found
}

fn bracketed(text: &str) -> Option<(String, usize)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let (number, length) = digits(&text[1..])?;
    text[1 + length..].starts_with(close).then_some((number, length + 2))
}

fn digits(text: &str) -> Option<(String, usize)> {
    number(text, digit_value)
}

fn raised(text: &str) -> Option<(String, usize)> {
    number(text, raised_digit)
}

fn number(text: &str, value: impl Fn(char) -> Option<u32>) -> Option<(String, usize)> {
    let (mut number, mut length) = (String::new(), 0);
    for c in text.chars() {
        let Some(digit) = value(c).and_then(|digit| char::from_digit(digit, 10)) else { break };
        number.push(digit);
        length += c.len_utf8();
    }
    (!number.is_empty() && number.len() <= LONGEST).then_some((number, length))
}

fn raised_digit(c: char) -> Option<u32> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip(0..).find(|&(digit, _)| digit == c).map(|(_, value)| value)
}
