//! The title of a page: that of its article, never that of its site.
//!
//! In: the tree of a page and what it says of itself elsewhere. Out: the first of these that says something: the
//! headline of its JSON-LD, `og:title` and its like, the heading of the article, `title` without the site's name.

use dom_query::{Document, NodeRef};

use super::dom::{attr, has_word, is_called, name};
use super::metadata::attr_of;
use crate::parse::metadata::Key;
use crate::parse::placeholder::is_placeholder;

/// What social networks and libraries read titles from, in this order.
const METAS: [&str; 8] = [
    "meta[property='og:title']",
    "meta[name='og:title']",
    "meta[name='twitter:title']",
    "meta[property='twitter:title']",
    "meta[name='dc.title']",
    "meta[name='DC.title']",
    "meta[name='citation_title']",
    "meta[name='parsely-title']",
];

/// Headings of articles, the surest first.
const HEADINGS: [&str; 11] = [
    "[itemprop=headline]",
    ".entry-title",
    ".post-title",
    ".article-title",
    ".headline",
    ".firstHeading",
    "article h1",
    "main h1",
    "h1",
    "article header h2",
    "main header h2",
];

/// Signs between the title of a page and the name of its site, with blanks around them; the first do not stand in
/// titles themselves.
const SEPARATORS: [&str; 12] = ["|", "::", "»", "«", "›", "‹", "•", "·", "-", "–", "—", "/"];
const SURE: usize = 6;

/// Finds the title; `headline` is that of the JSON-LD, `sites` the names by which the site calls itself.
pub(super) fn find(document: &Document, headline: Option<String>, sites: &[String]) -> Option<String> {
    let sites: Vec<String> =
        sites.iter().map(String::as_str).chain(site_titles(document).iter().map(String::as_str)).map(letters).collect();
    let usable =
        |text: &String| !text.is_empty() && !is_placeholder(Key::Title, text) && !sites.contains(&letters(text));
    let headings: Vec<String> = headings(document).into_iter().filter(usable).collect();
    let full = document.select("head > title").nodes().first().map(|title| one_line(&title.text()));
    let said = headline.into_iter().chain(METAS.iter().filter_map(|meta| attr_of(document, meta, "content")));
    let mut said = said.map(|text| without_site(&one_line(&text), &sites, &headings)).filter(usable);
    // What stands on the page is as the author wrote it; what is said beside it may be cut.
    said.next()
        .map(|said| headings.iter().find(|heading| is_the_whole_of(heading, &said)).cloned().unwrap_or(said))
        .or_else(|| within(full.as_deref()?, &headings))
        .or_else(|| full.map(|full| without_site(&full, &sites, &headings)).filter(usable))
        .or_else(|| headings.first().cloned())
}

/// The heading that a page's `title` begins or ends with.
fn within(full: &str, headings: &[String]) -> Option<String> {
    headings.iter().find(|heading| full.starts_with(heading.as_str()) || full.ends_with(heading.as_str())).cloned()
}

/// Whether a heading is what a title cuts off with an ellipsis, or the same in other signs.
fn is_the_whole_of(heading: &str, title: &str) -> bool {
    let cut = title.strip_suffix('…').or_else(|| title.strip_suffix("..."));
    letters(heading) == letters(title)
        || cut.is_some_and(|start| !letters(start).is_empty() && letters(heading).starts_with(&letters(start)))
}

/// The texts of headings that may be the article's, the surest first.
fn headings(document: &Document) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for selector in HEADINGS {
        let Some(selection) = document.try_select(selector) else { continue };
        for node in selection.nodes().iter().filter(|node| !is_of_site(node)) {
            let text =
                attr(node, "content").filter(|_| &*name(node) == "meta").unwrap_or_else(|| one_line(&node.text()));
            if !text.is_empty() && !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}

/// Names of the site that it shows as its heading.
fn site_titles(document: &Document) -> Vec<String> {
    let headings = document.select("h1, .site-title, .site-name, .navbar-brand");
    headings.nodes().iter().filter(|node| is_of_site(node)).map(|node| one_line(&node.text())).collect()
}

/// Whether a heading is the site's: called so, or a link to its first page.
fn is_of_site(heading: &NodeRef<'_>) -> bool {
    const CALLED: [&str; 7] =
        ["site-title", "site-name", "sitename", "site-logo", "logo", "navbar-brand", "blog-title"];
    let leads_home = |link: NodeRef<'_>| {
        let href = attr(&link, "href").unwrap_or_default();
        has_word(&link, "rel", &["home"]) || matches!(&*href, "/" | "./" | "index.html" | "../") || is_root(&href)
    };
    let links = heading.descendants_it().chain(heading.ancestors_it(Some(2))).filter(|node| &*name(node) == "a");
    std::iter::once(*heading).chain(heading.ancestors_it(Some(2))).any(|node| is_called(&node, &CALLED))
        || heading.ancestors_it(None).any(|outer| &*name(&outer) == "nav")
        || links.into_iter().any(leads_home)
}

/// Whether an address is that of a whole site.
fn is_root(href: &str) -> bool {
    url::Url::parse(href).is_ok_and(|url| url.has_host() && url.path() == "/" && url.query().is_none())
}

/// A title without the name of the site at its beginning or end. Where the site does not say its name, signs that do
/// not stand in titles part it off, others only behind a heading of the page.
fn without_site(title: &str, sites: &[String], headings: &[String]) -> String {
    let parts = parts(title);
    let Some((&(first_end, _), &(_, last_start))) = parts.first().zip(parts.last()) else { return title.to_owned() };
    let (first, last) = (title[..first_end].trim(), title[last_start..].trim());
    let (but_last, but_first) = (title[..parts[parts.len() - 1].0].trim(), title[parts[0].1..].trim());
    if sites.contains(&letters(last)) {
        return without_site(but_last, sites, headings);
    }
    if sites.contains(&letters(first)) {
        return without_site(but_first, sites, headings);
    }
    if let Some(heading) = headings.iter().find(|heading| letters(heading) == letters(but_last)) {
        return heading.clone();
    }
    let sure = parts.iter().find(|&&(end, start)| SEPARATORS[..SURE].contains(&title[end..start].trim()));
    sure.map_or(title, |&(end, _)| title[..end].trim()).to_owned()
}

/// Where separators stand in a title: the end of what is before each, and the start of what is behind it.
fn parts(title: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut found = Vec::new();
    for word in title.split_inclusive(char::is_whitespace) {
        let next = at + word.len();
        if SEPARATORS.contains(&word.trim()) && at > 0 && next < title.len() {
            found.push((at, next));
        }
        at = next;
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits alone, for comparison: quotation marks and blanks differ from place to place.
pub(super) fn letters(text: &str) -> String {
    let is_vowel = |c: &char| matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}');
    text.chars().filter(|c| c.is_alphanumeric() && !is_vowel(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: Option<&str>) {
        let page = super::super::dom::parse(html).unwrap();
        let site = attr_of(&page, "meta[property='og:site_name']", "content");
        assert_eq!(find(&page, None, &Vec::from_iter(site)).as_deref(), expected, "{html}");
    }

    #[test]
    fn the_articles_title_is_found() {
        let site =
            "<meta property='og:site_name' content='مدونة الحبر'><h1 class=site-title><a href='/'>مدونة الحبر</a></h1>";
        check(&format!("<title>كيف نصنع الورق – مدونة الحبر</title>{site}<h2>غيره</h2>"), Some("كيف نصنع الورق"));
        check(&format!("<title>مدونة الحبر | كيف نصنع الورق</title>{site}"), Some("كيف نصنع الورق"));
        check(
            &format!("<title>مدونة الحبر</title>{site}<h2 class=entry-title>كيف نصنع الورق</h2>"),
            Some("كيف نصنع الورق"),
        );
        check("<title>الوراقة - ويكيبيديا</title><h1 class=firstHeading>الوراقة</h1>", Some("الوراقة"));
        check(
            "<title>x</title><meta property=og:title content='رحلة «الورق»'><h1>رحلة \"الورق\"</h1>",
            Some("رحلة \"الورق\""),
        );
        check(
            "<meta property=og:title content='رحلة الورق من…'><h1>رحلة الورق من الصين</h1>",
            Some("رحلة الورق من الصين"),
        );
        check("<title>الشعر العربي – دراسة نقدية</title>", Some("الشعر العربي – دراسة نقدية"));
        check("<title>مقدمة ابن خلدون: الجزء الأول</title>", Some("مقدمة ابن خلدون: الجزء الأول"));
        check("<title>خبر اليوم | ثقافة | الموقع</title>", Some("خبر اليوم"));
        check("<title>Untitled Document</title><h1>أخبار البحر</h1>", Some("أخبار البحر"));
        check("<title>Untitled Document</title><h2>أخبار البحر</h2>", None);
        check("<title>2013-12-23</title><p>نص</p>", None);
    }
}
