//! The code of EQ fields, by which Word drew equations before it had an editor for them (ECMA-376-1, 17.16.5.18).
//!
//! In: `EQ \f(1,2)`. Out: a tree of MathML; nothing where the code says something else.

use super::math::tokens;
use crate::document::MathNode;

/// How deep parts may nest.
const DEEPEST: usize = 20;

/// The equation of a code.
pub(super) fn read(code: &str) -> Option<MathNode> {
    let code = code.trim();
    let rest = code.get(..2).filter(|name| name.eq_ignore_ascii_case("EQ")).and(code.get(2..))?;
    row(rest, DEEPEST)
}

/// Text and switches beside each other.
fn row(code: &str, depth: usize) -> Option<MathNode> {
    let depth = depth.checked_sub(1)?;
    let mut nodes = Vec::new();
    let mut rest = code.trim();
    while let Some(at) = rest.find('\\') {
        nodes.extend(tokens(&rest[..at], false));
        let after = &rest[at + 1..];
        let letter = after.chars().next()?;
        if !letter.is_ascii_alphabetic() {
            // An escaped comma or bracket.
            nodes.push(MathNode::token("mo", letter));
            rest = &after[letter.len_utf8()..];
            continue;
        }
        let open = after.find('(')?;
        let (inner, behind) = bracketed(&after[open + 1..])?;
        let parts: Vec<MathNode> = parts(inner).into_iter().map(|part| row(part, depth)).collect::<Option<_>>()?;
        let options = &after[1..open];
        nodes.push(element(letter.to_ascii_lowercase(), options, parts)?);
        rest = behind;
    }
    nodes.extend(tokens(rest, false));
    Some(if nodes.len() == 1 { nodes.remove(0) } else { MathNode::row(nodes) })
}

fn element(letter: char, options: &str, mut parts: Vec<MathNode>) -> Option<MathNode> {
    match (letter, parts.len()) {
        ('f', 2) => Some(MathNode::element("mfrac", parts)),
        ('r', 1) => Some(MathNode::element("msqrt", parts)),
        ('r', 2) if parts[0].reading().is_empty() => Some(MathNode::element("msqrt", parts.split_off(1))),
        ('r', 2) => {
            parts.swap(0, 1);
            Some(MathNode::element("mroot", parts))
        }
        ('s', 1) => {
            let name = if options.contains("do") { "msub" } else { "msup" };
            parts.insert(0, MathNode::row(Vec::new()));
            Some(MathNode::element(name, parts))
        }
        ('b', 1) => {
            let bracket = |option: &str, usual: &str| {
                options
                    .split(option)
                    .nth(1)
                    .and_then(|after| after.trim_start().strip_prefix('\\')?.chars().next())
                    .map_or(usual.to_owned(), String::from)
            };
            let (open, close) = (bracket("\\lc", "("), bracket("\\rc", ")"));
            parts.insert(0, MathNode::token("mo", open));
            parts.push(MathNode::token("mo", close));
            Some(MathNode::row(parts))
        }
        ('i', 3) => {
            let sign = if options.contains("su") {
                "∑"
            } else if options.contains("pr") {
                "∏"
            } else {
                "∫"
            };
            let body = parts.pop()?;
            parts.insert(0, MathNode::token("mo", sign));
            Some(MathNode::row(vec![MathNode::element("munderover", parts), body]))
        }
        ('x', 1) => Some(MathNode::element("menclose", parts).with("notation", "box")),
        ('l' | 'o' | 'a' | 'd', _) => Some(MathNode::row(parts)),
        _ => None,
    }
}

/// What stands before the bracket that closes, and behind it.
fn bracketed(code: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, sign) in code.char_indices() {
        match sign {
            _ if is_escaped => {}
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&code[..at], &code[at + 1..])),
            ')' => depth -= 1,
            _ => {}
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    None
}

/// The parts between commas or semicolons that stand in no bracket.
fn parts(code: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start, mut is_escaped) = (Vec::new(), 0_usize, 0, false);
    for (at, sign) in code.char_indices() {
        match sign {
            _ if is_escaped => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                parts.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    parts.push(&code[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_equations() {
        let check = |code: &str, expected: &str| {
            assert_eq!(read(code).map(|node| node.reading()).as_deref(), Some(expected), "{code}");
        };
        check(" EQ \\f(1,2) ", "1/2");
        check("EQ \\r(3;x)", "3√x");
        check("EQ \\r(,a+b)", "√(a+b)");
        check("EQ x\\s\\up8(2)", "x^2");
        check("EQ \\f(\\r(س),\\b(ص+1))", "(√س)/((ص+1))");
        assert_eq!(read("EQ \\f(1,2"), None);
        assert_eq!(read("EQ \\q(1)"), None);
        assert_eq!(read(&format!("EQ {}1{}", "\\f(1,".repeat(40), ")".repeat(40))), None);
    }
}
