//! What a page says about its article in JSON-LD (schema.org).
//!
//! In: the `script` elements of a page. Out: headline, authors, date and more of the first object that is an article,
//! wherever it stands: alone, in a list, in `@graph` or as the main entity of a page.

use std::collections::BTreeMap;

use dom_query::{Document, NodeRef};
use serde_json::Value;

/// Types of articles end with one of these.
const TYPES: [&str; 9] = [
    "Article",
    "BlogPosting",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "LiveBlogPosting",
    "Report",
    "Chapter",
    "ShortStory",
    "Recipe",
];

/// How deep objects are looked for.
const DEPTH: usize = 6;

/// What an article says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) description: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) keywords: Vec<String>,
    /// The name of the site, which no title of an article is.
    pub(super) site: Option<String>,
}

/// Reads the JSON-LD of a page.
pub(super) fn read(document: &Document) -> Facts {
    let scripts = document.select("script[type='application/ld+json']");
    let parsed: Vec<Value> = scripts.nodes().iter().filter_map(|script| parse(&script.text())).collect();
    let mut objects = Vec::new();
    parsed.iter().for_each(|value| gather(value, 0, &mut objects));
    let known: BTreeMap<&str, &Value> =
        objects.iter().filter_map(|object| Some((object.get("@id")?.as_str()?, *object))).collect();
    let site = objects.iter().find(|object| is_a(object, &["WebSite"])).and_then(|site| text(site.get("name")?));
    let Some(article) = objects.iter().find(|object| is_a(object, &TYPES)) else {
        return Facts { site, ..Facts::default() };
    };
    let field = |name: &str| article.get(name).and_then(text);
    let names = |name: &str| article.get(name).map(|value| names(value, &known)).unwrap_or_default();
    Facts {
        headline: field("headline").or_else(|| field("name")),
        authors: names("author"),
        published: field("datePublished").or_else(|| field("dateCreated")),
        description: field("description"),
        publisher: names("publisher").into_iter().next(),
        keywords: names("keywords"),
        site,
    }
}

/// JSON as pages have it: within a comment or CDATA, with line breaks in its strings.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//").trim();
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches([';', '/']);
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&text.replace(|c: char| c.is_control(), " "))).ok()
}

/// All objects that stand by themselves, in order.
fn gather<'v>(value: &'v Value, depth: usize, objects: &mut Vec<&'v Value>) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, depth + 1, objects)),
        Value::Object(fields) => {
            objects.push(value);
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                fields.get(name).into_iter().for_each(|inner| gather(inner, depth + 1, objects));
            }
        }
        _ => {}
    }
}

fn is_a(object: &Value, types: &[&str]) -> bool {
    let is = |name: &Value| name.as_str().is_some_and(|name| types.iter().any(|ending| name.ends_with(ending)));
    match object.get("@type") {
        Some(Value::Array(names)) => names.iter().any(is),
        Some(name) => is(name),
        None => false,
    }
}

/// A string without white space at its ends, its character references read; `None` for other values.
fn text(value: &Value) -> Option<String> {
    let said = value.as_str()?;
    let said = if said.contains('&') { referred(said) } else { said.to_owned() };
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    (!said.is_empty()).then_some(said)
}

/// Content management systems write character references into JSON, which knows none.
fn referred(text: &str) -> String {
    let page = super::dom::parse(&text.replace('<', "&lt;")).unwrap_or_default();
    let body = super::metadata::first(&page, "body").as_ref().map(NodeRef::text);
    body.map(|text| text.to_string()).unwrap_or_default()
}

/// The names of people, organisations or words: strings, objects with a name, or references to such objects.
fn names(value: &Value, known: &BTreeMap<&str, &Value>) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| names(value, known)).collect(),
        Value::Object(fields) => {
            let referred = || known.get(fields.get("@id")?.as_str()?)?.get("name");
            fields.get("name").or_else(referred).map(|name| names(name, &BTreeMap::new())).unwrap_or_default()
        }
        other => text(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let page = format!("<script type='application/ld+json'>{json}</script>");
        let facts = read(&super::super::dom::parse(&page).unwrap());
        let shown = [facts.headline, facts.published, facts.publisher].map(Option::unwrap_or_default);
        assert_eq!(format!("{} | {}", shown.join(" | "), facts.authors.join(" + ")), expected, "{json}");
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let article = r#"{"@type":"NewsArticle","headline":"افتتاح &#8220;مكتبة&#8221;","name":"موقع","datePublished":"2024-02-10","author":[{"name":"ليلى"},{"name":"منى"}],"publisher":{"name":"الخبر"}}"#;
        let expected = "افتتاح “مكتبة” | 2024-02-10 | الخبر | ليلى + منى";
        check(article, expected);
        check(&format!("[{{\"@type\":\"WebSite\",\"name\":\"س\"}},{article}]"), expected);
        check(&format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{article}]}}"), expected);
        check(&format!("<!--\n{article}\n-->"), expected);
        check(&format!("{{\"@type\":\"WebPage\",\"mainEntity\":{article}}}"), expected);
        check(
            r##"{"@graph":[{"@type":["Article","Thing"],"headline":"ورق","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"سلمى"}]}"##,
            "ورق |  |  | سلمى",
        );
        check("{\"@type\":\"BlogPosting\",\"headline\":\"سطر\nثان\",\"author\":\"منى\"}", "سطر ثان |  |  | منى");
        check(r#"{"@type":"Organization","name":"موقع"}"#, " |  |  | ");
        check("{ليس", " |  |  | ");
    }
}
