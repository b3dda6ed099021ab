//! Creating a client: refused by servers that repeat or blurt out secrets, lost with a secret in the cut answer, and done.

use tokendesk::sandbox::{Ending, Fault};

use super::clients::newest_token;
use super::{CALL, Work};
use crate::harness::TestDesk;
use crate::secrets::markers::marked;

const BUTTON: &str = "Create client";

fn is_at_rest(desk: &TestDesk) -> bool {
    desk.has(BUTTON) && !desk.says("The request is on its way") && !desk.has("Looking")
}

/// Leaves the list open, with two clients more.
pub fn refused_lost_and_created(work: &mut Work) {
    // An address is registered as it is typed and is no secret to who looks at the form; it has no business in any file or log.
    let address = format!("https://romashka.example/back?key={}", marked("-redirect-"));
    // The table leaves the scheme out.
    work.seen.may_always_be_on_the_screen(address.trim_start_matches("https://"));
    work.desk.click("New client");
    work.desk.replace("Redirect address", &address);
    work.desk.click("store:read");
    work.now("the filled form");
    let token = newest_token(work);
    for (kind, fault) in work.echoes(&token) {
        let fault = work.desk.sandbox.fault("POST", CALL, fault);
        work.click_into(BUTTON, kind, &fault, is_at_rest);
        if !work.desk.is_enabled(BUTTON) {
            // The outcome is not known: a second try is deliberate.
            work.desk.click("Create once more, though there may be a twin");
        }
    }
    // Carried out, and the answer cut in the middle of the new client's secret.
    let cut = work.desk.sandbox.fault("POST", CALL, Fault::genuine().cut(120, Ending::Reset));
    work.click_into(BUTTON, "an answer cut in its secret", &cut, |desk| desk.says("Created as "));
    work.now("found in the list");

    work.desk.click("New client");
    work.desk.replace("Redirect address", &address);
    work.desk.click("store:read");
    work.desk.click(BUTTON);
    work.desk.wait_for("the second client", |desk| desk.has("5 clients"));
    work.now("created");
    let contents = work.desk.journal.read().expect("the journal");
    assert!(contents.records.len() > 20, "it was written at all");
    work.desk.click("Close the details");
    work.desk.click("Settings");
    work.now("settings");
    work.desk.click_role(eframe::egui::accesskit::Role::Tab, "OAuth clients");
    work.now("back at the list");
}
