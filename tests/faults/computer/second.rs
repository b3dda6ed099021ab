//! A second program on the same data folder: it says so and gives way, and the first comes to the front. If it runs anyway, no file
//! is harmed.

use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use eframe::egui::{ViewportCommand, ViewportId};
use tempfile::TempDir;
use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::instance::{self, Taken};

use super::process::{one_line, tokendesk};
use crate::faults::bench::{Bench, ends, is_created};
use crate::faults::stopwatch::Stopwatch;
use crate::faults::tally::{CREATE, LIST, SIGN_IN};
use crate::harness::{Start, TestDesk};

fn asks_for_the_focus(desk: &TestDesk) -> bool {
    let commands = &desk.harness.output().viewport_output[&ViewportId::ROOT].commands;
    commands.contains(&ViewportCommand::Focus)
}

/// The window is asked to show itself, and what is typed in it stays.
pub fn a_second_program_brings_the_first_to_the_front(bench: &mut Bench) {
    let folder = DataFolder::given(&bench.home());
    let instance = instance::claim(&folder).expect("nobody has it");
    bench.at_clients_with(Start { folder: folder.clone(), instance, ..Start::default() });
    let other = DataFolder::given(&bench.home());
    let wanted = if bench.is_on() { folder } else { other };
    let second = thread::spawn(move || instance::claim(&wanted).err());
    if bench.is_on() {
        bench.silently("the window comes to the front", asks_for_the_focus);
    } else {
        bench.silently("nothing", |_| second.is_finished());
        assert!(!asks_for_the_focus(bench));
    }
    assert_eq!(second.join().unwrap(), bench.is_on().then_some(Taken { answered: true }));
    bench.is_kept();
    bench.requests(&[], &[]);
}

/// Both work, and neither takes anything from the other: what is saved is whole, and nothing is missing in the journal.
pub fn two_programs_on_one_folder_do_no_harm(bench: &mut Bench) {
    let home = bench.home();
    let start = || Start { folder: DataFolder::given(&home), ..Start::default() };
    bench.filled_form_with(start());
    let settings = home.join("settings.toml");
    bench.wait_for("which version is open is saved", |_| std::fs::read_to_string(&settings).is_ok_and(|text| text.contains("1.0")));
    let mut second = bench.is_on().then(|| TestDesk::with_sandbox(start(), bench.sandbox.clone(), Arc::clone(&bench.clock)));
    if let Some(second) = &mut second {
        second.sign_in_again();
        second.wait_for("the list", |desk| desk.has("3 clients"));
        second.click("New client");
        second.replace("Redirect address", "https://kassa.example/second");
        second.click("store:read");
        second.click("Create client");
        second.wait_for("the client", |desk| desk.has("4 clients"));
    }
    bench.click("Create client");
    bench.silently("the client", is_created);
    drop(second);
    assert_eq!(ends(bench).len(), if bench.is_on() { 2 } else { 1 }, "no line of the journal is lost");
    assert_eq!(bench.journal.read().unwrap().unreadable, 0);
    let again = TestDesk::with_sandbox(start(), bench.sandbox.clone(), Arc::clone(&bench.clock));
    assert!(!again.says("The settings"), "they are whole: {}", again.tree());
    bench.requests(&[(SIGN_IN, 1), (LIST, 1), (CREATE, 2)], &[(CREATE, 1)]);
}

/// A second process; without a display it could not open a window if it wanted to.
fn second_process(home: &TempDir, lang: &str) -> (Output, Duration) {
    let (mut command, _home) = tokendesk(&["--lang", lang, "--data-dir"]);
    let watch = Stopwatch::start();
    (command.arg(home.path()).output().unwrap(), watch.elapsed())
}

#[test]
pub fn a_second_process_says_so_and_gives_way() {
    let home = tempfile::tempdir().unwrap();
    let first = instance::claim(&DataFolder::given(home.path())).expect("nobody has it");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let shown = Arc::new(AtomicUsize::new(0));
    let counts = Arc::clone(&shown);
    runtime.spawn(first.listen(move || {
        counts.fetch_add(1, Ordering::SeqCst);
    }));
    for (lang, words) in [("en", "Tokendesk is open already, its window"), ("ru", "Tokendesk уже открыт, его окно")] {
        let (output, took) = second_process(&home, lang);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(one_line(&output).contains(words), "{}", one_line(&output));
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
    assert_eq!(shown.load(Ordering::SeqCst), 2);
    // Nothing of the second program is in the folder: no settings, no journal.
    let mut files: Vec<_> = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.retain(|name| name != "running.lock" && name != "running.sock");
    assert!(files.is_empty(), "{files:?}");
    // Without the fault: the folder is free, and the program goes on to its window, which there is no display for.
    drop((runtime, first));
    let (output, _) = second_process(&home, "en");
    assert_eq!(output.status.code(), Some(1));
    assert!(one_line(&output).contains("the window cannot open"));
}

#[test]
pub fn a_second_process_gives_way_to_one_that_hangs() {
    let home = tempfile::tempdir().unwrap();
    // Nobody listens for it.
    let first = instance::claim(&DataFolder::given(home.path())).expect("nobody has it");
    let (output, took) = second_process(&home, "en");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(one_line(&output).contains("does not answer"), "{}", one_line(&output));
    assert!(took < Duration::from_secs(5), "{took:?}");
    drop(first);
    assert_eq!(second_process(&home, "en").0.status.code(), Some(1));
}
