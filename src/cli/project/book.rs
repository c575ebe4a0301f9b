//! The table `[book]` of the project file.
//!
//! In: a TOML value. Out: [`BookTable`]: the book's metadata, and its sources in order, by parts.
//!
//! ```toml
//! [book]
//! output = "out/kitab"
//! title = "صنعة الكتاب"
//! editor = "محررو ورّاق"
//! front = ["foreword.md"]
//! back = ["afterword.md"]
//!
//! [[book.part]]
//! title = "الورق"
//! inputs = ["paper"]
//! ```

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{below, words};

/// What is bound into one book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct BookTable {
    /// Where the book goes.
    pub(in crate::cli) output: Option<PathBuf>,
    /// What it says of itself.
    pub(in crate::cli) metadata: BTreeMap<String, Vec<String>>,
    /// What stands before the parts.
    pub(in crate::cli) front: Vec<PathBuf>,
    /// The parts; the sources of a book without parts are one without a title.
    pub(in crate::cli) parts: Vec<PartTable>,
    /// What stands after the parts.
    pub(in crate::cli) back: Vec<PathBuf>,
}

/// A part of the book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct PartTable {
    /// What stands on its title page.
    pub(in crate::cli) title: Option<String>,
    /// Its sources: files, folders and patterns.
    pub(in crate::cli) inputs: Vec<PathBuf>,
}

impl BookTable {
    /// All files and folders that it names.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        let parts = self.parts.iter().flat_map(|part| &part.inputs);
        self.output.iter().chain(&self.front).chain(parts).chain(&self.back)
    }

    /// Reads the table; paths count from `folder`.
    pub(super) fn read(value: Value, folder: &Path) -> Result<BookTable, String> {
        let Value::Table(entries) = value else { return Err("[book] is a table of keys and values".into()) };
        let paths = |key: &str, value: Value| -> Result<Vec<PathBuf>, String> {
            Ok(words(key, value)?.iter().map(|word| below(folder, word).into()).collect())
        };
        let (mut book, mut titled) = (BookTable::default(), Vec::new());
        for (key, value) in entries {
            match key.as_str() {
                "output" => book.output = paths(&key, value)?.into_iter().next(),
                "front" => book.front = paths(&key, value)?,
                "inputs" => book.parts = vec![PartTable { title: None, inputs: paths(&key, value)? }],
                "part" => titled = parts(value, paths)?,
                "back" => book.back = paths(&key, value)?,
                _ => drop(book.metadata.insert(key.clone(), words(&key, value)?)),
            }
        }
        // Sources outside of the parts come first.
        book.parts.append(&mut titled);
        Ok(book)
    }
}

fn parts(value: Value, paths: impl Fn(&str, Value) -> Result<Vec<PathBuf>, String>) -> Result<Vec<PartTable>, String> {
    let wrong = "a part of the book is a table of its own: [[book.part]]";
    let Value::Array(list) = value else { return Err(wrong.into()) };
    let part = |value: Value| {
        let Value::Table(mut entries): Value = value else { return Err(wrong.to_owned()) };
        let title = entries.remove("title").and_then(|title| title.as_str().map(str::to_owned));
        let title = title.ok_or("a part of the book has no `title`")?;
        let inputs = entries.remove("inputs").map(|inputs| paths("inputs", inputs)).transpose()?.unwrap_or_default();
        match first_key(&entries) {
            Some(key) => Err(format!("unknown key `{key}` of a part of the book")),
            None => Ok(PartTable { title: Some(title), inputs }),
        }
    };
    list.into_iter().map(part).collect()
}

fn first_key(entries: &Table) -> Option<&String> {
    entries.keys().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BookTable, String> {
        let table: Table = text.parse().unwrap();
        BookTable::read(table["book"].clone(), Path::new("كتب"))
    }

    #[test]
    fn parts_follow_what_stands_before_them() {
        let book = read(
            "[book]\ntitle = 'الورق'\nfront = 'مقدمة.md'\ninputs = ['أ.md', 'ب']\n\
             [[book.part]]\ntitle = 'الأول'\ninputs = ['ج.md']\n[[book.part]]\ntitle = 'الثاني'\n",
        )
        .unwrap();
        let titles: Vec<_> = book.parts.iter().map(|part| (part.title.as_deref(), part.inputs.len())).collect();
        assert_eq!(titles, [(None, 2), (Some("الأول"), 1), (Some("الثاني"), 0)]);
        assert_eq!(book.front, [PathBuf::from("كتب/مقدمة.md")]);
        assert_eq!(book.metadata["title"], ["الورق"]);
    }

    #[test]
    fn what_is_no_part_is_named() {
        let check = |text: &str, expected: &str| assert!(read(text).unwrap_err().contains(expected), "{text}");
        check("book = 3", "[book] is a table");
        check("[book]\npart = 'أول'", "[[book.part]]");
        check("[[book.part]]\ninputs = ['a.md']", "no `title`");
        check("[[book.part]]\ntitle = 'أ'\nchapters = ['a.md']", "unknown key `chapters`");
    }
}
