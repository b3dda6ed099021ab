//! Signing in: the code, its life and its tries, the ten remembered programs, the answer's fields.

use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::json;
use tokendesk::sandbox::{CodeDemand, ExpiresIn, TokenForm};

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn claims(token: &str) -> Value {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else { panic!("three parts: {token}") };
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert_eq!(header, json!({ "alg": "HS256", "typ": "JWT" }));
    assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap().len(), 32);
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

fn code(sandbox: &Sandbox) -> String {
    sandbox.latest_mail(ANNA).unwrap().code
}

async fn description(sandbox: &Sandbox, body: &str) -> String {
    let (status, answer) = post_token(sandbox, body).await;
    assert_eq!((status.as_u16(), answer["error"].as_str()), (400, Some("invalid_grant")), "{answer}");
    text(&answer, "error_description")
}

#[tokio::test]
async fn a_new_program_is_asked_for_a_mailed_code_and_a_known_one_is_not() {
    let sandbox = sandbox();
    assert_eq!(description(&sandbox, SIGN_IN).await, "2fa_confirmation is required: the confirmation code was sent to the e-mail");
    let mails = sandbox.mailbox();
    assert_eq!((mails.len(), mails[0].to.as_str(), mails[0].at), (1, ANNA, morning()));
    assert_eq!(mails[0].code.len(), 6);

    let (status, _) = post_token(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox))).await;
    assert_eq!(status, 200);
    let (status, _) = post_token(&sandbox, SIGN_IN).await;
    assert_eq!(status, 200);
    assert_eq!(sandbox.mailbox().len(), 1);
}

#[tokio::test]
async fn the_answer_has_exactly_the_documented_fields() {
    let answer = sign_in(&sandbox()).await;
    let documented = [
        "X-Fingerprint",
        "access_token",
        "expires_in",
        "iat",
        "jti",
        "refresh_token",
        "scope",
        "token_type",
        "x_longlived",
        "x_uid",
        "x_user_id",
    ];
    assert_eq!(keys(&answer), documented);
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 1799);
    assert_eq!(answer["scope"], "read write purchase");
    assert_eq!((&answer["x_uid"], &answer["x_longlived"]), (&Value::Null, &json!(false)));
    assert_eq!(answer["iat"], morning().as_millisecond());
}

#[tokio::test]
async fn the_access_token_is_a_jwt_with_exp_in_seconds_and_iat_in_milliseconds() {
    let answer = sign_in(&sandbox()).await;
    let access = claims(&text(&answer, "access_token"));
    let documented = ["X-Fingerprint", "authorities", "client_id", "exp", "iat", "jti", "scope", "user_name", "x_user_id"];
    assert_eq!(keys(&access), documented);
    assert_eq!(access["exp"], morning().as_second() + 30 * 60);
    assert_eq!(access["iat"], morning().as_millisecond());
    assert_eq!(access["authorities"], json!(["ROLE_PUBLISHER"]));
    assert_eq!(access["scope"], json!(["read", "write", "purchase"]));
    assert_eq!((&access["client_id"], &access["user_name"]), (&json!("Evo-UI"), &json!(ANNA)));
    assert_eq!(access["jti"], answer["jti"]);
    let refresh = claims(&text(&answer, "refresh_token"));
    assert_eq!(refresh["exp"], morning().as_second() + 12 * 60 * 60);
    assert_eq!(refresh["ati"], answer["jti"]);
}

#[tokio::test]
async fn cyrillic_travels_in_address_password_and_claims() {
    let sandbox = sandbox();
    let body = "type=LOGIN&grant_type=password&client_id=Evo-UI\
                &username=%D0%B1%D0%BE%D1%80%D0%B8%D1%81%40%D0%B2%D0%B0%D1%81%D0%B8%D0%BB%D1%91%D0%BA.example\
                &password=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C+%D0%B2%D0%B0%D1%81%D0%B8%D0%BB%D1%8C%D0%BA%D0%B0";
    post_token(&sandbox, body).await;
    let code = sandbox.latest_mail("борис@василёк.example").unwrap().code;
    let (status, answer) = post_token(&sandbox, &format!("{body}&2fa_confirmation={code}")).await;
    assert_eq!(status, 200);
    assert_eq!(claims(&text(&answer, "access_token"))["user_name"], "борис@василёк.example");
}

#[tokio::test]
async fn the_code_is_taken_from_the_body_from_the_header_and_from_both_when_they_agree() {
    for (in_body, in_header) in [(true, false), (false, true), (true, true)] {
        let sandbox = sandbox();
        post_token(&sandbox, SIGN_IN).await;
        let code = code(&sandbox);
        let body = if in_body { format!("{SIGN_IN}&2fa_confirmation={code}") } else { SIGN_IN.to_owned() };
        let request = token_request(&sandbox, &body);
        let request = if in_header { request.header("2fa_confirmation", &code) } else { request };
        assert_eq!(request.send().await.unwrap().status(), 200, "body {in_body}, header {in_header}");
    }
    let sandbox = sandbox();
    post_token(&sandbox, SIGN_IN).await;
    let code = code(&sandbox);
    for (in_body, in_header) in [(code.as_str(), "000"), ("000", code.as_str())] {
        let request = token_request(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={in_body}"));
        assert_eq!(request.header("2fa_confirmation", in_header).send().await.unwrap().status(), 400);
    }
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_is_dead_and_a_new_one_must_be_asked_for() {
    let sandbox = sandbox();
    post_token(&sandbox, SIGN_IN).await;
    let first = code(&sandbox);
    for _ in 0..5 {
        assert_eq!(description(&sandbox, &format!("{SIGN_IN}&2fa_confirmation=wrong")).await, "2fa_confirmation is wrong");
    }
    let right = format!("{SIGN_IN}&2fa_confirmation={first}");
    let dead = "2fa_confirmation is dead after too many attempts: ask for a new confirmation code";
    assert_eq!(description(&sandbox, &right).await, dead);
    post_token(&sandbox, SIGN_IN).await;
    let (status, _) = post_token(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox))).await;
    assert_eq!((status.as_u16(), sandbox.mailbox().len()), (200, 2));
}

#[tokio::test]
async fn a_code_lives_ten_minutes_and_the_next_one_kills_it() {
    let sandbox = sandbox();
    post_token(&sandbox, SIGN_IN).await;
    let first = format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox));
    sandbox.advance(SignedDuration::from_mins(10));
    assert_eq!(description(&sandbox, &first).await, "2fa_confirmation has expired: ask for a new confirmation code");

    let mut second = first.clone();
    while second == first {
        post_token(&sandbox, SIGN_IN).await;
        second = format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox));
    }
    assert_eq!(description(&sandbox, &first).await, "2fa_confirmation is wrong");
    sandbox.advance(SignedDuration::from_mins(10) - SignedDuration::from_secs(1));
    let (status, _) = post_token(&sandbox, &second).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_code_that_was_never_mailed_or_is_used_up_opens_nothing() {
    let sandbox = sandbox();
    let unknown = "2fa_confirmation is not known: ask for a new confirmation code";
    assert_eq!(description(&sandbox, &format!("{SIGN_IN}&2fa_confirmation=123456")).await, unknown);
    post_token(&sandbox, SIGN_IN).await;
    let with_code = format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox));
    assert_eq!(post_token(&sandbox, &with_code).await.0, 200);
    sandbox.forget_programs();
    assert_eq!(description(&sandbox, &with_code).await, unknown);
}

#[tokio::test]
async fn wrong_password_unknown_address_and_blocked_account_are_refused_without_mail() {
    let sandbox = sandbox();
    let body =
        |email: &str, password: &str| format!("type=LOGIN&grant_type=password&client_id=Evo-UI&username={email}&password={password}");
    assert_eq!(description(&sandbox, &body("anna%40romashka.example", "wrong")).await, "Bad credentials");
    assert_eq!(description(&sandbox, &body("nobody%40romashka.example", "romashka-2024")).await, "Bad credentials");
    assert_eq!(description(&sandbox, &body("klara%40landysh.example", "landysh-2024")).await, "User account is locked");
    assert_eq!(sandbox.mailbox(), []);
}

#[tokio::test]
async fn the_last_ten_programs_are_remembered_and_the_eleventh_forgets_the_oldest() {
    let sandbox = sandbox();
    let attempt = async |program: usize, body: String| {
        let request = token_request_from(&sandbox, &format!("program {program}"), &body);
        request.send().await.unwrap().status().as_u16()
    };
    for program in 0..11 {
        assert_eq!(attempt(program, SIGN_IN.to_owned()).await, 400);
        assert_eq!(attempt(program, format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox))).await, 200);
    }
    for program in 1..11 {
        assert_eq!(attempt(program, SIGN_IN.to_owned()).await, 200, "program {program}");
    }
    assert_eq!(attempt(0, SIGN_IN.to_owned()).await, 400);
}

#[tokio::test]
async fn a_request_that_is_not_the_documented_one_is_refused_in_springs_words() {
    let sandbox = sandbox();
    let wrong = [
        ("type=LOGIN&grant_type=password&username=a&password=b", 401, "unauthorized"),
        ("type=LOGIN&grant_type=password&client_id=Other&username=a&password=b", 401, "invalid_client"),
        ("type=LOGIN&client_id=Evo-UI", 400, "invalid_request"),
        ("grant_type=password&client_id=Evo-UI&username=a&password=b", 400, "invalid_request"),
        ("type=LOGIN&grant_type=password&client_id=Evo-UI", 400, "invalid_grant"),
        ("grant_type=client_credentials&client_id=Evo-UI", 400, "unsupported_grant_type"),
        ("grant_type=refresh_token&client_id=Evo-UI", 400, "invalid_request"),
    ];
    for (body, status, error) in wrong {
        let (got, answer) = post_token(&sandbox, body).await;
        assert_eq!((got.as_u16(), answer["error"].as_str()), (status, Some(error)), "{body}: {answer}");
        assert_eq!(keys(&answer), ["error", "error_description"]);
    }
    let (dev, ..) = sandbox.addresses();
    let json = http().post(format!("{dev}/oauth/token")).header(CONTENT_TYPE, "application/json").body("{}");
    assert_eq!(json.send().await.unwrap().status(), 415);
    let (status, answer) = read(http().get(format!("{dev}/oauth/token")).send().await.unwrap()).await;
    assert_eq!((status.as_u16(), &answer["error"]), (405, &json!("Method Not Allowed")));
}

#[tokio::test]
async fn a_code_can_be_demanded_in_other_ways() {
    for demand in CodeDemand::ALL.iter().copied() {
        let sandbox = sandbox_with(Switches { code_demand: demand, ..Switches::default() });
        for body in [SIGN_IN.to_owned(), format!("{SIGN_IN}&2fa_confirmation=wrong")] {
            let (status, answer) = post_token(&sandbox, &body).await;
            match demand {
                CodeDemand::SaysSo => assert!(status == 400 && text(&answer, "error_description").contains("2fa_confirmation")),
                CodeDemand::Silent => assert_eq!((status.as_u16(), answer), (403, Value::Null)),
                CodeDemand::UnknownWords => {
                    assert_eq!((status.as_u16(), answer), (400, json!({ "error": "step_up", "error_description": "E-4711" })));
                }
            }
        }
        let (status, _) = post_token(&sandbox, &format!("{SIGN_IN}&2fa_confirmation={}", code(&sandbox))).await;
        assert_eq!(status, 200, "{demand:?}");
    }
}

#[tokio::test]
async fn session_tokens_can_be_uuids_and_expires_in_can_be_written_in_other_ways() {
    let sandbox = sandbox_with(Switches { session_tokens: TokenForm::Uuid, ..Switches::default() });
    let answer = sign_in(&sandbox).await;
    for field in ["access_token", "refresh_token"] {
        assert!(text(&answer, field).parse::<uuid::Uuid>().is_ok(), "{field}");
    }
    let wanted = [json!(1799), json!("1799"), json!(1799.0), Value::Null];
    for (expires_in, wanted) in ExpiresIn::ALL.iter().copied().zip(wanted) {
        sandbox.set_switches(Switches { expires_in, ..Switches::default() });
        let (_, answer) = post_token(&sandbox, SIGN_IN).await;
        assert_eq!(answer.get("expires_in").unwrap_or(&Value::Null), &wanted, "{expires_in:?}");
    }
}
