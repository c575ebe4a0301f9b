//! Repairs lines in visual order.
//!
//! A line is reversed if the text was saved from left to right as displayed: «مالسلا». In such text, words begin with
//! letters that only end words, ة and ى; they must be far more frequent there than at the end.

use crate::diagnostic::Span;

/// Least number of words that begin with a letter that begins no word.
const FEWEST: usize = 2;

/// The edits of a text, in order.
pub(super) fn edits(text: &str) -> Vec<(Span, String)> {
    const TELLING: [&str; 4] = [" ة", " ى", "\nة", "\nى"];
    if !TELLING.iter().any(|pattern| text.contains(pattern)) && !text.starts_with(['ة', 'ى']) {
        return Vec::new();
    }
    let (mut begin, mut end) = (0, 0);
    for word in text.split(|c: char| !is_letter(c)).filter(|word| word.chars().nth(2).is_some()) {
        begin += usize::from(word.starts_with(['ة', 'ى']));
        end += usize::from(word.ends_with(['ة', 'ى']));
    }
    if begin < FEWEST || begin <= end * 3 {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        // Mark-up at the start of a line is in logical order.
        let marked = content.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t']);
        let (letters, all) = marked
            .chars()
            .filter(|c| c.is_alphabetic())
            .fold((0, 0), |(letters, all), c| (letters + usize::from(is_letter(c)), all + 1));
        if letters * 2 > all {
            let from = start + content.len() - marked.len();
            edits.push((Span::new(from, start + content.len()), turned(marked)));
        }
        start += line.len();
    }
    edits
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{652}' | '\u{671}'..='\u{6D3}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// A line in logical order: reversed, except its left-to-right words and numbers.
fn turned(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest: Vec<char> = line.chars().collect();
    while let Some(&last) = rest.last() {
        let length = match last {
            c if is_left_to_right(c) => left_to_right(&rest),
            // Marks stand behind their letter in any order.
            c if is_mark(c) => rest.iter().rev().take_while(|c| is_mark(**c)).count() + 1,
            _ => 1,
        };
        let at = rest.len().saturating_sub(length);
        out.extend(rest.drain(at..).map(mirrored));
    }
    out
}

/// Number of characters at the end that belong to left-to-right words or numbers, with the text between them.
fn left_to_right(line: &[char]) -> usize {
    let is_part =
        |c: &&char| is_left_to_right(**c) || matches!(**c, ' ' | '.' | ',' | ':' | '/' | '-' | '_' | '@' | '٫' | '٬');
    let run: Vec<&char> = line.iter().rev().take_while(is_part).collect();
    run.len() - run.iter().rev().take_while(|c| !is_left_to_right(***c)).count()
}

fn is_left_to_right(c: char) -> bool {
    c.is_numeric() || c.is_alphabetic() && !is_letter(c)
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{64B}'..='\u{655}' | '\u{670}')
}

const fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        '<' => '>',
        '>' => '<',
        '﴾' => '﴿',
        '﴿' => '﴾',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = text.to_owned();
        for (span, new) in edits(text).into_iter().rev() {
            out.replace_range(span.start..span.end, &new);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn lines_are_turned() {
        check("ةبتكملا يف ةعوبطملا بتكلا", "الكتب المطبوعة في المكتبة");
        check("## ةبتكملا\n\n1821 ماع (ةعبطملا) يف ةفيحص", "## المكتبة\n\nصحيفة في (المطبعة) عام 1821");
        check("ةينقت يف PDF 1.7 فلم ةعابط", "طباعة ملف PDF 1.7 في تقنية");
    }

    #[test]
    fn right_text_stays() {
        for text in ["المكتبة العامة في المدينة الكبرى", "حرف ة وحرف ى", "ةبتكم واحدة خاطئة في نصّ كبير", ""]
        {
            check(text, text);
        }
    }
}
