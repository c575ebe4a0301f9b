//! Addresses of the web and of mail in running text, as links (GitHub Flavored Markdown, 6.9).
//!
//! In: blocks. Out: the same with a link for each `https://…`, `http://…`, `www.…` and `name@host.tld` that is not code
//! or a link already. Stops at the end of an address belong to the sentence, Arabic ones too.

use super::walk;
use crate::diagnostic::Span;
use crate::document::{Block, Inline};

/// The longest address, in bytes; bounds the search for its end.
const LONGEST: usize = 2048;

/// Makes links.
pub(super) fn link(blocks: &mut [Block]) {
    walk::runs(blocks, &mut |run| link_run(run));
}

fn link_run(run: &mut Vec<Inline>) {
    let needed = |inline: &Inline| matches!(inline, Inline::Text { text, .. } if find(text).is_some());
    if run.iter().any(needed) {
        let old = std::mem::take(run);
        for inline in old {
            match inline {
                Inline::Text { text, span } => push_linked(run, &text, span),
                other => run.push(other),
            }
        }
    }
    for inline in run {
        if !matches!(inline, Inline::Link { .. })
            && let Some(inner) = inline.children_mut()
        {
            link_run(inner);
        }
    }
}

fn push_linked(run: &mut Vec<Inline>, text: &str, span: Span) {
    let exact = span.end - span.start == text.len();
    let place = |from: usize, to: usize| if exact { Span::new(span.start + from, span.start + to) } else { span };
    let part = |from: usize, to: usize| Inline::Text { text: text[from..to].into(), span: place(from, to) };
    let mut at = 0;
    while let Some((start, end)) = find(&text[at..]) {
        let (start, end) = (at + start, at + end);
        if start > at {
            run.push(part(at, start));
        }
        let address = &text[start..end];
        let target = match address {
            _ if address.starts_with("www.") => format!("https://{address}"),
            _ if address.contains("://") => address.to_owned(),
            _ => format!("mailto:{address}"),
        };
        run.push(Inline::Link { target, content: vec![part(start, end)], span: place(start, end) });
        at = end;
    }
    if at < text.len() {
        run.push(part(at, text.len()));
    }
}

/// The first address of a text.
fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find(['h', 'w', '@', 'H']).map(|at| from + at) {
        let found = match text.as_bytes()[at] {
            b'@' => mail(text, at),
            _ => web(text, at),
        };
        if found.is_some() {
            return found;
        }
        from = at + 1;
    }
    None
}

fn web(text: &str, start: usize) -> Option<(usize, usize)> {
    let rest = &text[start..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let prefix = ["https://", "http://", "www."]
        .into_iter()
        .find(|prefix| rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)))?;
    // A conjunction such as «و» may stand before it without a space.
    if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/') {
        return None;
    }
    // A host is at most 253 long (RFC 1035, 2.3.4); what has none is not looked at any further.
    let head = &rest[prefix.len()..rest.floor_char_boundary(prefix.len() + 256)];
    let host = &head[..head.find(|c: char| is_end(c) || matches!(c, '/' | '?' | '#' | ':')).unwrap_or(head.len())];
    let host = &host[..without_stops(host)];
    if host.starts_with('.') || !host.contains('.') || host.contains("..") {
        return None;
    }
    let length = without_stops(&rest[..rest.find(is_end).unwrap_or(rest.len())]);
    Some((start, start + length))
}

/// Whether a character ends an address.
fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '،' | '؛' | '؟')
}

/// The length of an address without the stops at its end, and without a bracket that it does not open.
fn without_stops(address: &str) -> usize {
    const STOPS: [char; 14] = ['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~', '…', '۔', ']', '}'];
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut address = address;
    loop {
        address = address.trim_end_matches(STOPS);
        match address.strip_suffix(')').filter(|_| closed > opened) {
            Some(rest) => (address, closed) = (rest, closed - 1),
            None => return address.len(),
        }
    }
}

fn mail(text: &str, at: usize) -> Option<(usize, usize)> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    // Names are at most 64 long (RFC 5321, 4.5.3.1.1): a search back stays short.
    let start = text[..at].char_indices().rev().take(64).take_while(|&(_, c)| is_local(c)).last()?.0;
    let host = &text[at + 1..];
    let host = &host[..host.find(|c| !is_host(c)).unwrap_or(host.len())];
    let host = host.trim_end_matches('.');
    let good = host.contains('.') && !host.starts_with('.') && !host.ends_with(['-', '_']) && !host.contains("..");
    good.then_some((start, at + 1 + host.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some((start, end)) = find(&text[at..]) {
            found.push(&text[at + start..at + end]);
            at += end;
        }
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn addresses_end_before_stops() {
        check("انظر https://example.org/خط، ثم عد.", &["https://example.org/خط"]);
        check("(http://example.org/a_(b)).", &["http://example.org/a_(b)"]);
        check("www.example.org؟ و a.b+c@example.org.", &["www.example.org", "a.b+c@example.org"]);
        check("وhttps://example.org/أ وwww.example.org", &["https://example.org/أ", "www.example.org"]);
        check("https:// xhttps://example.org http://x @ a@b www", &[]);
    }

    #[test]
    fn long_texts_take_no_more_than_their_share() {
        check(&"@".repeat(200_000), &[]);
        check(&"a@".repeat(100_000), &[]);
        check(&"wh".repeat(100_000), &[]);
        check(&"www..".repeat(100_000), &[]);
        check(&format!("https://a.b/{}", ")".repeat(100_000)), &["https://a.b/"]);
    }
}
