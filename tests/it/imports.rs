//! The walls between the modules: which may use which, where each outside crate lives, and how long a file may be.
//!
//! Reads the sources; comments and unit tests are left out. `ARCHITECTURE.md` tells the reasons.

use std::fs;
use std::path::Path;

use crate::support::root;

const LONGEST_FILE: usize = 400;
/// What each module may use of the others; `layout::frame` stands for that part alone.
const MAY_USE: &[(&str, &[&str])] = &[
    ("color", &[]),
    ("diagnostic", &[]),
    ("geometry", &[]),
    ("link", &[]),
    ("document", &["diagnostic"]),
    ("direction", &["document", "diagnostic"]),
    (
        "bind",
        &[
            "document",
            "diagnostic",
            "locale",
            "parse::Format",
            "parse::Article",
            "parse::Collection",
            "parse::walk",
            "parse::find_heading",
            "parse::heading_id",
        ],
    ),
    ("style", &["geometry"]),
    ("locale", &["document"]),
    ("assets", &["document", "diagnostic", "font"]),
    ("font", &["diagnostic", "geometry"]),
    ("digits", &["document", "direction"]),
    ("parse", &["assets::from_bytes", "direction", "document", "diagnostic", "locale", "assets::from_bytes"]),
    ("text", &["color", "font", "geometry", "diagnostic"]),
    ("math", &["color", "document", "font", "geometry", "text"]),
    (
        "layout",
        &[
            "color",
            "cover::composition",
            "direction",
            "document",
            "style",
            "text",
            "font",
            "geometry",
            "diagnostic",
            "locale",
            "math",
            "link",
        ],
    ),
    ("pdf", &["layout::frame", "document", "font", "geometry", "diagnostic", "text::line"]),
    (
        "epub",
        &[
            "direction",
            "document",
            "style",
            "font",
            "geometry",
            "diagnostic",
            "locale",
            "check::css",
            "text::breaks",
            "link",
        ],
    ),
    ("check", &["assets::fault", "diagnostic"]),
    ("cover", &["color", "direction", "document", "text", "font", "geometry", "locale"]),
];

/// Where each outside crate may be named: files or folders of `src/`.
const HOMES: &[(&str, &[&str])] = &[
    ("blake3", &["cli/memory.rs"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli/manual.rs"]),
    ("roff", &["cli/manual.rs"]),
    ("ctrlc", &["cli/run.rs"]),
    ("glob", &["cli/inputs.rs"]),
    ("indicatif", &["cli/console.rs"]),
    ("notify", &["cli/watch.rs"]),
    (
        "rayon",
        &[
            "assets.rs",
            "layout/flow",
            "pdf",
            "epub/faces.rs",
            "epub/finish.rs",
            "cli/batch",
            "cli/batch.rs",
            "cli/build.rs",
            "cli/binding.rs",
            "cli/split.rs",
        ],
    ),
    ("serde_json", &["cli", "parse/html", "parse/feed/json.rs"]),
    ("tempfile", &["cli/write.rs"]),
    ("walkdir", &["cli"]),
    ("granit_parser", &["parse/yaml.rs"]),
    ("pulldown_cmark", &["parse/markdown"]),
    ("html5gum", &["parse/markdown"]),
    ("toml", &["cli/project.rs", "cli/project", "parse/toml_tree.rs"]),
    ("encoding_rs", &["parse/encoding"]),
    ("chardetng", &["parse/encoding"]),
    ("unicode_normalization", &["parse/mend"]),
    ("emojis", &["parse/markdown/dialect"]),
    ("data_url", &["assets"]),
    ("percent_encoding", &["bind/links.rs", "parse", "assets.rs", "assets/media.rs", "check/path.rs"]),
    ("url", &["parse/markdown", "parse/html", "link.rs", "check/path.rs"]),
    ("image", &["assets/decode.rs", "pdf"]),
    ("resvg", &["assets/drawing.rs", "assets/drawing", "pdf/image/drawing.rs"]),
    ("svg2pdf", &["pdf/image/drawing.rs"]),
    ("icu_calendar", &["locale.rs", "parse/date.rs"]),
    ("icu_datetime", &["locale.rs"]),
    ("icu_decimal", &["locale.rs"]),
    ("icu_locale_core", &["locale.rs", "parse/lang.rs", "epub/writer.rs"]),
    ("icu_properties", &["direction", "text/itemize.rs", "pdf/text_layer", "epub"]),
    ("icu_segmenter", &["text", "parse/title.rs"]),
    ("unicode_bidi", &["text/bidi.rs"]),
    ("unicode_script", &["text/itemize.rs", "text/scripts.rs"]),
    ("kashida", &["text"]),
    ("rustybuzz", &["text/shape.rs", "text/shape", "text/ink.rs"]),
    ("foldhash", &["text", "pdf/cluster_font"]),
    ("wuff", &["font/file.rs", "font/container.rs"]),
    ("ttf_parser", &["font", "epub", "check", "math"]),
    ("skrifa", &["pdf/cluster_font", "epub/subset.rs", "cover"]),
    ("kurbo", &["pdf/cluster_font"]),
    ("indexmap", &["pdf/cluster_font"]),
    ("printpdf", &["pdf"]),
    ("lopdf", &["pdf"]),
    ("moxcms", &["pdf/finish", "pdf/image"]),
    ("xmp_writer", &["pdf/finish"]),
    ("jiff", &["pdf/finish", "epub/metadata.rs"]),
    ("skera", &["epub/subset.rs"]),
    ("cssparser", &["check/css.rs"]),
    ("brotli_decompressor", &["check/woff.rs"]),
    ("flate2", &["assets/decode.rs", "check/woff.rs", "pdf/deflate.rs"]),
    ("zeno", &["cover"]),
    ("zlib_rs", &["cover/png.rs"]),
    ("png", &["cover/png.rs"]),
    ("epub_builder", &["epub"]),
    ("math_core", &["parse/math"]),
    ("quick_xml", &["epub", "check", "parse/xml.rs", "parse/xhtml.rs", "parse/feed/tree.rs", "parse/math"]),
    ("zip", &["epub", "check", "parse/package.rs"]),
    ("html5ever", &["parse/html"]),
    ("dom_query", &["parse/html"]),
    ("dom_smoothie", &["parse/html"]),
    ("uuid", &["epub/identifier.rs"]),
];

/// Only these read or write files; nothing reaches the network or starts programs.
const MAY_TOUCH_FILES: [&str; 2] = ["cli", "assets.rs"];
const FILE_ACCESS: [&str; 3] = ["std::fs", "fs::", "File::open"];
const NEVER: [&str; 3] = ["std::net", "std::process::Command", "reqwest"];

/// A file of `src/`: its path there, and its code without comments and unit tests.
struct Code {
    path: String,
    text: String,
}

fn sources() -> Vec<Code> {
    let (mut found, mut tests) = (Vec::new(), Vec::new());
    for path in rust_files("src") {
        let text = fs::read_to_string(root().join("src").join(&path)).unwrap();
        tests.extend(test_files(&path, &text));
        found.push(Code { path, text: without_comments_and_tests(&text) });
    }
    assert!(found.len() > 20, "the sources are here");
    found.retain(|code| !tests.contains(&code.path));
    found
}

/// The files that a module takes in for its unit tests only.
fn test_files(path: &str, text: &str) -> Vec<String> {
    let folder = path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
    let names = text.split("#[cfg(test)]\n").skip(1).filter_map(|rest| {
        let (declaration, _) = rest.split_once(';')?;
        declaration.strip_prefix("pub(crate) ").unwrap_or(declaration).strip_prefix("mod ")
    });
    names.map(|name| format!("{folder}/{name}.rs")).collect()
}

fn without_comments_and_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// All `.rs` files below a folder, as sorted paths from there.
fn rust_files(folder: &str) -> Vec<String> {
    let base = root().join(folder);
    let (mut found, mut folders) = (Vec::new(), vec![base.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path.strip_prefix(&base).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Whether a path of `src/` is a given file or below a given folder.
fn is_within(path: &str, home: &str) -> bool {
    Path::new(path).starts_with(home)
}

/// The module of the top level that a file belongs to: `pdf` of `pdf/finish.rs`, `document` of `document.rs`.
fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Every path that follows a word such as `crate::` or `zip::`, groups in braces taken apart.
fn paths_after(text: &str, word: &str) -> Vec<String> {
    let starts_name = |at: usize| !text[..at].ends_with(|last: char| last.is_alphanumeric() || "_:".contains(last));
    let found = text.match_indices(word).filter(|(at, _)| starts_name(*at));
    found.flat_map(|(at, _)| expand(&text[at + word.len()..])).collect()
}

/// `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn expand(text: &str) -> Vec<String> {
    if let Some(group) = text.strip_prefix('{') {
        return members(group).into_iter().flat_map(|member| expand(member.trim())).collect();
    }
    let end = text.find(|other: char| !other.is_alphanumeric() && other != '_').unwrap_or(text.len());
    let name = &text[..end];
    match text[end..].strip_prefix("::") {
        Some(rest) => expand(rest).into_iter().map(|inner| format!("{name}::{inner}")).collect(),
        None => vec![name.to_owned()],
    }
}

/// The parts of a group between commas, up to its closing brace.
fn members(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            '}' => {
                parts.push(&group[start..at]);
                break;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[test]
fn modules_use_only_what_they_may() {
    let mut wrong = Vec::new();
    for Code { path, text } in sources() {
        let module = module_of(&path);
        if ["lib", "main", "cli"].contains(&module) {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{path}: the module {module} has no rule"));
            continue;
        };
        for used in paths_after(&text, "crate::") {
            let own = used.split("::").next() == Some(module);
            let may = allowed.iter().any(|allowed| used == *allowed || used.starts_with(&format!("{allowed}::")));
            if !own && !may {
                wrong.push(format!("{path}: {module} may not use crate::{used}"));
            }
        }
        if text.contains(&"super::".repeat(levels(&path, &text))) {
            wrong.push(format!("{path}: name other modules by crate::, not by super::"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many steps lead from the innermost module of a file to the top.
fn levels(path: &str, text: &str) -> usize {
    let has_inner_module = text.lines().any(|line| line.contains("mod ") && line.ends_with('{'));
    path.split('/').count() - usize::from(path.ends_with("mod.rs")) + usize::from(has_inner_module)
}

/// The command line uses the library as any other program does.
#[test]
fn the_command_line_uses_public_names_only() {
    let files = sources().into_iter().filter(|code| ["main", "cli"].contains(&module_of(&code.path)));
    for Code { path, text } in files {
        let inside = paths_after(&text, "crate::");
        assert!(inside.iter().all(|used| used.starts_with("cli")), "{path}: {inside:?}");
    }
    assert!(!fs::read_to_string(root().join("src/lib.rs")).unwrap().contains("mod cli"));
}

#[test]
fn every_outside_crate_stays_at_home() {
    let sources = sources();
    let mut wrong = Vec::new();
    for name in dependencies() {
        let Some((_, homes)) = HOMES.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!("the crate {name} has no home"));
            continue;
        };
        let names_crate = |code: &&Code| {
            let is_own_module = code.text.contains(&format!("mod {name};"));
            !is_own_module && !paths_after(&code.text, &format!("{name}::")).is_empty()
        };
        let users: Vec<&str> = sources.iter().filter(names_crate).map(|code| code.path.as_str()).collect();
        let strays = users.iter().filter(|path| !homes.iter().any(|home| is_within(path, home)));
        wrong.extend(strays.map(|path| format!("{path}: {name} lives in {homes:?}")));
        if users.is_empty() {
            wrong.push(format!("the crate {name} is used nowhere"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names under `[dependencies]`, as the code writes them: the library of `raqim-kashida` has a name of its own.
fn dependencies() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap().to_owned();
    let names = section.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.replace('-', "_").replace("raqim_kashida", "kashida")).collect()
}

#[test]
fn files_network_and_programs_are_out_of_reach() {
    let mut wrong = Vec::new();
    for Code { path, text } in sources() {
        let may_touch_files = MAY_TOUCH_FILES.iter().any(|home| is_within(&path, home));
        let names = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if names(&NEVER) || (!may_touch_files && names(&FILE_ACCESS)) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?} reach for files, the network or programs");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests/it"] {
        for path in rust_files(folder) {
            let text = fs::read_to_string(root().join(folder).join(&path)).unwrap();
            if text.lines().count() > LONGEST_FILE {
                wrong.push(format!("{folder}/{path} has more than {LONGEST_FILE} lines"));
            }
            if !text.starts_with("//! ") {
                wrong.push(format!("{folder}/{path} does not open with `//!`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_are_taken_apart() {
    let check = |text: &str, expected: &[&str]| assert_eq!(paths_after(text, "crate::"), expected, "{text}");
    check("use crate::pdf::write;", &["pdf::write"]);
    check("use crate::{font::Font, text::{line::Line, shape}};", &["font::Font", "text::line::Line", "text::shape"]);
    check("mycrate::x(); other::crate::y", &[]);
    check("fn f(x: &crate::style::Stylesheet) {}", &["style::Stylesheet"]);
    assert_eq!(test_files("pdf/mod.rs", "mod a;\n#[cfg(test)]\nmod sample;\n"), ["pdf/sample.rs"]);
    assert_eq!(test_files("assets.rs", "#[cfg(test)]\nmod tests;\n"), ["assets/tests.rs"]);
    assert_eq!(without_comments_and_tests("a\n// crate::b\n#[cfg(test)]\nmod tests { crate::c }"), "a\n");
}

/// Where standard output and standard error may be named: the writer for people, that of books, and what hands them on.
const PRINTERS: [&str; 6] = ["screen", "write", "console", "feed", "run", "watch"];

#[test]
fn all_that_is_printed_goes_through_one_writer() {
    for file in fs::read_dir(root().join("src/cli")).unwrap().map(|entry| entry.unwrap().path()) {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        if file.is_file() && !PRINTERS.contains(&stem) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(
                !["stderr().", "stdout().", "io::stderr()", "io::stdout()"].iter().any(|word| text.contains(word)),
                "{stem}"
            );
        }
    }
}
