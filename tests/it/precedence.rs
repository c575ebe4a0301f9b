//! What wins where several say what holds: the command line, the environment, front matter, the project file, defaults.

use std::fs;

use crate::options::{ARTICLE, look};
use crate::support::{Workplace, member};

/// Command line before environment before front matter before project file before defaults.
#[test]
fn the_nearest_says_what_holds() {
    let pages = |header: &str, arguments: &[&str], variables: &[(&str, &str)]| look(header, arguments, variables).0;
    let (small, large) = (pages("", &["--font-size", "8"], &[]), pages("", &["--font-size", "30"], &[]));
    assert!(small < large);
    assert_eq!(pages("", &[], &[("WARRAQ_FONT_SIZE", "30")]), large);
    assert_eq!(pages("", &["--font-size", "8"], &[("WARRAQ_FONT_SIZE", "30")]), small);
}

#[test]
fn the_configuration_shows_where_each_value_comes_from() {
    let project = "font-size = 30\n[metadata]\npublisher = 'دار الورق'\nauthor = 'كاتب المشروع'\n";
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("b/warraq.toml", project.as_bytes())]);
    let config = |arguments: &str, variables: &[(&str, &str)]| {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let run = place.run_with(&arguments, variables);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(place.files("out"), [""; 0]);
        run.stdout
    };
    let shown = config("build a.md --print-config --project b/warraq.toml --to pdf", &[("WARRAQ_LANG", "fa")]);
    for line in [
        "font-size = 30  # b/warraq.toml\n",
        "to = [\"pdf\"]  # command line\n",
        "lang = \"fa\"  # environment, WARRAQ_LANG\n",
        "page-size = \"A4\"  # default\n",
        "title = \"عنوان من المصدر\"  # a.md\n",
        "date = \"2001-02-03\"  # a.md\n",
        "# jobs is not set: one for each core\n",
        "\"publisher\" = [\"دار الورق\"]  # b/warraq.toml\n",
    ] {
        assert!(shown.contains(line), "no `{line}` in {shown}");
    }
    let nearer = config("build --print-config --project b/warraq.toml --font-size 9", &[]);
    assert!(nearer.contains("font-size = 9  # command"));

    let shown = config("build --print-config --page-size A5 --title 007 --metadata rights=عام --book x.pdf", &[]);
    for line in [
        "font-size = 11.5  # default\n",
        "title = \"007\"  # command line\n",
        "# book = \"x.pdf\"  # command line\n",
        "\n[metadata]\n\"rights\" = \"عام\"  # command line\n",
    ] {
        assert!(shown.contains(line), "no `{line}` in {shown}");
    }

    assert_eq!(place.run("build a.md --project b/warraq.toml --to epub").code, 0);
    let package = member(&fs::read(place.path("out/a.epub")).unwrap(), ".opf");
    assert!(package.contains("دار الورق") && package.contains("كاتب من المصدر"), "{package}");
}

/// The command line wins over the environment and the project file also where options exclude each other.
#[test]
fn what_is_given_outdoes_what_excludes_it() {
    let place = Workplace::new(&[("a.md", ARTICLE.as_bytes()), ("b/warraq.toml", b"quiet = true\n")]);
    let told = |arguments: &str, variables: &[(&str, &str)]| {
        let run = place.run_with(&arguments.split(' ').collect::<Vec<_>>(), variables);
        assert_eq!(run.code, 0, "{arguments}: {}", run.stderr);
        run.stderr
    };
    for quiet in ["1", "true", "yes", "on"] {
        assert_eq!(told("build a.md --to pdf", &[("WARRAQ_QUIET", quiet)]), "");
    }
    let made = "a.md: made out/a.pdf\n";
    assert!(told("build a.md --to pdf -v", &[("WARRAQ_QUIET", "1")]).starts_with(made));
    assert_eq!(told("build a.md --to pdf --project b", &[]), "");
    assert!(told("build a.md --to pdf --project b --verbose", &[]).starts_with(made));
    told("build a.md --book k.pdf --title كتاب", &[("WARRAQ_OUTPUT", "other/")]);
    assert!(place.path("k.pdf").exists() && !place.path("other").exists());
    assert_eq!(place.run("build a.md --quiet --verbose").code, 2);
    // A variable without a value says nothing, one with a wrong value is named.
    told("build a.md -q", &[("WARRAQ_PAGE_SIZE", ""), ("WARRAQ_GRAY", "")]);
    let wrong = place.run_with(&["build", "a.md"], &[("WARRAQ_PAGE_SIZE", "B9")]);
    let said = "invalid value 'B9' for '--page-size <SIZE>'";
    assert!(wrong.code == 2 && wrong.stderr.contains(said), "{}", wrong.stderr);
    assert!(wrong.stderr.ends_with("environment variable WARRAQ_PAGE_SIZE.\n"), "{}", wrong.stderr);
}

#[test]
fn a_project_says_what_to_build() {
    let place = Workplace::new(&[
        ("warraq.toml", "inputs = ['in']\noutput = 'books/'\nto = ['epub']\nquiet = true\n".as_bytes()),
        ("in/a.md", ARTICLE.as_bytes()),
    ]);
    assert_eq!(place.run("build").stderr, "");
    assert_eq!(place.files("books"), ["a.epub"]);
    assert_eq!(place.run("build --to pdf -o other").code, 0);
    assert_eq!(place.files("other"), ["a.pdf"]);
    fs::write(place.path("warraq.toml"), "page-size = 'B9'\n").unwrap();
    let wrong = place.run("build in");
    assert!(
        wrong.code == 2 && wrong.stderr.starts_with("warraq.toml:1:1: error[project-file]: invalid value 'B9'"),
        "{}",
        wrong.stderr
    );
}
