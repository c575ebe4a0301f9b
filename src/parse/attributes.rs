//! The attributes that HTML and Markdown's HTML share.
//!
//! In: the values of `lang` and `dir`. Out: a language, a direction (HTML Living Standard, 3.2.6.1 and 3.2.6.4).

use super::lang::parse_lang;
use crate::document::{Direction, Lang};

/// The language that `lang` names; `None` for one that is empty or not a tag.
pub(super) fn language_of(value: &str) -> Option<Lang> {
    parse_lang(value)
}

/// The direction that `dir` names; `None` for `auto`, which leaves it to the first strong letter.
pub(super) fn direction_of(value: &str) -> Option<Direction> {
    match value.trim().to_ascii_lowercase().as_str() {
        "rtl" => Some(Direction::Rtl),
        "ltr" => Some(Direction::Ltr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_and_languages() {
        assert_eq!(direction_of(" RTL "), Some(Direction::Rtl));
        assert_eq!(direction_of("ltr"), Some(Direction::Ltr));
        assert_eq!(direction_of("auto"), None);
        assert_eq!(language_of("en-us"), Some(Lang("en-US".into())));
        assert_eq!(language_of(""), None);
    }
}
