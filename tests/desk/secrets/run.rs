//! Starts the run in a process of its own, so that its real stdout, stderr and panic hook are heard, and judges what was found:
//! nothing in a clean run, and a planted leak exactly where it was planted.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::{Deserialize, Serialize};
use tokendesk::app::log;
use tokendesk::app::options::Options;
use tokendesk::sandbox::TokenForm;

use super::markers::marked;
use super::plants::{PLANTS, Plant, leak};
use super::seen::Seen;
use super::sinks::{Findings, Sink};
use super::work;

/// Tells the process of the run what to do.
const ORDER: &str = "TOKENDESK_MARKER_RUN";

#[derive(Serialize, Deserialize)]
struct Order {
    /// The data folder.
    home: PathBuf,
    /// Where the findings are written.
    findings: PathBuf,
    are_uuids: bool,
    planted: Option<Plant>,
}

/// The whole run, in the process that was started for it.
#[test]
#[ignore = "the other half of the tests below, which start it"]
fn in_a_process_of_its_own() {
    let order = env::var(ORDER).expect("it is started by the tests below");
    let order: Order = serde_json::from_str(&order).unwrap();
    log::start();
    let tokens = if order.are_uuids { TokenForm::Uuid } else { TokenForm::Jwt };
    let findings = work::whole_run(&order.home, tokens, order.planted);
    fs::write(order.findings, serde_json::to_vec(&findings).unwrap()).unwrap();
}

/// Runs, and adds what only the outside hears: the streams and the command line.
fn run(are_uuids: bool, planted: Option<Plant>) -> Findings {
    let place = tempfile::tempdir().unwrap();
    let order = Order { home: place.path().join("data"), findings: place.path().join("findings"), are_uuids, planted };
    fs::create_dir(&order.home).unwrap();
    // A real data folder holds files of others too.
    fs::write(order.home.join("read me.txt"), "no file of ours").unwrap();
    let mut program = Command::new(env::current_exe().unwrap());
    program
        .args(["secrets::run::in_a_process_of_its_own", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env(ORDER, serde_json::to_string(&order).unwrap())
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1")
        .stdin(Stdio::null());
    match planted {
        Some(Plant::Argument) => drop(program.arg(leak())),
        Some(Plant::Environment) => drop(program.env("TOKENDESK_PLANTED", leak())),
        _ => {}
    }
    let output = program.output().unwrap();
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let end = |text: &str| text.chars().skip(text.chars().count().saturating_sub(6_000)).collect::<String>();
    assert!(output.status.success(), "the run failed, {planted:?}\n{}\n{}", end(&stdout), end(&stderr));
    let mut findings: Findings = serde_json::from_slice(&fs::read(&order.findings).unwrap()).unwrap();
    let outside = Seen::default();
    outside.now("on its streams");
    outside.streams(&stdout, &stderr);
    if planted.is_none_or(|plant| plant == Plant::CommandLine) {
        command_lines(&outside, planted);
    }
    findings.join(outside.findings());
    findings
}

/// The real program is given command lines with secrets where people may put them.
fn command_lines(seen: &Seen, planted: Option<Plant>) {
    let secret = marked("-typed-");
    let mut lines = vec![
        vec!["--cloud".to_owned(), format!("https://anna:{secret}@stage.romashka.example")],
        vec![format!("--cloud=https://{secret}@stage.romashka.example/")],
        vec!["--cloud".to_owned(), format!("https://stage.romashka.example/?token={secret}")],
        vec!["--cloud".to_owned(), format!("https://stage.romashka.example/#access_token={secret}")],
        vec!["--cloud".to_owned(), format!("http://anna:{secret}@stage.romashka.example")],
        vec!["--cloud".to_owned(), format!("anna:{secret}@stage.romashka.example")],
        vec!["--serve-sandbox".to_owned(), format!("anna:{secret}@127.0.0.1:8080")],
        vec!["--sandbox".to_owned(), "--cloud".to_owned(), format!("https://anna:{secret}@stage.romashka.example")],
        vec![format!("https://anna:{secret}@stage.romashka.example")],
        vec![format!("--password={secret}")],
        vec!["--token".to_owned(), secret.clone()],
    ];
    if planted == Some(Plant::CommandLine) {
        lines.push(vec!["--lang".to_owned(), secret]);
    }
    for line in lines {
        seen.now(&format!("tokendesk {}", line.join(" ")));
        let output = Command::new(env!("CARGO_BIN_EXE_tokendesk"))
            .args(&line)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("RUST_LOG", "trace")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!output.status.success(), "{line:?} is wrong");
        seen.add(Sink::CommandLine, &format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)));
        let words = [vec!["tokendesk".to_owned()], line].concat();
        let stop = Options::read(words.into_iter().map(Into::into)).expect_err("the same, inside");
        seen.add(Sink::CommandLine, &format!("{stop:?}"));
    }
}

#[test]
fn in_the_whole_work_with_all_its_failures_no_secret_comes_out() {
    for are_uuids in [false, true] {
        let findings = run(are_uuids, None);
        assert!(findings.leaks.is_empty(), "UUIDs: {are_uuids}, {:#?}", findings.leaks);
        for sink in Sink::ALL {
            assert!(findings.searched.get(&sink).is_some_and(|count| *count > 0), "nothing is heard of {sink:?}: {:?}", findings.searched);
        }
    }
}

#[test]
fn a_planted_leak_is_found_exactly_where_it_was_planted() {
    for sink in Sink::ALL {
        assert!(PLANTS.iter().any(|(_, sinks)| *sinks == [sink]), "no leak is planted for {sink:?} alone");
    }
    let next = AtomicUsize::new(0);
    // Each waits for the program more than it works.
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some((plant, sinks)) = PLANTS.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let findings = run(false, Some(*plant));
                    assert_eq!(findings.sinks(), *sinks, "{plant:?}: {:#?}", findings.leaks);
                }
            });
        }
    });
}
