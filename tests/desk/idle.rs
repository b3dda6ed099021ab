//! A window in which nothing changes draws nothing: at rest each screen asks for its next frame when a text of it will be another one,
//! and no sooner. (What is really drawn is counted in the real window, by `tests/desktop/run --idle`.)

use std::time::Duration;

use jiff::SignedDuration;

use crate::harness::TestDesk;

const SCREENS: [&str; 8] =
    ["OAuth clients", "Publisher key", "OAuth token", "Integration", "Connections", "Token inspector", "Journal", "Settings"];

#[test]
fn a_screen_at_rest_waits_for_its_next_clock() {
    let mut desk = TestDesk::at_clients(3);
    // 11 h 59 min 40 s and 29 min 40 s are left of the sign-in, and the list was read 20 s ago.
    desk.clock.advance(SignedDuration::from_secs(20));
    let at_rest = |desk: &mut TestDesk, screen: &str| {
        // A list that is still being read counts its seconds.
        desk.wait_for(&format!("{screen} at rest"), |desk| desk.repaint_in() > Duration::from_secs(1));
        desk.frames();
        assert!(desk.repaint_in() >= Duration::from_secs(40), "{screen} asks in {:?}", desk.repaint_in());
    };
    for screen in SCREENS {
        desk.click(screen);
        at_rest(&mut desk, screen);
    }
    desk.click("OAuth clients");
    let first = desk.rows()[0].clone();
    desk.click(&format!("Client {first}"));
    at_rest(&mut desk, "details");
    desk.click("New client");
    at_rest(&mut desk, "New client");
    desk.type_into("Redirect address", "https:");
    at_rest(&mut desk, "a field with the focus");
}

#[test]
fn a_countdown_asks_for_the_second_at_which_its_number_changes() {
    let mut desk = TestDesk::at_clients(3);
    let first = desk.rows()[0].clone();
    desk.click(&format!("Client {first}"));
    desk.click("Copy client secret");
    desk.wait_for("the countdown", |desk| desk.has("The clipboard is cleared in 30 s"));
    desk.frames();
    assert_eq!(desk.repaint_in(), Duration::from_secs(1));
    desk.clock.advance(SignedDuration::from_millis(300));
    desk.frames();
    assert!(desk.has("The clipboard is cleared in 30 s"));
    assert_eq!(desk.repaint_in(), Duration::from_millis(700));
}
