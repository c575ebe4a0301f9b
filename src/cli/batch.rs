//! Many sources over all cores, told of in order.
//!
//! In: jobs, one after the other as they are asked for. Out: their reports in that same order, each handed on as soon
//! as all before it are; one that fails does not stop the rest. What is held at one time goes by the number of workers,
//! not by the number of jobs: a report that waits for earlier ones holds no text and no book.
//!
//! The workers are the threads of the pool that shares the paragraphs and pages of a single book too: one that finds no
//! further job helps the others with theirs, and none waits for another while it could work.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::heap;

/// Room for deeply nested sources, as on the main thread.
const STACK_BYTES: usize = 8 << 20;

/// Makes the pool: as many threads as are asked for, or one for each processor.
pub(super) fn prepare(asked: Option<u16>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(asked.map_or(0, usize::from)).stack_size(STACK_BYTES);
    // Where the system refuses threads, the first work for them says so.
    let _ = pool.start_handler(|_| heap::make_room()).build_global();
}

/// Does `work` for each job, one for each thread of the pool at a time, and hands the results to `tell`, in the order of
/// the jobs. Once `interrupted` is set, no further job is begun.
pub(super) fn run<Job: Send, Done: Send>(
    jobs: impl Iterator<Item = Job> + Send,
    interrupted: &AtomicBool,
    work: impl Fn(Job) -> Done + Sync,
    tell: impl FnMut(Done) + Send,
) {
    let jobs = Mutex::new(jobs.enumerate());
    let next = || {
        let mut jobs = locked(&jobs);
        if interrupted.load(Ordering::Relaxed) { None } else { jobs.next() }
    };
    let results = Mutex::new(InOrder { tell, waiting: BTreeMap::new(), awaited: 0 });
    rayon::in_place_scope(|scope| {
        scope.spawn_broadcast(|_, _| {
            while let Some((index, job)) = next() {
                let done = work(job);
                locked(&results).take(index, done);
            }
        });
    });
}

fn locked<Value>(mutex: &Mutex<Value>) -> MutexGuard<'_, Value> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands results on in the order of their numbers, each as soon as all before it have come.
struct InOrder<Done, Tell> {
    tell: Tell,
    waiting: BTreeMap<usize, Done>,
    awaited: usize,
}

impl<Done, Tell: FnMut(Done)> InOrder<Done, Tell> {
    fn take(&mut self, index: usize, done: Done) {
        self.waiting.insert(index, done);
        while let Some(done) = self.waiting.remove(&self.awaited) {
            (self.tell)(done);
            self.awaited += 1;
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
            std::thread::sleep(std::time::Duration::from_millis(if job == 0 { 30 } else { 0 }));
            job * 2
        };
        run(0..20, &interrupted, slow_first, |done| told.push(done));
        assert_eq!(told, (0..20).map(|job| job * 2).collect::<Vec<_>>());

        let mut told = 0;
        run(0.., &interrupted, |job: u64| interrupted.fetch_or(job >= 5, Ordering::Relaxed), |_| told += 1);
        assert!((6..7 + rayon::current_num_threads()).contains(&told), "{told}");
    }
}
