//! Opening a version of an app: no call of the server lists a publisher's apps, so the program keeps its own list.
#![cfg(test)]

mod known;
mod naming;
mod pasted;

use eframe::egui::accesskit::Role;

use crate::harness::{Start, TestDesk};

/// The publisher's first app and the ids of its version 1.0, as the sandbox invites to them.
const LOYALTY: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";
const LOYALTY_1: &str = "7ca0c524-73b6-49b0-887c-93d076f7f4a7";

/// Signed in at a cloud that is known by its address only, as the real one: nothing is offered to open.
fn desk_without_invitation() -> TestDesk {
    let mut desk = TestDesk::start(Start { by_address: true, ..Start::default() });
    sign_in_by_hand(&mut desk);
    desk
}

/// Types e-mail, password and, when it is asked for, the mailed code.
fn sign_in_by_hand(desk: &mut TestDesk) {
    let invitation = desk.sandbox.invitation();
    desk.replace("E-mail", &invitation.email);
    desk.replace("Password", &invitation.password);
    desk.click("Sign in");
    desk.wait_for("the desk or the code field", |desk| desk.has("Confirmation code") || desk.tab("OAuth clients").is_some());
    if desk.has("Confirmation code") {
        let code = desk.sandbox.latest_mail(&invitation.email).expect("a mail").code;
        desk.replace("Confirmation code", &code);
        desk.click("Sign in");
        desk.wait_for("the desk", |desk| desk.tab("OAuth clients").is_some());
    }
}

/// Types the two fields and opens.
fn open_typed(desk: &mut TestDesk, app: &str, version: &str) {
    desk.paste("App ID", app);
    desk.replace("Version", version);
    desk.click("Open");
}

/// What is offered to open, from top to bottom.
fn recent(desk: &TestDesk) -> Vec<String> {
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    let options = desk.harness.query_all_by_role(Role::ListBoxOption);
    let mut options: Vec<_> = options.filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?))).collect();
    options.sort_by(|a, b| a.0.total_cmp(&b.0));
    options.into_iter().map(|(_, name)| name).collect()
}

/// The paths of the requests with this method about OAuth clients, in the order of arrival.
fn paths(desk: &TestDesk, method: &str) -> Vec<String> {
    let requests = desk.sandbox.requests().into_iter();
    requests.filter(|request| request.method == method && request.path.contains("oauth-app")).map(|request| request.path).collect()
}

/// The path of the documents, with the version named so.
fn path(app: &str, version: &str) -> String {
    format!("/api/v1/publisher/app/oauth/public/apps/{app}/versions/{version}/oauth-apps")
}
