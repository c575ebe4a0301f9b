//! Plain text as newsrooms write it.
//!
//! In: text with an optional header, paragraphs between blank lines or one a line, headings as short lines of their own
//! or underlined, lists, quotes marked by `>`, verse, a byline, notes below a rule. Out: the header's metadata, the
//! blocks and the notes. Headings have level 2, below the title, as in the same article in Markdown.

mod byline;
mod header;
mod heading;
mod list;
mod notes;
mod shape;

use self::heading::{is_heading, trimmed_end};
use self::shape::Shape;
use super::front_matter;
use super::inline::{push_soft_break, push_text};
use super::metadata::Draft;
use super::{Body, verse};
use crate::diagnostic::{Diagnostic, Error, Span};
use crate::document::{Block, BlockKind, Inline};

/// How deep quotes may stand within quotes; deeper marks are text.
const DEEPEST_QUOTE: usize = 16;

/// Reads header and blocks of a plain text.
///
/// # Errors
/// [`Error::Source`] for broken front matter, which a plain text may have as well.
pub(super) fn parse(text: &str, draft: &mut Draft, warnings: &mut Vec<Diagnostic>) -> Result<Body, Error> {
    let body = match front_matter_keys(text) {
        true => front_matter::read(text, draft, warnings)?,
        false => 0,
    };
    let body = header::read(text, body, draft, warnings);
    let groups = groups(text, body);
    let shape = Shape::of(text, &groups);
    let mut paragraphs = shape.paragraphs(text, groups);
    byline::read(text, &mut paragraphs, draft, warnings);
    let notes = notes::take(text, &mut paragraphs);
    let mut blocks = blocks(text, &paragraphs, shape, 0);
    notes.refer(&mut blocks);
    Ok(Body { blocks, footnotes: notes.footnotes, ..Body::default() })
}

/// The blocks of paragraphs that stand in so many quotes.
fn blocks(text: &str, paragraphs: &[Vec<Span>], shape: Shape, depth: usize) -> Vec<Block> {
    let parts = list::parts(text, paragraphs, &|lines| block(text, lines, false));
    let (paragraphs, mut lists): (Vec<_>, Vec<_>) = parts.into_iter().map(|part| (part.lines, part.list)).unzip();
    let mut blocks = Vec::with_capacity(paragraphs.len());
    let mut index = 0;
    while let Some(lines) = paragraphs.get(index) {
        let rest = &paragraphs[index..];
        let (block, used) = lists[index]
            .take()
            .map(|list| (list, 1))
            .or_else(|| underlined(text, lines).map(|block| (block, 1)))
            .or_else(|| verse_of(text, rest))
            .or_else(|| quote(text, lines, shape, depth).map(|block| (block, 1)))
            .or_else(|| shape.keeps_lines(text, lines).then(|| (kept_lines(text, lines), 1)))
            .unwrap_or_else(|| {
                let opens = index == 0 && depth == 0;
                (block(text, lines, is_heading(text, lines, &rest[1..], opens)), 1)
            });
        blocks.push(block);
        index += used;
    }
    blocks
}

/// A heading of one line with `===` or `---` below it.
fn underlined(text: &str, lines: &[Span]) -> Option<Block> {
    let &[title, line] = lines else { return None };
    let marks = text[line.start..line.end].trim();
    let is_line = |mark: char| marks.chars().count() >= 3 && marks.chars().all(|c| c == mark);
    let has_letters = text[title.start..title.end].chars().any(char::is_alphabetic);
    let heading =
        (has_letters && (is_line('=') || is_line('-') || is_line('ـ'))).then(|| block(text, &[title], true))?;
    Some(Block { span: Span::new(title.start, line.end), ..heading })
}

/// The verse that begins with the first paragraph, and how many it takes: lines of verse may stand each by itself.
fn verse_of(text: &str, paragraphs: &[Vec<Span>]) -> Option<(Block, usize)> {
    let first = paragraphs.first()?;
    let (lines, used) = match first.as_slice() {
        [_] => {
            let is_line = |lines: &&Vec<Span>| lines.len() == 1 && verse::hemistichs(text, lines[0]).is_some();
            let lines: Vec<Span> = paragraphs.iter().take_while(is_line).map(|lines| lines[0]).collect();
            let used = lines.len();
            (lines, used)
        }
        _ => (first.clone(), 1),
    };
    let block = verse::is_verse(text, &lines).then(|| verse::stanzas(text, &lines).into_iter().next())??;
    Some((block, used))
}

/// Lines that each begin with `>`.
fn quote(text: &str, lines: &[Span], shape: Shape, depth: usize) -> Option<Block> {
    let bare = |line: &Span| {
        let rest = text[line.start..line.end].strip_prefix('>')?;
        Some(trimmed(text, Span::new(line.end - rest.len(), line.end)))
    };
    let inner: Vec<Span> = lines.iter().map(bare).collect::<Option<_>>()?;
    if depth >= DEEPEST_QUOTE {
        return None;
    }
    let groups = inner.split(|line| line.start == line.end).filter(|lines| !lines.is_empty()).map(<[Span]>::to_vec);
    let paragraphs = shape.paragraphs(text, groups.collect());
    let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
    (!paragraphs.is_empty()).then(|| Block::new(BlockKind::Quote(blocks(text, &paragraphs, shape, depth + 1)), span))
}

/// Whether a line of `---` opens front matter, and not a text that begins with a thematic break.
fn front_matter_keys(text: &str) -> bool {
    let mut lines = lines(text, 0).map(|line| text[line.start..line.end].trim());
    lines.next() == Some("---") && lines.next().is_some_and(header::is_key_line)
}

/// The lines of a text from an offset on, without their line breaks: LF, CR LF or CR.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> + '_ {
    let mut next = start;
    std::iter::from_fn(move || {
        if next >= text.len() {
            return None;
        }
        let start = next;
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        next = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
        Some(Span::new(start, end))
    })
}

/// Groups of lines between blank lines, each line without white space at its ends.
fn groups(text: &str, start: usize) -> Vec<Vec<Span>> {
    let mut paragraphs = vec![Vec::new()];
    for line in lines(text, start) {
        let trimmed = trimmed(text, line);
        match paragraphs.last_mut() {
            Some(last) if !is_blank(&text[line.start..line.end]) => last.push(trimmed),
            Some(last) if last.is_empty() => {}
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// A line without ASCII white space at its ends; a no-break space stays as typed.
fn trimmed(text: &str, line: Span) -> Span {
    let start = line.end - text[line.start..line.end].trim_ascii_start().len();
    Span::new(start, start + text[start..line.end].trim_ascii_end().len())
}

/// Whether a line shows nothing: white space, controls, and invisible format characters such as RLM.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    })
}

fn block(text: &str, lines: &[Span], heading: bool) -> Block {
    let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
    if is_break(text, lines) {
        return Block::new(BlockKind::ThematicBreak, span);
    }
    let mut content = Vec::new();
    for (index, &line) in lines.iter().enumerate() {
        if index > 0 {
            push_soft_break(&mut content, line_break(text, lines[index - 1].end));
        }
        push_text(&mut content, &text[line.start..line.end], line);
    }
    let kind = match heading {
        true => BlockKind::Heading { level: 2, id: String::new(), content },
        false => BlockKind::Paragraph(content),
    };
    Block::new(kind, span)
}

/// Lines that stay lines: verse where there are several without a stop, else one paragraph.
fn kept_lines(text: &str, lines: &[Span]) -> Block {
    const FEWEST: usize = 4;
    const MOST_WORDS: usize = 9;
    let is_verse = |(at, line): (usize, &Span)| {
        let content = &text[line.start..line.end];
        content.split_whitespace().count() <= MOST_WORDS
            && (at + 1 == lines.len() || !content.ends_with(['.', ':']))
            && !content.contains(|c: char| c.is_numeric())
    };
    let span = Span::new(lines[0].start, lines[lines.len() - 1].end);
    if lines.len() >= FEWEST && lines.iter().enumerate().all(is_verse) {
        let verse = lines.iter().map(|&line| verse::line(text, &[line], line)).collect();
        return Block::new(BlockKind::Verse(verse), span);
    }
    let mut content = Vec::new();
    for (index, &line) in lines.iter().enumerate() {
        content.extend((index > 0).then_some(Inline::LineBreak));
        push_text(&mut content, &text[line.start..line.end], line);
    }
    Block::new(BlockKind::Paragraph(content), span)
}

/// Where the line ends that was trimmed at `end`.
fn line_break(text: &str, end: usize) -> usize {
    text[end..].find(['\n', '\r']).map_or(end, |length| end + length)
}

/// A rule alone in a paragraph.
fn is_break(text: &str, lines: &[Span]) -> bool {
    matches!(lines, &[line] if is_rule(text, line))
}

/// Three or more of one mark alone in a line, with blanks between them or not (CommonMark, 4.1, and what is typed so).
fn is_rule(text: &str, line: Span) -> bool {
    let mut marks = text[line.start..line.end].chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('*' | '-' | '_' | '=' | 'ـ' | '─' | '–' | '—')) = marks.next() else { return false };
    let more = marks.clone().count();
    more >= 2 && marks.all(|c| c == mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::dump::dump_blocks;

    fn check(text: &str, expected: &str) {
        let (mut draft, mut warnings) = (Draft::default(), Vec::new());
        let blocks = parse(text, &mut draft, &mut warnings).unwrap().blocks;
        assert_eq!(dump_blocks(&blocks), expected);
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    const WRAPPED: &str = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها\nويبيعونها في سوق لهم قرب المسجد الجامع، وكان\nالعلماء يجلسون في دكاكينهم.";

    const LONG: &str = "كان الوراقون في بغداد ينسخون الكتب ويجلدونها ويبيعونها.";

    #[test]
    fn paragraphs_stand_between_blank_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let wrapped = WRAPPED.replace('\n', end);
            check(
                &format!("{wrapped}{end}{end} \t{end}فقرة أخرى."),
                &format!("paragraph {}\nparagraph فقرة أخرى.\n", WRAPPED.replace('\n', " ")),
            );
        }
        check("جملة أولى.\nجملة ثانية.", "paragraph جملة أولى.\nparagraph جملة ثانية.\n");
        check("أول.\n\u{200F}\u{A0}\nثان.", "paragraph أول.\nparagraph ثان.\n");
    }

    #[test]
    fn spans_are_exact() {
        let text = &format!("{WRAPPED}\n");
        let blocks = parse(text, &mut Draft::default(), &mut Vec::new()).unwrap().blocks;
        assert_eq!(blocks[0].span, Span::new(0, text.len() - 1));
        let BlockKind::Paragraph(content) = &blocks[0].kind else { panic!() };
        assert_eq!(content.len(), 1, "one run, since a space stands where the line feed stood");
    }

    #[test]
    fn a_short_line_before_a_paragraph_is_a_heading() {
        check(
            &format!("{LONG}\n\nسوق الوراقين\n\n{LONG}"),
            &format!("paragraph {LONG}\nheading 2 سوق الوراقين\nparagraph {LONG}\n"),
        );
        for line in ["نعم!", "قال:", "«انتهى الأمر.»", "- نقطة أولى", "١٩٨٤", &"كلمة ".repeat(13)]
        {
            check(
                &format!("{LONG}\n\n{line}\n\n{LONG}"),
                &format!("paragraph {LONG}\nparagraph {}\nparagraph {LONG}\n", line.trim()),
            );
        }
        check(&format!("{LONG}\n\nآخر النص"), &format!("paragraph {LONG}\nparagraph آخر النص\n"));
        check(
            &format!("{LONG}\n\nسطر\n\nسطر\n\n{LONG}"),
            &format!("paragraph {LONG}\nparagraph سطر\nheading 2 سطر\nparagraph {LONG}\n"),
        );
    }

    #[test]
    fn a_headline_may_be_long() {
        let headline = "الوزير يعلن في مؤتمر صحفي بدء العمل بالخطة الوطنية الجديدة لترميم المكتبات العامة";
        check(&format!("{headline}\n\n{LONG}"), &format!("heading 2 {headline}\nparagraph {LONG}\n"));
        check(
            &format!("{headline}\n{LONG}\n{LONG}"),
            &format!("heading 2 {headline}\nparagraph {LONG}\nparagraph {LONG}\n"),
        );
        check(&format!("لماذا غاب الوراقون؟\n\n{LONG}"), &format!("heading 2 لماذا غاب الوراقون؟\nparagraph {LONG}\n"));
        check(&format!("{headline}.\n\n{LONG}"), &format!("paragraph {headline}.\nparagraph {LONG}\n"));
    }

    #[test]
    fn notes_stand_below_a_rule() {
        let check = |text: &str, expected: &str| {
            let body = parse(text, &mut Draft::default(), &mut Vec::new()).unwrap();
            let notes = body.footnotes.iter().map(|note| format!("note {} {}", note.label, dump_blocks(&note.blocks)));
            assert_eq!(dump_blocks(&body.blocks) + &notes.collect::<String>(), expected);
        };
        check(
            "انظر الأول (1) والثاني [٢] هنا.\n\n___________\n(1) نص الأولى.\n[2] نص الثانية.\n\nبعدها.",
            "paragraph انظر الأول[^1] والثاني[^2] هنا.\nparagraph بعدها.\nnote 1 paragraph نص الأولى.\nnote 2 paragraph نص الثانية.\n",
        );
        check("قال ذلك¹ ومضى.\n\nالهوامش\n\n1- كتابه.", "paragraph قال ذلك[^1] ومضى.\nnote 1 paragraph كتابه.\n");
        check(
            "فصل (1).\n---\n(1) أ.\n\nفصل آخر (1).\n---\n(1) ب.",
            "paragraph فصل[^1].\nparagraph فصل آخر[^1-2].\nnote 1 paragraph أ.\nnote 1-2 paragraph ب.\n",
        );
        check("قال ذلك.\n\n---\n\n(1) بلا إحالة.", "paragraph قال ذلك.\nbreak\nparagraph (1) بلا إحالة.\n");
    }

    #[test]
    fn a_title_may_stand_above_a_heading() {
        check(
            &format!("تاريخ الكتاب\n\nسوق الوراقين\n\n{LONG}"),
            &format!("heading 2 تاريخ الكتاب\nheading 2 سوق الوراقين\nparagraph {LONG}\n"),
        );
    }

    #[test]
    fn lists_have_two_items_or_more() {
        let items = "  item\n    paragraph أول النقاط\n  item\n    paragraph ثانيها في سطرين\n";
        check("- أول النقاط\n- ثانيها\nفي سطرين\n", &format!("list • tight\n{items}"));
        check("٣- أول النقاط\n\n٤- ثانيها\nفي سطرين\n", &format!("list 3- loose\n{items}"));
        check("۹) أول النقاط\n۱۰) ثانيها\nفي سطرين\n", &format!("list 9) tight\n{items}"));
        check("١٩٨٤. رواية.\n١٩٩٠. أخرى.", "paragraph ١٩٨٤. رواية.⏎١٩٩٠. أخرى.\n");
    }

    #[test]
    fn verse_quotes_and_underlines() {
        let verse = "verse\n  قفا نبك من ذكرى | بسقط اللوى\n  فتوضح فالمقراة | لما نسجتها\n";
        check("قفا نبك من ذكرى ... بسقط اللوى\nفتوضح فالمقراة ... لما نسجتها", verse);
        check("قفا نبك من ذكرى\tبسقط اللوى\n\nفتوضح فالمقراة\tلما نسجتها", verse);
        check(
            "> قول مأثور.\n> وآخر.\n>\n> > داخل.",
            "quote\n  paragraph قول مأثور.\n  paragraph وآخر.\n  quote\n    paragraph داخل.\n",
        );
        check("عنوان!\n=====\n\nفرع\n---", "heading 2 عنوان!\nheading 2 فرع\n");
        check(
            &format!("{}نص", ">".repeat(50_000)),
            &format!(
                "{}{}paragraph {}نص\n",
                "",
                (0..16).map(|n| format!("{}quote\n", "  ".repeat(n))).collect::<String>() + &"  ".repeat(16),
                ">".repeat(50_000 - 16)
            ),
        );
    }

    #[test]
    fn a_byline_is_no_text() {
        let text = format!("سوق الوراقين\n\nبقلم: الجاحظ\n\nبغداد – {LONG}");
        let mut draft = Draft::default();
        let blocks = parse(&text, &mut draft, &mut Vec::new()).unwrap().blocks;
        assert_eq!(dump_blocks(&blocks), format!("heading 2 سوق الوراقين\nparagraph بغداد – {LONG}\n"));
        assert_eq!(
            (draft.metadata.authors, draft.metadata.extra["place"].as_str()),
            (vec!["الجاحظ".to_owned()], "بغداد")
        );
    }

    #[test]
    fn lines_of_marks_are_breaks() {
        check(
            &format!("{LONG}\n\n* * *\n\n{LONG}\n\n---"),
            &format!("paragraph {LONG}\nbreak\nparagraph {LONG}\nbreak\n"),
        );
        check("**\n\n*-*", "paragraph **\nparagraph *-*\n");
    }
}
