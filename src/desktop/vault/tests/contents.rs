//! Which items are read, replaced and removed.

use super::*;

#[tokio::test]
async fn what_is_written_is_read_back_under_its_label() {
    let Desk { vault, memory } = desk();
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), [""; 0]);
    soon(vault.write(&anna(), Secret::from(SECRET))).await.unwrap();
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), [SECRET]);
    let kept = MemoryItem {
        item: Some(anna()),
        label: "Tokendesk: anna@seller.example (dev.cloud.example)".to_owned(),
        content: SECRET.as_bytes().to_owned(),
    };
    assert_eq!(memory.items(), [kept]);
}

#[tokio::test]
async fn a_write_replaces_what_is_there_and_touches_no_other_item() {
    let Desk { vault, memory } = desk();
    let others = [bert(), Item::sign_in("https://dev.other.example", "anna@seller.example"), Item::proxy_login(CLOUD)];
    for item in &others {
        soon(vault.write(item, Secret::from("other"))).await.unwrap();
    }
    soon(vault.write(&anna(), Secret::from("1"))).await.unwrap();
    soon(vault.write(&anna(), Secret::from("2"))).await.unwrap();
    assert_eq!(contents(&memory), ["other", "other", "other", "2"]);
    soon(vault.delete(&anna())).await.unwrap();
    assert_eq!(contents(&memory), ["other", "other", "other"]);
}

#[tokio::test]
async fn every_item_that_matches_is_read_and_what_is_not_text_is_left_out() {
    let Desk { vault, memory } = desk();
    soon(vault.write(&anna(), Secret::from("ours"))).await.unwrap();
    memory.put_foreign(&anna(), b"\xff\xfe\0");
    memory.put_foreign(&anna(), "чужое".as_bytes());
    memory.put_foreign(&anna(), b"");
    memory.put_foreign(&bert(), b"bert's");
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), ["ours", "чужое", ""]);
    // The only one that matches, and it is not text.
    let Desk { vault, memory } = desk();
    memory.put_foreign(&anna(), b"\xff");
    assert_eq!(exposed(&soon(vault.read(&anna())).await.unwrap()), [""; 0]);
}

#[tokio::test]
async fn of_several_that_match_a_write_leaves_one() {
    let Desk { vault, memory } = desk();
    memory.put_foreign(&anna(), b"\xff");
    memory.put_foreign(&bert(), b"bert's");
    memory.put_foreign(&anna(), b"older");
    memory.put_foreign(&anna(), b"oldest");
    soon(vault.write(&anna(), Secret::from("new"))).await.unwrap();
    assert_eq!(contents(&memory), ["new", "bert's"]);
}

#[tokio::test]
async fn a_second_item_that_cannot_be_removed_does_not_undo_a_write() {
    let Desk { vault, memory } = desk();
    memory.put_foreign(&anna(), b"older");
    memory.put_foreign(&anna(), b"oldest");
    memory.fail_deletes(Some(Failed));
    soon(vault.write(&anna(), Secret::from("new"))).await.unwrap();
    assert_eq!(contents(&memory), ["new", "oldest"]);
}

#[tokio::test]
async fn a_delete_removes_all_that_match_and_is_fine_with_none() {
    let Desk { vault, memory } = desk();
    for content in [b"1", b"2", b"\xff"] {
        memory.put_foreign(&anna(), content);
    }
    memory.put_foreign(&bert(), b"bert's");
    soon(vault.delete(&anna())).await.unwrap();
    assert_eq!(contents(&memory), ["bert's"]);
    soon(vault.delete(&anna())).await.unwrap();
    memory.fail_deletes(Some(Failed));
    assert_eq!(kind(vault.delete(&bert())).await, Failed);
    assert_eq!(contents(&memory), ["bert's"]);
}

#[tokio::test]
async fn the_sign_ins_of_a_cloud_are_listed_and_nothing_else() {
    let Desk { vault, memory } = desk();
    assert_eq!(soon(vault.sign_ins(CLOUD)).await.unwrap(), []);
    let other_cloud = Item::sign_in("https://dev.other.example", "anna@seller.example");
    for item in [&bert(), &anna(), &other_cloud, &Item::proxy_login(CLOUD)] {
        soon(vault.write(item, Secret::from("1"))).await.unwrap();
    }
    memory.put_foreign(&anna(), b"a second one");
    memory.put_stranger("hello world");
    assert_eq!(soon(vault.sign_ins(CLOUD)).await.unwrap(), [anna(), bert()]);
    assert_eq!(soon(vault.sign_ins("")).await.unwrap(), [], "a proxy's login is no sign-in");
    assert_eq!(memory.items().last().unwrap().item, None);
    memory.fail_reads(Some(Failed));
    assert_eq!(kind(vault.sign_ins(CLOUD)).await, Failed);
    assert_eq!(kind(vault.read(&anna())).await, Failed);
}
