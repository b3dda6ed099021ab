//! A slot against a page of bookkeeping: started, answered, cancelled, lost and polled in any order, it holds what it should.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use tokio::sync::oneshot;

use super::testing::{Wakes, counting_worker};
use super::{Failure, Outcome, Request, Worker};

#[derive(Clone, Debug)]
enum Step {
    Read,
    Write,
    Cancel,
    Poll,
    /// One of all jobs that were ever started ends, cancelled ones included.
    End(Index, Ending),
    Put,
    Take,
    TakeFailure,
}

#[derive(Clone, Copy, Debug)]
enum Ending {
    Well,
    Badly,
    Panic,
}

fn any_step() -> impl Strategy<Value = Step> {
    let ending = prop_oneof![4 => Just(Ending::Well), 2 => Just(Ending::Badly), 1 => Just(Ending::Panic)];
    prop_oneof![
        4 => Just(Step::Read),
        2 => Just(Step::Write),
        2 => Just(Step::Cancel),
        6 => Just(Step::Poll),
        8 => (any::<Index>(), ending).prop_map(|(which, ending)| Step::End(which, ending)),
        1 => Just(Step::Put),
        1 => Just(Step::Take),
        1 => Just(Step::TakeFailure),
    ]
}

/// What a slot should hold. Values are the numbers of the jobs that gave them.
#[derive(Default)]
struct Reference {
    value: Option<usize>,
    failure: Option<Failure<usize>>,
    running: Option<usize>,
    is_write: bool,
    /// What the running job has given, before anybody looked.
    given: Option<Result<usize, Failure<usize>>>,
}

impl Reference {
    fn start(&mut self, job: usize, is_write: bool) -> bool {
        if self.running.is_some() && self.is_write {
            return false;
        }
        (self.running, self.is_write, self.given, self.failure) = (Some(job), is_write, None, None);
        true
    }

    fn poll(&mut self) -> Option<Outcome> {
        let given = self.given.take()?;
        self.running = None;
        Some(match given {
            Ok(value) => {
                self.value = Some(value);
                Outcome::Ready
            }
            Err(failure) => {
                self.failure = Some(failure);
                Outcome::Failed
            }
        })
    }
}

type Job = Option<oneshot::Sender<Ending>>;

struct World<'a> {
    worker: &'a Worker,
    wakes: &'a Arc<Wakes>,
    expected_wakes: &'a mut usize,
    slot: Request<usize, usize>,
    /// All jobs by their number.
    jobs: Vec<Job>,
    reference: Reference,
}

impl World<'_> {
    fn start(&mut self, is_write: bool) -> Result<(), TestCaseError> {
        let number = self.jobs.len();
        let (sender, ending) = oneshot::channel();
        let job = async move {
            match ending.await {
                Ok(Ending::Well) => Ok(number),
                Ok(Ending::Panic) => panic!("a bug"),
                Ok(Ending::Badly) | Err(_) => Err(number),
            }
        };
        let is_taken = if is_write { self.slot.start_write(self.worker, job) } else { self.slot.start_read(self.worker, job) };
        prop_assert_eq!(is_taken, self.reference.start(number, is_write));
        // A refused job has a number as well, and never runs.
        self.jobs.push(Some(sender));
        Ok(())
    }

    fn end(&mut self, which: Index, ending: Ending) {
        if self.jobs.is_empty() {
            return;
        }
        let number = which.index(self.jobs.len());
        let Some(sender) = self.jobs[number].take() else { return };
        let is_heard = self.reference.running == Some(number);
        sender.send(ending).ok();
        if is_heard {
            self.reference.given = Some(match ending {
                Ending::Well => Ok(number),
                Ending::Badly => Err(Failure::Job(number)),
                Ending::Panic => Err(Failure::Lost),
            });
            // The answer is there before the window is woken.
            *self.expected_wakes += 1;
            self.wakes.wait_for(*self.expected_wakes);
        }
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match step {
            Step::Read => self.start(false)?,
            Step::Write => self.start(true)?,
            Step::Cancel => {
                self.slot.cancel();
                if !self.reference.is_write {
                    (self.reference.running, self.reference.given) = (None, None);
                }
            }
            Step::Poll => prop_assert_eq!(self.slot.poll(), self.reference.poll()),
            Step::End(which, ending) => self.end(*which, *ending),
            Step::Put => {
                self.slot.put(usize::MAX);
                self.reference.value = Some(usize::MAX);
            }
            Step::Take => prop_assert_eq!(self.slot.take(), self.reference.value.take()),
            Step::TakeFailure => prop_assert_eq!(self.slot.take_failure(), self.reference.failure.take()),
        }
        let is_pending = self.reference.running.is_some();
        prop_assert_eq!((self.slot.value(), self.slot.failure()), (self.reference.value.as_ref(), self.reference.failure.as_ref()));
        prop_assert_eq!((self.slot.is_pending(), self.slot.is_writing()), (is_pending, is_pending && self.reference.is_write));
        let is_written = is_pending && self.reference.is_write && self.reference.given.is_none();
        prop_assert_eq!(self.worker.writes_under_way(), usize::from(is_written));
        prop_assert_eq!(self.wakes.count(), *self.expected_wakes, "nobody is woken for a read that was given up");
        Ok(())
    }
}

#[test]
fn a_slot_holds_in_any_order_of_events_what_the_reference_says() {
    let (worker, wakes) = counting_worker();
    let mut expected_wakes = 0;
    let config = Config { cases: 384, failure_persistence: None, max_shrink_time: 15_000, ..Config::default() };
    let expected_wakes = std::cell::RefCell::new(&mut expected_wakes);
    let result = TestRunner::new(config).run(&prop::collection::vec(any_step(), 1..50), |steps| {
        let mut expected_wakes = expected_wakes.borrow_mut();
        // A case that failed leaves others behind it.
        **expected_wakes = wakes.count();
        let slot = Request::idle();
        let mut world = World {
            worker: &worker,
            wakes: &wakes,
            expected_wakes: &mut expected_wakes,
            slot,
            jobs: Vec::new(),
            reference: Reference::default(),
        };
        let result = steps.iter().try_for_each(|step| world.take(step).map_err(|why| TestCaseError::fail(format!("{step:?}: {why}"))));
        // A write of this case must not be counted in the next one, nor its wake.
        let World { jobs, slot, .. } = world;
        let (before, left) = (wakes.count(), worker.writes_under_way());
        drop(slot);
        drop(jobs);
        wakes.wait_for(before + left);
        result
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
