//! The command line: what a person asked for, or one clear line on what is wrong with it.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::i18n::Lang;
use crate::model::cloud::CloudAddresses;
use crate::model::safe_address::without_secrets;
use crate::sandbox;
use crate::tr;

/// Which cloud the window talks to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloudChoice {
    /// The real one, at its three documented hosts.
    Evotor,
    /// `--cloud URL`: one base for dev, oauth and api.
    Custom(Box<CloudAddresses>),
    /// `--sandbox`: our own, inside this process.
    Sandbox,
}

/// What the program was started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The window.
    Window(CloudChoice),
    /// `--serve-sandbox ADDR`: our own cloud without a window.
    Serve(SocketAddr),
}

/// A command line that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the program was started for.
    pub mode: Mode,
    /// `--lang`; otherwise settings and the system decide.
    pub lang: Option<Lang>,
    /// `--data-dir`; otherwise the system's place for a program's data.
    pub data_dir: Option<PathBuf>,
    /// `--no-keychain`: the sign-in is kept in memory only.
    pub no_keychain: bool,
}

/// Why there is nothing to run: something to print, and the exit code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// `--help` and `--version`: for stdout, exit code 0.
    Asked(String),
    /// One line for stderr, exit code 2.
    Wrong(String),
}

impl Options {
    /// Reads the arguments, the program's own name first.
    ///
    /// # Errors
    /// [`Stop`] when the program should print something and end instead.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, Stop> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let lang = named_language(&arguments).unwrap_or_else(Lang::of_system);
        let matches = command(lang).try_get_matches_from(arguments).map_err(|error| stop(lang, &error))?;
        let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);

        let mode = if let Some(address) = text("serve-sandbox") {
            Mode::Serve(
                sandbox::parse_listen_addr(address).map_err(|_| wrong(&tr!(lang, "cli-wrong-listen", value = without_secrets(address))))?,
            )
        } else if matches.get_flag("sandbox") {
            Mode::Window(CloudChoice::Sandbox)
        } else if let Some(address) = text("cloud") {
            let cloud =
                CloudAddresses::parse_base(address).map_err(|_| wrong(&tr!(lang, "cli-wrong-cloud", value = without_secrets(address))))?;
            Mode::Window(CloudChoice::Custom(Box::new(cloud)))
        } else {
            Mode::Window(CloudChoice::Evotor)
        };
        Ok(Self {
            mode,
            lang: text("lang").map(Lang::of_tag),
            data_dir: matches.get_one::<PathBuf>("data-dir").cloned(),
            no_keychain: matches.get_flag("no-keychain"),
        })
    }
}

fn wrong(words: &str) -> Stop {
    Stop::Wrong(format!("tokendesk: {words}"))
}

fn command(lang: Lang) -> Command {
    let flag = |name: &'static str, help: &str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(lang.t(help));
    let value = |name: &'static str, value: &'static str, help: &str| Arg::new(name).long(name).value_name(value).help(lang.t(help));
    Command::new("tokendesk")
        .version(env!("CARGO_PKG_VERSION"))
        .about(lang.t("cli-about"))
        .arg(flag("sandbox", "cli-sandbox").conflicts_with_all(["cloud", "serve-sandbox"]))
        .arg(value("serve-sandbox", "ADDR", "cli-serve-sandbox").conflicts_with("cloud"))
        .arg(value("cloud", "URL", "cli-cloud"))
        .arg(value("lang", "ru|en", "cli-lang").value_parser(["ru", "en"]))
        .arg(value("data-dir", "DIR", "cli-data-dir").value_parser(value_parser!(PathBuf)))
        .arg(flag("no-keychain", "cli-no-keychain"))
}

/// The language is wanted before the arguments are read, for the words about what is wrong with them.
fn named_language(arguments: &[OsString]) -> Option<Lang> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        let named = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        if let Some(code @ ("ru" | "en")) = named {
            return Some(Lang::of_tag(code));
        }
    }
    None
}

/// clap's own errors take several lines and speak English; a person gets one, in the window's language.
fn stop(lang: Lang, error: &clap::Error) -> Stop {
    // A password may stand in an address, whatever it was given as.
    let context = |kind| error.get(kind).map(|value| without_secrets(&value.to_string())).unwrap_or_default();
    let option = context(ContextKind::InvalidArg);
    let words = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Stop::Asked(error.to_string()),
        ErrorKind::UnknownArgument => tr!(lang, "cli-unknown", option = option),
        ErrorKind::ArgumentConflict => tr!(lang, "cli-conflict", option = option, other = context(ContextKind::PriorArg)),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => tr!(lang, "cli-value-missing", option = option),
        _ => tr!(lang, "cli-value-wrong", option = option, value = context(ContextKind::InvalidValue)),
    };
    wrong(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options, Stop> {
        Options::read(std::iter::once("tokendesk").chain(words.iter().copied()).map(OsString::from))
    }

    fn refusal(words: &[&str]) -> String {
        match read(words) {
            Err(Stop::Wrong(line)) => line,
            other => panic!("{words:?} was not refused: {other:?}"),
        }
    }

    #[test]
    fn nothing_asked_opens_the_window_for_the_real_cloud() {
        assert_eq!(read(&[]).unwrap().mode, Mode::Window(CloudChoice::Evotor));
    }

    #[test]
    fn every_option_is_taken() {
        let all = read(&["--cloud", "https://stage.romashka.example", "--lang", "ru", "--data-dir", "/tmp/d", "--no-keychain"]).unwrap();
        assert!(matches!(all.mode, Mode::Window(CloudChoice::Custom(_))));
        assert_eq!((all.lang, all.data_dir, all.no_keychain), (Some(Lang::Ru), Some(PathBuf::from("/tmp/d")), true));
        assert_eq!(read(&["--sandbox"]).unwrap().mode, Mode::Window(CloudChoice::Sandbox));
        assert_eq!(read(&["--serve-sandbox", "127.0.0.1:0"]).unwrap().mode, Mode::Serve("127.0.0.1:0".parse().unwrap()));
    }

    #[test]
    fn what_is_wrong_is_said_in_one_line_that_names_it() {
        let cases: [&[&str]; 8] = [
            &["--colour"],
            &["extra"],
            &["--lang", "de"],
            &["--lang"],
            &["--cloud", "http://stage.romashka.example"],
            &["--serve-sandbox", "0.0.0.0:80"],
            &["--sandbox", "--cloud", "https://a.example"],
            &["--serve-sandbox", "localhost"],
        ];
        for words in cases {
            for lang in ["--lang=ru", "--lang=en"] {
                let line = refusal(&[&[lang], words].concat());
                assert_eq!(line.lines().count(), 1, "{line}");
                let named = words.iter().any(|word| line.contains(word));
                assert!(named || line.contains("--lang"), "{words:?} is not named in: {line}");
            }
        }
    }

    #[test]
    fn help_and_version_are_no_mistakes() {
        for word in ["--help", "--version"] {
            assert!(matches!(read(&[word]), Err(Stop::Asked(text)) if !text.is_empty()));
        }
    }
}
