//! Colour profiles of pictures (ISO 32000-1, 8.6.5.5).
//!
//! In: the profile that a picture's file carries. Out: the same where a PDF may carry it and it says something: an ICC
//! profile of at most version 4 (ISO 19005-2, 6.2.4.2) for the picture's own colours that is not sRGB.

use moxcms::{ColorProfile, DataColorSpace, ProfileClass};

use super::Completion;

/// The largest profile worth carrying, in bytes.
const LARGEST: usize = 4 << 20;
/// Major version of ICC profiles that PDF/A-2 knows, the ninth byte of their header (ICC.1:2010, 7.2.4).
const NEWEST_VERSION: u8 = 4;

/// The profile of a picture with the given number of components, where the PDF has to carry it.
pub(super) fn usable(profile: Option<Vec<u8>>, components: u8) -> Completion {
    carried(profile, components).map_or(Completion::None, Completion::Profile)
}

fn carried(profile: Option<Vec<u8>>, components: u8) -> Option<Vec<u8>> {
    let bytes = profile.filter(|bytes| bytes.len() <= LARGEST && !is_srgb(bytes))?;
    let profile = ColorProfile::new_from_slice(&bytes).ok()?;
    let space = match components {
        1 => DataColorSpace::Gray,
        3 => DataColorSpace::Rgb,
        _ => return None,
    };
    let class = profile.profile_class;
    let is_device = class == ProfileClass::InputDevice
        || class == ProfileClass::DisplayDevice
        || class == ProfileClass::OutputDevice
        || class == ProfileClass::ColorSpace;
    let is_known = bytes.get(8).is_some_and(|&version| version <= NEWEST_VERSION);
    (profile.color_space == space && is_device && is_known).then_some(bytes)
}

/// Whether a profile calls itself sRGB, which is what device colours mean anyway.
fn is_srgb(profile: &[u8]) -> bool {
    let wide = b"s\0R\0G\0B";
    profile.windows(4).any(|window| window == b"sRGB") || profile.windows(wide.len()).any(|window| window == wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_profiles_that_say_something_are_carried() {
        let display = ColorProfile::new_display_p3().encode().unwrap();
        assert_eq!(carried(Some(display.clone()), 3), Some(display.clone()));
        assert_eq!(carried(Some(display.clone()), 1), None, "a profile for other colours");
        assert_eq!(carried(Some(display[..60].to_vec()), 3), None, "a broken profile");
        assert_eq!(carried(Some(ColorProfile::new_srgb().encode().unwrap()), 3), None);
        assert_eq!(carried(None, 3), None);
    }
}
