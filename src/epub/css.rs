//! The style sheet of the book.
//!
//! In: the user's [`Stylesheet`] and the embedded faces. Out: CSS: `@font-face` rules, what follows from the user's
//! choices, the hand-made sheet beside this file, and the user's own. It holds no `direction` and no `unicode-bidi`,
//! which EPUB 3.3 forbids.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::faces::Faces;
use super::tables;
use super::user_css::UserCss;
use crate::document::Metadata;
use crate::font::{Weight, WeightAxis};
use crate::locale;
use crate::style::{Justification, Stylesheet};

const BASE: &str = include_str!("stylesheet.css");

/// The whole style sheet.
pub(super) fn sheet(
    style: &Stylesheet,
    faces: &Faces,
    metadata: &Metadata,
    steps: &BTreeSet<u8>,
    user: Option<&UserCss>,
) -> String {
    let mut css = String::new();
    // Writing to a string cannot fail.
    for face in &faces.embedded {
        let weight = match (face.weight_axis, face.weight) {
            (Some(WeightAxis { least, most, .. }), _) => format!("{least} {most}"),
            (None, Weight::Regular) => "normal".to_owned(),
            (None, Weight::Bold) => "bold".to_owned(),
        };
        let _ = writeln!(
            css,
            "@font-face {{ font-family: {}; font-style: normal; font-weight: {weight}; src: url(\"{}\"); }}",
            quoted(&face.family),
            face.href
        );
    }
    if !faces.text_families.is_empty() {
        let _ = writeln!(css, "body {{ font-family: {}, serif; }}", stack(&faces.text_families));
    }
    let code: Vec<String> = faces.code_families.iter().map(|family| format!("{}, ", quoted(family))).collect();
    let _ = writeln!(css, "code {{ font-family: {}monospace; }}", code.concat());
    if let Some(family) = &faces.math_family {
        let words: Vec<String> = faces.text_families.iter().map(|family| format!("{}, ", quoted(family))).collect();
        let _ = writeln!(css, "math {{ font-family: {}, {}math; }}", quoted(family), words.concat());
    }
    if let Some(family) = &faces.point_family {
        let _ = writeln!(css, ".point {{ font-family: {}; }}", quoted(family));
        // Only its full stop is there; the digits before it are those of the text.
        let _ = writeln!(css, "li::marker {{ font-family: {}, {}; }}", quoted(family), stack(&faces.text_families));
    }
    for (script, family) in &faces.script_families {
        let (class, families) = (script.class(), stack(&faces.text_families));
        let _ = writeln!(css, ".{class} {{ font-family: {}, {families}, serif; }}", quoted(family));
    }
    // Engines that do not know a counter style keep the one before. MuPDF takes it for a bullet, but passes over rules
    // with `:not`; calibre, and so Kindle, keeps these and no rule in `@supports`.
    let _ = writeln!(css, "ol {{ list-style-type: decimal; }}");
    if let Some(style) = counter_style(metadata) {
        let _ = writeln!(css, "section ol:not(.labels) {{ list-style-type: {style}; }}");
    }
    let alignment = match style.justification {
        Justification::None => "start",
        Justification::Space | Justification::Kashida => "justify",
    };
    let _ = writeln!(css, "p {{ text-align: {alignment}; }}");
    let _ = writeln!(css, ".hemistich {{ text-align: {alignment}; text-align-last: {alignment}; }}\n");
    css.push_str(BASE);
    css.push_str(&tables::sheet(steps));
    if let Some(user) = user {
        css.push('\n');
        css.push_str(user.text());
    }
    css
}

fn stack(families: &[String]) -> String {
    families.iter().map(|family| quoted(family)).collect::<Vec<_>>().join(", ")
}

/// A CSS string; names of fonts come from their files and may hold anything.
fn quoted(name: &str) -> String {
    let safe: String = name.chars().filter(|letter| !letter.is_control() && !"\"\\<>".contains(*letter)).collect();
    format!("\"{safe}\"")
}

/// The predefined counter style (CSS Counter Styles 3, 6.1) with the digits of the document.
fn counter_style(metadata: &Metadata) -> Option<&'static str> {
    match locale::document_number(0, metadata).as_str() {
        "٠" => Some("arabic-indic"),
        "۰" => Some("persian"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digits::Digits;
    use crate::document::Lang;

    #[test]
    fn nothing_that_epub_forbids_is_said() {
        let css = sheet(&Stylesheet::default(), &Faces::default(), &Metadata::default(), &[10].into(), None);
        for forbidden in
            ["direction:", "unicode-bidi", "-left", "-right", " left", " right", "position:", "http", "@import"]
        {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
        // Media queries see neither the room nor the size of the letters; words and numbers are never cut.
        for useless in ["@media", "anywhere", "break-all"] {
            assert!(!css.contains(useless), "{useless}");
        }
    }

    /// The rules of a sheet that every engine reads, as declarations: those of at-rules are left out.
    fn plain_rules(css: &str) -> Vec<Vec<(String, String)>> {
        let mut rules = Vec::new();
        let mut depth_of_at_rule = 0;
        let without_comments = css.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest));
        for block in without_comments.collect::<String>().split_inclusive(['{', '}']) {
            let is_at_rule = block.trim_start().starts_with('@') && !block.contains("@font-face");
            if depth_of_at_rule > 0 || is_at_rule {
                depth_of_at_rule += if block.ends_with('{') { 1 } else { -1 };
            } else if let Some(body) = block.strip_suffix('}') {
                let declarations = body.split(';').filter_map(|declaration| declaration.split_once(':'));
                rules.push(declarations.map(|(name, value)| (name.trim().into(), value.trim().into())).collect());
            }
        }
        rules
    }

    /// Engines without flex boxes and logical properties get a plain page.
    #[test]
    fn plain_engines_get_a_plain_page() {
        let css = sheet(&Stylesheet::default(), &Faces::default(), &Metadata::default(), &[10].into(), None);
        let rules = plain_rules(&css);
        assert!(rules.len() > 50, "{rules:?}");
        for rule in rules {
            for (index, (name, value)) in rule.iter().enumerate() {
                let modern = ["flex", "grid", "fit-content", "justify-content", "container-name"];
                assert!(!modern.iter().any(|modern| name.contains(modern) || value.contains(modern)), "{rule:?}");
                assert!(!name.contains("-block"), "a physical property would do: {rule:?}");
                let Some((family, _)) = name.split_once("-inline-") else { continue };
                let is_physical = |(other, _): &(String, String)| {
                    other.starts_with(family) && !other.contains("-inline") && other != "border-collapse"
                };
                let (before, after) = rule.split_at(index);
                assert!(!after.iter().any(is_physical), "{name} is undone: {rule:?}");
                assert!(family == "border" || before.iter().any(is_physical), "{name} stands alone: {rule:?}");
            }
        }
    }

    #[test]
    fn choices_reach_the_sheet() {
        let check = |justification, lang: &str, digits, expected: &str| {
            let metadata = Metadata { lang: Lang(lang.into()), digits, ..Metadata::default() };
            let style = Stylesheet { justification, ..Stylesheet::default() };
            let faces = Faces { text_families: vec!["A\"; } x".into()], ..Faces::default() };
            let css = sheet(&style, &faces, &metadata, &BTreeSet::new(), None);
            assert!(css.starts_with(expected), "{css}");
        };
        check(
            Justification::Space,
            "ar",
            Digits::AsWritten,
            "body { font-family: \"A; } x\", serif; }\ncode { font-family: monospace; }\n\
             ol { list-style-type: decimal; }\nsection ol:not(.labels) { list-style-type: arabic-indic; }\np { text-align: justify; }\n",
        );
        check(
            Justification::None,
            "fa",
            Digits::AsWritten,
            "body { font-family: \"A; } x\", serif; }\ncode { font-family: monospace; }\n\
             ol { list-style-type: decimal; }\nsection ol:not(.labels) { list-style-type: persian; }\np { text-align: start; }\n",
        );
        check(
            Justification::None,
            "ar",
            Digits::European,
            "body { font-family: \"A; } x\", serif; }\ncode { font-family: monospace; }\n\
             ol { list-style-type: decimal; }\n",
        );
    }
}
