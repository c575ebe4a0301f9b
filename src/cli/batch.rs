//! Many sources over all cores, told of in order.
//!
//! In: jobs, one after the other as they are asked for. Out: their reports in that same order, each handed on as soon
//! as all before it are; one that fails does not stop the rest. What is held at one time goes by the number of workers,
//! not by the number of jobs: a report that waits for earlier ones holds no text and no book.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Room for deeply nested sources, as on the main thread.
const STACK_BYTES: usize = 8 << 20;

/// Does `work` for each job on `workers` threads, on this one if one is enough, and hands the results to `tell`, in the
/// order of the jobs. Once `interrupted` is set, no further job is begun.
pub(super) fn run<Job: Send, Done: Send>(
    jobs: impl Iterator<Item = Job> + Send,
    workers: usize,
    interrupted: &AtomicBool,
    work: impl Fn(Job) -> Done + Sync,
    mut tell: impl FnMut(Done),
) {
    let jobs = Mutex::new(jobs.enumerate());
    let next = || {
        let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if interrupted.load(Ordering::Relaxed) { None } else { jobs.next() }
    };
    let (sender, receiver) = mpsc::sync_channel(workers);
    thread::scope(|scope| {
        let threads = if workers > 1 { workers } else { 0 };
        for _ in 0..threads {
            let (sender, next, work) = (sender.clone(), &next, &work);
            let worker = move || {
                while let Some((index, job)) = next() {
                    // The receiver outlives all senders; there is nobody else to tell.
                    let _ = sender.send((index, work(job)));
                }
            };
            // A thread that the system refuses leaves its work to the others.
            let _ = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, worker);
        }
        drop(sender);
        tell_in_order(receiver, &mut tell);
        // Without a single thread all is still to be done.
        while let Some((_, job)) = next() {
            tell(work(job));
        }
    });
}

/// Hands results on in the order of their numbers, each as soon as all before it have come.
fn tell_in_order<Done>(results: mpsc::Receiver<(usize, Done)>, tell: &mut impl FnMut(Done)) {
    let mut waiting = BTreeMap::new();
    let mut awaited = 0;
    for (index, done) in results {
        waiting.insert(index, done);
        while let Some(done) = waiting.remove(&awaited) {
            tell(done);
            awaited += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_stop_when_interrupted() {
        let interrupted = AtomicBool::new(false);
        let mut told = Vec::new();
        let slow_first = |job: u64| {
            thread::sleep(std::time::Duration::from_millis(if job == 0 { 30 } else { 0 }));
            job * 2
        };
        run(0..20, 4, &interrupted, slow_first, |done| told.push(done));
        assert_eq!(told, (0..20).map(|job| job * 2).collect::<Vec<_>>());

        let mut told = 0;
        run(0.., 2, &interrupted, |job: u64| interrupted.fetch_or(job >= 5, Ordering::Relaxed), |_| told += 1);
        assert!((6..9).contains(&told), "{told}");
    }
}
