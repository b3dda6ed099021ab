//! The program as the system starts it: exit codes, and one line on stderr where something is wrong.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The program, in a world without a display and without a home that it could write to.
fn tokendesk(arguments: &[&str]) -> (Command, TempDir) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokendesk"));
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "RUST_LOG", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command.env("HOME", home.path()).env("XDG_DATA_HOME", home.path().join("data")).env("LANG", "en_US.UTF-8").env("LC_ALL", "en_US.UTF-8");
    command.args(arguments).stdin(Stdio::null());
    (command, home)
}

fn run(arguments: &[&str]) -> Output {
    let (mut command, _home) = tokendesk(arguments);
    command.output().unwrap()
}

/// What is on stderr, and that it is one line.
fn one_line(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(text.ends_with('\n') && text.lines().count() == 1, "not one line: {text:?}");
    assert!(output.stdout.is_empty(), "stdout holds {:?}", String::from_utf8_lossy(&output.stdout));
    text.trim_end().to_owned()
}

#[test]
fn a_wrong_option_or_address_is_one_line_and_exit_code_2() {
    let cases: [&[&str]; 10] = [
        &["--colour"],
        &["extra"],
        &["--lang", "de"],
        &["--data-dir"],
        &["--cloud", "http://stage.romashka.example"],
        &["--cloud", "https://anna:secret@stage.romashka.example"],
        &["--cloud", "nonsense"],
        &["--serve-sandbox", "0.0.0.0:8080"],
        &["--serve-sandbox", "localhost:8080"],
        &["--sandbox", "--serve-sandbox", "127.0.0.1:0"],
    ];
    for arguments in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let line = one_line(&output);
        assert!(line.starts_with("tokendesk: "), "{line}");
        assert!(arguments.iter().any(|argument| line.contains(argument)), "{arguments:?} is not named in: {line}");
    }
}

#[test]
fn what_is_wrong_is_said_in_the_language_that_was_asked_for() {
    let line = one_line(&run(&["--lang", "ru", "--colour"]));
    assert!(line.contains("--colour") && line.chars().any(|c| ('а'..='я').contains(&c)), "{line}");
}

#[test]
fn help_and_version_are_no_mistakes() {
    let help = run(&["--help"]);
    let text = String::from_utf8(help.stdout).unwrap();
    assert_eq!((help.status.code(), help.stderr.len()), (Some(0), 0));
    for option in ["--sandbox", "--serve-sandbox", "--cloud", "--lang", "--data-dir", "--no-keychain", "--version", "--help"] {
        assert!(text.contains(option), "{option} is not in:\n{text}");
    }
    let version = run(&["--version"]);
    assert_eq!((version.status.code(), version.stderr.len()), (Some(0), 0));
    assert_eq!(String::from_utf8(version.stdout).unwrap().trim_end(), concat!("tokendesk ", env!("CARGO_PKG_VERSION")));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_there_is_one_clear_line_of_our_own_and_exit_code_1() {
    let cases: [(&[&str], &str); 3] = [
        (&[], "the window cannot open"),
        (&["--sandbox", "--no-keychain"], "the window cannot open"),
        (&["--sandbox", "--lang", "ru"], "окно не открыть"),
    ];
    for (arguments, words) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let line = one_line(&output);
        assert!(line.starts_with("tokendesk: ") && line.to_lowercase().contains(words), "{line}");
        assert!(!line.contains("winit") && !line.contains("os error"), "a library's own words: {line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_display_that_does_not_answer_is_the_same() {
    let (mut command, _home) = tokendesk(&["--sandbox"]);
    let output = command.env("DISPLAY", ":4711").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(one_line(&output).contains("the window cannot open"));
}

/// A sandbox without a window, ended when this is dropped.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn serve(address: &str, log: &str) -> Served {
    let (mut command, _home) = tokendesk(&["--serve-sandbox", address]);
    let mut child = command.env("RUST_LOG", log).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    Served { child, address: line.trim_end().to_owned() }
}

fn get(address: &str, path: &str) -> String {
    send(address, &format!("GET {path}"), "")
}

fn send(address: &str, line: &str, form: &str) -> String {
    let authority = address.strip_prefix("http://").unwrap_or_else(|| panic!("no address: {address:?}"));
    let mut stream = TcpStream::connect(authority).unwrap();
    let kind = "Content-Type: application/x-www-form-urlencoded";
    write!(stream, "{line} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n{kind}\r\nContent-Length: {}\r\n\r\n{form}", form.len())
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_sandbox_without_a_window_prints_its_address_first_and_answers() {
    let mut served = serve("127.0.0.1:0", "");
    assert!(!served.address.ends_with(":0"), "{}", served.address);
    assert!(get(&served.address, "/").starts_with("HTTP/1.1 200"));
    assert!(get(&served.address, "/mailbox").starts_with("HTTP/1.1 200"));
    assert!(get(&served.address, "/nowhere").starts_with("HTTP/1.1 404"));
    assert_eq!(said(&mut served), "", "nothing is logged unless it is asked for");
}

/// Ends the sandbox; all that it has said on stderr.
fn said(served: &mut Served) -> String {
    served.child.kill().unwrap();
    let mut said = String::new();
    served.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    said
}

#[test]
fn whatever_is_asked_of_the_log_no_password_is_in_it() {
    let mut served = serve("127.0.0.1:0", "trace");
    let form = "type=LOGIN&grant_type=password&client_id=Evo-UI&username=anna%40romashka.example&password=romashka-2024";
    let refused = send(&served.address, "POST /oauth/token", form);
    assert!(refused.contains("2fa_confirmation is required"), "{refused}");
    let said = said(&mut served);
    assert!(!said.contains("romashka-2024") && !said.contains("anna@"), "{said}");
}

#[cfg(unix)]
#[test]
fn the_sandbox_without_a_window_ends_well_when_it_is_asked_to() {
    let mut served = serve("127.0.0.1:0", "");
    assert!(get(&served.address, "/").starts_with("HTTP/1.1 200"));
    rustix::process::kill_process(rustix::process::Pid::from_child(&served.child), rustix::process::Signal::INT).unwrap();
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_that_is_taken_is_one_line_and_exit_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["--serve-sandbox", &address]);
    assert_eq!(output.status.code(), Some(1));
    let line = one_line(&output);
    assert!(line.starts_with("tokendesk: the sandbox cannot listen on ") && line.contains(&address), "{line}");
}
