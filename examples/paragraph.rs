//! The paragraph engine by itself: sets an Arabic paragraph with kashida and prints where its lines end.
//!
//! Run it with `cargo run --example paragraph`.

#![allow(clippy::print_stdout, reason = "an example shows what it makes")]

use warraq::font::FontSet;
use warraq::geometry::Pt;
use warraq::text::{
    Alignment, BaseDirection, Paragraph, ParagraphOptions, Shaper, Stretch, TextStyle, layout_paragraph,
};

const TEXT: &str = "الورّاقة صنعة قديمة، جمعت النسخ والتصحيح والتجليد وبيع الورق والكتب، وكان الورّاق في \
    بغداد ناشرا وكتبيا معا: يجلس في دكانه فيقصده المؤلف والقارئ، ومن دكاكينهم خرجت مكتبات العالم الإسلامي.";

fn main() {
    let fonts = FontSet::builtin();
    let mut shaper = Shaper::new(&fonts);
    let paragraph = Paragraph::plain(TEXT, TextStyle::default(), BaseDirection::Rtl);
    let options = ParagraphOptions {
        measure: Pt::mm(70.0),
        first_line_indent: Pt::ZERO,
        alignment: Alignment::Justify,
        stretch: Stretch::Kashida,
    };
    let (lines, warnings) = layout_paragraph(&paragraph, &options, &mut shaper);
    for line in &lines {
        let glyphs = line.visual_runs.iter().flat_map(|run| &run.visual_glyphs);
        let kashidas = glyphs.filter(|glyph| glyph.x_scale != 1.0).count();
        println!("{:6.1} pt, {kashidas} kashidas: {}", line.width.0, line.text);
    }
    println!("{} lines, {} warnings", lines.len(), warnings.len());
}
