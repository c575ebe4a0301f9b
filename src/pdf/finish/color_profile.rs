//! The output intent (ISO 32000-1, 14.11.5): device colours mean sRGB.

use lopdf::{Document as Objects, Object, ObjectId, Stream, dictionary};
use moxcms::{ColorDateTime, ColorProfile};

use super::text_string::text;
use crate::diagnostic::Error;

/// Adds the output intent with an sRGB profile.
///
/// # Errors
/// [`Error::Writer`] when the profile cannot be made.
pub(super) fn output_intent(objects: &mut Objects) -> Result<ObjectId, Error> {
    let profile = objects.add_object(Stream::new(dictionary! { "N" => 3 }, srgb()?));
    let condition = text("sRGB IEC61966-2.1");
    Ok(objects.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => condition.clone(),
        "Info" => condition,
        "DestOutputProfile" => Object::from(profile),
    }))
}

/// The profile, always with the same date, and without the tag of ICC.1:2022 that PDF/A-2 does not know.
fn srgb() -> Result<Vec<u8>, Error> {
    let date = ColorDateTime { year: 2000, month: 1, day_of_the_month: 1, hours: 0, minutes: 0, seconds: 0 };
    let mut profile = ColorProfile::new_srgb();
    (profile.creation_date_time, profile.cicp) = (date, None);
    profile.encode().map_err(|cause| Error::Writer { format: "PDF", reason: cause.to_string() })
}
