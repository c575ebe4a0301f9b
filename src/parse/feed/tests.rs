//! What is no feed, and what a feed may hold that would harm a book.

use super::*;

fn fault(text: &str) -> String {
    match parse(text, &mut Vec::new()) {
        Err(Error::Source(diagnostic)) => diagnostic.message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_feed_says_so() {
    assert!(fault("<html><body>نص</body></html>").starts_with("the file is no feed"));
    assert!(fault("{\"items\": 3}").contains("no JSON Feed"));
    assert!(fault("{\"items\": [").starts_with("the JSON file is broken"));
    assert_eq!(fault("<rss><channel/></rss>"), "the feed has no published article");
    let draft = "<item><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>";
    assert_eq!(fault(&format!("<rss>{draft}{draft}</rss>")), "the feed has no published article (only 2 drafts)");
}

#[test]
fn nothing_expands() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'نص'><!ENTITY b '&a;&a;&a;'>]><rss><item><title>&b;</title></item></rss>";
    let feed = parse(bomb, &mut Vec::new()).unwrap();
    assert_eq!(feed.entries[0].title, "&b;");
}

#[test]
fn archives_are_read_in_proportionate_time() {
    let item = "<item><title>مقالة</title><description>&lt;p&gt;نص فيه كلام.&lt;/p&gt;</description></item>";
    let many = format!("<rss><channel>{}</channel></rss>", item.repeat(20_000));
    assert_eq!(parse(&many, &mut Vec::new()).unwrap().entries.len(), 20_000);
}
