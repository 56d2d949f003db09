//! Schemas from the file system, and those that are part of the compiler.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::suggest::closest;
use crate::schemas::{self, Shipped};
use crate::source::{LoadError, Loaded, Loader};
use crate::syntax::MAX_LENGTH;

/// Reads files: relative to the importing one, then in the given folders; then embedded schemas by their contract id.
///
/// A path without an extension may leave `.widl` away. An importer of `""` stands for the command line.
#[derive(Debug, Default)]
pub struct FileLoader {
    folders: Vec<PathBuf>,
    /// The path by which each file was first reached, so that one file is one, whatever ways lead to it.
    known: Mutex<HashMap<PathBuf, String>>,
    /// How often a folder was looked through for what a missing file may be.
    guesses: AtomicUsize,
}

/// No more guesses are made: each takes time, and nobody reads hundreds.
const MOST_GUESSES: usize = 100;

impl FileLoader {
    /// With these folders to look for imports in, in this order.
    #[must_use]
    pub fn new(folders: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        let folders = folders.into_iter().map(Into::into).collect();
        Self { folders, known: Mutex::default(), guesses: AtomicUsize::new(0) }
    }

    /// The places where an import is looked for, in order.
    fn places(&self, importer: &str, path: &str) -> Vec<PathBuf> {
        let path = Path::new(path);
        let mut bases: Vec<PathBuf> = Vec::new();
        if schemas::by_id(importer).is_none() {
            bases.push(Path::new(importer).parent().unwrap_or(Path::new("")).to_path_buf());
        }
        if !importer.is_empty() {
            bases.extend(self.folders.iter().cloned());
        }
        if path.is_absolute() {
            bases.truncate(1);
        }
        let mut places: Vec<PathBuf> = Vec::new();
        let mut add = |place: PathBuf| {
            if !places.contains(&place) {
                places.push(place);
            }
        };
        for base in bases {
            let place = tidy(&base.join(path));
            let mut with_extension = place.clone().into_os_string();
            with_extension.push(".widl");
            // `.` and `..` name folders, and nothing else.
            let named = place.file_name().is_some();
            add(place);
            if named && path.extension().is_none() {
                add(with_extension.into());
            }
        }
        places
    }

    /// What a path that leads nowhere was probably meant to be, as a help text.
    fn guess(&self, path: &str, places: &[PathBuf]) -> Option<String> {
        if !self.may_guess() {
            return None;
        }
        if let Some(near) = places.iter().find_map(|place| beside(place)) {
            return Some(format!("did you mean `{}`?", renamed(path, &near)));
        }
        let schema = shipped_like(path)?;
        Some(format!("did you mean `{}`, which contractc ships?", schema.id))
    }

    fn may_guess(&self) -> bool {
        self.guesses.fetch_add(1, Ordering::Relaxed) < MOST_GUESSES
    }

    /// The one path of a file that can be reached by several: the one that was used first.
    fn identify(&self, place: &Path, shown: String) -> String {
        let Ok(canonical) = place.canonicalize() else { return shown };
        match self.known.lock() {
            Ok(mut known) => known.entry(canonical).or_insert(shown).clone(),
            Err(_) => shown,
        }
    }
}

impl Loader for FileLoader {
    fn remember(&self, path: &str) {
        self.identify(Path::new(path), path.to_owned());
    }

    fn load(&self, importer: &str, path: &str) -> Result<Loaded, LoadError> {
        if path.is_empty() {
            let reason = "an empty path".to_owned();
            return Err(LoadError { reason, tried: Vec::new(), help: None });
        }
        let mut tried = Vec::new();
        let mut folder = None;
        let places = self.places(importer, path);
        for place in &places {
            let place = place.as_path();
            match read(place) {
                Ok(text) => {
                    let path = self.identify(place, slashed(place));
                    return Ok(Loaded { path, text: text.into(), embedded: false });
                }
                Err(ReadError::Missing) => tried.push(slashed(place)),
                // Without an extension, it may be a folder that happens to bear the name.
                Err(ReadError::Folder) if place.extension().is_none() => {
                    tried.push(format!("{} (a folder)", slashed(place)));
                    folder.get_or_insert(place);
                }
                Err(why) => {
                    let reason = format!("{}: {why}", slashed(place));
                    return Err(LoadError { reason, tried: Vec::new(), help: None });
                }
            }
        }
        if let Some(schema) = schemas::find(path) {
            return Ok(Loaded {
                path: schema.id.to_owned(),
                text: schema.text.into(),
                embedded: true,
            });
        }
        if let Some(folder) = folder {
            let reason = "a folder, not a schema".to_owned();
            let files = if self.may_guess() { schemas_in(folder) } else { Vec::new() };
            let file = files.into_iter().find(|file| folder.join(file) != *importer);
            let help = file.map(|file| {
                format!("name a file in it, such as \"{}/{file}\"", path.trim_end_matches('/'))
            });
            return Err(LoadError { reason, tried, help });
        }
        let help = self.guess(path, &places);
        Err(LoadError { reason: "no such file".to_owned(), tried, help })
    }
}

/// The shipped schema that a name or a path without a file was probably meant to be.
#[must_use]
pub fn shipped_like(path: &str) -> Option<&'static Shipped> {
    schemas::like(path).or_else(|| {
        let all = schemas::all().iter();
        let stem = Path::new(path).file_stem()?.to_str()?;
        let near = closest(path, all.clone().map(|schema| schema.id))
            .or_else(|| closest(stem, all.map(|schema| schema.name)))?;
        schemas::find(near)
    })
}

/// The path of the schema whose name is closest to that of a missing one, in the same folder.
#[must_use]
pub fn file_like(path: &str) -> Option<String> {
    Some(renamed(path, &beside(Path::new(path))?))
}

/// A path with another file's name.
fn renamed(path: &str, file: &str) -> String {
    let folders = path.rfind('/').map_or("", |slash| &path[..=slash]);
    format!("{folders}{file}")
}

/// The name of the schema in the same folder whose name is closest.
fn beside(place: &Path) -> Option<String> {
    let folder = place.parent().filter(|folder| *folder != Path::new(""));
    let stem = |name: &str| name.strip_suffix(".widl").unwrap_or(name).to_owned();
    let wanted = stem(place.file_name()?.to_str()?);
    let files = schemas_in(folder.unwrap_or(Path::new(".")));
    let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
    let near = closest(&wanted, stems.iter().map(String::as_str))?;
    let at = stems.iter().position(|stem| stem == near)?;
    files.into_iter().nth(at)
}

/// The names of the schemas in a folder.
fn schemas_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".widl")).collect();
    names.sort();
    names
}

/// Reads what a schema argument names: a file, or, where there is none of that name, one of the schemas that contractc ships.
///
/// # Errors
/// If there is neither, or the file cannot be read.
pub fn open(argument: &Path) -> Result<Loaded, ReadError> {
    if !argument.exists()
        && let Some(shipped) = schemas::find(&argument.to_string_lossy())
    {
        return Ok(Loaded {
            path: shipped.id.to_owned(),
            text: shipped.text.into(),
            embedded: true,
        });
    }
    let text = read(argument)?.into();
    Ok(Loaded { path: slashed(argument), text, embedded: false })
}

/// Why a file is not read. It is shown in words.
#[derive(Debug)]
pub enum ReadError {
    /// There is none.
    Missing,
    /// It is a folder.
    Folder,
    /// It is larger than [`MAX_LENGTH`].
    TooLarge,
    /// It is not UTF-8.
    NotUtf8 {
        /// The offset of the first byte that is not valid.
        at: usize,
        /// The text, with replacement characters in place of what is not valid.
        lossy: String,
    },
    /// The system says so.
    Other(io::Error),
}

impl std::error::Error for ReadError {}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("no such file"),
            Self::Folder => f.write_str("it is a folder, not a schema"),
            Self::TooLarge => {
                write!(f, "it is larger than {} MB, the most that is read", MAX_LENGTH >> 20)
            }
            Self::NotUtf8 { at, .. } => write!(f, "it is not UTF-8 text (byte {at} is not valid)"),
            Self::Other(error) => error.fmt(f),
        }
    }
}

/// Reads a schema, with a limit for its size that holds for devices and pipes, too.
///
/// # Errors
/// If there is no such file, or it is not a text of that size.
pub fn read(path: &Path) -> Result<String, ReadError> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Other(error),
    })?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(ReadError::Folder);
    }
    let mut bytes = Vec::new();
    file.take(MAX_LENGTH as u64 + 1).read_to_end(&mut bytes).map_err(|error| {
        match error.kind() {
            io::ErrorKind::IsADirectory => ReadError::Folder,
            _ => ReadError::Other(error),
        }
    })?;
    if bytes.len() > MAX_LENGTH {
        return Err(ReadError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 {
        at: error.utf8_error().valid_up_to(),
        lossy: String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

/// A path without `.` and without folders that are left again by `..`; `.` if nothing else is left of it.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match tidy.components().next_back() {
                Some(Component::Normal(_)) => {
                    tidy.pop();
                }
                _ => tidy.push(part),
            },
            _ => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() { PathBuf::from(".") } else { tidy }
}

fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}
