//! Metadata of a package in detail (EPUB 3.3, 5.5 and appendix D): forms of values, names of properties.
//!
//! Each function returns the errors it finds.

use std::collections::BTreeMap;

use super::words::is_language;

/// Prefixes that need not be declared (EPUB 3.3, D.2.6).
const RESERVED: [&str; 9] = ["a11y", "dcterms", "marc", "media", "onix", "rendition", "schema", "xsd", "msv"];
/// Properties of metadata without a prefix.
const PROPERTIES: [&str; 14] = [
    "alternate-script",
    "authority",
    "belongs-to-collection",
    "collection-type",
    "display-seq",
    "file-as",
    "group-position",
    "identifier-type",
    "meta-auth",
    "pageBreakSource",
    "role",
    "source-of",
    "term",
    "title-type",
];
/// Properties of files.
const OF_FILES: [&str; 8] =
    ["cover-image", "mathml", "nav", "remote-resources", "scripted", "svg", "switch", "data-nav"];

/// Errors in the metadata. Each entry is an element or property with its values in order; `declared` holds the
/// package's prefixes.
pub(super) fn faults(metadata: &BTreeMap<String, Vec<String>>, declared: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, values) in metadata {
        if values.iter().any(|value| value.trim().is_empty()) {
            faults.push(format!("empty value: {key}"));
        }
        let is_dublin = ["identifier", "title", "language", "date"].contains(&key.as_str());
        if !is_dublin && !is_known(key, &PROPERTIES, declared) {
            faults.push(format!("the property {key} is unknown"));
        }
    }
    let values = |key: &str| metadata.get(key).map_or(&[][..], Vec::as_slice);
    for tag in values("language").iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty() && !is_language(tag)) {
        faults.push(format!("`{tag}` is not a language tag"));
    }
    match values("dcterms:modified") {
        [] => {}
        [moment] if is_moment(moment.trim()) => {}
        [moment] => faults.push(format!("dcterms:modified must have the form CCYY-MM-DDThh:mm:ssZ, not `{moment}`")),
        _ => faults.push("dcterms:modified is given more than once".into()),
    }
    match values("date") {
        [] => {}
        [day] if day.trim().starts_with(|letter: char| letter.is_ascii_digit()) => {}
        [day] => faults.push(format!("invalid date `{day}`; expected a form such as 2025-12-17")),
        _ => faults.push("it has more than one date of publication".into()),
    }
    faults
}

/// Errors in the properties of a file.
pub(super) fn of_file(file: &str, media_type: &str, properties: &str, declared: &str) -> Vec<String> {
    let words = properties.split_whitespace();
    let unknown = words.clone().filter(|word| !is_known(word, &OF_FILES, declared));
    let mut faults: Vec<String> = unknown.map(|word| format!("the property {word} of {file} is unknown")).collect();
    if words.clone().any(|word| word == "cover-image") && !media_type.starts_with("image/") {
        faults.push(format!("{file} is declared as the cover image but is not an image"));
    }
    faults
}

/// The type of picture that the first bytes show, if the manifest gives another.
pub(super) fn is_mistaken(media_type: &str, bytes: &[u8]) -> bool {
    match media_type {
        "image/png" => !bytes.starts_with(b"\x89PNG"),
        "image/jpeg" => !bytes.starts_with(&[0xff, 0xd8]),
        "image/gif" => !bytes.starts_with(b"GIF8"),
        "image/webp" => bytes.get(8..12) != Some(b"WEBP"),
        _ => false,
    }
}

fn is_known(property: &str, known: &[&str], declared: &str) -> bool {
    match property.split_once(':') {
        None => known.contains(&property),
        Some((prefix, _)) => {
            let of_package = || declared.split_whitespace().any(|word| word.strip_suffix(':') == Some(prefix));
            RESERVED.contains(&prefix) || of_package()
        }
    }
}

/// `CCYY-MM-DDThh:mm:ssZ`.
fn is_moment(text: &str) -> bool {
    const FORM: &str = "0000-00-00T00:00:00Z";
    let fits = |(form, letter): (char, char)| if form == '0' { letter.is_ascii_digit() } else { form == letter };
    text.len() == FORM.len() && FORM.chars().zip(text.chars()).all(fits)
}
