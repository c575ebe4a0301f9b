//! What is asked for: the arguments of the process, over the environment, over the project file.
//!
//! In: the arguments, parsed once to know the project file; where that has options, they are parsed again with those as
//! defaults. Out: an [`Order`]. `watch` reads it again when the project file is saved.

use std::path::{Path, PathBuf};

use clap::{ArgMatches, FromArgMatches};
use warraq::diagnostic::{Code, Diagnostic};

use super::args::{self, Args, BuildArgs, Command};
use super::console::Manner;
use super::project::Project;
use super::render::Note;

/// All that `build` and `watch` go by.
#[derive(Debug)]
pub(super) struct Order {
    /// The options.
    pub(super) args: Box<BuildArgs>,
    /// The same, with where each is from.
    pub(super) matches: ArgMatches,
    /// The project file.
    pub(super) project: Project,
}

impl Order {
    /// Reads the project file, which may be named, and lays the arguments over it.
    pub(super) fn read(parsed: &ArgMatches, project: Option<&Path>) -> Result<Order, Box<Note>> {
        let project = Project::load(project)?;
        let wrong = |error: clap::Error| Diagnostic::error(Code::Usage, None, args::first_line(&error));
        let all = if project.options.is_empty() {
            parsed.clone()
        } else {
            project.with_defaults(args::grammar()).try_get_matches().map_err(wrong)?
        };
        let matches = all.subcommand().map(|(_, matches)| matches.clone()).unwrap_or_default();
        match Args::from_arg_matches(&all).map_err(wrong)?.command {
            Command::Build(args) | Command::Watch(args) => Ok(Order { args, matches, project }),
            _ => Err(Diagnostic::error(Code::Usage, None, "neither build nor watch is asked for").into()),
        }
    }

    /// How things are told.
    pub(super) fn manner(&self) -> Manner {
        Manner::new(&self.args.tell, &self.args.run)
    }

    /// Files and folders that the settings are made of: when one changes, they do.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let own = [self.project.path.clone()].into_iter();
        own.chain(self.args.epub.css.clone()).chain(self.args.look.font_path.iter().cloned()).collect()
    }
}
