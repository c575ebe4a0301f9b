//! Pictures that would cost too much, or are not whole: each is refused in a moment, and none ends the process.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat as Encoding, RgbImage};

use super::*;

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
                    viewBox='0 0 300 200' width='300' height='200'>";

fn drawing(inner: &str) -> Result<Loaded, String> {
    let begun = Instant::now();
    let loaded = recognise(format!("{HEAD}{inner}</svg>").into_bytes());
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}: {}", begun.elapsed(), &inner[..inner.len().min(200)]);
    loaded.map_err(|problem| problem.describe().0)
}

fn written(inner: &str) -> String {
    String::from_utf8(drawing(inner).unwrap().image.bytes).unwrap()
}

fn filtered(step: &str) -> String {
    format!("<filter id='f'>{step}</filter><rect width='90' height='90' filter='url(#f)'/>")
}

#[test]
fn the_part_of_an_effect_that_is_not_seen_is_cut_off() {
    let region =
        "<filter id='f' x='-1e3' width='2e3' y='-1e3' height='2e3'><feGaussianBlur stdDeviation='3'/></filter>";
    let shapes = written(&format!("{region}<rect width='90' height='90' filter='url(#f)'/>"));
    assert!(shapes.contains("x=\"-30\" y=\"-20\" width=\"360\" height=\"240\""), "{shapes}");
    let flood = "<filter id='f' x='-1e3' width='2e3'><feFlood x='-1e6' width='2e6' flood-color='red'/></filter>";
    let shapes = written(&format!("{flood}<rect width='90' height='90' filter='url(#f)'/>"));
    assert!(!shapes.contains("1000") && !shapes.contains("90000"), "{shapes}");
}

#[test]
fn effects_beyond_all_measure_are_refused_and_costly_kinds_left_out() {
    for step in [
        "<feTurbulence numOctaves='10000' baseFrequency='0.1'/>",
        "<feConvolveMatrix order='3' kernelMatrix='1 2 3 4 5 6 7 8 9'/>",
        "<feMorphology radius='100000'/>",
        "<feDiffuseLighting><fePointLight x='1' y='1' z='1'/></feDiffuseLighting>",
    ] {
        let loaded = drawing(&filtered(step)).unwrap();
        let shapes = String::from_utf8(loaded.image.bytes).unwrap();
        assert!(loaded.left_out.is_some() && !shapes.contains("filter"), "{shapes}");
    }
    assert_eq!(
        drawing(&filtered("<feGaussianBlur stdDeviation='100000'/>")).unwrap_err(),
        "is too large: an effect in it is too wide"
    );
    let many = "is too large: it has too many or too large effects";
    assert_eq!(drawing(&filtered(&"<feGaussianBlur stdDeviation='9'/>".repeat(3000))).unwrap_err(), many);
    let groups = "<g filter='url(#f)'><rect width='9' height='9'/></g>".repeat(3000);
    assert_eq!(drawing(&format!("<filter id='f'><feOffset dx='1'/></filter>{groups}")).unwrap_err(), many);
    assert!(drawing(&filtered("<feDropShadow dx='2' dy='2' stdDeviation='2'/>")).unwrap().left_out.is_none());
}

#[test]
fn what_multiplies_is_counted_before_it_is_made() {
    let shapes = "is too large: it stands for more than a million shapes";
    let level = |n: usize| format!("<g id='g{n}'>{}</g>", format!("<use xlink:href='#g{}'/>", n - 1).repeat(10));
    let levels: String = (1..12).map(level).collect();
    assert_eq!(
        drawing(&format!("<defs><rect id='g0' width='1' height='1'/>{levels}</defs><use href='#g11'/>")).unwrap_err(),
        shapes
    );
    let tile = |n: usize| {
        let inner = format!("<rect width='9' height='9' fill='url(#p{})'/>", n - 1).repeat(10);
        format!("<pattern id='p{n}' width='.1' height='.1'>{inner}</pattern>")
    };
    let tiles: String = (1..12).map(tile).collect();
    let base = "<pattern id='p0' width='1' height='1'><rect width='1' height='1'/></pattern>";
    let top = "<rect width='90' height='90' fill='url(#p11)'/>";
    assert_eq!(drawing(&format!("{base}{tiles}{top}")).unwrap_err(), shapes);
    let mask = |n: usize| {
        let inner = format!("<rect width='9' height='9' mask='url(#m{})'/>", n - 1).repeat(10);
        format!("<mask id='m{n}'>{inner}</mask>")
    };
    let masks: String = (1..12).map(mask).collect();
    assert_eq!(drawing(&format!("{masks}<rect width='90' height='90' mask='url(#m11)'/>")).unwrap_err(), shapes);
    let fine = "<pattern id='p' width='.001' height='.001' patternUnits='userSpaceOnUse'><rect width='1' height='1'/></pattern>\
                <rect width='300' height='200' fill='url(#p)'/>";
    assert_eq!(drawing(fine).unwrap_err(), "is too large: a pattern in it is too fine");
    let dashes = "<path d='M0 0H300' stroke='red' stroke-dasharray='.00001'/>";
    assert_eq!(drawing(dashes).unwrap_err(), "is too large: a dashed line in it is too fine");
}

#[test]
fn pictures_within_a_drawing_are_counted_as_often_as_they_are_shown() {
    let mut png = Vec::new();
    DynamicImage::ImageRgb8(RgbImage::new(3000, 3000)).write_to(&mut Cursor::new(&mut png), Encoding::Png).unwrap();
    let encoded: String = png.iter().map(|byte| format!("%{byte:02X}")).collect();
    let image = format!("<image id='i' width='9' height='9' href='data:image/png,{encoded}'/>");
    assert!(drawing(&image).is_ok());
    let again = "<use href='#i'/>".repeat(100);
    assert_eq!(
        drawing(&format!("{image}{again}")).unwrap_err(),
        "is too large: it holds too many or too large pictures"
    );
}

#[test]
fn names_are_safe_whatever_they_were() {
    let names = "<g id='a &lt;b&gt; &amp; c'><rect id='Box 1' width='9' height='9'/>\
                 <rect id='Box 1' width='9' height='9' fill='url(#g &quot;&lt;)'/></g>\
                 <linearGradient id='g &quot;&lt;'><stop stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient>";
    let shapes = written(names);
    let document = resvg::usvg::roxmltree::Document::parse(&shapes).unwrap();
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert!(ids.iter().all(|id| id.starts_with('d')) && ids.len() < 2, "{shapes}");
}

/// A picture of noise in a format.
fn encoded(encoding: Encoding) -> Vec<u8> {
    let noise = |x: u32, y: u32| image::Rgb([((x * 37) ^ (y * 91)) as u8, (x * y) as u8, (x ^ (y * 3)) as u8]);
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(RgbImage::from_fn(90, 60, noise)).write_to(&mut Cursor::new(&mut bytes), encoding).unwrap();
    bytes
}

#[test]
fn pictures_that_are_cut_or_damaged_are_noticed() {
    for encoding in [Encoding::Png, Encoding::Jpeg, Encoding::Gif, Encoding::WebP] {
        let whole = encoded(encoding);
        assert_eq!(fault(&whole), None, "{encoding:?}");
        for share in [30, 50, 90, 97] {
            let cut = &whole[..whole.len() * share / 100];
            assert!(fault(cut).is_some(), "{encoding:?} cut at {share} %");
        }
    }
    let mut damaged = encoded(Encoding::Png);
    let middle = damaged.len() / 2;
    damaged[middle..middle + 20].fill(0);
    assert!(fault(&damaged).is_some_and(|fault| fault.contains("damaged")), "{:?}", fault(&damaged));
}

#[test]
fn a_colour_profile_that_grows_beyond_measure_is_refused() {
    let plain = encoded(Encoding::Png);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..600 {
        packed.write_all(&[0; 1 << 20]).unwrap();
    }
    let data = [b"icc\0\0".as_slice(), &packed.finish().unwrap()].concat();
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend(b"iCCP");
    chunk.extend(&data);
    chunk.extend(super::tests::crc(&chunk[4..]).to_be_bytes());
    let bomb = [&plain[..33], &chunk, &plain[33..]].concat();
    assert_eq!(fault(&bomb).as_deref(), Some("is too large: its colour profile has more than 4 MiB"));
}
