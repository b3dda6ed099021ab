//! Lists in every shape a server might give.

use super::*;

#[tokio::test]
async fn the_documented_client_is_read_whole() {
    let f = signed_in(|_, _| reply(200, &format!(r#"{{"items":[{CLIENT}],"paging":{{"next_cursor":"x+/="}}}}"#))).await;
    let page = page(&f, &both()).await.unwrap();
    let [client] = page.clients.as_slice() else { panic!("{page:?}") };
    assert_eq!(client.client_id, "7f3c9a1e52d04b7e9c410f6a2d18b2d4");
    assert_eq!(client.client_secret.as_ref().unwrap().expose(), "MARKER-1");
    assert_eq!(client.scope.iter().map(Scope::as_str).collect::<Vec<_>>(), ["device:read", "store:read"]);
    assert_eq!(client.authorized_grant_types, ["authorization_code", "refresh_token", "implicit"]);
    assert_eq!(client.registered_redirect_uri, ["https://kassa.example/"]);
    assert_eq!((client.access_token_validity, client.kind()), (Some(604_800), ClientKind::Web));
    assert_eq!(
        (client.publisher_id.as_deref(), client.app_id.as_deref(), client.version_id.as_deref()),
        (Some("p-1"), Some("a-1"), Some("2.4.0"))
    );
    assert!(client.extra.is_empty());
    assert_eq!((page.next_cursor.as_deref(), page.unreadable), (Some("x+/="), 0));
    assert!(!format!("{page:?}").contains("MARKER"));
}

#[test]
fn every_form_of_the_last_page_is_the_last_page() {
    for paging in [
        "",
        r#","paging":{}"#,
        r#","paging":null"#,
        r#","paging":{"next_cursor":null}"#,
        r#","paging":{"next_cursor":""}"#,
        r#","paging":[]"#,
    ] {
        let value = serde_json::from_str(&format!(r#"{{"items":[]{paging}}}"#)).unwrap();
        let list = read::list(&value).unwrap();
        assert_eq!((list.next_cursor, list.cursor_is_unreadable), (None, false), "{paging}");
    }
    let list = read::list(&json!({"items": [], "paging": {"next_cursor": 17}})).unwrap();
    assert_eq!(list.next_cursor.as_deref(), Some("17"));
    let list = read::list(&json!({"items": [], "paging": {"next_cursor": {"a": 1}}})).unwrap();
    assert_eq!((list.next_cursor, list.cursor_is_unreadable), (None, true));
}

#[test]
fn one_bad_item_does_not_lose_a_list() {
    let items = json!([{"client_id": "a"}, 7, {"client_id": null}, {"client_id": " "}, {}, null, {"client_id": "a"}, {"client_id": 9}]);
    for value in [json!({ "items": items.clone() }), items] {
        let list = read::list(&value).unwrap();
        let ids: Vec<&str> = list.clients.iter().map(|client| client.client_id.as_str()).collect();
        assert_eq!((ids, list.unreadable), (vec!["a", "a", "9"], 5));
    }
}

#[tokio::test]
async fn a_list_that_is_not_there_is_not_an_empty_one() {
    for body in ["{}", r#"{"items":null}"#, r#"{"items":{}}"#, "7", r#""MARKER""#] {
        let f = signed_in(move |_, _| reply(200, body)).await;
        let error = page(&f, &both()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Unreadable, "{body}");
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}

#[test]
fn strange_fields_are_kept_and_spoil_nothing() {
    let client = read::client(&json!({
        "client_id": "a", "client_secret": 12345, "scope": "store:read  device:read", "authorized_grant_types": null,
        "registered_redirect_uri": ["https://a.example", null, 7], "access_token_validity": "604800.0", "app_id": {"odd": true},
        "note": "<b>да</b>", "webhook_secret": "MARKER"
    }))
    .unwrap();
    assert_eq!(client.client_secret.as_ref().unwrap().expose(), "12345");
    assert_eq!(client.scope.iter().map(Scope::as_str).collect::<Vec<_>>(), ["store:read", "device:read"]);
    assert_eq!(client.registered_redirect_uri, ["https://a.example", "7"]);
    assert_eq!((client.access_token_validity, client.app_id.as_deref()), (Some(604_800), None));
    let names: Vec<&str> = client.extra.keys().map(String::as_str).collect();
    assert_eq!(names, ["app_id", "note", "registered_redirect_uri", "webhook_secret"]);
    assert!(matches!(&client.extra["note"], ExtraValue::Plain(note) if note == "<b>да</b>"));
    assert!(matches!(&client.extra["registered_redirect_uri"], ExtraValue::Plain(all) if all == r#"["https://a.example",null,7]"#));
    assert!(!format!("{client:?}").contains("MARKER"));
}

#[test]
fn a_secret_of_an_unexpected_kind_is_still_hidden() {
    let client = read::client(&json!({"client_id": "a", "client_secret": {"value": "MARKER"}})).unwrap();
    assert!(client.client_secret.is_none() && matches!(client.extra["client_secret"], ExtraValue::Hidden(_)));
}

#[tokio::test]
async fn a_page_larger_than_a_mebibyte_is_read() {
    let item = format!(r#"{{"client_id":"c","note":"{}"}}"#, "x".repeat(2_000));
    let body = format!(r#"{{"items":[{}]}}"#, vec![item; 1_000].join(","));
    let f = signed_in(move |_, _| reply(200, &body)).await;
    assert_eq!(page(&f, &both()).await.unwrap().clients.len(), 1_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_makes_the_reader_panic(value in any_json()) {
        let _ = read::list(&value);
        let _ = read::client(&value);
    }

    #[test]
    fn a_client_with_an_id_is_read_whatever_else_there_is(
        id in "[a-f0-9]{1,32}",
        odd in any_json(),
        field in prop::sample::select(vec!["client_secret", "scope", "registered_redirect_uri", "access_token_validity", "version_id", "new_field"]),
        others in prop::collection::vec(any_json(), 0..3),
    ) {
        let mut items = others;
        items.insert(items.len() / 2, json!({"client_id": id.clone(), field: odd}));
        let list = read::list(&json!({"items": items, "paging": {}})).unwrap();
        prop_assert!(list.clients.iter().any(|client| client.client_id == id));
    }
}
