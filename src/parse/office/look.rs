//! The look of text that a document keeps, put around inlines.

use super::symbols::SymbolFont;
use crate::document::Inline;

/// What is kept of the look of text; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::parse) struct Look {
    pub(in crate::parse) bold: Option<bool>,
    pub(in crate::parse) italic: Option<bool>,
    pub(in crate::parse) underline: Option<bool>,
    pub(in crate::parse) strike: Option<bool>,
    pub(in crate::parse) highlight: Option<bool>,
    /// 1 above the line, -1 below it.
    pub(in crate::parse) raised: Option<i8>,
    pub(in crate::parse) caps: Option<bool>,
    pub(in crate::parse) hidden: Option<bool>,
    pub(in crate::parse) font: Option<Option<SymbolFont>>,
    pub(in crate::parse) is_code: bool,
}

impl Look {
    /// The same, where this one says nothing, as another says.
    pub(in crate::parse) fn or(self, other: Look) -> Look {
        Look {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            underline: self.underline.or(other.underline),
            strike: self.strike.or(other.strike),
            highlight: self.highlight.or(other.highlight),
            raised: self.raised.or(other.raised),
            caps: self.caps.or(other.caps),
            hidden: self.hidden.or(other.hidden),
            font: self.font.or(other.font),
            is_code: self.is_code || other.is_code,
        }
    }

    pub(in crate::parse) fn is_hidden(self) -> bool {
        self.hidden == Some(true)
    }

    /// Whether its letters are shown as capitals.
    pub(in crate::parse) fn is_in_capitals(self) -> bool {
        self.caps == Some(true)
    }

    pub(in crate::parse) fn symbol_font(self) -> Option<SymbolFont> {
        self.font.flatten()
    }

    /// Inlines with this look. A link is underlined anyway.
    pub(in crate::parse) fn around(self, content: Vec<Inline>, is_link: bool) -> Vec<Inline> {
        if self.is_code {
            let code = |inline| match inline {
                Inline::Text { text, span } => Inline::Code { text, span },
                other => other,
            };
            return content.into_iter().map(code).collect();
        }
        // A line break, a picture or a reference is not stressed by itself.
        if !content.iter().any(|inline| matches!(inline, Inline::Text { .. })) {
            return content;
        }
        let mut content = content;
        let mut wrap = |on: bool, make: fn(Vec<Inline>) -> Inline| {
            if on {
                content = vec![make(std::mem::take(&mut content))];
            }
        };
        let is = |said: Option<bool>| said == Some(true);
        wrap(self.raised == Some(1), Inline::Superscript);
        wrap(self.raised == Some(-1), Inline::Subscript);
        wrap(is(self.highlight), Inline::Mark);
        wrap(is(self.strike), Inline::Strikethrough);
        wrap(is(self.italic) || is(self.underline) && !is_link && !is(self.bold), Inline::Emphasis);
        wrap(is(self.bold), Inline::Strong);
        content
    }
}

/// Neighbours of one kind as one, for word processors part runs wherever they like.
pub(in crate::parse) fn merged(content: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        match (out.last_mut(), inline) {
            (Some(Inline::Strong(one)), Inline::Strong(other))
            | (Some(Inline::Emphasis(one)), Inline::Emphasis(other))
            | (Some(Inline::Mark(one)), Inline::Mark(other))
            | (Some(Inline::Strikethrough(one)), Inline::Strikethrough(other))
            | (Some(Inline::Subscript(one)), Inline::Subscript(other))
            | (Some(Inline::Superscript(one)), Inline::Superscript(other)) => {
                let both = [std::mem::take(one), other].concat();
                *one = merged(both);
            }
            (Some(Inline::Text { text, span }), Inline::Text { text: more, span: place })
                if span.end == place.start =>
            {
                text.push_str(&more);
                span.end = place.end;
            }
            (
                Some(Inline::Link { target, content, span }),
                Inline::Link { target: same, content: more, span: place },
            ) if *target == same => {
                *content = merged([std::mem::take(content), more].concat());
                span.end = place.end;
            }
            (_, inline) => out.push(inline),
        }
    }
    out
}
