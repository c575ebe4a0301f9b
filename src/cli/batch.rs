//! Many sources over all cores, told of in order.
//!
//! In: jobs, one after the other as they are asked for. Out: their reports in that same order, each handed on as soon
//! as all before it are; one that fails does not stop the rest. What is held at one time goes by the number of workers,
//! not by the number of jobs: a report that waits for earlier ones holds no text and no book.
//!
//! The workers are the threads of the pool that shares the paragraphs and pages of a single book too: one that finds no
//! further job helps the others with theirs, and none waits for another while it could work.

mod desk;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::{ThreadPool, ThreadPoolBuilder};
use warraq::diagnostic::{Code, Diagnostic};

use super::heap;
use desk::Desk;

/// Room for deeply nested sources, as on the main thread.
const STACK_BYTES: usize = 8 << 20;

/// How often it is tried again to begin a single thread, and how long is waited before: those of a pool that was not
/// begun are still about to end.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(20);

/// The threads that share all work.
pub(super) struct Workers {
    pool: ThreadPool,
    /// Whether the only one of them is the thread that asks for the work.
    is_alone: bool,
}

impl Workers {
    /// As many as are asked for, or one for each processor; fewer where the system refuses them.
    pub(super) fn new(asked: Option<u16>) -> Result<Workers, Diagnostic> {
        let processors = || thread::available_parallelism().map_or(1, NonZero::get);
        let count = asked.map_or_else(processors, usize::from);
        let fewer = std::iter::successors(Some(count), |count| (*count > 1).then_some(count / 2));
        for count in fewer.chain([1; TRIES]) {
            let pool = ThreadPoolBuilder::new().num_threads(count).stack_size(STACK_BYTES);
            if let Ok(pool) = pool.start_handler(|_| heap::make_room()).build() {
                return Ok(Workers { pool, is_alone: false });
            }
            thread::sleep(PAUSE);
        }
        // No thread can be begun: the one that asks does all the work.
        let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        let wrong = |cause| Diagnostic::error(Code::System, None, format!("no thread can be begun: {cause}"));
        Ok(Workers { pool: alone.map_err(wrong)?, is_alone: true })
    }

    /// Does `work` for each job, one for each thread at a time, and hands the results to `tell`, in the order of the
    /// jobs. Once `interrupted` is set, no further job is begun.
    pub(super) fn run<Job: Send, Done: Send>(
        &self,
        jobs: impl Iterator<Item = Job>,
        interrupted: &AtomicBool,
        work: impl Fn(Job) -> Done + Sync,
        mut tell: impl FnMut(Done) + Send,
    ) {
        if self.is_alone {
            jobs.take_while(|_| !interrupted.load(Ordering::Relaxed)).for_each(|job| tell(work(job)));
            return;
        }
        let (desk, is_interrupted) = (Desk::new(), || interrupted.load(Ordering::Relaxed));
        let results = Mutex::new(InOrder { tell, waiting: BTreeMap::new(), awaited: 0 });
        let serve = || {
            while let Some((index, job)) = desk.take() {
                if is_interrupted() {
                    // Whoever waits to hand over the next one is told, too.
                    return desk.close(true);
                }
                let done = work(job);
                results.lock().unwrap_or_else(PoisonError::into_inner).take(index, done);
                desk.done();
            }
        };
        // A worker that came before the others could else steal a piece of a job, and begin to serve within it.
        let all_are_here = Barrier::new(self.pool.current_num_threads());
        self.pool.in_place_scope(|scope| {
            scope.spawn_broadcast(|_, _| {
                all_are_here.wait();
                if let Err(fault) = catch_unwind(AssertUnwindSafe(serve)) {
                    desk.close(true);
                    resume_unwind(fault);
                }
            });
            for job in jobs.enumerate() {
                if is_interrupted() || !desk.put(job) {
                    break;
                }
            }
            desk.close(is_interrupted());
        });
    }
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
        let four = Workers::new(Some(4)).unwrap();
        let slow_first = |job: u64| {
            std::thread::sleep(std::time::Duration::from_millis(if job == 0 { 30 } else { 0 }));
            job * 2
        };
        four.run(0..20, &interrupted, slow_first, |done| told.push(done));
        assert_eq!(told, (0..20).map(|job| job * 2).collect::<Vec<_>>());

        let mut told = 0;
        four.run(0.., &interrupted, |job: u64| interrupted.fetch_or(job >= 5, Ordering::Relaxed), |_| told += 1);
        assert!((6..11).contains(&told), "{told}");

        let mut told = 0;
        let one = Workers::new(Some(1)).unwrap();
        let interrupted = AtomicBool::new(false);
        one.run(0.., &interrupted, |job: u64| interrupted.fetch_or(job == 2, Ordering::Relaxed), |_| told += 1);
        assert_eq!(told, 3);
    }

    #[test]
    fn who_waits_for_a_job_helps_with_another() {
        let two = Workers::new(Some(2)).unwrap();
        let (helped, helper) = std::sync::mpsc::channel();
        // The second job comes when the first is done, and that needs both workers.
        let jobs = std::iter::once(0).chain(std::iter::from_fn(|| helper.recv().ok()));
        let both = Barrier::new(2);
        let meet = |job: i32| {
            rayon::join(|| both.wait(), || both.wait());
            job
        };
        let mut told = Vec::new();
        two.run(jobs.take(2), &AtomicBool::new(false), meet, |done| {
            told.push(done);
            let _ = helped.send(done + 1);
        });
        assert_eq!(told, [0, 1]);
    }

    #[test]
    #[should_panic(expected = "a fault")]
    fn a_fault_ends_the_run() {
        let work = |job: i32| assert!(job < 3, "a fault");
        Workers::new(Some(2)).unwrap().run(0.., &AtomicBool::new(false), work, |()| {});
    }
}
