//! The finished archive, opened again.
use super::*;

#[test]
fn dump() {
    let Ok(folder) = std::env::var("DUMP") else { return };
    let go = |name: &str, document: &Document, options: &EpubOptions| {
        let clock = std::time::Instant::now();
        let made = write(document, &FontSet::builtin(), &Stylesheet::default(), options).unwrap();
        eprintln!("{name} {} {:?} {:#?}", made.value.len(), clock.elapsed(), made.warnings);
        std::fs::write(format!("{folder}/{name}.epub"), made.value).unwrap();
    };
    go("sample", &sample::document(), &EpubOptions::default());
    go("cover", &sample::with_cover(), &EpubOptions::default());
    go("nofonts", &sample::document(), &EpubOptions { fonts: FontEmbedding::None, ..EpubOptions::default() });
    let source = std::fs::read_to_string("/work/shared/articles/documentary.txt").unwrap();
    let mut document = Document::default();
    document.metadata.title = "حظي الفيلم الوثائقي معركة حلب مفتاح النصر".into();
    for (n, part) in source.trim().trim_start_matches("date 2025-12-17").split("\n\n").enumerate() {
        let part = part.replace('\n', " ");
        document.blocks.push(if part.split(' ').count() < 12 {
            sample::heading(2, &n.to_string(), &part)
        } else {
            sample::paragraph(vec![sample::text(part.trim())])
        });
    }
    go("article", &document, &EpubOptions::default());
    go("article2", &document, &EpubOptions::default());
    go("article-nofonts", &document, &EpubOptions { fonts: FontEmbedding::None, ..EpubOptions::default() });
    let mut book = Document::default();
    book.metadata.title = "كتاب كبير".into();
    for n in 0..300 {
        book.blocks.push(sample::heading(1, &format!("c{n}"), &format!("الفصل {n}")));
        for block in &document.blocks {
            let mut block = block.clone();
            if let crate::document::BlockKind::Heading { id, .. } = &mut block.kind {
                *id = format!("{id}-{n}");
            }
            book.blocks.push(block);
        }
    }
    go("book", &book, &EpubOptions::default());
}
