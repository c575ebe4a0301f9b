//! Attributes of structure elements (ISO 32000-1, 14.8.5).
//!
//! In: what an element is, where it is, and its direction. Out: the value of `/A`.

use lopdf::{Dictionary, Object, dictionary};

use crate::document::Direction;
use crate::layout::frame::{CellSpans, HeaderScope, ListNumbering, StructureRole};
use crate::pdf::tags::Bounds;

/// The attributes of an element, an array of one dictionary for each owner; `direction` where it is not inherited.
pub(super) fn attributes(role: &StructureRole, direction: Option<Direction>, bounds: Option<Bounds>) -> Vec<Object> {
    let layout = layout(role, direction, bounds);
    [layout, own(role)].into_iter().flatten().map(Object::from).collect()
}

/// The one attribute of the whole document.
pub(super) fn writing_mode(direction: Direction) -> Dictionary {
    dictionary! { "O" => "Layout", "WritingMode" => writing_mode_name(direction) }
}

const fn writing_mode_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Rtl => "RlTb",
        Direction::Ltr => "LrTb",
    }
}

/// Layout attributes (14.8.5.4): `/WritingMode` is inherited, `/BBox` tells where a figure is.
fn layout(role: &StructureRole, direction: Option<Direction>, bounds: Option<Bounds>) -> Option<Dictionary> {
    let mut dict = dictionary! { "O" => "Layout" };
    if let Some(direction) = direction {
        dict.set("WritingMode", writing_mode_name(direction));
    }
    if let Some(bounds) = bounds {
        let corners = bounds.map(|corner| Object::Real(((corner * 100.0).round() / 100.0) as f32));
        dict.set("BBox", corners.to_vec());
        if matches!(role, StructureRole::Figure | StructureRole::Formula) {
            dict.set("Placement", "Block");
        }
    }
    (dict.len() > 1).then_some(dict)
}

/// Attributes of lists (14.8.5.5) and tables (14.8.5.7).
fn own(role: &StructureRole) -> Option<Dictionary> {
    match role {
        StructureRole::List { numbering } => {
            let numbering = match numbering {
                ListNumbering::None => "None",
                ListNumbering::Bullet => "Disc",
                ListNumbering::Number => "Decimal",
                ListNumbering::LowerAlpha => "LowerAlpha",
                ListNumbering::UpperAlpha => "UpperAlpha",
                ListNumbering::LowerRoman => "LowerRoman",
                ListNumbering::UpperRoman => "UpperRoman",
            };
            Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
        }
        StructureRole::TableHeader { scope, spans } => {
            let scope = match scope {
                HeaderScope::Row => "Row",
                HeaderScope::Column => "Column",
            };
            let mut dict = dictionary! { "O" => "Table", "Scope" => scope };
            set_spans(&mut dict, *spans);
            Some(dict)
        }
        StructureRole::TableCell { spans } if *spans != (CellSpans { columns: 1, rows: 1 }) => {
            let mut dict = dictionary! { "O" => "Table" };
            set_spans(&mut dict, *spans);
            Some(dict)
        }
        _ => None,
    }
}

fn set_spans(dict: &mut Dictionary, spans: CellSpans) {
    for (key, span) in [("ColSpan", spans.columns), ("RowSpan", spans.rows)] {
        if span > 1 {
            dict.set(key, i64::from(span));
        }
    }
}
