//! The user's own style sheet.
//!
//! In: its text. Out: [`UserCss`], which holds nothing that EPUB 3.3 forbids and nothing outside of the book, or what
//! is wrong with it.

use crate::check::css;
use crate::diagnostic::{Code, Diagnostic, Span};

/// A style sheet that a book may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserCss(String);

impl UserCss {
    /// Judges a style sheet.
    ///
    /// # Errors
    /// What is wrong with it, each with its place in the text, in the text's order; never empty.
    pub fn new(text: impl Into<String>) -> Result<UserCss, Vec<Diagnostic>> {
        let text = text.into();
        let found = css::inspect(&text);
        let faults = found.faults.into_iter().chain(found.doubts).map(|fault| refusal(&fault.text, fault.offset));
        let addresses = found.addresses.into_iter().filter(|address| !is_inside(&address.text));
        let outside = addresses.map(|address| {
            let message = format!("`{}` is outside of the book", address.text);
            refusal(&message, address.offset).with_hint("give pictures as data: addresses, and leave fonts to the book")
        });
        let mut all: Vec<Diagnostic> = faults.chain(outside).collect();
        all.sort_by_key(|diagnostic| diagnostic.span);
        if all.is_empty() { Ok(UserCss(text)) } else { Err(all) }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Whether an address needs no file: data, or a part of the page itself.
fn is_inside(address: &str) -> bool {
    let start = address.trim_start().to_ascii_lowercase();
    start.starts_with("data:image/") || start.starts_with('#')
}

fn refusal(message: &str, offset: usize) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::StyleSheet, Span::new(offset, offset), message);
    if message.contains("direction") || message.contains("unicode-bidi") {
        diagnostic.with_hint("leave it out: the pages of the book say their direction themselves")
    } else {
        diagnostic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, expected: &[(usize, &str)]) {
        let faults = UserCss::new(css).err().unwrap_or_default();
        let told: Vec<_> = faults.iter().map(|fault| (fault.span.unwrap().start, fault.message.as_str())).collect();
        assert_eq!(told, expected, "{css}");
    }

    #[test]
    fn only_what_a_book_may_hold_is_taken() {
        check("p { margin: 0; background: url(data:image/png;base64,AAAA) }", &[]);
        check("p { background: url(a.png) }", &[(15, "`a.png` is outside of the book")]);
        check(
            "p { background: url(data:text/html,x); direction: rtl }",
            &[
                (15, "`data:text/html,x` is outside of the book"),
                (39, "`direction` is forbidden in the style sheets of an EPUB"),
            ],
        );
    }
}
