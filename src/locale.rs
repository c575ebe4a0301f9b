//! Words, numbers and dates that the tool itself writes, in the language of the document.
//!
//! In: a language tag and a value. Out: text by the data of CLDR (through ICU4X) for numbers and dates, and our own
//! short list of interface words.

use icu_calendar::Date as IcuDate;
use icu_datetime::{DateTimeFormatter, fieldsets::YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_locale_core::Locale;

use crate::document::{CalloutKind, Counter, CounterStyle, Date, Digits, Direction, Lang, Metadata};

/// Interface words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Heading of the table of contents.
    pub contents: &'static str,
    /// Heading of the list of landmarks.
    pub landmarks: &'static str,
    /// Heading of the list of the printed pages.
    pub pages: &'static str,
    /// The title page, in landmarks.
    pub title_page: &'static str,
    /// Where reading begins, in landmarks.
    pub start_of_text: &'static str,
    /// The cover, in landmarks and as its alternative text.
    pub cover: &'static str,
    /// Replaces a missing picture without a description.
    pub picture: &'static str,
    /// What a text is called that has neither title nor words.
    pub untitled: &'static str,
    /// One sentence that says how accessible the book is.
    pub accessibility_summary: &'static str,
    /// Names of callouts without a title, in the order of [`CalloutKind`].
    pub callouts: [&'static str; 5],
    /// Heading of the footnotes.
    pub footnotes: &'static str,
    /// Where the number before a footnote leads.
    pub back_to_text: &'static str,
    /// An item of a task list that is done.
    pub task_done: &'static str,
    /// An item of a task list that is still to be done.
    pub task_open: &'static str,
}

impl Words {
    /// The name of a callout that has no title of its own.
    #[must_use]
    pub const fn callout(&self, kind: CalloutKind) -> &'static str {
        self.callouts[kind as usize]
    }
}

const ARABIC: Words = Words {
    contents: "المحتويات",
    landmarks: "معالم الكتاب",
    pages: "صفحات المطبوع",
    title_page: "صفحة العنوان",
    start_of_text: "بداية النص",
    cover: "الغلاف",
    picture: "صورة",
    untitled: "بلا عنوان",
    accessibility_summary: "نصّ قابل لإعادة التدفق بترتيب قراءة منطقي، وعناوين مرتّبة، وجدول محتويات.",
    callouts: ["ملاحظة", "فائدة", "مهم", "تنبيه", "تحذير"],
    footnotes: "الحواشي",
    back_to_text: "العودة إلى النص",
    task_done: "منجز",
    task_open: "غير منجز",
};

const PERSIAN: Words = Words {
    contents: "فهرست",
    landmarks: "بخش‌های کتاب",
    pages: "صفحه‌های چاپی",
    title_page: "صفحهٔ عنوان",
    start_of_text: "آغاز متن",
    cover: "جلد",
    picture: "تصویر",
    untitled: "بی‌عنوان",
    accessibility_summary: "متن بازچینش‌پذیر با ترتیب خواندن منطقی، سرفصل‌ها و فهرست.",
    callouts: ["یادداشت", "نکته", "مهم", "هشدار", "احتیاط"],
    footnotes: "پانویس‌ها",
    back_to_text: "بازگشت به متن",
    task_done: "انجام‌شده",
    task_open: "انجام‌نشده",
};

const URDU: Words = Words {
    contents: "فہرست",
    landmarks: "کتاب کے حصے",
    pages: "مطبوعہ صفحات",
    title_page: "سرورق",
    start_of_text: "متن کا آغاز",
    cover: "ٹائٹل",
    picture: "تصویر",
    untitled: "بے عنوان",
    accessibility_summary: "متن منطقی ترتیب، عنوانات اور فہرست کے ساتھ۔",
    callouts: ["نوٹ", "مشورہ", "اہم", "تنبیہ", "احتیاط"],
    footnotes: "حواشی",
    back_to_text: "متن کی طرف واپسی",
    task_done: "مکمل",
    task_open: "نامکمل",
};

const ENGLISH: Words = Words {
    contents: "Contents",
    landmarks: "Landmarks",
    pages: "Printed pages",
    title_page: "Title page",
    start_of_text: "Start of text",
    cover: "Cover",
    picture: "Picture",
    untitled: "Untitled",
    accessibility_summary: "Reflowable text in logical reading order, with headings and a table of contents.",
    callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
    footnotes: "Footnotes",
    back_to_text: "Back to the text",
    task_done: "Done",
    task_open: "To do",
};

/// The interface words of a language; English where we have none.
#[must_use]
pub fn words(lang: &Lang) -> &'static Words {
    match lang.primary().as_str() {
        "ar" => &ARABIC,
        "fa" => &PERSIAN,
        "ur" => &URDU,
        _ => &ENGLISH,
    }
}

/// A whole number in the digits of the language, without grouping.
#[must_use]
pub fn number(value: u64, lang: &Lang) -> String {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(GroupingStrategy::Never);
    match DecimalFormatter::try_new(locale(lang).into(), options) {
        Ok(formatter) => formatter.format(&value.into()).to_string(),
        Err(_) => value.to_string(),
    }
}

/// A whole number that the tool writes into a document: in the document's digits, else in those of its language.
#[must_use]
pub fn document_number(value: u64, metadata: &Metadata) -> String {
    metadata.digits.apply(&number(value, &metadata.lang))
}

/// The marker of a list item: its number with affixes, in the given digits, or in those of the language.
#[must_use]
pub fn label(counter: &Counter, value: i64, lang: &Lang, digits: Digits) -> String {
    let digits = if digits == Digits::AsWritten { own_digits(lang) } else { digits };
    let text = match (counter.style, u64::try_from(value)) {
        (CounterStyle::Decimal, Ok(value)) => number(value, lang),
        (style, _) => style.text(value),
    };
    // What a language writes in digits of its own stays as it is: only the three families of Arabic are changed.
    digits.apply(&[&counter.prefix, &*text, &counter.suffix].concat())
}

/// The digits that numbers have in a language.
#[must_use]
pub fn own_digits(lang: &Lang) -> Digits {
    match number(0, lang).as_str() {
        "٠" => Digits::ArabicIndic,
        "۰" => Digits::Extended,
        _ => Digits::European,
    }
}

/// What stands between the names of a list.
#[must_use]
pub const fn list_separator(direction: Direction) -> &'static str {
    match direction {
        Direction::Rtl => "، ",
        Direction::Ltr => ", ",
    }
}

/// A date written out, such as «١٧ ديسمبر ٢٠٢٥».
#[must_use]
pub fn long_date(date: Date, lang: &Lang) -> String {
    let formatted = DateTimeFormatter::try_new(locale(lang).into(), YMD::long()).ok().and_then(|formatter| {
        let day = IcuDate::try_new_iso(i32::from(date.year), date.month, date.day).ok()?;
        Some(formatter.format(&day).to_string())
    });
    formatted.unwrap_or_else(|| date.iso())
}

/// The language as a well-formed tag of BCP 47, as books must name it; `und` where it is not one.
#[must_use]
pub fn language_tag(lang: &Lang) -> String {
    let tag = lang.0.replace('_', "-");
    Locale::try_from_str(&tag).map_or_else(|_| "und".into(), |locale| locale.to_string())
}

/// The ICU locale of a tag. CLDR gives plain `ar` European digits for some countries; an Arabic text without a country
/// is set with the digits of the Arab East, which is what the pages of such a book show.
fn locale(lang: &Lang) -> Locale {
    let tag = if lang.0.eq_ignore_ascii_case("ar") { "ar-EG" } else { lang.0.as_str() };
    Locale::try_from_str(&tag.replace('_', "-")).unwrap_or(Locale::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang(tag.into())
    }

    #[test]
    fn numbers_use_the_digits_of_the_language() {
        assert_eq!(number(1234, &lang("ar")), "١٢٣٤");
        assert_eq!(number(56, &lang("fa")), "۵۶");
        assert_eq!(number(1234, &lang("en")), "1234");
        assert_eq!(number(7, &lang("not a tag")), "7");
    }

    #[test]
    fn tags_are_well_formed() {
        assert_eq!(language_tag(&lang("AR_eg")), "ar-EG");
        assert_eq!(language_tag(&lang("العربية")), "und");
    }

    #[test]
    fn dates_are_written_out() {
        let date = Date { year: 2025, month: 12, day: 17 };
        assert_eq!(long_date(date, &lang("ar")), "١٧ ديسمبر ٢٠٢٥");
        assert_eq!(long_date(date, &lang("en")), "December 17, 2025");
    }
}
