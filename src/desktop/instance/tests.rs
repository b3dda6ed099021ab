//! What the one place on a data folder promises: one holder, a word that is heard, and nobody who is waited for.
#![cfg(unix)]

use std::io::{Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::*;

/// A data folder, and the bell that belongs to it.
fn folder() -> (TempDir, DataFolder) {
    let home = tempfile::tempdir().unwrap();
    let folder = DataFolder::given(&home.path().join("data"));
    (home, folder)
}

fn bell_of(instance: &Instance) -> std::path::PathBuf {
    instance.held.as_ref().expect("a lock").address.path().to_owned()
}

/// A first program that hears: its place, how often it was asked to show itself, and what drives it.
fn first(folder: &DataFolder) -> (Instance, Arc<AtomicUsize>, Runtime) {
    let instance = claim(folder).expect("nobody has it");
    let shown = Arc::new(AtomicUsize::new(0));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let counts = Arc::clone(&shown);
    runtime.spawn(instance.listen(move || {
        counts.fetch_add(1, Ordering::SeqCst);
    }));
    let bell = bell_of(&instance);
    let is_up = (0..500).any(|_| {
        UnixStream::connect(&bell).is_ok() || {
            thread::sleep(Duration::from_millis(10));
            false
        }
    });
    assert!(is_up, "the bell is not up");
    (instance, shown, runtime)
}

#[test]
fn the_second_rings_and_gives_way_and_after_the_first_it_has_the_folder() {
    let (_home, folder) = folder();
    let (instance, shown, runtime) = first(&folder);
    assert_eq!(claim(&folder).err(), Some(Taken { answered: true }));
    assert_eq!(claim(&folder).err(), Some(Taken { answered: true }));
    assert_eq!(shown.load(Ordering::SeqCst), 2);
    let bell = bell_of(&instance);
    drop((runtime, instance));
    assert!(!bell.exists(), "no litter");
    let (_third, ..) = first(&folder);
}

#[test]
fn folders_are_told_apart_and_a_link_is_the_same_folder() {
    let (home, folder) = folder();
    let (_instance, shown, _runtime) = first(&folder);
    assert!(claim(&DataFolder::given(&home.path().join("other"))).is_ok_and(|other| other.held.is_some()));
    let link = home.path().join("link");
    std::os::unix::fs::symlink(folder.path().unwrap(), &link).unwrap();
    assert_eq!(claim(&DataFolder::given(&link)).err(), Some(Taken { answered: true }));
    assert_eq!(shown.load(Ordering::SeqCst), 1);
}

#[test]
fn the_sandbox_has_no_lock_and_two_of_them_run() {
    let both = [claim(&DataFolder::memory_only()), claim(&DataFolder::memory_only())];
    assert!(both.iter().all(|claimed| claimed.as_ref().is_ok_and(|instance| instance.held.is_none())));
}

#[test]
fn where_nothing_can_be_locked_the_program_starts() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a file");
    std::fs::write(&file, "in the folder's place").unwrap();
    let in_the_way = home.path().join("data");
    std::fs::create_dir_all(in_the_way.join("running.lock")).unwrap();
    for folder in [file.join("data"), in_the_way] {
        let claimed = [claim(&DataFolder::given(&folder)), claim(&DataFolder::given(&folder))];
        assert!(claimed.iter().all(|claimed| claimed.as_ref().is_ok_and(|instance| instance.held.is_none())), "{}", folder.display());
    }
}

#[test]
fn what_a_dead_program_has_left_is_in_nobodys_way() {
    let (_home, folder) = folder();
    let (instance, ..) = first(&folder);
    let (bell, lock) = (bell_of(&instance), lock_file(folder.path().unwrap()));
    drop(instance);
    // As after kill -9: the lock is gone with the process, its file and the socket are not.
    drop(UnixListener::bind(&bell).unwrap());
    assert!(bell.exists() && lock.exists());
    let (_instance, shown, _runtime) = first(&folder);
    assert_eq!(claim(&folder).err(), Some(Taken { answered: true }));
    assert_eq!(shown.load(Ordering::SeqCst), 1);
}

#[test]
fn a_file_that_is_no_socket_is_left_alone() {
    let (_home, folder) = folder();
    let instance = claim(&folder).unwrap();
    let bell = bell_of(&instance);
    std::fs::write(&bell, "somebody's").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(instance.listen(|| ()));
    drop(instance);
    assert_eq!(std::fs::read(&bell).unwrap(), b"somebody's");
    std::fs::remove_file(bell).unwrap();
}

#[test]
fn the_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_home, folder) = folder();
    let (instance, ..) = first(&folder);
    for path in [bell_of(&instance), lock_file(folder.path().unwrap())] {
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_first_that_hangs_is_given_way_to_all_the_same() {
    let (_home, folder) = folder();
    let instance = claim(&folder).unwrap();
    // Connected to by the system, and never spoken to.
    let _hung = UnixListener::bind(bell_of(&instance)).unwrap();
    assert_eq!(claim(&folder).err(), Some(Taken { answered: false }));
    assert!(LOOK_EVERY * LOOKS < Duration::from_secs(2), "with what a process takes to begin and to end");
}

#[test]
fn a_first_that_goes_while_it_is_waited_for_leaves_its_place() {
    let (_home, folder) = folder();
    let instance = claim(&folder).unwrap();
    let second = thread::spawn({
        let folder = folder.clone();
        move || claim(&folder)
    });
    thread::sleep(Duration::from_millis(300));
    assert!(!second.is_finished(), "it waits for a program that is just closing");
    drop(instance);
    assert!(second.join().unwrap().is_ok_and(|instance| instance.held.is_some()));
}

#[test]
fn who_answers_something_else_is_not_believed() {
    let (_home, folder) = folder();
    let instance = claim(&folder).unwrap();
    let stranger = UnixListener::bind(bell_of(&instance)).unwrap();
    thread::spawn(move || {
        for peer in stranger.incoming() {
            peer.unwrap().write_all(b"something else, and long enough\n").ok();
        }
    });
    assert_eq!(claim(&folder).err(), Some(Taken { answered: false }));
}

/// What a peer may send: garbage, half a word, nothing, far too much; and hang on.
#[test]
fn nothing_but_the_word_is_understood_and_nobody_is_waited_for() {
    let (_home, folder) = folder();
    let (instance, shown, _runtime) = first(&folder);
    let bell = bell_of(&instance);
    let hung_on = Mutex::new(Vec::new());
    let say = |bytes: &[u8]| {
        let mut peer = UnixStream::connect(&bell).unwrap();
        // Cut in the middle of too much.
        peer.write_all(bytes).ok();
        hung_on.lock().unwrap().push(peer);
    };
    say(b"");
    say(b"tokendesk show");
    say(b"tokendesk quit yourself!\n");
    say(&[0; 24]);
    say(&vec![b'x'; 1 << 20]);
    assert_eq!(shown.load(Ordering::SeqCst), 0);
    assert_eq!(claim(&folder).err(), Some(Taken { answered: true }), "whoever comes after them is heard in time");
    assert_eq!(shown.load(Ordering::SeqCst), 1);
    for mut peer in hung_on.into_inner().unwrap() {
        peer.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut heard = Vec::new();
        peer.read_to_end(&mut heard).ok();
        assert_eq!(heard, b"", "nobody else is answered");
    }
}

#[test]
fn a_folder_has_the_same_fingerprint_in_every_version() {
    assert_eq!(fingerprint(Path::new("/no/such/folder of anna")), "629034df22ff43ef");
}
