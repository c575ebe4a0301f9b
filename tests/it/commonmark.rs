//! The examples that pulldown-cmark ships with its package: the 652 of CommonMark's specification, and GitHub's tables,
//! footnotes, strikethrough and task lists, each with the HTML that pulldown-cmark makes of it.
//!
//! None may panic, and what the HTML shows (text, headings, quotes, items, cells, code, emphasis, links, in order) must
//! be what the document says, but for what is read differently on purpose, which is named here.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use warraq::diagnostic::Source;
use warraq::document::{Block, BlockKind, Definition, Document, Inline, List, Table};
use warraq::parse::{self, Format, Overrides};

struct Example {
    markdown: String,
    html: String,
}

/// The folder of a package's source, as cargo has it to build this test.
fn package(name: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--format-version", "1", "--offline"]).output().unwrap();
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = all["packages"].as_array().unwrap().iter().find(|package| package["name"] == name).unwrap();
    PathBuf::from(found["manifest_path"].as_str().unwrap()).parent().unwrap().to_owned()
}

/// The examples of a suite: pairs of raw strings.
fn examples(suite: &str) -> Vec<Example> {
    let file = package("pulldown-cmark").join(format!("tests/suite/{suite}.rs"));
    let text = fs::read_to_string(file).unwrap();
    let mut strings = text.split("r##\"").skip(1).map(|after| after.split("\"##;").next().unwrap().to_owned());
    let mut found = Vec::new();
    while let (Some(markdown), Some(html)) = (strings.next(), strings.next()) {
        found.push(Example { markdown, html });
    }
    found
}

/// The shape of HTML: names of the elements that matter where they open, and the text without white space; then that of
/// its footnotes.
fn shape_of_html(html: &str) -> String {
    let (mut body, mut notes) = (String::new(), Vec::new());
    for (index, part) in html.split("<div class=\"footnote-definition\"").enumerate() {
        let (note, rest) = if index == 0 { ("", part) } else { part.split_once("</div>").unwrap() };
        body += rest;
        let id = note.split('"').nth(1).unwrap_or_default();
        // A note that nothing refers to is left out of a book.
        if index > 0 && html.contains(&format!("href=\"#{id}\"")) {
            let note = note.split_once("</sup>").unwrap().1;
            notes.push(format!("<note>{}", shape_of_fragment(note)));
        }
    }
    notes.sort();
    shape_of_fragment(&body) + &notes.concat()
}

/// Names of the elements that matter and are not read in a way of their own.
const NAMES: [&str; 19] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "li",
    "pre",
    "hr",
    "em",
    "strong",
    "code",
    "del",
    "tr",
    "br",
    "a",
    "dt",
    "dd",
];

fn shape_of_fragment(html: &str) -> String {
    let html = html.replace("<pre><code", "<pre").replace("<th>", "<td>").replace("<th ", "<td ");
    let mut shape = String::new();
    let mut pieces = html.split_inclusive('>');
    while let Some(piece) = pieces.next() {
        let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        shape.extend(text.split_whitespace());
        let name = tag.split([' ', '>', '/']).next().unwrap_or_default();
        match name {
            "sup" if tag.contains("footnote-reference") => {
                shape += "<ref>";
                pieces.find(|piece| piece.ends_with("</sup>")).unwrap();
            }
            "input" => shape += if tag.contains("checked") { "<done>" } else { "<todo>" },
            "td" => shape += "<cell>",
            "img" => {
                let alt = tag.split("alt=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
                shape += &format!("<img>{}", alt.split_whitespace().collect::<String>());
            }
            "span" if tag.contains("math") => shape += "<code>",
            _ if NAMES.contains(&name) => shape += &format!("<{name}>"),
            _ => {}
        }
    }
    shape
}

fn shape_of_document(document: &Document) -> String {
    let mut shape = String::new();
    shape_of_blocks(&document.blocks, &mut shape);
    let note = |blocks: &[Block]| {
        let mut shape = "<note>".to_owned();
        shape_of_blocks(blocks, &mut shape);
        shape
    };
    let mut notes: Vec<String> = document.footnotes.iter().map(|footnote| note(&footnote.blocks)).collect();
    notes.sort();
    shape + &notes.concat()
}

fn shape_of_blocks(blocks: &[Block], shape: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, .. } => *shape += &format!("<h{level}>"),
            BlockKind::Quote(_) | BlockKind::Callout { .. } => *shape += "<blockquote>",
            BlockKind::ThematicBreak => *shape += "<hr>",
            BlockKind::Code { text, .. } => {
                *shape += "<pre>";
                shape.extend(text.split_whitespace());
            }
            BlockKind::List(list) => {
                shape_of_items(list, shape);
                continue;
            }
            BlockKind::Table(table) => {
                shape_of_table(table, shape);
                continue;
            }
            BlockKind::DefinitionList(definitions) => {
                shape_of_definitions(definitions, shape);
                continue;
            }
            BlockKind::Figure { image, .. } => {
                *shape += "<img>";
                shape.extend(image.alt.split_whitespace());
                continue;
            }
            _ => {}
        }
        block.kind.inlines().into_iter().for_each(|run| shape_of_run(run, shape));
        block.kind.children().into_iter().for_each(|inner| shape_of_blocks(inner, shape));
    }
}

fn shape_of_items(list: &List, shape: &mut String) {
    for item in &list.items {
        *shape += "<li>";
        *shape += item.task.map_or("", |done| if done { "<done>" } else { "<todo>" });
        shape_of_blocks(&item.blocks, shape);
    }
}

fn shape_of_table(table: &Table, shape: &mut String) {
    for row in table.all_rows() {
        *shape += "<tr>";
        for cell in &row.cells {
            *shape += "<cell>";
            shape_of_blocks(&cell.blocks, shape);
        }
    }
}

fn shape_of_definitions(definitions: &[Definition], shape: &mut String) {
    for definition in definitions {
        for term in &definition.terms {
            *shape += "<dt>";
            shape_of_run(term, shape);
        }
        for blocks in &definition.descriptions {
            *shape += "<dd>";
            shape_of_blocks(blocks, shape);
        }
    }
}

fn shape_of_run(run: &[Inline], shape: &mut String) {
    for inline in run {
        match inline {
            Inline::Text { text, .. } => shape.extend(text.split_whitespace()),
            Inline::Emphasis(_) => *shape += "<em>",
            Inline::Strong(_) => *shape += "<strong>",
            Inline::Strikethrough(_) => *shape += "<del>",
            Inline::LineBreak => *shape += "<br>",
            Inline::FootnoteReference { .. } => *shape += "<ref>",
            Inline::Link { .. } => *shape += "<a>",
            Inline::Image(image) => {
                *shape += "<img>";
                shape.extend(image.alt.split_whitespace());
            }
            Inline::Code { text, .. } => {
                *shape += "<code>";
                shape.extend(text.split_whitespace());
            }
            _ => {}
        }
        shape_of_run(inline.children(), shape);
    }
}

/// Compares the examples of a suite, but for some numbers, which are only read.
fn check(suite: &str, least: usize, different: &[usize]) {
    let examples = examples(suite);
    assert!(examples.len() >= least, "{suite}: {}", examples.len());
    let overrides = Overrides { title: Some("عنوان".into()), ..Overrides::default() };
    let mut wrong = Vec::new();
    for (index, Example { markdown, html }) in examples.iter().enumerate() {
        let source = Source { name: "example.md".into(), text: markdown.clone() };
        let shape = match parse::parse(&source, Format::Markdown, &overrides) {
            Ok(document) => shape_of_document(&document.value),
            Err(error) => format!("<refused>{error}"),
        };
        let expected = shape_of_html(html);
        // A source without text is refused.
        let text = expected.split(['<', '>']).step_by(2).collect::<String>();
        let is_same = shape == expected || shape == "<refused>the file has no text" && text.is_empty();
        if is_same == different.contains(&(index + 1)) {
            wrong.push(format!("{suite} {}: {markdown:?}\n  is  {shape}\n  not {expected}", index + 1));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

#[test]
fn the_specification_of_commonmark() {
    const TAGS: [usize; 5] = [150, 164, 169, 191, 494]; // tags that nothing closes, code in `pre`, rows of a table
    const HIDDEN: [usize; 7] = [170, 171, 172, 176, 178, 616, 629]; // scripts, styles, forms, what is no tag
    const UNSAFE: [usize; 5] = [501, 596, 598, 599, 601]; // links to nowhere and of schemes that no book opens
    const AUTOLINKS: [usize; 5] = [602, 606, 608, 611, 612]; // bare addresses are links
    const WIKI: [usize; 1] = [590]; // a note that is embedded
    const EMPTY: [usize; 4] = [200, 485, 486, 567]; // links without a target are their text
    check("spec", 652, &[&TAGS[..], &HIDDEN, &UNSAFE, &AUTOLINKS, &WIKI, &EMPTY].concat());
}

#[test]
fn tables() {
    check("gfm_table", 8, &[]);
    // A bar alone is the blank line of a line block.
    check("table", 27, &[21]);
}

#[test]
fn footnotes() {
    // A bare address; a text that is a note alone; notes within other notes.
    check("footnotes", 26, &[16, 18, 20]);
}

#[test]
fn strikethrough() {
    check("gfm_strikethrough", 2, &[]);
    // Between letters a single tilde lowers, as Pandoc has it.
    check("strikethrough", 14, &[8, 9]);
}

#[test]
fn task_lists() {
    check("gfm_tasklist", 2, &[]);
}

#[test]
fn attributes_of_headings() {
    // Words alone in braces are text, and so is what holds mark-up or line breaks.
    check("heading_attrs", 40, &[3, 6, 14, 20, 23, 25, 27, 28, 31, 32, 33, 34, 38, 39]);
}

#[test]
fn definition_lists() {
    check("definition_lists", 30, &[]);
}

#[test]
fn found_by_others() {
    // Summaries are bold; headings without text are left out; bare addresses are links; names of emoji are emoji.
    // A bar alone is the blank line of a line block; a definition needs a space after its colon.
    check("regression", 200, &[1, 8, 48, 112, 119, 123, 138, 153, 158, 165, 197, 203, 204, 205]);
}
