//! Front matter: YAML between lines of `---`, TOML between lines of `+++`, or a JSON object at the head of a file.
//!
//! In: a source's text. Out: what the known keys say, the other keys with their values as text, and where the body
//! begins. What is not of its syntax is an error at its place in the file.

use super::metadata::{Draft, Key, Value};
use super::toml_tree;
use super::yaml::{Content, NodeId, Tree, YamlError};
use crate::diagnostic::{Code, Diagnostic, Error, Span};

mod values;

use self::values::Reader;

/// Reads the front matter of a text into `draft`; returns the offset of the body, 0 when there is no front matter.
///
/// # Errors
/// [`Error::Source`] when it is never closed, is not of its syntax, or is not a mapping.
pub(super) fn read(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<usize, Error> {
    let Some(fences) = find(text)? else { return Ok(0) };
    let header = &text[fences.start..fences.end];
    let refuse = |error: YamlError| {
        let at = (fences.start + error.offset).min(fences.end);
        let diagnostic =
            Diagnostic::error(Code::FrontMatter, Span::new(at, at), format!("broken front matter: {}", error.message));
        Error::Source(diagnostic.with_hint(fences.syntax.hint()))
    };
    let tree = match fences.syntax {
        // A JSON object is a flow mapping of YAML (YAML 1.2.2, 1.3).
        Syntax::Yaml | Syntax::Json => Tree::parse(header),
        Syntax::Toml => toml_tree::parse(header),
    };
    let tree = tree.map_err(refuse)?;
    let Some(root) = tree.root else { return Ok(fences.body) };
    match &tree.node(root).content {
        Content::Mapping(pairs) => Reader::new(&tree, fences.start, warnings).take(pairs, draft),
        Content::Scalar(text) if text.is_empty() => {}
        // A line of text between two breaks is a heading of CommonMark.
        Content::Scalar(_) if fences.syntax == Syntax::Yaml => return Ok(0),
        _ => {
            let offset = tree.node(root).span.start;
            return Err(refuse(YamlError { message: "not a list of `key: value` lines".into(), offset }));
        }
    }
    Ok(fences.body)
}

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
    Json,
}

impl Syntax {
    const fn hint(self) -> &'static str {
        match self {
            Syntax::Yaml => "put a value that holds `:`, `#` or quotes between quotation marks",
            Syntax::Toml => "write each line as key = \"value\"",
            Syntax::Json => "write it as {\"key\": \"value\"}",
        }
    }
}

/// Offsets of the text between the fences, and of what follows them.
struct Fences {
    syntax: Syntax,
    start: usize,
    end: usize,
    body: usize,
}

fn find(text: &str) -> Result<Option<Fences>, Error> {
    if let Some(fences) = json(text) {
        return Ok(Some(fences));
    }
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let (syntax, closings): (_, &[&str]) = match lines.next().map(|(_, line)| line) {
        Some("---") => (Syntax::Yaml, &["---", "..."]),
        Some("+++") => (Syntax::Toml, &["+++"]),
        _ => return Ok(None),
    };
    let mut lines = lines.peekable();
    // A `---` that a blank line follows is a thematic break, not a fence.
    if lines.peek().is_none_or(|(_, line)| line.is_empty()) {
        return Ok(None);
    }
    let start = lines.peek().map_or(text.len(), |&(at, _)| at);
    if let Some((end, _)) = lines.find(|(_, line)| closings.contains(line)) {
        let body = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        return Ok(Some(Fences { syntax, start, end, body }));
    }
    let diagnostic = Diagnostic::error(Code::FrontMatter, Span::new(0, 3), "front matter that is never closed");
    Err(Error::Source(diagnostic.with_hint(format!("end it with a line of {}", closings[0]))))
}

/// A JSON object that begins in the first line and ends a line; a brace that holds no key in quotes is text.
fn json(text: &str) -> Option<Fences> {
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(['"', '}']) {
        return None;
    }
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !quoted {
            let end = at + 1;
            let rest = text[end..].split_inclusive('\n').next().unwrap_or_default();
            return rest.trim().is_empty().then_some(Fences {
                syntax: Syntax::Json,
                start: 0,
                end,
                body: end + rest.len(),
            });
        }
    }
    None
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
            identifier: 9789770000001\ncover: غلاف.png\nlayout: {a: [b, ج], d: 1}\n---\nالنص";
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
        let extra: Vec<_> = metadata.extra.iter().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(extra, ["layout.a=b، ج", "layout.d=1"]);
    }

    #[test]
    fn warnings_stand_at_their_value() {
        let text = "---\ndate: 2025-02-30\nauthor: {mail: س}\n---\nن";
        let (draft, _, warnings) = parse(text).unwrap();
        let places: Vec<&str> = warnings.iter().map(|w| &text[w.span.unwrap().start..w.span.unwrap().end]).collect();
        assert_eq!(places[0], "2025-02-30");
        assert_eq!(warnings.len(), 2);
        assert_eq!(draft.metadata.date, None);
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = "+++\ntitle = 'الحرف'\ndate = 2025-12-17T10:00:00+03:00\ntags = 'خط، طباعة'\ndraft = false\n\
            [[authors]]\nname = 'أحمد'\n[cover]\nimage = 'غ.png'\nalt = 'غلاف'\n+++\nالنص";
        let json = "{\n\t\"title\": \"الحرف\", \"date\": \"2025-12-17\", \"tags\": [\"خط\", \"طباعة\"], \"draft\": false,\n\
            \"authors\": [{\"name\": \"أحمد\"}], \"cover\": {\"image\": \"غ.png\", \"alt\": \"غلاف\"}\n}\nالنص";
        for text in [toml, json] {
            let (draft, body, warnings) = parse(text).unwrap();
            let metadata = draft.metadata;
            assert_eq!((body, warnings), ("النص", vec![]));
            assert_eq!((metadata.title.as_str(), metadata.authors), ("الحرف", vec!["أحمد".to_owned()]));
            assert_eq!(metadata.date.map(|date| date.iso()).as_deref(), Some("2025-12-17"));
            assert_eq!(metadata.keywords, ["خط", "طباعة"]);
            assert_eq!(metadata.cover.map(|cover| (cover.path, cover.alt)), Some(("غ.png".into(), "غلاف".into())));
            assert_eq!(metadata.extra["draft"], "false");
        }
    }

    #[test]
    fn doubling_aliases_are_cut() {
        let mut text = String::from("---\na0: &a0 [خط, خط]\n");
        (1..30).for_each(|n| text += &format!("a{n}: &a{n} [*a{p}, *a{p}]\n", p = n - 1));
        let (_, _, warnings) = parse(&(text + "---\nن")).unwrap();
        assert!(warnings[0].message.contains("too much"), "{warnings:?}");
    }

    #[test]
    fn texts_without_front_matter_are_left_alone() {
        for text in ["نص", "---\n\nنص\n\n---\n", "---", "--- \n", "{نص}", "{% raw %}", "نص\n---\ntitle: لا\n---\n"]
        {
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
        check("+++\ntitle = أ\n+++\nن", "2:9 broken front matter: ");
        check("+++\ntitle = 'أ'\n", "1:1 front matter that is never closed");
    }
}
