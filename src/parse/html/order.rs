//! Words come out in the order of the source, whatever elements they stand in: tried on random pages.

use proptest::prelude::*;

use super::tests::{dump, read};
use crate::parse::PageScope;

/// A page made of random choices, with numbered words.
struct Page<'c> {
    choices: std::slice::Iter<'c, u8>,
    html: String,
    words: usize,
}

const PHRASES: [&str; 12] =
    ["em", "b", "a href='https://example.org/'", "span", "sup", "mark", "del", "q", "bdi", "i lang=en", "u", "code"];

const BLOCKS: [&str; 14] = [
    "div",
    "section",
    "article",
    "blockquote",
    "p",
    "center",
    "div lang=en dir=ltr",
    "div class=poem",
    "aside class='admonition note'",
    "div dir=ltr",
    "address",
    "fieldset",
    "main",
    "figure",
];

impl Page<'_> {
    fn choose(&mut self, below: u8) -> u8 {
        self.choices.next().map_or(0, |choice| choice % below)
    }

    fn word(&mut self) {
        self.words += 1;
        self.html += &format!("ن{} ", self.words);
    }

    fn element(&mut self, tag: &str, content: &dyn Fn(&mut Self)) {
        self.html += &format!("<{tag}>");
        content(self);
        self.html += &format!("</{}>", tag.split(' ').next().unwrap_or_default());
    }

    fn phrases(&mut self, depth: u8) {
        self.word();
        for _ in 0..self.choose(4) {
            match self.choose(8) {
                0 => self.html += "<br>",
                1 => self.html += "\n",
                2 | 3 if depth < 4 => {
                    let tag = PHRASES[usize::from(self.choose(12))];
                    self.element(tag, &|page| page.phrases(depth + 1));
                }
                _ => self.word(),
            }
        }
    }

    fn blocks(&mut self, depth: u8) {
        for _ in 0..=self.choose(5) {
            match self.choose(16) {
                _ if depth > 5 => self.phrases(0),
                0..=3 => self.element("p", &|page| page.phrases(0)),
                4 => self.phrases(0),
                5 => {
                    let tag = ["h2", "h3", "h4"][usize::from(self.choose(3))];
                    self.element(tag, &|page| page.phrases(0));
                }
                6 | 7 => self.lines(),
                8 | 9 => self.list(depth),
                10 => self.definitions(depth),
                11 => self.table(depth),
                12 => self.element("details", &|page| {
                    page.element("summary", &|page| page.phrases(0));
                    page.blocks(depth + 1);
                }),
                _ => self.container(depth),
            }
        }
    }

    fn container(&mut self, depth: u8) {
        let tag = BLOCKS[usize::from(self.choose(14))];
        self.element(tag, &|page| if tag == "p" { page.phrases(0) } else { page.blocks(depth + 1) });
    }

    fn lines(&mut self) {
        let tag = ["pre", "pre class=verse", "div class=poem"][usize::from(self.choose(3))];
        self.element(tag, &|page| {
            for _ in 0..=page.choose(4) {
                page.phrases(2);
                let end = ["\n", "<br>", "<br><br>"][usize::from(page.choose(3))];
                page.html += end;
            }
        });
    }

    fn list(&mut self, depth: u8) {
        let tag = ["ul", "ol", "menu"][usize::from(self.choose(3))];
        self.element(tag, &|page| {
            for _ in 0..=page.choose(3) {
                page.element("li", &|page| page.blocks(depth + 2));
            }
        });
    }

    fn definitions(&mut self, depth: u8) {
        self.element("dl", &|page| {
            for _ in 0..=page.choose(4) {
                match page.choose(4) {
                    0 => page.element("dt", &|page| page.phrases(0)),
                    1 => page.element("div", &|page| {
                        page.element("dt", &|page| page.phrases(0));
                        page.element("dd", &|page| page.phrases(0));
                    }),
                    2 => page.element("p", &|page| page.phrases(0)),
                    _ => page.element("dd", &|page| page.blocks(depth + 2)),
                }
            }
        });
    }

    fn table(&mut self, depth: u8) {
        self.element("table", &|page| {
            let columns = page.choose(3);
            for _ in 0..=page.choose(3) {
                page.element("tr", &|page| {
                    for _ in 0..=columns {
                        let tag = ["td", "th"][usize::from(page.choose(2))];
                        page.element(tag, &|page| page.blocks(depth + 3));
                    }
                });
            }
        });
    }
}

/// The numbers of the words in a text, in order.
fn numbers(text: &str) -> Vec<usize> {
    let number = |word: &str| word.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok();
    // Ids of headings repeat their words.
    let shown: String = text.split_inclusive(' ').filter(|word| !word.starts_with('#')).collect();
    shown.split('ن').skip(1).filter_map(number).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_come_out_in_order(choices in prop::collection::vec(any::<u8>(), 1..300)) {
        let mut page = Page { choices: choices.iter(), html: "<title>عنوان</title>".to_owned(), words: 0 };
        page.blocks(0);
        let expected: Vec<usize> = (1..=page.words).collect();
        for scope in [PageScope::Article, PageScope::Whole] {
            let document = read(&page.html, scope).value;
            prop_assert_eq!(&numbers(&dump(&document)), &expected, "{}", page.html);
        }
    }
}
