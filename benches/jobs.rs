//! Whole jobs, from the source's text to the bytes of both books: `cargo bench --bench jobs`.

mod material;

use std::io;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use warraq::cover;
use warraq::direction::settle;
use warraq::epub::{self, EpubOptions};
use warraq::font::FontSet;
use warraq::layout::layout;
use warraq::pdf::{self, PdfOptions};
use warraq::style::Stylesheet;

fn jobs(criterion: &mut Criterion) {
    run(criterion).expect("the articles are there");
}

fn run(criterion: &mut Criterion) -> io::Result<()> {
    let fonts = FontSet::builtin();
    let pages = [
        ("article", material::articles(1)?.concat()),
        ("vocalised page", material::vocalised()?),
        ("tables", material::tables()?),
    ];
    for (name, text) in &pages {
        criterion.bench_function(name, |bencher| bencher.iter(|| both(text, &fonts)));
    }
    let mut group = criterion.benchmark_group("many");
    group.sample_size(10);
    let book = material::book(300)?;
    group.bench_function("book of 300", |bencher| bencher.iter(|| both(&book, &fonts)));
    let articles = material::articles(1000)?;
    group.throughput(Throughput::Elements(articles.len() as u64));
    group.bench_function("batch of 1,000", |bencher| {
        bencher.iter(|| articles.par_iter().map(|text| both(text, &fonts)).collect::<io::Result<Vec<usize>>>());
    });
    Ok(())
}

/// Makes both books and tells their size.
fn both(text: &str, fonts: &FontSet) -> io::Result<usize> {
    let failed = |cause: warraq::diagnostic::Error| io::Error::other(cause.to_string());
    let document = settle(material::document(text)?);
    let style = Stylesheet::default();
    let pages = layout(&document, &style, fonts).value;
    let pdf = pdf::write(pages, &document, fonts, &PdfOptions::default()).map_err(failed)?;
    let options = EpubOptions { cover: cover::draw(&document, fonts, "Amiri"), ..EpubOptions::default() };
    let epub = epub::write(&document, fonts, &style, &options).map_err(failed)?;
    Ok(pdf.value.len() + epub.value.len())
}

criterion_group!(benches, jobs);
criterion_main!(benches);
