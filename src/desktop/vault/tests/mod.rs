//! The real thread over a keychain in memory, in which two programs can meet.

mod contents;
mod stuck;

use std::thread;
use std::time::Duration;

use tokio::time::timeout;

use super::VaultErrorKind::{Dismissed, Failed, NoService, Stuck, TooLong};
use super::*;

const PATIENCE: Duration = Duration::from_secs(20);
const CLOUD: &str = "https://dev.cloud.example";
const SECRET: &str = "s3cr3t-МАРКЕР";

struct Desk {
    vault: Vault,
    memory: MemoryKeychain,
}

fn desk() -> Desk {
    let memory = MemoryKeychain::default();
    Desk { vault: Vault::new(memory.keychains()), memory }
}

fn anna() -> Item {
    Item::sign_in(CLOUD, "anna@seller.example")
}

fn bert() -> Item {
    Item::sign_in(CLOUD, "bert@seller.example")
}

/// What is in the keychain, as text.
fn contents(memory: &MemoryKeychain) -> Vec<String> {
    memory.items().into_iter().map(|item| String::from_utf8_lossy(&item.content).into_owned()).collect()
}

fn exposed(read: &[Secret]) -> Vec<&str> {
    read.iter().map(Secret::expose).collect()
}

async fn soon<T>(answer: impl Future<Output = T>) -> T {
    timeout(PATIENCE, answer).await.expect("the keychain does not answer")
}

async fn kind<T: fmt::Debug>(answer: impl Future<Output = Result<T, VaultError>>) -> VaultErrorKind {
    soon(answer).await.expect_err("it succeeded").kind()
}

fn wait_until(what: &str, there: impl Fn() -> bool) {
    for _ in 0..PATIENCE.as_millis() {
        if there() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("gave up waiting for {what}");
}

#[tokio::test]
async fn orders_are_carried_out_in_the_order_of_the_calls_not_of_the_waiting() {
    let Desk { vault, memory } = desk();
    let first = vault.write(&anna(), Secret::from("1"));
    let gone = vault.delete(&anna());
    let second = vault.write(&anna(), Secret::from("2"));
    soon(second).await.unwrap();
    soon(gone).await.unwrap();
    soon(first).await.unwrap();
    assert_eq!(contents(&memory), ["2"]);
}

#[tokio::test]
async fn a_change_that_nobody_waits_for_happens_all_the_same() {
    let Desk { vault, memory } = desk();
    drop(vault.write(&anna(), Secret::from("1")));
    drop(vault.write(&bert(), Secret::from("2")));
    drop(vault.delete(&anna()));
    soon(vault.sign_ins(CLOUD)).await.unwrap();
    assert_eq!(contents(&memory), ["2"]);
}

#[tokio::test]
async fn nothing_is_asked_before_the_first_order_and_one_connection_serves_all() {
    let Desk { vault, memory } = desk();
    assert_eq!(memory.calls(), Calls::default());
    soon(vault.read(&anna())).await.unwrap();
    soon(vault.clone().write(&anna(), Secret::from("1"))).await.unwrap();
    soon(vault.sign_ins(CLOUD)).await.unwrap();
    soon(vault.delete(&anna())).await.unwrap();
    assert_eq!(memory.calls(), Calls { connections: 1, reads: 1, writes: 1, deletes: 1, searches: 1 });
    wait_until("the end of the last order", || vault.waits().is_none());
}

#[tokio::test]
async fn two_programs_see_one_keychain() {
    let Desk { vault, memory } = desk();
    let other = Vault::new(memory.keychains());
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    assert_eq!(exposed(&soon(other.read(&anna())).await.unwrap()), ["1"]);
    soon(other.write(&anna(), Secret::from("2"))).await.unwrap();
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), ["2"]);
    assert_eq!(memory.calls().connections, 2);
}

#[tokio::test]
async fn after_a_restart_of_the_keychains_program_the_connection_is_replaced_silently() {
    let Desk { vault, memory } = desk();
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    memory.restart();
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), ["1"]);
    assert_eq!(memory.calls(), Calls { connections: 2, reads: 2, writes: 1, deletes: 0, searches: 0 });
    memory.restart();
    soon(vault.write(&anna(), Secret::from("2"))).await.unwrap();
    memory.restart();
    assert_eq!(soon(vault.sign_ins(CLOUD)).await.unwrap(), [anna()]);
    memory.restart();
    soon(vault.delete(&anna())).await.unwrap();
    assert_eq!(memory.calls(), Calls { connections: 5, reads: 2, writes: 3, deletes: 2, searches: 2 });
    assert_eq!(contents(&memory), [""; 0]);
}

#[tokio::test]
async fn a_call_that_fails_on_a_new_connection_too_is_not_made_a_third_time() {
    let Desk { vault, memory } = desk();
    memory.fail_writes(Some(Failed));
    // The first order has a new connection already: there is nothing worn out.
    assert_eq!(kind(vault.write(&anna(), Secret::from("1"))).await, Failed);
    assert_eq!((memory.calls().connections, memory.calls().writes), (1, 1));
    soon(vault.read(&anna())).await.unwrap();
    assert_eq!(kind(vault.write(&anna(), Secret::from("1"))).await, Failed);
    assert_eq!((memory.calls().connections, memory.calls().writes), (3, 3));
    memory.fail_writes(None);
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    assert_eq!(contents(&memory), ["1"]);
}

#[tokio::test]
async fn without_a_keychain_every_order_says_so_and_a_later_one_finds_it() {
    let Desk { vault, memory } = desk();
    memory.missing(true);
    assert_eq!(kind(vault.read(&anna())).await, NoService);
    assert_eq!(kind(vault.write(&anna(), Secret::from("1"))).await, NoService);
    assert_eq!(kind(vault.delete(&anna())).await, NoService);
    assert_eq!(kind(vault.sign_ins(CLOUD)).await, NoService);
    memory.missing(false);
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    // It goes away while the program runs.
    memory.missing(true);
    assert_eq!(kind(vault.read(&anna())).await, NoService);
    memory.missing(false);
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), ["1"]);
}

#[tokio::test]
async fn what_is_too_long_is_told_apart_and_nothing_else_is_tried() {
    let Desk { vault, memory } = desk();
    memory.hold_at_most(Some(3));
    soon(vault.write(&anna(), Secret::from("123"))).await.unwrap();
    assert_eq!(kind(vault.write(&anna(), Secret::from("1234"))).await, TooLong);
    assert_eq!(contents(&memory), ["123"]);
    assert_eq!((memory.calls().connections, memory.calls().writes), (1, 2));
}

#[tokio::test]
async fn a_panic_in_the_keychain_is_a_failure_of_one_order() {
    let memory = MemoryKeychain::default();
    let (real, panics) = (memory.keychains(), Arc::new(Mutex::new(true)));
    let vault = Vault::new(Arc::new(move || {
        assert!(!std::mem::take(&mut *panics.lock().unwrap_or_else(PoisonError::into_inner)), "made by a test");
        real()
    }));
    assert_eq!(kind(vault.read(&anna())).await, Failed);
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    assert_eq!(contents(&memory), ["1"]);
}

#[tokio::test]
async fn no_debug_and_no_error_says_a_content() {
    let Desk { vault, memory } = desk();
    soon(vault.write(&anna(), Secret::from(SECRET))).await.unwrap();
    memory.put_foreign(&anna(), SECRET.as_bytes());
    memory.fail_writes(Some(Failed));
    let error = soon(vault.write(&anna(), Secret::from(SECRET))).await.unwrap_err();
    let said = format!("{vault:?} {memory:?} {:?} {error} {error:?} {:?}", memory.items(), soon(vault.read(&anna())).await);
    assert!(!said.contains("МАРКЕР"), "{said}");
    assert!(said.contains("anna@seller.example") && said.contains("made by a test"), "{said}");
}
