//! What a style sheet holds that a book may not hold.
//!
//! In: the text of a style sheet (CSS Syntax 3). Out: [`Findings`]: what is forbidden in EPUB 3.3 (6.3: `direction` and
//! `unicode-bidi`), what reading systems cannot follow (`position: fixed`, `@import`), what is not CSS, and every
//! address the sheet names, so that the caller can judge them.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

/// Something in a style sheet and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// First byte.
    pub offset: usize,
    /// What is wrong, or the address.
    pub text: String,
}

/// What was found in a style sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What breaks a rule, in the order of the sheet.
    pub faults: Vec<Place>,
    /// What no rule forbids and not every reading system follows, in the order of the sheet.
    pub doubts: Vec<Place>,
    /// Every address, in the order of the sheet.
    pub addresses: Vec<Place>,
}

/// Reads a style sheet.
#[must_use]
pub fn inspect(css: &str) -> Findings {
    let mut findings = Findings::default();
    let mut parser = Parser::new(css);
    let mut rules = Rules { findings: &mut findings, declarations: false, rules: true };
    let mut faults = Vec::new();
    for result in StyleSheetParser::new(&mut parser, &mut rules) {
        if let Err((_, slice, _)) = result {
            faults.push(not_css(offset_in(css, slice), slice));
        }
    }
    if let Some(opened) = unclosed(css) {
        faults.push(Place { offset: opened, text: "what is opened here is never closed".into() });
    }
    findings.faults.extend(faults);
    let empty = findings.addresses.iter().filter(|address| address.text.trim().is_empty());
    let empty = empty.map(|address| Place { text: "an address is empty".into(), ..*address });
    findings.faults.extend(empty);
    if let Some(charset) = css.strip_prefix("@charset").and_then(|rest| rest.split(';').next())
        && !charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    {
        findings.faults.push(Place { offset: 0, text: format!("it declares the encoding {}", charset.trim()) });
    }
    findings.faults.sort_by_key(|fault| fault.offset);
    findings
}

/// Where a block, comment or string begins that the sheet does not end.
fn unclosed(css: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote: Option<(u8, usize)> = None;
    let bytes = css.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (_, b'\\') => at += 1,
            (Some((sign, _)), byte) if byte == sign => quote = None,
            // A string ends with its line, badly; the parser says so.
            (Some(_), b'\n') => quote = None,
            (Some(_), _) => {}
            (None, sign @ (b'"' | b'\'')) => quote = Some((sign, at)),
            (None, b'/') if bytes.get(at + 1) == Some(&b'*') => match css[at + 2..].find("*/") {
                Some(length) => at += length + 3,
                None => return Some(at),
            },
            (None, b'{' | b'(' | b'[') => open.push(at),
            (None, b'}' | b')' | b']') => drop(open.pop()),
            _ => {}
        }
        at += 1;
    }
    quote.map(|(_, start)| start).or_else(|| open.pop())
}

fn offset_in(css: &str, slice: &str) -> usize {
    (slice.as_ptr() as usize).saturating_sub(css.as_ptr() as usize).min(css.len())
}

fn not_css(offset: usize, slice: &str) -> Place {
    const SHOWN: usize = 40;
    let line = slice.lines().next().unwrap_or_default();
    let shown: String = line.chars().take(SHOWN).collect();
    Place { offset, text: format!("this is not CSS: {}", shown.trim_end()) }
}

/// The inside of a sheet or block: what may stand there.
struct Rules<'f> {
    findings: &'f mut Findings,
    declarations: bool,
    rules: bool,
}

/// What strings are where they stand by themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Text,
    Addresses,
}

impl Strings {
    /// Within a function: those that take an address take it as a string too (CSS Images 4, CSS Values 5).
    fn of_function(name: &str) -> Strings {
        const OF_ADDRESSES: [&str; 6] = ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"];
        let takes_address = OF_ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known));
        if takes_address { Strings::Addresses } else { Strings::Text }
    }
}

type Outcome = Result<(), ParseError<()>>;

impl Rules<'_> {
    fn fault(&mut self, offset: usize, text: String) {
        self.findings.faults.push(Place { offset, text });
    }

    fn doubt(&mut self, offset: usize, text: &str) {
        self.findings.doubts.push(Place { offset, text: text.into() });
    }

    /// The inside of a block. Faults are noted here, for the parser goes on after each.
    fn body(&mut self, input: &mut Parser<'_>, declarations: bool, rules: bool) {
        let base = input.position().byte_index();
        let whole = input.state();
        let mut inner = Rules { findings: &mut *self.findings, declarations, rules };
        let mut faults = Vec::new();
        for result in RuleBodyParser::<'_, '_, Rules<'_>, (), ()>::new(input, &mut inner) {
            if let Err((_, slice, _)) = result {
                faults.push(slice);
            }
        }
        let text = input.slice_from(whole.position());
        let places = faults.into_iter().map(|slice| not_css(base + offset_in(text, slice), slice));
        self.findings.faults.extend(places.collect::<Vec<_>>());
    }

    /// Takes all that is left, and notes the addresses in it; `strings` says what those by themselves are. Keywords are
    /// handed to `keyword`.
    fn values(&mut self, input: &mut Parser<'_>, strings: Strings, keyword: &mut dyn FnMut(&str)) -> Outcome {
        loop {
            let offset = input.position().byte_index();
            let Ok(token) = input.next() else { return Ok(()) };
            match token {
                Token::UnquotedUrl(address) => {
                    let text = address.to_string();
                    self.findings.addresses.push(Place { offset, text });
                }
                Token::QuotedString(address) if strings == Strings::Addresses => {
                    let text = address.to_string();
                    self.findings.addresses.push(Place { offset, text });
                }
                Token::Ident(name) => keyword(name),
                Token::BadUrl(_) | Token::BadString(_) => return Err(ParseError::unexpected_token()),
                Token::Function(name) => {
                    let strings = Strings::of_function(name);
                    input.parse_nested_block(|inner| self.values(inner, strings, &mut |_| {}))?;
                }
                Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                    input.parse_nested_block(|inner| self.values(inner, Strings::Text, &mut |_| {}))?;
                }
                token if token.is_parse_error() => return Err(ParseError::unexpected_token()),
                _ => {}
            }
        }
    }
}

impl<'i> DeclarationParser<'i> for Rules<'_> {
    type Declaration = ();
    type Error = ();

    fn parse_value(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>, start: &ParserState) -> Outcome {
        let offset = start.position().byte_index();
        let name = name.to_ascii_lowercase();
        if ["direction", "unicode-bidi"].contains(&name.as_str()) {
            self.fault(offset, format!("`{name}` is forbidden in the style sheets of an EPUB"));
        }
        let mut is_fixed = false;
        let outcome = self.values(input, Strings::Text, &mut |word| is_fixed |= word.eq_ignore_ascii_case("fixed"));
        if name == "position" && is_fixed {
            self.doubt(offset, "`position: fixed` has no place in pages that flow");
        }
        outcome
    }
}

impl<'i> QualifiedRuleParser<'i> for Rules<'_> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Outcome {
        input.expect_no_error_token().map_err(|_| ParseError::unexpected_token())
    }

    fn parse_block(&mut self, (): (), _: &ParserState, input: &mut Parser<'i>) -> Outcome {
        self.body(input, true, false);
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Rules<'_> {
    type Prelude = String;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<String, ParseError<()>> {
        let name = name.to_ascii_lowercase();
        if name == "import" {
            let offset = input.position().byte_index().saturating_sub("@import".len());
            self.doubt(offset, "`@import` asks for another style sheet, which is not followed everywhere");
        }
        // The name of a namespace looks like an address and leads nowhere.
        if name == "namespace" {
            while input.next().is_ok() {}
            return Ok(name);
        }
        let strings = if name == "import" { Strings::Addresses } else { Strings::Text };
        self.values(input, strings, &mut |_| {})?;
        Ok(name)
    }

    fn rule_without_block(&mut self, _: String, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(&mut self, name: String, _: &ParserState, input: &mut Parser<'i>) -> Outcome {
        let holds_declarations =
            ["font-face", "page", "counter-style", "property", "font-feature-values"].contains(&name.as_str());
        self.body(input, holds_declarations, !holds_declarations);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Rules<'_> {
    fn parse_declarations(&self) -> bool {
        self.declarations
    }

    fn parse_qualified(&self) -> bool {
        self.rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, faults: &[(usize, &str)], addresses: &[&str]) {
        let found = inspect(css);
        let told: Vec<_> =
            found.faults.iter().chain(&found.doubts).map(|fault| (fault.offset, fault.text.as_str())).collect();
        assert_eq!(told, faults, "{css}");
        assert_eq!(found.addresses.iter().map(|place| place.text.as_str()).collect::<Vec<_>>(), addresses, "{css}");
    }

    #[test]
    fn sound_sheets_have_no_faults() {
        check("", &[], &[]);
        check(
            "/* نص */ p:hover > a[dir=\"rtl\"]::before { content: \"direction: {\"; margin: 0 !important }",
            &[],
            &[],
        );
        check("@media (max-width: 30em) { p { color: red } } @page { margin: 1cm }", &[], &[]);
        check("@font-face { font-family: x; src: url(a.ttf), url('b.ttf') }", &[], &["a.ttf", "b.ttf"]);
        check(".direction { --direction: rtl; flex-direction: row }", &[], &[]);
        check("p { position: absolute; } a { content: '\\'}' }", &[], &[]);
    }

    #[test]
    fn what_epub_forbids_is_found_wherever_it_stands() {
        check("p { DIRECTION: rtl }", &[(4, "`direction` is forbidden in the style sheets of an EPUB")], &[]);
        check(
            "@media print { p { color: red; unicode-bidi: embed; } }",
            &[(31, "`unicode-bidi` is forbidden in the style sheets of an EPUB")],
            &[],
        );
        check("p{position:fixed}", &[(2, "`position: fixed` has no place in pages that flow")], &[]);
        check(
            "@import url(http://example.org/a.css);",
            &[(0, "`@import` asks for another style sheet, which is not followed everywhere")],
            &["http://example.org/a.css"],
        );
        check("p { background: image-set(url(\"//example.org/x\") 1x) }", &[], &["//example.org/x"]);
        let import = (0, "`@import` asks for another style sheet, which is not followed everywhere");
        check("@import 'http://example.org/a.css' screen;", &[import], &["http://example.org/a.css"]);
        check("@IMPORT \"a.css\" supports(content: \"x\");", &[import], &["a.css"]);
    }

    #[test]
    fn addresses_are_found_in_every_function() {
        check(
            "p { background: image-set(\"http://a/1\" 1x, 'b.png' type(\"image/png\") 2x, url(c.png) 3x) }",
            &[],
            &["http://a/1", "b.png", "c.png"],
        );
        check(
            "p { background: IMAGE(\"http://a/1\", red); cursor: -webkit-image-set('x' 1x) }",
            &[],
            &["http://a/1", "x"],
        );
        check("p { background: cross-fade(url('a'), image('b')); mask: src(\"c\") }", &[], &["a", "b", "c"]);
        check("@media (min-width: 1px) { p { --x: image-set(\"d\" 1x) } }", &[], &["d"]);
        check("p::before { content: \"http://a\" attr(x) counter(\"y\"); font-family: \"image(z)\" }", &[], &[]);
        check("@namespace url(http://www.w3.org/1999/xhtml); @namespace svg \"http://www.w3.org/2000/svg\";", &[], &[]);
    }

    #[test]
    fn what_is_not_css_is_named() {
        check("p { color red; margin: 0 }", &[(4, "this is not CSS: color red;")], &[]);
        check("p { color: red", &[(2, "what is opened here is never closed")], &[]);
        check("p { color: \"نص\n }", &[(4, "this is not CSS: color: \"نص")], &[]);
        check("/* أول", &[(0, "what is opened here is never closed")], &[]);
        check("نص بلا قاعدة", &[(0, "this is not CSS: نص بلا قاعدة")], &[]);
        check("p { } }", &[(6, "this is not CSS: }")], &[]);
        assert!(!inspect(&"a{b:(".repeat(10_000)).faults.is_empty());
    }
}
