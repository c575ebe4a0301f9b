//! `warraq new`: a path in, a commented article or project to start from out. Nothing is overwritten.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use warraq::diagnostic::{Code, Diagnostic};
use warraq::parse::Format;

use super::exit_code::ExitCode;
use super::project::FILE_NAME;
use super::screen;
use super::write::reason;

const MARKDOWN: &str = "\
---
title: عنوان المقال
# subtitle: عنوان فرعي
author: اسم الكاتب
# date: 2026-01-31
lang: ar
# description: جملة تصف المقال
# keywords: [كلمة, كلمة أخرى]
# cover: غلاف.jpg
# justify: kashida
---

اكتب هنا الفقرة الأولى، واترك سطرًا خاليًا بين كل فقرتين.

## عنوان قسم

**هذه كلمات بارزة**، وهذا [رابط](https://www.unicode.org/reports/tr9/)، وهذه قائمة:

- بند أول
- بند ثانٍ

> هذا اقتباس.
";

const TEXT: &str = "\
العنوان: عنوان المقال
الكاتب: اسم الكاتب

اكتب هنا الفقرة الأولى، واترك سطرًا خاليًا بين كل فقرتين.

عنوان قسم قصير بلا نقطة

السطر القصير الذي لا ينتهي بعلامة ترقيم وتتبعه فقرة عنوانُ قسم.
";

const PROJECT: &str = "\
# What `warraq build` does in this folder. Every long option of `warraq build --help` can stand here; the command line,
# the environment and, for the look, each article's front matter win over it.

inputs = [\"articles\"]
output = \"out/\"
# to = [\"epub\", \"pdf\"]
# page-size = \"A5\"
# font-size = 12
# margins = \"20mm 15mm 25mm 20mm\"
# justify = \"kashida\"
# font-path = [\"fonts\"]
# skip-unchanged = true

# All articles in one EPUB and one PDF: `warraq build` then makes out/kitab.epub and out/kitab.pdf instead.
# [book]
# output = \"out/kitab\"
# title = \"عنوان الكتاب\"
# author = [\"اسم المؤلف\"]
# front = [\"articles/مقدمة.md\"]
# inputs = [\"articles\"]
#
# [[book.part]]
# title = \"الباب الأول\"
# inputs = [\"articles/part-1\"]

# What articles leave unsaid.
[metadata]
lang = \"ar\"
# author = \"اسم الكاتب\"
# publisher = \"اسم الناشر\"
# rights = \"حقوق النشر\"
";

/// Begins an article, or a project in a folder.
pub(super) fn begin(path: &Path, project: bool) -> Result<ExitCode, Diagnostic> {
    if project {
        create(&path.join(FILE_NAME), PROJECT)?;
        create(&path.join("articles/article.md"), MARKDOWN)?;
        screen::error(&format!("to make its books: warraq build --project {}\n", screen::name(path)));
        return Ok(ExitCode::Done);
    }
    match Format::from_extension(&path.extension().unwrap_or_default().to_string_lossy()) {
        Some(Format::Markdown) => create(path, MARKDOWN)?,
        Some(Format::Text) => create(path, TEXT)?,
        _ => {
            let message = format!("{} is neither Markdown nor plain text", path.display());
            let hint = "give a name ending in .md or .txt, or --project and a folder";
            return Err(Diagnostic::error(Code::Usage, None, message).with_hint(hint));
        }
    }
    Ok(ExitCode::Done)
}

fn create(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let file = fs::create_dir_all(folder).and_then(|()| OpenOptions::new().write(true).create_new(true).open(path));
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map(|()| screen::error(&format!("made {}\n", screen::name(path)))).map_err(|cause| {
        let exists = path.exists();
        let reason =
            if exists { "is there already".to_owned() } else { format!("cannot be written: {}", reason(&cause)) };
        Diagnostic::error(Code::Unwritable, None, format!("{} {reason}", path.display()))
    })
}
