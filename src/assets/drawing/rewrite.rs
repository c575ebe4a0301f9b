//! Makes the output of usvg well-formed and harmless, whatever names its source uses.
//!
//! usvg writes tags only, with values in double quotation marks, in which it escapes nothing but these marks. Here
//! referenced names become `d1`, `d2` …, all other names are dropped, every value is escaped, and only the effects that
//! [`super::effects`] allows remain, within the area that it gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::effects::Effects;

/// A tag: its name with a slash before or behind it, and its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    is_end: bool,
    is_empty: bool,
}

impl<'a> Tag<'a> {
    fn value(&self, key: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(name, _)| *name == key).map(|&(_, value)| value)
    }
}

/// The drawing with safe names.
pub(super) fn rewrite(text: &str, effects: &Effects) -> String {
    let tags = tags(text);
    let out = String::with_capacity(text.len());
    let mut writer = Writer { names: names(&tags, effects), named: BTreeSet::new(), region: None, out };
    let mut skipped = false;
    for tag in &tags {
        let id = tag.value("id").map(unquoted);
        if tag.name == "filter" {
            let is_left_out = id.as_ref().is_some_and(|id| effects.left_out.contains(id));
            let was_skipped = std::mem::replace(&mut skipped, is_left_out && !tag.is_empty);
            if is_left_out || was_skipped && tag.is_end {
                continue;
            }
            writer.region = id.and_then(|id| effects.regions.get(&id).copied());
        }
        if !skipped {
            writer.tag(tag);
        }
    }
    writer.out
}

struct Writer<'a> {
    /// The new names of what is referred to.
    names: BTreeMap<&'a str, String>,
    /// Those that an element has: of several of one name the first is meant.
    named: BTreeSet<&'a str>,
    /// The part of the effect at hand that can be seen.
    region: Option<[f32; 4]>,
    out: String,
}

impl<'a> Writer<'a> {
    fn tag(&mut self, tag: &Tag<'a>) {
        self.out.push_str(if tag.is_end { "</" } else { "<" });
        self.out.push_str(tag.name);
        let is_step = tag.name.starts_with("fe") && !tag.name.starts_with("feFunc") && tag.name != "feMergeNode";
        let region = self.region.filter(|_| !tag.is_end && (tag.name == "filter" || is_step));
        for &(key, value) in &tag.attributes {
            let value = match key {
                "id" if self.named.insert(value) => self.names.get(value).cloned(),
                "id" => None,
                "x" | "y" | "width" | "height" if region.is_some() => None,
                "href" | "xlink:href" if value.starts_with('#') => {
                    self.names.get(&value[1..]).map(|name| format!("#{name}"))
                }
                _ if value.starts_with("url(#") => self.references(key, value),
                _ => Some(unquoted(value)),
            };
            if let Some(value) = value {
                let _ = write!(self.out, " {key}=\"{}\"", escaped(&value));
            }
        }
        if let Some(region) = region {
            let [left, top, right, bottom] = own_region(tag, region);
            let (width, height) = (right - left, bottom - top);
            let _ = write!(self.out, " x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
        }
        self.out.push_str(if tag.is_empty { "/>" } else { ">" });
    }

    /// A reference with the new names; `None` where nothing is left to reference.
    fn references(&self, key: &str, value: &str) -> Option<String> {
        let kept = ids(key, value).filter_map(|id| Some(format!("url(#{})", self.names.get(id)?)));
        let kept = kept.collect::<Vec<_>>().join(" ");
        (!kept.is_empty()).then_some(kept)
    }
}

/// The region that a step of an effect sets for itself; usvg omits it where it equals the effect's own.
fn own_region(tag: &Tag<'_>, [left, top, right, bottom]: [f32; 4]) -> [f32; 4] {
    let side = |key: &str| tag.value(key).and_then(|value| value.parse::<f32>().ok());
    if tag.name == "filter" {
        return [left, top, right, bottom];
    }
    let (x, y) = (side("x").unwrap_or(left), side("y").unwrap_or(top));
    let (x1, y1) = (x.clamp(left, right), y.clamp(top, bottom));
    let x2 = side("width").map_or(right, |width| (x + width).clamp(x1, right));
    let y2 = side("height").map_or(bottom, |height| (y + height).clamp(y1, bottom));
    // A step with an empty region would have no effect at all.
    if x2 > x1 && y2 > y1 { [x1, y1, x2, y2] } else { [left, top, right, bottom] }
}

/// New names for all elements that are referenced.
fn names<'a>(tags: &[Tag<'a>], effects: &Effects) -> BTreeMap<&'a str, String> {
    let mut referred: BTreeSet<&str> = BTreeSet::new();
    for (key, value) in tags.iter().flat_map(|tag| &tag.attributes) {
        referred.extend(value.strip_prefix('#').filter(|_| key.ends_with("href")));
        referred.extend(ids(key, value));
    }
    let mut names = BTreeMap::new();
    for (_, id) in tags.iter().flat_map(|tag| &tag.attributes).filter(|(key, _)| *key == "id") {
        if referred.contains(id) && !names.contains_key(id) && !effects.left_out.contains(&unquoted(id)) {
            names.insert(*id, format!("d{}", names.len() + 1));
        }
    }
    names
}

/// The names in a value with `url(#…)`; a value may list several effects.
fn ids<'a>(key: &str, value: &'a str) -> impl Iterator<Item = &'a str> {
    let inner = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
    let between = if key == "filter" { ") url(#" } else { "\0" };
    inner.into_iter().flat_map(move |inner| inner.split(between))
}

/// All tags of a text, one after the other.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let is_end = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find([' ', '/', '>', '\n']).unwrap_or(rest.len());
        let mut tag = Tag { name: &rest[..end], attributes: Vec::new(), is_end, is_empty: false };
        rest = rest[end..].trim_start();
        while let Some((key, after)) = rest.split_once("=\"").filter(|(key, _)| !key.contains(['>', '<'])) {
            let Some((value, after)) = after.split_once('"') else { break };
            tag.attributes.push((key.trim(), value));
            rest = after.trim_start();
        }
        tag.is_empty = rest.starts_with('/');
        rest = rest.split_once('>').map_or("", |(_, after)| after);
        tags.push(tag);
    }
    tags
}

/// A value as it was meant.
fn unquoted(value: &str) -> String {
    value.replace("&quot;", "\"")
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, effects: &Effects, expected: &str) {
        assert_eq!(rewrite(text, effects), expected);
    }

    #[test]
    fn names_are_counted_and_values_escaped() {
        let none = Effects::default();
        check(
            r#"<svg xmlns="x"><defs><linearGradient id="a <b> & "/></defs><g id="Box 1"><path id="Box 1" fill="url(#a <b> & )" d="M 0"/></g></svg>"#,
            &none,
            r##"<svg xmlns="x"><defs><linearGradient id="d1"/></defs><g><path fill="url(#d1)" d="M 0"/></g></svg>"##,
        );
        check(
            r#"<clipPath id="a"/><mask id="a"/><path clip-path="url(#a)" mask="url(#none)" result="&quot;<&"/>"#,
            &none,
            r##"<clipPath id="d1"/><mask/><path clip-path="url(#d1)" result="&quot;&lt;&amp;"/>"##,
        );
    }

    #[test]
    fn effects_go_or_become_smaller() {
        let effects = Effects {
            left_out: ["big".to_owned()].into(),
            regions: [("ok".to_owned(), [0.0, 0.0, 100.0, 50.0])].into(),
        };
        check(
            r#"<filter id="big" x="0"><feTurbulence/></filter><filter id="ok" x="-1e9" y="0" width="2e9" height="50"><feFlood x="-5" width="10" result="a"/><feMerge><feMergeNode in="a"/></feMerge></filter><g filter="url(#big)"/><g filter="url(#big) url(#ok)"/>"#,
            &effects,
            r##"<filter id="d1" x="0" y="0" width="100" height="50"><feFlood result="a" x="0" y="0" width="5" height="50"/><feMerge x="0" y="0" width="100" height="50"><feMergeNode in="a"/></feMerge></filter><g/><g filter="url(#d1)"/>"##,
        );
    }
}
