//! Answers that were valid before something was added, left out, moved or made something else: what can be read is read, what is
//! not understood is kept as it came, and what cannot be read is counted.

use proptest::test_runner::{Config, TestRunner};

use super::*;

/// An object as it is written, in an order of its own.
type Fields = Vec<(String, Value)>;

const TEXTS: [&str; 3] = ["publisher_id", "app_id", "version_id"];
const LISTS: [&str; 3] = ["scope", "authorized_grant_types", "registered_redirect_uri"];

fn written(fields: &Fields) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}: {value}", Value::from(name.as_str()))).collect();
    format!("{{\n  {}\n}}", fields.join(" ,\n"))
}

/// A secret, as it should be or in something else.
fn secret() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => "MARKER-[a-f0-9]{8}".prop_map(Value::from),
        1 => Just(json!(["MARKER"])),
        1 => Just(json!({"value": {"inner": "MARKER"}})),
        1 => Just(Value::Null),
    ]
}

/// The documented client, with each field as it should be, or gone, or something else; and fields that nobody knows.
fn any_client() -> impl Strategy<Value = Fields> {
    let id = prop_oneof![9 => "[a-f0-9]{32}".prop_map(Value::from), 1 => any::<u32>().prop_map(Value::from), 2 => any_json()];
    let list = prop_oneof![
        4 => prop::collection::vec("[a-z.]{1,8}:(read|write|\\PC)", 0..4).prop_map(Value::from),
        1 => "[a-z:]{0,4}( |  |\t)[a-z:]{1,4}".prop_map(Value::from),
        1 => prop::collection::vec(any_json(), 0..4).prop_map(Value::from),
        1 => any_json(),
    ];
    let text = prop_oneof![3 => "[a-z0-9.-]{1,12}".prop_map(Value::from), 1 => any_json()];
    let validity =
        prop_oneof![3 => any::<u32>().prop_map(Value::from), 1 => "[0-9]{1,6}(\\.[0-9])?".prop_map(Value::from), 1 => any_json()];
    let field = |name: &'static str, value: BoxedStrategy<Value>| {
        prop::option::weighted(0.8, value).prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    };
    let known = (
        prop::option::weighted(0.95, id).prop_map(|value| value.map(|value| ("client_id".to_owned(), value))),
        field("client_secret", secret().boxed()),
        LISTS.map(|name| field(name, list.clone().boxed())),
        TEXTS.map(|name| field(name, text.clone().boxed())),
        field("access_token_validity", validity.boxed()),
    );
    let unknown = prop::collection::btree_map("x_[a-zа-я ]{0,6}", any_json(), 0..3);
    let unknown_secret = prop::option::of(("(old|new)_(secret|Token|PASSWORD)", secret()));
    let all = (known, unknown, unknown_secret).prop_map(|((id, secret, lists, texts, validity), unknown, unknown_secret)| {
        let known = [id, secret, validity].into_iter().chain(lists).chain(texts).flatten();
        known.chain(unknown).chain(unknown_secret).collect::<Fields>()
    });
    all.prop_shuffle()
}

/// A text that says something, or a number as text.
fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).filter(|text| !text.is_empty()).or_else(|| value.is_number().then(|| value.to_string()))
}

fn get<'a>(fields: &'a Fields, name: &str) -> Option<&'a Value> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The id of a client that must be read: one that is not blank.
fn id(fields: &Fields) -> Option<String> {
    text(get(fields, "client_id")?).filter(|id| !id.trim().is_empty())
}

fn verbatim(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn shown(value: &ExtraValue) -> &str {
    match value {
        ExtraValue::Plain(text) => text,
        ExtraValue::Hidden(secret) => secret.expose(),
    }
}

/// Everything that was written is in the client: in its place, or as it came among the unknown.
fn nothing_is_lost(fields: &Fields, client: &OauthClient) -> Result<(), TestCaseError> {
    for (name, value) in fields {
        let kept = client.extra.get(name).map(shown);
        if let Some(kept) = kept {
            prop_assert_eq!(kept, verbatim(value), "{}", name);
        }
        let list = match name.as_str() {
            "scope" => client.scope.iter().map(|scope| scope.as_str().to_owned()).collect(),
            "authorized_grant_types" => client.authorized_grant_types.clone(),
            "registered_redirect_uri" => client.registered_redirect_uri.clone(),
            _ => Vec::new(),
        };
        let is_in_its_place = match name.as_str() {
            "client_id" => text(value).as_ref() == Some(&client.client_id),
            "client_secret" => client.client_secret.as_ref().map(|secret| secret.expose().to_owned()) == text(value),
            "publisher_id" => client.publisher_id == text(value),
            "app_id" => client.app_id == text(value),
            "version_id" => client.version_id == text(value),
            "access_token_validity" => {
                let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| *number >= 0.0);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as whole seconds are read")]
                let seconds = value.as_u64().or_else(|| number.map(|number| number as u64));
                client.access_token_validity == seconds && seconds.is_some()
            }
            name if LISTS.contains(&name) => match value {
                Value::Array(items) => {
                    let texts: Vec<String> =
                        items.iter().filter_map(|item| item.as_str().map(str::to_owned).or_else(|| text(item))).collect();
                    prop_assert_eq!(&list, &texts, "{}: what is a text is there, in its order", name);
                    texts.len() == items.len()
                }
                Value::String(words) => words.split_whitespace().eq(list.iter().map(String::as_str)),
                _ => list.is_empty() && value.is_null(),
            },
            _ => false,
        };
        let says_nothing = value.is_null() || value.as_str() == Some("");
        let is_known = TEXTS.contains(&name.as_str())
            || ["client_secret", "access_token_validity"].contains(&name.as_str())
            || LISTS.contains(&name.as_str());
        prop_assert!(is_in_its_place || kept.is_some() || (is_known && says_nothing), "{}: {} is lost of {:?}", name, value, client);
    }
    let names: Vec<&String> = client.extra.keys().filter(|name| get(fields, name).is_none()).collect();
    prop_assert!(names.is_empty(), "from nowhere: {:?}", names);
    let debug = format!("{client:?}");
    prop_assert!(!debug.contains("MARKER"), "{}", debug);
    Ok(())
}

#[derive(Clone, Debug)]
enum Item {
    Client(Fields),
    Junk(Value),
}

fn any_paging() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        Just(Some(json!({}))),
        any_json().prop_map(Some),
        "\\PC{1,20}".prop_map(|cursor| Some(json!({"next_cursor": cursor, "total": 7}))),
        any_json().prop_map(|cursor| Some(json!({ "next_cursor": cursor }))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_any_list_every_readable_client_is_read_whole_and_the_rest_is_counted(
        items in prop::collection::vec(prop_oneof![4 => any_client().prop_map(Item::Client), 1 => any_json().prop_map(Item::Junk)], 0..6),
        paging in any_paging(),
        others in prop::collection::btree_map("x_[a-z]{0,6}", any_json(), 0..3),
        is_bare in prop::bool::weighted(0.2),
        last in any::<bool>(),
    ) {
        let list: Vec<String> = items.iter().map(|item| match item { Item::Client(fields) => written(fields), Item::Junk(value) => value.to_string() }).collect();
        let list = format!("[{}]", list.join(","));
        let mut members: Vec<String> = others.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        members.extend(paging.as_ref().map(|paging| format!("\"paging\":{paging}")));
        members.insert(if last { members.len() } else { 0 }, format!("\"items\":{list}"));
        let body = if is_bare { list } else { format!("{{{}}}", members.join(",")) };
        let read = read::list(&serde_json::from_str(&body).unwrap()).unwrap();

        let readable: Vec<&Fields> = items.iter().filter_map(|item| match item { Item::Client(fields) if id(fields).is_some() => Some(fields), _ => None }).collect();
        let ids: Vec<&str> = read.clients.iter().map(|client| client.client_id.as_str()).collect();
        prop_assert_eq!(&ids, &readable.iter().filter_map(|fields| id(fields)).collect::<Vec<_>>());
        prop_assert_eq!(read.unreadable, items.len() - readable.len());
        for (fields, client) in readable.iter().zip(&read.clients) {
            nothing_is_lost(fields, client)?;
        }
        let cursor = paging.as_ref().filter(|_| !is_bare).and_then(|paging| paging.get("next_cursor")).unwrap_or(&Value::Null);
        prop_assert_eq!(&read.next_cursor, &text(cursor));
        let says_nothing = cursor.is_null() || cursor.as_str() == Some("");
        prop_assert_eq!(read.cursor_is_unreadable, text(cursor).is_none() && !says_nothing, "a page that is not the last must not seem so");
    }

    #[test]
    fn what_stands_in_the_place_of_the_list_is_a_list_or_an_error(value in any_json(), junk in any_json()) {
        let is_list = value.is_array();
        let count = value.as_array().map_or(0, Vec::len);
        let read = read::list(&json!({"items": value, "paging": junk}));
        prop_assert_eq!(read.is_ok(), is_list);
        prop_assert_eq!(read.map_or(0, |list| list.clients.len() + list.unreadable), count);
    }
}

/// A server that answers with what stands here.
async fn answering(body: &Arc<Mutex<String>>) -> Fixture {
    let body = Arc::clone(body);
    signed_in(move |_, _| reply(200, &body.lock().unwrap())).await
}

fn tells_a_secret(error: &ApiError) -> bool {
    format!("{error} {error:?} {}", error.details()).contains("MARKER")
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

#[test]
fn an_answer_to_a_create_is_the_client_or_an_unknown_outcome_and_tells_no_secret() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let body = Arc::new(Mutex::new(String::new()));
    let f = runtime.block_on(answering(&body));
    let wrapper = prop::sample::select(vec!["{}", "[{}]", r#"{"item":{}}"#, r#"{"data":{},"paging":null}"#, r#"{"items":[{}]}"#]);
    let cases = (any_client(), wrapper, prop::option::weighted(0.2, any::<prop::sample::Index>()));
    let result = TestRunner::new(config(96)).run(&cases, |(fields, wrapper, cut)| {
        let mut whole = wrapper.replacen("{}", &written(&fields), 1);
        if let Some(cut) = &cut {
            let at = cut.index(whole.chars().count());
            whole = whole.chars().take(at).collect();
        }
        body.lock().unwrap().clone_from(&whole);
        match runtime.block_on(create(&f, &both())) {
            Ok(created) => {
                prop_assert!(cut.is_none());
                prop_assert_eq!(Some(created.client.client_id.clone()), id(&fields));
                nothing_is_lost(&fields, &created.client)
            }
            Err(CreateError::Api(error)) => {
                prop_assert!(cut.is_some() || id(&fields).is_none(), "{} was not read: {}", whole, error);
                prop_assert!(error.outcome_unknown(), "{error:?}");
                prop_assert!(!tells_a_secret(&error), "{error:?}");
                Ok(())
            }
            Err(error) => Err(TestCaseError::fail(error.to_string())),
        }
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_list_damaged_anywhere_is_a_list_or_an_error_and_tells_no_secret() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let body = Arc::new(Mutex::new(String::new()));
    let f = runtime.block_on(answering(&body));
    let damage = (any::<prop::sample::Index>(), 0_usize..9, "(\\PC|[\\[\\]{}\",:\u{0}]|null|MARKER){0,2}");
    let result = TestRunner::new(config(96)).run(&(prop::collection::vec(any_client(), 0..3), damage), |(clients, (at, gone, put))| {
        let whole = format!(r#"{{"items":[{}],"paging":{{}}}}"#, clients.iter().map(written).collect::<Vec<_>>().join(","));
        let at = at.index(whole.chars().count());
        let damaged: String = whole.chars().take(at).chain(put.chars()).chain(whole.chars().skip(at + gone)).collect();
        body.lock().unwrap().clone_from(&damaged);
        match runtime.block_on(page(&f, &both())) {
            Ok(page) => {
                prop_assert!(serde_json::from_str::<Value>(&damaged).is_ok() && page.clients.len() + page.unreadable <= clients.len() + 2);
            }
            Err(error) => {
                prop_assert!(matches!(error.kind(), ErrorKind::Incomplete | ErrorKind::Unreadable | ErrorKind::NotTheApi), "{error:?}");
                prop_assert!(!tells_a_secret(&error), "{error:?}");
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
