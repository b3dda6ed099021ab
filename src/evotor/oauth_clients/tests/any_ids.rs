//! Ids and cursors of any letters, as they come to the server: real requests, taken apart by hand.

use proptest::test_runner::{Config, TestRunner};

use super::*;

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// The method, the ids in the path and the query, if the path is the documented one.
fn taken_apart(seen: &Seen) -> Option<(&str, String, String, Option<&str>)> {
    let (path, query) = seen.target.split_once('?').map_or((seen.target.as_str(), None), |(path, query)| (path, Some(query)));
    let ["", "api", "v1", "publisher", "app", "oauth", "public", "apps", app, "versions", version, "oauth-apps"] =
        path.split('/').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    Some((seen.method.as_str(), decoded(app), decoded(version), query))
}

#[test]
fn whatever_ids_and_cursors_are_they_come_to_the_server_as_they_are() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let f = runtime.block_on(signed_in(|_, seen| reply(200, if seen.method == "GET" { r#"{"items":[]}"# } else { CLIENT })));
    let id = || {
        prop_oneof![any::<String>(), "[./%?# &+\u{1}\u{202e}я]{1,5}"].prop_filter("no address", |id| !matches!(id.trim(), "" | "." | ".."))
    };
    let cases = (id(), id(), prop::option::of("[A-Za-z0-9+/=%&#?я \u{0}]{1,40}"), any::<bool>());
    let config = Config { cases: 64, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&cases, |(app, number, cursor, is_read)| {
        let version = AppVersion { app_id: app.clone(), version_id: None, version_number: Some(number.clone()), name: None };
        let before = f.server.count();
        runtime.block_on(async {
            if is_read {
                f.evotor.oauth_clients().page(&version, cursor.as_deref()).await.unwrap();
            } else {
                create(&f, &version).await.unwrap();
            }
        });
        let seen = f.server.seen().split_off(before);
        let [seen] = &seen[..] else { return Err(TestCaseError::fail(format!("{seen:?}"))) };
        let Some((method, app_came, number_came, query)) = taken_apart(seen) else { return Err(TestCaseError::fail(seen.target.clone())) };
        prop_assert_eq!((app_came, number_came), (app, number));
        if is_read {
            let came = query.map(|query| decoded(query.strip_prefix("cursor=").unwrap_or("the cursor is not alone")));
            prop_assert_eq!((method, came), ("GET", cursor));
            prop_assert!(!query.unwrap_or_default().contains(['&', '+']), "{:?}", query);
        } else {
            prop_assert_eq!((method, query), ("POST", Some("type=web")));
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
