//! The attributes of MathML that a formula may have, and what they may say.
//!
//! In: a name and a value of a source. Out: the same in the form that MathML 3 allows, or nothing: what is written into
//! an e-book must be valid, whatever a source says.

/// What the values of an attribute are.
#[derive(Clone, Copy)]
enum Values {
    /// `true` and `false`.
    Flag,
    /// A length, a share or a named space.
    Length,
    /// A whole number; with a sign where it is relative.
    Number,
    /// Some of a few words.
    Words(&'static [&'static str]),
    /// A colour of HTML.
    Color,
    /// Declarations of CSS.
    Style,
}

const LINES: Values = Values::Words(&["none", "solid", "dashed"]);
const VARIANTS: [&str; 15] = [
    "normal",
    "bold",
    "italic",
    "bold-italic",
    "double-struck",
    "script",
    "bold-script",
    "fraktur",
    "bold-fraktur",
    "sans-serif",
    "bold-sans-serif",
    "sans-serif-italic",
    "sans-serif-bold-italic",
    "monospace",
    "initial",
];
const NOTATIONS: [&str; 15] = [
    "longdiv",
    "actuarial",
    "radical",
    "box",
    "roundedbox",
    "circle",
    "left",
    "right",
    "top",
    "bottom",
    "updiagonalstrike",
    "downdiagonalstrike",
    "verticalstrike",
    "horizontalstrike",
    "madruwb",
];
const SPACES: [&str; 10] = [
    "veryverythinmathspace",
    "verythinmathspace",
    "thinmathspace",
    "mediummathspace",
    "thickmathspace",
    "verythickmathspace",
    "veryverythickmathspace",
    "thin",
    "medium",
    "thick",
];
const ATTRIBUTES: [(&str, Values); 32] = [
    ("accent", Values::Flag),
    ("accentunder", Values::Flag),
    ("class", Values::Words(&[super::EQUATION_NUMBER])),
    ("columnalign", Values::Words(&["left", "center", "right"])),
    ("columnlines", LINES),
    ("columnspan", Values::Number),
    ("depth", Values::Length),
    ("dir", Values::Words(&["ltr", "rtl"])),
    ("displaystyle", Values::Flag),
    ("fence", Values::Flag),
    ("form", Values::Words(&["prefix", "infix", "postfix"])),
    ("frame", LINES),
    ("height", Values::Length),
    ("largeop", Values::Flag),
    ("linethickness", Values::Length),
    ("lspace", Values::Length),
    ("mathcolor", Values::Color),
    ("mathvariant", Values::Words(&VARIANTS)),
    ("maxsize", Values::Length),
    ("minsize", Values::Length),
    ("movablelimits", Values::Flag),
    ("notation", Values::Words(&NOTATIONS)),
    ("rowlines", LINES),
    ("rowspan", Values::Number),
    ("rspace", Values::Length),
    ("scriptlevel", Values::Number),
    ("separator", Values::Flag),
    ("stretchy", Values::Flag),
    ("style", Values::Style),
    ("symmetric", Values::Flag),
    ("voffset", Values::Length),
    ("width", Values::Length),
];

/// An attribute as a tree may have it.
pub(super) fn allowed(name: &str, value: &str) -> Option<(&'static str, String)> {
    let &(name, values) = ATTRIBUTES.iter().find(|(known, _)| *known == name)?;
    let value = value.trim();
    let is_valid = match values {
        Values::Flag => matches!(value, "true" | "false"),
        Values::Length => SPACES.contains(&value) || is_length(value),
        Values::Number => {
            let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
            (1..4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        Values::Words(known) => !value.is_empty() && value.split_ascii_whitespace().all(|word| known.contains(&word)),
        Values::Color => is_color(value),
        Values::Style => {
            let style = safe_style(value);
            return (!style.is_empty()).then_some((name, style));
        }
    };
    is_valid.then(|| (name, value.to_owned()))
}

/// A number and a unit of MathML, or a number alone.
fn is_length(value: &str) -> bool {
    const UNITS: [&str; 10] = ["", "em", "ex", "px", "in", "cm", "mm", "pt", "pc", "%"];
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.matches('.').count() < 2
        && digits.len() < 24;
    is_number && UNITS.contains(&&value[number.len()..])
}

fn is_color(value: &str) -> bool {
    let hexadecimal = value.strip_prefix('#').filter(|digits| matches!(digits.len(), 3 | 6));
    match hexadecimal {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => (3..21).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphabetic()),
    }
}

/// Alignment, padding and borders of cells: what MathML Core leaves to CSS.
fn safe_style(value: &str) -> String {
    let kept = value.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let (property, value) = (property.trim(), value.trim());
        let is_safe = match property {
            "text-align" => matches!(value, "left" | "center" | "right"),
            "padding-left" | "padding-right" => value == "0" || value.ends_with("em") && is_length(value),
            "border-left" | "border-right" | "border-top" | "border-bottom" => {
                matches!(value, "0.05em solid currentcolor" | "0.05em dashed currentcolor")
            }
            _ => false,
        };
        is_safe.then(|| format!("{property}:{value}"))
    });
    kept.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked() {
        let check = |name: &str, value: &str, expected: Option<&str>| {
            assert_eq!(allowed(name, value).map(|(_, value)| value).as_deref(), expected, "{name}={value}");
        };
        check("stretchy", "false", Some("false"));
        check("stretchy", "no", None);
        check("lspace", "0.2222em", Some("0.2222em"));
        check("lspace", "-1.5em", Some("-1.5em"));
        check("width", "calc(1em)", None);
        check("width", "1..5em", None);
        check("mathcolor", "#ff0000", Some("#ff0000"));
        check("mathcolor", "url(x)", None);
        check("columnalign", "left right", Some("left right"));
        check("scriptlevel", "+1", Some("+1"));
        check("class", "other", None);
        check("onclick", "x", None);
        check(
            "style",
            "text-align: left;background:url(x);padding-right: 0;border-top: 9in solid red",
            Some("text-align:left;padding-right:0"),
        );
    }
}
