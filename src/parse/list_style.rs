//! List markers in HTML (HTML Standard, 4.4.5; CSS Lists 3 and CSS Counter Styles 3).
//!
//! A [`ListMarker`] is read from the name and attributes of a list.

use crate::document::{COUNTER_STYLES, Counter, CounterStyle, ListMarker};

/// Further names of counter styles: those of `type`, of CSS and of the W3C's Ready-made Counter Styles.
const NAMES: [(&str, CounterStyle); 22] = [
    ("1", CounterStyle::Decimal),
    ("arabic-indic", CounterStyle::Decimal),
    ("persian", CounterStyle::Decimal),
    ("urdu", CounterStyle::Decimal),
    ("a", CounterStyle::LowerLatin),
    ("lower-latin", CounterStyle::LowerLatin),
    ("A", CounterStyle::UpperLatin),
    ("upper-latin", CounterStyle::UpperLatin),
    ("i", CounterStyle::LowerRoman),
    ("I", CounterStyle::UpperRoman),
    ("arabic-abjad", CounterStyle::Abjad),
    ("-moz-arabic-abjad", CounterStyle::Abjad),
    ("persian-abjad", CounterStyle::Abjad),
    ("-moz-persian-abjad", CounterStyle::Abjad),
    ("urdu-abjad", CounterStyle::Abjad),
    ("maghrebi-abjad", CounterStyle::Abjad),
    ("arabic-alphabetic", CounterStyle::Hijai),
    ("arabic-alpha", CounterStyle::Hijai),
    ("hijai-alphabetic", CounterStyle::Hijai),
    ("-moz-hebrew", CounterStyle::Hebrew),
    ("-moz-persian", CounterStyle::Persian),
    ("persian-alpha", CounterStyle::Persian),
];

/// The marker of a list; a list that counts down without a start gets it from [`count_down`].
pub(super) fn marker(tag: &str, value: impl Fn(&str) -> Option<String>) -> ListMarker {
    let is_ordered = tag == "ol";
    let said = styled(&value("style").unwrap_or_default())
        .or_else(|| value("type").and_then(|name| kind(name.trim())))
        .or_else(|| value("class")?.split_ascii_whitespace().find_map(of_class));
    let style = match said {
        Some(Kind::Nothing) => return ListMarker::None,
        Some(Kind::Bullet) => return ListMarker::Bullet,
        Some(Kind::Counter(style)) => style,
        None if is_ordered => CounterStyle::Decimal,
        None => return ListMarker::Bullet,
    };
    let start = value("start").and_then(|start| start.trim().parse().ok()).filter(|_| is_ordered);
    let is_reversed = is_ordered && value("reversed").is_some();
    let start = start.unwrap_or(if is_reversed { i64::MAX } else { 1 });
    ListMarker::Number(Counter { is_reversed, ..Counter::new(style, start) })
}

/// Starts a list that counts down, if it has no start, at the number of its items.
pub(super) fn count_down(marker: &mut ListMarker, items: usize) {
    if let ListMarker::Number(counter) = marker
        && counter.is_reversed
        && counter.start == i64::MAX
    {
        counter.start = i64::try_from(items).unwrap_or(i64::MAX);
    }
}

enum Kind {
    Nothing,
    Bullet,
    Counter(CounterStyle),
}

fn kind(name: &str) -> Option<Kind> {
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "none" => Some(Kind::Nothing),
        "disc" | "circle" | "square" => Some(Kind::Bullet),
        _ => NAMES
            .iter()
            .find(|(known, _)| *known == name || known.len() > 1 && *known == lower)
            .map(|&(_, style)| style)
            .or_else(|| COUNTER_STYLES.iter().find(|(_, known)| *known == lower).map(|&(style, _)| style))
            .map(Kind::Counter),
    }
}

/// The value of `list-style-type`, or the part of `list-style` that is one; the last declaration wins.
fn styled(style: &str) -> Option<Kind> {
    let declarations = style.split(';').rev().filter_map(|declaration| declaration.split_once(':'));
    declarations
        .filter(|(name, _)| matches!(name.trim().to_ascii_lowercase().as_str(), "list-style-type" | "list-style"))
        .find_map(|(_, value)| {
            value
                .split_ascii_whitespace()
                .find_map(|word| kind(word.trim_end_matches("!important")).filter(|_| word.len() > 1))
        })
}

/// The classes that our own books give lists, and a few common ones.
fn of_class(class: &str) -> Option<Kind> {
    match class {
        "unmarked" | "list-unstyled" | "list-none" => Some(Kind::Nothing),
        _ => COUNTER_STYLES.iter().find(|(_, known)| *known == class).map(|&(style, _)| Kind::Counter(style)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, attributes: &[(&str, &str)], expected: &ListMarker) {
        let value = |key: &str| attributes.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned());
        assert_eq!(marker(tag, value), *expected, "{attributes:?}");
    }

    #[test]
    fn attributes_and_styles_are_read() {
        let number = |style, start| ListMarker::Number(Counter::new(style, start));
        check("ul", &[], &ListMarker::Bullet);
        check("ol", &[("start", "5")], &number(CounterStyle::Decimal, 5));
        check("ol", &[("type", "a")], &number(CounterStyle::LowerLatin, 1));
        check("ol", &[("type", "A")], &number(CounterStyle::UpperLatin, 1));
        check("ol", &[("style", "color:red; list-style-type: Upper-Roman")], &number(CounterStyle::UpperRoman, 1));
        check("ol", &[("style", "list-style: arabic-abjad inside")], &number(CounterStyle::Abjad, 1));
        check("ul", &[("style", "list-style:none")], &ListMarker::None);
        check("ol", &[("class", "labels hijai"), ("start", "3")], &number(CounterStyle::Hijai, 3));
        let down = Counter { is_reversed: true, ..Counter::decimal(9) };
        check("ol", &[("reversed", ""), ("start", "9")], &ListMarker::Number(down));
    }
}
