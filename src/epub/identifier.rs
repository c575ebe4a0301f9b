//! The name by which reading systems know the book again.
//!
//! In: a document. Out: the author's identifier, else a UUID made from the text (RFC 9562, version 5): the same text
//! gives the same name, whatever the day and the machine. An identifier that claims to be a UUID and is none becomes
//! one made from what it says.

use uuid::Uuid;

use crate::document::{Block, BlockKind, Document, Inline, is_blank, plain_text};

/// The namespace of names made here.
const NAMESPACE: Uuid = Uuid::from_u128(0x6a1d_37c4_52f0_4e0b_9c7e_3f27_5d0c_81ab);

/// The identifier, as `dc:identifier` gives it.
pub(super) fn of(document: &Document) -> String {
    match document.metadata.identifier.as_deref().map(str::trim) {
        Some(given) if is_false_uuid(given) => Uuid::new_v5(&NAMESPACE, given.as_bytes()).urn().to_string(),
        Some(given) if !is_blank(given) => given.to_owned(),
        _ => Uuid::new_v5(&NAMESPACE, text_of(document).as_bytes()).urn().to_string(),
    }
}

/// Whether an identifier claims to be a UUID and is none.
pub(super) fn is_false_uuid(identifier: &str) -> bool {
    const PREFIX: &str = "urn:uuid:";
    let (prefix, uuid) = identifier.split_at_checked(PREFIX.len()).unwrap_or_default();
    prefix.eq_ignore_ascii_case(PREFIX) && Uuid::try_parse(uuid).is_err()
}

/// Title, authors and every letter of the text, each ended by a control that no text holds.
fn text_of(document: &Document) -> String {
    let mut text = String::new();
    push(&mut text, &document.metadata.title);
    document.metadata.authors.iter().for_each(|author| push(&mut text, author));
    push_blocks(&mut text, &document.blocks);
    document.footnotes.iter().for_each(|note| push_blocks(&mut text, &note.blocks));
    text
}

fn push_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text: code, .. } => push(text, code),
            BlockKind::Figure { image, .. } => push(text, &image.path),
            BlockKind::ThematicBreak => push(text, ""),
            _ => {}
        }
        block.kind.inlines().into_iter().for_each(|content| push_inlines(text, content));
        block.kind.children().into_iter().for_each(|inner| push_blocks(text, inner));
    }
}

fn push_inlines(text: &mut String, content: &[Inline]) {
    push(text, &plain_text(content));
}

fn push(text: &mut String, part: &str) {
    const UNIT_SEPARATOR: char = '\u{1f}';
    text.push_str(part);
    text.push(UNIT_SEPARATOR);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Metadata;

    fn check(identifier: Option<&str>, title: &str, expected: &str) {
        let metadata = Metadata { title: title.into(), identifier: identifier.map(Into::into), ..Metadata::default() };
        assert_eq!(of(&Document { metadata, ..Document::default() }), expected);
    }

    #[test]
    fn the_given_one_wins_and_the_made_one_is_stable() {
        check(Some(" urn:isbn:9780000000002 "), "كتاب", "urn:isbn:9780000000002");
        check(Some("URN:uuid:17"), "كتاب", "urn:uuid:ffb021ba-9d6b-5743-b20c-873b879a86cb");
        check(
            Some("urn:uuid:ea63a4e9-daed-5e0a-9196-3839d7874bdf"),
            "",
            "urn:uuid:ea63a4e9-daed-5e0a-9196-3839d7874bdf",
        );
        check(Some("\u{1}"), "كتاب", "urn:uuid:ea63a4e9-daed-5e0a-9196-3839d7874bdf");
        check(Some(" "), "كتاب", "urn:uuid:ea63a4e9-daed-5e0a-9196-3839d7874bdf");
        check(None, "كتاب", "urn:uuid:ea63a4e9-daed-5e0a-9196-3839d7874bdf");
        check(None, "كتاب آخر", "urn:uuid:4e4aba97-4155-5d15-b31b-f0015000274e");
    }
}
