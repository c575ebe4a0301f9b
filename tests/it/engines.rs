//! Books in the engines of reading apps: foliate-js, epub.js and MuPDF, each on the samples, every construct and a book of
//! thirty chapters.

use std::path::PathBuf;
use std::process::Output;

use crate::judges::{engines, mupdf, passed};
use crate::support::{SAMPLES, Workplace, root, sample};

/// A book of thirty chapters, each with notes, verse, a list, a table and code.
fn long_book() -> String {
    let sentence =
        "كان الورّاقون ينسخون الكتب ويبيعونها في دكاكينهم، وقد ذكر Johannes Gutenberg سنة 1450 م أن الصفحة 42 سطرًا. ";
    let chapter = |number: usize| {
        format!(
            "\n# الفصل {number}: في الورق\n\n{}[^{number}]\n\n## أول القول\n\n```verse\nأعزُّ مكانٍ في الدنا سرجُ سابحٍ ... وخيرُ جليسٍ في \
             الزمانِ كتابُ\nوما من كاتبٍ إلا سيفنى ... ويُبقي الدهرُ ما كتبت يداهُ\n```\n\n{}\n\n| المادة | السعر | المصدر | الملاحظة |\n\
             |---|---|---|---|\n| الورق الخراساني | 12 | سمرقند | جيد **متين** |\n| `OpenType` | 25 | Microsoft & Adobe | English |\n\n\
             1. أول.\n2. ثانٍ.\n\n> {sentence}\n\n```rust\nfn main() {{ println!(\"سلام\"); }} // تعليق طويل جدًّا لكي يُنظر أين ينكسر السطر\n\
             ```\n\n[^{number}]: حاشية الفصل {number}، وفيها لفظ English.\n",
            sentence.repeat(4),
            sentence.repeat(3),
        )
    };
    format!(
        "---\ntitle: كتاب الوراقة\nauthor: محررو ورّاق\ndate: 2026-03-14\n---\n{}",
        (1..=30).map(chapter).collect::<String>()
    )
}

/// What an engine says of the books: their number and nothing else.
fn check(engine: impl FnOnce(&[PathBuf]) -> Option<Output>) {
    let place = Workplace::new(&[("long.md", long_book().as_bytes())]);
    let sources = SAMPLES.into_iter().map(sample);
    let sources: Vec<PathBuf> =
        sources.chain([root().join("tests/sources/all-constructs.md"), place.path("long.md")]).collect();
    let arguments = sources.iter().map(|source| source.to_str().unwrap());
    let run = place.run_with(&["build"].into_iter().chain(arguments).collect::<Vec<_>>(), &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let name = |source: &PathBuf| format!("out/{}.epub", source.file_stem().unwrap().to_str().unwrap());
    let books: Vec<PathBuf> = sources.iter().map(|source| place.path(&name(source))).collect();
    let Some(told) = engine(&books) else { return };
    assert_eq!(passed(&told).trim(), format!("books {}", books.len()));
}

/// From the right, with contents, turning, in the book's own fonts, notes over the page, nothing wider than its column on
/// phones and in large letters.
#[test]
fn foliate_and_epubjs_show_books_right() {
    check(engines);
}

/// An engine without flex boxes and logical properties: couplets stay couplets, pictures keep their proportions.
#[test]
fn mupdf_shows_books_right() {
    check(mupdf);
}
