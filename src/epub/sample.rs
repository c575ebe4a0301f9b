//! A document with every construct, made by hand for the tests.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat as Encoding, Rgb, RgbImage};

use crate::diagnostic::Span;
use crate::document::{
    Block, BlockKind, Date, Direction, Document, ImageData, ImageFormat, ImageRef, Inline, Lang, List, ListItem,
    ListMarker, Metadata,
};

/// Two chapters with headings, lists, quotes, code, figures, links, emphasis and Latin text.
pub(super) fn document() -> Document {
    let mut document = Document { metadata: metadata(), blocks: first_chapter(), ..Document::default() };
    document.blocks.extend(second_chapter());
    document.images.insert("صور/مطبعة.png".into(), picture(ImageFormat::Png, Encoding::Png));
    document.images.insert("press.webp".into(), picture(ImageFormat::WebP, Encoding::WebP));
    document
}

/// The same with a cover.
pub(super) fn with_cover() -> Document {
    let mut document = document();
    document.images.insert("غلاف.jpg".into(), picture(ImageFormat::Jpeg, Encoding::Jpeg));
    document.metadata.cover = Some(ImageRef { path: "غلاف.jpg".into(), ..ImageRef::default() });
    document
}

fn metadata() -> Metadata {
    Metadata {
        title: "من القلم إلى المطبعة".into(),
        subtitle: Some("A short history of Arabic type".into()),
        authors: vec!["هيئة التحرير".into(), "Type & Press".into()],
        date: Some(Date { year: 2025, month: 12, day: 17 }),
        description: Some("كيف انتقل الكتاب العربي من يد الناسخ إلى حروف <الرصاص>.".into()),
        keywords: vec!["طباعة".into(), "خط".into()],
        publisher: Some("دار الحروف".into()),
        rights: Some("يُنسخ ويُنشر بلا قيد".into()),
        ..Metadata::default()
    }
}

fn first_chapter() -> Vec<Block> {
    vec![
        heading(1, "نشأة", "نشأة الطباعة العربية"),
        paragraph(vec![
            text("طُبع أول كتاب بالعربية سنة ١٥١٤ في "),
            strong("مدينة فانو"),
            text(" الإيطالية، وهو «كتاب صلاة السواعي» (Horologion). وانظر "),
            link("#خاتمة", vec![text("الخاتمة")]),
            text(" أو "),
            link("https://example.org/كتاب?a=1&b=2", vec![text("Read more!")]),
            text("."),
        ]),
        heading(2, "الحروف", "الحروف والقوالب"),
        list(
            ListMarker::Number { start: 3 },
            true,
            vec![
                vec![paragraph(vec![text("سبك الحروف")])],
                vec![
                    paragraph(vec![text("صفّها")]),
                    list(
                        ListMarker::Bullet,
                        false,
                        vec![
                            vec![paragraph(vec![text("في السطر")]), paragraph(vec![text("ثم في الصفحة")])],
                            vec![paragraph(vec![text("Set in lines.")])],
                        ],
                    ),
                ],
            ],
        ),
        block(BlockKind::Quote(vec![
            paragraph(vec![text("الخطُّ لسانُ اليدِ، وبهجةُ الضميرِ،"), Inline::LineBreak, text("وسفيرُ العقولِ.")]),
            heading(3, "داخل", "عنوان في اقتباس"),
        ])),
        figure("صور/مطبعة.png", "مطبعة يدوية من خشب", "مطبعة من القرن السادس عشر"),
        block(BlockKind::ThematicBreak),
        paragraph(vec![
            text("كُتب البرنامج بلغة C++ ثم بلغة "),
            code("Rust 1.92;"),
            text("، و"),
            Inline::Emphasis(vec![text("السطر")]),
            text(" يُقرأ من اليمين "),
            Inline::Image(image("press.webp", "رسم صغير")),
            text("."),
        ]),
    ]
}

fn second_chapter() -> Vec<Block> {
    let latin = paragraph(vec![text("The Arabic press came to Aleppo in 1706 (Dabbas).")]);
    vec![
        heading(1, "خاتمة", "خاتمة"),
        Block { lang: Some(Lang("en".into())), ..latin },
        Block { direction: Some(Direction::Rtl), ..paragraph(vec![text("١٢ / ٣ = ٤")]) },
        block(BlockKind::Code { language: Some("rust".into()), text: "fn main() {\n    let س = \"<&>\";\n}".into() }),
        paragraph(vec![
            link("javascript:alert(1)", vec![text("رابط مرفوض")]),
            text(" و"),
            link("#غائب", vec![text("رابط ضائع")]),
            text(" و"),
            link("mailto:press@example.org", vec![text("بريد")]),
        ]),
        figure("غائبة.png", "صورة لم توجد", ""),
    ]
}

pub(super) fn text(text: &str) -> Inline {
    Inline::Text { text: text.into(), span: Span::default() }
}

fn strong(content: &str) -> Inline {
    Inline::Strong(vec![text(content)])
}

fn code(code: &str) -> Inline {
    Inline::Code { text: code.into(), span: Span::default() }
}

fn link(target: &str, content: Vec<Inline>) -> Inline {
    Inline::Link { target: target.into(), content, span: Span::default() }
}

fn image(path: &str, alt: &str) -> ImageRef {
    ImageRef { path: path.into(), alt: alt.into(), span: Span::default() }
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block::new(kind, Span::default())
}

pub(super) fn heading(level: u8, id: &str, content: &str) -> Block {
    block(BlockKind::Heading { level, id: id.into(), content: vec![text(content)] })
}

pub(super) fn paragraph(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

pub(super) fn figure(path: &str, alt: &str, caption: &str) -> Block {
    let caption = if caption.is_empty() { vec![] } else { vec![text(caption)] };
    block(BlockKind::Figure { image: image(path, alt), caption })
}

fn list(marker: ListMarker, tight: bool, items: Vec<Vec<Block>>) -> Block {
    let items = items.into_iter().map(|blocks| ListItem { blocks, span: Span::default(), task: None }).collect();
    block(BlockKind::List(List { marker, tight, items }))
}

fn picture(format: ImageFormat, encoding: Encoding) -> ImageData {
    let (width, height) = (480, 270);
    let shade = |x: u32, y: u32| Rgb([(x / 2) as u8, (y / 2) as u8, 120]);
    let pixels = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, shade));
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, encoding).unwrap();
    ImageData { bytes: bytes.into_inner(), format, width, height }
}
