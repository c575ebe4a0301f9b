//! Options of reading and of each format: the grammar's words in, the library's options out.

use std::path::Path;

use warraq::diagnostic::{Code, Diagnostic, Places, Source};
use warraq::document::Timestamp;
use warraq::epub::{EpubOptions, FontEmbedding, UserCss};
use warraq::geometry::Pt;
use warraq::parse::Mending;
use warraq::pdf::{Colors, CropMarks, Imposition, PdfOptions, PrintOptions};

use super::args::{EpubArgs, Mend, PdfArgs, Quotes, SheetOrder, TextArgs};
use super::read;
use super::render::Note;

/// Bytes of a style sheet of the user.
const MOST_CSS_BYTES: u64 = 4 << 20;

/// What PDFs claim to be, and how they are printed.
pub(super) fn pdf(args: &PdfArgs, timestamp: Option<Timestamp>) -> PdfOptions {
    let print = PrintOptions {
        bleed: args.bleed.unwrap_or(Pt::ZERO),
        crop_marks: if args.crop_marks { CropMarks::Corners } else { CropMarks::None },
        colors: if args.gray { Colors::Gray } else { Colors::Full },
        imposition: match args.imposition {
            Some(SheetOrder::Booklet) => Imposition::Booklet,
            None => Imposition::None,
        },
    };
    PdfOptions {
        timestamp,
        standard: args.pdf_standard,
        print,
        image_resolution: args.image_resolution,
        facing_pages: args.facing_pages,
    }
}

/// Options for EPUBs, without cover and pages. Fails if the user's style sheet cannot be read.
pub(super) fn epub(args: &EpubArgs, timestamp: Option<Timestamp>) -> Result<EpubOptions, Box<Note>> {
    Ok(EpubOptions {
        timestamp,
        fonts: if args.no_embed_fonts { FontEmbedding::None } else { FontEmbedding::Subset },
        split_level: args.split_level,
        css: args.css.as_deref().map(user_css).transpose()?,
        page_breaks: Vec::new(),
        cover: None,
    })
}

/// The user's style sheet, read and judged; the first fault is told with its place.
fn user_css(path: &Path) -> Result<UserCss, Box<Note>> {
    let name = path.display().to_string();
    let text = read::bounded_text(path, MOST_CSS_BYTES).map_err(|unread| {
        Diagnostic::error(Code::StyleSheet, None, format!("the style sheet {name} {}", unread.reason()))
    })?;
    UserCss::new(text.clone()).map_err(|faults| {
        let source = Source { name, text };
        let others = faults.len().saturating_sub(1);
        let Some(first) = faults.into_iter().next() else {
            return Diagnostic::error(
                Code::StyleSheet,
                None,
                format!("the style sheet {} cannot be used", source.name),
            )
            .into();
        };
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let message = format!("{}{more}", first.message);
        Box::new(Note::new(Some(&Places::of(&source)), Diagnostic { message, ..first }).of(source.name))
    })
}

/// What is mended: the standard, or what the option lists.
pub(super) fn mending(args: &TextArgs) -> Mending {
    let arabic_quotes = args.quotes == Quotes::Arabic;
    let listed = |what| args.mend.contains(&Mend::All) || args.mend.contains(&what);
    match args.mend.as_slice() {
        [] => Mending { arabic_quotes, ..Mending::default() },
        _ => Mending {
            forms: listed(Mend::Forms),
            compose: listed(Mend::Compose),
            spaces: listed(Mend::Spaces),
            half_spaces: listed(Mend::HalfSpaces),
            lam_alef: listed(Mend::LamAlef),
            visual_order: listed(Mend::VisualOrder),
            arabic_quotes,
        },
    }
}
