//! How the text falls into files.
//!
//! In: the blocks of a document and the level of headings that begin new files. Out: [`File`]s, each with where its
//! sections begin. Each section has a file of its own, as readers open chapters one by one; only where there would be
//! hundreds are short ones gathered, because reading systems open books of thousands of files slowly, or not at all.

use super::{Block, BlockKind, heading, plain_text};

/// Books of so many files open without delay; from here on short sections are gathered.
const FEW: usize = 300;
/// A file of less text than this takes in what follows, in bytes.
const SMALL: usize = 20_000;
/// No file grows larger by taking in others, in bytes.
const LARGE: usize = 300_000;
/// Mark-up around a block, in bytes.
const MARKUP: usize = 80;

/// A file of the text.
pub(super) struct File<'a> {
    /// Its blocks.
    pub(super) blocks: &'a [Block],
    /// Where its sections end in them; never empty.
    ends: Vec<usize>,
}

impl<'a> File<'a> {
    /// The sections, in reading order.
    pub(super) fn sections(&self) -> impl Iterator<Item = &'a [Block]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.blocks[start..end])
    }
}

/// The files of a text, cut before headings of `level` or above. What stands before the first is a section of its own.
pub(super) fn files(blocks: &[Block], level: u8) -> Vec<File<'_>> {
    let opens = |block: &Block| heading(block).is_some_and(|(own, ..)| own <= level);
    let mut starts: Vec<usize> = vec![0];
    starts.extend(blocks.iter().enumerate().filter(|(at, block)| *at > 0 && opens(block)).map(|(at, _)| at));
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    let sections = starts.iter().copied().zip(ends);
    if starts.len() <= FEW {
        return sections.map(|(start, end)| File { blocks: &blocks[start..end], ends: vec![end - start] }).collect();
    }
    gathered(blocks, sections)
}

fn gathered(blocks: &[Block], sections: impl Iterator<Item = (usize, usize)>) -> Vec<File<'_>> {
    let mut files: Vec<File<'_>> = Vec::new();
    let (mut begin, mut size) = (0, LARGE);
    for (start, end) in sections {
        let section = &blocks[start..end];
        // The title page of a part stays by itself.
        let own = if is_part(section) { LARGE } else { section.iter().map(size_of).sum() };
        match files.last_mut() {
            Some(file) if size < SMALL && size + own <= LARGE => {
                file.blocks = &blocks[begin..end];
                file.ends.push(end - begin);
                size += own;
            }
            _ => {
                files.push(File { blocks: section, ends: vec![section.len()] });
                (begin, size) = (start, own);
            }
        }
    }
    files
}

fn is_part(section: &[Block]) -> bool {
    matches!(section, [block] if heading(block).is_some_and(|(level, ..)| level == 0))
}

/// About how long a block is in a file, in bytes.
fn size_of(block: &Block) -> usize {
    let own: usize = match &block.kind {
        BlockKind::Code { text, .. } => text.len(),
        kind => kind.inlines().into_iter().map(|content| plain_text(content).len()).sum(),
    };
    MARKUP + own + block.kind.children().into_iter().flatten().map(size_of).sum::<usize>()
}

/// The level down to which headings begin new files: the first, where there are several of it; the second, where the
/// text is too long for one file; else none (0).
pub(super) fn suitable_level(blocks: &[Block]) -> u8 {
    /// A file much longer than this opens slowly on devices with little memory.
    const LONG: usize = 200_000;
    if several(blocks, 1) {
        1
    } else if several(blocks, 2) && blocks.iter().map(|block| block.span.end).max().unwrap_or(0) > LONG {
        2
    } else {
        0
    }
}

/// Whether there are several headings of a level or above.
pub(super) fn several(blocks: &[Block], level: u8) -> bool {
    blocks.iter().filter_map(heading).filter(|(own, ..)| *own <= level).nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::document::Inline;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text { text: words.into(), span: Span::default() }]
    }

    /// Sections with a heading of a level and a paragraph of a length.
    fn blocks(sections: &[(u8, usize)]) -> Vec<Block> {
        let section = |&(level, length): &(u8, usize)| {
            let heading = BlockKind::Heading { level, id: String::new(), content: text("عنوان") };
            let paragraph = BlockKind::Paragraph(text(&"x".repeat(length)));
            let kinds = if length == 0 { vec![heading] } else { vec![heading, paragraph] };
            kinds.into_iter().map(|kind| Block::new(kind, Span::default()))
        };
        sections.iter().flat_map(section).collect()
    }

    /// The number of sections in each file.
    fn check(sections: &[(u8, usize)], expected: impl Fn(&[usize]) -> bool) {
        let blocks = blocks(sections);
        let files = files(&blocks, 1);
        assert_eq!(files.iter().flat_map(File::sections).map(<[Block]>::len).sum::<usize>(), blocks.len());
        let counts: Vec<usize> = files.iter().map(|file| file.ends.len()).collect();
        assert_eq!(counts.iter().sum::<usize>(), sections.len());
        assert!(expected(&counts), "{counts:?}");
    }

    #[test]
    fn chapters_have_files_of_their_own() {
        check(&[(1, 10); 300], |counts| counts == [1; 300]);
        check(&[(1, 30_000); 400], |counts| counts == [1; 400]);
    }

    #[test]
    fn short_sections_are_gathered_where_there_are_hundreds() {
        check(&[(1, 1000); 1000], |counts| counts.len() < 60 && counts.iter().rev().skip(1).all(|&count| count == 18));
        // Heading and paragraph take 90 bytes each, so that 112 sections fill a file.
        check(&[(1, 10); 25_000], |counts| counts.len() == 25_000_usize.div_ceil(112));
        // A long one ends the file of those before it.
        let mixed: Vec<_> = (0..800).map(|number| (1, if number % 2 == 0 { 100 } else { 200_000 })).collect();
        check(&mixed, |counts| counts == [2; 400]);
        let long: Vec<_> = (0..800).map(|number| (1, if number % 2 == 0 { 100 } else { 400_000 })).collect();
        check(&long, |counts| counts == [1; 800]);
    }

    #[test]
    fn the_pages_of_parts_stay_by_themselves() {
        let parts: Vec<_> = (0..400).map(|number| if number % 100 == 0 { (0, 0) } else { (1, 500) }).collect();
        check(&parts, |counts| counts[0] == 1 && counts.iter().filter(|&&count| count == 1).count() >= 4);
    }
}
