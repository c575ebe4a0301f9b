//! Values of options: a word of the command line in, a checked value or a sentence that says what is allowed out.

use std::ffi::OsStr;
use std::num::NonZeroU16;

use clap::builder::{PossibleValue, TypedValueParser};
use warraq::assets::Media;
use warraq::digits::Digits;
use warraq::document::{Date, Lang, Timestamp};
use warraq::geometry::{Pt, Sides, Size};
use warraq::parse::{self, Encoding, Format};
use warraq::style::{ChapterStart, Justification, NotePlacement, VerseNumbers, page_size as named};

const SMALLEST_SIDE: Pt = Pt::mm(50.0);
const LARGEST_SIDE: Pt = Pt::mm(2000.0);
const LARGEST_BLEED: Pt = Pt::mm(50.0);
const SMALLEST_TEXT: Pt = Pt(5.0);
const LARGEST_TEXT: Pt = Pt(72.0);
const LAST_SECOND_OF_9999: i64 = 253_402_300_799;

/// A reader of a word that keeps the word: for options that front matter may give as well.
pub(super) fn checked<T: 'static>(
    read: fn(&str) -> Result<T, String>,
) -> impl Fn(&str) -> Result<String, String> + Clone + Send + Sync + 'static {
    move |word| read(word).map(|_| word.trim().to_owned())
}

/// The same, with words that completions can offer; there may be others.
#[derive(Clone)]
pub(super) struct Worded {
    read: fn(&str) -> Result<(), String>,
    words: &'static [&'static str],
}

/// A reader of a word that keeps the word, and the words to offer.
pub(super) fn worded(read: fn(&str) -> Result<(), String>, words: &'static [&'static str]) -> Worded {
    Worded { read, words }
}

impl TypedValueParser for Worded {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        word: &OsStr,
    ) -> Result<String, clap::Error> {
        TypedValueParser::parse_ref(&checked(self.read), command, argument, word)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.words.iter().map(PossibleValue::new)))
    }
}

/// A line of text that is not empty.
pub(super) fn line(word: &str) -> Result<String, String> {
    let text = word.trim();
    if text.is_empty() || text.contains(char::is_control) {
        return Err("give one line of text".into());
    }
    Ok(text.into())
}

/// `KEY=VALUE`, both trimmed; the key is not empty.
pub(super) fn pair(word: &str) -> Result<(String, String), String> {
    let (key, value) = word.split_once('=').ok_or("give KEY=VALUE, such as publisher=ورّاق")?;
    Ok((line(key)?, line(value)?))
}

/// A kind of source, by the ending of its files.
pub(super) fn source_format(word: &str) -> Result<Format, String> {
    let word = word.trim().trim_start_matches('.').to_ascii_lowercase();
    let named = (matches!(word.as_str(), "feed" | "xml" | "json")).then_some(Format::Feed);
    named
        .or_else(|| Format::from_extension(&word))
        .ok_or_else(|| "give md, txt, html, docx, odt, feed, epub or openiti".into())
}

/// A folder for the pictures below an address: `ADDRESS=DIR`.
pub(super) fn media(word: &str) -> Result<Media, String> {
    match word.split_once('=').map(|(prefix, folder)| (prefix.trim(), folder.trim())) {
        Some((prefix, folder)) if !prefix.is_empty() && !folder.is_empty() => {
            Ok(Media { prefix: prefix.to_owned(), folder: folder.into() })
        }
        _ => Err("give an address and a folder, such as https://example.org/uploads=uploads".into()),
    }
}

/// How lines are justified.
pub(super) fn justification(word: &str) -> Result<Justification, String> {
    match word.trim().to_ascii_lowercase().as_str() {
        "none" => Ok(Justification::None),
        "space" => Ok(Justification::Space),
        "kashida" => Ok(Justification::Kashida),
        _ => Err("give none, space or kashida".into()),
    }
}

/// Where footnotes stand.
pub(super) fn notes(word: &str) -> Result<NotePlacement, String> {
    match word.trim().to_ascii_lowercase().as_str() {
        "foot" => Ok(NotePlacement::Foot),
        "end" => Ok(NotePlacement::End),
        _ => Err("give foot or end".into()),
    }
}

/// Where chapters begin.
pub(super) fn chapters(word: &str) -> Result<ChapterStart, String> {
    match word.trim().to_ascii_lowercase().as_str() {
        "continue" => Ok(ChapterStart::Continue),
        "new-page" => Ok(ChapterStart::NewPage),
        "odd-page" => Ok(ChapterStart::OddPage),
        "even-page" => Ok(ChapterStart::EvenPage),
        _ => Err("give continue, new-page, odd-page or even-page".into()),
    }
}

/// Which lines of verse bear their number.
pub(super) fn verse_numbers(word: &str) -> Result<VerseNumbers, String> {
    let step = match word.trim().to_ascii_lowercase().as_str() {
        "none" => return Ok(VerseNumbers::None),
        "every" => Some(NonZeroU16::MIN),
        number => number.parse().ok(),
    };
    step.map(VerseNumbers::Every).ok_or_else(|| "give none, every or a number such as 5".into())
}

/// A family of digits.
pub(super) fn digits(word: &str) -> Result<Digits, String> {
    match word.trim().to_ascii_lowercase().as_str() {
        "as-written" => Ok(Digits::AsWritten),
        "european" => Ok(Digits::European),
        "arabic-indic" => Ok(Digits::ArabicIndic),
        "extended" => Ok(Digits::Extended),
        _ => Err("give as-written, european, arabic-indic or extended".into()),
    }
}

/// Yes or no.
pub(super) fn truth(word: &str) -> Result<bool, String> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "نعم" => Ok(true),
        "false" | "no" | "لا" => Ok(false),
        _ => Err("give true or false".into()),
    }
}

/// Margins: all sides; top and bottom, sides; or top, outside, bottom, inside.
pub(super) fn margins(word: &str) -> Result<Sides<Pt>, String> {
    let words: Vec<&str> = word.split([' ', ',', '،']).filter(|word| !word.is_empty()).collect();
    let lengths: Option<Vec<Pt>> = words.into_iter().map(|word| length(word, None)).collect();
    let [top, outside, bottom, inside] = match lengths.as_deref() {
        Some(&[all]) => [all; 4],
        Some(&[ends, sides]) => [ends, sides, ends, sides],
        Some(&[top, outside, bottom, inside]) => [top, outside, bottom, inside],
        _ => return Err("give one, two or four lengths in mm, cm, in or pt, such as 20mm or '25mm 20mm'".into()),
    };
    Ok(Sides { top, bottom, inside, outside })
}

/// A length that is not negative: a number and a unit, the unit from elsewhere where it is given.
fn length(word: &str, unit: Option<Pt>) -> Option<Pt> {
    let (number, unit) = match unit {
        Some(unit) => (word, unit),
        None => unit_of(word)?,
    };
    number.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0).map(|number| unit * number)
}

const UNITS: [(&str, Pt); 4] = [("mm", Pt::mm(1.0)), ("cm", Pt::mm(10.0)), ("in", Pt::inches(1.0)), ("pt", Pt(1.0))];

/// A BCP 47 language tag.
pub(super) fn lang(word: &str) -> Result<Lang, String> {
    parse::parse_lang(word).ok_or_else(|| "give a BCP 47 tag, such as ar, ar-EG, fa or en".into())
}

/// An encoding by its label.
pub(super) fn encoding(word: &str) -> Result<Encoding, String> {
    Encoding::from_label(word).ok_or_else(|| "give a label such as utf-8, utf-16le, windows-1256 or mac-arabic".into())
}

/// A day of the calendar.
pub(super) fn date(word: &str) -> Result<Date, String> {
    parse::date::parse_date(word).ok_or_else(|| "give a day that exists as year-month-day, such as 2025-12-17".into())
}

/// Size of the main text in points, with or without `pt`.
pub(super) fn font_size(word: &str) -> Result<Pt, String> {
    let number = word.trim();
    let size = number.strip_suffix("pt").unwrap_or(number).trim_end().parse().map(Pt);
    let allowed = SMALLEST_TEXT..=LARGEST_TEXT;
    size.ok()
        .filter(|size| allowed.contains(size))
        .ok_or_else(|| format!("give points from {} to {}, such as 14", SMALLEST_TEXT.0, LARGEST_TEXT.0))
}

/// Width of a bleed.
pub(super) fn bleed(word: &str) -> Result<Pt, String> {
    length(&word.trim().to_ascii_lowercase(), None)
        .filter(|length| (Pt::ZERO..=LARGEST_BLEED).contains(length))
        .ok_or_else(|| "give a length from 0 mm to 50 mm in mm, cm, in or pt, such as 3mm".into())
}

/// Pixels to the inch.
pub(super) fn resolution(word: &str) -> Result<f64, String> {
    let number = word.trim().parse::<f64>().ok().filter(|number| (36.0..=4800.0).contains(number));
    number.ok_or_else(|| "give pixels to the inch from 36 to 4800, such as 300".into())
}

/// A page size by name or by measure.
pub(super) fn page_size(word: &str) -> Result<Size, String> {
    let word = word.trim().to_ascii_lowercase();
    let allowed = SMALLEST_SIDE..=LARGEST_SIDE;
    let size = match word.as_str() {
        "a4" => Some(named::A4),
        "a5" => Some(named::A5),
        "letter" => Some(named::LETTER),
        measures => measured(measures),
    };
    size.filter(|size| allowed.contains(&size.width) && allowed.contains(&size.height)).ok_or_else(|| {
        "give A4, A5, Letter, or width x height in mm, cm, in or pt, such as 6x9in or 148x210mm; \
         each side from 50 mm to 2000 mm"
            .into()
    })
}

/// `6x9in`: width, `x` or `×`, height, unit.
fn measured(word: &str) -> Option<Size> {
    let (numbers, unit) = unit_of(word)?;
    let (width, height) = numbers.split_once(['x', '×'])?;
    Some(Size { width: length(width, Some(unit))?, height: length(height, Some(unit))? })
}

/// What stands before a unit, and the unit.
fn unit_of(word: &str) -> Option<(&str, Pt)> {
    UNITS.iter().find_map(|&(name, unit)| Some((word.strip_suffix(name)?, unit)))
}

/// The value of `SOURCE_DATE_EPOCH`.
pub(super) fn source_date_epoch(word: &str) -> Result<Timestamp, String> {
    let seconds = word.parse().ok().filter(|seconds| (0..=LAST_SECOND_OF_9999).contains(seconds));
    seconds.map(Timestamp).ok_or_else(|| {
        format!("invalid SOURCE_DATE_EPOCH '{word}': give whole seconds since 1970-01-01, such as 1765929600")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_page(word: &str, expected_mm: Option<(f64, f64)>) {
        let in_mm = |length: Pt| (length / Pt::mm(1.0) * 100.0).round() / 100.0;
        let size = page_size(word).ok().map(|size| (in_mm(size.width), in_mm(size.height)));
        assert_eq!(size, expected_mm, "{word}");
    }

    #[test]
    fn page_sizes() {
        check_page("A4", Some((210.0, 297.0)));
        check_page("letter", Some((215.9, 279.4)));
        check_page("6x9in", Some((152.4, 228.6)));
        check_page("14.8 × 21 cm", Some((148.0, 210.0)));
        check_page("170 X 240mm", Some((170.0, 240.0)));
        check_page("432x648pt", Some((152.4, 228.6)));
        for wrong in ["", "A9", "6x9", "x9in", "6in", "-6x9in", "NaNx9in", "infx9in", "49x210mm", "210x2001mm"] {
            check_page(wrong, None);
        }
    }

    #[test]
    fn margins_of_one_two_or_four_lengths() {
        let check = |word: &str, expected: Option<[f64; 4]>| {
            let read = margins(word).ok().map(|sides| [sides.top, sides.outside, sides.bottom, sides.inside]);
            assert_eq!(read.map(|sides| sides.map(|side| side.0.round())), expected, "{word}");
        };
        check("1in", Some([72.0; 4]));
        check("1in, 2in", Some([72.0, 144.0, 72.0, 144.0]));
        check("10pt 20pt 30pt 40pt", Some([10.0, 20.0, 30.0, 40.0]));
        for wrong in ["", "20", "-1in", "1in 2in 3in", "NaNmm", "infpt", "واسعة"] {
            check(wrong, None);
        }
    }

    #[test]
    fn pairs_and_choices() {
        assert_eq!(pair(" الناشر = دار = نشر "), Ok(("الناشر".into(), "دار = نشر".into())));
        assert!(pair("publisher").is_err() && pair("=x").is_err() && pair("x=").is_err());
        assert_eq!(justification("Kashida"), Ok(Justification::Kashida));
        assert!(justification("wide").is_err());
        assert_eq!(source_format("md"), Ok(Format::Markdown));
        assert!(source_format("docx2").is_err());
        assert_eq!(checked(font_size)(" 14pt "), Ok("14pt".into()));
    }

    #[test]
    fn font_sizes() {
        assert_eq!(font_size("14"), Ok(Pt(14.0)));
        assert_eq!(font_size(" 12.5 pt"), Ok(Pt(12.5)));
        for wrong in ["", "4.9", "73", "-14", "NaN", "inf", "14px", "كبير"] {
            assert!(font_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn bleeds() {
        assert_eq!(bleed("3mm"), Ok(Pt::mm(3.0)));
        assert_eq!(bleed("0.5 cm"), Ok(Pt::mm(5.0)));
        for wrong in ["", "3", "-1mm", "51mm", "NaNmm", "mm"] {
            assert!(bleed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn languages() {
        assert_eq!(lang("ar-EG"), Ok(Lang("ar-EG".into())));
        for wrong in ["", "arabic language", "لغة الضاد", "a"] {
            assert!(lang(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lines_of_text() {
        assert_eq!(line(" ابن النديم "), Ok("ابن النديم".into()));
        assert!(line(" ").is_err());
        assert!(line("سطر\nوآخر").is_err());
    }

    #[test]
    fn moments() {
        assert_eq!(source_date_epoch("1765929600"), Ok(Timestamp(1_765_929_600)));
        for wrong in ["", "-1", "1.5", "tomorrow", "253402300800"] {
            assert!(source_date_epoch(wrong).is_err(), "{wrong}");
        }
    }
}
