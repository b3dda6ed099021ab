//! The real thread over a clipboard in memory, by a clock that stands still until it is moved.

mod brought_back;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::ClipboardEvent::{Cleared, Copied, LeftAlone, NotCleared, NotCopied};
use super::keeper::Timing;
use super::*;
use crate::model::clock::Clock;

const PATIENCE: Duration = Duration::from_secs(20);
const SECRET: &str = "s3cr3t-МАРКЕР";

struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn move_by(&self, seconds: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_secs(seconds);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

struct Desk {
    clipboard: Clipboard,
    memory: MemoryClipboard,
    clock: Arc<TestClock>,
    events: Receiver<ClipboardEvent>,
}

/// Ticks fast, and is patient with a computer that is busy with other tests.
const TIMING: Timing = Timing {
    tick: Duration::from_millis(2),
    call: Duration::from_secs(2),
    last_call: Duration::from_secs(2),
    exit: PATIENCE,
    tries_to_clear: 5,
    looks_after: 3,
};

fn desk() -> Desk {
    desk_with(TIMING)
}

fn desk_with(timing: Timing) -> Desk {
    let memory = MemoryClipboard::default();
    let clock = Arc::new(TestClock(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap())));
    let (tell, events) = channel();
    let tell = move |event| drop(tell.send(event));
    let clipboard = Clipboard::with_timing(memory.backends(), Arc::<TestClock>::clone(&clock), tell, timing);
    Desk { clipboard, memory, clock, events }
}

impl Desk {
    fn copy_secret(&self, seconds: u64) {
        self.clipboard.copy_secret("Client secret", &Secret::from(SECRET), Some(Duration::from_secs(seconds)));
    }

    fn next(&self) -> ClipboardEvent {
        self.events.recv_timeout(PATIENCE).expect("no event came")
    }

    fn expect(&self, events: &[ClipboardEvent]) {
        for event in events {
            assert_eq!(self.next(), *event);
        }
    }

    fn seconds_left(&self) -> Option<u64> {
        self.clipboard.holding().unwrap().seconds_left(self.clock.now())
    }

    /// A secret that is in the clipboard, with ten seconds to go.
    fn holding_secret(self) -> Self {
        self.copy_secret(10);
        self.expect(&[copied("Client secret")]);
        self
    }
}

fn wait_until(what: &str, there: impl Fn() -> bool) {
    for _ in 0..PATIENCE.as_millis() {
        if there() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("gave up waiting for {what}");
}

fn copied(label: &str) -> ClipboardEvent {
    Copied { label: label.to_owned() }
}

fn secret_label() -> String {
    "Client secret".to_owned()
}

#[test]
fn a_text_is_copied_and_stays() {
    let desk = desk();
    desk.clipboard.copy("Client ID", "client-1");
    desk.expect(&[copied("Client ID")]);
    assert_eq!((desk.memory.text().as_deref(), desk.memory.is_excluded()), (Some("client-1"), false));
    assert_eq!(desk.clipboard.holding(), None);
    desk.clock.move_by(3600);
    let Desk { clipboard, memory, .. } = desk;
    drop(clipboard);
    assert_eq!(memory.text().as_deref(), Some("client-1"), "the exit leaves it there as well");
}

#[test]
fn a_secret_is_kept_out_of_histories_counted_down_and_cleared_at_its_time() {
    let desk = desk().holding_secret();
    assert_eq!((desk.memory.text().as_deref(), desk.memory.is_excluded()), (Some(SECRET), true));
    let until = "2026-03-01T12:00:10Z".parse().unwrap();
    assert_eq!(desk.clipboard.holding(), Some(Holding { label: secret_label(), until: Some(until), keep: Some(Duration::from_secs(10)) }));
    desk.clock.move_by(1);
    assert_eq!(desk.seconds_left(), Some(9));
    desk.clock.move_by(8);
    assert_eq!(desk.seconds_left(), Some(1));
    assert_eq!(desk.memory.text().as_deref(), Some(SECRET));
    desk.clock.move_by(1);
    desk.expect(&[Cleared { label: secret_label() }]);
    assert_eq!((desk.memory.text(), desk.clipboard.holding()), (None, None));
}

#[test]
fn who_shows_the_seconds_knows_when_they_change() {
    let holding = Holding { label: secret_label(), until: "2026-03-01T12:00:10Z".parse().ok(), keep: None };
    for (now, seconds, changes_in_ms) in [
        ("2026-03-01T12:00:00Z", 10, Some(1000)),
        ("2026-03-01T12:00:00.3Z", 10, Some(700)),
        ("2026-03-01T12:00:09.999Z", 1, Some(1)),
        ("2026-03-01T12:00:10Z", 0, None),
        ("2026-03-01T13:00:00Z", 0, None),
    ] {
        let now = now.parse().unwrap();
        assert_eq!(holding.seconds_left(now), Some(seconds), "{now}");
        assert_eq!(holding.counts_on_in(now), changes_in_ms.map(Duration::from_millis), "{now}");
    }
    assert_eq!(Holding { until: None, ..holding }.counts_on_in("2026-03-01T12:00:00Z".parse().unwrap()), None);
}

#[test]
fn what_another_program_copied_meanwhile_is_left_alone() {
    let desk = desk().holding_secret();
    desk.memory.put_by_another_program("a shopping list");
    desk.clock.move_by(10);
    desk.expect(&[LeftAlone { label: secret_label() }]);
    assert_eq!(desk.memory.text().as_deref(), Some("a shopping list"));
    assert_eq!(desk.clipboard.holding(), None);
}

#[test]
fn an_ordinary_copy_takes_the_secrets_place_and_the_countdown_ends() {
    let desk = desk().holding_secret();
    desk.clipboard.copy("Client ID", "client-1");
    desk.expect(&[copied("Client ID")]);
    assert_eq!(desk.clipboard.holding(), None);
    desk.clock.move_by(3600);
    assert_eq!(desk.events.recv_timeout(Duration::from_millis(50)), Err(RecvTimeoutError::Timeout));
    assert_eq!(desk.memory.text().as_deref(), Some("client-1"));
}

#[test]
fn a_second_secret_starts_its_own_countdown() {
    let desk = desk().holding_secret();
    desk.clock.move_by(8);
    assert_eq!(desk.seconds_left(), Some(2));
    desk.clipboard.copy_secret("Token", &Secret::from("another"), Some(Duration::from_secs(10)));
    desk.expect(&[copied("Token")]);
    desk.clock.move_by(5);
    assert_eq!(desk.seconds_left(), Some(5));
    assert_eq!(desk.memory.text().as_deref(), Some("another"), "the first one's time does not end the second");
}

#[test]
fn sign_out_clears_the_secret_at_once() {
    let desk = desk().holding_secret();
    desk.clipboard.clear_secret();
    desk.expect(&[Cleared { label: secret_label() }]);
    assert_eq!((desk.memory.text(), desk.clipboard.holding()), (None, None));
}

#[test]
fn sign_out_without_a_secret_clears_nothing() {
    let desk = desk();
    desk.memory.put_by_another_program("a shopping list");
    desk.clipboard.clear_secret();
    desk.clipboard.copy("x", "x");
    desk.expect(&[copied("x")]);
    assert_eq!(desk.memory.clears(), 0);
}

#[test]
fn the_exit_clears_a_secret_and_only_that() {
    for foreign in [None, Some("a shopping list")] {
        let desk = desk().holding_secret();
        if let Some(foreign) = foreign {
            desk.memory.put_by_another_program(foreign);
        }
        let Desk { clipboard, memory, .. } = desk;
        drop(clipboard);
        assert_eq!(memory.text().as_deref(), foreign);
    }
}

#[test]
fn an_exit_right_after_the_click_still_clears() {
    let desk = desk();
    desk.copy_secret(10);
    let Desk { clipboard, memory, events, .. } = desk;
    drop(clipboard);
    assert_eq!(events.try_iter().next(), Some(copied("Client secret")));
    assert_eq!(memory.text(), None);
}

#[test]
fn a_secret_without_a_time_stays_until_the_exit() {
    let desk = desk();
    desk.clipboard.copy_secret("Client secret", &Secret::from(SECRET), None);
    desk.expect(&[copied("Client secret")]);
    assert_eq!(desk.clipboard.holding(), Some(Holding { label: secret_label(), until: None, keep: None }));
    desk.clock.move_by(1_000_000);
    assert_eq!(desk.events.recv_timeout(Duration::from_millis(50)), Err(RecvTimeoutError::Timeout));
    let Desk { clipboard, memory, .. } = desk;
    assert_eq!(memory.text().as_deref(), Some(SECRET));
    drop(clipboard);
    assert_eq!(memory.text(), None);
}

#[test]
fn a_clock_set_back_does_not_keep_the_secret_for_longer() {
    let desk = desk().holding_secret();
    desk.clock.move_by(-86_400);
    // Noticed before it is moved on.
    let until = "2026-02-28T12:00:10Z".parse().ok();
    wait_until("the jump to be noticed", || desk.clipboard.holding().unwrap().until == until);
    desk.clock.move_by(10);
    desk.expect(&[Cleared { label: secret_label() }]);
}

#[test]
fn a_computer_that_slept_clears_when_it_wakes() {
    let desk = desk().holding_secret();
    desk.clock.move_by(8 * 3600);
    desk.expect(&[Cleared { label: secret_label() }]);
    assert_eq!(desk.memory.text(), None);
}

#[test]
fn a_missing_clipboard_is_told_and_nothing_counts_as_held() {
    let desk = desk();
    let problem = ClipboardProblem::Missing("no display".to_owned());
    desk.memory.fail_with(Some(problem.clone()));
    desk.copy_secret(10);
    desk.expect(&[NotCopied { label: secret_label(), problem: problem.clone() }]);
    assert_eq!(desk.clipboard.holding(), None);
    desk.clipboard.copy("Client ID", "client-1");
    desk.expect(&[NotCopied { label: "Client ID".to_owned(), problem }]);
    desk.memory.fail_with(None);
    desk.copy_secret(10);
    desk.expect(&[copied("Client secret")]);
}

#[test]
fn a_busy_clipboard_is_cleared_as_soon_as_it_is_free() {
    let desk = desk_with(Timing { tries_to_clear: u32::MAX, ..TIMING }).holding_secret();
    desk.memory.fail_with(Some(ClipboardProblem::Busy));
    desk.clock.move_by(10);
    wait_until("a few attempts", || desk.memory.failures() > 2);
    assert_eq!(desk.seconds_left(), Some(0));
    desk.memory.fail_with(None);
    desk.expect(&[Cleared { label: secret_label() }]);
    assert_eq!(desk.memory.text(), None);
}

#[test]
fn a_clipboard_that_cannot_be_cleared_is_told_once() {
    let desk = desk().holding_secret();
    desk.memory.fail_with(Some(ClipboardProblem::Busy));
    desk.clock.move_by(10);
    desk.expect(&[NotCleared { label: secret_label(), problem: ClipboardProblem::Busy }]);
    assert_eq!(desk.memory.failures(), 5);
    assert_eq!(desk.clipboard.holding(), None);
    assert_eq!(desk.events.recv_timeout(Duration::from_millis(50)), Err(RecvTimeoutError::Timeout));
}

#[test]
fn a_stuck_clipboard_blocks_neither_the_caller_nor_the_next_order() {
    let desk = desk();
    desk.memory.get_stuck();
    desk.copy_secret(10);
    assert_eq!(desk.clipboard.holding(), None);
    desk.expect(&[NotCopied { label: secret_label(), problem: ClipboardProblem::Stuck }]);
    desk.memory.release();
    desk.clipboard.copy("Client ID", "client-1");
    desk.expect(&[copied("Client ID")]);
    assert_eq!(desk.memory.connections(), 2, "the stuck connection was left behind");
}

#[test]
fn a_secret_that_a_stuck_clipboard_took_after_all_is_taken_back() {
    let desk = desk();
    desk.memory.get_stuck();
    desk.copy_secret(10);
    desk.expect(&[NotCopied { label: secret_label(), problem: ClipboardProblem::Stuck }]);
    desk.memory.release();
    wait_until("the late copy to be taken back", || desk.memory.clears() == 1);
    assert_eq!(desk.memory.text(), None);
}

#[test]
fn a_secret_that_was_put_there_without_its_exclusions_is_taken_back() {
    // On Windows the text may be there although the exclusions failed.
    struct HalfWay(MemoryClipboard);
    impl Backend for HalfWay {
        fn set(&mut self, text: &str, _: bool) -> Result<(), ClipboardProblem> {
            self.0.set(text, false)?;
            Err(ClipboardProblem::Failed("no exclusions".to_owned()))
        }
        fn text(&mut self) -> Result<Option<String>, ClipboardProblem> {
            Backend::text(&mut self.0)
        }
        fn clear(&mut self) -> Result<(), ClipboardProblem> {
            self.0.clear()
        }
    }
    let memory = MemoryClipboard::default();
    let backends: Backends = {
        let memory = memory.clone();
        Arc::new(move || Box::new(HalfWay(memory.clone())))
    };
    let (tell, events) = channel();
    let clock = Arc::new(TestClock(Mutex::new(Timestamp::UNIX_EPOCH)));
    let clipboard = Clipboard::new(backends, clock, move |event| drop(tell.send(event)));
    clipboard.copy_secret("Client secret", &Secret::from(SECRET), None);
    assert!(matches!(events.recv_timeout(PATIENCE), Ok(NotCopied { .. })));
    assert_eq!((memory.text(), clipboard.holding()), (None, None));
}

#[test]
fn an_exit_with_a_stuck_clipboard_is_bounded() {
    // Stuck in mid-order: the exit does not wait for the order's own time.
    let desk = desk_with(Timing { call: Duration::from_hours(1), exit: Duration::from_millis(100), ..TIMING });
    desk.memory.get_stuck();
    desk.copy_secret(10);
    let (gone, is_gone) = channel();
    let Desk { clipboard, .. } = desk;
    thread::spawn(move || {
        drop(clipboard);
        gone.send(()).unwrap();
    });
    assert_eq!(is_gone.recv_timeout(PATIENCE), Ok(()));
}

#[test]
fn a_backend_that_panics_is_a_problem_and_the_next_order_works() {
    struct Panics;
    impl Backend for Panics {
        fn set(&mut self, _: &str, _: bool) -> Result<(), ClipboardProblem> {
            panic!("a bug in a clipboard library")
        }
        fn text(&mut self) -> Result<Option<String>, ClipboardProblem> {
            Ok(None)
        }
        fn clear(&mut self) -> Result<(), ClipboardProblem> {
            Ok(())
        }
    }
    let memory = MemoryClipboard::default();
    let panicked = AtomicBool::new(false);
    let backends: Backends = {
        let memory = memory.clone();
        Arc::new(move || if panicked.swap(true, Ordering::SeqCst) { Box::new(memory.clone()) } else { Box::new(Panics) })
    };
    let (tell, events) = channel();
    let clock = Arc::new(TestClock(Mutex::new(Timestamp::UNIX_EPOCH)));
    let clipboard = Clipboard::new(backends, clock, move |event| drop(tell.send(event)));
    clipboard.copy("Client ID", "client-1");
    assert!(matches!(events.recv_timeout(PATIENCE), Ok(NotCopied { .. })));
    clipboard.copy("Client ID", "client-1");
    assert_eq!(events.recv_timeout(PATIENCE), Ok(copied("Client ID")));
}

#[test]
fn nothing_prints_the_secret() {
    let desk = desk().holding_secret();
    let printed = format!("{:?} {:?} {:?}", desk.clipboard, desk.memory, desk.clipboard.holding());
    assert!(!printed.contains(SECRET), "{printed}");
}
