//! Emphasis beside Arabic letters and signs.
//!
//! CommonMark (6.2) lets asterisks open emphasis before punctuation only where no letter stands before them: a rule for
//! scripts whose words stand apart. In Arabic «و» and «ال» are written together with the next word, so `و**«نص»**` is
//! emphasis. In: a line. Out: where a sign that is never shown makes CommonMark see it so.

/// A noncharacter, which counts as a letter for CommonMark and is taken out with all others.
pub(super) const SIGN: &str = "\u{FDD0}";

/// The offsets at which a sign is to stand. Code is not told apart: signs are taken out of it too.
pub(super) fn signs(line: &str) -> Vec<usize> {
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(found) = line[at..].find('*') {
        let start = at + found;
        let end = line.len() - line[start..].trim_start_matches('*').len();
        at = end;
        let (before, after) = (line[..start].chars().next_back(), line[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if before == '\\' || end - start > 3 {
            continue;
        }
        if before.is_alphanumeric() && is_opening(after) && (is_rtl(before) || is_arabic_sign(after)) {
            signs.push(end);
        } else if after.is_alphanumeric() && is_closing(before) && (is_rtl(after) || is_arabic_sign(before)) {
            // A quotation mark behind a space opens.
            let opens = matches!(before, '"' | '\'') && line[..start - 1].ends_with([' ', '(']);
            if !opens {
                signs.push(start);
            }
        }
    }
    signs
}

const fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}

const fn is_arabic_sign(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›' | '،' | '؛' | '؟' | '۔' | '٪' | '\u{FD3E}' | '\u{FD3F}')
}

const fn is_opening(c: char) -> bool {
    matches!(c, '«' | '‹' | '“' | '„' | '‘' | '"' | '\'' | '(' | '[' | '\u{FD3F}')
}

const fn is_closing(c: char) -> bool {
    matches!(
        c,
        '»' | '›'
            | '”'
            | '’'
            | '“'
            | '"'
            | '\''
            | ')'
            | ']'
            | '\u{FD3E}'
            | '.'
            | '!'
            | ':'
            | '…'
            | '،'
            | '؛'
            | '؟'
            | '۔'
            | '٪'
            | '%'
    )
}
