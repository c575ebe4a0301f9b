//! Whether what stands between signs for mathematics is a formula at all: prices, variables of a shell and escaped
//! brackets have the same signs.

/// Whether what stands between two dollar signs, which follow `before` and precede `after`, is anything but a formula.
pub(crate) fn is_money(formula: &str, before: Option<char>, after: Option<char>) -> bool {
    let touches = before.is_some_and(|c| c.is_ascii_alphanumeric()) || after.is_some_and(char::is_alphanumeric);
    let says_tex = formula.contains(['\\', '^', '_', '{']);
    let is_price = formula.starts_with(|c: char| c.is_numeric()) && has_word(formula);
    let is_sentence =
        formula.contains(' ') && has_rtl_word(formula) && !formula.contains(['=', '<', '>', '+', '*', '|']);
    touches || !says_tex && (is_price || is_sentence)
}

/// Whether what stands between `\(` and `\)` or `\[` and `\]` is a formula: in Markdown these are brackets that are no
/// part of a link.
pub(crate) fn is_formula(text: &str) -> bool {
    let text = text.trim();
    let has_command = text.split('\\').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
    let has_sign = text.contains(['^', '_', '=', '<', '>', '+', '≤', '≥', '×', '÷']);
    let has_address = text.contains("://");
    has_command || has_sign && !has_address && !(has_rtl_word(text) && text.split(' ').count() > 8)
}

/// Two letters or more after a space.
fn has_word(text: &str) -> bool {
    text.split_whitespace().skip(1).any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

fn has_rtl_word(text: &str) -> bool {
    let is_rtl = |c: &char| matches!(c, '\u{5D0}'..='\u{6FF}') && c.is_alphabetic();
    text.split_whitespace().any(|word| word.chars().filter(is_rtl).count() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_no_formulas() {
        let check = |text: &str, expected: bool| assert_eq!(is_money(text, None, None), expected, "{text}");
        check("100 و 50", true);
        check("20 (نحو 15", true);
        check("20 = 75 ريالا، و 30", true);
        check("5 and you pay 7", true);
        check("5", false);
        check("x", false);
        check("x^2", false);
        check("ع = س + ٢", false);
        check("2x + 3", false);
        check(r"\text{السرعة} = 5", false);
        assert!(is_money("5-", None, Some('1')));
        assert!(is_money("HOME:", None, Some('P')));
        assert!(is_money("5 and US", Some('S'), Some('1')));
        assert!(!is_money("x", Some('و'), Some('،')));
    }

    #[test]
    fn escaped_brackets_are_no_formulas() {
        let check = |text: &str, expected: bool| assert_eq!(is_formula(text), expected, "{text}");
        check("a+b", true);
        check(r"\frac{1}{2}", true);
        check("c=d", true);
        check("محذوف", false);
        check("1", false);
        check("انظر ص 5 - 7", false);
        check("https://example.org/a?b=c", false);
    }
}
