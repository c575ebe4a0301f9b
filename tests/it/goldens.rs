//! Pages compared with what is kept in `tests/goldens/`: a textual dump of every page of the samples, and pictures of a
//! few pages. `WARRAQ_BLESS=1` writes what is there now in place of what is kept; look at the difference before you
//! keep it.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use image::GrayImage;
use warraq::layout::frame::{Item, ItemKind, LinkTarget, OutlineEntry, Page, PagedDocument};

use crate::judges::{passed, program};
use crate::support::{SAMPLES, Workplace, root, sample_book};

/// Resolution of page pictures, in dots to the inch: enough to see a letter out of place, few enough to keep.
const RESOLUTION: &str = "50";
/// For small pages of which each letter counts.
const FINE_RESOLUTION: &str = "72";
/// Pages pictured.
const PICTURES: [(&str, usize); 4] = [("news.txt", 1), ("bookmaking.md", 1), ("bookmaking.md", 2), ("vocalised.md", 1)];
/// A pixel differs when its grey is further off than this, of 255; rasterisers smooth edges each in their way.
const GREY_TOLERANCE: u8 = 96;
/// The share of pixels that may differ.
const PIXEL_TOLERANCE: f64 = 0.002;

fn golden(name: &str) -> PathBuf {
    root().join("tests/goldens").join(name)
}

/// Whether goldens are to be written; says which.
fn blessing(name: &str) -> bool {
    let blessing = std::env::var_os("WARRAQ_BLESS").is_some();
    if blessing {
        fs::create_dir_all(golden("")).unwrap();
        eprintln!("blessed {name}");
    }
    blessing
}

#[test]
fn pages_are_set_as_before() {
    for name in SAMPLES {
        let kept = golden(&format!("{name}.pages"));
        let dump = dump(&sample_book(name).pages);
        if blessing(name) {
            fs::write(&kept, &dump).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&kept).unwrap_or_default();
        if let Some((number, (now, before))) = first_difference(&dump, &expected) {
            panic!("{} differs at line {number}\nnow:    {now}\nbefore: {before}\n{HOW_TO_BLESS}", kept.display());
        }
    }
}

const HOW_TO_BLESS: &str = "if this is meant, run WARRAQ_BLESS=1 cargo test goldens and look at the difference";

fn first_difference<'text>(now: &'text str, before: &'text str) -> Option<(usize, (&'text str, &'text str))> {
    let lines = now.lines().count().max(before.lines().count());
    let line = |text: &'text str, number| text.lines().nth(number).unwrap_or("(nothing)");
    let pairs = (0..lines).map(|number| (number + 1, (line(now, number), line(before, number))));
    pairs.into_iter().find(|(_, (now, before))| now != before)
}

/// Pages as text: what stands where, in points and to a tenth, and with which faces and sizes.
fn dump(document: &PagedDocument) -> String {
    let mut text = String::new();
    for page in &document.pages {
        dump_page(page, &mut text);
    }
    dump_outline(&document.outline, 0, &mut text);
    text
}

fn dump_page(page: &Page, text: &mut String) {
    let _ = writeln!(text, "page {} {:.1}x{:.1}", page.folio, page.size.width.0, page.size.height.0);
    for item in &page.items {
        let element = item.element.map_or("-".to_owned(), |element| element.0.to_string());
        let _ = writeln!(text, "  {:.1},{:.1} {element} {}", item.origin.x.0, item.origin.y.0, dump_item(item));
    }
}

fn dump_item(item: &Item) -> String {
    match &item.kind {
        ItemKind::Line { line, .. } => {
            let runs = line.visual_runs.iter().map(|run| {
                let glyphs = run.visual_glyphs.len();
                format!("f{}/{:.2}@{:.1}:l{}:g{glyphs}", run.face.0, run.size.0, run.x.0, run.level)
            });
            format!("line {:.1} [{}] {}", line.width.0, runs.collect::<Vec<_>>().join(" "), line.text)
        }
        ItemKind::Leader { size, .. } => format!("leader {:.1}", size.width.0),
        ItemKind::Rule { size, .. } => format!("rule {:.1}x{:.1}", size.width.0, size.height.0),
        ItemKind::Image { path, size, alt } => format!("image {:.1}x{:.1} {path} {alt}", size.width.0, size.height.0),
        ItemKind::Link { size, target, .. } => {
            let target = match target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::Anchor(id) => format!("#{id}"),
            };
            format!("link {:.1}x{:.1} {target}", size.width.0, size.height.0)
        }
        other => format!("{other:?}"),
    }
}

fn dump_outline(entries: &[OutlineEntry], depth: usize, text: &mut String) {
    for entry in entries {
        let (indent, place) = ("  ".repeat(depth), entry.destination);
        let _ = writeln!(text, "outline {indent}{} -> {},{:.1}", entry.title, place.page, place.y.0);
        dump_outline(&entry.children, depth + 1, text);
    }
}

#[test]
fn pages_look_as_before() {
    for (name, page) in PICTURES {
        look_as_before(&format!("{name}.{page}"), &sample_book(name).pdf, page, RESOLUTION);
    }
}

/// What the paragraph engine does, on small pages: kashida, verse with a word that the hemistichs share, vocalised
/// text, and text of many scripts, numbers and sizes, in the two faces for text.
#[test]
fn paragraphs_look_as_before() {
    let cases = [
        ("kashida", "source/news.txt", "--justify kashida --page-size 90x140mm --font-size 12"),
        ("verse", "tests/sources/pages/verse.md", "--page-size A5"),
        ("vocalised", "source/vocalised.md", "--page-size 105x160mm --justify kashida"),
        ("mixed", "tests/sources/pages/mixed.md", "--page-size A5"),
        ("mixed-naskh", "tests/sources/pages/mixed.md", "--page-size A5 --font Noto\u{a0}Naskh\u{a0}Arabic"),
    ];
    let place = Workplace::new(&[]);
    for (name, source, options) in cases {
        let source = root().join(source);
        let mut arguments = vec!["build", source.to_str().unwrap(), "-o", "book.pdf", "-q"];
        let options: Vec<String> = options.split(' ').map(|option| option.replace('\u{a0}', " ")).collect();
        arguments.extend(options.iter().map(String::as_str));
        let run = place.run_with(&arguments, &[]);
        assert_eq!(run.code, 0, "{name}: {run:?}");
        look_as_before(&format!("paragraphs.{name}"), &fs::read(place.path("book.pdf")).unwrap(), 1, FINE_RESOLUTION);
    }
}

/// Compares a page's picture with the one kept under a name; nothing where there is no pdftoppm.
fn look_as_before(name: &str, pdf: &[u8], page: usize, resolution: &str) {
    let place = Workplace::new(&[]);
    fs::write(place.path("book.pdf"), pdf).unwrap();
    let Some(mut pdftoppm) = program("pdftoppm") else { return };
    let page = page.to_string();
    pdftoppm.args(["-gray", "-png", "-singlefile", "-r", resolution, "-f", &page, "-l", &page]);
    passed(&pdftoppm.arg(place.path("book.pdf")).arg(place.path("page")).output().unwrap());
    let picture = image::open(place.path("page.png")).unwrap().to_luma8();
    let kept = golden(&format!("{name}.png"));
    if blessing(name) {
        return picture.save(&kept).unwrap();
    }
    let before = image::open(&kept).unwrap_or_else(|cause| panic!("{}: {cause}\n{HOW_TO_BLESS}", kept.display()));
    let share = difference(&picture, &before.to_luma8());
    assert!(share <= PIXEL_TOLERANCE, "{}: {share:.4} of all pixels differ\n{HOW_TO_BLESS}", kept.display());
}

/// The share of pixels that differ; 1 for pictures of different sizes.
fn difference(one: &GrayImage, other: &GrayImage) -> f64 {
    if one.dimensions() != other.dimensions() {
        return 1.0;
    }
    let pairs = one.pixels().zip(other.pixels());
    let differing = pairs.filter(|(one, other)| one.0[0].abs_diff(other.0[0]) > GREY_TOLERANCE).count();
    differing as f64 / one.pixels().len() as f64
}

#[test]
fn pictures_are_compared_by_the_share_of_their_pixels() {
    let white = GrayImage::from_pixel(100, 100, image::Luma([255]));
    let mut dotted = white.clone();
    (0..50).for_each(|x| dotted.put_pixel(x, 3, image::Luma([0])));
    assert!((difference(&white, &dotted) - 0.005).abs() < 1e-9);
    assert!((difference(&white, &GrayImage::new(10, 10)) - 1.0).abs() < 1e-9);
}
