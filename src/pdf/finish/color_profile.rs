//! The output intent (ISO 32000-1, 14.11.5): device colours mean sRGB. Images with a profile of their own bear it
//! (8.6.5.5).

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Document as Objects, Object, ObjectId, Stream, dictionary};
use moxcms::ColorProfile;

use super::image_object;
use super::text_string::text;
use crate::diagnostic::Error;
use crate::pdf::image::Completion;

/// Where the header of a profile has its date (ICC.1:2010, 7.2.8), and the start of the year 2000 as it is written
/// there.
const DATE: Range<usize> = 24..36;
const START_OF_2000: [u8; 12] = [7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];

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
    images: &[Completion],
) -> lopdf::Result<()> {
    let mut written: BTreeMap<&[u8], ObjectId> = BTreeMap::new();
    for (index, image) in images.iter().enumerate() {
        let (Completion::Profile(profile), Some(resources)) = (image, resources) else { continue };
        let image = image_object(objects, resources, index)?;
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

/// The profile, without the tag of ICC.1:2022 that PDF/A-2 does not know, and always with the same date.
fn srgb() -> Result<Vec<u8>, Error> {
    let failed = |reason: String| Error::Writer { format: "PDF", reason };
    let mut profile = ColorProfile::new_srgb();
    profile.cicp = None;
    let mut bytes = profile.encode().map_err(|cause| failed(cause.to_string()))?;
    // The encoder writes the date of the clock whatever the profile says.
    let date = bytes.get_mut(DATE).ok_or_else(|| failed("the sRGB profile has no header".into()))?;
    date.copy_from_slice(&START_OF_2000);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_has_a_fixed_date() {
        let bytes = srgb().unwrap();
        assert_eq!(bytes[DATE], START_OF_2000);
        let profile = ColorProfile::new_from_slice(&bytes).unwrap();
        assert_eq!((profile.creation_date_time.year, profile.creation_date_time.month), (2000, 1));
    }
}
