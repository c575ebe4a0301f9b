//! Names of results: a pattern such as `books/{date} {title}` and what is known of a source in, a path out.

use std::path::PathBuf;

use warraq::diagnostic::{Code, Diagnostic};
use warraq::document::Date;

/// Longest part of a name that comes from a source, in bytes: file systems allow 255, with ending.
const LONGEST_PART: usize = 180;
/// What stands for a date that is not known.
const UNDATED: &str = "undated";

/// What can be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Stem,
    Title,
    Date,
}

const PARTS: [(&str, Part); 3] = [("{stem}", Part::Stem), ("{title}", Part::Title), ("{date}", Part::Date)];

/// A path with places to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(String);

/// What the places are filled with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// File name of the source, without its ending.
    pub(super) stem: String,
    /// Title, where the template asks for it.
    pub(super) title: String,
    /// Day of publication, where the template asks for it.
    pub(super) date: Option<Date>,
}

impl Template {
    /// Reads a template; `None` for a path without places, a usage error for a place that is not known.
    pub(super) fn read(text: &str) -> Result<Option<Template>, Diagnostic> {
        let mut rest = text;
        let mut found = false;
        while let Some(start) = rest.find('{') {
            let Some((name, _)) = PARTS.iter().find(|(name, _)| rest[start..].starts_with(name)) else {
                let message = format!("unknown place in -o {text}: {}", &rest[start..]);
                return Err(Diagnostic::error(Code::Usage, None, message)
                    .with_hint("the places are {stem}, {title} and {date}"));
            };
            rest = &rest[start + name.len()..];
            found = true;
        }
        Ok(found.then(|| Template(text.into())))
    }

    /// Whether a source must be read before its results have names.
    pub(super) fn needs_metadata(&self) -> bool {
        self.0.contains("{title}") || self.0.contains("{date}")
    }

    /// The folder that is the same for all sources.
    pub(super) fn root(&self) -> PathBuf {
        let fixed = self.0.split('{').next().unwrap_or_default();
        let end = fixed.rfind(std::path::is_separator).map_or(0, |separator| separator + 1);
        fixed[..end].into()
    }

    /// The path for one source. What comes from the source cannot leave the folder that the template says.
    pub(super) fn fill(&self, known: &Known) -> PathBuf {
        let mut path = String::new();
        let mut rest = self.0.as_str();
        while let Some(start) = rest.find('{') {
            path.push_str(&rest[..start]);
            let Some((name, part)) = PARTS.iter().find(|(name, _)| rest[start..].starts_with(name)) else { break };
            path.push_str(&match part {
                Part::Stem => safe(&known.stem),
                Part::Title => safe(&known.title),
                Part::Date => known.date.map_or_else(|| UNDATED.into(), Date::iso),
            });
            rest = &rest[start + name.len()..];
        }
        path.push_str(rest);
        path.into()
    }
}

/// Text as part of a file name on every system: no separators, wildcards or control characters, no dots at its ends,
/// and no marks of direction, which would disguise it.
pub(super) fn safe(text: &str) -> String {
    let is_barred = |character: char| character.is_control() || "/\\:*?\"<>|".contains(character);
    let is_mark = |&character: &char| matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let characters = text.chars().filter(|character| !is_mark(character));
    let name: String = characters.map(|character| if is_barred(character) { ' ' } else { character }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name[..name.floor_char_boundary(LONGEST_PART)].trim_matches(['.', ' ']);
    if name.is_empty() { "untitled".into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn check(template: &str, title: &str, expected: &str) {
        let date = Some(Date { year: 2025, month: 12, day: 17 });
        let known = Known { stem: "خبر".into(), title: title.into(), date };
        assert_eq!(Template::read(template).unwrap().unwrap().fill(&known), Path::new(expected));
    }

    #[test]
    fn places_are_filled() {
        check("كتب/{date}/{stem}.pdf", "", "كتب/2025-12-17/خبر.pdf");
        check("{date} {title}", "تاريخ الورق", "2025-12-17 تاريخ الورق");
        check("{title}.pdf", "{stem}", "{stem}.pdf");
        assert_eq!(Template::read("{date}").unwrap().unwrap().fill(&Known::default()), Path::new("undated"));
    }

    #[test]
    fn titles_stay_in_their_folder() {
        check("كتب/{title}.pdf", "../../etc/passwd", "كتب/etc passwd.pdf");
        check("كتب/{title}.pdf", "..", "كتب/untitled.pdf");
        check("{title}", "ما: الورق؟ \"وصف\"\n", "ما الورق؟ وصف");
        check("{title}", "\u{202E}كتاب\u{200F} fdp.exe\u{2069}", "كتاب fdp.exe");
        check("{title}", "کتاب\u{200C}ها", "کتاب\u{200C}ها");
        check("{title}", &"ك".repeat(400), &"ك".repeat(90));
    }

    #[test]
    fn unknown_places_are_refused() {
        assert_eq!(Template::read("books/"), Ok(None));
        assert!(Template::read("{author}.pdf").is_err());
    }
}
