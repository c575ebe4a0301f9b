//! Whole files: what readers find in the catalog, the pages, the fonts and the annotations.

use lopdf::{Dictionary, Object};

use super::*;
use crate::document::{ImageData, ImageFormat, Lang, Metadata};
use crate::font::FaceId;
use crate::geometry::{Point, Pt, Size};
use crate::layout::frame::{
    Color, Destination, Item, ItemKind, LinkTarget, OutlineEntry, Page, Structure, StructureElement, StructureRole,
};

fn item(x: f64, y: f64, kind: ItemKind) -> Item {
    Item { origin: Point { x: Pt(x), y: Pt(y) }, element: None, kind }
}

fn size(width: f64, height: f64) -> Size {
    Size { width: Pt(width), height: Pt(height) }
}

/// Two pages with text, a rule, pictures and links, and headings of two levels.
fn sample_pages(fonts: &FontSet) -> PagedDocument {
    let setting = sample::Setting { face: FaceId(0), ltr_face: FaceId(4), strong_face: None, size: Pt(14.0) };
    let line = |text| ItemKind::Line { line: sample::line(text, fonts, setting), color: Color::BLACK };
    let image = |path: &str| ItemKind::Image { path: path.into(), size: size(80.0, 60.0), alt: "صفحة".into() };
    let mut structure = Structure::default();
    let link_element = structure.add(None, StructureElement::new(StructureRole::Link));
    let link = |target| ItemKind::Link { size: size(60.0, 14.0), target, contents: "الوراقون".into() };
    let of_link = |item: Item| Item { element: Some(link_element), ..item };
    let first = vec![
        item(60.0, 50.0, line("سوق الورّاقين (في 3 طبعات)")),
        item(60.0, 60.0, ItemKind::Rule { size: size(100.0, 0.5), color: Color::gray(128) }),
        item(60.0, 80.0, image("a.png")),
        item(160.0, 80.0, image("b.jpg")),
        item(60.0, 180.0, image("broken.png")),
        of_link(item(60.0, 40.0, link(LinkTarget::Url("https://example.org/%D9%88%D8%B1%D9%82".into())))),
        of_link(item(60.0, 60.0, link(LinkTarget::Anchor("ورق".into())))),
        of_link(item(60.0, 80.0, link(LinkTarget::Anchor("nowhere".into())))),
    ];
    let second = vec![item(60.0, 50.0, line("بغداد ٣٠٠ دكان")), item(60.0, 80.0, image("a.png"))];
    let page = |folio: &str, items| Page { size: size(300.0, 400.0), folio: folio.into(), items, begins: None };
    let place = |page| Destination { page, y: Pt(40.0) };
    let heading =
        |title: &str, page, children| OutlineEntry { title: title.into(), destination: place(page), children };
    PagedDocument {
        pages: vec![page("١", first), page("٢", second)],
        outline: vec![heading("الورق", 0, vec![heading("السوق", 1, Vec::new())]), heading("الحبر", 1, Vec::new())],
        destinations: [("ورق".to_owned(), place(1))].into(),
        structure,
        ..PagedDocument::default()
    }
}

fn sample_document() -> Document {
    let encode = |image: ::image::DynamicImage, format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let png = encode(::image::DynamicImage::new_rgba8(4, 3), ::image::ImageFormat::Png);
    let jpeg = encode(::image::DynamicImage::new_rgb8(8, 8), ::image::ImageFormat::Jpeg);
    let data = |bytes, format| ImageData { bytes, format, width: 4, height: 3, orientation: Default::default() };
    let images = [
        ("a.png".to_owned(), data(png, ImageFormat::Png)),
        ("b.jpg".to_owned(), data(jpeg, ImageFormat::Jpeg)),
        ("broken.png".to_owned(), data(vec![0x89, b'P'], ImageFormat::Png)),
    ];
    let metadata =
        Metadata { title: "سوق الورّاقين".into(), lang: Lang("ar-IQ".into()), ..Metadata::default() };
    Document { metadata, images: images.into(), ..Document::default() }
}

fn written() -> Vec<u8> {
    let fonts = FontSet::builtin();
    write(sample_pages(&fonts), &sample_document(), &fonts, &PdfOptions::default()).unwrap().value
}

fn objects() -> lopdf::Document {
    lopdf::Document::load_mem(&written()).unwrap()
}

fn dict<'a>(file: &'a lopdf::Document, dict: &'a Dictionary, key: &str) -> &'a Dictionary {
    dict.get_deref(key.as_bytes(), file).unwrap().as_dict().unwrap()
}

#[test]
fn two_runs_give_the_same_bytes() {
    let bytes = written();
    assert_eq!(bytes, written());
    assert!(bytes.starts_with(b"%PDF-1.7\n"));
    assert!(!bytes.windows(34).any(|window| window == format!("<{}>", "0".repeat(32)).as_bytes()));
}

#[test]
fn the_catalog_says_language_and_direction() {
    let file = objects();
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"ar-IQ");
    let preferences = dict(&file, catalog, "ViewerPreferences");
    assert!(!preferences.has(b"Direction"), "PDFium would take it for the direction of every line");
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert_eq!(file.get_pages().len(), 2);
}

#[test]
fn the_outline_is_a_tree() {
    let file = objects();
    let outlines = dict(&file, file.catalog().unwrap(), "Outlines");
    let first = dict(&file, outlines, "First");
    assert_eq!(first.get(b"Count").unwrap().as_i64().unwrap(), -1);
    assert!(dict(&file, first, "First").get(b"Next").is_err());
    assert_eq!(dict(&file, first, "Next"), dict(&file, outlines, "Last"));
}

#[test]
fn links_lead_somewhere_and_say_what_they_are() {
    let file = objects();
    let page = file.get_dictionary(file.get_pages()[&1]).unwrap();
    let annotations = page.get(b"Annots").unwrap().as_array().unwrap();
    let links: Vec<&Dictionary> =
        annotations.iter().map(|link| file.dereference(link).unwrap().1.as_dict().unwrap()).collect();
    assert_eq!(links.len(), 2, "a link to nowhere is left out");
    let uri = dict(&file, links[0], "A").get(b"URI").unwrap().as_str().unwrap();
    assert_eq!(uri, b"https://example.org/%D9%88%D8%B1%D9%82");
    assert_eq!(links[1].get(b"Dest").unwrap().as_str().unwrap(), "ورق".as_bytes());
    assert!(links.iter().all(|link| link.has(b"Contents")));
}

#[test]
fn pictures_are_embedded_once_and_a_jpeg_as_it_is() {
    let file = objects();
    let is_image =
        |stream: &&lopdf::Stream| stream.dict.get(b"Subtype").is_ok_and(|kind| *kind == Object::from("Image"));
    let streams = || file.objects.values().filter_map(|object| object.as_stream().ok()).filter(is_image);
    assert_eq!(streams().count(), 2);
    let jpeg = sample_document().images["b.jpg"].bytes.clone();
    assert!(streams().any(|stream| stream.content == jpeg));
    let png = streams().find(|stream| stream.content != jpeg).unwrap();
    assert_eq!(png.get_plain_content().unwrap(), vec![255; 12], "transparent pixels are white, and grey is enough");
}

#[test]
fn fonts_are_subsets_with_a_width_for_each_glyph() {
    let file = objects();
    let page = file.get_dictionary(file.get_pages()[&1]).unwrap();
    let fonts = dict(&file, dict(&file, page, "Resources"), "Font");
    for (_, font) in fonts.iter() {
        let font = file.dereference(font).unwrap().1.as_dict().unwrap();
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().into()).unwrap();
        let (tag, face) = name.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
        assert!(["Amiri-Regular", "NotoSerif"].iter().any(|expected| face.starts_with(expected)), "{face}");
        let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
        assert_eq!(descendant.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0");
        let program = dict(&file, descendant, "FontDescriptor").get_deref(b"FontFile3", &file).unwrap();
        let program = program.as_stream().unwrap().get_plain_content().unwrap();
        let program = ttf_parser::cff::Table::parse(&program).unwrap();
        let widths = descendant.get(b"W").unwrap().as_array().unwrap();
        assert_eq!(widths[0].as_i64().unwrap(), 1);
        assert_eq!(widths[1].as_array().unwrap().len() + 1, usize::from(program.number_of_glyphs()));
    }
    assert_eq!(fonts.len(), 2);
}

#[test]
fn a_picture_keeps_its_colour_profile() {
    use ::image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile.clone()).unwrap();
    encoder.write_image(&[200, 10, 10], 1, 1, ExtendedColorType::Rgb8).unwrap();
    let fonts = FontSet::builtin();
    let mut document = sample_document();
    if let Some(image) = document.images.get_mut("a.png") {
        image.bytes = png;
    }
    let bytes = write(sample_pages(&fonts), &document, &fonts, &PdfOptions::default()).unwrap().value;
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let page = file.get_dictionary(file.get_pages()[&1]).unwrap();
    let images = dict(&file, dict(&file, page, "Resources"), "XObject");
    let image = images.get_deref(b"I0", &file).unwrap().as_stream().unwrap();
    let space = image.dict.get(b"ColorSpace").unwrap().as_array().unwrap();
    assert_eq!(space[0], Object::from("ICCBased"));
    let carried = file.dereference(&space[1]).unwrap().1.as_stream().unwrap();
    assert_eq!(carried.get_plain_content().unwrap(), profile);
}
