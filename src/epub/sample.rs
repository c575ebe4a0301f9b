//! A document with every construct, made by hand for the tests.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat as Encoding, Rgb, RgbImage};

use crate::diagnostic::Span;
use crate::document::{
    Block, BlockKind, CalloutKind, ColumnAlignment, Counter, Date, Definition, Direction, Document, Footnote,
    ImageData, ImageFormat, ImageRef, Inline, Lang, List, ListItem, ListMarker, Metadata, Table, TableCell, TableRow,
    VerseLine,
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
        work_of_the_press(),
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

/// A list within a list, numbered from three.
fn work_of_the_press() -> Block {
    let inner = list(
        ListMarker::Bullet,
        false,
        vec![
            vec![paragraph(vec![text("في السطر")]), paragraph(vec![text("ثم في الصفحة")])],
            vec![paragraph(vec![text("Set in lines.")])],
        ],
    );
    let items = vec![vec![paragraph(vec![text("سبك الحروف")])], vec![paragraph(vec![text("صفّها")]), inner]];
    list(ListMarker::Number(Counter::decimal(3)), true, items)
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

/// A book of one chapter with tables, verse, definitions, callouts, groups, footnotes and all kinds of runs.
pub(super) fn of_structures() -> Document {
    let note = |label: &str, blocks| Footnote { label: label.into(), blocks, span: Span::default() };
    let mut document = Document {
        metadata: Metadata { title: "بنى النص".into(), ..Metadata::default() },
        blocks: vec![
            heading(2, "جدول", "في الجداول"),
            table(),
            heading(2, "شعر", "في الشعر"),
            verse(),
            heading(2, "سوى", "في ما سوى ذلك"),
            definitions(),
            callout(CalloutKind::Note, &[], "انظر المعجم."),
            callout(CalloutKind::Tip, &["نصيحة المحرر"], "اقرأ على مهل."),
            callout(CalloutKind::Caution, &[], "لا تقطع الورق."),
        ],
        ..Document::default()
    };
    document.blocks.extend(runs());
    document.footnotes = vec![
        note(
            "مصدر",
            vec![paragraph(vec![text("ديوان الحماسة، وانظر"), reference("طبعة")]), paragraph(vec![text("ص ٣")])],
        ),
        note("طبعة", vec![paragraph(vec![text("Leiden, 1828.")])]),
        note("قائمة", vec![list(ListMarker::Bullet, true, vec![vec![paragraph(vec![text("بند")])]])]),
    ];
    document
}

fn table() -> Block {
    let cell = |content: &str, column_span| {
        let blocks = if content.is_empty() { vec![] } else { vec![paragraph(vec![text(content)])] };
        TableCell { blocks, is_row_header: content == "العراق", column_span, row_span: 1 }
    };
    let row = |cells: &[(&str, u16)]| TableRow { cells: cells.iter().map(|(text, span)| cell(text, *span)).collect() };
    block(BlockKind::Table(Table {
        columns: vec![ColumnAlignment::Start, ColumnAlignment::Center, ColumnAlignment::End],
        header: vec![row(&[("", 1), ("أول مطبعة", 2)]), row(&[("البلد", 1), ("المدينة", 1), ("السنة", 1)])],
        rows: vec![row(&[("مصر", 1), ("Bulaq!", 1), ("١٨٢١", 1)]), row(&[("العراق", 1), ("مجهول", 2)])],
        caption: vec![text("مطابع العرب"), reference("مصدر")],
    }))
}

fn verse() -> Block {
    let line = |parts: &[&str]| VerseLine {
        hemistichs: parts.iter().map(|part| vec![text(part)]).collect(),
        span: Span::default(),
    };
    block(BlockKind::Verse(vec![
        line(&["قِفا نَبكِ مِن ذِكرى حَبيبٍ وَمَنزِلِ", "بِسِقطِ اللِوى بَينَ الدَخولِ فَحَومَلِ"]),
        line(&["والخَيلُ واللَّيلُ والبَيداءُ تَعْـ", "ـرِفُني"]),
        line(&[""]),
        line(&["أنشودةُ المطر"]),
    ]))
}

fn definitions() -> Block {
    let description = |content: &str| vec![paragraph(vec![text(content)])];
    block(BlockKind::DefinitionList(vec![Definition {
        terms: vec![vec![text("الورّاق")], vec![text("الناسخ")]],
        descriptions: vec![description("من يبيع الورق وينسخ."), vec![paragraph(vec![text("وجمعه:")]), verse()]],
    }]))
}

fn callout(kind: CalloutKind, title: &[&str], content: &str) -> Block {
    let title = title.iter().map(|title| text(title)).collect();
    block(BlockKind::Callout { kind, title, blocks: vec![paragraph(vec![text(content)])] })
}

fn runs() -> Vec<Block> {
    let span = |lang: Option<&str>, direction, content: &str| Inline::Span {
        lang: lang.map(|tag| Lang(tag.into())),
        direction,
        content: vec![text(content)],
    };
    let english = block(BlockKind::Group(vec![paragraph(vec![text("Set in Leipzig.")])]));
    let task = |done, content: &str| ListItem {
        task: Some(done),
        ..ListItem::new(vec![paragraph(vec![text(content)])], Span::default())
    };
    vec![
        paragraph(vec![
            Inline::Strikethrough(vec![text("محذوف")]),
            text(" و"),
            Inline::Superscript(vec![text("أعلى")]),
            Inline::Subscript(vec![text("أدنى")]),
            Inline::Mark(vec![text("مظلّل")]),
            span(Some("fr"), None, "mise en page"),
            span(None, Some(Direction::Ltr), "١+٢"),
            span(None, None, "+C"),
            link("https://example.org/", vec![text("رابط"), reference("قائمة")]),
            reference("مصدر"),
            reference("غائبة"),
        ]),
        Block { lang: Some(Lang("en".into())), ..english.clone() },
        block(BlockKind::Group(vec![paragraph(vec![text("جماعة بلا لغة.")])])),
        block(BlockKind::List(List {
            marker: ListMarker::Bullet,
            tight: true,
            items: vec![task(true, "جمع الأوراق"), task(false, "تجليدها")],
        })),
    ]
}

fn reference(label: &str) -> Inline {
    Inline::FootnoteReference { label: label.into(), span: Span::default() }
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
    ImageRef { path: path.into(), alt: alt.into(), ..ImageRef::default() }
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
    let items = items.into_iter().map(|blocks| ListItem::new(blocks, Span::default())).collect();
    block(BlockKind::List(List { marker, tight, items }))
}

fn picture(format: ImageFormat, encoding: Encoding) -> ImageData {
    let (width, height) = (480, 270);
    let shade = |x: u32, y: u32| Rgb([(x / 2) as u8, (y / 2) as u8, 120]);
    let pixels = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, shade));
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, encoding).unwrap();
    ImageData { bytes: bytes.into_inner(), format, width, height, orientation: Default::default() }
}
