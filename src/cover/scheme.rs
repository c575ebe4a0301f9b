//! The colours of a cover.
//!
//! In: the title. Out: [`Scheme`] and its palette, at most sixteen colours: paper to ink in even steps for letters,
//! then ground, tint and line of the ornament with the mixtures that smooth their edges.

use crate::color::Color;

/// Red, green, blue.
pub(super) type Colour = [u8; 3];

/// The colours from which all others are mixed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scheme {
    pub(super) paper: Colour,
    pub(super) ink: Colour,
    pub(super) ground: Colour,
    pub(super) tint: Colour,
    pub(super) line: Colour,
}

/// Steps from paper to ink, both included; the indices from 0 of the palette. More would make letters no smoother on
/// screens, which show covers smaller than they are, and files larger.
pub(super) const INK_STEPS: u8 = 3;
/// Index of the ornament's line.
pub(super) const LINE: u8 = INK_STEPS + 2;

/// Teal, oxblood, indigo, olive; each with cream and gold.
const SCHEMES: [Scheme; 4] = [
    Scheme {
        paper: [0xf6, 0xf0, 0xe2],
        ink: [0x14, 0x2b, 0x31],
        ground: [0x12, 0x3c, 0x45],
        tint: [0x1d, 0x52, 0x5c],
        line: [0xc8, 0xa2, 0x5c],
    },
    Scheme {
        paper: [0xf7, 0xf0, 0xe4],
        ink: [0x3a, 0x13, 0x17],
        ground: [0x5c, 0x1a, 0x22],
        tint: [0x74, 0x27, 0x2f],
        line: [0xd2, 0xab, 0x66],
    },
    Scheme {
        paper: [0xf4, 0xf0, 0xe6],
        ink: [0x17, 0x1f, 0x3d],
        ground: [0x1c, 0x2a, 0x58],
        tint: [0x2b, 0x3c, 0x70],
        line: [0xcc, 0xa8, 0x66],
    },
    Scheme {
        paper: [0xf5, 0xf1, 0xe1],
        ink: [0x29, 0x2a, 0x17],
        ground: [0x3d, 0x42, 0x22],
        tint: [0x52, 0x58, 0x30],
        line: [0xcd, 0xa9, 0x59],
    },
];

impl Scheme {
    /// The scheme of a title: always the same one.
    pub(super) fn of(title: &str) -> Scheme {
        let sum: usize = title.chars().map(|letter| letter as usize).sum();
        SCHEMES[sum % SCHEMES.len()]
    }

    /// One of the colours as pages have them.
    pub(super) const fn color([red, green, blue]: Colour) -> Color {
        Color { red, green, blue }
    }

    /// All colours.
    pub(super) fn palette(&self) -> Vec<Colour> {
        let inks = (0..INK_STEPS).map(|step| mix(self.paper, self.ink, f32::from(step) / f32::from(INK_STEPS - 1)));
        let Scheme { ground, tint, line, paper, .. } = *self;
        let edges = [ground, tint].into_iter().flat_map(|from| [0.3, 0.65].map(|part| mix(from, line, part)));
        let halves = [mix(ground, tint, 0.5), mix(paper, line, 0.35), mix(paper, line, 0.7)];
        inks.chain([ground, tint, line]).chain(edges).chain(halves).collect()
    }
}

fn mix(from: Colour, to: Colour, part: f32) -> Colour {
    let channel = |index: usize| {
        let (from, to) = (f32::from(from[index]), f32::from(to[index]));
        (from + (to - from) * part).round() as u8
    };
    [channel(0), channel(1), channel(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn palettes_fit_four_bits_and_have_readable_letters() {
        for scheme in SCHEMES {
            let palette = scheme.palette();
            assert!(palette.len() <= 16);
            assert_eq!(palette[usize::from(LINE)], scheme.line);
            assert_eq!(palette[usize::from(INK_STEPS)], scheme.ground);
            let light = |colour: Colour| colour.into_iter().map(u32::from).sum::<u32>();
            assert!(light(palette[0]) > light(palette[usize::from(INK_STEPS - 1)]) + 400);
        }
    }
}
