//! The look of runs (ECMA-376-1, 17.3.2), from their properties.

use crate::parse::office::look::Look;
use crate::parse::office::symbols::SymbolFont;
use crate::parse::xml::Element;

/// How far text is raised or lowered that is set above or below the line, in half points.
const RAISED: i32 = 4;

/// The look that properties give.
pub(super) fn look(properties: &Element) -> Look {
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
    Look {
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

/// The font of symbols that properties name: that of complex scripts in their runs, else that of Latin text.
fn font(properties: &Element) -> Option<Option<SymbolFont>> {
    let fonts = properties.child("rFonts")?;
    let is_complex = properties.is_on("rtl") || properties.is_on("cs");
    let names = if is_complex { ["cs", "ascii"] } else { ["ascii", "hAnsi"] };
    let name = names.into_iter().find_map(|name| fonts.attr(name))?;
    Some(SymbolFont::named(name))
}
