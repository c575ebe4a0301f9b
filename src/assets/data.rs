//! Pictures that a document carries in its own text, as `data:` URLs (RFC 2397; Fetch Standard, 6).
//!
//! In: a URL. Out: the picture's bytes, bounded.

use data_url::DataUrl;

use super::Problem;

/// The largest picture within a text, in bytes of its URL.
const MAX_URL_BYTES: usize = 32 << 20;

/// Whether a path is a `data:` URL.
pub(super) fn is_data(path: &str) -> bool {
    path.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// The bytes of a `data:` URL.
pub(super) fn bytes(url: &str) -> Result<Vec<u8>, Problem> {
    if url.len() > MAX_URL_BYTES {
        return Err(Problem::TooLarge(format!("{} bytes within the text; at most {MAX_URL_BYTES}", url.len())));
    }
    let broken = || Problem::Unreadable("its data: URL is broken".into());
    let (bytes, _) = DataUrl::process(url).map_err(|_| broken())?.decode_to_vec().map_err(|_| broken())?;
    Ok(bytes)
}
