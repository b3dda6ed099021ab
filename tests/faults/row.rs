//! A row of FAULTS.md and what holds it; plays each scenario twice and says which one failed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::bench::Bench;

/// One row of a section.
pub struct Row {
    /// The name of its test.
    pub test: &'static str,
    /// What goes wrong, word for word.
    pub fault: &'static str,
    /// The right behaviour, shortened.
    pub right: &'static str,
    /// What holds it.
    pub held_by: &'static [Scenario],
    /// What of it is not held, and why; empty when all is. README lists just these.
    pub open: &'static str,
}

/// One thing that goes wrong, and what comes of it.
pub struct Scenario {
    /// Its file and function.
    pub name: &'static str,
    /// How it is played.
    pub play: Play,
}

/// How a scenario is played.
pub enum Play {
    /// On the bench, twice: with its faults and without.
    Twice(fn(&mut Bench)),
    /// A test of its own, on a bench of its own: in `tests/faults/network`, or in a process of its own.
    ByItself,
}

impl Scenario {
    fn play(&self) {
        if let Play::Twice(scenario) = self.play {
            play_twice(self.name, scenario);
        }
    }
}

/// Once with its faults, and once without; what was told in the first may not be told in the second.
pub fn play_twice(name: &str, scenario: impl Fn(&mut Bench)) {
    let mut told = Vec::new();
    for is_on in [true, false] {
        eprintln!("-- {name} with the fault {}", if is_on { "on" } else { "off" });
        let mut bench = Bench::new(is_on, std::mem::take(&mut told));
        scenario(&mut bench);
        told = bench.end();
    }
}

/// Plays every scenario of a row, also after one has failed, and names those that did.
pub fn hold(rows: &[Row], test: &str) {
    let row = rows.iter().find(|row| row.test == test).expect("a row of this name");
    let failed = row.held_by.iter().filter(|scenario| catch_unwind(AssertUnwindSafe(|| scenario.play())).is_err());
    let failed: Vec<&str> = failed.map(|scenario| scenario.name).collect();
    assert!(failed.is_empty(), "“{}” is not held: {}\nright is: {}", row.fault, failed.join(", "), row.right);
}
