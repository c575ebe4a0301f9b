//! Joins and cuts paragraphs, for the two hemistichs of a line of verse and the word that they may share.
//!
//! In: the hemistichs as they are written; where a word is split between them, the first ends or the second begins with
//! a tatweel (U+0640) or ZWJ (U+200D): `أديم الـ *** ـأرض إلا`. Out: the whole line as one text with the word whole, so
//! that nobody has to search for half a word.

use std::ops::Range;

use crate::text::{Paragraph, TextStyle, is_joiner};

use super::{InlinePicture, InlineText};

/// A line of verse in one.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::layout) struct Couplet {
    /// Both hemistichs, with a space between them or the word that they share.
    pub(in crate::layout) text: InlineText,
    /// Where the shared word ends.
    shared_end: Option<usize>,
}

impl Couplet {
    /// The line that two hemistichs make.
    pub(in crate::layout) fn of(first: &InlineText, second: &InlineText) -> Couplet {
        let (before, after) = (first.paragraph.text.as_str(), second.paragraph.text.as_str());
        let (kept, begun) = (before.trim_end_matches(is_joiner), after.trim_start_matches(is_joiner));
        let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphabetic() && !letter.is_ascii());
        let is_split = kept.len() < before.len() || begun.len() < after.len();
        let mut text = first.clone();
        if is_split && joins(kept.chars().next_back()) && joins(begun.chars().next()) {
            let shared_end = kept.len() + begun.find(char::is_whitespace).unwrap_or(begun.len());
            text.split_off(kept.len());
            text.append(second.clone().split_off(after.len() - begun.len()));
            return Couplet { text, shared_end: Some(shared_end) };
        }
        let style = first.paragraph.styles.last().map_or_else(TextStyle::default, |styled| styled.style.clone());
        text.paragraph.push(" ", style);
        text.append(second.clone());
        Couplet { text, shared_end: None }
    }

    /// Whether the hemistichs share a word.
    pub(in crate::layout) const fn is_shared(&self) -> bool {
        self.shared_end.is_some()
    }

    /// The same line in another size.
    pub(in crate::layout) fn scaled(&self, factor: f64) -> Couplet {
        Couplet { text: self.text.scaled(factor), shared_end: self.shared_end }
    }

    /// The hemistichs with the shared word whole at the end of the first one, for where they stand below each other.
    pub(in crate::layout) fn with_whole_word(&self) -> Option<[InlineText; 2]> {
        let text = &self.text.paragraph.text;
        let end = self.shared_end?;
        let next = text.len() - text[end..].trim_start().len();
        let mut first = self.text.clone();
        let second = first.split_off(next);
        first.split_off(end);
        Some([first, second])
    }
}

impl InlineText {
    /// Cuts the text at a byte; what comes after it is returned.
    fn split_off(&mut self, at: usize) -> InlineText {
        let Paragraph { text, styles, direction, isolates, .. } = &mut self.paragraph;
        let mut rest = InlineText { links: self.links.clone(), ..InlineText::default() };
        rest.paragraph.text = text.split_off(at);
        rest.paragraph.direction = *direction;
        rest.paragraph.styles = cut(styles, at, |styled| &mut styled.range);
        rest.paragraph.isolates = cut(isolates, at, |isolate| &mut isolate.range);
        rest.decorations = cut(&mut self.decorations, at, |decoration| &mut decoration.range);
        let inside = self.notes.partition_point(|&(offset, _)| offset < at);
        rest.notes = self.notes.split_off(inside).into_iter().map(|(offset, note)| (offset - at, note)).collect();
        let inside = self.anchors.partition_point(|&(offset, _)| offset < at);
        rest.anchors = self.anchors.split_off(inside).into_iter().map(|(offset, id)| (offset - at, id)).collect();
        let inside = self.pictures.partition_point(|picture| picture.offset < at);
        rest.pictures = self.pictures.split_off(inside);
        rest.pictures.iter_mut().for_each(|picture| picture.offset -= at);
        let origin = self.origins.partition_point(|&(offset, _)| offset <= at).checked_sub(1);
        rest.origins = origin.map_or_else(Vec::new, |first| self.origins[first..].to_vec());
        for (offset, source) in &mut rest.origins {
            *source += at.saturating_sub(*offset);
            *offset = offset.saturating_sub(at);
        }
        self.origins.retain(|&(offset, _)| offset < at);
        let place = self.places.partition_point(|&(offset, _)| offset <= at).checked_sub(1);
        rest.places = place.map_or_else(Vec::new, |first| self.places[first..].to_vec());
        for (offset, place) in &mut rest.places {
            place.offset += at.saturating_sub(*offset);
            *offset = offset.saturating_sub(at);
        }
        self.places.retain(|&(offset, _)| offset < at);
        rest
    }

    /// Adds another text at the end.
    fn append(&mut self, other: InlineText) {
        let by = self.paragraph.text.len();
        self.paragraph.text.push_str(&other.paragraph.text);
        for styled in moved(other.paragraph.styles, by, |styled| &mut styled.range) {
            match self.paragraph.styles.last_mut() {
                Some(last) if last.style == styled.style => last.range.end = styled.range.end,
                _ => self.paragraph.styles.push(styled),
            }
        }
        self.paragraph.isolates.extend(moved(other.paragraph.isolates, by, |isolate| &mut isolate.range));
        self.decorations.extend(moved(other.decorations, by, |decoration| &mut decoration.range));
        self.links.extend(other.links);
        self.notes.extend(other.notes.into_iter().map(|(offset, note)| (offset + by, note)));
        self.anchors.extend(other.anchors.into_iter().map(|(offset, id)| (offset + by, id)));
        let pictures = other.pictures.into_iter();
        self.pictures.extend(pictures.map(|picture| InlinePicture { offset: picture.offset + by, ..picture }));
        self.origins.extend(other.origins.into_iter().map(|(offset, source)| (offset + by, source)));
        self.places.extend(other.places.into_iter().map(|(offset, place)| (offset + by, place)));
    }
}

/// The parts of stretches from a byte on, counted from there; what lies before it stays.
fn cut<T: Clone>(stretches: &mut Vec<T>, at: usize, range: fn(&mut T) -> &mut Range<usize>) -> Vec<T> {
    let mut rest = stretches.clone();
    rest.retain_mut(|stretch| {
        let range = range(stretch);
        *range = range.start.saturating_sub(at)..range.end.saturating_sub(at);
        range.start < range.end
    });
    stretches.retain_mut(|stretch| {
        let range = range(stretch);
        range.end = range.end.min(at);
        range.start < range.end
    });
    rest
}

fn moved<T>(stretches: Vec<T>, by: usize, range: fn(&mut T) -> &mut Range<usize>) -> impl Iterator<Item = T> {
    stretches.into_iter().map(move |mut stretch| {
        let range = range(&mut stretch);
        *range = range.start + by..range.end + by;
        stretch
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Direction;
    use crate::text::TextStyle;

    fn text(text: &str) -> InlineText {
        InlineText::plain(text, TextStyle::default(), Direction::Rtl)
    }

    /// Compares the hemistichs with the shared word whole.
    fn check(first: &str, second: &str, expected: Option<[&str; 2]>) {
        let couplet = Couplet::of(&text(first), &text(second));
        let hemistichs = couplet.with_whole_word();
        assert!(hemistichs.iter().flatten().all(|half| half.paragraph.styles.len() <= 1), "the word is in one style");
        let texts = hemistichs.map(|halves| halves.map(|half| half.paragraph.text));
        assert_eq!(texts, expected.map(|halves| halves.map(str::to_owned)), "{first} *** {second}");
    }

    #[test]
    fn a_tatweel_at_the_divider_splits_a_word() {
        check("ما أظن أديم الـ", "ـأرض إلا من هذه", Some(["ما أظن أديم الأرض", "إلا من هذه"]));
        check("ما أظن أديم الـ", "أرض إلا من هذه", Some(["ما أظن أديم الأرض", "إلا من هذه"]));
        check("وإن قدم العه\u{200d}", "\u{200d}د هوان", Some(["وإن قدم العهد", "هوان"]));
        check("قد أضا\u{200d}", "ءت", Some(["قد أضاءت", ""]));
    }

    #[test]
    fn whole_words_stay_apart() {
        check("قفا نبك من ذكرى حبيب ومنزل", "بسقط اللوى بين الدخول فحومل", None);
        check("طال الـ", "«ليل»", None);
        check("ـ", "ليل", None);
        check("abcـ", "ـdef", None);
        assert_eq!(Couplet::of(&text("قفا نبك"), &text("بسقط اللوى")).text, text("قفا نبك بسقط اللوى"));
    }
}
