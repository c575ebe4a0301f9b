//! Tables and lines as Pandoc draws them: grid tables, simple and multiline tables, line blocks.
//!
//! In: a text at the beginning of a line. Out: where the drawing ends, and what says the same in Markdown and HTML.

/// A drawing that is read: its end in the text, and what stands for it.
pub(super) type Drawn = Option<(usize, String)>;

/// The most columns of a table.
const MOST_COLUMNS: usize = 64;

/// A drawing that begins with the first line of a text, whose line before is blank or not (`after_blank`).
pub(super) fn read(text: &str, after_blank: bool) -> Drawn {
    let line = first_line(text).trim_end();
    match line.trim_start().as_bytes().first()? {
        b'+' if line.contains("--") || line.contains("==") => grid(text),
        b'|' if after_blank => line_block(text),
        _ if after_blank => columns_table(text),
        _ => None,
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The lines of a text with their ends.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (line.trim_end_matches(['\n', '\r']), at)
    })
}

/// The columns of a rule, by characters, each with its alignment; and whether it ends a header.
type Rule = (Vec<(usize, usize)>, Vec<&'static str>, bool);

/// The columns of a rule such as `+---+:==:+`.
fn rule(line: &str) -> Option<Rule> {
    let line = line.trim_end();
    let letters: Vec<char> = line.chars().collect();
    let is_rule = letters.len() > 2
        && letters.first() == Some(&'+')
        && letters.last() == Some(&'+')
        && letters.iter().all(|c| matches!(c, '+' | '-' | '=' | ':'));
    if !is_rule {
        return None;
    }
    let marks: Vec<usize> = (0..letters.len()).filter(|&at| letters[at] == '+').collect();
    let columns: Vec<(usize, usize)> = marks.windows(2).map(|pair| (pair[0] + 1, pair[1])).collect();
    let alignment = |&(from, to): &(usize, usize)| match (letters[from] == ':', letters[to - 1] == ':') {
        (true, true) => " style=\"text-align: center\"",
        (false, true) => " style=\"text-align: end\"",
        _ => "",
    };
    let is_sound = columns.iter().all(|(from, to)| from < to) && columns.len() <= MOST_COLUMNS;
    is_sound.then(|| (columns.clone(), columns.iter().map(alignment).collect(), line.contains('=')))
}

fn grid(text: &str) -> Drawn {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let (columns, mut aligned, _) = rule(&first_line(text)[indent..])?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = vec![String::new(); columns.len()];
    let (mut head, mut end, mut is_open) = (0, 0, false);
    for (line, after) in lines(text) {
        let line = line.get(indent..).unwrap_or_default();
        if let Some((_, alignment, is_head)) = rule(line) {
            if is_open {
                rows.push(std::mem::replace(&mut row, vec![String::new(); columns.len()]));
                is_open = false;
            }
            if is_head {
                head = rows.len();
                aligned = alignment;
            }
            end = after;
        } else if line.starts_with('|') && line.trim_end().ends_with('|') {
            is_open = true;
            add_cells(&mut row, line.trim_end(), &columns);
        } else {
            break;
        }
    }
    (!rows.is_empty() && !is_open).then(|| (end, html(&rows, head, &aligned)))
}

/// Adds a line to the cells of a row: at the columns of the rule where the line keeps them, else between its bars, since
/// vowel signs and wide letters make columns that only look equal.
fn add_cells(row: &mut [String], line: &str, columns: &[(usize, usize)]) {
    let letters: Vec<char> = line.chars().collect();
    let keeps = columns.iter().all(|&(from, to)| letters.get(from - 1) == Some(&'|') && letters.get(to) == Some(&'|'));
    let parts: Vec<String> = match keeps {
        true => columns.iter().map(|&(from, to)| letters[from..to].iter().collect()).collect(),
        false => line.trim_matches('|').split('|').map(str::to_owned).collect(),
    };
    let last = row.len() - 1;
    for (index, part) in parts.iter().enumerate() {
        let cell = &mut row[index.min(last)];
        let part = part.strip_prefix(' ').unwrap_or(part).trim_end();
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(part);
    }
}

/// A table in HTML whose cells hold Markdown; the first `head` rows are its header.
fn html(rows: &[Vec<String>], head: usize, aligned: &[&str]) -> String {
    let mut out = String::from("\n<table>\n");
    for (index, row) in rows.iter().enumerate() {
        if index == 0 && head > 0 {
            out += "<thead>\n";
        }
        out += "<tr>\n";
        for (cell, alignment) in row.iter().zip(aligned.iter().chain(std::iter::repeat(&""))) {
            let name = if index < head { "th" } else { "td" };
            out += &format!("<{name}{alignment}>\n\n{}\n\n</{name}>\n", cell.trim_end());
        }
        out += "</tr>\n";
        if index + 1 == head {
            out += "</thead>\n";
        }
    }
    out + "</table>\n\n"
}

/// Whether a line is made of dashes and spaces only, with the columns that the dashes span.
fn dashes(line: &str) -> Vec<(usize, usize)> {
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (at, c) in line.trim_end().chars().enumerate() {
        match c {
            '-' => match columns.last_mut().filter(|last| last.1 == at) {
                Some(last) => last.1 += 1,
                None => columns.push((at, at + 1)),
            },
            ' ' => {}
            _ => return Vec::new(),
        }
    }
    let is_sound = columns.iter().all(|(from, to)| to - from > 1) && columns.len() <= MOST_COLUMNS;
    if is_sound { columns } else { Vec::new() }
}

/// Simple and multiline tables: columns below or between rows of dashes.
fn columns_table(text: &str) -> Drawn {
    let mut all = lines(text).peekable();
    let (first, _) = *all.peek()?;
    let top = dashes(first);
    let is_framed = top.len() == 1 && first.trim().len() > 9;
    let mut header: Vec<&str> = Vec::new();
    if is_framed {
        all.next();
    }
    // The header: one line, or several in a frame.
    let mut columns = if top.len() > 1 { top } else { Vec::new() };
    while columns.is_empty() && header.len() < if is_framed { 8 } else { 1 } {
        let (line, _) = all.next().filter(|(line, _)| !line.trim().is_empty())?;
        header.push(line);
        columns = all.peek().map(|(line, _)| dashes(line)).filter(|columns| columns.len() > 1).unwrap_or_default();
    }
    if columns.len() < 2 {
        return None;
    }
    all.next();
    let (mut rows, mut row): (Vec<Vec<String>>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut end, mut is_closed) = (0, false);
    let has_header = !header.is_empty();
    for (line, after) in all {
        let is_blank = line.trim().is_empty();
        if !is_blank && !dashes(line).is_empty() {
            (end, is_closed) = (after, true);
            break;
        }
        match (is_blank, is_framed) {
            (true, false) if has_header => break,
            (true, false) => return None,
            (true, true) => rows.extend((!row.is_empty()).then(|| cells(&std::mem::take(&mut row), &columns))),
            (false, true) => row.push(line),
            (false, false) => rows.push(cells(&[line], &columns)),
        }
        end = after;
    }
    rows.extend((!row.is_empty()).then(|| cells(&row, &columns)));
    if rows.is_empty() || (!is_closed && (is_framed || !has_header)) {
        return None;
    }
    let aligned: Vec<&str> = columns.iter().map(|&column| alignment(header.first().copied(), column)).collect();
    let head = usize::from(has_header);
    if has_header {
        rows.insert(0, cells(&header, &columns));
    }
    Some((end, html(&rows, head, &aligned)))
}

/// How a column is aligned: by which ends of its dashes the header keeps.
fn alignment(header: Option<&str>, (from, to): (usize, usize)) -> &'static str {
    let letters: Vec<char> = header.unwrap_or_default().chars().collect();
    let is_space = |at: usize| letters.get(at).is_none_or(|c| *c == ' ');
    match (is_space(from), is_space(to - 1)) {
        (true, false) => " style=\"text-align: end\"",
        (true, true) => " style=\"text-align: center\"",
        _ => "",
    }
}

/// What stands in each column of lines; each column reaches up to the next.
fn cells(lines: &[&str], columns: &[(usize, usize)]) -> Vec<String> {
    let cell = |index: usize| {
        let from = if index == 0 { 0 } else { columns[index].0 };
        let to = columns.get(index + 1).map_or(usize::MAX, |next| next.0);
        let part = |line: &&str| line.chars().skip(from).take(to - from).collect::<String>().trim().to_owned();
        lines.iter().map(part).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    };
    (0..columns.len()).map(cell).collect()
}

/// Lines that begin with a bar and are no table: each keeps its line and its indentation.
fn line_block(text: &str) -> Drawn {
    let (mut out, mut end, mut is_first) = (String::new(), 0, true);
    for (line, after) in lines(text) {
        let bare = line.trim_start_matches(' ');
        if let Some(rest) = bare.strip_prefix('|').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            let rest = rest.strip_prefix(' ').unwrap_or(rest);
            let is_rule = rest.contains('-') && rest.bytes().all(|byte| matches!(byte, b'-' | b':' | b' '));
            if rest.contains('|') || is_rule {
                return None;
            }
            let words = rest.trim_start_matches(' ');
            match words.trim().is_empty() {
                true => out.push_str("\n\n"),
                false if is_first || out.ends_with('\n') => {}
                false => out.push_str("\\\n"),
            }
            out.extend(std::iter::repeat_n("&nbsp;", rest.len() - words.len()));
            out.push_str(words.trim_end());
        } else if !bare.is_empty() && bare.len() < line.len() && !is_first {
            out.push(' ');
            out.push_str(bare.trim_end());
        } else {
            break;
        }
        (end, is_first) = (after, false);
    }
    (end > 0).then(|| (end, out + "\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of a table, rows apart by `/`.
    fn check(text: &str, expected: &str) {
        let shown = read(text, true).map(|(end, html)| {
            assert!(text.is_char_boundary(end));
            let cells = html.replace("\n\n", " ").replace("</tr>", "/").replace('\n', " ");
            let plain: String =
                cells.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
            plain.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn drawn_tables_are_read() {
        check("+----+-----+\n| أ  | ب   |\n+====+:===:+\n| ج  | د   |\n|    | ه   |\n+----+-----+\n", "أ ب / ج د ه /");
        check("+---+---+\n| كِتَابٌ | a |\n+---+---+\n", "كِتَابٌ a /");
        check(" أول    ثان\n-----   -----\n واحد   one\n اثنان  two\n\nنص", "أول ثان / واحد one / اثنان two /");
        check("-----   -----\nواحد    one\nاثنان   two\n-----   -----\n", "واحد one / اثنان two /");
        check(
            "-------------------\n أول     ثان\n الأول   الثاني\n------- -----------\nواحد    one\nتتمة    more\n\nاثنان   two\n-------------------\n",
            "أول الأول ثان الثاني / واحد تتمة one more / اثنان two /",
        );
    }

    #[test]
    fn lines_keep_their_ends() {
        let read = |text: &str| read(text, true).map(|(_, lines)| lines);
        assert_eq!(
            read("| سطر أول\n|   سطر ثان\n   تتمة\n\nنص").as_deref(),
            Some("سطر أول\\\n&nbsp;&nbsp;سطر ثان تتمة\n\n")
        );
        assert_eq!(read("| أ | ب |\n|---|---|\n"), None);
    }

    #[test]
    fn what_is_no_drawing_stays() {
        for text in
            ["نص\n---\n", "---\n\nنص\n", "- بند\n- بند\n", "+ بند\n", "---- ----\n\nنص\n", "+---+\nنص\n", "- - -\nنص"]
        {
            assert_eq!(read(text, true), None, "{text}");
        }
    }
}
