//! The parts of a Word file (ECMA-376-2, Open Packaging Conventions).
//!
//! In: the archive. Out: parts by what they are, found through the relationships of the package and of its main part,
//! for programs name them as they like.

use std::collections::BTreeMap;

use crate::diagnostic::Error;
use crate::parse::package::{Archive, Kind};
use crate::parse::xml::{Content, Element};

/// A relationship of a part.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    /// The last step of its type: `footnotes`, `image`, `hyperlink`.
    kind: String,
    /// An address outside, or the name of a part.
    pub(super) target: String,
    /// Whether it leads outside.
    pub(super) is_external: bool,
}

/// The relationships of a part by their id.
pub(super) type Relationships = BTreeMap<String, Relationship>;

/// The parts of an open file.
pub(super) struct Parts<'a> {
    archive: Archive<'a>,
    main: String,
    relationships: Relationships,
}

impl<'a> Parts<'a> {
    /// Finds the main part of a file.
    ///
    /// # Errors
    /// [`Error::Source`] for what is no archive, and for broken relationships.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Parts<'a>, Error> {
        let mut archive = Archive::open(bytes, Kind::Word)?;
        let package = relationships(&mut archive, "_rels/.rels", "")?;
        let main = package.into_values().find(|one| one.kind == "officeDocument" && !one.is_external);
        let main = main.map(|one| one.target).filter(|name| archive.has(name));
        let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        let relationships = of_part(&mut archive, &main)?;
        Ok(Parts { archive, main, relationships })
    }

    /// The main part.
    pub(super) fn main(&mut self) -> Result<Element, Error> {
        let name = self.main.clone();
        let missing = || Kind::Word.broken(&format!("it has no part {name}"));
        self.archive.xml(&name, Content::Elements)?.ok_or_else(missing)
    }

    /// The relationships of the main part.
    pub(super) const fn relationships(&self) -> &Relationships {
        &self.relationships
    }

    /// The part that the main part says to be of a kind, with its relationships; else the one of the usual name.
    pub(super) fn of_kind(&mut self, kind: &str) -> Result<Option<(Element, Relationships)>, Error> {
        let said = self.relationships.values().find(|one| one.kind == kind && !one.is_external);
        let name = said.map_or_else(|| format!("word/{kind}.xml"), |one| one.target.clone());
        let Some(part) = self.archive.xml(&name, Content::Elements)? else { return Ok(None) };
        Ok(Some((part, of_part(&mut self.archive, &name)?)))
    }

    /// The names of all parts of a kind, in order.
    pub(super) fn names_of_kind(&self, kind: &str) -> Vec<String> {
        let own = self.relationships.values().filter(|one| one.kind == kind && !one.is_external);
        own.map(|one| one.target.clone()).collect()
    }

    /// A part that may be missing or broken: what it holds is then left out.
    pub(super) fn optional(&mut self, name: &str) -> Option<Element> {
        self.archive.xml(name, Content::Elements).ok().flatten()
    }

    /// The archive.
    pub(super) const fn archive(&mut self) -> &mut Archive<'a> {
        &mut self.archive
    }

    /// The bytes of a part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        self.archive.bytes(name)
    }
}

/// The relationships of a part, which lie beside it.
fn of_part(archive: &mut Archive<'_>, name: &str) -> Result<Relationships, Error> {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let slash = if folder.is_empty() { "" } else { "/" };
    relationships(archive, &format!("{folder}{slash}_rels/{file}.rels"), folder)
}

fn relationships(archive: &mut Archive<'_>, name: &str, folder: &str) -> Result<Relationships, Error> {
    let Some(part) = archive.xml(name, Content::Elements)? else { return Ok(BTreeMap::new()) };
    let all = part.find("Relationships").map(|list| list.children.as_slice()).unwrap_or_default();
    let read = |one: &Element| {
        let is_external = one.attr("TargetMode") == Some("External");
        let target = one.attr("Target")?;
        let target = if is_external { target.to_owned() } else { part_name(folder, target) };
        let kind = one.attr("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        Some((one.attr("Id")?.to_owned(), Relationship { kind, target, is_external }))
    };
    Ok(all.iter().filter_map(read).collect())
}

/// The name of the part that a target means, seen from a folder (ECMA-376-2, 6.4).
fn part_name(folder: &str, target: &str) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    let (mut steps, rest) = match target.strip_prefix('/') {
        Some(absolute) => (Vec::new(), absolute),
        None => (folder.split('/').filter(|step| !step.is_empty()).collect(), target),
    };
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_folder() {
        let check = |target: &str, expected: &str| assert_eq!(part_name("word", target), expected);
        check("media/a.png", "word/media/a.png");
        check("/word/media/a.png", "word/media/a.png");
        check("../media/a.png", "media/a.png");
        check("./a.xml", "word/a.xml");
        check("https://example.org/a.png", "https://example.org/a.png");
        assert_eq!(part_name("", "word/document2.xml"), "word/document2.xml");
    }
}
