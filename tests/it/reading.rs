//! What the options of reading do: encodings, mending, other folders of pictures.

use std::fs;

use crate::support::{Workplace, member};

#[test]
fn encodings_are_taken_as_told() {
    // «سلام» in windows-1256; as ISO 8859-6 the same bytes are other letters.
    let text = b"# \xD3\xE1\xC7\xE3\n\n\xD3\xE1\xC7\xE3 \xD3\xE1\xC7\xE3\n";
    let place = Workplace::new(&[("a.md", text)]);
    let title = |arguments: &str| {
        assert_eq!(place.run(&format!("build a.md --to epub {arguments}")).code, 0);
        member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf")
    };
    assert!(
        title("--encoding windows-1256").contains("<dc:title id=\"title\">سلام</dc:title>")
            || title("--encoding windows-1256").contains("سلام")
    );
    assert!(title("--encoding iso-8859-6").contains("سفاك") || title("--encoding iso-8859-6").contains("سفاع"));
    assert_eq!(place.run("build a.md --encoding nonsense").code, 2);
}

#[test]
fn mending_is_chosen() {
    let place = Workplace::new(&[("a.md", "# ﺳﻼﻡ \"ا\u{653}دم\" أ\u{A0}\u{A0}ب\n\nنص.\n".as_bytes())]);
    let package = |arguments: &str| {
        assert_eq!(place.run(&format!("build a.md --to epub {arguments}")).code, 0);
        member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf")
    };
    let check = |arguments: &str, title: &str| assert!(package(arguments).contains(title), "{arguments}");
    check("", "سلام \"آدم\" أ ب");
    check("--mend none", "ﺳﻼﻡ \"ا\u{653}دم\" أ\u{A0}\u{A0}ب");
    check("--mend forms,spaces", "سلام \"ا\u{653}دم\" أ ب");
    check("--mend compose", "ﺳﻼﻡ \"آدم\" أ\u{A0}\u{A0}ب");
    check("--quotes arabic", "سلام «آدم» أ ب");
}

#[test]
fn pictures_are_looked_for_in_other_folders() {
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let article = "# أ\n\n![ب](b.gif)\n".as_bytes();
    let place = Workplace::new(&[("in/a.md", article), ("pictures/b.gif", gif)]);
    assert!(place.run("build in/a.md --to epub").stderr.contains("b.gif` is not there"));
    let run = place.run("build in/a.md --to epub --resource-path none --resource-path pictures");
    assert!(run.code == 0 && run.stderr.starts_with("made out/a.epub ("), "{}", run.stderr);
}

const PAGE: &str = "<html lang=ar><head><title>سوق الورّاقين</title></head><body><nav><a href=/>الرئيسية</a> قائمة \
    الموقع</nav><article><h1>سوق الورّاقين</h1><p>كان في بغداد سوق للورّاقين فيها أكثر من مئة دكان، يجلس فيها العلماء \
    والأدباء فيقرؤون ويكتبون وينسخون الكتب ثم يبيعونها.</p><p>وكان الورّاق ناشرا وكتبيا معا، يعرف الكتب ومؤلفيها \
    وأثمانها، ومن دكانه خرجت نسخ كثيرة إلى خزائن الكتب.</p></article><footer>حقوق الموقع محفوظة</footer></body></html>";

#[test]
fn a_web_page_gives_its_article_or_all_of_it() {
    let place = Workplace::new(&[("page.html", PAGE.as_bytes())]);
    let text = |arguments: &str| {
        let run = place.run(&format!("build page.html --to epub {arguments}"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        member(&fs::read(place.path("out/page.epub")).unwrap(), "chapter-1.xhtml")
    };
    let article = text("");
    assert!(article.contains("أكثر من مئة دكان") && !article.contains("حقوق الموقع"), "{article}");
    let whole = text("--whole-page");
    assert!(whole.contains("أكثر من مئة دكان") && whole.contains("حقوق الموقع"), "{whole}");
}
