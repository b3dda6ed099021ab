//! Keeps the memory, and the tokens in it, off the disk when the program crashes.

use std::io;

/// Switches core dumps off for this process. On Linux it also becomes undumpable: other programs of the same user cannot
/// attach to it or read its memory through `/proc`, and a crash handler that is fed by a pipe gets nothing either.
///
/// Called first thing in `main`. Where the system has no such switch nothing happens.
///
/// # Errors
/// The system refuses; the program can go on, and says so in its log.
#[cfg(unix)]
pub fn no_core_dumps() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Windows keeps its crash reports by policy; a program cannot switch them off without unsafe calls.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn no_core_dumps() -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn afterwards_the_process_can_neither_be_dumped_nor_allow_it_again() {
        super::no_core_dumps().unwrap();
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
