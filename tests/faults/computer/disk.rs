//! A disk that is full, or a home that cannot be written: the old files are intact, one message says so, and the work goes on.
//!
//! A limit on the size of files stands for the full disk, since a disk of our own would need an administrator: the same calls fail
//! at the same place. It is of a whole process, and so is the right to write into any folder, which an administrator has.

use std::fs;
use std::path::{Path, PathBuf};

use tokendesk::desktop::folders::DataFolder;
use tokendesk::desktop::journal::Record;

use super::process::{FOLDER, run_alone};
use crate::faults::bench::{Bench, is_created};
use crate::faults::message::Message;
use crate::faults::tally::CREATE;
use crate::harness::{Start, TestDesk};

const NOT_SAVED: &str = "The settings could not be saved: ";
const NO_JOURNAL: &str =
    "The journal was not written; the client itself is not affected. Check the disk's free space and the program's folder.";

/// `/dev/full` is a disk that has no room for anything.
#[cfg(target_os = "linux")]
pub fn a_journal_on_a_full_disk_is_told_and_the_client_is_created(bench: &mut Bench) {
    let home = bench.home();
    bench.filled_form_with(Start { folder: DataFolder::given(&home), ..Start::default() });
    let journal = cloud_folder(&home).join("journal.jsonl");
    bench.wrong(|_| std::os::unix::fs::symlink("/dev/full", &journal).unwrap());
    bench.click("Create client");
    bench.wait_for("the client", is_created);
    bench.expect(&Message::toast_beside_another(NO_JOURNAL), |_| fs::read_to_string(&journal).is_ok_and(|text| text.lines().count() == 2));
    bench.requests(&[(CREATE, 1)], &[(CREATE, 1)]);
}

pub fn a_home_that_is_a_file_is_told_and_the_program_works(bench: &mut Bench) {
    let home = bench.home().join("home");
    bench.wrong(|_| fs::write(&home, "in the folder's place").unwrap());
    let mut desk = TestDesk::start(Start { folder: DataFolder::given(&home), ..Start::default() });
    desk.sign_in();
    bench.put(desk);
    bench.begin();
    let words = "The settings file cannot be opened, so they begin anew and are not saved: ";
    bench.expect(&Message::notice(words), |_| home.join("settings.toml").exists());
    bench.requests(&[], &[]);
    bench.wrong(|bench| bench.click("Close"));
    bench.open_version_with(3);
    bench.wait_for("the rows", |desk| desk.rows().len() == 3);
    assert!(!bench.is_on() || fs::read_to_string(&home).unwrap() == "in the folder's place");
    bench.begin();
    bench.requests(&[], &[]);
}

/// The one cloud that has a folder.
fn cloud_folder(home: &Path) -> PathBuf {
    let mut folders = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    folders.next().expect("the list has left its dates in it")
}

#[cfg(unix)]
#[test]
pub fn on_a_full_disk_the_old_files_are_intact_and_one_message_says_so() {
    // The signal that comes with the limit would end the process.
    run_alone(&["sh", "-c", r#"trap "" XFSZ; exec "$0" "$@""#], "computer::disk::child_has_no_room");
}

#[cfg(unix)]
#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_has_no_room() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = |bytes: Option<u64>| setrlimit(Resource::Fsize, Rlimit { current: bytes, ..getrlimit(Resource::Fsize) }).unwrap();
    works_while_nothing_can_be_written(|| most(Some(0)), || most(None));
}

#[cfg(target_os = "linux")]
#[test]
pub fn in_a_read_only_home_the_old_files_are_intact_and_one_message_says_so() {
    let (capability, test) = ("-dac_override", "computer::disk::child_may_not_write");
    if rustix::process::geteuid().is_root() {
        run_alone(&["setpriv", "--bounding-set", capability, "--inh-caps", capability, "--"], test);
    } else {
        run_alone(&["env"], test);
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by the test above in a process of its own"]
fn child_may_not_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    let may = |folders: u32, files: u32| {
        for path in std::iter::once(home.clone()).chain(everything_below(&home)) {
            let rights = if path.is_dir() { folders } else { files };
            fs::set_permissions(&path, fs::Permissions::from_mode(rights)).unwrap();
        }
    };
    works_while_nothing_can_be_written(|| may(0o500, 0o400), || may(0o700, 0o600));
}

fn home() -> PathBuf {
    Path::new(&std::env::var_os(FOLDER).expect("run by a test in a process of its own")).join("data")
}

fn everything_below(folder: &Path) -> Vec<PathBuf> {
    let here = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    here.flat_map(|path| if path.is_dir() { [vec![path.clone()], everything_below(&path)].concat() } else { vec![path] }).collect()
}

/// Every file with what is in it.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = everything_below(folder).into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

fn create_one(desk: &mut TestDesk, address: &str, clients: &str) {
    desk.click("New client");
    desk.replace("Redirect address", address);
    desk.click("store:read");
    desk.click("Create client");
    desk.wait_for("the client", |desk| desk.has(clients) && desk.has("Refresh"));
}

/// In a process of its own: something is saved, then nothing can be, then everything can again.
#[cfg(unix)]
fn works_while_nothing_can_be_written(breaks: impl Fn(), heals: impl Fn()) {
    let home = home();
    let mut desk = TestDesk::signed_in_with(Start { folder: DataFolder::given(&home), ..Start::default() });
    desk.open_version_with(3);
    desk.wait_for("the list", |desk| desk.has("3 clients"));
    create_one(&mut desk, "https://kassa.example/one", "4 clients");
    desk.click("Settings");
    desk.click("Light");
    let settings = home.join("settings.toml");
    desk.wait_for("the settings are saved", |_| fs::read_to_string(&settings).is_ok_and(|text| text.contains("light")));
    let before = contents(&home);

    breaks();
    desk.click("Dark");
    desk.wait_for("the message", |desk| desk.says(NOT_SAVED));
    assert_eq!(desk.tree().matches(NOT_SAVED).count(), 1, "{}", desk.tree());
    desk.click("Close");
    desk.click("OAuth clients");
    create_one(&mut desk, "https://kassa.example/two", "5 clients");
    desk.wait_for("the message", |desk| desk.says(NO_JOURNAL));
    assert_eq!(desk.tree().matches(NO_JOURNAL).count(), 1, "{}", desk.tree());
    assert_eq!(contents(&home), before, "the old files are intact, and there is no litter");

    heals();
    desk.click("Settings");
    desk.click("System");
    desk.wait_for("the settings are saved", |_| fs::read_to_string(&settings).is_ok_and(|text| !text.contains("light")));
    desk.click("OAuth clients");
    create_one(&mut desk, "https://kassa.example/three", "6 clients");
    assert!(!desk.says(NOT_SAVED), "{}", desk.tree());
    let records = desk.journal.read().unwrap().records;
    let begun = records.iter().filter(|record| matches!(record, Record::Begun(_))).count();
    assert_eq!((begun, records.len()), (2, 4), "the first and the third, each with its end");
}
