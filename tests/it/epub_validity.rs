//! Valid whatever comes in: every source of the tests and many made up to be odd become EPUBs in which epubcheck finds
//! nothing, nor our own check any error.

use std::fs;
use std::path::{Path, PathBuf};

use warraq::epub::{self, EpubOptions, FontEmbedding};
use warraq::font::FontSet;
use warraq::parse::{self, DecodeOptions, Format, Overrides};
use warraq::style::Stylesheet;
use warraq::{assets, check, direction, layout};

use crate::judges::epubcheck_all;
use crate::support::{Workplace, root};

/// Addresses as people paste them.
const ADDRESSES: &[&str] = &[
    "https://example.org/a[1]/b",
    "https://example.org/?q=[x]&y={z}",
    "https://example.org/a#b#c",
    "https://example.org/a b",
    "https://example.org/a|b\\c^`",
    "https://example.org/100%/%zz",
    "http://مثال.إختبار/صفحة?س=ص#ع",
    "https://☃.example/",
    "mailto:a b@example.org",
    "mailto:أ@example.org",
    "mailto:a@[127.0.0.1]",
    "mailto:a[b#c#d",
    "mailto:",
    "mailto:%",
    "https://user:p@ss@example.org/",
    "https://[::1]:80/a[",
    "http://example.org:99999/",
    "https://example.org/\u{1}\u{200f}x",
    "https://example.org/\"<>'",
    "http://a b/",
    "http://example..org/",
    "http://.",
    "http://1.2.3",
    "http://-a.example/",
    "tel:+20 123",
    "ftp://example.org/",
    "HTTP://EXAMPLE.org",
    "https:example.org",
    "https:///example.org",
    "//example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "../x[1].md#a#b",
    "#a b",
    "#",
    "",
    "?x",
    "#غائب",
    "https://example.org/\u{fffe}",
    "https://example.org/😀#😀#x",
    "https://example.org?#?#",
    "http://a@b@c/",
];
/// Language tags, well-formed and not.
const LANGUAGES: &[&str] = &[
    "ar_EG",
    "عربي",
    "a",
    "i-klingon",
    "x-private",
    "ar-",
    "-",
    "ar EG",
    "ar;q=1",
    "zh-cmn-Hans-CN",
    "123",
    "ar-ar-ar-ar",
    "und",
    "ar\"<&",
    "en-a-bbb-a-ccc",
    "de-1996-1996",
    "toolongasubtag",
    "fa",
    "\u{1}",
];
/// Names of places, and classes of code.
const NAMES: &[&str] =
    &["a b", "1", "", "a:b", "أ", "a\"b", "<x>", "a&b", "x\u{1}", "note-1", "section-1", "page-1", "toc", "noteref-1"];
/// Titles, authors, identifiers.
const VALUES: &[&str] = &[
    "\u{1}\u{2}",
    "\u{200f}\u{200b}",
    " أ & ب < ج > \" ' ",
    "\u{fffe}",
    "\u{7f}\u{85}\u{9f}",
    "urn:uuid:not one",
    "&copy; <b>",
    "]]>",
    "-- comment -->",
    "<?xml?>",
    "\u{1fffe}\u{fdd0}",
    "سطر\u{2028}آخر",
];

/// A text as HTML holds it in an attribute or between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn pages() -> Vec<(&'static str, String)> {
    let links = ADDRESSES.iter().map(|address| {
        let address = escaped(address);
        format!("<p>رابط <a href=\"{address}\">نصّ</a> و<a href=\"{address}\"></a> و<img src=\"{address}\" alt=\"{address}\"> تمّ.</p>")
    });
    let languages = LANGUAGES.iter().map(|tag| {
        let tag = escaped(tag);
        format!("<p lang=\"{tag}\">فقرة <span lang=\"{tag}\" dir=\"{tag}\">جزء</span></p><div xml:lang=\"{tag}\"><p>x</p></div>")
    });
    let names = NAMES.iter().chain(NAMES).map(|name| {
        let name = escaped(name);
        format!(
            "<h2 id=\"{name}\">عنوان</h2><p id=\"{name}\">انظر <a href=\"#{name}\">هنا</a><a name=\"{name}\"></a></p>\
             <pre><code class=\"language-{name}\">x</code></pre>"
        )
    });
    let values =
        VALUES.iter().map(|value| format!("<h2>{value}</h2><p>{}</p><pre>{}</pre>", escaped(value), escaped(value)));
    let titles = VALUES.iter().map(|value| {
        let value = escaped(value);
        ("value", format!("<html><head><title>{value}</title><meta name=\"author\" content=\"{value}\"></head><body><h1>{value}</h1><p>نصّ"))
    });
    let odd = "<dl><dd>بلا مصطلح</dl><dl><dt>بلا شرح</dl><dl><dt>أ<dt>ب<dd>ج<dt>د</dl><dl></dl><ul></ul><ol start=-5><li>x</ol>\
               <ol start=99999999999999999999><li></ol><table></table><table><tr><td colspan=0 rowspan=99999>أ<td colspan=70000>ب</tr>\
               <tr></tr><tr><th scope=foo>ج</table><h1></h1><h7>x</h7><p></p><blockquote></blockquote><pre></pre><a \
               href='https://e.org/'><p>فقرة</p><h2>عنوان</h2><table><tr><td>خلية <a href='https://f.org/'>أخرى</a></table></a>\
               <figure><figcaption><p>x<ul><li>y</ul></figcaption></figure><details><summary>s</summary>x</details>&#1;&#xfffe;&#xd800;&#0;\
               <p>a<sup>b<sub>c<sup>d</sup></sub></sup><ruby>漢<rt>k</ruby><bdo dir=rtl>x</bdo><svg><script>1</script></svg><math><mi>x</math>";
    let deep = format!("{}نصّ{}", "<div dir=ltr><blockquote><ul><li>".repeat(40), "<b><i>".repeat(30));
    let runs = format!("<p>{}نصّ", "<span dir=ltr><sup>".repeat(100));
    titles
        .chain([
            ("links", links.collect()),
            ("languages", languages.collect()),
            ("names", names.collect()),
            ("values", values.collect()),
            ("odd", odd.into()),
            ("deep", deep),
            ("runs", runs),
        ])
        .collect()
}

fn markdown() -> Vec<(&'static str, String)> {
    let quoted = |text: &str| format!("{text:?}").replace("\\u{", "\\U{");
    let header = |value: &&str| {
        let value = quoted(&value.replace(['\u{1}', '\u{2}'], ""));
        let value = value.replace("\\U{", "").replace('}', "");
        let keys = [
            "title",
            "author",
            "subtitle",
            "identifier",
            "publisher",
            "rights",
            "series",
            "series_index",
            "source",
            "translator",
        ];
        let lines: String = keys.iter().map(|key| format!("{key}: {value}\n")).collect();
        (
            "header",
            format!(
                "---\n{lines}keywords: [{value}, \"\", \" \"]\ndate: 0001-01-01\n---\n\nنصّ.\n\n# {value}\n\n## \u{200b}\n\nنصّ\n"
            ),
        )
    };
    let links: String = ADDRESSES
        .iter()
        .map(|address| format!("[نصّ](<{}>) و<{address}> و{address} تمّ.\n\n", address.replace(['<', '>'], "")))
        .collect();
    let notes = "# أ[^1]\n\nنصّ[^1] [رابط[^2]](https://example.org) [^لا] ![صورة[^3]](x.png)\n\n[^1]: # عنوان\n    نصّ[^1][^4]\n\n[^2]: \n\n\
                 [^3]: | أ | ب |\n    |---|---|\n    | 1[^1] | 2 |\n\n[^4]: ```\n    code\n    ```\n\n| ح[^5] |\n|---|\n| [^6] |\n\n\
                 [^5]: نصّ\n\n[^6]: > نقل\n\n- [ ] \n- [x] نصّ\n\n1. \n2.\n\n> [!NOTE]\n\n> [!WARNING] \n>\n> # عنوان\n";
    let verse = "```verse\n\n\n ... \nأ ... \n... ب\nأ ... ب ... ج ... د\n[^1] ... `x`\n\n```\n\n```a\"b<c> d\nx\n```\n\n```\u{a0}x{}=\n z\n```\n\n\
                 `` ` `` و`<>&\"`\n\n[^1]: س\n";
    let deep = format!(
        "{}نصّ\n\n{}{}",
        "> ".repeat(90),
        (0..60).map(|depth| format!("{}- بند\n", "  ".repeat(depth))).collect::<String>(),
        "*[".repeat(60)
    );
    VALUES
        .iter()
        .map(header)
        .chain([("links", links), ("notes", notes.into()), ("verse", verse.into()), ("deep", deep)])
        .collect()
}

/// All sources below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().and_then(|ending| Format::from_extension(ending.to_str()?)).is_some() {
            found.push(path);
        }
    }
}

/// The EPUB of a source, with the pages of its PDF; nothing where the source is refused.
fn made(name: &str, bytes: Vec<u8>, format: Format, folder: &Path, fonts: &FontSet) -> Option<Vec<u8>> {
    let reading = parse::read(name, bytes, format, &Overrides::default(), &DecodeOptions::default()).ok()?;
    let mut document = reading.contents.ok()?.value.into_document();
    let _ = assets::load_images(&mut document, &[folder.to_owned()], &[]);
    let style = Stylesheet::default();
    let document = direction::settle(document);
    let page_breaks = layout::layout(&document, &style, fonts).value.page_breaks();
    // The fonts' own files are judged elsewhere.
    let options = EpubOptions { fonts: FontEmbedding::None, page_breaks, ..EpubOptions::default() };
    Some(epub::write(&document, fonts, &style, &options).unwrap().value)
}

#[test]
fn whatever_comes_in_is_valid() {
    let place = Workplace::new(&[]);
    let fonts = FontSet::builtin();
    let mut books = Vec::new();
    let mut add = |name: String, epub: Option<Vec<u8>>| {
        let Some(epub) = epub else { return };
        let faults: Vec<_> = check::check(&epub).into_iter().map(|found| found.message).collect();
        // A document may say that its Arabic text runs from the left.
        let unmeant = faults.iter().filter(|fault| {
            !["its letters are written from the right", "turn the wrong way", "no font of the book"]
                .iter()
                .any(|meant| fault.contains(meant))
        });
        assert_eq!(unmeant.collect::<Vec<_>>(), [""; 0], "{name}");
        let path = place.path(&format!("{}-{name}.epub", books.len()));
        fs::write(&path, epub).unwrap();
        books.push(path);
    };
    let mut files = Vec::new();
    ["source", "tests/cases", "tests/sources", "tests/texts"]
        .iter()
        .for_each(|folder| sources(&root().join(folder), &mut files));
    for file in &files {
        let format = Format::from_extension(file.extension().unwrap().to_str().unwrap()).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap().replace(' ', "-");
        add(name.clone(), made(&name, fs::read(file).unwrap(), format, file.parent().unwrap(), &fonts));
    }
    for (format, odd) in [(Format::Html, pages()), (Format::Markdown, markdown())] {
        for (name, text) in odd {
            let epub = made(name, text.into_bytes(), format, place.path("").as_path(), &fonts);
            assert!(epub.is_some(), "{name} is read");
            add(name.into(), epub);
        }
    }
    assert!(books.len() > 80, "{} books", books.len());
    let Some(told) = epubcheck_all(&books) else { return };
    assert_eq!(told.trim(), "");
}
