//! The file: object streams, a cross-reference stream and an identifier that follows from the content.

use std::cmp::Reverse;

use lopdf::{Dictionary, Document as Objects, Object, SaveOptions, Stream, StringFormat};
use rayon::prelude::*;

use super::numbers;
use crate::diagnostic::Error;
use crate::pdf::{deflate, hash};

/// Bytes of each half of the file identifier (ISO 32000-1, 14.4).
const ID_LEN: usize = 16;
/// Objects to an object stream: many, since each stream is compressed by itself.
const OBJECTS_PER_STREAM: usize = 1000;

/// Writes the objects as a file of version 1.7.
pub(super) fn write(mut objects: Objects) -> Result<Vec<u8>, Error> {
    objects.version = "1.7".into();
    numbers::renumber(&mut objects);
    compress(&mut objects);
    let half = Object::String(vec![0; ID_LEN], StringFormat::Hexadecimal);
    objects.trailer.set("ID", vec![half.clone(), half]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS_PER_STREAM)
        .compression_level(9)
        .build();
    let mut bytes = Vec::new();
    let saved = objects.save_with_options(&mut bytes, options);
    saved.map_err(|cause| Error::Writer { format: "PDF", reason: cause.to_string() })?;
    // Left as it is where something is not as expected.
    let _ = compress_cross_references(&mut bytes);
    fill_in_identifier(&mut bytes);
    Ok(bytes)
}

/// Compresses the cross-reference stream, which lopdf writes as it is. It is the last object, so nothing else moves;
/// half of its entries are alike.
fn compress_cross_references(bytes: &mut Vec<u8>) -> Option<()> {
    let start = number_at(bytes, find(bytes, bytes.len().checked_sub(40)?, b"startxref\n")?)?;
    let length_at = find(bytes, start, b"/Length ")?;
    let length = number_at(bytes, length_at)?;
    let content = find(bytes, length_at, b">>stream\n")?;
    let mut stream = Stream::new(Dictionary::new(), bytes.get(content..content + length)?.to_vec());
    deflate::compress(&mut stream);
    stream.dict.get(b"Filter").ok()?;
    let entries = format!("{}/Filter/FlateDecode", stream.content.len());
    bytes.splice(content..content + length, stream.content);
    bytes.splice(length_at..length_at + length.to_string().len(), entries.into_bytes());
    Some(())
}

/// The place after `wanted`, from `start` on.
fn find(bytes: &[u8], start: usize, wanted: &[u8]) -> Option<usize> {
    let at = bytes.get(start..)?.windows(wanted.len()).position(|window| window == wanted)?;
    Some(start + at + wanted.len())
}

/// The decimal number that begins at a place.
fn number_at(bytes: &[u8], start: usize) -> Option<usize> {
    let digits = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit());
    let digits: Vec<u8> = digits.copied().collect();
    String::from_utf8(digits).ok()?.parse().ok()
}

/// Compresses the streams that still are not, on all processors; the bytes do not depend on how many there are.
fn compress(objects: &mut Objects) {
    let streams = objects.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    let mut streams: Vec<&mut Stream> = streams.filter(|stream| stream.allows_compression).collect();
    // The largest are dealt out first, so that all processors are done at about the same time.
    streams.sort_by_key(|stream| Reverse(stream.content.len()));
    streams.into_par_iter().with_max_len(1).for_each(deflate::compress);
}

/// Puts the hash of the file, as it is with zeros there, in place of the identifier.
fn fill_in_identifier(bytes: &mut [u8]) {
    let zeros = "0".repeat(2 * ID_LEN);
    let both = format!("[<{zeros}><{zeros}>]");
    let identifier = format!("{:032X}", hash::fnv1a(bytes));
    let filled = format!("[<{identifier}><{identifier}>]");
    if let Some(at) = bytes.windows(both.len()).rposition(|window| window == both.as_bytes()) {
        bytes[at..at + both.len()].copy_from_slice(filled.as_bytes());
    }
}
