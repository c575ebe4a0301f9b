//! Finds what must be isolated in a text so that it keeps its order.
//!
//! [`find`] takes a text, the direction around it, and the ranges of its emphases and links, and gives [`Isolate`]s in
//! text order. Whatever the bidi algorithm orders correctly is left to it.

use std::ops::Range;

use super::class::{Class, is_alphanumeric, is_ltr, is_rtl};
use super::trim::{Core, core};
use super::{address, numbers, order};
use crate::document::Direction;

/// A stretch of a text that keeps a direction of its own, whatever is around it (UAX #9, X5a and X5b).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolate {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its direction.
    pub direction: Direction,
}

impl Isolate {
    /// Its intersection with a part of the text, counted from there; `None` if it is empty.
    #[must_use]
    pub fn within(&self, part: Range<usize>) -> Option<Isolate> {
        let (start, end) = (self.range.start.max(part.start), self.range.end.min(part.end));
        let range = start.saturating_sub(part.start)..end.saturating_sub(part.start);
        (start < end).then_some(Isolate { range, direction: self.direction })
    }
}

/// Stands for anything in a line that is not text: code, pictures, notes and spans with a direction.
pub(super) const OBJECT: char = '\u{fffc}';
/// Punctuation of Arabic sentences: names in Latin letters on both sides of it follow each other from the right.
const ARABIC_STOPS: [char; 4] = ['،', '؛', '؟', '۔'];
/// Latin units that belong to the number before them.
const UNITS: [&str; 40] = [
    "AM", "PM", "am", "pm", "GMT", "UTC", "KB", "MB", "GB", "TB", "kB", "KiB", "MiB", "GiB", "Kbps", "Mbps", "Gbps",
    "Hz", "kHz", "MHz", "GHz", "W", "kW", "MW", "kWh", "mAh", "V", "mm", "cm", "m", "km", "mg", "g", "kg", "ml", "px",
    "pt", "dpi", "ms", "fps",
];

/// The isolates of a text. `elements` are the places of emphases and links, sorted by their starts.
pub(super) fn find(text: &str, around: Direction, elements: &[Range<usize>]) -> Vec<Isolate> {
    if !needs_a_look(text, around) {
        return Vec::new();
    }
    let mut finder = Finder { text, around, elements, found: Vec::new() };
    let mut from = 0;
    for address in addresses(text) {
        finder.stretches(from..address.start);
        finder.address(address.clone());
        from = address.end;
    }
    finder.stretches(from..text.len());
    finder.found
}

/// Whether a text may need isolates; most do not.
pub(super) fn needs_a_look(text: &str, around: Direction) -> bool {
    text.chars().any(|character| match Class::of(character) {
        Class::Strong(direction) => direction != around,
        Class::European => around == Direction::Rtl,
        Class::Arabic => true,
        _ => false,
    })
}

/// Addresses with right-to-left letters in them; others are treated as ordinary stretches.
fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['/', '\\', '@']) {
        return Vec::new();
    }
    let mut start = 0;
    let mut found = Vec::new();
    for word in text.split_inclusive(|c: char| c.is_whitespace() || c == OBJECT) {
        let bare = word.trim_end_matches(|c: char| c.is_whitespace() || c == OBJECT);
        if let Some(range) = address::find(bare).filter(|range| bare[range.clone()].contains(is_rtl)) {
            found.push(start + range.start..start + range.end);
        }
        start += word.len();
    }
    found
}

/// A search under way.
struct Finder<'a> {
    text: &'a str,
    around: Direction,
    elements: &'a [Range<usize>],
    found: Vec<Isolate>,
}

impl Finder<'_> {
    fn add(&mut self, range: Range<usize>, direction: Direction) {
        self.found.push(Isolate { range, direction });
    }

    /// An address runs from left to right; within one, words of several letters' direction each stay at their place.
    fn address(&mut self, range: Range<usize>) {
        if self.around == Direction::Rtl {
            return self.add(range, Direction::Ltr);
        }
        let words: Vec<Range<usize>> = words_of(self.text, range, is_rtl).collect();
        words.into_iter().for_each(|word| self.add(word, Direction::Rtl));
    }

    /// Everything but addresses: the stretches between letters of the direction around.
    fn stretches(&mut self, range: Range<usize>) {
        let around = Class::Strong(self.around);
        let mut group: Vec<Range<usize>> = Vec::new();
        // Most stretches are the space between two words.
        let (mut start, mut is_blank) = (range.start, true);
        let text = self.text;
        for (at, character) in text[range.clone()].char_indices() {
            let at = range.start + at;
            let is_stop = ARABIC_STOPS.contains(&character) && self.around == Direction::Rtl;
            let class = Class::of(character);
            let is_end = class == around || class == Class::Control || character == OBJECT;
            if !is_stop && !is_end {
                is_blank &= !matches!(class, Class::Strong(_) | Class::European | Class::Arabic);
                continue;
            }
            group.extend((!is_blank).then_some(start..at));
            (start, is_blank) = (at + character.len_utf8(), true);
            if is_end && !group.is_empty() {
                self.group(std::mem::take(&mut group));
            }
        }
        group.extend((!is_blank).then_some(start..range.end));
        self.group(group);
    }

    /// Stretches separated by Arabic punctuation only.
    fn group(&mut self, group: Vec<Range<usize>>) {
        let (text, against) = (self.text, Class::Strong(self.around.opposite()));
        let has_letters = |stretch: &Range<usize>| text[stretch.clone()].chars().any(|c| Class::of(c) == against);
        let are_several = group.iter().filter(|stretch| has_letters(stretch)).nth(1).is_some();
        for stretch in group {
            let Some(core) = core(text, stretch.clone()) else { continue };
            match (has_letters(&core.range), self.around) {
                (false, _) => self.numbers(core.range),
                (true, Direction::Rtl) => self.ltr_phrase(core, are_several),
                (true, Direction::Ltr) => self.rtl_phrase(core),
            }
        }
    }

    fn numbers(&mut self, range: Range<usize>) {
        let found = numbers::find(&self.text[range.clone()]);
        let joined = self.text[..range.start].ends_with(is_rtl);
        let placed = found.into_iter().map(|number| range.start + number.start..range.start + number.end);
        for number in placed.filter(|number| !joined || number.start > range.start) {
            match self.around {
                Direction::Rtl => self.add(number, Direction::Ltr),
                Direction::Ltr => self.number_in_ltr(number),
            }
        }
    }

    /// European digits lose their order only after right-to-left letters. Groups of Arabic-Indic digits lose it
    /// everywhere, even in an isolate, because signs between them take the direction that the digits count as (N1), so
    /// each group needs its own isolate.
    fn number_in_ltr(&mut self, number: Range<usize>) {
        let digits = &self.text[number.clone()];
        if digits.chars().any(|c| Class::of(c) == Class::Arabic) {
            let groups: Vec<Range<usize>> =
                words_of(self.text, number, |c| Class::of(c).is_digit() || c == '٫' || c == '٬').collect();
            groups.into_iter().for_each(|group| self.add(group, Direction::Ltr));
        } else if self.text[..number.start].chars().rev().find_map(strong) == Some(Direction::Rtl) {
            self.add(number, Direction::Ltr);
        }
    }

    /// Words of left-to-right letters in a right-to-left text.
    fn ltr_phrase(&mut self, core: Core, is_listed: bool) {
        let phrase = if core.is_quoted { core.range.clone() } else { self.without_numbers(core.range.clone()) };
        self.numbers(core.range.start..phrase.start);
        let phrase = self.to_end_of_element(phrase);
        if is_listed || !order::is_kept(&self.text[phrase.clone()]) {
            self.add(phrase.clone(), Direction::Ltr);
        }
        if phrase.end < core.range.end {
            self.numbers(phrase.end..core.range.end);
        }
    }

    /// Words in right-to-left letters within left-to-right text. They need isolates only if they begin with a sign,
    /// such as «#كتاب», or end in their own punctuation.
    fn rtl_phrase(&mut self, core: Core) {
        let range = self.to_end_of_element(core.range);
        let phrase = &self.text[range.clone()];
        let begins = phrase.starts_with(is_rtl);
        // A bracket at the end has its partner in the phrase, and both take its direction (N0).
        let ends = phrase.ends_with(|c| is_alphanumeric(c) || Class::of(c) == Class::Mark || ")]}".contains(c));
        let sign = phrase.starts_with(['#', '@', '+', '-', '−']);
        if (sign && phrase[1..].trim_start_matches(['#', '@']).starts_with(is_rtl)) || (begins && !ends) {
            return self.add(range, Direction::Rtl);
        }
        let numbers: Vec<Range<usize>> = words_of(self.text, range, |c| !is_rtl(c)).collect();
        numbers.into_iter().for_each(|number| {
            let is_more = self.text[number.clone()].contains(is_alphanumeric);
            if let Some(core) = core_of_number(self.text, number).filter(|_| is_more) {
                self.numbers(core);
            }
        });
    }

    /// A phrase without the numbers around it that belong to the sentence, such as the year in «عام 2007 Apple».
    fn without_numbers(&self, range: Range<usize>) -> Range<usize> {
        let phrase = &self.text[range.clone()];
        let words: Vec<(usize, &str)> = words_with_places(phrase);
        let belongs = |index: usize| {
            let (_, word) = words[index];
            let next = words.get(index + 1).map_or("", |(_, next)| next.trim_end_matches([',', '.', ')']));
            let is_signed = word.starts_with(['+', '-', '−', '±']) || word.contains('°');
            word.contains(is_ltr) || UNITS.contains(&next) || is_signed && next.contains(is_ltr)
        };
        let first = (0..words.len()).find(|&index| belongs(index)).unwrap_or(0);
        let arabic = |word: &str| !word.contains(is_ltr) && word.chars().any(|c| Class::of(c) == Class::Arabic);
        let tail = words.iter().rev().take_while(|(_, word)| arabic(word)).count();
        // Several groups in a row are one with the letters before them, as in an IBAN.
        let kept = if tail < 3 { words.len() - tail } else { words.len() };
        let end = kept.checked_sub(1).map_or(phrase.len(), |last| words[last].0 + words[last].1.len());
        range.start + words[first].0..range.start + end
    }

    /// A mark at the end of a link or an emphasis belongs to its words, unless it introduces what follows.
    fn to_end_of_element(&self, phrase: Range<usize>) -> Range<usize> {
        let first = self.elements.partition_point(|element| element.start < phrase.start);
        let begins_here = self.elements[first..].iter().take_while(|element| element.start == phrase.start);
        let mut ends = begins_here.filter(|element| element.end > phrase.end).map(|element| element.end);
        let has_words = self.text[phrase.clone()].contains(' ');
        let is_own = |end: &usize| {
            self.text[phrase.end..*end].chars().all(|c| matches!(c, '!' | '?' | '…') || c == '.' && has_words)
        };
        ends.find(is_own).map_or(phrase.clone(), |end| phrase.start..end)
    }
}

/// The direction of a letter.
fn strong(character: char) -> Option<Direction> {
    match Class::of(character) {
        Class::Strong(direction) => Some(direction),
        _ => None,
    }
}

fn core_of_number(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    core(text, range).map(|core| core.range)
}

/// Words and their places.
fn words_with_places(text: &str) -> Vec<(usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace().map(|word| (word.as_ptr() as usize - base, word)).collect()
}

/// The maximal stretches of a range whose characters satisfy a predicate.
fn words_of(text: &str, range: Range<usize>, is_of: impl Fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let within = &text[range.clone()];
    let mut rest = range.start;
    within.split(move |c: char| !is_of(c)).filter_map(move |word| {
        let start = rest;
        let end = start + word.len();
        rest = end + text[end..].chars().next().map_or(0, char::len_utf8);
        (start < end).then_some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows isolates in brackets: `⟦…⟧` from left to right, `⟪…⟫` from right to left.
    fn check(around: Direction, text: &str, expected: &str) {
        let mut shown = String::new();
        let mut from = 0;
        for Isolate { range, direction } in find(text, around, &[]) {
            let (open, close) = if direction == Direction::Ltr { ('⟦', '⟧') } else { ('⟪', '⟫') };
            shown += &text[from..range.start];
            shown += &format!("{open}{}{close}", &text[range.clone()]);
            from = range.end;
        }
        assert_eq!(shown + &text[from..], expected);
    }

    fn rtl(text: &str, expected: &str) {
        check(Direction::Rtl, text, expected);
    }

    #[test]
    fn names_with_signs_at_their_ends_keep_their_order() {
        rtl("لغة C++ أم (C#)، أم Rust؟", "لغة ⟦C++⟧ أم (⟦C#⟧)، أم Rust؟");
        rtl("اكتب إلى @warraq أو #كتاب في .NET.", "اكتب إلى ⟦@warraq⟧ أو #كتاب في ⟦.NET⟧.");
        rtl("إلى @محمد و#كتاب_2024 و#Tag.", "إلى @محمد و#كتاب_2024 و⟦#Tag⟧.");
        rtl("الحرارة -5°C اليوم، وتصنيف A+ و B- ممتاز.", "الحرارة ⟦-5°C⟧ اليوم، وتصنيف ⟦A+⟧ و ⟦B-⟧ ممتاز.");
        rtl("كُتب بـC++ لا بـC", "كُتب بـ⟦C++⟧ لا بـC");
        rtl("دقة 10-bit و--help و3D", "دقة ⟦10-bit⟧ و⟦--help⟧ و3D");
        rtl("شركة Apple Inc. أعلنت", "شركة ⟦Apple Inc.⟧ أعلنت");
        rtl("نظام Windows® القديم", "نظام ⟦Windows®⟧ القديم");
    }

    #[test]
    fn whole_phrases_are_isolated() {
        rtl("بيئة C# Builder+ قديمة", "بيئة ⟦C# Builder+⟧ قديمة");
        rtl("كتاب Programming in C++ مفيد", "كتاب ⟦Programming in C++⟧ مفيد");
        rtl("قال: «Hello, world!» ثم", "قال: «⟦Hello, world!⟧» ثم");
        rtl("شركات Apple، Google، Meta.", "شركات ⟦Apple⟧، ⟦Google⟧، ⟦Meta⟧.");
        rtl("الإحداثيات 30.0444° N, 31.2357° E والكود #FF8800.", "الإحداثيات ⟦30.0444° N, 31.2357° E⟧ والكود ⟦#FF8800⟧.");
        rtl("الساعة 10:30 AM بسرعة 5 GB", "الساعة ⟦10:30 AM⟧ بسرعة ⟦5 GB⟧");
    }

    #[test]
    fn what_the_algorithm_orders_is_left_to_it() {
        for text in [
            "نسخة Node.js الجديدة v1.2.3-beta+5 صدرت.",
            "صيغة EPUB 3.3 (PDF 1.7) من AT&T.",
            "عام 2007 Apple أعلنت، وiPhone 15 Pro Max (256GB) جيد.",
            "فيتامين B12 وCO2 وx² وm/s و10GB/s، وفيتامين-C وكوفيد-19.",
            "في 2024-01-05 بين 10-20 والنتيجة 3-1 و50%.",
            "شركات Apple, Google, Meta.",
            "بيئة C++ Builder قديمة",
            "رقم SA03 8000 0000 6080 1016 7519.",
            "نصّ عربي خالص، لا شيء فيه.",
            "",
        ] {
            rtl(text, text);
        }
    }

    #[test]
    fn numbers_keep_their_groups() {
        rtl(
            "الهاتف: +966 50 555 0123 والفاكس 0096611-555-0100 تحويلة 12.",
            "الهاتف: ⟦+966 50 555 0123⟧ والفاكس ⟦0096611-555-0100⟧ تحويلة 12.",
        );
        rtl("للحجز 9200-00-555 أو (011) 555-0101.", "للحجز ⟦9200-00-555⟧ أو ⟦(011) 555-0101⟧.");
        rtl("SA03 ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩", "⟦SA03 ٨٠٠٠ ٠٠٠٠ ٦٠٨٠ ١٠١٦ ٧٥١٩⟧");
        rtl("ISBN 978-3-16-148410-0 والبطاقة", "ISBN 978-3-16-148410-0 والبطاقة");
        rtl("-5", "⟦-5⟧");
    }

    #[test]
    fn addresses_keep_their_order() {
        rtl("زر https://ar.wikipedia.org/wiki/كتاب الآن", "زر ⟦https://ar.wikipedia.org/wiki/كتاب⟧ الآن");
        rtl("المجلد /usr/share/ ثم", "المجلد ⟦/usr/share/⟧ ثم");
        check(Direction::Ltr, "https://a.org/كتاب/باب x", "https://a.org/⟪كتاب⟫/⟪باب⟫ x");
    }

    #[test]
    fn right_to_left_words_in_left_to_right_text() {
        let ltr = |text: &str, expected: &str| check(Direction::Ltr, text, expected);
        ltr("See #كتاب and @محمد, or «كتاب».", "See ⟪#كتاب⟫ and ⟪@محمد⟫, or «كتاب».");
        ltr("He said “مرحبا!” to C++ users.", "He said “⟪مرحبا!⟫” to C++ users.");
        ltr("in C++ and C#, +966 50", "in C++ and C#, +966 50");
        ltr("هاتف +966 50 555 0123 is", "هاتف ⟦+966 50 555 0123⟧ is");
    }
}
