//! What is copied of a failure holds no secret, though the server repeats one. How each failure is told is held by `tests/faults`.

use tokendesk::sandbox::Fault;

use super::{LIST, copied, page_requests};
use crate::harness::TestDesk;

#[test]
fn the_details_are_copied_with_one_click_and_hold_no_secret() {
    let mut desk = TestDesk::at_clients(3);
    let token = page_requests(&desk)[0].header("authorization").unwrap().trim_start_matches("Bearer ").to_owned();
    // Spring repeats the token in its words.
    let body = format!(r#"{{"error":"invalid_token","error_description":"Cannot convert access token {token} to JSON"}}"#);
    desk.sandbox.fault("GET", LIST, Fault::answer(500).body("application/json", body).header("X-Request-Id", "req-77"));
    desk.click("Refresh");
    desk.wait_for("the failure", |desk| desk.says("was not refreshed"));
    let text = copied(&mut desk, "Copy details");
    assert!(text.starts_with("The list was not refreshed: the server had an error (500).\n"), "{text}");
    let path = "GET /api/v1/publisher/app/oauth/public/apps/b253a705-44b4-4001-a8f2-7265cf95d101/versions/1.0/oauth-apps";
    assert!(text.ends_with(&format!("{path}  500  id req-77")), "{text}");
    assert!(text.contains("\n2031-05-06 12:00:00+00:00  GET "), "read on another day too: {text}");
    assert!(desk.has("12:00:00  GET …/versions/1.0/oauth-apps  500  id req-77"), "in the window it is short");
    assert!(text.contains("Cannot convert access token"), "{text}");
    let secrets: Vec<String> = desk
        .sandbox
        .clients("b253a705-44b4-4001-a8f2-7265cf95d101", "1.0")
        .unwrap()
        .iter()
        .map(|c| c["client_secret"].as_str().unwrap().to_owned())
        .collect();
    for secret in secrets.iter().chain([&token]) {
        assert!(!text.contains(secret.as_str()) && !desk.tree().contains(secret.as_str()) && !desk.painted().contains(secret.as_str()));
    }
}
