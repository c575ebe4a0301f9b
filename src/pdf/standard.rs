//! The standards that a PDF claims to keep.
//!
//! In: what the caller asks for. Out: [`PdfStandard`], and what of it can be kept when something speaks against it.

use std::str::FromStr;

/// What a PDF claims to be; the default is all that an archive and a screen reader can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PdfStandard {
    /// PDF/A (ISO 19005), for archives.
    pub archive: Option<PdfArchive>,
    /// PDF/UA-1 (ISO 14289-1), for assistive technology.
    pub universal_access: bool,
}

impl Default for PdfStandard {
    /// PDF/A-2a and PDF/UA-1.
    fn default() -> PdfStandard {
        PdfStandard { archive: Some(PdfArchive::A2a), universal_access: true }
    }
}

/// Parts and levels of PDF/A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PdfArchive {
    /// PDF/A-2a: looks the same for ever, with text and structure.
    A2a,
    /// PDF/A-2u: looks the same, with text.
    A2u,
    /// PDF/A-2b: looks the same.
    A2b,
    /// PDF/A-3a: as 2a, and may hold other files.
    A3a,
    /// PDF/A-3u: as 2u, and may hold other files.
    A3u,
}

impl PdfArchive {
    /// Part of ISO 19005.
    pub(super) const fn part(self) -> i32 {
        match self {
            PdfArchive::A2a | PdfArchive::A2u | PdfArchive::A2b => 2,
            PdfArchive::A3a | PdfArchive::A3u => 3,
        }
    }

    /// Level of conformance.
    pub(super) const fn level(self) -> &'static str {
        match self {
            PdfArchive::A2a | PdfArchive::A3a => "A",
            PdfArchive::A2u | PdfArchive::A3u => "U",
            PdfArchive::A2b => "B",
        }
    }

    /// The same without a claim to accessible structure.
    const fn without_structure(self) -> PdfArchive {
        match self {
            PdfArchive::A2a => PdfArchive::A2u,
            PdfArchive::A3a => PdfArchive::A3u,
            other => other,
        }
    }
}

impl PdfStandard {
    /// No claims.
    pub const NONE: PdfStandard = PdfStandard { archive: None, universal_access: false };

    /// What can be claimed of a file with pictures that say nothing to those who do not see them (ISO 14289-1, 7.3),
    /// and of one that is not for reading.
    pub(super) fn without_alternatives(self) -> PdfStandard {
        PdfStandard { archive: self.archive.map(PdfArchive::without_structure), universal_access: false }
    }

    /// What can be claimed of a file with characters of no agreed meaning (ISO 19005-2, 6.2.11.7.3).
    pub(super) fn with_private_characters(self) -> PdfStandard {
        PdfStandard { archive: self.archive.map(PdfArchive::without_structure), ..self }
    }
}

impl FromStr for PdfStandard {
    type Err = String;

    /// One standard of each kind, between commas: `a-2a`, `a-2u`, `a-2b`, `a-3a`, `a-3u`, `ua-1`; or `none`.
    fn from_str(words: &str) -> Result<PdfStandard, String> {
        let words = words.trim().to_ascii_lowercase();
        if words == "none" {
            return Ok(PdfStandard::NONE);
        }
        let mut standard = PdfStandard::NONE;
        for word in words.split(',').map(str::trim) {
            let is_new = match archive(word) {
                Some(archive) => standard.archive.replace(archive).is_none(),
                None => word == "ua-1" && !std::mem::replace(&mut standard.universal_access, true),
            };
            if !is_new {
                return Err(
                    "give one of a-2a, a-2u, a-2b, a-3a and a-3u, or ua-1, or both between commas, or none".into()
                );
            }
        }
        Ok(standard)
    }
}

fn archive(word: &str) -> Option<PdfArchive> {
    Some(match word {
        "a-2a" => PdfArchive::A2a,
        "a-2u" => PdfArchive::A2u,
        "a-2b" => PdfArchive::A2b,
        "a-3a" => PdfArchive::A3a,
        "a-3u" => PdfArchive::A3u,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, archive: Option<PdfArchive>, universal_access: bool) {
        assert_eq!(words.parse(), Ok(PdfStandard { archive, universal_access }), "{words}");
    }

    #[test]
    fn standards_are_read() {
        check("a-2a,ua-1", Some(PdfArchive::A2a), true);
        check("UA-1, A-3a", Some(PdfArchive::A3a), true);
        check("a-2b", Some(PdfArchive::A2b), false);
        check("ua-1", None, true);
        check("none", None, false);
        for wrong in ["", "a-1b", "a-2a,a-2u", "ua-1,ua-1", "none,ua-1", "a-2a,"] {
            assert!(wrong.parse::<PdfStandard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn claims_shrink_to_what_is_kept() {
        let full = PdfStandard::default();
        assert_eq!(
            full.without_alternatives(),
            PdfStandard { archive: Some(PdfArchive::A2u), universal_access: false }
        );
        assert_eq!(
            full.with_private_characters(),
            PdfStandard { archive: Some(PdfArchive::A2u), universal_access: true }
        );
        assert_eq!(PdfStandard::NONE.without_alternatives(), PdfStandard::NONE);
    }
}
