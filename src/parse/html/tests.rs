//! Pages and fragments in, documents and warnings out.

use crate::diagnostic::{Error, Source, Warned};
use crate::document::{BlockKind, Direction, Document};
use crate::parse::dump::dump_blocks;
use crate::parse::{DecodeOptions, Format, Overrides, PageScope, decode, parse};

pub(super) fn read(html: &str, page: PageScope) -> Warned<Document> {
    let source = Source { name: "صفحة.html".into(), text: html.into() };
    parse(&source, Format::Html, &Overrides { page, ..Overrides::default() }).unwrap()
}

pub(super) fn dump(document: &Document) -> String {
    let notes = document.footnotes.iter().map(|note| format!("note {}\n{}", note.label, dump_blocks(&note.blocks)));
    dump_blocks(&document.blocks) + &notes.collect::<String>()
}

/// Reads a fragment below a title, which must give no warning.
fn check(html: &str, expected: &str) {
    let document = read(&format!("<title>عنوان</title>{html}"), PageScope::Article);
    assert_eq!(dump(&document.value), expected, "{html}");
    assert_eq!(document.warnings, [], "{html}");
}

#[test]
fn an_article_is_the_same_as_in_markdown() {
    let html = "<html lang=ar dir=rtl><head><title>صناعة الكتاب</title></head><body><h1>صناعة الكتاب</h1>\
        <p>كان <strong>الوراقون</strong> ينسخون <em>الكتب</em> في <a href='https://example.org/b'>بغداد</a>.</p>\
        <h2>سوق الوراقين</h2><ol start=3><li>الورق<ul><li>الكاغد</li></ul></li><li>الحبر</li></ol>\
        <blockquote><p>الخط لسان اليد.</p></blockquote><pre><code class='language-rust'>fn main() {}\n</code></pre><hr>\
        <p><img src='a.png' alt='مطبعة'></p></body></html>";
    let markdown = "# صناعة الكتاب\n\nكان **الوراقون** ينسخون *الكتب* في [بغداد](https://example.org/b).\n\n## سوق الوراقين\n\n\
        3. الورق\n   - الكاغد\n4. الحبر\n\n> الخط لسان اليد.\n\n```rust\nfn main() {}\n```\n\n---\n\n![مطبعة](a.png)\n";
    let source = decode("مقال.md", markdown.into(), &DecodeOptions::default()).unwrap().value;
    let same = parse(&source, Format::Markdown, &Overrides::default()).unwrap().value;
    let page = read(html, PageScope::Article);
    assert_eq!(dump(&page.value), dump(&same));
    assert_eq!(page.value.metadata, same.metadata);
    assert_eq!(page.warnings, []);
}

#[test]
fn breaks_and_blanks_make_paragraphs() {
    check(
        "<div>أول&nbsp;<br>\n<br/>ثان<br>سطره</div><p>&nbsp;</p><p></p>ثالث",
        "paragraph أول\nparagraph ثان⏎سطره\nparagraph ثالث\n",
    );
    check("<b><p>أ</p><p>ب</p></b>", "paragraph **أ**\nparagraph **ب**\n");
    check("<p>أ  <b> ب </b>\n ج</p>", "paragraph أ **ب **ج\n");
}

#[test]
fn directions_and_languages_are_kept() {
    check(
        "<p>لغة <span lang=EN-US dir=ltr>Rust</span> و<bdi>C++</bdi> <span dir=RTL lang=AR-SA>هنا</span></p>",
        "paragraph لغة <en-US ltr>Rust</> و< ->C++</> هنا\n",
    );
    let document = read(
        "<div dir=rtl><p>Apple أعلنت</p><p>Apple</p><p dir=rtl>Apple</p><p lang=en dir=ltr>In Latin</p></div>",
        PageScope::Article,
    )
    .value;
    let marks: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (block.direction, block.lang.as_ref().map(|lang| lang.0.as_str())))
        .collect();
    assert_eq!(marks, [(None, None), (None, None), (Some(Direction::Rtl), None), (None, Some("en"))]);
}

#[test]
fn phrases_figures_and_lists() {
    check(
        "<p><del>أ</del><sup>٢</sup><sub>٣</sub><mark>ب</mark><code>x  y</code><q>ج</q></p>",
        "paragraph ~~أ~~^٢^~٣~==ب==`x y`«ج»\n",
    );
    check(
        "<figure><img src=a.png alt=وصف><figcaption>شرح <b>مهم</b></figcaption></figure>",
        "figure ![وصف](a.png) شرح **مهم**\n",
    );
    check(
        "<p>نص</p><img src=t.gif width=1 height=1><img data-src=b.png src='data:image/gif;base64,AA'>",
        "paragraph نص\nfigure ![](b.png) \n",
    );
    check(
        "<ul><li><input type=checkbox checked>تم<li><p>فقرة</p></ul>",
        "list • loose\n  item [x]\n    paragraph تم\n  item\n    paragraph فقرة\n",
    );
    check(
        "<dl><dt>القلم<dd>أداة الكتابة</dl>",
        "definitions\n  term القلم\n  description\n    paragraph أداة الكتابة\n",
    );
    check(
        "<details><summary>المزيد</summary><p>تفصيل</p></details>",
        "group\n  paragraph **المزيد**\n  paragraph تفصيل\n",
    );
    check(
        "<aside class='callout warning'><p class=callout-title>تنبيه</p><p>احذر</p></aside>",
        "callout Warning \n  paragraph احذر\n",
    );
}

#[test]
fn tables_have_all_their_cells() {
    let html = "<table><caption>مقاسات</caption><thead><tr><th>اسم<th style='text-align:center'>عرض<th>طول</thead>\
        <tr><th scope=row rowspan=2>ورق<td align=center>١<td>٢<tr><td colspan=2>٣<tr><td>٤</table>";
    let document = read(html, PageScope::Article).value;
    let BlockKind::Table(table) = &document.blocks[0].kind else { panic!("a table") };
    let widths: Vec<Vec<u16>> =
        table.all_rows().map(|row| row.cells.iter().map(|cell| cell.column_span).collect()).collect();
    assert_eq!(widths, [vec![1, 1, 1], vec![1, 1, 1], vec![2], vec![1, 2]]);
    assert_eq!((table.header.len(), table.columns.len(), table.caption.len()), (1, 3, 1));
    assert!(table.rows[0].cells[0].is_row_header && table.rows[0].cells[0].row_span == 2);
    assert_eq!(table.columns[1], crate::document::ColumnAlignment::Center);
    check("<table><tr><td>وحيدة</td></tr></table>", "paragraph وحيدة\n");
}

#[test]
fn verse_is_told_from_data() {
    check(
        "<table><tr><td>وما من كاتب إلا سيفنى<td>***<td>ويبقي الدهر ما كتبت يداه<tr><td>فلا تكتب بكفك غير شيء<td>***<td>يسرك في القيامة أن تراه</table>",
        "verse\n  وما من كاتب إلا سيفنى | ويبقي الدهر ما كتبت يداه\n  فلا تكتب بكفك غير شيء | يسرك في القيامة أن تراه\n",
    );
    check("<div class=poem>قفا نبك *** من ذكرى<br>بسقط اللوى</div>", "verse\n  قفا نبك | من ذكرى\n  بسقط اللوى\n");
    let data = read(
        "<table><tr><td>مدير دار الكتب<td>محمود عبد الله<tr><td>أمين قسم المخطوط<td>أحمد بن سالم</table>",
        PageScope::Article,
    );
    assert!(matches!(data.value.blocks[0].kind, BlockKind::Table(_)));
}

#[test]
fn the_title_is_not_repeated() {
    let check = |html: &str| {
        let document = read(html, PageScope::Article).value;
        assert_eq!(
            (&*document.metadata.title, &*dump(&document)),
            ("سوق الورّاقين", "paragraph نص أول.\nparagraph ثان.\n")
        );
    };
    let text = "<p>نص أول.</p><p>ثان.</p>";
    check(&format!("<title>سوق الورّاقين</title><div><div dir=rtl><h1>سوق الورّاقين</h1>{text}</div></div>"));
    check(
        &format!("<title>سوق الورّاقين</title><div lang=fa><h3>سوق الوراقين</h3>{text}</div>")
            .replace("<p>", "<p lang=ar>"),
    );
    check(&format!("<title>Untitled Document</title><h1>سوق الورّاقين</h1>{text}"));
    check(&format!("<meta property=og:title content='سوق الورّاقين'><h1>سوق  الورّاقين</h1>{text}"));
}

#[test]
fn lines_stay_where_they_stand() {
    check(
        "<p>فقرة أولى.</p><h2>قسم</h2><p>ثانية.</p><pre>بيت أول\nبيت ثان\n\nبيت ثالث</pre><p>ثالثة.</p>",
        "paragraph فقرة أولى.\nheading 2 #قسم قسم\nparagraph ثانية.\nverse\n  بيت أول\n  بيت ثان\n  \n  بيت ثالث\nparagraph ثالثة.\n",
    );
    check("<p>قبل.</p><pre>print('مرحبا بالعالم')</pre>", "paragraph قبل.\ncode - \"print('مرحبا بالعالم')\"\n");
    check("<code>let x;<br>let y;</code>", "paragraph `let x; let y;`\n");
    check(
        "<div class=poem>تمهيد<p><span class=hemistich>قفا نبك</span> <span class=hemistich>من ذكرى</span></p></div>",
        "verse\n  تمهيد\n  قفا نبك | من ذكرى\n",
    );
    check(
        "<dl><dt>القلم<dd>أداة<p>وصف</p></dl><dl><dt>الحبر<dd>سائل</dl>",
        "definitions\n  term القلم\n  description\n    paragraph أداة\n    paragraph وصف\n\
         definitions\n  term الحبر\n  description\n    paragraph سائل\n",
    );
}

#[test]
fn each_picture_of_a_gallery_keeps_its_caption() {
    let one = |name: &str, caption: &str| {
        format!("<figure class=wp-block-image><img src={name}><figcaption>{caption}</figcaption></figure>")
    };
    check(
        &format!(
            "<figure class=wp-block-gallery>{}{}<figcaption>المعرض</figcaption></figure>",
            one("a.png", "أولى"),
            one("b.png", "ثانية")
        ),
        "figure ![](a.png) أولى\nfigure ![](b.png) ثانية\nparagraph المعرض\n",
    );
}

#[test]
fn footnotes_and_anchors_are_found() {
    check(
        "<h2 id=s1>قسم</h2><p>نص<sup id=r1><a href='#n1'>1</a></sup> و<a href='#s1'>قسم</a>.</p><section class=footnotes><hr><ol><li id=n1><p>حاشية <a href='#r1'>↩</a></p></li></ol></section>",
        "heading 2 #s1 قسم\nparagraph نص[^1] و[قسم](#s1).\nnote 1\n  paragraph حاشية\n"
            .replace("  paragraph", "paragraph")
            .as_str(),
    );
}

#[test]
fn what_is_left_out_is_told_with_its_place() {
    let html = "<title>ع</title>\n<p>قبل</p>\n<p><a href='javascript:x()'>رابط</a></p>\n<iframe src=x></iframe><script>alert(1)</script>";
    let document = read(html, PageScope::Whole);
    assert_eq!(dump(&document.value), "paragraph قبل\nparagraph رابط\n");
    let told: Vec<_> = document
        .warnings
        .iter()
        .map(|told| {
            (
                told.message.split(' ').take(3).collect::<Vec<_>>().join(" "),
                html[..told.span.unwrap().start].matches('\n').count() + 1,
            )
        })
        .collect();
    assert_eq!(told, [("a link that".to_owned(), 2 + 1), ("what a page".to_owned(), 4)]);
}

#[test]
fn hostile_pages_end() {
    let source = |text: String| Source { name: String::new(), text };
    let deep = parse(&source("<div>".repeat(50_000) + "نص"), Format::Html, &Overrides::default());
    assert!(matches!(deep, Err(Error::Source(told)) if told.message.contains("256 deep")));
    for html in [
        "<b>".repeat(200) + "نص",
        "<ul><li>".repeat(100) + "نص",
        "<table><tr><td>".repeat(40) + "نص",
        "<p>نص<br>".repeat(20_000),
    ] {
        assert!(dump(&read(&html, PageScope::Article).value).contains("نص"));
    }
}

#[test]
fn our_own_books_are_read_back() {
    let markdown = "# كتاب\n\n## نشأة الطباعة\n\nنص **مهم** و*مؤكد* و[رابط](https://example.org/) و[القسم](#خاتمة).\n\n\
        3. الورق\n   - الكاغد\n4. الحبر\n\n> الخط لسان اليد،\\\n> وبهجة الضمير.\n\n---\n\n\
        ```rust\nfn main() {}\n```\n\n## خاتمة\n\nتم.\n";
    let source = decode("كتاب.md", markdown.into(), &DecodeOptions::default()).unwrap().value;
    let document = parse(&source, Format::Markdown, &Overrides::default()).unwrap().value;
    let (fonts, style) = (crate::font::FontSet::builtin(), crate::style::Stylesheet::default());
    let options = crate::epub::EpubOptions { fonts: crate::epub::FontEmbedding::None, ..Default::default() };
    let document = crate::direction::settle(document);
    let book = crate::epub::write(&document, &fonts, &style, &options).unwrap().value;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut chapters: Vec<String> =
        archive.file_names().filter(|name| name.contains("chapter")).map(str::to_owned).collect();
    chapters.sort();
    let mut bodies = String::new();
    for chapter in &chapters {
        let xhtml = std::io::read_to_string(archive.by_name(chapter).unwrap()).unwrap();
        let body = xhtml.split_once("<body").and_then(|(_, rest)| rest.split_once('>')).unwrap().1;
        bodies.push_str(body.split_once("</body>").unwrap().0);
    }
    let one_page = chapters.iter().fold(bodies, |page, chapter| {
        page.replace(&format!("href=\"{}#", chapter.rsplit('/').next().unwrap()), "href=\"#")
    });
    let page = read(&format!("<html lang=ar dir=rtl><title>كتاب</title><body>{one_page}"), PageScope::Whole);
    // Anchors of books are short names of their own.
    let without_names = |dump: String| -> String {
        dump.split_inclusive([' ', '\n'])
            .filter(|word| !word.starts_with('#'))
            .map(|word| word.split("](#").next().unwrap())
            .collect()
    };
    assert_eq!(without_names(dump(&crate::direction::settle(page.value))), without_names(dump(&document)));
    assert_eq!(page.warnings, []);
}
