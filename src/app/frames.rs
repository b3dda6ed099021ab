//! Every frame that is drawn, counted and told at debug level with who asked for it: a window in which nothing changes draws
//! nothing, and when it does draw, the line names the culprit. `tests/desktop/run --idle` holds it to that.

use std::fmt::{self, Display, Formatter};

use eframe::egui::{Context, RepaintCause};

/// Tells of the frame that begins. egui may lay a frame out twice (when the first pass asked for it): that is one frame.
///
/// Costs one comparison when nobody listens. What was typed is not told: of the input only how many events there were.
pub fn tell(ctx: &Context) {
    if !tracing::enabled!(tracing::Level::DEBUG) || ctx.current_pass_index() > 0 {
        return;
    }
    // egui counts the frames it has finished, drawn ones only.
    let number = ctx.cumulative_frame_nr() + 1;
    let events = ctx.input(|i| i.raw.events.len());
    tracing::debug!(events, asked_by = %Causes(&ctx.repaint_causes()), "frame {number}");
}

/// Who asked for a frame since the one before, or for one later on: `src/screens/shell.rs:249 (2)`.
struct Causes<'a>(&'a [RepaintCause]);

impl Display for Causes<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut told: Vec<(&RepaintCause, usize)> = Vec::new();
        for cause in self.0 {
            match told.iter_mut().find(|(known, _)| *known == cause) {
                Some((_, times)) => *times += 1,
                None => told.push((cause, 1)),
            }
        }
        if told.is_empty() {
            return f.write_str("nobody");
        }
        for (i, (cause, times)) in told.into_iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{}:{}", within_crate(cause.file), cause.line)?;
            if !cause.reason.is_empty() {
                write!(f, " {}", cause.reason)?;
            }
            if times > 1 {
                write!(f, " ({times})")?;
            }
        }
        Ok(())
    }
}

/// A source file from its crate's folder on; where a registry lies on the disk of who built it is nobody's business.
fn within_crate(file: &str) -> &str {
    let of_source = file.rfind("/src/").or_else(|| file.rfind("\\src\\")).unwrap_or_default();
    let folder = file.get(..of_source).and_then(|before| before.rfind(['/', '\\'])).map_or(0, |at| at + 1);
    file.get(folder..).unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    use eframe::egui::{Event, RawInput};
    use tracing::subscriber::with_default;

    use super::*;
    use crate::app::log;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged while `what` is done, line by line without its time.
    fn logged(asked: &str, what: impl FnOnce()) -> Vec<String> {
        let written = Lines::default();
        let writer = written.clone();
        with_default(log::lines(asked, move || writer.clone(), false), what);
        let all = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        all.lines().map(|line| line.split_once("tokendesk").unwrap().1.to_owned()).collect()
    }

    fn frame(ctx: &Context, input: RawInput, mut ui: impl FnMut(&Context)) {
        ctx.run_ui(input, |root| {
            tell(root.ctx());
            ui(root.ctx());
        })
        .drop_without_applying_deltas();
    }

    #[test]
    fn each_frame_is_told_once_with_who_asked_for_it() {
        let ctx = Context::default();
        let lines = logged("tokendesk=debug", || {
            frame(&ctx, RawInput::default(), |_| {});
            // Both in one frame: a second pass, and a frame more.
            frame(&ctx, RawInput::default(), |ctx| {
                if ctx.current_pass_index() == 0 {
                    ctx.request_discard("to see two passes");
                }
                ctx.request_repaint();
            });
            frame(&ctx, RawInput::default(), |_| {});
        });
        assert_eq!(lines.len(), 3, "{lines:#?}");
        for (line, number) in lines.iter().zip(1..) {
            assert!(line.contains(&format!("frame {number} ")), "{line}");
        }
        assert!(lines[2].contains("src/app/frames.rs:"), "the culprit's file and line: {}", lines[2]);
    }

    #[test]
    fn what_was_typed_is_not_told() {
        let ctx = Context::default();
        let typed = RawInput { events: vec![Event::Text("s3cret-marker".to_owned())], ..RawInput::default() };
        let lines = logged("trace", || frame(&ctx, typed, |_| {}));
        assert!(lines[0].contains("events=1") && !lines[0].contains("marker"), "{lines:?}");
    }

    #[test]
    fn nothing_is_told_when_nobody_listens() {
        let ctx = Context::default();
        assert_eq!(logged("tokendesk=info", || frame(&ctx, RawInput::default(), |_| {})), <[String; 0]>::default());
    }

    #[test]
    fn a_cause_is_named_from_its_crate_on() {
        for (file, named) in [
            ("/home/anna/.cargo/registry/src/index.crates.io-1949/egui-0.37.0/src/context.rs", "egui-0.37.0/src/context.rs"),
            ("C:\\Users\\anna\\.cargo\\registry\\src\\index\\egui-0.37.0\\src\\context.rs", "egui-0.37.0\\src\\context.rs"),
            ("src/screens/shell.rs", "src/screens/shell.rs"),
        ] {
            assert_eq!(within_crate(file), named);
        }
        let cause = |line, reason: &'static str| RepaintCause { file: "src/app/ui.rs", line, reason: reason.into() };
        assert_eq!(Causes(&[cause(1, ""), cause(2, "why"), cause(1, "")]).to_string(), "src/app/ui.rs:1 (2), src/app/ui.rs:2 why");
        assert_eq!(Causes(&[]).to_string(), "nobody");
    }
}
