//! The structure of whole files compared with the document, construct by construct, and with the pages' content.

use std::collections::BTreeSet;

use lopdf::content::Content;
use lopdf::{Dictionary, Document as Objects, Object, ObjectId};

use super::*;
use crate::direction::{Directed, settle};
use crate::document::Lang;
use crate::layout::frame::{CellSpans, HeaderScope, StructureElement, StructureRole};
use crate::layout::layout;
use crate::parse::{DecodeOptions, Format, Overrides, decode, parse};
use crate::style::Stylesheet;

/// Lays out a Markdown source.
fn laid_out(source: &str) -> (PagedDocument, Directed) {
    let source = decode("book.md", format!("---\ntitle: كتاب\n---\n{source}").into_bytes(), &DecodeOptions::default())
        .unwrap()
        .value;
    let document = settle(parse(&source, Format::Markdown, &Overrides::default()).unwrap().value);
    (layout(&document, &Stylesheet::default(), &FontSet::builtin()).value, document)
}

fn file(pages: &PagedDocument, document: &Document) -> Objects {
    let bytes = write(pages.clone(), document, &FontSet::builtin(), &PdfOptions::default()).unwrap().value;
    Objects::load_mem(&bytes).unwrap()
}

/// The tree that the PDF of a source must have below the title: two spaces for each level, the type of each element
/// with what sets it apart, a dot for marked content and an arrow for an annotation.
fn check(source: &str, expected: &[&str]) {
    let (pages, document) = laid_out(source);
    let file = file(&pages, &document);
    let dump = Dump::of(&file);
    assert_eq!(dump.lines[..2], ["Document RlTb", "  H1 ·"], "{source}");
    assert_eq!(dump.lines[2..], *expected, "{source}");
    dump.check_content(&file);
}

#[test]
fn headings_leave_no_level_out() {
    check("# باب\n\n#### فصل\n\n### قسم\n\n## باب", &["  H1 ·", "  H2 ·", "  H3 ·", "  H2 ·"]);
}

#[test]
fn links_and_code_stand_in_their_paragraph() {
    check(
        "نص [رابط `code` هنا](https://example.org/) ثم `ls` وبعده.",
        &["  P · · ·", "    Link · · →", "      Code ·", "    Code ·"],
    );
}

#[test]
fn lists_have_labels_and_bodies() {
    check(
        "1. أول\n2. ثان\n   - داخل\n",
        &[
            "  L Decimal",
            "    LI",
            "      Lbl ·",
            "      LBody",
            "        P ·",
            "    LI",
            "      Lbl ·",
            "      LBody",
            "        P ·",
            "        L Disc",
            "          LI",
            "            Lbl ·",
            "            LBody",
            "              P ·",
        ],
    );
}

/// A note is read after the block that refers to it first, and one that it refers to after it.
#[test]
fn notes_follow_what_refers_to_them() {
    let reference = ["    Reference", "      Link · →"];
    let number = ["    Lbl", "      Link · →"];
    let expected = [
        &["  P · ·"][..],
        &reference,
        &["  Note note000001"],
        &number,
        &["    L Disc", "      LI", "        Lbl ·", "        LBody", "          P ·"],
        &["            Reference", "              Link · →"],
        &["  Note note000002"],
        &number,
        &["    P ·", "  P · ·"],
        &reference,
    ];
    check("نص[^أ] وبعده.\n\nتال[^أ].\n\n[^أ]: - بند[^ب]\n[^ب]: حاشية في حاشية.\n", &expected.concat());
}

#[test]
fn quotes_code_and_left_to_right_text() {
    check(
        "> قول\n>\n> وقول\n\n```sh\nls\n```\n\n---\n\nAll of it",
        &["  BlockQuote", "    P ·", "    P ·", "  P", "    Code LrTb ·", "  P LrTb ·"],
    );
}

#[test]
fn a_paragraph_over_pages_is_one_element() {
    let (pages, document) = laid_out(&"كلمة طويلة جدا ".repeat(900));
    let file = file(&pages, &document);
    let dump = Dump::of(&file);
    assert!(file.get_pages().len() > 1);
    assert_eq!(dump.lines[2], format!("  P{}", " ·".repeat(file.get_pages().len())));
    assert_eq!(dump.lines.len(), 3);
    dump.check_content(&file);
}

/// Elements that are drawn late or not at all stand where the structure has them.
#[test]
fn tables_notes_and_figures() {
    let (mut pages, document) = laid_out("نص");
    let add = |pages: &mut PagedDocument, parent, role| pages.structure.add(parent, StructureElement::new(role));
    let table = add(&mut pages, None, StructureRole::Table);
    let row = add(&mut pages, Some(table), StructureRole::TableRow);
    let header = StructureRole::TableHeader { scope: HeaderScope::Column, spans: CellSpans { columns: 2, rows: 3 } };
    let header = add(&mut pages, Some(row), header);
    add(&mut pages, Some(row), StructureRole::TableCell { spans: CellSpans { columns: 1, rows: 1 } });
    let note = add(&mut pages, None, StructureRole::Note);
    let figure = StructureElement { alt: Some("خريطة".into()), ..StructureElement::new(StructureRole::Figure) };
    let figure = pages.structure.add(None, figure);
    pages.structure.elements[figure.index()].lang = Some(Lang("fa".into()));
    let text = pages.pages[0].items.iter().find(|item| item.element.is_some()).unwrap().clone();
    for element in [figure, note, header] {
        pages.pages[0].items.push(crate::layout::frame::Item { element: Some(element), ..text.clone() });
    }
    let file = file(&pages, &document);
    let dump = Dump::of(&file);
    let expected =
        ["  Table", "    TR", "      TH Column 2 3 ·", "      TD", "  Note note000001 ·", "  Figure خريطة fa BBox ·"];
    assert_eq!(dump.lines[3..], expected);
    dump.check_content(&file);
}

/// The structure tree as text, and the marked content that it holds.
#[derive(Default)]
struct Dump {
    lines: Vec<String>,
    content: BTreeSet<(ObjectId, i64)>,
}

impl Dump {
    fn of(file: &Objects) -> Dump {
        let root = file.catalog().unwrap().get_deref(b"StructTreeRoot", file).unwrap().as_dict().unwrap();
        let mut dump = Dump::default();
        dump.element(file, root.get(b"K").unwrap(), 0);
        dump
    }

    fn element(&mut self, file: &Objects, object: &Object, depth: usize) {
        let element = file.dereference(object).unwrap().1.as_dict().unwrap();
        let name = |key: &[u8]| String::from_utf8_lossy(element.get(key).unwrap().as_name().unwrap()).into_owned();
        let text = |key: &[u8]| element.get(key).ok().map(|text| lopdf::decode_text_string(text).unwrap());
        let line = self.lines.len();
        self.lines.push("  ".repeat(depth) + &name(b"S"));
        for word in [text(b"ID"), text(b"Alt"), text(b"Lang")].into_iter().flatten().chain(attributes(element)) {
            self.lines[line] += &format!(" {word}");
        }
        let kids = element.get(b"K").map_or(Vec::new(), |kids| match kids {
            Object::Array(kids) => kids.clone(),
            kid => vec![kid.clone()],
        });
        for kid in kids {
            let dict = file.dereference(&kid).unwrap().1.as_dict();
            match (kid.as_i64(), dict) {
                (Ok(number), _) => self.add_content(line, element, number),
                (_, Ok(kid)) if kid.has(b"MCID") => {
                    self.add_content(line, kid, kid.get(b"MCID").unwrap().as_i64().unwrap())
                }
                (_, Ok(kid)) if kid.has(b"Obj") => self.lines[line] += " →",
                _ => self.element(file, &kid, depth + 1),
            }
        }
    }

    fn add_content(&mut self, line: usize, dict: &Dictionary, number: i64) {
        let page = dict.get(b"Pg").unwrap().as_reference().unwrap();
        assert!(self.content.insert((page, number)), "content {number} has one element only");
        self.lines[line] += " ·";
    }

    /// All that pages show is an artifact or content of an element, and the parent tree knows of it.
    fn check_content(&self, file: &Objects) {
        let mut shown = BTreeSet::new();
        for page in file.get_pages().into_values() {
            let content = Content::decode(&file.get_page_content(page)).unwrap();
            let mut open = 0;
            for operation in &content.operations {
                match operation.operator.as_str() {
                    "BDC" => {
                        open += 1;
                        if let Ok(number) = operation.operands[1].as_dict().unwrap().get(b"MCID") {
                            shown.insert((page, number.as_i64().unwrap()));
                        }
                    }
                    "EMC" => open -= 1,
                    "Tj" | "TJ" | "f" | "re" | "Do" => assert_eq!(open, 1, "{operation:?}"),
                    _ => {}
                }
            }
            assert_eq!(open, 0);
        }
        assert_eq!(shown, self.content);
        let root = file.catalog().unwrap().get_deref(b"StructTreeRoot", file).unwrap().as_dict().unwrap();
        let parents = root.get_deref(b"ParentTree", file).unwrap().as_dict().unwrap();
        let of_pages =
            parents.get(b"Nums").unwrap().as_array().unwrap().iter().filter_map(|value| value.as_array().ok());
        assert_eq!(of_pages.map(Vec::len).sum::<usize>(), shown.len());
    }
}

/// What attributes say, in short.
fn attributes(element: &Dictionary) -> Vec<String> {
    let Ok(owners) = element.get(b"A") else { return Vec::new() };
    let owners = owners.as_array().map_or_else(|_| vec![owners.clone()], Clone::clone);
    let mut words = Vec::new();
    for owner in &owners {
        for (key, value) in owner.as_dict().unwrap() {
            match (key.as_slice(), value) {
                (b"O" | b"Placement", _) => {}
                (b"BBox", _) => words.push("BBox".to_owned()),
                (_, Object::Name(name)) => words.push(String::from_utf8_lossy(name).into_owned()),
                (_, value) => words.push(format!("{}", value.as_i64().unwrap())),
            }
        }
    }
    words
}
