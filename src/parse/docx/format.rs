//! The look of runs (ECMA-376-1, 17.3.2).
//!
//! In: the properties of a run, and those of its character style. Out: what of them a document keeps, put around inlines.

use super::symbols::SymbolFont;
use crate::document::Inline;
use crate::parse::xml::Element;

/// How far text is raised or lowered that is set above or below the line, in half points.
const RAISED: i32 = 4;

/// What is kept of the look of a run; `None` where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RunFormat {
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    strike: Option<bool>,
    highlight: Option<bool>,
    raised: Option<i8>,
    caps: Option<bool>,
    hidden: Option<bool>,
    font: Option<Option<SymbolFont>>,
    pub(super) is_code: bool,
}

impl RunFormat {
    /// The look that properties give.
    pub(super) fn of(properties: &Element) -> RunFormat {
        let on = |name: &str| properties.child(name).map(|_| properties.is_on(name));
        // Arabic letters have marks of their own; programs that write only the Latin one mean both.
        let either = |name: &str, complex: &str| match (on(name), on(complex)) {
            (None, None) => None,
            (one, other) => Some(one == Some(true) || other == Some(true)),
        };
        let height = properties.val("position").and_then(|height| height.parse::<i32>().ok());
        let raised = match (properties.val("vertAlign"), height) {
            (Some("superscript"), _) => Some(1),
            (Some("subscript"), _) => Some(-1),
            (_, Some(height)) if height >= RAISED => Some(1),
            (_, Some(height)) if height <= -RAISED => Some(-1),
            (Some(_), _) => Some(0),
            (None, _) => None,
        };
        RunFormat {
            bold: either("b", "bCs"),
            italic: either("i", "iCs"),
            underline: on("u"),
            strike: either("strike", "dstrike"),
            highlight: on("highlight"),
            raised,
            caps: on("caps"),
            hidden: on("vanish"),
            font: font(properties),
            is_code: false,
        }
    }

    /// The same, where this one says nothing, as another says.
    pub(super) fn or(self, other: RunFormat) -> RunFormat {
        RunFormat {
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

    pub(super) fn is_hidden(self) -> bool {
        self.hidden == Some(true)
    }

    /// Whether its letters are shown as capitals.
    pub(super) fn is_in_capitals(self) -> bool {
        self.caps == Some(true)
    }

    pub(super) fn symbol_font(self) -> Option<SymbolFont> {
        self.font.flatten()
    }

    /// Inlines with this look. A link is underlined anyway.
    pub(super) fn around(self, content: Vec<Inline>, is_link: bool) -> Vec<Inline> {
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

/// The font of symbols that properties name: that of complex scripts in their runs, else that of Latin text.
fn font(properties: &Element) -> Option<Option<SymbolFont>> {
    let fonts = properties.child("rFonts")?;
    let is_complex = properties.is_on("rtl") || properties.is_on("cs");
    let names = if is_complex { ["cs", "ascii"] } else { ["ascii", "hAnsi"] };
    let name = names.into_iter().find_map(|name| fonts.attr(name))?;
    Some(SymbolFont::named(name))
}

/// Neighbours of one kind as one, for Word parts runs wherever it likes.
pub(super) fn merged(content: Vec<Inline>) -> Vec<Inline> {
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
