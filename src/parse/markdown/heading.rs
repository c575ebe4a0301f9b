//! The attributes of a heading: `## عنوان {#مقدمة .صنف}`.
//!
//! In: the running text of a heading. Out: its id, where it names one, with the attributes taken off the text. They are
//! read here, since pulldown-cmark 0.13 panics on some that stand in the last of several lines.

use super::frame::trim;
use crate::document::Inline;
use crate::parse::inline::clean;

/// Takes `{…}` off the end of a heading and returns the id in it; empty where there is none. `source` is what the spans
/// of the text point into.
pub(super) fn take_id(content: &mut Vec<Inline>, source: &str) -> String {
    let Some(Inline::Text { text, span }) = content.last_mut() else { return String::new() };
    let bare = text.trim_end();
    let Some(open) = bare.strip_suffix('}').and_then(|rest| rest.rfind('{')) else { return String::new() };
    let inner = &bare[open + 1..bare.len() - 1];
    let exact = span.end - span.start == text.len();
    let is_escaped = exact && source[..span.start + open].ends_with('\\');
    let is_attribute = |word: &str| word.starts_with(['#', '.']) || word.contains('=');
    // Braces around words alone are the author's.
    if is_escaped || inner.contains('}') || !inner.split_whitespace().any(is_attribute) {
        return String::new();
    }
    let id = inner.split_whitespace().find_map(|word| word.strip_prefix('#'));
    let id = id.map(|id| clean(id).into_owned()).unwrap_or_default();
    // What closes a heading of signs may stand before its attributes: `## عنوان ## {#مقدمة}`.
    let before = text[..open].trim_end();
    let unclosed = before.trim_end_matches('#');
    let kept = if unclosed.is_empty() || unclosed.ends_with(' ') { unclosed.trim_end().len() } else { before.len() };
    span.end -= if exact { text.len() - kept } else { 0 };
    text.truncate(kept);
    if text.is_empty() {
        content.pop();
    }
    trim(content);
    id
}
