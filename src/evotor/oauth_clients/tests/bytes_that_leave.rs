//! List and create as literal bytes, written from EVOTOR.md.

use super::*;

#[tokio::test]
async fn a_list_is_asked_for_as_documented() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[],"paging":{}}"#)).await;
    page(&f, &both()).await.unwrap();
    let seen = f.server.only();
    assert_eq!(seen.method, "GET");
    assert_eq!(seen.target, "/api/v1/publisher/app/oauth/public/apps/3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5/versions/2.4.0/oauth-apps");
    let origin = format!("http://127.0.0.1:{}", f.server.port());
    for (name, value) in [
        ("authorization", "Bearer A1"),
        ("accept", "Application/vnd.evotor.v2+json"),
        ("content-type", "application/json"),
        ("origin", origin.as_str()),
        ("user-agent", "Tokendesk"),
    ] {
        assert_eq!(seen.header(name), Some(value), "{name}");
    }
    assert_eq!((seen.body(), seen.header("x-authorization"), seen.header("referer")), ("", None, None));
}

#[tokio::test]
async fn a_cursor_goes_back_alone_and_encoded() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[]}"#)).await;
    f.evotor.oauth_clients().page(&both(), Some("AB+c/d==&type=x y")).await.unwrap();
    assert_eq!(f.server.only().target, format!("{}?cursor=AB%2Bc%2Fd%3D%3D%26type%3Dx%20y", clients_path("2.4.0")));
}

#[tokio::test]
async fn ids_are_opaque_segments() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[]}"#)).await;
    let odd = AppVersion { app_id: "a/../b?c".into(), version_id: None, version_number: Some("0.1 бета%".into()), name: None };
    page(&f, &odd).await.unwrap();
    let expected = "/api/v1/publisher/app/oauth/public/apps/a%2F..%2Fb%3Fc/versions/0.1%20%D0%B1%D0%B5%D1%82%D0%B0%25/oauth-apps";
    assert_eq!(f.server.only().target, expected);
}

#[tokio::test]
async fn ids_that_make_no_address_are_not_sent() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[]}"#)).await;
    let climbing = AppVersion { app_id: "..".into(), ..both() };
    for version in [climbing, version(None, None), version(Some("."), None), AppVersion { app_id: String::new(), ..both() }] {
        assert_eq!(*page(&f, &version).await.unwrap_err().kind(), ErrorKind::CannotBeSent);
        let Err(CreateError::Api(error)) = create(&f, &version).await else { panic!("{version:?}") };
        assert_eq!((*error.kind(), error.outcome_unknown()), (ErrorKind::CannotBeSent, false));
    }
    assert_eq!(f.server.count(), 0);
}

#[tokio::test]
async fn a_create_is_as_documented_byte_by_byte() {
    let f = signed_in(|_, _| reply(200, CLIENT)).await;
    let client = NewClient {
        redirect_uris: vec!["https://kassa.example/".into(), "https://склад.example/a?b=\"c\"".into()],
        ..web(&["product:write", "device:read"])
    };
    f.evotor.oauth_clients().create(&both(), &client).await.unwrap();
    let seen = f.server.only();
    assert_eq!(seen.method, "POST");
    assert_eq!(
        seen.target,
        "/api/v1/publisher/app/oauth/public/apps/3f9d27c0-1b52-4c86-9f0e-6a41d8c7b2e5\
         /versions/b07e41aa-52d0-4b7e-9c41-0f6a2d18b2d4/oauth-apps?type=web"
    );
    assert_eq!(
        seen.body(),
        r#"{"registered_redirect_uri":["https://kassa.example/","https://склад.example/a?b=\"c\""],"scope":["product:write","device:read"]}"#
    );
    let origin = format!("http://127.0.0.1:{}", f.server.port());
    for (name, value) in
        [("authorization", "Bearer A1"), ("content-type", "application/json"), ("origin", origin.as_str()), ("user-agent", "Tokendesk")]
    {
        assert_eq!(seen.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_standalone_client_says_so() {
    let f = signed_in(|_, _| reply(200, CLIENT)).await;
    let client = NewClient { kind: ClientKind::Standalone, ..web(&[]) };
    f.evotor.oauth_clients().create(&both(), &client).await.unwrap();
    let seen = f.server.only();
    assert!(seen.target.ends_with("/oauth-apps?type=standalone"));
    assert_eq!(seen.body(), r#"{"registered_redirect_uri":["https://kassa.example/"],"scope":[]}"#);
}

#[tokio::test]
async fn a_pasted_tokens_browser_name_goes_with_every_call() {
    let f = Fixture::signed_out(|_, _| reply(200, r#"{"items":[]}"#)).await;
    f.session.begin(crate::evotor::session::SessionTokens::received(
        "A1".into(),
        None,
        None,
        "Mozilla/5.0 (X11)".into(),
        jiff::Timestamp::UNIX_EPOCH,
    ));
    page(&f, &both()).await.unwrap();
    assert_eq!(f.server.only().header("user-agent"), Some("Mozilla/5.0 (X11)"));
}
