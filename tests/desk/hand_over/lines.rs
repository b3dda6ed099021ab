//! The copied lines in real shells: bash with the real curl against the sandbox, from a client that was created in the form. For
//! PowerShell, which does not run here, what its lines would write is given to the real curl.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tokendesk::sandbox::{Fault, Host, Recorded};

use super::{ID, REDIRECT, SECRET, choose_shell, copied, desk};
use crate::harness::TestDesk;

const CODE: &str = "co+de/=&\"'%41";

/// Runs lines in bash as if a person had pasted them and then typed this. A `curl` in front of the real one notes what it is
/// called with: everybody on the computer sees that.
fn paste(lines: &str, typed: &str) -> (Output, String) {
    let folder = tempfile::tempdir().unwrap();
    let real = String::from_utf8(Command::new("bash").args(["-c", "command -v curl"]).output().unwrap().stdout).unwrap();
    let (wrapper, called) = (folder.path().join("curl"), folder.path().join("called"));
    fs::write(
        &wrapper,
        format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\nenv >> '{}'\nexec {} \"$@\"\n", called.display(), called.display(), real.trim()),
    )
    .unwrap();
    make_executable(&wrapper);
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash")
        .args(["--norc", "-c", lines])
        .env("PATH", path)
        // A company's proxy, which must not be asked for this computer.
        .env("http_proxy", "http://127.0.0.1:9")
        .env_remove("no_proxy")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    bash.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = bash.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    (output, fs::read_to_string(called).unwrap())
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn printed(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no JSON: {output:?}"))
}

fn last(desk: &TestDesk, host: Host) -> Recorded {
    desk.sandbox.requests().into_iter().rev().find(|request| request.host == host).expect("a request")
}

fn form(request: &Recorded) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&request.body).into_owned().collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// What the documents say that an exchange answers.
fn tokens() -> Fault {
    let body = json!({ "access_token": "an-invented-token", "token_type": "bearer", "refresh_token": "r", "expires_in": 86_399, "scope": "store:read" });
    Fault::answer(200).body("application/json", body.to_string())
}

#[test]
fn from_a_created_client_to_its_token() {
    let mut desk = TestDesk::at_clients(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    desk.click("New client");
    desk.replace("Redirect address", REDIRECT);
    desk.click("store:read");
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.has("4 clients"));
    let created = desk.sandbox.clients("b253a705-44b4-4001-a8f2-7265cf95d101", "1.0").unwrap().pop().unwrap();
    let (id, secret) = (created["client_id"].as_str().unwrap(), created["client_secret"].as_str().unwrap());
    desk.control("Hand over").scroll_to_me();
    desk.frames();
    desk.click("Hand over");
    desk.harness.run_steps(8);

    let exchange = copied(&mut desk, "Copy code to token");
    let (output, called) = paste(&exchange, &format!("{secret}\n{CODE}\n"));
    // The sandbox gives no codes yet, so it knows none; but it knows this client by its secret.
    assert_eq!(printed(&output)["error_description"], "Invalid authorization code");
    let request = last(&desk, Host::Oauth);
    let expected = pairs(&[("grant_type", "authorization_code"), ("code", CODE), ("redirect_uri", REDIRECT)]);
    assert_eq!((request.method.as_str(), request.path.as_str(), form(&request)), ("POST", "/oauth/token", expected));
    let asked = String::from_utf8_lossy(&output.stderr).into_owned();
    for place in [&called, &asked, &exchange] {
        assert!(!place.contains(secret) && !place.contains(CODE), "{place}");
    }
    assert!(called.contains("grant_type=authorization_code") && called.contains(REDIRECT), "{called}");
    assert!(asked.starts_with("Client secret: \nCode from the address: \n"), "{asked}");

    let (output, _) = paste(&exchange, &format!("not-the-secret\n{CODE}\n"));
    assert_eq!(printed(&output)["error"], "invalid_client", "{id}");

    desk.sandbox.fault("POST", "/oauth/token", tokens().on(Host::Oauth));
    assert_eq!(printed(&paste(&exchange, &format!("{secret}\n{CODE}\n")).0)["access_token"], "an-invented-token");
    let refresh = copied(&mut desk, "Copy renew a token");
    let (output, called) = paste(&refresh, &format!("{secret}\nan-invented-refresh-token\n"));
    assert_eq!(printed(&output)["expires_in"], 86_399);
    let expected = pairs(&[("grant_type", "refresh_token"), ("refresh_token", "an-invented-refresh-token")]);
    assert_eq!(form(&last(&desk, Host::Oauth)), expected);
    assert!(!called.contains(secret) && !called.contains("an-invented-refresh-token"), "{called}");
    desk.sandbox.clear_faults();

    desk.sandbox.fault("GET", "/stores", Fault::answer(200).body("application/json", "{\"items\":[]}").on(Host::Api));
    let check = copied(&mut desk, "Copy check a token");
    let (output, called) = paste(&check, "an-invented-token\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"items\":[]}\nHTTP 200\n");
    let request = last(&desk, Host::Api);
    assert_eq!(
        (request.header("authorization"), request.header("accept")),
        (Some("Bearer an-invented-token"), Some("application/vnd.evotor.v2+json"))
    );
    assert!(!called.contains("an-invented-token"), "{called}");
    desk.sandbox.clear_faults();
}

#[test]
fn the_env_block_and_the_lines_agree_in_a_shell() {
    let mut desk = desk();
    desk.click("With the secret in it");
    let env = copied(&mut desk, "Copy the “.env” file");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    fs::write(&file, env).unwrap();
    let script = format!(
        ". '{}'; printf '%s\\n' \"$EVOTOR_CLIENT_ID\" \"$EVOTOR_CLIENT_SECRET\" \"$EVOTOR_REDIRECT_URI\" \"$EVOTOR_TOKEN_URL\"",
        file.display()
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let (_, oauth, _) = desk.sandbox.addresses();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{ID}\n{SECRET}\n{REDIRECT}\n{oauth}/oauth/token\n"));
}

/// What PowerShell would write to `curl.exe` for these lines: each string of the list with its values put in, and its line ends.
fn as_powershell_writes(lines: &str, values: &[(&str, &str)]) -> String {
    let list = lines.split_once("@(\n").unwrap().1.split_once("\n  ) |").unwrap().0;
    let mut written = String::new();
    for line in list.lines().map(str::trim) {
        let (text, value) = line.split_once("' -f ").map_or((line.trim_end_matches('\''), None), |(text, value)| (text, Some(value)));
        let text = text.trim_start_matches('\'');
        let value =
            value.map_or("", |value| values.iter().find(|(name, _)| *name == value).unwrap_or_else(|| panic!("no value: {value}")).1);
        written.push_str(&text.replace("{0}", value));
        written.push_str("\r\n");
    }
    assert!(written.is_ascii(), "{written}");
    written
}

#[test]
fn what_powershell_would_write_is_what_curl_wants() {
    let mut desk = desk();
    choose_shell(&mut desk, "PowerShell");
    let lines = copied(&mut desk, "Copy code to token");
    let percent = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let (code, redirect) = (percent(CODE), percent(REDIRECT));
    let values =
        [("$basic", "YTpi"), ("[uri]::EscapeDataString($code)", code.as_str()), ("[uri]::EscapeDataString($redirect)", redirect.as_str())];
    let command = lines.lines().find_map(|line| line.split_once("| curl.exe ")).unwrap().1;
    let (output, _) = paste(&format!("curl {command}"), &as_powershell_writes(&lines, &values));
    assert_eq!(printed(&output)["error"], "invalid_client");
    let request = last(&desk, Host::Oauth);
    assert_eq!(request.header("authorization"), Some("Basic YTpi"));
    assert_eq!(form(&request), pairs(&[("grant_type", "authorization_code"), ("code", CODE), ("redirect_uri", REDIRECT)]));
    assert!(lines.contains("  $redirect = 'https://kassa.example/oauth?till=1&name=''касса'''\n"), "{lines}");

    let lines = copied(&mut desk, "Copy check a token");
    let escaped = "$token.Replace('\\', '\\\\').Replace('\"', '\\\"')";
    let command = lines.lines().find_map(|line| line.split_once("| curl.exe ")).unwrap().1;
    let (output, _) = paste(&format!("curl {command}"), &as_powershell_writes(&lines, &[(escaped, "a-\\\"token\\\\")]));
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("\nHTTP 404\n"), "{output:?}");
    assert_eq!(last(&desk, Host::Api).header("authorization"), Some("Bearer a-\"token\\"));
}
