//! EPUBs made here file by file: what is locked, broken, or leads outside.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::parse::dump::dump_blocks;

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='o/p.opf'/></rootfiles></container>";

fn epub(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn book(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let package = "<package><metadata><title>كتاب</title></metadata><manifest><item id='a' href='a.xhtml' \
                   media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>";
    let page = format!("<html><body>{body}</body></html>");
    let own: [(&str, &[u8]); 3] = [
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("o/p.opf", package.as_bytes()),
        ("o/a.xhtml", page.as_bytes()),
    ];
    epub(&[&own, more].concat())
}

fn blocks(bytes: &[u8]) -> String {
    let (_, body) = parse(bytes, &mut Draft::default(), &mut Vec::new()).unwrap();
    dump_blocks(&body.blocks)
}

fn refused(bytes: &[u8]) -> String {
    match parse(bytes, &mut Draft::default(), &mut Vec::new()) {
        Err(Error::Source(diagnostic)) => diagnostic.message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn addresses_stay_in_the_archive() {
    let check = |from: &str, address: &str, path: &str, fragment: &str| {
        assert_eq!(resolve(from, address), Some((path.to_owned(), fragment.to_owned())));
    };
    check("o/text/a.xhtml", "../img/%D8%A3.png", "o/img/أ.png", "");
    check("o/a.xhtml", "#x", "o/a.xhtml", "x");
    check("o/a.xhtml", "../../../etc/passwd", "etc/passwd", "");
    assert_eq!(resolve("a", "https://example.org/x"), None);
}

#[test]
fn what_is_no_book_says_why() {
    assert!(refused(b"PK\x03\x04").starts_with("the EPUB file cannot be read"));
    assert!(refused(&epub(&[("a", b"")])).contains("META-INF/container.xml"));
    let locked = "<encryption><EncryptedData><EncryptionMethod Algorithm='aes'/></EncryptedData></encryption>";
    let locked = book("نص", &[("META-INF/encryption.xml", locked.as_bytes()), ("META-INF/license.lcpl", b"{}")]);
    assert_eq!(refused(&locked), "the EPUB is encrypted (Readium LCP); its text cannot be read");
}

#[test]
fn scrambled_fonts_do_not_lock_a_book() {
    let fonts = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/>\
                 </EncryptedData></encryption>";
    assert_eq!(blocks(&book("<p>نص</p>", &[("META-INF/encryption.xml", fonts.as_bytes())])), "paragraph نص\n");
}

#[test]
fn a_bomb_is_refused() {
    let wide = vec![b' '; 300 << 20];
    assert!(refused(&epub(&[("META-INF/container.xml", &wide)])).contains("unpacks to more than"));
}

#[test]
fn scripts_do_not_pass() {
    let page = "<p onclick='alert(1)'>نص<script>alert(2)</script></p><iframe src='x'/><p>آخر</p>";
    assert_eq!(blocks(&book(page, &[])), "paragraph نص\nparagraph آخر\n");
}
