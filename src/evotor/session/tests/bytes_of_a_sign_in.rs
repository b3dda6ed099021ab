//! Sign-in as bytes, and what its answers mean.

use super::*;

async fn attempt(server: &Recorder, code: Option<&str>, user_agent: &str) -> Result<SignedIn, SignInError> {
    let clock: SharedClock = TestClock::at("2030-05-01T12:00:00Z");
    let credentials =
        Credentials {
            email: "anna+desk@romashka.example".into(), password: "пароль & 1+1".into(), code: code.map(Into::into), user_agent
        };
    let addresses = CloudAddresses::one_base(server.url(""));
    sign_in(&transport(Arc::clone(&clock)), &addresses, &clock, &credentials).await
}

const FORM: &str = "type=LOGIN&grant_type=password&client_id=Evo-UI&username=anna%2Bdesk%40romashka.example\
    &password=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C+%26+1%2B1";

#[tokio::test]
async fn a_sign_in_without_a_code_has_none_anywhere() {
    let server = Recorder::always(tokens("A", "R")).await;
    attempt(&server, None, OUR_USER_AGENT).await.unwrap();
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/oauth/token"));
    assert_eq!(seen.body(), FORM);
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen.header("user-agent"), Some("Tokendesk"));
    for absent in ["2fa_confirmation", "authorization", "x-authorization", "origin", "referer", "cookie"] {
        assert_eq!(seen.header(absent), None);
    }
}

#[tokio::test]
async fn a_typed_code_stands_in_the_body_and_in_the_header() {
    let server = Recorder::always(tokens("A", "R")).await;
    attempt(&server, Some("049 Ж7"), "Mozilla/5.0").await.unwrap();
    let seen = server.only();
    assert_eq!(seen.body(), format!("{FORM}&2fa_confirmation=049+%D0%967"));
    assert_eq!(seen.header("2fa_confirmation"), Some("049 Ж7"));
    assert_eq!(seen.header("user-agent"), Some("Mozilla/5.0"));
}

#[tokio::test]
async fn the_documented_answer_is_a_session() {
    let answer = r#"{"access_token":"A-1","token_type":"bearer","refresh_token":"R-1","expires_in":1799,"scope":"read write purchase",
        "X-Fingerprint":"f","x_user_id":"u-7","x_uid":null,"iat":1893456000000,"x_longlived":false,"jti":"j"}"#;
    let server = Recorder::always(json(200, answer)).await;
    let signed_in = attempt(&server, None, "ua").await.unwrap();
    assert_eq!((signed_in.tokens.access().expose(), signed_in.tokens.refresh().unwrap().expose()), ("A-1", "R-1"));
    assert_eq!((signed_in.email.as_str(), signed_in.user_id.as_deref()), ("anna+desk@romashka.example", Some("u-7")));
    let ends: Option<Timestamp> = "2030-05-01T12:29:59Z".parse().ok();
    assert_eq!((signed_in.tokens.lifetimes().access_ends, signed_in.tokens.user_agent()), (ends, "ua"));
}

#[tokio::test]
async fn the_least_answer_is_a_session_of_unknown_length() {
    let server = Recorder::always(json(200, r#"{"access_token":"A-1","refresh_token":null,"expires_in":"soon","x_user_id":7}"#)).await;
    let signed_in = attempt(&server, None, "ua").await.unwrap();
    let lifetimes = signed_in.tokens.lifetimes();
    assert_eq!((lifetimes.access_ends, lifetimes.sign_in_ends, signed_in.user_id.as_deref()), (None, None, Some("7")));
}

#[tokio::test]
async fn an_answer_without_a_usable_token_is_no_session() {
    for (body, expected) in [
        ("{}", ErrorKind::Incomplete),
        (r#"{"access_token":""}"#, ErrorKind::Incomplete),
        (r#"{"access_token":7}"#, ErrorKind::Incomplete),
        ("", ErrorKind::Incomplete),
        ("null", ErrorKind::Incomplete),
        (r#"{"access_token":"MARKER"#, ErrorKind::Incomplete),
        (r#"{"access_token":"MARKER\r\nx: y"}"#, ErrorKind::Unreadable),
        ("<html>MARKER</html>", ErrorKind::NotTheApi),
    ] {
        let server = Recorder::always(json(200, body)).await;
        let error = attempt(&server, None, "ua").await.unwrap_err();
        assert_eq!((error.refusal(), *error.api().kind()), (SignInRefusal::Api, expected), "{body}");
        assert!(!format!("{error} {error:?}").contains("MARKER"));
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn an_attempt_is_sent_once_whatever_becomes_of_it() {
    for reply in
        [json(500, "{}"), json(503, "{}"), json(429, "{}"), Reply::Close(vec![]), Reply::Reset(bytes(200, &[], b"{}")[..40].to_vec())]
    {
        let server = Recorder::always(reply).await;
        assert_eq!(attempt(&server, None, "ua").await.unwrap_err().refusal(), SignInRefusal::Api);
        assert_eq!(server.count(), 1);
    }
}

/// What the server says, and what it means without and with a code.
#[tokio::test]
async fn refusals_are_told_apart_by_their_words() {
    use SignInRefusal::{Api, Blocked, CodeExpired, CodeWanted, Unclear, WrongCode, WrongPassword};
    for (status, body, without, with) in [
        (400, r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#, WrongPassword, WrongPassword),
        (401, r#"{"error":"unauthorized","error_description":"Неверный логин или пароль"}"#, WrongPassword, WrongPassword),
        (400, r#"{"code":"user","message":"Пользователь не найден"}"#, WrongPassword, WrongPassword),
        (400, r#"{"error":"2fa_required"}"#, CodeWanted, WrongCode),
        (403, r#"{"error":"x","error_description":"Two-factor authentication required"}"#, CodeWanted, WrongCode),
        (400, r#"{"message":"Введите код подтверждения, отправленный на почту"}"#, CodeWanted, WrongCode),
        (422, r#"{"violations":[{"subject":"2fa_confirmation","reason":"must not be null"}]}"#, CodeWanted, WrongCode),
        (401, "Please confirm your login", CodeWanted, WrongCode),
        (400, r#"{"message":"One-time password required"}"#, CodeWanted, WrongCode),
        (400, r#"{"message":"Invalid confirmation code"}"#, CodeWanted, WrongCode),
        (400, r#"{"error_description":"Код подтверждения истёк"}"#, CodeWanted, CodeExpired),
        (400, r#"{"error_description":"The code has expired"}"#, CodeWanted, CodeExpired),
        (400, r#"{"error":"invalid_grant","error_description":"User account is locked"}"#, Blocked, Blocked),
        (400, r#"{"error_description":"Учётная запись заблокирована"}"#, Blocked, Blocked),
        (400, r#"{"error_description":"User is disabled"}"#, Blocked, Blocked),
        (423, "", Blocked, Blocked),
        (401, r#"{"message":"Too many attempts, try again later"}"#, Blocked, Blocked),
        (400, r#"{"message":"Превышено количество попыток ввода пароля"}"#, Blocked, Blocked),
        (400, r#"{"message":"Слишком много попыток ввода кода"}"#, Blocked, CodeExpired),
        (400, r#"{"message":"Неверный пароль или код"}"#, Unclear, WrongCode),
        (400, r#"{"error":"invalid_grant"}"#, Unclear, Unclear),
        (401, "", Unclear, Unclear),
        (403, "<html>Forbidden</html>", Unclear, Unclear),
        (400, r#"{"message":"Request failed with status code 400"}"#, Unclear, Unclear),
        (400, r#"{"message":"Код ошибки: 17, неизвестная кодировка"}"#, Unclear, Unclear),
        (401, r#"{"error":"invalid_client"}"#, Api, Api),
        (404, r#"{"message":"no code here"}"#, Api, Api),
        (429, r#"{"message":"too many codes"}"#, Api, Api),
        (500, r#"{"message":"Bad credentials"}"#, Api, Api),
    ] {
        let server = Recorder::always(json(status, body)).await;
        let refusal = async |code| attempt(&server, code, "ua").await.unwrap_err().refusal();
        assert_eq!((refusal(None).await, refusal(Some("1234")).await), (without, with), "{status} {body}");
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn what_was_typed_is_in_no_error() {
    let echo = r#"{"error":"invalid_grant","error_description":"пароль & 1+1 and 049-Ж7 were wrong"}"#;
    let server = Recorder::always(json(400, echo)).await;
    let error = attempt(&server, Some("049-Ж7"), "ua").await.unwrap_err();
    assert_eq!(error.api().server_message(), Some("••• and ••• were wrong"));
    let said = format!("{error} {error:?}");
    assert!(!said.contains("1+1") && !said.contains("049"), "{said}");
}
