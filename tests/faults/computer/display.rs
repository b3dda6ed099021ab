//! No display: said in one line, for there is no window to say it in.

use super::process::{one_line, tokendesk};

#[cfg(target_os = "linux")]
#[test]
pub fn without_a_display_there_is_one_line_and_exit_code_1() {
    for display in [None, Some(("DISPLAY", ":4711")), Some(("WAYLAND_DISPLAY", "wayland-4711"))] {
        for (lang, words) in [("en", "the window cannot open"), ("ru", "окно не открыть")] {
            let (mut command, _home) = tokendesk(&["--lang", lang]);
            let output = command.envs(display).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{display:?}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(one_line(&output).contains(words), "{display:?}: {}", one_line(&output));
        }
    }
    // Without the fault: what needs no display says nothing and ends well.
    let (mut command, _home) = tokendesk(&["--version"]);
    let output = command.output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}
