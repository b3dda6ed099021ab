//! What a journal promises: whole lines, nothing lost in a crash, nothing secret by type.

use std::fs;
use std::io::Write as _;

use super::*;

fn at(second: &str) -> Timestamp {
    format!("2026-03-01T12:00:{second}Z").parse().unwrap()
}

fn begun(id: &str) -> Begun {
    Begun {
        id: WriteId(id.to_owned()),
        at: at("00"),
        cloud: "https://dev.cloud.example".to_owned(),
        account: "anna@publisher.example".to_owned(),
        action: Action::CreateClient {
            version: AppVersion {
                app_id: "app-1".to_owned(),
                version_id: None,
                version_number: Some("2.4.0".to_owned()),
                name: Some("Касса".to_owned()),
            },
            kind: ClientKind::Standalone,
            redirect_uris: vec!["https://publisher.example/back".to_owned()],
            scope: vec![Scope::verbatim("store:read".to_owned())],
        },
    }
}

fn ended(id: &str, outcome: Outcome) -> Record {
    Record::Ended(Ended { id: WriteId(id.to_owned()), at: at("07"), outcome })
}

fn every_outcome() -> Vec<Outcome> {
    vec![
        Outcome::Done { client_id: "client-1".to_owned() },
        Outcome::Refused { status: Some(422), code: Some("bad".into()), message: Some("нельзя".into()) },
        Outcome::Refused { status: None, code: None, message: None },
        Outcome::Unknown { why: UnknownWhy::TimedOut },
        Outcome::Unknown { why: UnknownWhy::ServerError { status: 502 } },
        Outcome::SettledAs { client_id: "client-2".to_owned() },
        Outcome::NotSeen,
    ]
}

#[test]
fn a_journal_reads_back_what_was_written_in_a_file_and_in_memory() {
    let home = tempfile::tempdir().unwrap();
    for journal in [Journal::new(Some(home.path().join("x/journal.jsonl"))), Journal::new(None)] {
        let mut written = vec![Record::Begun(begun("w1"))];
        written.extend(every_outcome().into_iter().map(|outcome| ended("w1", outcome)));
        for record in &written {
            journal.append(record).unwrap();
        }
        assert_eq!(journal.read().unwrap(), Contents { records: written, unreadable: 0 });
    }
}

#[test]
fn the_lines_of_the_file_are_what_other_tools_were_told_to_expect() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.jsonl");
    let journal = Journal::new(Some(path.clone()));
    journal.append(&Record::Begun(begun("w1"))).unwrap();
    journal.append(&ended("w1", Outcome::Unknown { why: UnknownWhy::ServerError { status: 502 } })).unwrap();
    journal.append(&ended("w1", Outcome::NotSeen)).unwrap();
    assert_eq!(
        fs::read_to_string(path).unwrap(),
        concat!(
            r#"{"record":"begun","id":"w1","at":"2026-03-01T12:00:00Z","cloud":"https://dev.cloud.example","#,
            r#""account":"anna@publisher.example","action":{"create_client":{"version":{"app_id":"app-1","#,
            r#""version_number":"2.4.0","name":"Касса"},"kind":"standalone","#,
            r#""redirect_uris":["https://publisher.example/back"],"scope":["store:read"]}}}"#,
            "\n",
            r#"{"record":"ended","id":"w1","at":"2026-03-01T12:00:07Z","outcome":{"unknown":{"why":{"server_error":{"status":502}}}}}"#,
            "\n",
            r#"{"record":"ended","id":"w1","at":"2026-03-01T12:00:07Z","outcome":"not_seen"}"#,
            "\n",
        )
    );
}

#[test]
fn after_a_crash_in_mid_line_the_rest_is_there_and_the_next_record_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.jsonl");
    let journal = Journal::new(Some(path.clone()));
    journal.append(&Record::Begun(begun("w1"))).unwrap();
    fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(br#"{"record":"ended","id":"w1","at":"20"#).unwrap();
    assert_eq!(journal.read().unwrap(), Contents { records: vec![Record::Begun(begun("w1"))], unreadable: 1 });
    journal.append(&ended("w1", Outcome::NotSeen)).unwrap();
    assert_eq!(journal.read().unwrap().records, [Record::Begun(begun("w1")), ended("w1", Outcome::NotSeen)]);
}

#[test]
fn what_a_newer_program_wrote_is_counted_and_left_in_place() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("journal.jsonl");
    fs::write(
        &path,
        "{\"record\":\"paused\"}\n{\"record\":\"ended\",\"id\":\"w\",\"at\":\"2026-03-01T12:00:07Z\",\"outcome\":\"postponed\"}\n",
    )
    .unwrap();
    let journal = Journal::new(Some(path.clone()));
    journal.append(&Record::Begun(begun("w1"))).unwrap();
    assert_eq!(journal.read().unwrap(), Contents { records: vec![Record::Begun(begun("w1"))], unreadable: 2 });
    assert!(fs::read_to_string(&path).unwrap().starts_with("{\"record\":\"paused\"}\n"));
}

#[test]
fn a_write_is_unsettled_until_an_end_that_is_known() {
    for outcome in every_outcome() {
        let is_unknown = matches!(outcome, Outcome::Unknown { .. });
        let contents =
            Contents { records: vec![Record::Begun(begun("w1")), Record::Begun(begun("w2")), ended("w1", outcome)], unreadable: 0 };
        let unsettled: Vec<_> = contents.unsettled().into_iter().map(|begun| begun.id.0.as_str()).collect();
        assert_eq!(unsettled, if is_unknown { vec!["w1", "w2"] } else { vec!["w2"] });
    }
    let contents = Contents {
        records: vec![
            Record::Begun(begun("w1")),
            ended("w1", Outcome::Unknown { why: UnknownWhy::TimedOut }),
            ended("w1", Outcome::SettledAs { client_id: "client-2".to_owned() }),
        ],
        unreadable: 0,
    };
    assert_eq!(contents.unsettled(), Vec::<&Begun>::new());
}

#[test]
fn every_write_has_an_id_of_its_own() {
    assert_ne!(WriteId::fresh(), WriteId::fresh());
}

#[test]
fn a_servers_page_long_message_is_cut_and_stays_on_one_line() {
    let words = ServerWords::from(format!("a\nb\u{7}{}", "ы".repeat(5000)).as_str());
    assert!(words.as_str().starts_with("a b ы"));
    assert_eq!(words.as_str().chars().count(), ServerWords::CAP);
}

#[test]
fn a_disk_that_refuses_is_an_error_that_names_the_file() {
    let home = tempfile::tempdir().unwrap();
    let in_the_way = home.path().join("journal.jsonl");
    fs::create_dir(&in_the_way).unwrap();
    let journal = Journal::new(Some(in_the_way.clone()));
    assert_eq!(journal.append(&Record::Begun(begun("w1"))).unwrap_err().path, in_the_way);
    assert_eq!(journal.read().unwrap_err().path, in_the_way);
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("data/journal.jsonl");
    Journal::new(Some(path.clone())).append(&Record::Begun(begun("w1"))).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}
