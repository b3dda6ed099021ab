//! The whole program, without display, GPU or keychain, by what a person does: a module a subject, over real HTTP to the sandbox.

mod accounts;
mod clients;
#[path = "../faults/computer/mod.rs"]
mod computer;
mod cover;
mod create;
#[path = "../faults/mod.rs"]
mod faults;
mod files;
mod floors;
mod hand_over;
mod harness;
mod idle;
mod keyboard;
mod language;
mod messages;
#[path = "../faults/network/mod.rs"]
mod network;
mod readings;
mod readmes;
mod sandbox;
mod secrets;
mod settings;
mod sign_in;
mod start;
mod texts;
mod versions;
