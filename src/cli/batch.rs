//! Many sources over all cores, told of in order.
//!
//! In: jobs and refused sources in the order of the command line. Out: their reports in that same order, each handed on
//! as soon as all before it are; one that fails does not stop the rest.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use rayon::prelude::*;

use super::build::{Report, build};
use super::inputs::Refused;
use super::outputs::Job;
use super::settings::Settings;

/// Builds all jobs and hands their reports to `tell`. Once `interrupted` is set, no further job is begun.
pub(super) fn run(
    jobs: &[Result<Job, Refused>],
    settings: &Settings,
    interrupted: &AtomicBool,
    mut tell: impl FnMut(Report),
) {
    let report = |job: &Result<Job, Refused>| match job {
        Err(refused) => Some(Report::from(refused)),
        Ok(_) if interrupted.load(Ordering::Relaxed) => None,
        Ok(job) => Some(build(job, settings)),
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            // A bridge hands the jobs out one by one from the front, so that few finished reports wait for earlier ones.
            jobs.iter().enumerate().par_bridge().for_each_with(sender, |sender, (index, job)| {
                // The receiver outlives all senders; there is nobody else to tell.
                let _ = sender.send((index, report(job)));
            });
        });
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, report) in receiver {
            waiting.insert(index, report);
            while let Some(report) = waiting.remove(&next) {
                report.into_iter().for_each(&mut tell);
                next += 1;
            }
        }
    });
}
