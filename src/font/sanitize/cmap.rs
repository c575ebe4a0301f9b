//! The table of characters (OpenType, `cmap`): how many characters all of its ranges span.
//!
//! Readers walk through every range of every subtable. Ranges that overlap, or go far beyond Unicode, or subtables
//! that are named a thousand times, make a walk of hours out of a few kilobytes.

use super::super::container::{long, short};

/// Characters that all subtables may span together: eight times all of Unicode. Fonts have up to three subtables that
/// are worth the name, none with more characters than glyphs.
const MOST_CHARACTERS: u64 = 8 * 0x11_0000;

/// Sums up what the subtables span.
///
/// # Errors
/// Says that it is too much.
pub(super) fn check(cmap: &[u8]) -> Result<(), String> {
    const HEADER: usize = 4;
    const RECORD: usize = 8;
    let count = short(cmap, 2).map_or(0, usize::from);
    let mut total = 0;
    for record in cmap.get(HEADER..).unwrap_or_default().chunks_exact(RECORD).take(count) {
        let subtable = long(record, 4).and_then(|offset| cmap.get(offset..)).unwrap_or_default();
        total += characters(subtable);
        if total > MOST_CHARACTERS {
            return Err("its table `cmap` spans far more characters than Unicode has".into());
        }
    }
    Ok(())
}

/// How many steps a walk through a subtable takes, one at least.
fn characters(subtable: &[u8]) -> u64 {
    match short(subtable, 0) {
        Some(4) => segments(subtable),
        Some(8) => groups(subtable, 8204),
        Some(12 | 13) => groups(subtable, 12),
        Some(14) => variations(subtable),
        // The others have one entry for each character, and 65,536 at most.
        _ => 1 << 16,
    }
}

/// Format 4: segments by their last and first characters, as two arrays.
fn segments(subtable: &[u8]) -> u64 {
    let half = |at| short(subtable, at).map(u64::from);
    let count = short(subtable, 6).map_or(0, usize::from) / 2;
    let (ends, starts) = (14, 16 + 2 * count);
    let spans =
        (0..count).map_while(|index| Some(half(ends + 2 * index)?.saturating_sub(half(starts + 2 * index)?) + 1));
    spans.sum::<u64>() + 1
}

/// Formats 8, 12 and 13: groups of a first and a last character and a glyph; their number stands at an offset.
fn groups(subtable: &[u8], at: usize) -> u64 {
    const GROUP: usize = 12;
    let count = long(subtable, at).unwrap_or(0);
    let groups = subtable.get(at + 4..).unwrap_or_default().chunks_exact(GROUP).take(count);
    let span = |group| (long(group, 4).unwrap_or(0).saturating_sub(long(group, 0).unwrap_or(0)) as u64) + 1;
    groups.map(span).sum::<u64>() + 1
}

/// Format 14: for each variation selector the ranges of a default table, and the entries of another.
fn variations(subtable: &[u8]) -> u64 {
    const HEADER: usize = 10;
    const RECORD: usize = 11;
    const RANGE: usize = 4;
    let count = long(subtable, 6).unwrap_or(0);
    let at = |offset: usize| subtable.get(offset..).filter(|_| offset != 0).unwrap_or_default();
    let records = subtable.get(HEADER..).unwrap_or_default().chunks_exact(RECORD).take(count);
    let mut total = 1;
    for record in records {
        let (ranges, entries) = (at(long(record, 3).unwrap_or(0)), at(long(record, 7).unwrap_or(0)));
        let count = long(ranges, 0).unwrap_or(0);
        let ranges = ranges.get(4..).unwrap_or_default().chunks_exact(RANGE).take(count);
        total += ranges.map(|range| u64::from(range[3]) + 1).sum::<u64>();
        total += (long(entries, 0).unwrap_or(0) as u64).min(entries.len() as u64);
        if total > MOST_CHARACTERS {
            break;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::super::tests::refused;

    const TOO_MUCH: &str = "its table `cmap` spans far more characters than Unicode has";

    /// A table with a subtable that is named a number of times.
    fn table(records: u16, subtable: &[u8]) -> Vec<u8> {
        let offset = 4 + 8 * u32::from(records);
        let mut table = [[0, 0], records.to_be_bytes()].concat();
        (0..records).for_each(|_| table.extend_from_slice(&[&[0, 3, 0, 10], &offset.to_be_bytes()[..]].concat()));
        [table.as_slice(), subtable].concat()
    }

    /// A subtable of format 12.
    fn groups(groups: &[(u32, u32)]) -> Vec<u8> {
        let length = u32::try_from(16 + 12 * groups.len()).unwrap();
        let count = u32::try_from(groups.len()).unwrap();
        let header = [0x000c_0000, length, 0, count].map(u32::to_be_bytes).concat();
        let group = |&(start, end): &(u32, u32)| [start, end, 1].map(u32::to_be_bytes).concat();
        [header, groups.iter().flat_map(group).collect()].concat()
    }

    #[test]
    fn ranges_without_end_are_refused() {
        refused(b"cmap", &table(1, &groups(&[(0, u32::MAX)])), TOO_MUCH);
        refused(b"cmap", &table(1, &groups(&[(0, 0x10_ffff); 9])), TOO_MUCH);
        refused(b"cmap", &table(9, &groups(&[(0, 0x10_ffff)])), TOO_MUCH);
        refused(b"cmap", &table(2000, &[0, 6]), TOO_MUCH);
    }

    #[test]
    fn segments_one_over_the_other_are_refused() {
        let segments = |count: u16| {
            let header = [4, 16 + 8 * count, 0, 2 * count, 0, 0, 0].map(u16::to_be_bytes).concat();
            let ends = 0xfffe_u16.to_be_bytes().repeat(count.into());
            [header, ends, vec![0; 2 + 6 * usize::from(count)]].concat()
        };
        refused(b"cmap", &table(1, &segments(200)), TOO_MUCH);
    }

    #[test]
    fn variation_selectors_that_share_a_large_table_are_refused() {
        let count = 3000_u32;
        let ranges_at = 10 + 11 * count;
        let record = [[0, 0xfe, 0].as_slice(), &ranges_at.to_be_bytes(), &[0; 4]].concat();
        let ranges = [&100_u32.to_be_bytes()[..], &[0, 0, 0, 0xff].repeat(100)].concat();
        let header = [&[0, 14, 0, 0, 0, 0][..], &count.to_be_bytes()].concat();
        refused(b"cmap", &table(1, &[header, record.repeat(count as usize), ranges].concat()), TOO_MUCH);
    }
}
