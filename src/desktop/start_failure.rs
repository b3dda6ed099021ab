//! Says why the program could not start, where the person who started it can see it.

use std::io::{self, Write as _};

/// Prints one line on stderr: what is no failure, and needs no answer.
pub fn mention(line: &str) {
    // `eprintln!` panics when stderr is closed; then there is nobody to tell, and that is no reason to crash.
    writeln!(io::stderr(), "{line}").ok();
}

/// Prints one line on stderr. A Windows release build has no console, so there a native message box shows the line as well
/// (and this call returns when the person has closed it).
pub fn tell(line: &str) {
    mention(line);
    #[cfg(all(windows, not(debug_assertions)))]
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("Tokendesk").set_description(line).show();
}
