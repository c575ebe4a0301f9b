//! All that is printed for people: text in, what a terminal may be given out.
//!
//! File names, fonts, titles and arguments come from anywhere. No control character of theirs reaches a terminal, and
//! no mark that reorders text (UAX #9, 2.1 to 2.4): they are shown as U+FFFD. Every print for people goes through here,
//! which leaves only the colours of our own messages as they are.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;
use warraq::diagnostic::Diagnostic;

use super::inputs::STREAM;
use super::write;

/// The colours of messages, as parameters of SGR (ECMA-48, 8.3.117).
pub(super) const RED: &str = "1;31";
pub(super) const YELLOW: &str = "1;33";
pub(super) const CYAN: &str = "36";
const PLAIN: &str = "0";

/// A word in a colour.
pub(super) fn painted(word: &str, color: &str, colored: bool) -> String {
    if colored { format!("\u{1B}[{color}m{word}\u{1B}[{PLAIN}m") } else { word.to_owned() }
}

/// Writes text for people.
pub(super) fn tell(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(visible(text).as_bytes())
}

/// Writes to standard error; one that is closed is nothing to fail for, since the exit code tells all the same.
pub(super) fn error(text: &str) {
    let _ = tell(&mut io::stderr(), text);
}

/// Writes text for people to standard output.
pub(super) fn answer(text: &str) -> Result<(), Diagnostic> {
    write::write_whole(Path::new(STREAM), visible(text).as_bytes())
}

/// Text with its lines, its tabs and our colours, and without whatever else would steer a terminal.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find(|character: char| is_steering(character) && !"\n\t".contains(character)) {
        shown.push_str(&rest[..found]);
        rest = &rest[found..];
        let color = [RED, YELLOW, CYAN, PLAIN].into_iter().find_map(|color| {
            let after = rest.strip_prefix("\u{1B}[")?.strip_prefix(color)?.strip_prefix('m')?;
            Some(rest.len() - after.len())
        });
        shown.push_str(color.map_or("\u{FFFD}", |length| &rest[..length]));
        rest = &rest[color.unwrap_or(rest.chars().next().map_or(0, char::len_utf8))..];
    }
    shown + rest
}

/// Text from elsewhere within a line of ours: white space as spaces, nothing that steers a terminal.
pub(super) fn printable(text: &str) -> String {
    let shown = |character: char| match character {
        '\t' | '\n' | '\r' => ' ',
        steering if is_steering(steering) => char::REPLACEMENT_CHARACTER,
        other => other,
    };
    text.chars().map(shown).collect()
}

/// The name of a file within a line of ours.
pub(super) fn name(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// A record as a line of JSON, which programs read as it is and terminals may show.
pub(super) fn json(record: &Value) -> String {
    let mut line = String::new();
    for character in record.to_string().chars() {
        match character {
            // All of them lie within strings.
            steering if is_steering(steering) => {
                let _ = write!(line, "\\u{:04x}", u32::from(steering));
            }
            other => line.push(other),
        }
    }
    line + "\n"
}

/// Control characters, separators of lines, and marks that reorder text.
pub(super) fn is_steering(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_colours_reach_a_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        check("سطر\n\tآخر", "سطر\n\tآخر");
        check("\u{1B}[1;31merror:\u{1B}[0m a", "\u{1B}[1;31merror:\u{1B}[0m a");
        check("a\u{1B}]0;title\u{7}b\u{9B}2Jc\u{202E}d\r", "a\u{FFFD}]0;title\u{FFFD}b\u{FFFD}2Jc\u{FFFD}d\u{FFFD}");
        check("\u{1B}[1;31\u{1B}[2J", "\u{FFFD}[1;31\u{FFFD}[2J");
        check("كلمة\u{200C}ها", "كلمة\u{200C}ها");
    }

    #[test]
    fn names_stay_in_their_line() {
        assert_eq!(name(Path::new("a\nb\u{1B}[2J\u{2067}.md")), "a b\u{FFFD}[2J\u{FFFD}.md");
    }

    #[test]
    fn json_keeps_what_it_escapes() {
        let record = serde_json::json!({ "input": "a\u{1B}\u{9B}\u{202E}ب\n" });
        assert_eq!(json(&record), "{\"input\":\"a\\u001b\\u009b\\u202eب\\n\"}\n");
        assert_eq!(serde_json::from_str::<Value>(&json(&record)).unwrap(), record);
    }
}
