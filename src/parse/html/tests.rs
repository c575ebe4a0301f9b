//! Pages and fragments in, documents and warnings out.

use crate::diagnostic::{Source, Warned};
use crate::document::Document;
use crate::parse::dump::dump_blocks;
use crate::parse::{Format, Overrides, PageScope, parse};

fn read(html: &str, page: PageScope) -> Warned<Document> {
    let source = Source { name: "صفحة.html".into(), text: html.into() };
    parse(&source, Format::Html, &Overrides { page, ..Overrides::default() }).unwrap()
}

#[test]
fn show() {
    for file in ["news", "blog"] {
        let html = std::fs::read_to_string(format!("tests/sources/html/{file}.html")).unwrap();
        let d = read(&html, PageScope::Article);
        println!("{:#?}\n{}", d.value.metadata, dump_blocks(&d.value.blocks));
        for f in &d.value.footnotes { println!("note {} {}", f.label, dump_blocks(&f.blocks)); }
        println!("{:#?}", d.warnings);
    }
}
