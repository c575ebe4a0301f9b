//! Letters in the mathematical alphabets (Unicode, Mathematical Alphanumeric Symbols).
//!
//! In: a letter and a style. Out: the character that has this form; itself where there is none.

/// A form as the attribute `mathvariant` names it, italic for single letters without one.
pub(super) fn styled(letter: char, variant: &str) -> char {
    let exception = match (variant, letter) {
        ("italic", 'h') => Some('ℎ'),
        ("italic", 'ı') => Some('𝚤'),
        ("italic", 'ȷ') => Some('𝚥'),
        ("script", _) => paired("BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ", letter),
        ("fraktur", _) => paired("CℭHℌIℑRℜZℨ", letter),
        ("double-struck", _) => paired("CℂHℍNℕPℙQℚRℝZℤ", letter),
        _ => None,
    };
    exception.or_else(|| shifted(letter, variant)).unwrap_or(letter)
}

/// The letter after another in a list of pairs.
fn paired(pairs: &str, letter: char) -> Option<char> {
    let mut characters = pairs.chars();
    while let (Some(plain), Some(styled)) = (characters.next(), characters.next()) {
        if plain == letter {
            return Some(styled);
        }
    }
    None
}

fn shifted(letter: char, variant: &str) -> Option<char> {
    // Latin capitals; small letters follow them.
    let latin = match variant {
        "bold" => 0x1D400,
        "italic" => 0x1D434,
        "bold-italic" => 0x1D468,
        "script" => 0x1D49C,
        "bold-script" => 0x1D4D0,
        "fraktur" => 0x1D504,
        "double-struck" => 0x1D538,
        "bold-fraktur" => 0x1D56C,
        "sans-serif" => 0x1D5A0,
        "bold-sans-serif" => 0x1D5D4,
        "sans-serif-italic" => 0x1D608,
        "sans-serif-bold-italic" => 0x1D63C,
        "monospace" => 0x1D670,
        _ => return None,
    };
    let greek = match variant {
        "bold" => 0x1D6A8,
        "italic" => 0x1D6E2,
        "bold-italic" => 0x1D71C,
        "bold-sans-serif" => 0x1D756,
        "sans-serif-bold-italic" => 0x1D790,
        _ => 0,
    };
    let digits = match variant {
        "bold" => 0x1D7CE,
        "double-struck" => 0x1D7D8,
        "sans-serif" => 0x1D7E2,
        "bold-sans-serif" => 0x1D7EC,
        "monospace" => 0x1D7F6,
        _ => 0,
    };
    let code = u32::from(letter);
    let shifted = match letter {
        'A'..='Z' => latin + code - 0x41,
        'a'..='z' => latin + 26 + code - 0x61,
        '0'..='9' if digits > 0 => digits + code - 0x30,
        'Α'..='Ω' if greek > 0 => greek + code - 0x391,
        'α'..='ω' if greek > 0 => greek + 26 + code - 0x3B1,
        '∂' if greek > 0 => greek + 51,
        'ϵ' if greek > 0 => greek + 52,
        'ϑ' if greek > 0 => greek + 53,
        'ϰ' if greek > 0 => greek + 54,
        'ϕ' if greek > 0 => greek + 55,
        'ϱ' if greek > 0 => greek + 56,
        'ϖ' if greek > 0 => greek + 57,
        '∇' if greek > 0 && variant != "italic" => greek + 25,
        _ => return None,
    };
    char::from_u32(shifted)
}

/// The plain letter that a character of these alphabets stands for, as texts are searched by.
pub(super) fn plain(letter: char) -> char {
    match u32::from(letter) {
        code @ 0x1D434..=0x1D467 => latin_of(code - 0x1D434),
        code @ 0x1D6E2..=0x1D71B => greek_of(code - 0x1D6E2),
        0x210E => 'h',
        _ => letter,
    }
}

fn latin_of(index: u32) -> char {
    let code = if index < 26 { 0x41 + index } else { 0x61 + index - 26 };
    char::from_u32(code).unwrap_or(' ')
}

fn greek_of(index: u32) -> char {
    const LAST: &str = "∂ϵϑϰϕϱϖ";
    let code = match index {
        0..=24 => 0x391 + index,
        25 => 0x2207,
        26..=50 => 0x3B1 + index - 26,
        _ => return LAST.chars().nth((index - 51) as usize).unwrap_or(' '),
    };
    char::from_u32(code).unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_their_forms() {
        let check = |letter, variant, expected| assert_eq!(styled(letter, variant), expected, "{letter} {variant}");
        check('x', "italic", '𝑥');
        check('h', "italic", 'ℎ');
        check('A', "bold", '𝐀');
        check('R', "double-struck", 'ℝ');
        check('L', "script", 'ℒ');
        check('A', "script", '𝒜');
        check('α', "italic", '𝛼');
        check('π', "bold", '𝛑');
        check('ϕ', "italic", '𝜙');
        check('ع', "italic", 'ع');
        check('1', "bold", '𝟏');
        assert_eq!("𝑥ℎ𝛼𝜙𝛺".chars().map(plain).collect::<String>(), "xhαϕΩ");
    }
}
