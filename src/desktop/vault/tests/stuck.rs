//! Prompts that are answered, dismissed, and not answered at all.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Condvar;

use super::*;

#[tokio::test]
async fn a_call_waits_at_the_prompt_and_goes_on_when_it_is_unlocked() {
    let Desk { vault, memory } = desk();
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    memory.lock();
    let began = Stopwatch::start();
    let read = vault.read(&anna());
    wait_until("the prompt", || memory.waiting() == 1);
    let waits = vault.waits().expect("an order is under way");
    thread::sleep(Duration::from_millis(5));
    assert!(waits.elapsed() >= Duration::from_millis(5) && waits.elapsed() <= began.elapsed());
    memory.answer_prompt(true);
    assert_eq!(exposed(&soon(read).await.unwrap()), ["1"]);
    wait_until("the end of the order", || vault.waits().is_none());
    assert_eq!(memory.calls().connections, 1);
}

#[tokio::test]
async fn a_dismissed_prompt_is_told_and_the_next_order_asks_again() {
    let Desk { vault, memory } = desk();
    soon(vault.read(&anna())).await.unwrap();
    memory.lock();
    for _ in 0..2 {
        let write = vault.write(&anna(), Secret::from("1"));
        wait_until("the prompt", || memory.waiting() == 1);
        memory.answer_prompt(false);
        assert_eq!(kind(write).await, Dismissed);
    }
    // Nothing was worn out: no second prompt a dismissal, and one connection.
    assert_eq!((memory.calls().connections, memory.calls().writes), (1, 2));
    assert_eq!(contents(&memory), [""; 0]);
}

#[tokio::test]
async fn giving_up_ends_every_order_that_waits_and_what_waited_in_line_never_happens() {
    let Desk { vault, memory } = desk();
    memory.lock();
    let stuck = vault.read(&anna());
    let (in_line, also) = (vault.write(&anna(), Secret::from("1")), vault.sign_ins(CLOUD));
    wait_until("the prompt", || memory.waiting() == 1);
    vault.abandon();
    assert_eq!([kind(stuck).await, kind(in_line).await, kind(also).await], [Stuck; 3]);
    assert!(vault.waits().is_none());
    // The next order has a connection of its own, and a prompt.
    let next = vault.read(&bert());
    wait_until("the second prompt", || memory.waiting() == 2);
    memory.answer_prompt(true);
    soon(next).await.unwrap();
    wait_until("the first call", || memory.waiting() == 0);
    wait_until("the end of the first thread", || vault.0.state().stuck == 0);
    assert_eq!(memory.calls(), Calls { connections: 2, reads: 2, writes: 0, deletes: 0, searches: 0 });
}

#[tokio::test]
async fn giving_up_while_nothing_is_under_way_does_no_harm() {
    let Desk { vault, memory } = desk();
    vault.abandon();
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    vault.abandon();
    vault.abandon();
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), ["1"]);
    assert_eq!(memory.calls().connections, 2);
    wait_until("the end of the first thread", || vault.0.state().stuck == 0);
}

#[tokio::test]
async fn a_call_that_was_given_up_is_not_made_again_on_a_new_connection() {
    let Desk { vault, memory } = desk();
    soon(vault.read(&anna())).await.unwrap();
    memory.lock();
    let stuck = vault.read(&anna());
    wait_until("the prompt", || memory.waiting() == 1);
    vault.abandon();
    assert_eq!(kind(stuck).await, Stuck);
    memory.restart();
    memory.answer_prompt(true);
    wait_until("the end of the first thread", || vault.0.state().stuck == 0);
    assert_eq!((memory.calls().connections, memory.calls().reads), (1, 2));
}

#[tokio::test]
async fn a_read_that_nobody_waits_for_opens_no_prompt() {
    let Desk { vault, memory } = desk();
    memory.lock();
    let held = vault.read(&anna());
    wait_until("the prompt", || memory.waiting() == 1);
    drop(vault.read(&bert()));
    drop(vault.sign_ins(CLOUD));
    memory.answer_prompt(true);
    soon(held).await.unwrap();
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    assert_eq!(memory.calls(), Calls { connections: 1, reads: 1, writes: 1, deletes: 0, searches: 0 });
}

#[test]
fn the_thread_ends_with_the_last_clone_and_an_order_that_waits_ends_with_it() {
    let Desk { vault, memory } = desk();
    memory.lock();
    let (inner, mut read) = (Arc::downgrade(&vault.0), Box::pin(vault.read(&anna())));
    wait_until("the prompt", || memory.waiting() == 1);
    drop(vault.clone());
    drop(vault);
    assert!(inner.upgrade().is_none(), "something keeps the vault alive");
    memory.answer_prompt(true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    assert_eq!(exposed(&runtime.block_on(soon(Pin::new(&mut read))).unwrap()), [""; 0]);
}

/// A keychain whose first connection hangs in its first change, after the point where a caller could stop it.
#[derive(Clone, Default)]
struct LateKeychain(Arc<Late>);

#[derive(Default)]
struct Late {
    items: Mutex<BTreeMap<Item, String>>,
    connections: Mutex<usize>,
    is_released: Mutex<bool>,
    released: Condvar,
}

struct LateConnection {
    keychain: LateKeychain,
    hangs: bool,
}

impl LateKeychain {
    fn keychains(&self) -> Keychains {
        let keychain = self.clone();
        Arc::new(move || {
            let mut connections = keychain.0.connections.lock().unwrap();
            *connections += 1;
            Ok(Box::new(LateConnection { keychain: keychain.clone(), hangs: *connections == 1 }))
        })
    }

    fn release(&self) {
        *self.0.is_released.lock().unwrap() = true;
        self.0.released.notify_all();
    }

    fn content(&self) -> Option<String> {
        self.0.items.lock().unwrap().get(&anna()).cloned()
    }
}

impl LateConnection {
    fn hang(&mut self) {
        if self.hangs {
            let is_released = self.keychain.0.is_released.lock().unwrap();
            drop(self.keychain.0.released.wait_while(is_released, |released| !*released).unwrap());
        }
    }
}

impl Keychain for LateConnection {
    fn read(&mut self, _: &Item) -> Result<Vec<Secret>, VaultError> {
        Ok(Vec::new())
    }

    fn write(&mut self, item: &Item, secret: &Secret) -> Result<(), VaultError> {
        self.hang();
        self.keychain.0.items.lock().unwrap().insert(item.clone(), secret.expose().to_owned());
        Ok(())
    }

    fn delete(&mut self, item: &Item) -> Result<(), VaultError> {
        self.hang();
        self.keychain.0.items.lock().unwrap().remove(item);
        Ok(())
    }

    fn sign_ins(&mut self, _: &str) -> Result<Vec<Item>, VaultError> {
        Ok(Vec::new())
    }
}

/// A vault with a change that was given up, but will happen when it is released.
async fn with_a_late(change: Change) -> (Vault, LateKeychain) {
    let keychain = LateKeychain::default();
    let vault = Vault::new(keychain.keychains());
    let late = vault.change(anna(), change);
    wait_until("the late change", || vault.waits().is_some());
    vault.abandon();
    assert_eq!(kind(late).await, Stuck);
    (vault, keychain)
}

fn settled(vault: &Vault) {
    wait_until("the end of the first thread", || vault.0.state().stuck == 0);
    wait_until("the last order", || vault.waits().is_none());
}

#[tokio::test]
async fn a_write_that_comes_late_does_not_bring_back_what_was_deleted_since() {
    let (vault, keychain) = with_a_late(Change::Keep(Secret::from("old"))).await;
    soon(vault.delete(&anna())).await.unwrap();
    keychain.release();
    settled(&vault);
    soon(vault.read(&anna())).await.unwrap();
    assert_eq!(keychain.content(), None, "who signed out is signed in again");
}

#[tokio::test]
async fn a_write_that_comes_late_does_not_replace_what_was_written_since() {
    let (vault, keychain) = with_a_late(Change::Keep(Secret::from("old"))).await;
    soon(vault.write(&anna(), Secret::from("newer"))).await.unwrap();
    soon(vault.write(&anna(), Secret::from("newest"))).await.unwrap();
    keychain.release();
    settled(&vault);
    soon(vault.read(&anna())).await.unwrap();
    assert_eq!(keychain.content().as_deref(), Some("newest"));
    assert!(vault.0.state().last_words.is_empty(), "secrets are kept for nothing");
}

#[tokio::test]
async fn a_delete_that_comes_late_does_not_remove_what_was_written_since() {
    let (vault, keychain) = with_a_late(Change::Remove).await;
    soon(vault.write(&anna(), Secret::from("new"))).await.unwrap();
    keychain.release();
    settled(&vault);
    soon(vault.read(&anna())).await.unwrap();
    assert_eq!(keychain.content().as_deref(), Some("new"));
}

#[tokio::test]
async fn a_write_that_comes_late_and_alone_stays() {
    let (vault, keychain) = with_a_late(Change::Keep(Secret::from("old"))).await;
    soon(vault.delete(&bert())).await.unwrap();
    keychain.release();
    settled(&vault);
    soon(vault.read(&anna())).await.unwrap();
    assert_eq!(keychain.content().as_deref(), Some("old"));
}
