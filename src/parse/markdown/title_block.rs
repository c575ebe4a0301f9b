//! Pandoc's block of a title: `% title`, `% authors`, `% date` at the head of a file.
//!
//! In: a text. Out: what it says of the document, where nothing else does, and where the text goes on.

use crate::parse::date::parse_date;
use crate::parse::inline::clean;
use crate::parse::metadata::Draft;

/// Reads the block; returns where it ends, 0 where there is none.
pub(super) fn read(text: &str, draft: &mut Draft) -> usize {
    let mut fields: Vec<String> = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let is_more = line.starts_with(' ') && !fields.is_empty() && !line.trim().is_empty();
        match line.strip_prefix('%').filter(|rest| rest.starts_with([' ', '\n', '\r']) || rest.is_empty()) {
            Some(rest) if fields.len() < 3 => fields.push(clean(rest.trim()).into_owned()),
            None if is_more => {
                // Authors stand each in a line of its own.
                let parted = if fields.len() == 2 { "; " } else { " " };
                if let Some(last) = fields.last_mut() {
                    *last += parted;
                    *last += clean(line.trim()).as_ref();
                }
            }
            _ => break,
        }
        end += line.len();
    }
    let mut fields = fields.into_iter();
    let mut next = || fields.next().filter(|field| !field.is_empty());
    let (title, authors, date) = (next(), next(), next());
    let metadata = &mut draft.metadata;
    if let Some(title) = title.filter(|_| metadata.title.is_empty()) {
        metadata.title = title;
    }
    if let Some(authors) = authors.filter(|_| metadata.authors.is_empty()) {
        metadata.authors =
            authors.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    if let Some(date) = date {
        metadata.date = metadata.date.or_else(|| parse_date(&date));
    }
    end
}
