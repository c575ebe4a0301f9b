//! Each stage by itself, over one article of about 350 words: `cargo bench --bench stages`.
//!
//! `shape` sets each distinct word of the article with a new shaper; `break` sets the article's paragraphs with a
//! shaper that knows their words, so that what is left is bidi, segmentation, and the choice of breaks; `cluster font`
//! writes a PDF of one line for each distinct word, which is almost nothing but the making of its font.

mod material;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io;
use std::thread;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use warraq::direction::{Directed, settle};
use warraq::epub::{self, EpubOptions};
use warraq::font::FontSet;
use warraq::geometry::Pt;
use warraq::layout::{Galley, layout};
use warraq::pdf::{self, PdfOptions};
use warraq::style::Stylesheet;
use warraq::text::{
    Alignment, BaseDirection, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, layout_paragraph,
};

const OPTIONS: ParagraphOptions = ParagraphOptions {
    measure: Pt(330.0),
    first_line_indent: Pt(12.0),
    alignment: Alignment::Justify,
    stretch: Stretch::Spaces,
};

fn stages(criterion: &mut Criterion) {
    run(criterion).expect("the articles are there");
}

fn run(criterion: &mut Criterion) -> io::Result<()> {
    let text = material::articles(1)?.concat();
    let document = settle(material::document(&text)?);
    let (fonts, style) = (FontSet::builtin(), Stylesheet::default());
    criterion.bench_function("start-up: font set", |bencher| bencher.iter(FontSet::builtin));
    criterion.bench_function("parse", |bencher| bencher.iter(|| material::document(black_box(&text))));
    engine(criterion, &text, &fonts);
    criterion.bench_function("collect, set", |bencher| bencher.iter(|| Galley::set(&document, &style, &fonts)));
    criterion.bench_function("paginate", |bencher| {
        let galley = || Galley::set(&document, &style, &fonts);
        bencher.iter_batched(galley, Galley::paginate, BatchSize::SmallInput);
    });
    let words = settle(material::document(&distinct_words(&text).join("\n\n"))?);
    let parsed = material::document(&text)?;
    criterion
        .bench_function("direction", |bencher| bencher.iter_batched(|| parsed.clone(), settle, BatchSize::SmallInput));
    write_pdf(criterion, "cluster font", &words, &fonts, &style);
    write_pdf(criterion, "PDF write", &document, &fonts, &style);
    let options = EpubOptions::default();
    criterion.bench_function("EPUB write", |bencher| bencher.iter(|| epub::write(&document, &fonts, &style, &options)));
    Ok(())
}

/// The paragraph engine.
fn engine(criterion: &mut Criterion, text: &str, fonts: &FontSet) {
    let paragraph = |text: &str| Paragraph::plain(text, TextStyle::default(), BaseDirection::Rtl);
    let words = paragraph(&distinct_words(text).join(" "));
    // Each time by a new thread, which knows no words yet.
    let shape = || layout_paragraph(black_box(&words), &OPTIONS, &mut Shaper::new(fonts));
    criterion.bench_function("shape", |bencher| bencher.iter(|| thread::scope(|scope| scope.spawn(shape).join())));
    let paragraphs: Vec<Paragraph> = text.split("\n\n").map(paragraph).collect();
    let mut shaper = Shaper::new(fonts);
    let mut set_all = || paragraphs.iter().map(|one| layout_paragraph(one, &OPTIONS, &mut shaper)).count();
    set_all();
    criterion.bench_function("break", |bencher| bencher.iter(&mut set_all));
}

fn write_pdf(criterion: &mut Criterion, name: &str, document: &Directed, fonts: &FontSet, style: &Stylesheet) {
    let pages = layout(document, style, fonts).value;
    let options = PdfOptions::default();
    let write = |pages| pdf::write(pages, document, fonts, &options);
    criterion.bench_function(name, |bencher| bencher.iter_batched(|| pages.clone(), write, BatchSize::PerIteration));
}

fn distinct_words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect::<BTreeSet<_>>().into_iter().collect()
}

criterion_group!(benches, stages);
criterion_main!(benches);
