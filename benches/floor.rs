//! The floor: what nobody can avoid who makes the same books of the same article, and nothing else. It reads the
//! source, shapes each distinct word once, deflates the final streams once at the levels that the books have, and
//! writes them.
//!
//! ```text
//! floor streams FOLDER BOOK...   takes the streams, inflated, out of finished books (PDF, EPUB)
//! floor run SOURCE FOLDER OUT    does the work, from the source and those streams
//! ```
//!
//! Levels are 9 as in PDFs and 4 as in EPUBs; the rows of a cover are deflated by runs alone, the ornament's too, which
//! warraq keeps deflated.
//! `benches/floor` runs both and compares.

#![allow(clippy::print_stdout, reason = "a program of its own")]

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use rustybuzz::{Direction, Face, ShapePlan, UnicodeBuffer, script};
use zlib_rs::{DeflateConfig, Strategy, compress_bound, compress_slice};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A stream and the level that it is deflated at.
type Stream = (u32, Vec<u8>);

/// Instead of a level: not deflated at all, and by runs alone.
const STORED: u32 = 0;
const RUNS: u32 = 1;

static FONT: &[u8] = include_bytes!("../fonts/Amiri-Regular.ttf");

fn main() -> Outcome<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.iter().map(|path| path.to_str()).collect::<Vec<_>>().as_slice() {
        [Some("streams"), _, _, ..] => take_streams(&arguments[1], &arguments[2..]),
        [Some("run"), _, _, _] => run(&arguments[1], &arguments[2], &arguments[3]),
        _ => Err("floor streams FOLDER BOOK... | floor run SOURCE FOLDER OUT".into()),
    }
}

fn run(source: &Path, folder: &Path, out: &Path) -> Outcome<()> {
    let text = fs::read_to_string(source)?;
    let streams = read_streams(folder)?;
    let (glyphs, deflated) = rayon::join(|| shape(&text), || deflate(&streams));
    let mut file = File::create(out)?;
    let mut size = 0;
    for stream in deflated? {
        size += stream.len();
        file.write_all(&stream)?;
    }
    println!("{} glyphs, {size} bytes", glyphs.ok_or("the font cannot be read")?);
    Ok(())
}

/// Shapes each distinct word once and counts their glyphs.
fn shape(text: &str) -> Option<usize> {
    let face = Face::from_slice(FONT, 0)?;
    let plan = ShapePlan::new(&face, Direction::RightToLeft, Some(script::ARABIC), None, &[]);
    let words: BTreeSet<&str> = text.split_whitespace().collect();
    let mut buffer = UnicodeBuffer::new();
    let mut glyphs = 0;
    for word in words {
        buffer.push_str(word);
        buffer.set_direction(Direction::RightToLeft);
        buffer.set_script(script::ARABIC);
        let shaped = rustybuzz::shape_with_plan(&face, &plan, buffer);
        glyphs += shaped.len();
        buffer = shaped.clear();
    }
    Some(glyphs)
}

fn deflate(streams: &[Stream]) -> std::io::Result<Vec<Vec<u8>>> {
    let one = |(level, bytes): &Stream| match *level {
        STORED => Ok(bytes.clone()),
        RUNS => {
            let config = DeflateConfig { strategy: Strategy::Rle, ..DeflateConfig::default() };
            let mut room = vec![0; compress_bound(bytes.len())];
            let (deflated, _) = compress_slice(&mut room, bytes, config);
            assert!(deflated.len() > 6, "the rows could not be deflated");
            Ok(deflated.to_vec())
        }
        level => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(bytes)?;
            encoder.finish()
        }
    };
    streams.par_iter().map(one).collect()
}

/// All streams of a folder are one file, so that reading them costs little: for each its level, its length, its bytes.
fn read_streams(folder: &Path) -> Outcome<Vec<Stream>> {
    let bytes = fs::read(folder.join("streams"))?;
    let mut rest = bytes.as_slice();
    let mut streams = Vec::new();
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (stream, others) = tail.split_at_checked(number(4) as usize).ok_or("the streams are cut off")?;
        streams.push((number(0), stream.to_vec()));
        rest = others;
    }
    Ok(streams)
}

fn take_streams(folder: &Path, books: &[PathBuf]) -> Outcome<()> {
    let mut streams = Vec::new();
    for book in books {
        match book.extension().and_then(|extension| extension.to_str()) {
            Some("pdf") => streams.extend(of_pdf(&fs::read(book)?)?),
            _ => streams.extend(of_epub(&fs::read(book)?)?),
        }
    }
    // The largest first, so that all processors are done at about the same time.
    streams.sort_by_key(|(level, bytes)| std::cmp::Reverse((*level, bytes.len())));
    fs::create_dir_all(folder)?;
    let mut file = File::create(folder.join("streams"))?;
    for (level, bytes) in &streams {
        file.write_all(&level.to_le_bytes())?;
        file.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
        file.write_all(bytes)?;
    }
    println!("{} streams, {} bytes", streams.len(), streams.iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
    Ok(())
}

/// The streams of a PDF, from `stream` to `endstream`; those without a filter are stored.
fn of_pdf(pdf: &[u8]) -> Outcome<Vec<Stream>> {
    let mut streams = Vec::new();
    let mut at = 0;
    while let Some(start) = find(&pdf[at..], b">>stream\n").map(|found| at + found + b">>stream\n".len()) {
        let end = start + find(&pdf[start..], b"\nendstream").ok_or("a stream has no end")?;
        let mut bytes = Vec::new();
        match ZlibDecoder::new(&pdf[start..end]).read_to_end(&mut bytes) {
            Ok(_) => streams.push((9, bytes)),
            Err(_) => streams.push((STORED, pdf[start..end].to_vec())),
        }
        at = end;
    }
    Ok(streams)
}

/// The entries of an EPUB; of a PNG its scan lines, since its maker had to deflate them.
fn of_epub(epub: &[u8]) -> Outcome<Vec<Stream>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub))?;
    let mut streams = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let is_stored = entry.compression() == zip::CompressionMethod::Stored;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if bytes.starts_with(b"\x89PNG") {
            let mut lines = Vec::new();
            ZlibDecoder::new(image_data(&bytes).as_slice()).read_to_end(&mut lines)?;
            streams.push((RUNS, lines));
        }
        streams.push((if is_stored { STORED } else { 4 }, bytes));
    }
    Ok(streams)
}

/// The contents of the chunks `IDAT` of a PNG.
fn image_data(png: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if &head[4..] == b"IDAT" {
            data.extend_from_slice(tail.get(..length).unwrap_or_default());
        }
        rest = tail.get(length + 4..).unwrap_or_default();
    }
    data
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
