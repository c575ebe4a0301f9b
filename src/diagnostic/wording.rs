//! Messages of a length that people read, whatever a source puts into them.

/// A word longer than this is cut: an address, a path.
const LONGEST_WORD: usize = 160;
/// A `data:` address longer than this is cut.
const LONGEST_DATA: usize = 60;
/// How much is left of one that is cut.
const SHOWN: usize = 80;
/// A message longer than this is cut.
const LONGEST: usize = 1200;

/// A message without the bytes of `data:` addresses, with long words cut, and as a whole of bounded length.
pub(super) fn readable(message: String) -> String {
    if message.len() <= LONGEST_WORD && !message.contains("data:") {
        return message;
    }
    let mut text: String = message.split_inclusive(char::is_whitespace).map(word).collect();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A word, and the white space after it.
fn word(word: &str) -> String {
    let body = word.trim_end();
    let is_long = |most: usize| body.chars().nth(most).is_some();
    let most = match body
        .find("data:")
        .filter(|_| is_long(LONGEST_DATA))
        .and_then(|start| Some(start + body[start..].find(',')?))
    {
        // The kind of data is kept: `data:image/png;base64,`.
        Some(comma) => body[..comma].chars().count().min(SHOWN) + 1,
        None if is_long(LONGEST_WORD) => SHOWN,
        None => return word.to_owned(),
    };
    let Some((end, _)) = body.char_indices().nth(most) else { return word.to_owned() };
    // What closes it is kept, such as a grave accent.
    let close = body.rfind(|c: char| c.is_alphanumeric()).map_or(body.len(), |last| last + 1);
    let close = body.ceil_char_boundary(close.max(end));
    let tail = if body.len() - close <= 4 { &body[close..] } else { "" };
    format!("{}…{tail}{}", &body[..end], &word[body.len()..])
}

#[cfg(test)]
mod tests {
    use super::readable;

    fn check(message: &str, expected: &str) {
        assert_eq!(readable(message.to_owned()), expected);
    }

    #[test]
    fn long_addresses_and_data_are_cut() {
        check("the picture `صورة.png` is not there", "the picture `صورة.png` is not there");
        let data = format!("the picture `data:image/png;base64,{}` is broken", "iVBOR".repeat(900));
        check(&data, "the picture `data:image/png;base64,…` is broken");
        check("`data:image/png,x`", "`data:image/png,x`");
        let long = format!("see https://example.org/{}; left out", "ا".repeat(900));
        check(&long, &format!("see https://example.org/{}…; left out", "ا".repeat(60)));
    }

    #[test]
    fn messages_are_bounded() {
        let text = readable("كلمة ".repeat(9000));
        assert_eq!(text.chars().count(), 1201);
    }
}
