//! A feed or an archive of articles, in XML or JSON and any encoding, to its documents.
#![no_main]

use libfuzzer_sys::fuzz_target;
use warraq::parse::Format;
use warraq_fuzz::document;

fuzz_target!(|bytes: &[u8]| {
    document(bytes, Format::Feed, None);
});
