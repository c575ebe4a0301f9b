//! Line breaks as WordPress stores them: blank lines part paragraphs, others are breaks that readers see.
//!
//! In: the HTML of a post as it is typed. Out: the same with `<p>` and `<br>` where its line breaks mean them. Line breaks
//! beside blocks mean nothing, and those of preformatted text stay.

use super::display::is_block;
use crate::parse::piece::Piece;

/// Elements whose line breaks are their own.
const PREFORMATTED: [&str; 5] = ["pre", "textarea", "script", "style", "svg"];

/// Makes paragraphs of lines. A post of the block editor has its paragraphs already.
pub(in crate::parse) fn as_paragraphs(html: Piece) -> Piece {
    if html.text.contains("<!-- wp:") || !html.text.contains('\n') {
        return html;
    }
    let tokens = tokens(&html.text);
    let mut out = Piece::default();
    let mut preformatted = 0_usize;
    let mut at = 0;
    for (index, token) in tokens.iter().enumerate() {
        let place = html.place(at);
        match token {
            Token::Tag { name, is_end, text } => {
                if PREFORMATTED.contains(&name.as_str()) && !text.ends_with("/>") {
                    preformatted = if *is_end { preformatted.saturating_sub(1) } else { preformatted + 1 };
                }
                out.push(text, place);
            }
            Token::Text(text) if preformatted > 0 => out.push(text, place),
            Token::Text(text) => {
                let [before, after] = [index.checked_sub(1), Some(index + 1)].map(|beside| parts(&tokens, beside));
                push_lines(text, place, before, after, &mut out);
            }
        }
        at += token.text().len();
    }
    out
}

/// Whether the token at an index, or the end of the text, stands apart from the text beside it.
fn parts(tokens: &[Token<'_>], index: Option<usize>) -> bool {
    match index.and_then(|index| tokens.get(index)) {
        None => true,
        Some(Token::Tag { name, text, .. }) => is_block(name) || name == "br" || text.starts_with("<!--"),
        Some(Token::Text(_)) => false,
    }
}

/// Writes a text, its line breaks as what they mean.
fn push_lines(text: &str, place: usize, parted_before: bool, parted_after: bool, out: &mut Piece) {
    let end = text.trim_end().len();
    let mut at = 0;
    while let Some(newline) = text[at..].find('\n').map(|offset| at + offset) {
        let length = text[newline..].find(|c: char| !c.is_whitespace()).unwrap_or(text.len() - newline);
        let bare = text[at..newline].trim_end();
        out.push(bare, place + at);
        let is_first = text[..newline].trim().is_empty();
        let is_last = newline >= end;
        let blank = &text[newline..newline + length];
        if is_first && parted_before || is_last && parted_after {
            out.push("\n", place + newline);
        } else if blank.matches('\n').count() > 1 {
            out.push("\n<p>", place + newline);
        } else {
            out.push("<br>\n", place + newline);
        }
        at = newline + length;
    }
    out.push(&text[at..], place + at);
}

/// A tag or comment, or what is between two.
enum Token<'a> {
    Tag { name: String, is_end: bool, text: &'a str },
    Text(&'a str),
}

impl Token<'_> {
    fn text(&self) -> &str {
        match self {
            Token::Tag { text, .. } | Token::Text(text) => text,
        }
    }
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut start) = (0, 0);
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[open + 1..];
        let is_comment = rest.starts_with("!--");
        let is_tag = is_comment || rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        let end = match is_comment {
            true => rest.find("-->").map(|length| open + 1 + length + 3),
            false => tag_end(rest).map(|length| open + 1 + length),
        };
        let Some(end) = end.filter(|_| is_tag) else {
            at = open + 1;
            continue;
        };
        if start < open {
            tokens.push(Token::Text(&html[start..open]));
        }
        let name = rest.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let (name, is_end) = (name.to_ascii_lowercase(), rest.starts_with('/'));
        tokens.push(Token::Tag { name, is_end, text: &html[open..end] });
        (at, start) = (end, end);
    }
    if start < html.len() {
        tokens.push(Token::Text(&html[start..]));
    }
    tokens
}

/// The length of a tag up to its `>`, which may stand in quotation marks before; a tag is never longer than a line of
/// data.
fn tag_end(rest: &str) -> Option<usize> {
    const LONGEST: usize = 1 << 20;
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    rest.find('>').map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let mut piece = Piece::default();
        piece.push(html, 0);
        assert_eq!(as_paragraphs(piece).text, expected);
    }

    #[test]
    fn lines_mean_breaks_and_blank_lines_paragraphs() {
        check("فقرة.\n\nأخرى <b>بخط</b>\nسطر", "فقرة.\n<p>أخرى <b>بخط</b><br>\nسطر");
        check("أ\r\n\r\n\r\nب", "أ\n<p>ب");
        check("<strong>أ</strong>\n\n<em>ب</em>\n", "<strong>أ</strong>\n<p><em>ب</em>\n");
    }

    #[test]
    fn breaks_beside_blocks_mean_nothing() {
        check("<ul>\n<li>أ</li>\n</ul>\n\nنص\n<h2>ب</h2>\n\nج", "<ul>\n<li>أ</li>\n</ul>\nنص\n<h2>ب</h2>\nج");
        check("<pre>أ\n\nب</pre>\nج", "<pre>أ\n\nب</pre>\nج");
        check("<!-- wp:paragraph --><p>أ\n\nب</p>", "<!-- wp:paragraph --><p>أ\n\nب</p>");
        check("أ < ب\nج", "أ < ب<br>\nج");
        check("<a title='>\n'>أ</a>\n", "<a title='>\n'>أ</a>\n");
    }
}
