//! Where jobs are handed over to workers.
//!
//! In: jobs, one at a time. Out: the same, each to the first worker that is free. One that has to wait helps the others
//! with the pieces of theirs.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How often a worker without a job looks whether others have pieces of theirs to share.
const GLANCE: Duration = Duration::from_millis(1);

/// A desk with room for one job, so that no more of them are read than are soon in work.
pub(super) struct Desk<Job> {
    state: Mutex<State<Job>>,
    changed: Condvar,
}

struct State<Job> {
    waiting: Option<Job>,
    /// How many jobs are in work.
    in_work: usize,
    is_closed: bool,
}

impl<Job> Desk<Job> {
    /// An empty desk.
    pub(super) fn new() -> Desk<Job> {
        Desk { state: Mutex::new(State { waiting: None, in_work: 0, is_closed: false }), changed: Condvar::new() }
    }

    /// Hands a job over, once there is room; says whether the desk is still open.
    pub(super) fn put(&self, job: Job) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |state: &mut State<Job>| state.waiting.is_some() && !state.is_closed;
        let mut state = self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        state.waiting = Some(job).filter(|_| !state.is_closed);
        self.changed.notify_all();
        !state.is_closed
    }

    /// No job follows; with `at_once`, none that waits is begun either.
    pub(super) fn close(&self, at_once: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_closed = true;
        state.waiting.take_if(|_| at_once);
        self.changed.notify_all();
    }

    /// The next job; `None` when the desk is closed and empty.
    pub(super) fn take(&self) -> Option<Job> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = state.waiting.take() {
                state.in_work += 1;
                self.changed.notify_all();
                return Some(job);
            }
            if state.is_closed {
                return None;
            }
            if state.in_work == 0 {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            drop(state);
            let has_helped = matches!(rayon::yield_now(), Some(rayon::Yield::Executed));
            state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if !has_helped && state.waiting.is_none() && !state.is_closed {
                state = self.changed.wait_timeout(state, GLANCE).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
    }

    /// A job that was taken is done.
    pub(super) fn done(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).in_work -= 1;
    }
}
