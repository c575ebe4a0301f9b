//! Names of languages.
//!
//! In: what a header or an option says. Out: a well-formed language tag (BCP 47, section 2.1).

use icu_locale_core::LanguageIdentifier;

use crate::document::Lang;

/// Languages by the name that an Arabic header gives them.
const NAMES: [(&str, &str); 9] = [
    ("العربية", "ar"),
    ("الفارسية", "fa"),
    ("الأردية", "ur"),
    ("الكردية", "ckb"),
    ("العبرية", "he"),
    ("الإنجليزية", "en"),
    ("الانجليزية", "en"),
    ("الفرنسية", "fr"),
    ("التركية", "tr"),
];

/// Reads a language tag such as `ar`, `ar-EG` or `fa_IR`, or an Arabic name such as «العربية»; `None` for what is
/// neither.
#[must_use]
pub fn parse_lang(text: &str) -> Option<Lang> {
    let text = text.trim();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Some(Lang((*tag).into()));
    }
    let identifier = LanguageIdentifier::try_from_str(&text.replace('_', "-")).ok()?;
    (!identifier.language.is_unknown()).then(|| Lang(identifier.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_are_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(parse_lang(text).map(|lang| lang.0).as_deref(), expected, "{text}");
        };
        check("ar", Some("ar"));
        check("AR-eg", Some("ar-EG"));
        check("fa_IR", Some("fa-IR"));
        check("az-arab-ir", Some("az-Arab-IR"));
        check(" العربية ", Some("ar"));
        check("لغة الضاد", None);
        check("not a tag", None);
        check("", None);
    }
}
