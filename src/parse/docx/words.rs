//! Numbers in Arabic words, as Word writes them before items and headings.
//!
//! The masculine form for 1 to 99; `None` for others.

const UNITS: [&str; 9] = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"];
const ORDINAL_UNITS: [&str; 9] = ["أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"];
const TENS: [&str; 8] = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"];

/// «الأول», «الحادي عشر», «الثاني والعشرون».
pub(super) fn ordinal(value: i64) -> Option<String> {
    let (tens, unit) = parts(value)?;
    let of = |unit: usize| format!("ال{}", ORDINAL_UNITS[unit - 1]);
    let before = |unit: usize| if unit == 1 { "الحادي".to_owned() } else { of(unit) };
    Some(match (tens, unit) {
        (0, unit) => of(unit),
        (1, 0) => "العاشر".into(),
        (1, unit) => format!("{} عشر", before(unit)),
        (tens, 0) => format!("ال{}", TENS[tens - 2]),
        (tens, unit) => format!("{} وال{}", before(unit), TENS[tens - 2]),
    })
}

/// «واحد», «أحد عشر», «اثنان وعشرون».
pub(super) fn cardinal(value: i64) -> Option<String> {
    let (tens, unit) = parts(value)?;
    Some(match (tens, unit) {
        (0, unit) => UNITS[unit - 1].into(),
        (1, 0) => "عشرة".into(),
        (1, 1) => "أحد عشر".into(),
        (1, 2) => "اثنا عشر".into(),
        (1, unit) => format!("{} عشر", UNITS[unit - 1]),
        (tens, 0) => TENS[tens - 2].into(),
        (tens, unit) => format!("{} و{}", UNITS[unit - 1], TENS[tens - 2]),
    })
}

fn parts(value: i64) -> Option<(usize, usize)> {
    let value = usize::try_from(value).ok().filter(|value| (1..=99).contains(value))?;
    Some((value / 10, value % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_words() {
        let check = |value, first: &str, second: &str| {
            assert_eq!((ordinal(value).as_deref(), cardinal(value).as_deref()), (Some(first), Some(second)));
        };
        check(1, "الأول", "واحد");
        check(10, "العاشر", "عشرة");
        check(11, "الحادي عشر", "أحد عشر");
        check(13, "الثالث عشر", "ثلاثة عشر");
        check(22, "الثاني والعشرون", "اثنان وعشرون");
        check(90, "التسعون", "تسعون");
        assert_eq!((ordinal(0), cardinal(100)), (None, None));
    }
}
