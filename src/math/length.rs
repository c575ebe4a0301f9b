//! Lengths of MathML (MathML 3, 2.1.5.2) as ems.

/// Units by their share of an em; absolute ones as beside text of 10 pt.
const UNITS: [(&str, f64); 8] =
    [("em", 1.0), ("ex", 0.45), ("px", 0.075), ("pt", 0.1), ("pc", 1.2), ("in", 7.2), ("cm", 2.835), ("mm", 0.2835)];
const NAMED: [(&str, f64); 7] = [
    ("veryverythinmathspace", 1.0 / 18.0),
    ("verythinmathspace", 2.0 / 18.0),
    ("thinmathspace", 3.0 / 18.0),
    ("mediummathspace", 4.0 / 18.0),
    ("thickmathspace", 5.0 / 18.0),
    ("verythickmathspace", 6.0 / 18.0),
    ("veryverythickmathspace", 7.0 / 18.0),
];
/// No formula needs more room at one place.
const MOST: f64 = 100.0;

/// A length in ems; `None` for shares and what is no length.
pub(super) fn ems(value: &str) -> Option<f64> {
    if let Some(&(_, ems)) = NAMED.iter().find(|(name, _)| *name == value) {
        return Some(ems);
    }
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &value[number.len()..];
    let number: f64 = number.parse().ok()?;
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|&(_, factor)| factor);
    let factor = factor.or_else(|| (unit.is_empty() && number == 0.0).then_some(0.0))?;
    Some((number * factor).clamp(-MOST, MOST))
}

#[cfg(test)]
mod tests {
    use super::ems;

    #[test]
    fn lengths_are_ems() {
        let check = |value: &str, expected: Option<f64>| assert_eq!(ems(value), expected, "{value}");
        check("0.5em", Some(0.5));
        check("-2em", Some(-2.0));
        check("10pt", Some(1.0));
        check("0", Some(0.0));
        check("50%", None);
        check("thickmathspace", Some(5.0 / 18.0));
        check("1000em", Some(100.0));
    }
}
