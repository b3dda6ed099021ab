//! The house's own files, parsed, so that a rule of the house can be held by a test instead of by a reader's eye.

use std::fs;
use std::path::Path;

use syn::Item;
use syn::visit::Visit as _;

use super::facts::{self, Attributes, Facts, Reader};

/// One `.rs` file, parsed.
pub struct File {
    /// Below the package's root, with `/`: `src/net/mod.rs`.
    pub path: String,
    pub text: String,
    syntax: syn::File,
}

impl File {
    /// Parses a file. The path decides which module it is.
    pub fn read(path: &str, text: &str) -> Result<Self, String> {
        let syntax = syn::parse_file(text).map_err(|error| format!("{path} cannot be parsed: {error}"))?;
        Ok(Self { path: path.to_owned(), text: text.to_owned(), syntax })
    }

    /// The module that the file is: `src/net/mod.rs` is `net`, `src/model/jwt.rs` is `model`, `jwt`; a crate's root is empty.
    pub fn module(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path).trim_end_matches(".rs");
        let mut module: Vec<String> = inside.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") || matches!(inside, "lib" | "main") {
            module.pop();
        }
        module
    }

    /// The floor that the file stands on: the first part of its module; `lib` and `main` for the two roots.
    pub fn floor(&self) -> String {
        let root = if self.path == "src/main.rs" { "main" } else { "lib" };
        self.module().into_iter().next().unwrap_or_else(|| root.to_owned())
    }

    /// What the file says outside its tests.
    pub fn facts(&self) -> Facts {
        let mut reader = Reader::of(self.module());
        reader.visit_file(&self.syntax);
        reader.finish()
    }

    /// Every attribute of the file, tests included, as it is written: `allow (dead_code)`.
    pub fn attributes(&self) -> Vec<String> {
        let mut reader = Attributes::default();
        reader.visit_file(&self.syntax);
        reader.found
    }

    /// The modules that the file declares for tests only, in full.
    fn test_modules(&self) -> Vec<Vec<String>> {
        let declared = self.syntax.items.iter().filter_map(|item| match item {
            Item::Mod(module) if module.content.is_none() && facts::for_tests(&module.attrs) => Some(module.ident.to_string()),
            _ => None,
        });
        declared.map(|name| [self.module(), vec![name]].concat()).collect()
    }
}

/// Every file below `src`, without those that exist for tests only.
pub fn house() -> Result<Vec<File>, String> {
    let files = below("src")?;
    let tests: Vec<Vec<String>> = files.iter().flat_map(File::test_modules).collect();
    Ok(files.into_iter().filter(|file| !tests.iter().any(|test| file.module().starts_with(test))).collect())
}

/// Every file of ours, tests, examples and benches included.
pub fn everything() -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for folder in ["src", "tests", "examples", "benches"] {
        files.extend(below(folder)?);
    }
    Ok(files)
}

/// Every `.rs` file below a folder of the package, in the order of their names; none when there is no such folder.
fn below(folder: &str) -> Result<Vec<File>, String> {
    let mut files = Vec::new();
    for path in paths_below(folder, "rs")? {
        let text = text_of(&path)?;
        files.push(File::read(&path, &text)?);
    }
    Ok(files)
}

/// The paths of the files with this ending below a folder of the package.
pub fn paths_below(folder: &str, ending: &str) -> Result<Vec<String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.map_err(|error| format!("{folder}: {error}"))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if root.join(&path).is_dir() {
                folders.push(path);
            } else if Path::new(&path).extension().is_some_and(|found| found == ending) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// The text of a file of the package, with line feeds only, as git on Windows may have changed them.
pub fn text_of(path: &str) -> Result<String, String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    text.map(|text| text.replace("\r\n", "\n")).map_err(|error| format!("{path}: {error}"))
}
