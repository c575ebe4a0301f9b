//! What font files are packed in: WOFF, WOFF2 and collections of faces.
//!
//! In: the bytes of any font file. Out: one plain TrueType or OpenType file for each of its faces, so that nothing else
//! needs to know of containers. What a file unpacks to is bounded before anything is unpacked.

use std::panic::catch_unwind;

/// Bytes that a file may unpack to, all its faces together.
const MOST_UNPACKED: usize = 128 << 20;
/// Faces of a collection.
const MOST_FACES: usize = 128;
/// Bytes of the header of a plain file, and of each record in its table directory (OpenType, "Table directory").
const HEADER: usize = 12;
const RECORD: usize = 16;

/// The plain files of a font file.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn unpack(file: Vec<u8>) -> Result<Vec<Vec<u8>>, String> {
    const SIGNATURE: usize = 4;
    let plain = match file.get(..SIGNATURE) {
        Some(b"wOFF") => unpacked(&file, size_of_woff(&file), |file| wuff::decompress_woff1(file).ok())?,
        // Held to 128 MiB and a hundredfold of its own size by the crate.
        Some(b"wOF2") => unpacked(&file, Some(0), |file| wuff::decompress_woff2(file).ok())?,
        _ => file,
    };
    match plain.get(..SIGNATURE) {
        Some(b"ttcf") => faces(&plain),
        Some(b"\x00\x01\x00\x00" | b"true" | b"OTTO") => Ok(vec![plain]),
        _ => Err("it is neither TrueType nor OpenType, plain or as WOFF".into()),
    }
}

fn unpacked(file: &[u8], size: Option<usize>, unpack: fn(&[u8]) -> Option<Vec<u8>>) -> Result<Vec<u8>, String> {
    if size.is_some_and(|size| size > MOST_UNPACKED) {
        return Err(too_large());
    }
    let plain = size.and_then(|_| catch_unwind(|| unpack(file)).ok().flatten());
    plain.ok_or_else(|| "its WOFF container is damaged".to_owned())
}

fn too_large() -> String {
    format!("it unpacks to more than {} MiB", MOST_UNPACKED >> 20)
}

/// What the tables of a WOFF file unpack to (WOFF 1.0, 4): `None` where they lie outside of the file.
fn size_of_woff(file: &[u8]) -> Option<usize> {
    const WOFF_HEADER: usize = 44;
    const WOFF_RECORD: usize = 20;
    let count = usize::from(short(file, 12)?);
    let directory = file.get(WOFF_HEADER..WOFF_HEADER + count * WOFF_RECORD)?;
    let sizes = directory.chunks_exact(WOFF_RECORD).map(|record| {
        let (offset, packed) = (long(record, 4)?, long(record, 8)?);
        file.get(offset..offset.checked_add(packed)?)?;
        long(record, 12)
    });
    sizes.sum()
}

/// Each face of a collection with the tables it uses (OpenType, "Font collections").
fn faces(collection: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let damaged = || "its collection of faces is damaged".to_owned();
    let count = long(collection, 8).ok_or_else(damaged)?;
    if count > MOST_FACES {
        return Err(format!("it holds more than {MOST_FACES} faces"));
    }
    let mut all = Vec::new();
    let mut size = 0;
    for index in 0..count {
        let at = long(collection, HEADER + 4 * index).ok_or_else(damaged)?;
        let tables = tables(collection, at).ok_or_else(damaged)?;
        size += tables.iter().map(|(_, table)| table.len()).sum::<usize>();
        if size > MOST_UNPACKED {
            return Err(too_large());
        }
        all.push(assembled(&collection[at..at + HEADER], &tables));
    }
    Ok(all)
}

/// The tables of the face whose directory begins at an offset, each with its record; `None` where one lies outside of
/// the file.
pub(super) fn tables(file: &[u8], directory: usize) -> Option<Vec<(&[u8], &[u8])>> {
    let count = usize::from(short(file, directory.checked_add(4)?)?);
    let start = directory.checked_add(HEADER)?;
    let records = file.get(start..start.checked_add(count * RECORD)?)?.chunks_exact(RECORD);
    let table = |record| {
        let (offset, length) = (long(record, 8)?, long(record, 12)?);
        Some((record, file.get(offset..offset.checked_add(length)?)?))
    };
    records.map(table).collect()
}

/// A plain file of tables; each begins at a multiple of four bytes.
fn assembled(header: &[u8], tables: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut file = header.to_vec();
    let mut at = HEADER + tables.len() * RECORD;
    for (record, table) in tables {
        file.extend_from_slice(&record[..8]);
        // What unpacks to so little has offsets of four bytes.
        file.extend_from_slice(&u32::try_from(at).unwrap_or_default().to_be_bytes());
        file.extend_from_slice(&record[12..]);
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend_from_slice(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

/// A number of two bytes.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|number| u16::from_be_bytes(*number))
}

/// A number of four bytes.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let number = u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?);
    usize::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &[u8] = include_bytes!("../../tests/fonts/TrialOutlines.otf");
    const WOFF: &[u8] = include_bytes!("../../tests/texts/kitab.woff");
    const WOFF2: &[u8] = include_bytes!("../../tests/texts/kitab.woff2");

    /// The font of the tests several times over, as a collection: all faces use the same tables.
    fn collection(count: u32) -> Vec<u8> {
        let start = 12 + 4 * count;
        let mut file = [b"ttcf\x00\x01\x00\x00".as_slice(), &count.to_be_bytes()].concat();
        (0..count).for_each(|_| file.extend_from_slice(&start.to_be_bytes()));
        let mut face = PLAIN.to_vec();
        let tables = usize::from(short(PLAIN, 4).unwrap());
        for record in face[HEADER..HEADER + tables * RECORD].chunks_exact_mut(RECORD) {
            let offset = u32::from_be_bytes(*record[8..].first_chunk().unwrap()) + start;
            record[8..12].copy_from_slice(&offset.to_be_bytes());
        }
        file.extend_from_slice(&face);
        file
    }

    fn letters(files: Result<Vec<Vec<u8>>, String>) -> Vec<bool> {
        let has = |file: &Vec<u8>| ttf_parser::Face::parse(file, 0).unwrap().glyph_index('ك').is_some();
        files.unwrap().iter().map(has).collect()
    }

    #[test]
    fn every_container_gives_its_faces() {
        assert_eq!(unpack(PLAIN.to_vec()).unwrap(), [PLAIN]);
        for (file, faces) in [(WOFF.to_vec(), 1), (WOFF2.to_vec(), 1), (collection(1), 1), (collection(3), 3)] {
            assert_eq!(letters(unpack(file)), vec![true; faces]);
        }
    }

    #[test]
    fn what_cannot_be_unpacked_is_named() {
        let check = |file: Vec<u8>, expected: &str| assert_eq!(unpack(file).unwrap_err(), expected);
        check(Vec::new(), "it is neither TrueType nor OpenType, plain or as WOFF");
        check(b"%!PS-AdobeFont".to_vec(), "it is neither TrueType nor OpenType, plain or as WOFF");
        check(WOFF[..60].to_vec(), "its WOFF container is damaged");
        check(WOFF2[..60].to_vec(), "its WOFF container is damaged");
        check(collection(129), "it holds more than 128 faces");
        check(collection(3)[..40].to_vec(), "its collection of faces is damaged");
        let mut boast = WOFF.to_vec();
        boast[44 + 12..44 + 16].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff]);
        check(boast, "it unpacks to more than 128 MiB");
    }

    #[test]
    fn no_damage_brings_the_reader_down() {
        for file in [WOFF, WOFF2, &collection(2)] {
            for at in 0..file.len().min(600) {
                let mut damaged = file.to_vec();
                damaged[at] ^= 0xff;
                let _ = unpack(damaged);
            }
        }
    }
}
