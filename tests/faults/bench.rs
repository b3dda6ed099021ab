//! The bench a scenario is played on, twice: with its faults, and with the same steps and none. What FAULTS.md asks of every row is
//! asked here of every scenario, so that none can forget it: one message, what was typed kept, a window that goes on, exact counts.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::accesskit::{Live, Role, Toggled};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;
use jiff::SignedDuration;
use tempfile::TempDir;
use tokendesk::desktop::journal::{Outcome, Record};
use tokendesk::sandbox::{Fault, FaultSet};

use super::elsewhere::Elsewhere;
use super::message::Message;
use super::stopwatch::Stopwatch;
use super::tally::{self, Tally};
use crate::harness::{Start, TestDesk, is_open};

/// No frame may take longer, on a loaded machine and unoptimised: a window that waits for a network would.
const LONGEST_FRAME: Duration = Duration::from_millis(1_500);

/// A desk, what is to go wrong with it, and what was seen.
pub struct Bench {
    desk: Option<TestDesk>,
    is_on: bool,
    /// The messages of the run with the faults: in the one without they must never come.
    forbidden: Vec<String>,
    told: Vec<String>,
    faults: Vec<(String, FaultSet, usize)>,
    second_server: Option<Elsewhere>,
    /// Gone after the desk, which writes into them when it ends.
    homes: Vec<TempDir>,
    mark: Tally,
    counted: Option<Tally>,
    kept: BTreeMap<String, String>,
    had_an_end: bool,
}

impl Bench {
    /// A bench for one of the two runs. `forbidden`: what the run with the faults was told.
    pub fn new(is_on: bool, forbidden: Vec<String>) -> Self {
        Self {
            desk: None,
            is_on,
            forbidden,
            told: Vec::new(),
            faults: Vec::new(),
            second_server: None,
            homes: Vec::new(),
            mark: Tally::new(),
            counted: None,
            kept: BTreeMap::new(),
            had_an_end: false,
        }
    }

    /// Whether the faults are on.
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// A folder that lives as long as the bench.
    pub fn home(&mut self) -> PathBuf {
        self.homes.push(tempfile::tempdir().expect("a folder"));
        self.homes.last().map(|home| home.path().to_owned()).expect("just pushed")
    }

    /// Puts a desk on the bench. What is chosen and counted begins with [`Bench::begin`].
    pub fn put(&mut self, desk: TestDesk) {
        assert!(self.desk.is_none(), "one desk a bench");
        self.desk = Some(desk);
    }

    /// Ends the program and starts it again, at the same cloud. What has to survive is chosen anew.
    pub fn restart(&mut self, start: Start) {
        let desk = self.desk.take().expect("a desk");
        self.desk = Some(desk.restart(start));
        self.kept = BTreeMap::new();
    }

    /// From here on requests are counted, and what is typed and chosen now has to survive.
    pub fn begin(&mut self) {
        self.mark = self.tally_of_all();
        self.kept = chosen(self);
    }

    /// What the scenario itself takes away or changes, as the right behaviour: it need not survive.
    pub fn lets_go(&mut self, name: &str) {
        self.kept.retain(|key, _| !key.ends_with(name));
    }

    /// Something more that was typed on the way.
    pub fn keeps_too(&mut self) {
        self.kept = chosen(self);
    }

    /// A fault of the cloud; it happens so often while it is on, and not at all in the other run.
    pub fn fault(&mut self, method: &str, path: &str, fault: Fault, times: usize) {
        if self.is_on {
            let set = self.sandbox.fault(method, path, fault);
            self.faults.push((format!("{method} {path}"), set, times));
        }
    }

    /// A fault that is no answer: tokens die, clocks are wrong, somebody else writes.
    pub fn wrong(&mut self, happens: impl FnOnce(&mut Self)) {
        if self.is_on {
            happens(self);
        }
    }

    /// The same before there is a desk.
    pub fn wrong_before(&self, happens: impl FnOnce()) {
        if self.is_on {
            happens();
        }
    }

    /// A second server, which nobody has any business with; its address.
    pub fn second_server(&mut self) -> String {
        let server = Elsewhere::start();
        let address = server.address();
        self.second_server = Some(server);
        address
    }

    /// Draws until `check` holds, and looks at every frame on the way.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, check: impl Fn(&TestDesk) -> bool) {
        let forbidden = if self.is_on { Vec::new() } else { self.forbidden.clone() };
        let desk = self.desk.as_mut().expect("a desk");
        let began = Cell::new(Stopwatch::start());
        desk.wait_for(what, |desk| {
            // A wait between two frames is 20 ms and no part of them.
            let took = began.get().elapsed();
            assert!(took < LONGEST_FRAME, "a frame took {took:?} while waiting for {what}");
            for words in &forbidden {
                assert!(!desk.says(words), "without the fault it says “{words}”:\n{}", desk.tree());
            }
            let is_so = check(desk);
            began.set(Stopwatch::start());
            is_so
        });
    }

    /// With the faults comes this message, and nothing typed is lost; without them the same steps succeed.
    #[track_caller]
    pub fn expect(&mut self, message: &Message, succeeded: impl Fn(&TestDesk) -> bool) {
        self.had_an_end = true;
        if self.is_on {
            self.wait_for(message.title(), |desk| desk.says(message.title()));
            self.frames();
            if !message.hides_the_work() {
                self.is_kept();
            }
            message.check(self);
            self.told.push(message.title().to_owned());
        } else {
            self.wait_for(&format!("the end without “{}”", message.title()), succeeded);
            self.frames();
        }
    }

    /// With the faults and without them the same comes of it, and not a word is said.
    #[track_caller]
    pub fn silently(&mut self, what: &str, succeeded: impl Fn(&TestDesk) -> bool) {
        self.had_an_end = true;
        self.wait_for(what, succeeded);
        self.frames();
        self.says_nothing();
    }

    /// The faults are lifted, and what the message offers works. Without faults there is nothing to do.
    #[track_caller]
    pub fn recovers(&mut self, steps: impl FnOnce(&mut Self), succeeded: impl Fn(&TestDesk) -> bool) {
        if !self.is_on {
            return;
        }
        self.faults.iter().for_each(|(_, set, _)| set.lift());
        steps(self);
        let told = self.told.clone();
        self.wait_for("the second try", |desk| succeeded(desk) && !told.iter().any(|words| desk.says(words)));
    }

    /// Just so many requests have reached the cloud since the beginning, and no others. With the faults, and without.
    #[track_caller]
    pub fn requests(&mut self, on: &[(&str, usize)], off: &[(&str, usize)]) {
        let expected = tally::expected(if self.is_on { on } else { off });
        let counted = self.tally();
        assert_eq!(counted, expected, "what reached the cloud {}:\n{}", self.run(), self.tree());
        self.counted = Some(counted);
    }

    /// What was typed and chosen is still there.
    #[track_caller]
    pub fn is_kept(&self) {
        let now = chosen(self);
        let lost: Vec<_> = self.kept.iter().filter(|(name, value)| now.get(*name) != Some(value)).collect();
        assert!(lost.is_empty(), "lost {}: {lost:?}\n{}", self.run(), self.tree());
    }

    /// No message stands on the screen but that something was done.
    #[track_caller]
    pub fn says_nothing(&self) {
        let said: Vec<String> = alerts(self).into_iter().filter(|words| !words.ends_with(" created") && words != "Copied").collect();
        assert!(said.is_empty(), "it says {said:?} {}\n{}", self.run(), self.tree());
    }

    /// The end of a run: nothing came after the count, and each fault happened as often as was said. What was told.
    pub fn end(mut self) -> Vec<String> {
        assert!(self.had_an_end, "the scenario expects nothing");
        let counted = self.counted.clone().expect("the scenario counts no requests");
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(15));
            self.harness.step();
        }
        assert_eq!(self.tally(), counted, "something came after the count {}", self.run());
        for (what, set, times) in &self.faults {
            assert_eq!(set.happened(), *times, "how often the fault of {what} happened");
        }
        if !self.is_on {
            for words in &self.forbidden {
                assert!(!self.says(words), "without the fault it says “{words}”:\n{}", self.tree());
            }
        }
        std::mem::take(&mut self.told)
    }

    fn tally(&self) -> Tally {
        tally::since(&self.mark, self.tally_of_all())
    }

    fn tally_of_all(&self) -> Tally {
        let mut tally = tally::of(self);
        if let Some(connections) = self.second_server.as_ref().map(Elsewhere::connections).filter(|count| *count > 0) {
            tally.insert(tally::ELSEWHERE.to_owned(), connections);
        }
        tally
    }

    fn run(&self) -> &'static str {
        if self.is_on { "(with the fault)" } else { "(without the fault)" }
    }
}

impl Deref for Bench {
    type Target = TestDesk;

    fn deref(&self) -> &TestDesk {
        self.desk.as_ref().expect("a desk on the bench")
    }
}

impl DerefMut for Bench {
    fn deref_mut(&mut self) -> &mut TestDesk {
        self.desk.as_mut().expect("a desk on the bench")
    }
}

/// What a screen reader is told by itself: titles of banners, errors at fields, toasts.
pub fn alerts(desk: &TestDesk) -> Vec<String> {
    let nodes = desk.harness.root().children_recursive().filter(is_open);
    let live = nodes.filter(|node| node.accesskit_node().data().live().is_some_and(|live| live != Live::Off));
    live.filter_map(|node| words(&node)).filter(|words| words != "Copied").collect()
}

/// The words of a text, wherever egui puts them.
pub fn words(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    node.label().or_else(|| node.value()).filter(|words| !words.is_empty())
}

/// Everything that is typed, ticked, chosen or selected, by role and name; and the rows in view.
fn chosen(desk: &TestDesk) -> BTreeMap<String, String> {
    let mut chosen = BTreeMap::new();
    for node in desk.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let Some(label) = node.label().filter(|label| !label.is_empty()) else { continue };
        let name = format!("{:?} {label}", node.role());
        if node.toggled() == Some(Toggled::True) || node.is_selected() == Some(true) {
            chosen.insert(name, "chosen".to_owned());
        } else if node.role() == Role::Row {
            chosen.insert(name, "shown".to_owned());
        } else if let Some(value) = node.value().filter(|value| !value.is_empty() && node.role() != Role::Label) {
            chosen.insert(name, value);
        }
    }
    chosen
}

/// The desks that scenarios begin with.
impl Bench {
    /// The sign-in form, with e-mail and password typed.
    pub fn sign_in_form(&mut self) {
        self.sign_in_form_with(Start::default());
    }

    /// The same, otherwise.
    pub fn sign_in_form_with(&mut self, start: Start) {
        self.put(TestDesk::start(start));
        let invited = self.sandbox.invitation();
        self.replace("E-mail", &invited.email);
        self.replace("Password", &invited.password);
        self.begin();
    }

    /// In mid-session at a list of three, read five minutes ago; something is searched for, and a client is open.
    pub fn at_clients(&mut self) {
        self.at_clients_with(Start::default());
    }

    /// The same, otherwise.
    pub fn at_clients_with(&mut self, start: Start) {
        self.just_read(start);
        self.clock.advance(SignedDuration::from_mins(5));
        self.wait_for("the list grows older", |desk| desk.has("Updated 5 min ago"));
        self.begin();
    }

    /// At a list of three just after the sign-in: the tokens are fresh.
    pub fn just_signed_in(&mut self) {
        self.just_read(Start::default());
        self.begin();
    }

    fn just_read(&mut self, start: Start) {
        self.put(TestDesk::signed_in_with(start));
        self.open_version_with(3);
        self.wait_for("the list", |desk| desk.rows().len() == 3);
        self.type_into("Search", "http");
        let first = self.rows().remove(0);
        self.click_role(Role::Row, &format!("Client {first}"));
    }

    /// Signed in, with no version opened yet.
    pub fn signed_in(&mut self) {
        self.signed_in_with(Start::default());
    }

    /// The same, otherwise.
    pub fn signed_in_with(&mut self, start: Start) {
        self.put(TestDesk::signed_in_with(start));
        self.clock.advance(SignedDuration::from_mins(5));
        self.begin();
    }

    /// In mid-session at the filled form of a new client, with the list of three read before.
    pub fn filled_form(&mut self) {
        self.filled_form_with(Start::default());
    }

    /// The same, otherwise.
    pub fn filled_form_with(&mut self, start: Start) {
        self.put(TestDesk::signed_in_with(start));
        self.open_version_with(3);
        self.wait_for("the list", |desk| desk.has("3 clients"));
        self.clock.advance(SignedDuration::from_mins(5));
        self.click("New client");
        self.replace("Redirect address", "https://kassa.example/oauth");
        self.click("store:read");
        assert!(self.is_enabled("Create client"), "{}", self.tree());
        self.begin();
    }
}

/// The list was read just now, whole.
pub fn is_refreshed(desk: &TestDesk) -> bool {
    desk.has("Updated just now") && desk.has("Refresh")
}

/// The client is created and selected.
pub fn is_created(desk: &TestDesk) -> bool {
    desk.has("4 clients") && desk.has("Refresh")
}

/// The cloud has mailed a code and the form asks for it.
pub fn asks_for_the_code(desk: &TestDesk) -> bool {
    desk.says("The cloud asks for a code") && desk.has("Confirmation code")
}

/// How writes have ended, as the journal says.
pub fn ends(desk: &TestDesk) -> Vec<Outcome> {
    let records = desk.journal.read().expect("the journal").records;
    records.into_iter().filter_map(|record| if let Record::Ended(ended) = record { Some(ended.outcome) } else { None }).collect()
}
