//! `warraq man`: the grammar and the texts of `--help` in, one manual page out (man(7)).

use std::borrow::Cow;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use roff::{Roff, roman};

use super::args::{self, Args, EXAMPLES, NOT_FOR_WATCH, PRECEDENCE};
use super::exit_code;

/// The page, with a section for each command.
pub(super) fn page() -> Vec<u8> {
    let mut grammar = args::grammar();
    grammar.build();
    let man = Man::new(grammar.clone());
    // Writing to memory does not fail.
    let mut page = Vec::new();
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page).and_then(|()| man.render_synopsis_section(&mut page));
    let _ = man.render_description_section(&mut page).and_then(|()| man.render_options_section(&mut page));
    // In the order of `--help`; laying variables on the grammar changes its own.
    for command in Args::command().get_subcommands().filter_map(|command| grammar.find_subcommand(command.get_name())) {
        page.extend(section(command).bytes());
    }
    page.extend(verbatim("EXAMPLES", EXAMPLES).bytes());
    page.extend(prose("ENVIRONMENT", PRECEDENCE).bytes());
    page.extend(verbatim("EXIT STATUS", exit_code::HELP).bytes());
    page
}

/// What a command does, and its options.
fn section(command: &Command) -> String {
    let mut text = Vec::new();
    let man = Man::new(command.clone());
    let _ = man.render_description_section(&mut text);
    let own = if command.get_name() == "watch" {
        let list = NOT_FOR_WATCH.map(|id| format!("--{}", id.replace('_', "-"))).join(", ");
        prose("OPTIONS", &format!("Those of warraq build, but for {list}."))
    } else {
        let mut own = Vec::new();
        let _ = man.render_options_section(&mut own);
        String::from_utf8_lossy(&own).into_owned()
    };
    let text = String::from_utf8_lossy(&text) + Cow::from(own);
    let title = Roff::new().control("SH", [format!("warraq {}", command.get_name()).to_uppercase().as_str()]).to_roff();
    // Sections of a command are below its own.
    title + &text.replacen(".SH DESCRIPTION\n", "", 1).replace("\n.SH ", "\n.SS ")
}

/// A section whose indented lines stay as they are; a first line that ends in a colon is what the heading says.
fn verbatim(title: &str, text: &str) -> String {
    let mut page = Roff::new();
    page.control("SH", [title]).control("nf", []);
    for line in text.lines().filter(|line| !line.is_empty() && !line.ends_with(':')) {
        if !line.starts_with(' ') {
            page.control("fi", []).control("PP", []);
        }
        page.text([roman(line)]);
    }
    page.control("fi", []).to_roff()
}

/// A section of paragraphs.
fn prose(title: &str, text: &str) -> String {
    let mut page = Roff::new();
    page.control("SH", [title]);
    text.lines().for_each(|line| {
        page.text([roman(line)]);
    });
    page.to_roff()
}
