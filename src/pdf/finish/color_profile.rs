//! The output intent (ISO 32000-1, 14.11.5): device colours mean sRGB. Images with a profile of their own bear it (8.6.5.5).

use std::collections::BTreeMap;

use lopdf::{Document as Objects, Object, ObjectId, Stream, dictionary};
use moxcms::{ColorDateTime, ColorProfile};

use super::text_string::text;
use crate::diagnostic::Error;
use crate::pdf::content::image_id;

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

/// Gives the images of the pages their own colour profiles, by their index; one that several share is written once.
pub(super) fn of_images(
    objects: &mut Objects,
    resources: Option<ObjectId>,
    profiles: &[Option<Vec<u8>>],
) -> lopdf::Result<()> {
    let mut written: BTreeMap<&[u8], ObjectId> = BTreeMap::new();
    for (index, profile) in profiles.iter().enumerate() {
        let (Some(profile), Some(resources)) = (profile, resources) else { continue };
        let image = objects.get_dictionary(resources)?.get(b"XObject")?.as_dict()?;
        let image = image.get(image_id(index).0.as_bytes())?.as_reference()?;
        let is_gray = objects.get_object(image)?.as_stream()?.dict.get(b"ColorSpace")? == &Object::from("DeviceGray");
        let space = *written.entry(profile).or_insert_with(|| {
            let dict = dictionary! { "N" => if is_gray { 1 } else { 3 } };
            objects.add_object(Stream::new(dict, profile.clone()))
        });
        let image = objects.get_object_mut(image)?.as_stream_mut()?;
        image.dict.set("ColorSpace", vec!["ICCBased".into(), space.into()]);
    }
    Ok(())
}

/// The profile, always with the same date, and without the tag of ICC.1:2022 that PDF/A-2 does not know.
fn srgb() -> Result<Vec<u8>, Error> {
    let date = ColorDateTime { year: 2000, month: 1, day_of_the_month: 1, hours: 0, minutes: 0, seconds: 0 };
    let mut profile = ColorProfile::new_srgb();
    (profile.creation_date_time, profile.cicp) = (date, None);
    profile.encode().map_err(|cause| Error::Writer { format: "PDF", reason: cause.to_string() })
}
