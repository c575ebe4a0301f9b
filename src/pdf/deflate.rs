//! Streams compressed (FlateDecode, ISO 32000-1, 7.4.4).
//!
//! In: a stream. Out: the same compressed, where that makes it smaller. A thread keeps its compressor: making one takes
//! as long as compressing a page, and hundreds of them leave the heap in shreds.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::Stream;

/// What the entry for the filter takes.
const ENTRY: usize = "/Filter/FlateDecode".len();

thread_local! {
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::best(), true));
}

/// Compresses a stream that has no filter yet.
pub(super) fn compress(stream: &mut Stream) {
    if stream.dict.has(b"Filter") {
        return;
    }
    if let Some(packed) = COMPRESSOR.with_borrow_mut(|compressor| packed(compressor, &stream.content)) {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
}

/// The data compressed; `None` where that would not make the file smaller.
fn packed(compressor: &mut Compress, data: &[u8]) -> Option<Vec<u8>> {
    compressor.reset();
    let mut packed = Vec::with_capacity(data.len().saturating_sub(ENTRY));
    let status = compressor.compress_vec(data, &mut packed, FlushCompress::Finish).ok()?;
    let is_smaller = status == Status::StreamEnd && packed.len() + ENTRY < data.len();
    // In exactly the room it needs: these are kept until the file is written.
    is_smaller.then(|| packed.as_slice().to_vec())
}

#[cfg(test)]
mod tests {
    use lopdf::Dictionary;

    use super::*;

    #[test]
    fn what_gets_smaller_is_compressed_and_the_same_again_each_time() {
        let text = "BT /F1 12 Tf <0001> Tj ET\n".repeat(40).into_bytes();
        let compressed = |data: &[u8]| {
            let mut stream = Stream::new(Dictionary::new(), data.to_vec());
            compress(&mut stream);
            stream
        };
        let first = compressed(&text);
        assert!(first.content.len() < text.len() / 4);
        assert_eq!(first.decompressed_content().unwrap(), text);
        assert_eq!(compressed(&text).content, first.content);
        for small in [&b""[..], b"BT ET", b"0123456789abcdefghijklmnopqrstuvwxyz"] {
            let stream = compressed(small);
            assert!(stream.content == small && !stream.dict.has(b"Filter"));
        }
        let mut twice = first.clone();
        compress(&mut twice);
        assert_eq!(twice.content, first.content);
    }
}
