//! What the options of the PDF and its printing do.

use lopdf::{Document, Object};

use crate::judges::{passed, program};
use crate::options::built;
use crate::support::Workplace;

/// veraPDF judges the claims in `pdf.rs`.
#[test]
fn a_pdf_claims_the_standards_asked_for() {
    let packet = |arguments: &[&str]| {
        let (_, _, pdf) = built(arguments, &[]);
        let metadata = pdf.catalog().unwrap().get_deref(b"Metadata", &pdf).unwrap().as_stream().unwrap();
        String::from_utf8(metadata.get_plain_content().unwrap()).unwrap()
    };
    let asked = packet(&[]);
    assert!(asked.contains("<pdfaid:conformance>A<") && asked.contains("<pdfuaid:part>1<"), "{asked}");
    let less = packet(&["--pdf-standard", "a-2u"]);
    assert!(less.contains("<pdfaid:conformance>U<") && !less.contains("pdfuaid"), "{less}");
}

/// A box of the first page: left, bottom, right, top.
fn page_box(pdf: &Document, key: &[u8]) -> Option<Vec<f32>> {
    let page = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
    let corners = page.get(key).ok()?.as_array().unwrap();
    Some(corners.iter().map(|corner| corner.as_float().unwrap()).collect())
}

#[test]
fn bleed_and_crop_marks_make_the_medium_larger() {
    let a5 = ["--page-size", "A5"];
    let pdf = |options: &[&str]| built(&[&a5, options].concat(), &[]).2;
    let check = |pdf: &Document, key: &[u8], room: f32| {
        let expected = [-room, -room, 419.528 + room, 595.276 + room];
        let actual = page_box(pdf, key).unwrap();
        assert!(actual.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.01), "{actual:?} {expected:?}");
    };
    let bleeding = pdf(&["--bleed", "3mm"]);
    check(&bleeding, b"MediaBox", 8.504);
    check(&bleeding, b"BleedBox", 8.504);
    check(&bleeding, b"TrimBox", 0.0);
    let marked = pdf(&["--crop-marks"]);
    check(&marked, b"MediaBox", 22.677);
    check(&marked, b"TrimBox", 0.0);
    let strokes = |pdf: &Document| {
        let content = pdf.get_page_content(pdf.get_pages()[&1]);
        String::from_utf8_lossy(&content).matches("/Artifact").count()
    };
    assert!(strokes(&marked) > strokes(&bleeding));
    assert!(page_box(&pdf(&[]), b"TrimBox").is_none());
}

#[test]
fn a_booklet_has_two_pages_on_each_side() {
    let (_, _, pdf) = built(&["--page-size", "A5", "--imposition", "booklet"], &[]);
    assert_eq!(pdf.get_pages().len(), 2, "one page and three blanks");
    let sheet = page_box(&pdf, b"MediaBox").unwrap();
    assert!((sheet[2] - 2.0 * 419.528).abs() < 0.01 && (sheet[3] - 595.276).abs() < 0.01, "{sheet:?}");
}

/// Which pages poppler finds at the left and at the right of each side: front and back of each sheet in turn.
#[test]
fn a_booklet_of_eight_pages_by_its_sheets() {
    let chapters: String = (2..=8).map(|page| format!("# Page{page}\n\nنصّ.\n\n")).collect();
    let source = format!("---\ntitle: Page1\n---\nتوطئة.\n\n{chapters}");
    let place = Workplace::new(&[("a.md", source.as_bytes())]);
    let options = "--page-size A5 --chapters new-page --imposition booklet";
    assert_eq!(place.run(&format!("build a.md -o a.pdf {options}")).code, 0);
    let shown = |side: usize, x: &str| {
        let mut pdftotext = program("pdftotext")?;
        let number = side.to_string();
        pdftotext.args(["-f", &number, "-l", &number, "-x", x, "-y", "0", "-W", "420", "-H", "500"]);
        let told = passed(&pdftotext.arg(place.path("a.pdf")).arg("-").output().unwrap());
        Some(told.split_once("Page").map_or("-".to_owned(), |(_, rest)| rest.chars().take(1).collect()))
    };
    for (side, (left, right)) in (1..).zip([("1", "8"), ("7", "2"), ("3", "6"), ("5", "4")]) {
        let (Some(at_left), Some(at_right)) = (shown(side, "0"), shown(side, "420")) else { return };
        assert_eq!((at_left.as_str(), at_right.as_str()), (left, right), "side {side}");
    }
}

#[test]
fn fine_pictures_are_reduced_where_asked() {
    let mut jpeg = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(1200, 900).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let place = Workplace::new(&[("a.md", "# باب\n\n![صورة](a.jpg)\n".as_bytes()), ("a.jpg", jpeg.get_ref())]);
    let width = |options: &str| {
        assert_eq!(place.run(&format!("build a.md --to pdf --page-size A5 {options}")).code, 0);
        let pdf = Document::load(place.path("out/a.pdf")).unwrap();
        let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let widths = streams.filter_map(|stream| stream.dict.get(b"Width").and_then(Object::as_i64).ok());
        widths.collect::<Vec<_>>()
    };
    assert_eq!(width(""), [1200]);
    assert_eq!(width("--image-resolution 4800"), [1200]);
    let reduced = width("--image-resolution 72")[0];
    assert!((250..420).contains(&reduced), "{reduced}");
}

#[test]
fn a_gray_pdf_has_no_colour() {
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(2, 2, image::Rgb([255, 0, 0]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let place = Workplace::new(&[("a.md", "# باب\n\n![ختم](a.png)\n".as_bytes()), ("a.png", png.get_ref())]);
    let space = |options: &str| {
        assert_eq!(place.run(&format!("build a.md --to pdf {options}")).code, 0);
        let pdf = Document::load(place.path("out/a.pdf")).unwrap();
        let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let spaces = streams.filter_map(|stream| stream.dict.get(b"ColorSpace").and_then(Object::as_name).ok());
        spaces.map(|space| String::from_utf8_lossy(space).into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(space(""), ["DeviceRGB"]);
    assert_eq!(space("--gray"), ["DeviceGray"]);
}
