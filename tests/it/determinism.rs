//! Same input, same options, same bytes out: two processes in two folders, with another clock zone and another number
//! of threads; made alone or after others.

use std::fs;

use crate::support::{SAMPLES, Workplace, sample};

/// Builds all samples and returns every file made, by name.
fn built(jobs: &str, variables: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    built_of(&SAMPLES, jobs, variables)
}

fn built_of(samples: &[&str], jobs: &str, variables: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let place = Workplace::new(&[]);
    let inputs: Vec<String> = samples.iter().map(|name| sample(name).display().to_string()).collect();
    let arguments: Vec<&str> = ["build", "--jobs", jobs].into_iter().chain(inputs.iter().map(String::as_str)).collect();
    let run = place.run_with(&arguments, variables);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let read = |name: String| {
        let bytes = fs::read(place.path("out").join(&name)).unwrap();
        (name, bytes)
    };
    place.files("out").into_iter().map(read).collect()
}

#[test]
fn two_runs_give_the_same_bytes() {
    let first = built("1", &[("TZ", "UTC")]);
    let second = built("4", &[("TZ", "Asia/Damascus")]);
    assert_eq!(first.len(), 2 * SAMPLES.len());
    for ((name, bytes), (second_name, second_bytes)) in first.iter().zip(&second) {
        assert_eq!(name, second_name);
        assert!(bytes == second_bytes, "{name} differs between two runs");
    }
}

/// Words and contours that a run knows from earlier sources are those that it would make.
#[test]
fn what_is_remembered_changes_nothing() {
    let one_after_the_other = built("1", &[]);
    let mut alone: Vec<_> = SAMPLES.iter().flat_map(|name| built_of(&[name], "1", &[])).collect();
    alone.sort();
    assert_eq!(one_after_the_other.len(), alone.len());
    for ((name, bytes), (alone_name, alone_bytes)) in one_after_the_other.iter().zip(&alone) {
        assert_eq!(name, alone_name);
        assert!(bytes == alone_bytes, "{name} differs when it is made alone");
    }
}

#[test]
fn source_date_epoch_sets_the_date_of_making_of_every_book() {
    let (dated, undated) = (built("2", &[("SOURCE_DATE_EPOCH", "1000000000")]), built("2", &[]));
    assert!(dated.iter().zip(&undated).all(|((_, dated), (_, undated))| dated != undated));
    assert_eq!(dated, built("3", &[("SOURCE_DATE_EPOCH", "1000000000")]));
}
