//! Parses sizes of pictures.
//!
//! [`ImageSize`] is read from `width` and `height` of HTML, declarations of CSS, Pandoc's attributes in braces, and
//! Obsidian's `|200x100`. Anything that is not a length, or is no possible size of a picture, is ignored.

use crate::document::{ImageLength, ImageSize, digit_value};

/// The longest side of a picture, in points; pages are far smaller.
const LONGEST: f64 = 14_400.0;

/// The size in attributes of HTML and in `style`, which takes precedence.
pub(super) fn of_html(width: Option<&str>, height: Option<&str>, style: Option<&str>) -> ImageSize {
    let mut size = ImageSize {
        width: width.and_then(length),
        height: height.and_then(length).filter(|height| !is_share(height)),
        max_width: None,
    };
    for declaration in style.unwrap_or_default().split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important").trim();
        let is_auto = value.eq_ignore_ascii_case("auto");
        match property.trim().to_ascii_lowercase().as_str() {
            "width" | "inline-size" => size.width = length(value).or(size.width.filter(|_| !is_auto)),
            "height" | "block-size" => {
                size.height = length(value).filter(|height| !is_share(height)).or(size.height.filter(|_| !is_auto));
            }
            "max-width" | "max-inline-size" => size.max_width = length(value),
            _ => {}
        }
    }
    size
}

/// Whether a picture is a dot or line that only counts readers.
pub(super) fn is_counter(sides: [Option<&str>; 2]) -> bool {
    sides.into_iter().flatten().filter_map(|side| side.trim().parse::<u32>().ok()).any(|pixels| pixels <= 2)
}

/// Whether a picture in HTML is decoration: by an empty alternative text (HTML Standard, 4.8.4.4.6), or by its role.
pub(super) fn is_decoration(alt: Option<&str>, role: Option<&str>) -> bool {
    alt.is_some_and(|alt| alt.trim().is_empty())
        || role.is_some_and(|role| matches!(role.trim(), "presentation" | "none"))
}

/// The size in attributes in braces, as Pandoc and kramdown write them: `{width=50% .class #id}`. `None` if the braces
/// contain something else.
pub(super) fn of_braces(inner: &str) -> Option<ImageSize> {
    let mut rest = inner.trim_start_matches(':').trim();
    let (mut width, mut height, mut style) = (None, None, None);
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        match after.strip_prefix('=') {
            Some(after) => {
                let (value, after) = quoted(after)?;
                match key.to_ascii_lowercase().as_str() {
                    "width" => width = Some(value),
                    "height" => height = Some(value),
                    "style" => style = Some(value),
                    _ if key.is_empty() => return None,
                    _ => {}
                }
                rest = after.trim_start();
            }
            None if key.starts_with(['.', '#']) && key.len() > 1 => rest = after.trim_start(),
            None => return None,
        }
    }
    Some(of_html(width, height, style))
}

/// A value, in quotation marks or up to a space, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    match text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        Some(mark) => text[1..].split_once(mark),
        None => Some(text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))),
    }
}

/// The size at the end of a picture's text in Obsidian, `وصف|200` or `200x100`, and the text before it.
pub(super) fn of_text(text: &str) -> Option<(&str, ImageSize)> {
    let (before, last) = text.rsplit_once('|').unwrap_or(("", text));
    let (width, height) = match last.trim().split_once(['x', 'X', '×']) {
        Some((width, height)) => (pixels(width)?, Some(pixels(height)?)),
        None => (pixels(last)?, None),
    };
    Some((before.trim_end(), ImageSize { width: Some(width), height, max_width: None }))
}

/// A whole number of pixels.
fn pixels(text: &str) -> Option<ImageLength> {
    let digits = latin_digits(text.trim());
    digits.chars().all(|c| c.is_ascii_digit()).then(|| length(&digits))?
}

/// A length of CSS, or a number of pixels; `None` for units relative to something unknown here.
fn length(text: &str) -> Option<ImageLength> {
    let text = latin_digits(text.trim()).to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '+')).unwrap_or(text.len());
    let value: f64 = text[..end].parse().ok().filter(|value| *value > 0.0)?;
    let points = |factor: f64| Some(ImageLength::Points((value * factor).min(LONGEST)));
    match text[end..].trim() {
        "" | "px" => points(0.75),
        "pt" => points(1.0),
        "pc" => points(12.0),
        "in" => points(72.0),
        "cm" => points(72.0 / 2.54),
        "mm" => points(7.2 / 2.54),
        "q" => points(1.8 / 2.54),
        "em" | "rem" => Some(ImageLength::Ems(value.min(LONGEST))),
        "ex" | "ch" => Some(ImageLength::Ems((value / 2.0).min(LONGEST))),
        "%" | "٪" | "vw" => Some(ImageLength::Share((value / 100.0).min(1.0))),
        _ => None,
    }
}

/// The text with digits converted to ASCII.
fn latin_digits(text: &str) -> String {
    let digit = |c: char| digit_value(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c);
    text.chars().map(digit).collect()
}

const fn is_share(length: &ImageLength) -> bool {
    matches!(length, ImageLength::Share(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ImageLength::{Ems, Points, Share};

    #[test]
    fn lengths_are_those_of_css() {
        let check = |text: &str, expected: Option<ImageLength>| assert_eq!(length(text), expected, "{text}");
        check("200", Some(Points(150.0)));
        check(" 200px ", Some(Points(150.0)));
        check("٢٠٠", Some(Points(150.0)));
        check("2.54cm", Some(Points(72.0)));
        check("1in", Some(Points(72.0)));
        check("12 pt", Some(Points(12.0)));
        check("10em", Some(Ems(10.0)));
        check("50%", Some(Share(0.5)));
        check("٥٠٪", Some(Share(0.5)));
        check("250%", Some(Share(1.0)));
        check("1e9999", None);
        check("99999999999999", Some(Points(LONGEST)));
        for none in ["", "auto", "0", "-5px", "calc(100% - 2em)", "px", "inherit", "."] {
            check(none, None);
        }
    }

    #[test]
    fn style_counts_more_than_attributes() {
        let check = |width, height, style, expected: [Option<ImageLength>; 3]| {
            let size = of_html(width, height, style);
            assert_eq!([size.width, size.height, size.max_width], expected, "{width:?} {height:?} {style:?}");
        };
        check(Some("200"), Some("100"), None, [Some(Points(150.0)), Some(Points(75.0)), None]);
        check(Some("200"), None, Some("WIDTH: 50% ; color: red"), [Some(Share(0.5)), None, None]);
        check(Some("200"), Some("100"), Some("height:auto"), [Some(Points(150.0)), None, None]);
        check(None, Some("50%"), Some("max-width:100%"), [None, None, Some(Share(1.0))]);
        check(None, None, Some("width:3em !important"), [Some(Ems(3.0)), None, None]);
    }

    #[test]
    fn braces_hold_attributes_or_something_else() {
        let width = |text: &str| of_braces(text).map(|size| size.width);
        assert_eq!(width("width=50%"), Some(Some(Share(0.5))));
        assert_eq!(width(".wide #map width=\"20\" title='من هنا'"), Some(Some(Points(15.0))));
        assert_eq!(width(": style=\"width: 2em\""), Some(Some(Ems(2.0))));
        assert_eq!(width(".wide"), Some(None));
        assert_eq!(width("كلام"), None);
        assert_eq!(width("width=\"20"), None);
    }

    #[test]
    fn the_text_of_a_picture_may_end_in_its_size() {
        let check = |text: &str, expected: Option<(&str, f64, Option<f64>)>| {
            let found = of_text(text).map(|(before, size)| {
                let points =
                    |length: Option<ImageLength>| length.map(|length| if let Points(p) = length { p } else { 0.0 });
                (before, points(size.width).unwrap(), points(size.height))
            });
            assert_eq!(found, expected, "{text}");
        };
        check("وصف|200", Some(("وصف", 150.0, None)));
        check("وصف | 200x100", Some(("وصف", 150.0, Some(75.0))));
        check("200", Some(("", 150.0, None)));
        check("وصف|left", None);
        check("وصف", None);
    }
}
