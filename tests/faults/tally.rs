//! Counts what has reached the whole cloud, by method and path, so that a request nobody expected fails a test wherever it went.

use std::collections::BTreeMap;

use tokendesk::sandbox::Recorded;

use crate::harness::TestDesk;

/// How often each call has come.
pub type Tally = BTreeMap<String, usize>;

/// The list of the publisher's first version, named by its number as documented.
pub const LIST: &str = "GET …/versions/1.0/oauth-apps";
/// The same in the other header form: the bare token.
pub const LIST_BARE: &str = "GET …/versions/1.0/oauth-apps with the bare token";
/// The list of the same version, named by its id.
pub const LIST_BY_ID: &str = "GET …/versions/7ca0c524-73b6-49b0-887c-93d076f7f4a7/oauth-apps";
/// A create for it, named by its id as documented.
pub const CREATE: &str = "POST …/versions/7ca0c524-73b6-49b0-887c-93d076f7f4a7/oauth-apps";
/// The same, named by its number.
pub const CREATE_BY_NUMBER: &str = "POST …/versions/1.0/oauth-apps";
/// The list of the version with 40 clients, of another app.
pub const LIST_OF_40: &str = "GET …/fa40a777-2a56-4e61-bd3a-18a82089441a/versions/0.1/oauth-apps";
/// The list of the version with 2,500 clients, of a third one.
pub const LIST_OF_2500: &str = "GET …/8c4cac22-ab0e-4635-a1e7-3c720e9322bd/versions/12.4.1/oauth-apps";
/// A sign-in without a code.
pub const SIGN_IN: &str = "POST /oauth/token password";
/// A sign-in with a code.
pub const SIGN_IN_WITH_CODE: &str = "POST /oauth/token password with a code";
/// A renewal.
pub const RENEWAL: &str = "POST /oauth/token refresh_token";
/// A mailed code: no request, but something that reaches a person.
pub const MAIL: &str = "a mailed code";
/// A connection to the second server that redirects lead to.
pub const ELSEWHERE: &str = "a connection to the second server";

/// The publisher's first app.
pub const APP: &str = "b253a705-44b4-4001-a8f2-7265cf95d101";

const APPS: &str = "/api/v1/publisher/app/oauth/public/apps/";

/// The path that a name in a tally shortens.
pub fn whole_path(shortened: &str) -> String {
    match shortened.strip_prefix("…/") {
        Some(rest) if rest.starts_with("versions/") => format!("{APPS}{APP}/{rest}"),
        Some(rest) => format!("{APPS}{rest}"),
        None => shortened.to_owned(),
    }
}

/// What a request is called in a tally.
pub fn name(request: &Recorded) -> String {
    let (method, path) = (&request.method, &request.path);
    if path == "/oauth/token" {
        let form: BTreeMap<String, String> = url::form_urlencoded::parse(&request.body).into_owned().collect();
        let grant = form.get("grant_type").map_or("without a grant", String::as_str);
        let code = if form.contains_key("2fa_confirmation") { " with a code" } else { "" };
        return format!("{method} {path} {grant}{code}");
    }
    let path = path.replace(APPS, "…/").replace(&format!("…/{APP}/"), "…/");
    let token = request.header("authorization").unwrap_or("none");
    let form = if token.starts_with("Bearer ") { "" } else { " with the bare token" };
    format!("{method} {path}{form}")
}

/// Everything so far.
pub fn of(desk: &TestDesk) -> Tally {
    let mut tally = Tally::new();
    for request in desk.sandbox.requests() {
        *tally.entry(name(&request)).or_default() += 1;
    }
    let mails = desk.sandbox.mailbox().len();
    if mails > 0 {
        tally.insert(MAIL.to_owned(), mails);
    }
    tally
}

/// What has come since an earlier tally.
pub fn since(earlier: &Tally, mut now: Tally) -> Tally {
    for (name, count) in earlier {
        let left = now.get(name).copied().unwrap_or_default() - count;
        if left == 0 {
            now.remove(name)
        } else {
            now.insert(name.clone(), left)
        };
    }
    now
}

/// A tally as a scenario writes it down; what is counted as 0 is left out.
pub fn expected(counts: &[(&str, usize)]) -> Tally {
    counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| ((*name).to_owned(), *count)).collect()
}
