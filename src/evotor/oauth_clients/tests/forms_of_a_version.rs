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
    assert_eq!(f.learnt.lock().unwrap().len(), 1);
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
async fn an_empty_list_teaches_nothing() {
    let f = signed_in(|_, _| reply(200, r#"{"items":[]}"#)).await;
    page(&f, &version(Some(ID), None)).await.unwrap();
    assert_eq!(f.evotor.readings(), Readings::default());
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
