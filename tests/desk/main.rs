//! The whole program, without display, GPU or keychain, by what a person does: a module a subject, over real HTTP to the sandbox.

mod clients;
mod create;
mod floors;
mod harness;
mod keyboard;
mod language;
mod sandbox;
mod secrets;
mod sign_in;
mod start;
mod texts;
mod versions;
