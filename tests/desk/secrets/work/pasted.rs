//! Tokens pasted in place of a password, in every form that is understood and in many that are not.

use super::{CALL, Work};
use crate::secrets::markers::{marked, marked_jwt};

const FIELD: &str = "Token or the whole answer";

/// Leaves the form for tokens open.
pub fn in_every_form(work: &mut Work) {
    let jwt = marked_jwt(r#"{"user_name":"anna@romashka.example","exp":2000000000}"#);
    let (opaque, refresh) = (marked("-opaque-access-token-"), marked("-refresh-token-"));
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
        if work.desk.has("Refresh token, if any") {
            work.desk.paste("Refresh token, if any", &refresh);
        }
        if work.desk.has("Name for this sign-in") {
            work.desk.paste("Name for this sign-in", "Касса");
        }
        work.now("a paste");
        work.desk.click("Sign in");
        work.now("a paste is sent");
        if work.desk.tab("OAuth clients").is_some() {
            refused(work);
            taken += 1;
        }
    }
    assert!(taken >= 4, "a token alone of both kinds, an answer, a header");
}

/// No server knows such a token: the first read ends the session, and the form for a token comes back.
fn refused(work: &mut Work) {
    if work.desk.has("Refresh") {
        work.desk.click("Refresh");
    } else {
        let version = work.desk.version_with(12);
        work.desk.paste("App ID", &version.portal_address);
        work.desk.click("Open");
    }
    work.desk.wait_for("the refusal", |desk| desk.says("Your sign-in has ended"));
    work.now("the token is refused");
    assert!(work.desk.sandbox.count("GET", CALL) > 0);
    if !work.desk.has(FIELD) {
        work.desk.click("Paste a token instead");
    }
}
