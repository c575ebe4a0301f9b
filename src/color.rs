//! Colours of sRGB (IEC 61966-2-1).
//!
//! In: nothing. Out: plain values, for text, rules and grounds.

/// A shade of grey or a colour of sRGB, each part from 0 (none) to 255.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Color {
    /// The colour of text.
    pub const BLACK: Color = Color { red: 0, green: 0, blue: 0 };

    /// A grey, from 0 (black) to 255 (white).
    #[must_use]
    pub const fn gray(value: u8) -> Color {
        Color { red: value, green: value, blue: value }
    }

    /// A colour by its parts, as in `0x1f4e79`.
    #[must_use]
    pub const fn rgb(value: u32) -> Color {
        let [_, red, green, blue] = value.to_be_bytes();
        Color { red, green, blue }
    }
}
