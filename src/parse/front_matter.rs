//! Front matter: YAML between lines of `---` at the head of a file.
//!
//! In: a source's text. Out: what the known keys say, and where the body begins. Keys that we do not know belong to
//! other tools and are passed over in silence; what is not YAML is an error at its place in the file.

use super::metadata::{Draft, Key, Value};
use super::yaml::{Content, NodeId, Tree, YamlError};
use crate::diagnostic::{Diagnostic, Error, Span};

/// Reads the front matter of a text into `draft`; returns the offset of the body, 0 when there is no front matter.
///
/// # Errors
/// [`Error::Source`] when it is never closed, is not YAML, or is not a mapping.
pub(super) fn read(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<usize, Error> {
    let Some(fences) = find(text)? else { return Ok(0) };
    let yaml = &text[fences.start..fences.end];
    let refuse = |error: YamlError| {
        let at = (fences.start + error.offset).min(fences.end);
        let diagnostic = Diagnostic::error(Span::new(at, at), format!("broken front matter: {}", error.message));
        Error::Source(diagnostic.with_hint("put a value that holds `:`, `#` or quotes between quotation marks"))
    };
    let tree = Tree::parse(yaml).map_err(refuse)?;
    let Some(root) = tree.root else { return Ok(fences.body) };
    match &tree.node(root).content {
        Content::Mapping(pairs) => take(&tree, pairs, fences.start, draft, warnings),
        Content::Scalar(text) if text.is_empty() => {}
        _ => {
            let offset = tree.node(root).span.start;
            return Err(refuse(YamlError { message: "not a list of `key: value` lines".into(), offset }));
        }
    }
    Ok(fences.body)
}

/// Offsets of the YAML text between the fences, and of what follows them.
struct Fences {
    start: usize,
    end: usize,
    body: usize,
}

/// A `---` that a blank line follows is a thematic break, not a fence.
fn find(text: &str) -> Result<Option<Fences>, Error> {
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let opens = lines.next().is_some_and(|(_, line)| line == "---");
    let mut lines = lines.peekable();
    if !opens || lines.peek().is_none_or(|(_, line)| line.is_empty()) {
        return Ok(None);
    }
    let start = lines.peek().map_or(text.len(), |&(at, _)| at);
    if let Some((end, _)) = lines.find(|(_, line)| matches!(*line, "---" | "...")) {
        let body = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        return Ok(Some(Fences { start, end, body }));
    }
    let diagnostic = Diagnostic::error(Span::new(0, 3), "front matter that is never closed");
    Err(Error::Source(diagnostic.with_hint("end it with a line of ---")))
}

fn take(tree: &Tree, pairs: &[(NodeId, NodeId)], offset: usize, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) {
    for &(key, value) in pairs {
        let Content::Scalar(name) = &tree.node(key).content else { continue };
        let Some(key) = Key::from_name(name) else { continue };
        let ids = match &tree.node(value).content {
            Content::Sequence(items) => items.as_slice(),
            _ => &[value],
        };
        let mut values = Vec::new();
        for &id in ids {
            let node = tree.node(id);
            let span = Span::new(offset + node.span.start, offset + node.span.end);
            match &node.content {
                Content::Scalar(text) if is_null(text) => {}
                Content::Scalar(text) => values.push(Value { text: text.clone(), span }),
                _ => {
                    let message = format!("the value of `{name}` is no text and left out");
                    warnings.push(Diagnostic::warning(span, message).with_hint("write a text or a list of texts"));
                }
            }
        }
        draft.set(key, &values, warnings);
    }
}

/// A value left open, in the spellings of the YAML core schema (YAML 1.2.2, 10.3.2).
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;

    fn parse(text: &str) -> Result<(Draft, &str, Vec<Diagnostic>), String> {
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        match read(text, &mut draft, &mut warnings) {
            Ok(body) => Ok((draft, &text[body..], warnings)),
            Err(Error::Source(diagnostic)) => {
                let source = Source { name: String::new(), text: text.into() };
                let place = source.location(diagnostic.span.unwrap().start);
                Err(format!("{}:{} {}", place.line, place.column, diagnostic.message))
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn all_keys_are_read() {
        let text = "---\ntitle: \"الحرف: تاريخ\"\nsubtitle: من القلم إلى المطبعة\nauthors: [أحمد, منى]\ndate: ١٧ ديسمبر ٢٠٢٥\n\
            lang: ar-EG\ndir: rtl\ndescription: >\n  سطر\n  آخر\nkeywords: خط، طباعة\npublisher: دار\nrights: ~\n\
            identifier: 9789770000001\ncover: غلاف.png\nlayout: {a: [b]}\n---\nالنص";
        let (draft, body, warnings) = parse(text).unwrap();
        let metadata = draft.metadata;
        assert_eq!((body, warnings.len()), ("النص", 0));
        assert_eq!(metadata.title, "الحرف: تاريخ");
        assert_eq!(metadata.authors, ["أحمد", "منى"]);
        assert_eq!(metadata.date.map(|date| date.iso()).as_deref(), Some("2025-12-17"));
        assert_eq!(metadata.description.as_deref(), Some("سطر آخر"));
        assert_eq!(metadata.keywords, ["خط", "طباعة"]);
        assert_eq!((metadata.rights, metadata.identifier.as_deref()), (None, Some("9789770000001")));
        assert_eq!(metadata.cover.unwrap().path, "غلاف.png");
    }

    #[test]
    fn warnings_stand_at_their_value() {
        let text = "---\ndate: 2025-02-30\nauthor: {name: س}\n---\nن";
        let (draft, _, warnings) = parse(text).unwrap();
        let places: Vec<&str> = warnings.iter().map(|w| &text[w.span.unwrap().start..w.span.unwrap().end]).collect();
        assert_eq!(places[0], "2025-02-30");
        assert_eq!(warnings.len(), 2);
        assert_eq!(draft.metadata.date, None);
    }

    #[test]
    fn texts_without_front_matter_are_left_alone() {
        for text in ["نص", "---\n\nنص\n\n---\n", "---", "--- \n", "نص\n---\ntitle: لا\n---\n"] {
            let (draft, body, _) = parse(text).unwrap();
            assert_eq!((body, draft.metadata.title.as_str()), (text, ""));
        }
        assert_eq!(parse("---\n# تعليق\n---\nنص").unwrap().1, "نص");
    }

    #[test]
    fn what_is_broken_is_named_by_its_place_in_the_file() {
        let check = |text: &str, start: &str| {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(start), "{error}");
        };
        check("---\ntitle: عنوان\nنص\n", "1:1 front matter that is never closed");
        check("---\n- أ\n- ب\n---\n", "2:1 broken front matter: not a list");
        check("---\ntitle: أ\nauthors: [ب, ج\n---\nن", "3:10 broken front matter: ");
        check("---\ntitle: أ: ب\n---\nن", "2:");
    }
}
