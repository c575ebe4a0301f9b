//! Lines and columns of many places in one source.

use std::cell::OnceCell;

use super::{Location, Source};

/// Bytes from one remembered place to the next.
const STEP: usize = 4096;

/// Finds line and column of any number of places; the text is gone through once, when the first is asked for.
#[derive(Debug)]
pub struct Places<'source> {
    source: &'source Source,
    /// The location at each multiple of [`STEP`], taken back to where a character begins.
    steps: OnceCell<Vec<Location>>,
}

impl<'source> Places<'source> {
    /// The places of a source.
    #[must_use]
    pub const fn of(source: &'source Source) -> Places<'source> {
        Places { source, steps: OnceCell::new() }
    }

    /// The source.
    #[must_use]
    pub const fn source(&self) -> &'source Source {
        self.source
    }

    /// Line and column of a byte offset; an offset past the end is taken as the end.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        let text = self.source.text.as_str();
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let step = offset / STEP;
        let start = self.steps.get_or_init(|| steps(text))[step];
        start.after(&text[text.floor_char_boundary(step * STEP)..offset])
    }
}

fn steps(text: &str) -> Vec<Location> {
    let mut steps = vec![Location::START];
    let mut at = 0;
    for next in (STEP..=text.len()).step_by(STEP).map(|next| text.floor_char_boundary(next)) {
        let before = steps.last().copied().unwrap_or(Location::START);
        steps.push(before.after(&text[at..next]));
        at = next;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_places_are_where_each_alone_is() {
        let line = "سطر من نص عربي 𝄞 and Latin\n";
        for text in [String::new(), line.repeat(500), line.trim_end().repeat(700), "\n".repeat(9000)] {
            let source = Source { name: String::new(), text };
            let places = Places::of(&source);
            for offset in (0..source.text.len() + 3).step_by(37).chain([STEP - 1, STEP, STEP + 1, usize::MAX]) {
                assert_eq!(places.location(offset), source.location(offset), "{offset}");
            }
        }
    }
}
