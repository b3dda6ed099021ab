//! No browser: the address is shown and can be copied.

use crate::faults::bench::Bench;
use crate::faults::message::Message;
use crate::harness::{Start, TestDesk};

pub fn an_address_that_no_browser_opens_can_be_copied(bench: &mut Bench) {
    bench.put(TestDesk::start(Start { by_address: true, ..Start::default() }));
    bench.click("Paste a token instead");
    bench.replace("The browser's User-Agent, if known", "Mozilla/5.0");
    bench.begin();
    bench.wrong(|bench| bench.browser.take_away());
    let address = format!("{}/", bench.sandbox.addresses().0);
    bench.click("Open in browser");
    let words = format!("No browser could be opened. Copy the address and open it by hand: {address}");
    bench.expect(&Message::toast(&words), |desk| desk.browser.addresses().len() == 1);
    bench.is_kept();
    bench.wrong(|bench| {
        bench.click("Copy");
        bench.wait_for("the copy", |desk| desk.clipboard.text() == Some(address.clone()));
    });
    bench.requests(&[], &[]);
}
