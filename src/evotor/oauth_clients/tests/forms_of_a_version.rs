//! A version by id, by number, or by both.

use super::*;

/// Knows the version under these names only.
fn knows(names: &'static [&'static str]) -> impl Fn(usize, &Seen) -> Reply + Send + Sync {
    move |_, seen| {
        let path = seen.target.split('?').next().unwrap_or_default();
        let is_known = names.iter().any(|name| path == clients_path(name));
        match (is_known, seen.method.as_str()) {
            (true, "POST") => reply(200, r#"{"client_id":"new"}"#),
            (true, _) => reply(200, r#"{"items":[{"client_id":"c1"}],"paging":{"next_cursor":"2"}}"#),
            (false, _) => reply(404, r#"{"code":"not_found","message":"Нет такой версии"}"#),
        }
    }
}

#[tokio::test]
async fn a_list_tries_the_other_form_once_and_remembers_it() {
    let f = signed_in(knows(&[ID])).await;
    page(&f, &both()).await.unwrap();
    f.evotor.oauth_clients().page(&both(), Some("2")).await.unwrap();
    page(&f, &both()).await.unwrap();
    let (number, id) = (clients_path(NUMBER), clients_path(ID));
    assert_eq!(targets(&f), [number, id.clone(), format!("{id}?cursor=2"), id]);
    assert_eq!(f.evotor.readings().list_clients.version, Some(VersionForm::Id));
    // One lesson about the header, one about the version.
    assert_eq!(f.learnt.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_form_remembered_from_before_goes_first() {
    let readings = Readings { list_clients: Reading { version: Some(VersionForm::Id), ..Reading::default() }, ..Readings::default() };
    let f = Fixture::with(knows(&[ID]), None, readings).await;
    f.begin("A1", None);
    page(&f, &both()).await.unwrap();
    assert_eq!(targets(&f), [clients_path(ID)]);
}

#[tokio::test]
async fn a_version_that_is_known_in_one_form_only_does_not_change_what_was_learnt() {
    let f = signed_in(knows(&[ID, NUMBER])).await;
    for only in [version(None, Some(NUMBER)), version(Some(ID), None)] {
        page(&f, &only).await.unwrap();
        create(&f, &only).await.unwrap();
    }
    let readings = f.evotor.readings();
    assert_eq!((readings.list_clients.version, readings.create_client.version), (Some(VersionForm::Number), Some(VersionForm::Number)));
}

#[tokio::test]
async fn a_create_learns_anew_from_a_refusal_and_forgets_with_the_rest() {
    let f = signed_in(knows(&[NUMBER])).await;
    let readings = |f: &Fixture| f.evotor.readings().create_client.version;
    create(&f, &version(None, Some(NUMBER))).await.unwrap();
    assert_eq!(readings(&f), Some(VersionForm::Number));
    f.evotor.forget_learnt();
    assert_eq!(readings(&f), None);
    assert!(create(&f, &both()).await.is_err());
    create(&f, &both()).await.unwrap();
    assert_eq!(readings(&f), Some(VersionForm::Number));
    f.evotor.forget_learnt();
    assert!(create(&f, &both()).await.is_err(), "what was refused is forgotten too");
    let sent = [NUMBER, ID, NUMBER, ID].map(|form| format!("{}?type=web", clients_path(form)));
    assert_eq!(targets(&f), sent);
}

#[tokio::test]
async fn a_version_found_in_neither_form_is_not_found() {
    let f = signed_in(knows(&[])).await;
    let error = page(&f, &both()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Refused(404));
    assert_eq!(error.details().path, clients_path(NUMBER));
    assert_eq!(f.counts(), [2, 0, 0]);
    assert_eq!(f.evotor.readings(), Readings::default());
}

#[tokio::test]
async fn with_one_form_only_there_is_nothing_else_to_try() {
    let f = signed_in(knows(&[ID])).await;
    let error = page(&f, &version(None, Some(NUMBER))).await.unwrap_err();
    assert_eq!((*error.kind(), f.counts()), (ErrorKind::Refused(404), [1, 0, 0]));
}

#[tokio::test]
async fn a_later_page_does_not_change_its_form() {
    let f = signed_in(knows(&[])).await;
    assert!(f.evotor.oauth_clients().page(&both(), Some("2")).await.is_err());
    assert_eq!(f.counts(), [1, 0, 0]);
}

#[tokio::test]
async fn an_empty_list_teaches_nothing_of_the_version() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[]}"#)).await;
    page(&f, &version(Some(ID), None)).await.unwrap();
    assert_eq!(f.evotor.readings().list_clients.version, None);
}

#[tokio::test]
async fn a_create_asks_before_it_tries_the_other_form() {
    let f = signed_in(knows(&[NUMBER])).await;
    let Err(CreateError::NeedsOtherVersionForm { wanted, error }) = create(&f, &version(Some(ID), None)).await else { panic!() };
    assert_eq!((wanted, error.server_message(), error.outcome_unknown()), (VersionForm::Number, Some("Нет такой версии"), false));
    assert_eq!(f.counts(), [0, 0, 1]);
    // The person types the number and tries again.
    create(&f, &both()).await.unwrap();
    create(&f, &both()).await.unwrap();
    let sent = [ID, NUMBER, NUMBER].map(|form| format!("{}?type=web", clients_path(form)));
    assert_eq!(targets(&f), sent);
    assert_eq!(f.evotor.readings().create_client.version, Some(VersionForm::Number));
}

#[tokio::test]
async fn a_create_that_neither_form_helps_is_not_asked_about_again() {
    let f = signed_in(knows(&[])).await;
    let first = create(&f, &version(Some(ID), None)).await;
    assert!(matches!(first, Err(CreateError::NeedsOtherVersionForm { wanted: VersionForm::Number, .. })));
    let Err(CreateError::Api(error)) = create(&f, &both()).await else { panic!() };
    assert_eq!((*error.kind(), f.counts()), (ErrorKind::Refused(404), [0, 0, 2]));
}

/// Wants a UUID, and says so of a number as Spring does, or not at all.
fn wants_a_uuid(words: &'static str) -> impl Fn(usize, &Seen) -> Reply + Send + Sync {
    move |_, seen| match (seen.target.starts_with(&clients_path(ID)), seen.method.as_str()) {
        (false, _) => reply(400, words),
        (true, "POST") => reply(200, r#"{"client_id":"new"}"#),
        (true, _) => reply(200, r#"{"items":[{"client_id":"c1"}]}"#),
    }
}

const NO_UUID: [&str; 4] = [
    r#"{"code":"type_mismatch","message":"Failed to convert value of type 'java.lang.String' to required type 'java.util.UUID'"}"#,
    r#"{"error":"Bad Request","message":"Неверный идентификатор версии"}"#,
    r#"{"timestamp":"2030-05-01","status":400,"error":"Bad Request","path":"/api"}"#,
    "",
];

#[tokio::test]
async fn a_number_that_is_no_uuid_is_tried_as_an_id_on_reads() {
    for words in NO_UUID {
        let f = signed_in(wants_a_uuid(words)).await;
        page(&f, &both()).await.unwrap();
        page(&f, &both()).await.unwrap();
        assert_eq!(targets(&f), [clients_path(NUMBER), clients_path(ID), clients_path(ID)], "{words}");
        let error = page(&f, &version(None, Some(NUMBER))).await.unwrap_err();
        assert_eq!((*error.kind(), f.counts()), (ErrorKind::Refused(400), [4, 0, 0]), "{words}: there is no id to try");
    }
}

#[tokio::test]
async fn a_number_that_has_worked_is_not_the_cause_of_a_400_nor_are_fields_that_are_named() {
    let f = signed_in(|n, _| if n == 0 { reply(200, r#"{"items":[{"client_id":"c1"}]}"#) } else { reply(400, "") }).await;
    page(&f, &both()).await.unwrap();
    assert_eq!(*page(&f, &both()).await.unwrap_err().kind(), ErrorKind::Refused(400));
    assert_eq!(f.counts(), [2, 0, 0]);
    let f = signed_in(wants_a_uuid(r#"{"message":"version","violations":[{"subject":"cursor","reason":"bad"}]}"#)).await;
    assert_eq!(*page(&f, &both()).await.unwrap_err().kind(), ErrorKind::Refused(400));
    assert_eq!(f.counts(), [1, 0, 0]);
}

#[tokio::test]
async fn a_create_by_a_number_that_is_no_uuid_asks_for_the_id_and_is_not_sent_again() {
    for words in NO_UUID {
        let f = signed_in(wants_a_uuid(words)).await;
        let Err(CreateError::NeedsOtherVersionForm { wanted, .. }) = create(&f, &version(None, Some(NUMBER))).await else { panic!() };
        assert_eq!((wanted, f.counts()), (VersionForm::Id, [0, 0, 1]), "{words}");
    }
    let about_the_body = [r#"{"message":"redirect address is taken"}"#, r#"{"violations":[{"subject":"scope","reason":"version"}]}"#];
    for words in about_the_body {
        let f = signed_in(wants_a_uuid(words)).await;
        assert!(matches!(create(&f, &version(None, Some(NUMBER))).await, Err(CreateError::Api(_))), "{words}");
        assert_eq!(f.counts(), [0, 0, 1], "{words}");
    }
}

#[tokio::test]
async fn a_cloud_that_changes_its_mind_about_the_form_of_a_create_is_followed_each_time() {
    let wants = [NUMBER, NUMBER, ID, ID, NUMBER, NUMBER];
    let f = signed_in(move |n, seen| {
        let is_known = seen.target.starts_with(&clients_path(wants[n]));
        if is_known { reply(200, r#"{"client_id":"new"}"#) } else { reply(404, "") }
    })
    .await;
    let mut asked_for = Vec::new();
    for _ in wants {
        if let Err(error) = create(&f, &both()).await {
            let CreateError::NeedsOtherVersionForm { wanted, .. } = error else { panic!("{error:?}") };
            asked_for.push(wanted);
        }
    }
    assert_eq!(asked_for, [VersionForm::Number, VersionForm::Id, VersionForm::Number]);
    assert_eq!(targets(&f), [ID, NUMBER, NUMBER, ID, ID, NUMBER].map(|form| format!("{}?type=web", clients_path(form))));
}

fn named(names: &[&str]) -> Vec<OauthClient> {
    names.iter().map(|name| read::client(&json!({"client_id": "c", "version_id": name})).unwrap()).collect()
}

#[test]
fn answers_teach_the_form_that_was_not_known() {
    let (only_id, only_number) = (version(Some(ID), None), version(None, Some(NUMBER)));
    let number = Learnt { version_number: Some(NUMBER.into()), ..Learnt::default() };
    assert_eq!(learnt(&only_id, ID, VersionForm::Id, &named(&[NUMBER, NUMBER])), number);
    let id = Learnt { version_id: Some(ID.into()), ..Learnt::default() };
    assert_eq!(learnt(&only_number, NUMBER, VersionForm::Number, &named(&[ID])), id);
    let nothing = Learnt::default();
    assert_eq!(learnt(&both(), NUMBER, VersionForm::Number, &named(&[ID])), nothing, "known already");
    assert_eq!(learnt(&only_number, NUMBER, VersionForm::Number, &named(&[NUMBER])), nothing);
    assert_eq!(learnt(&only_number, NUMBER, VersionForm::Number, &named(&["2.5.0"])), nothing, "another number is no id");
    assert_eq!(learnt(&only_id, ID, VersionForm::Id, &named(&[NUMBER, "2.5.0"])), nothing, "they do not agree");
    assert_eq!(learnt(&only_id, ID, VersionForm::Id, &[]), nothing);
    let mut all = number.clone();
    all.add(Learnt { version_id: Some(ID.into()), version_number: Some("9".into()) });
    assert_eq!(all, Learnt { version_id: Some(ID.into()), version_number: Some(NUMBER.into()) });
}

#[tokio::test]
async fn a_page_and_a_create_say_what_they_taught() {
    let f = signed_in(|_, seen| {
        let client = format!(r#"{{"client_id":"c","version_id":"{NUMBER}"}}"#);
        if seen.method == "GET" { reply(200, &format!(r#"{{"items":[{client}]}}"#)) } else { reply(200, &client) }
    })
    .await;
    let number = Learnt { version_number: Some(NUMBER.into()), ..Learnt::default() };
    assert_eq!(page(&f, &version(Some(ID), None)).await.unwrap().learnt, number);
    assert_eq!(create(&f, &version(Some(ID), None)).await.unwrap().learnt, number);
}
