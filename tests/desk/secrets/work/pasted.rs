//! Tokens pasted in place of a password, in every form that is understood and in many that are not.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use super::{CALL, Work};
use crate::harness::TestDesk;
use crate::secrets::markers::{marked, marked_jwt};

const FIELD: &str = "Token or the whole answer";
const REFUSED: &str = "The cloud does not take this token.";

/// Leaves the form for tokens open.
pub fn in_every_form(work: &mut Work) {
    let jwt = marked_jwt(r#"{"user_name":"anna@romashka.example","exp":2000000000}"#);
    // UUIDs, as the cloud's own: the keychain may hold nothing that does not look like a token.
    let (opaque, refresh) = (marked("-0a0a-4a0a-8a0a-"), marked("-1b1b-4b1b-8b1b-"));
    let answer = format!(r#"{{"access_token":"{jwt}","refresh_token":"{refresh}","expires_in":1799}}"#);
    work.desk.click("Paste a token instead");
    let broken = [
        answer[..answer.len() / 2].to_owned(),
        format!("{{\"access_token\":[\"{opaque}\"]}}"),
        format!("{{\"error\":\"{opaque}\"}}"),
        format!("Bearer {opaque} and more"),
        format!("Basic {opaque}"),
        format!("{}…", &opaque[..20]),
        format!("https://romashka.example/?token={opaque}"),
        format!("<p>{opaque}</p>"),
        format!("{opaque}@romashka.example"),
        format!("{opaque}\u{0}\u{202E}пароль"),
        jwt[..jwt.len() / 3].to_owned(),
        marked(" a password with spaces "),
        opaque.repeat(900),
    ];
    for text in broken {
        work.desk.paste(FIELD, &text);
        work.desk.click("Sign in");
        assert!(work.desk.has(FIELD), "not taken");
        work.now("a broken paste");
        work.desk.paste(FIELD, "");
    }
    let whole = [
        jwt.clone(),
        opaque.clone(),
        answer.clone(),
        format!("Authorization: Bearer {opaque}"),
        format!("curl 'https://dev.evotor.example/api' -H 'Authorization: Bearer {jwt}' -H 'Accept: */*'"),
        format!("access_token={opaque}"),
    ];
    let mut taken = 0;
    for text in whole {
        work.desk.paste(FIELD, &text);
        assert!(!work.desk.says(REFUSED), "it was said of another token");
        if work.desk.has("Refresh token, if any") {
            work.desk.paste("Refresh token, if any", &refresh);
        }
        if work.desk.has("Name for this sign-in") {
            work.desk.paste("Name for this sign-in", "Касса");
        }
        work.now("a paste");
        work.desk.click("Sign in");
        work.now("a paste is sent");
        // The version that this account had open is read at once, so that the refusal may be there already.
        let is_taken = !work.desk.has(FIELD) || work.desk.says(REFUSED);
        if is_taken {
            refused(work);
            taken += 1;
        }
    }
    assert!(taken >= 4, "a token alone of both kinds, an answer, a header");
}

/// No server knows such a token: its first call brings the form back as it was filled in, with the server's words.
fn refused(work: &mut Work) {
    if asks_for_a_version(&work.desk) {
        let version = work.desk.version_with(12);
        work.desk.paste("App ID", &version.portal_address);
        work.desk.click("Open");
    }
    work.desk.wait_for("the refusal", |desk| desk.says(REFUSED) && desk.has(FIELD));
    work.copy_details();
    work.now("the token is refused");
    assert!(work.desk.sandbox.count("GET", CALL) > 0);
    assert!(!work.desk.value(FIELD).is_empty(), "as it was filled in");
}

/// Whether nothing is open: then nothing is read by itself.
fn asks_for_a_version(desk: &TestDesk) -> bool {
    desk.harness.query_all_by_role_and_label(Role::TextInput, "App ID").count() > 0
}
