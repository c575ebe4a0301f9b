//! The stable names of what can be noticed.
//!
//! A code names a kind of diagnostic, for programs that read reports and for people who look it up. A code never
//! changes its meaning; messages may be worded anew. `docs/messages.md` lists them all.

use std::fmt;
use std::str::FromStr;

/// Makes [`Code`] from one table: the documentation of each variant is its meaning.
macro_rules! codes {
    ($(#[doc = $meaning:literal] $variant:ident = $name:literal,)*) => {
        /// What kind of thing a diagnostic speaks of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes, in the order of `docs/messages.md`.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name, such as `missing-picture`; it does not change from version to version.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)*
                }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Code::$variant => $meaning.trim(),)*
                }
            }
        }
    };
}

codes! {
    /// The source names a picture that is not there.
    MissingPicture = "missing-picture",
    /// A picture is on the network; nothing is fetched.
    RemotePicture = "remote-picture",
    /// A picture lies outside the folder of the source.
    PictureOutside = "picture-outside",
    /// The file of a picture cannot be read or is damaged.
    UnreadablePicture = "unreadable-picture",
    /// A picture is in a format that books do not carry.
    UnsupportedPicture = "unsupported-picture",
    /// A picture is larger than what is read.
    PictureTooLarge = "picture-too-large",
    /// Effects of a drawing are left out.
    DrawingEffect = "drawing-effect",
    /// A picture has no alternative text, so a book claims less accessibility.
    MissingAlternative = "missing-alternative",
    /// No font has a character; it is shown as a box.
    MissingGlyph = "missing-glyph",
    /// A font has only colour pictures of some characters.
    ColorFont = "color-font",
    /// A font cannot be embedded in the EPUB.
    FontNotEmbedded = "font-not-embedded",
    /// A character has a meaning only in its font, so the PDF claims less.
    PrivateCharacter = "private-character",
    /// A word is wider than a line and is broken.
    BrokenWord = "broken-word",
    /// No-break spaces hold more together than a line can hold.
    NoBreakSpace = "no-break-space",
    /// A line is wider than the page allows.
    OverfullLine = "overfull-line",
    /// Lines of a table are wider than their columns.
    OverfullTable = "overfull-table",
    /// A table is too wide for the page and is set in parts.
    TableInParts = "table-in-parts",
    /// A formula is too large for the page and is set smaller.
    OverfullFormula = "overfull-formula",
    /// The source does not say its language; it was recognised from the text.
    GuessedLanguage = "guessed-language",
    /// The page declares another language than that of its text.
    WrongLanguage = "wrong-language",
    /// The source has no title; its opening serves as one.
    GuessedTitle = "guessed-title",
    /// The file was read in another encoding than UTF-8.
    GuessedEncoding = "guessed-encoding",
    /// Bytes that mean nothing in the encoding are set as U+FFFD.
    InvalidBytes = "invalid-bytes",
    /// A control character is left out.
    ControlCharacter = "control-character",
    /// A link leads to nothing that is in the document or the book.
    BrokenLink = "broken-link",
    /// A link is neither web nor mail; its text is kept.
    RefusedLink = "refused-link",
    /// No footnote has the name that a reference gives.
    MissingFootnote = "missing-footnote",
    /// No text refers to a footnote; it is left out.
    UnusedFootnote = "unused-footnote",
    /// Two footnotes have one name; the first is used.
    RepeatedFootnote = "repeated-footnote",
    /// A value of the metadata or of a setting is not understood and is left out.
    InvalidValue = "invalid-value",
    /// A key that takes one value has several; the first is used.
    RepeatedValue = "repeated-value",
    /// The identifier is not what it claims to be.
    InvalidIdentifier = "invalid-identifier",
    /// The front matter cannot be read, or says too much.
    FrontMatter = "front-matter",
    /// Scripts, styles or embedded pages are left out.
    Script = "script",
    /// Video, sound or another page, embedded in the page, is left out.
    EmbeddedMedia = "embedded-media",
    /// No article is found on the page; all of it is taken.
    NoArticle = "no-article",
    /// A directive of a site generator is left out.
    SiteDirective = "site-directive",
    /// Short codes of WordPress are left out; the text between them is kept.
    ShortCode = "short-code",
    /// Drafts, attachments and the like of a feed do not become chapters.
    NotPublished = "not-published",
    /// An article of a feed cannot be read and is left out.
    UnreadableArticle = "unreadable-article",
    /// The file cannot be read to its end; what comes before is used.
    TruncatedSource = "truncated-source",
    /// A place for a table of contents is left out; books have their own.
    ContentsPlace = "contents-place",
    /// A private comment in the source is left out.
    PrivateComment = "private-comment",
    /// A note that another embeds is not printed there.
    EmbeddedNote = "embedded-note",
    /// What a Markdown dialect says to a program or a screen is left out.
    Dialect = "dialect",
    /// A contents list that the word processor made is left out; books have their own.
    ContentsList = "contents-list",
    /// An index that the word processor made is left out.
    IndexList = "index-list",
    /// A reference holds the number of a page of the source.
    PageReference = "page-reference",
    /// The file has tracked changes; deletions are left out.
    TrackedChanges = "tracked-changes",
    /// Comments of reviewers are left out.
    Comments = "comments",
    /// Headers and footers of the file are left out; books have their own.
    HeadersFooters = "headers-footers",
    /// Hidden text is left out.
    HiddenText = "hidden-text",
    /// A form field without an answer is left out.
    FormField = "form-field",
    /// A sign of a symbol font has no character in Unicode and is left out.
    SymbolFont = "symbol-font",
    /// A drawn shape without text is left out.
    DrawnShape = "drawn-shape",
    /// A chart is set as a table, or left out where its values are not in the file.
    Chart = "chart",
    /// A diagram is set as a list of its text.
    Diagram = "diagram",
    /// An embedded object or a part of another file is left out.
    EmbeddedObject = "embedded-object",
    /// A cropped picture is shown whole.
    CroppedPicture = "cropped-picture",
    /// A page break is left out.
    PageBreak = "page-break",
    /// A note with a mark of its own is numbered like the others.
    NoteMark = "note-mark",
    /// A formula is left out or shown as its source.
    Formula = "formula",
    /// Nested too deep; set as part of what holds it.
    NestedTooDeep = "nested-too-deep",
    /// Presentation forms were turned into letters.
    PresentationForms = "presentation-forms",
    /// Letters were composed with their marks.
    ComposedLetters = "composed-letters",
    /// Runs of no-break spaces were made one space.
    SpaceRuns = "space-runs",
    /// Signs typed for half-spaces were turned into ZWNJ.
    HalfSpaces = "half-spaces",
    /// Exchanged lam and alef were put right.
    LamAlef = "lam-alef",
    /// Lines in visual order were reversed.
    VisualOrder = "visual-order",
    /// Quotation marks were turned into «».
    Quotes = "quotes",
    /// A file or folder is not there or cannot be read.
    Unreadable = "unreadable",
    /// A file cannot be written.
    Unwritable = "unwritable",
    /// The kind of a source or of a book is not known.
    UnknownFormat = "unknown-format",
    /// The source is damaged or is not what its name says.
    BrokenSource = "broken-source",
    /// The source has no text.
    EmptySource = "empty-source",
    /// The source is larger than what is read.
    SourceTooLarge = "source-too-large",
    /// A book is not made, because not all of its sources could be read.
    IncompleteBook = "incomplete-book",
    /// A font cannot be used.
    UnusableFont = "unusable-font",
    /// A style sheet has what a book cannot carry.
    StyleSheet = "style-sheet",
    /// The project file is not understood.
    ProjectFile = "project-file",
    /// A line of the jobs is not understood.
    InvalidJob = "invalid-job",
    /// The arguments or options cannot be used as they are given.
    Usage = "usage",
    /// The system refuses what a run needs.
    System = "system",
    /// The EPUB does not keep its standard (`warraq check`).
    InvalidEpub = "invalid-epub",
    /// Reading systems stumble over something in the EPUB (`warraq check`).
    EpubAdvice = "epub-advice",
    /// A fault of the program itself.
    Internal = "internal",
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// A name that no code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("unknown code of a message")
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.as_str() == name).ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(name.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase()), "{name}");
            assert_eq!(name.parse::<Code>().map(Code::as_str), Ok(name));
        }
        assert_eq!("no-such-code".parse::<Code>(), Err(UnknownCode));
    }

    #[test]
    fn the_table_of_the_documentation_is_the_enum() {
        let documented: Vec<&str> =
            include_str!("../../docs/messages.md").lines().filter(|line| line.starts_with("| `")).collect();
        let expected: Vec<String> = Code::ALL.iter().map(|code| format!("| `{code}` | {} |", code.meaning())).collect();
        assert_eq!(documented, expected);
    }
}
