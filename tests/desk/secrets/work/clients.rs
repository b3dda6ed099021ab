//! Reading a list, good and broken, and looking at a client: its secret shown, hidden, copied and cleared.

use jiff::SignedDuration;
use tokendesk::sandbox::Fault;

use super::{CALL, Work};
use crate::secrets::markers::{marked, marked_jwt};
use crate::secrets::sinks::Sink;

/// How many clients the versions of the sandbox have that are opened.
const TIDY: usize = 3;
const AWKWARD: usize = 12;

/// Leaves the tidy list open.
pub fn list_and_details(work: &mut Work) {
    work.open_version_with(AWKWARD);
    let rows = work.desk.rows();
    for row in rows.iter().take(6) {
        work.desk.click(&format!("Client {row}"));
        work.now("an awkward client");
    }
    work.open_version_with(TIDY);
    shown_and_copied(work);
    broken_lists(work);
}

fn shown_and_copied(work: &mut Work) {
    let (id, secret) = work.clients_with_secrets(TIDY).remove(0);
    work.desk.click(&format!("Client {id}"));
    work.now("the details");
    work.seen.may(&[(Sink::Picture, &secret)]);
    work.desk.click("Show client secret");
    assert!(work.desk.painted().contains(&secret), "it is shown, and only painted");
    work.desk.click("Hide client secret");
    work.seen.may(&[]);
    work.now("hidden again");

    work.seen.may(&[(Sink::Clipboard, &secret)]);
    work.desk.click("Copy client secret");
    work.desk.wait_for("the copy", |desk| desk.clipboard.text().as_deref() == Some(&secret));
    work.now("a secret is copied");
    work.desk.clock.advance(SignedDuration::from_secs(31));
    work.desk.wait_for("the end of the countdown", |desk| desk.clipboard.text().is_none());
    work.seen.may(&[]);
    work.now("the clipboard is cleared");
    handed_over(work, &secret);
    work.desk.click("Close the details");
}

/// Without the secret, with it, and as a file.
fn handed_over(work: &mut Work, secret: &str) {
    work.desk.click("Hand over");
    work.desk.harness.run_steps(8);
    work.now("what is handed over");
    work.desk.click("Copy all");
    work.desk.wait_for("the copy", |desk| desk.clipboard.text().is_some());
    work.now("it is copied without the secret");
    work.desk.click("With the secret in it");
    work.now("with the secret in it");
    work.seen.may(&[(Sink::Clipboard, secret)]);
    work.desk.click("Copy all");
    work.desk.wait_for("the copy", |desk| desk.clipboard.text().is_some_and(|text| text.contains(secret)));
    work.now("it is copied with the secret");
    work.desk.clock.advance(SignedDuration::from_secs(31));
    work.desk.wait_for("the end of the countdown", |desk| desk.clipboard.text().is_none());
    work.seen.may(&[]);
    work.desk.click("Without the secret");
    work.desk.harness.run_steps(8);
    work.desk.click("Save to a file");
    work.desk.wait_for("the question", |desk| desk.has("File"));
    let path = work.home.join("handed-over.txt").display().to_string();
    work.desk.replace("File", &path);
    work.desk.click("Save");
    work.desk.wait_for("the file", |desk| desk.has("Saved: handed-over.txt"));
    work.now("it is saved");
}

fn broken_lists(work: &mut Work) {
    let token = newest_token(work);
    let (secret, jwt) = (marked("-in-a-list-"), marked_jwt(r#"{"user_name":"boris@romashka.example"}"#));
    let item = format!(
        r#"{{"client_secret":"{secret}","note":"{jwt}"}},{{"client_id":null,"token":"{secret}"}},"{secret}",["{secret}"],
           {{"client_id":"good","client_secret":["{secret}"],"old_secret":"{secret}","refreshToken":["{secret}"],"about":"{jwt}",
             "password":{{"x":"{secret}"}},"scope":{{"secret":"{secret}"}}}}"#
    );
    let unreadable =
        Fault::answer(200).body("application/json", format!(r#"{{"items":[{item}],"paging":{{"next_cursor":["{secret}"]}}}}"#));
    let fault = work.desk.sandbox.fault("GET", CALL, unreadable);
    work.click_into("Refresh", "unreadable items", &fault, |desk| desk.has("Client good") && desk.has("Refresh"));
    work.desk.click("Client good");
    work.now("a client of secrets only");
    work.desk.click("Close the details");

    for (kind, fault) in work.echoes(&token) {
        let fault = work.desk.sandbox.fault("GET", CALL, fault);
        work.click_into("Refresh", kind, &fault, |desk| desk.has("Refresh"));
    }
    work.desk.click("Refresh");
    work.desk.wait_for("the list", |desk| desk.rows().len() == TIDY);
    work.now("the list again");
}

/// The access token as it was sent last.
pub fn newest_token(work: &Work) -> String {
    let requests = work.desk.sandbox.requests();
    let header = requests.iter().rev().find_map(|request| request.header("authorization")).expect("a token was sent");
    header.trim_start_matches("Bearer ").to_owned()
}
