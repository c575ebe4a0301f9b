//! What poppler needs.
//!
//! poppler sorts words by x, and takes digits, separators and terminators for left-to-right: each opens a left-to-right
//! section that goes on up to the next right-to-left character, spaces included. An RLM at its left ends it there.
//!
//! The result is the places of those RLMs among the codes of a line's level runs.

use super::LevelRun;
use super::class;
use super::code::{Code, Kind};

/// Finds where sections are to end.
pub(super) fn end_sections(runs: &mut [LevelRun<'_>]) {
    let mut before: Option<(usize, usize)> = None;
    let mut is_open = false;
    for run in (0..runs.len()).rev() {
        let is_rtl = runs[run].level % 2 == 1;
        for at in (0..runs[run].codes.len()).rev() {
            let code = &runs[run].codes[at];
            let right = before.map(|(run, at)| &runs[run].codes[at]);
            let begins = !is_rtl && at + 1 == runs[run].codes.len();
            let splits = is_open && (is_rtl || begins) && right.is_some_and(|right| is_apart(code, right));
            let (opens, strong) = (!is_rtl || opens_section(code), class::is_strong_rtl(code.last()));
            if splits
                && !strong
                && let Some((run, at)) = before
            {
                runs[run].codes[at].ends_section = true;
                is_open = false;
            }
            is_open = (is_open || opens) && !strong;
            before = Some((run, at));
        }
    }
}

fn is_apart(code: &Code<'_>, right: &Code<'_>) -> bool {
    right.kind != Kind::Control && code.body != right.body && code.kind != Kind::Mark
}

fn opens_section(code: &Code<'_>) -> bool {
    class::is_number_like(code.first()) || class::is_strong_ltr(code.last())
}
