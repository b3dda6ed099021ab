//! Clipboard managers that ignore what is marked to be left out, and bring back what they have seen when the clipboard is empty.

use super::*;

/// A manager that puts the secret back as often as this, each time it finds the clipboard empty.
fn bring_back(memory: &MemoryClipboard, times: usize) -> thread::JoinHandle<()> {
    let memory = memory.clone();
    thread::spawn(move || {
        for _ in 0..times {
            wait_until("an empty clipboard", || memory.text().is_none());
            memory.put_by_another_program(SECRET);
        }
    })
}

/// Long enough to look that no manager of these tests comes too late.
fn watchful() -> Desk {
    desk_with(Timing { looks_after: 5_000, ..TIMING }).holding_secret()
}

#[test]
fn what_is_brought_back_is_taken_out_again() {
    let desk = watchful();
    let manager = bring_back(&desk.memory, 3);
    desk.clock.move_by(10);
    desk.expect(&[Cleared { label: secret_label() }]);
    manager.join().unwrap();
    wait_until("the clipboard is empty", || desk.memory.text().is_none());
    assert_eq!((desk.memory.clears(), desk.clipboard.holding()), (4, None));
    assert!(desk.events.try_recv().is_err(), "one that gives in is not worth a word");
}

#[test]
fn a_manager_that_does_not_give_in_is_told_once_and_then_left_alone() {
    let desk = watchful();
    let manager = bring_back(&desk.memory, 6);
    desk.clock.move_by(10);
    desk.expect(&[Cleared { label: secret_label() }, NotCleared { label: secret_label(), problem: ClipboardProblem::BroughtBack }]);
    manager.join().unwrap();
    assert_eq!((desk.memory.text().as_deref(), desk.memory.clears()), (Some(SECRET), 6));
}

#[test]
fn the_same_secret_that_is_copied_anew_is_no_return() {
    let desk = watchful();
    desk.clock.move_by(10);
    desk.expect(&[Cleared { label: secret_label() }]);
    desk.copy_secret(10);
    desk.expect(&[copied("Client secret")]);
    desk.clock.move_by(9);
    assert_eq!(desk.seconds_left(), Some(1));
    assert_eq!((desk.memory.text().as_deref(), desk.memory.clears()), (Some(SECRET), 1));
    desk.clipboard.copy("Client ID", SECRET);
    desk.expect(&[copied("Client ID")]);
    desk.clipboard.copy("", "client-1");
    desk.expect(&[copied("")]);
    assert_eq!(desk.memory.clears(), 1, "nor is a text that a person copies");
}

#[test]
fn the_exit_has_a_last_look() {
    let desk = desk_with(Timing { tick: Duration::from_hours(1), ..TIMING }).holding_secret();
    desk.clipboard.clear_secret();
    desk.expect(&[Cleared { label: secret_label() }]);
    // Its first look comes at once, the next in an hour.
    thread::sleep(Duration::from_millis(50));
    let Desk { clipboard, memory, .. } = desk;
    memory.put_by_another_program(SECRET);
    drop(clipboard);
    assert_eq!(memory.text(), None);
}
