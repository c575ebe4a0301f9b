//! Repairs lam-alef in text copied from old PDFs.
//!
//! Some PDFs give the ligature لا back as «ال»: «اإلسالم», «االجتماع», «اهلل». Nothing is changed unless the text is
//! recognisably such a copy: no correct word begins with two alefs, so the text, or a line, is one if it has more of
//! these than of correct words. In such a text every lam-alef is exchanged; within a word, where «ال» may be correct as
//! well, only in common words.

use crate::diagnostic::Span;

/// Prefixes before the article.
const PARTICLES: [char; 4] = ['و', 'ف', 'ب', 'ك'];

const ALEFS: [char; 4] = ['ا', 'أ', 'إ', 'آ'];

/// Common words with a lam-alef after their first letter, without article; none of them becomes another word when
/// exchanged, unlike «طلاب» and «طالب».
const WORDS: [&str; 75] = [
    "إسلام",
    "كلام",
    "خلال",
    "ثلاثون",
    "ثلاثين",
    "بلاد",
    "علاق",
    "علاقة",
    "أولاد",
    "علامة",
    "أعلام",
    "إعلام",
    "هؤلاء",
    "أولا",
    "فضلا",
    "قليلا",
    "أصلا",
    "كاملا",
    "طويلا",
    "ملايين",
    "ملابس",
    "غلاف",
    "سلاح",
    "دلال",
    "دلالة",
    "جلال",
    "احتلال",
    "استقلال",
    "استغلال",
    "اختلاف",
    "اختلال",
    "انطلاق",
    "أخلاق",
    "إطلاق",
    "حلال",
    "هلال",
    "ظلال",
    "عملاء",
    "زملاء",
    "ميلاد",
    "إصلاح",
    "اصطلاح",
    "صلاحية",
    "إبلاغ",
    "ملاحظ",
    "ملاحظة",
    "علاوة",
    "ملامح",
    "ملاحم",
    "سلالة",
    "خلايا",
    "فلاسفة",
    "أملاك",
    "أفلام",
    "أقلام",
    "أحلام",
    "آلاف",
    "آلام",
    "تلاميذ",
    "تلاوة",
    "سلاسل",
    "جلاء",
    "بلاء",
    "ولاء",
    "ولاية",
    "ولايات",
    "استيلاء",
    "إملاء",
    "احتفالات",
    "مجالات",
    "حالات",
    "رسالات",
    "مقالات",
    "وكالات",
    "دولار",
];

/// Words of that kind that are more likely with the article than their exchanged form.
const WITH_ARTICLE: [&str; 1] = ["سلام"];

/// Suffixes of such a word.
const ENDINGS: [&str; 14] = ["", "ه", "ها", "هم", "هما", "هن", "نا", "ي", "ك", "كم", "ات", "تهم", "ته", "ية"];

/// Words that consist of such a pair, or begin with one.
const SMALL: [(&str, &str); 16] = [
    ("ال", "لا"),
    ("وال", "ولا"),
    ("فال", "فلا"),
    ("إال", "إلا"),
    ("أال", "ألا"),
    ("وإال", "وإلا"),
    ("ألن", "لأن"),
    ("ألنه", "لأنه"),
    ("ألنها", "لأنها"),
    ("ألنهم", "لأنهم"),
    ("وألن", "ولأن"),
    ("هلل", "لله"),
    ("وهلل", "ولله"),
    ("اهلل", "الله"),
    ("الهلل", "الله"),
    ("كال", "كلا"),
];

/// The edits of a text, in order.
pub(super) fn edits(text: &str) -> Vec<(Span, String)> {
    const TELLING: [&str; 5] = ["اال", "األ", "اإل", "اآل", "اهلل"];
    if !TELLING.iter().any(|pattern| text.contains(pattern)) {
        return Vec::new();
    }
    let all = Evidence::of(text);
    let is_copy = all.turned > all.right;
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let own = Evidence::of(line);
        if is_copy || own.turned > 1 && own.right == 0 {
            edits.extend(words(line).filter_map(|(at, word)| {
                let span = Span::new(start + at, start + at + word.len());
                Some((span, turned(word)?))
            }));
        }
        start += line.len();
    }
    edits
}

/// Telling words: exchanged and correct ones.
#[derive(Default)]
struct Evidence {
    turned: usize,
    right: usize,
}

impl Evidence {
    fn of(text: &str) -> Evidence {
        let mut found = Evidence::default();
        for (_, word) in words(text) {
            let bare = word.trim_start_matches(PARTICLES);
            let is_turned = two_alefs(bare).is_some() || bare == "اهلل";
            // «الال» may be either.
            let is_article = |rest: &str| rest.starts_with(ALEFS) && !rest.starts_with("ال");
            let is_right = bare == "الله" || bare.strip_prefix("ال").is_some_and(is_article);
            found.turned += usize::from(is_turned);
            found.right += usize::from(is_right);
        }
        found
    }
}

/// Runs of Arabic letters with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_letter = |c: char| matches!(c, '\u{621}'..='\u{63A}' | '\u{641}'..='\u{652}');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_letter)?;
        let end = text[start..].find(|c| !is_letter(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}

/// An alef and the text after it, if a second alef and a lam follow.
fn two_alefs(word: &str) -> Option<(char, &str)> {
    let rest = word.strip_prefix('ا')?;
    let alef = rest.chars().next().filter(|c| ALEFS.contains(c))?;
    let rest = rest[alef.len_utf8()..].strip_prefix('ل')?;
    (!rest.is_empty()).then_some((alef, rest))
}

/// The correct form of a word; `None` if nothing changes.
fn turned(word: &str) -> Option<String> {
    if let Some((_, right)) = SMALL.iter().find(|(wrong, _)| *wrong == word) {
        return Some((*right).to_owned());
    }
    let bare = word.trim_start_matches(PARTICLES);
    let bare = if bare.starts_with('ا') { bare } else { word.trim_start_matches(['و', 'ف']) };
    let particles = &word[..word.len() - bare.len()];
    let begun = if bare == "اهلل" {
        "الله".to_owned()
    } else if let Some((alef, rest)) = two_alefs(bare) {
        format!("ال{alef}{rest}")
    } else if let Some(rest) = bare.strip_prefix("الال").filter(|rest| rest.chars().count() > 1) {
        format!("اللا{rest}")
    } else if let Some((alef, rest)) = lam_and_turned(bare) {
        format!("لل{alef}{rest}")
    } else {
        bare.to_owned()
    };
    let right = particles.to_owned() + &within(&begun);
    (right != word).then_some(right)
}

/// «لألطفال»: a lam before the article, whose alef is gone.
fn lam_and_turned(word: &str) -> Option<(char, &str)> {
    let rest = word.strip_prefix('ل')?;
    let alef = rest.chars().next().filter(|c| ALEFS.contains(c))?;
    let rest = rest[alef.len_utf8()..].strip_prefix('ل')?;
    (rest.chars().count() > 1).then_some((alef, rest))
}

/// Exchanges the pairs within a word if that makes it a common one.
fn within(word: &str) -> String {
    let article = ["ال", "لل", "ل", "ب", "ك", ""].into_iter().filter(|article| word.starts_with(article));
    for article in article {
        let stem = &word[article.len()..];
        for (at, pair) in stem.match_indices("ال").filter(|(at, _)| *at > 0) {
            let right = format!("{}لا{}", &stem[..at], &stem[at + pair.len()..]);
            let has_ending = |known: &str| right.strip_prefix(known).is_some_and(|end| ENDINGS.contains(&end));
            let is_named = article == "ال" && WITH_ARTICLE.contains(&&*right);
            if is_named || WORDS.into_iter().any(has_ending) {
                return article.to_owned() + &right;
            }
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = text.to_owned();
        for (span, new) in edits(text).into_iter().rev() {
            out.replace_range(span.start..span.end, &new);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn copies_are_mended() {
        check("بسم اهلل الرحمن", "بسم الله الرحمن");
        check("تاريخ اإلسالم األول", "تاريخ الإسلام الأول");
        check("الالعب في االجتماع ال يتكلم إال قليال", "اللاعب في الاجتماع لا يتكلم إلا قليلا");
        check("واألطفال لألطفال وباهلل هلل", "والأطفال للأطفال وبالله لله");
        check("خالل ثالثين األيام والطالب", "خلال ثلاثين الأيام والطالب");
        check("العالم األول والسالم", "العالم الأول والسلام");
    }

    #[test]
    fn right_text_stays() {
        for text in [
            "الإسلام دين الله، والأول والآخر، والعالم كله سالم.",
            "سألته المسألة عن السؤال فقال: ألم تسأل؟ إلا أن الالتزام والالتفات واجب.",
            "لألف سبب ولإلغاء الأمر، والال والوالي والبال والخيال والرجال والمال والحال.",
            "كلمة «اهلل» تكتب في نسخ الملفات القديمة بدل الله، والإسلام والأول كذلك.",
            "آل البيت والآلة والآلاف",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_pasted_line_is_mended_alone() {
        let right = "الأول والآخر والإسلام والله والأمر والأرض والأيام\n";
        check(&format!("{right}في األرض واإلنسان"), &format!("{right}في الأرض والإنسان"));
    }
}
