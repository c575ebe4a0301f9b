//! Lines of verse.
//!
//! In: a line of text. Out: its hemistichs, where a divider parts them: `...`, `…`, `***`, `/`, `//`, `|` or `%~%`
//! between spaces, a tab, or a gap of four spaces or more. A line whose parts are of very different lengths is prose.

use super::inline::push_text;
use crate::diagnostic::Span;
use crate::document::{Block, BlockKind, VerseLine};

/// More words than this make no hemistich of any metre.
const MOST_WORDS: usize = 12;

/// Dividers that stand between spaces; the strong ones mean verse even in a line alone.
const DIVIDERS: [(&str, bool); 9] = [
    ("%~%", true),
    ("***", true),
    ("****", true),
    ("...", false),
    ("....", false),
    ("…", false),
    ("//", false),
    ("/", false),
    ("|", false),
];

/// A line taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Two places in the text.
    pub(super) hemistichs: [Span; 2],
    /// Whether the divider is one that prose does not have.
    pub(super) strong: bool,
}

/// The two hemistichs of a line that stands at `line` of a text; `None` when it is prose.
pub(super) fn hemistichs(text: &str, line: Span) -> Option<Parts> {
    let content = &text[line.start..line.end];
    let (first, second, strong) = divided(content).or_else(|| gap(content))?;
    let [first, second] = [trimmed(text, line.start, first)?, trimmed(text, line.start, second)?];
    let words = |span: Span| text[span.start..span.end].split_whitespace().count();
    let (a, b) = (words(first), words(second));
    let alike = a <= MOST_WORDS && b <= MOST_WORDS && a <= 3 * b && b <= 3 * a;
    alike.then_some(Parts { hemistichs: [first, second], strong })
}

/// Both sides of the one divider of a line.
fn divided(line: &str) -> Option<(Span, Span, bool)> {
    let mut found = None;
    let mut at = 0;
    for word in line.split_inclusive([' ', '\t', '\u{A0}']) {
        let bare = word.trim_end_matches([' ', '\t', '\u{A0}']);
        if let Some(&(_, strong)) = DIVIDERS.iter().find(|(divider, _)| *divider == bare) {
            if found.is_some() {
                return None;
            }
            found = Some((Span::new(0, at), Span::new(at + bare.len(), line.len()), strong));
        }
        at += word.len();
    }
    found
}

/// Both sides of the one wide gap of a line.
fn gap(line: &str) -> Option<(Span, Span, bool)> {
    const WIDE: &str = "    ";
    let content = line.trim_end();
    let start = content.len() - content.trim_start().len();
    let at = start + content[start..].find('\t').or_else(|| content[start..].find(WIDE))?;
    let rest = content[at..].trim_start();
    if rest.contains('\t') || rest.contains(WIDE) {
        return None;
    }
    Some((Span::new(start, at), Span::new(content.len() - rest.len(), content.len()), false))
}

fn trimmed(text: &str, offset: usize, part: Span) -> Option<Span> {
    let part = Span::new(offset + part.start, offset + part.end);
    let start = part.end - text[part.start..part.end].trim_start().len();
    let end = start + text[start..part.end].trim_end().len();
    text[start..end].chars().any(char::is_alphabetic).then_some(Span::new(start, end))
}

/// A line of verse with the given parts of the text.
pub(super) fn line(text: &str, parts: &[Span], span: Span) -> VerseLine {
    let hemistich = |part: &Span| {
        let mut content = Vec::new();
        push_text(&mut content, &text[part.start..part.end], *part);
        content
    };
    VerseLine { hemistichs: parts.iter().map(hemistich).collect(), span }
}

/// Blocks of verse: stanzas between blank lines. A line without divider is a line of one part. `lines` are places of
/// the text; empty for no verse.
pub(super) fn stanzas(text: &str, lines: &[Span]) -> Vec<Block> {
    let is_blank = |line: &Span| text[line.start..line.end].trim().is_empty();
    let stanza = |lines: &[Span]| {
        let verse: Vec<VerseLine> = lines
            .iter()
            .map(|&span| {
                let whole = Span::new(span.end - text[span.start..span.end].trim_start().len(), span.end);
                match hemistichs(text, span) {
                    Some(parts) => line(text, &parts.hemistichs, span),
                    None => line(
                        text,
                        &[Span::new(whole.start, whole.start + text[whole.start..whole.end].trim_end().len())],
                        span,
                    ),
                }
            })
            .collect();
        let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
        Block::new(BlockKind::Verse(verse), span)
    };
    lines.split(is_blank).filter(|lines| !lines.is_empty()).map(stanza).collect()
}

/// Whether lines that stand together are verse: each has two hemistichs, and prose would not look so.
pub(super) fn is_verse(text: &str, lines: &[Span]) -> bool {
    let mut parts = lines.iter().map(|&line| hemistichs(text, line));
    match lines.len() {
        0 => false,
        1 => parts.all(|parts| parts.is_some_and(|parts| parts.strong)),
        _ => parts.all(|parts| parts.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str)>) {
        let parts = hemistichs(line, Span::new(0, line.len()));
        let texts = parts.map(|parts| parts.hemistichs.map(|part| &line[part.start..part.end]));
        assert_eq!(texts, expected.map(|(first, second)| [first, second]), "{line}");
    }

    #[test]
    fn dividers_part_hemistichs() {
        let (first, second) = ("قفا نبك من ذكرى حبيب ومنزل", "بسقط اللوى بين الدخول فحومل");
        for divider in [" ... ", " … ", " *** ", " / ", "\t", "      ", " %~% ", "\t\t", " | "] {
            check(&format!("  {first}{divider}{second} "), Some((first, second)));
        }
    }

    #[test]
    fn prose_is_no_verse() {
        check("قال... ثم مضى", None);
        check("كان ... ثم صار ... ثم ذهب", None);
        check("نعم ... وكان ذلك في زمن بعيد جدا لا يذكره أحد من الناس", None);
        check("كلمة واحدة", None);
        check("2 / 3", None);
        check("", None);
    }

    #[test]
    fn a_line_alone_needs_a_strong_divider() {
        let one = |line: &str| is_verse(line, &[Span::new(0, line.len())]);
        assert!(one("ألا ليت الشباب *** يعود يوما"));
        assert!(!one("ألا ليت الشباب ... يعود يوما"));
    }
}
