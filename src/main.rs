//! Starts the program: arguments, log, window. Everything else is in the library.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use eframe::NativeOptions;
use eframe::egui::ViewportBuilder;
use tokendesk::app::options::{CloudChoice, Mode, Options, Stop};
use tokendesk::app::setup::{Setup, sandbox_options};
use tokendesk::app::{App, instance, log};
use tokendesk::desktop::clock::SystemClock;
use tokendesk::desktop::{hardening, start_failure};
use tokendesk::i18n::Lang;
use tokendesk::model::clock::SharedClock;
use tokendesk::theme::{app_icon, size};
use tokendesk::{sandbox, tr};

fn main() -> ExitCode {
    let options = match Options::read(std::env::args_os()) {
        Ok(options) => options,
        Err(Stop::Asked(text)) => {
            let _ = write!(std::io::stdout(), "{text}");
            return ExitCode::SUCCESS;
        }
        Err(Stop::Wrong(line)) => {
            let _ = writeln!(std::io::stderr(), "{line}");
            return ExitCode::from(2);
        }
    };
    let lang = options.lang.unwrap_or_else(Lang::of_system);
    log::start();
    if let Err(error) = hardening::no_core_dumps() {
        tracing::warn!("core dumps stay on: {error}");
    }
    let ended = match &options.mode {
        Mode::Window(choice) => window(&options, choice, lang),
        Mode::Serve(address) => serve(*address, lang),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            start_failure::tell(&format!("tokendesk: {line}"));
            ExitCode::FAILURE
        }
    }
}

/// Opens the window; returns when it is closed.
fn window(options: &Options, choice: &CloudChoice, lang: Lang) -> Result<(), String> {
    let Some(instance) = instance::claim(options, choice, lang) else { return Ok(()) };
    let setup = Setup::real(options, choice, instance).map_err(|error| tr!(lang, "cli-no-start", why = error.to_string()))?;
    let viewport = ViewportBuilder::default()
        .with_title("Tokendesk")
        .with_app_id("tokendesk")
        .with_icon(app_icon())
        .with_inner_size(size::WINDOW)
        .with_min_inner_size(size::WINDOW_MIN);
    let native = NativeOptions { viewport, ..NativeOptions::default() };
    let run = eframe::run_native("tokendesk", native, Box::new(|cc| Ok(Box::new(App::new(cc, setup)?))));
    run.map_err(|error| no_window(&error, lang))
}

/// Why there is no window, in our words: a library's own name its source files, so they go to the log.
fn no_window(error: &eframe::Error, lang: Lang) -> String {
    tracing::debug!("no window: {error}");
    match error {
        eframe::Error::AppCreation(why) => tr!(lang, "cli-no-start", why = why.to_string()),
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => tr!(lang, "cli-no-display"),
        _ => tr!(lang, "cli-no-opengl"),
    }
}

/// Runs the sandbox without a window until the system or Ctrl+C ends it.
fn serve(address: SocketAddr, lang: Lang) -> Result<(), String> {
    let clock: SharedClock = Arc::new(SystemClock);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let ready = |sandbox: &sandbox::Sandbox| {
        let (base, ..) = sandbox.addresses();
        let _ = writeln!(std::io::stdout(), "{base}").and_then(|()| std::io::stdout().flush());
    };
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let served = runtime.block_on(sandbox::serve_one(address, &sandbox_options(&clock), ready, stop));
    served.map_err(|error| tr!(lang, "cli-no-listen", address = address.to_string(), why = reason(&error)))
}

/// The innermost cause: the system's own words.
fn reason(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}
