//! `navette import`: how does a file get into a library's catalogue? Records are cut here and understood by the node.

use crate::connection::Address;
use crate::failure::Failure;
use crate::files::{BytesRead, ChosenProfile, Source, choose_profile, open_all};
use crate::import::{Counts, Progress, RejectsFile, Sending, Summary, import_key};
use crate::terminal::Terminal;
use clap::{Args, ValueEnum};
use navette_proto::wire::catalogue::ImportStart;
use std::path::PathBuf;

/// Take files of records into a library's catalogue.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette import --node 127.0.0.1:7701 export.mrc
  navette import --node 127.0.0.1:7701 --profile koha-unimarc --replace full-export.mrc.gz
  navette import --node 127.0.0.1:7701 --dry-run --strict export.xml
  curl -s https://sigb.example/export | navette import --node 127.0.0.1:7701 -

Formats: UNIMARC and MARC 21 in ISO 2709, MARCXML, MarcXchange, CSV with a header; also compressed with gzip.
An interrupted import continues when the same command is run again. The same file twice changes nothing.
Records that cannot be read are written to a rejects file, one line of JSON each; all others are imported.")]
pub(crate) struct Arguments {
    /// Address of the library's node
    #[arg(long, value_name = "ADDR", value_parser = Address::parse)]
    node: Address,
    /// How fields are to be understood: a shipped profile or a TOML file [default: the one that fits best]
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// Compare only; change nothing and write no rejects file unless --rejects is given
    #[arg(long)]
    dry_run: bool,
    /// Exit with 3 if a record was rejected; the good ones are imported all the same
    #[arg(long)]
    strict: bool,
    /// Withdraw the titles that are not in these files: they are the whole catalogue
    #[arg(long)]
    replace: bool,
    /// With --replace: accept that more than a tenth of the titles disappear
    #[arg(long, requires = "replace")]
    accept_shrink: bool,
    /// Where rejected records are written [default: FILE.rejects in the current directory]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// How the summary is written
    #[arg(long, value_enum, default_value_t = SummaryForm::Text)]
    output: SummaryForm,
    /// Files of records; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// The forms of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SummaryForm {
    /// One line to read
    Text,
    /// For programs
    Json,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    refuse_standard_input_twice(&arguments.files)?;
    let sources = open_all(&arguments.files)?;
    let Some(first) = sources.first() else {
        return Err(Failure::usage("no file was named"));
    };
    let profile = choose_profile(arguments.profile.as_deref(), first)?;
    if profile.guessed {
        terminal.note(&format!(
            "profile: {} (chosen by the data)",
            profile.profile.name()
        ));
    }
    let start = arguments.start(profile, &sources);
    let mut rejects = RejectsFile::at(arguments.rejects_path());
    let sent = send(&arguments, start, sources, &mut rejects, terminal).await;
    // Even a failed import leaves what it rejected for inspection.
    let rejects_path = rejects.close()?;
    let counts = sent?;
    let summary = Summary::of(&counts.node, counts.rejected_here, arguments.replace);
    match arguments.output {
        SummaryForm::Text => terminal.line(&arguments.told(&summary))?,
        SummaryForm::Json => terminal.json(&summary)?,
    }
    terminal.flush()?;
    if let Some(path) = rejects_path {
        terminal.note(&format!("rejected records are in {}", path.display()));
    }
    if summary.rejected > 0 && summary.rejected == summary.read && arguments.profile.is_some() {
        terminal
            .note("no record could be taken: without --profile, the one that fits best is chosen");
    }
    if arguments.strict && summary.rejected > 0 {
        let rejected = match summary.rejected {
            1 => "1 record was rejected".to_owned(),
            many => format!("{many} records were rejected"),
        };
        return Err(Failure::rejected(format!("{rejected} (--strict)")));
    }
    Ok(())
}

async fn send(
    arguments: &Arguments,
    start: ImportStart,
    sources: Vec<Source>,
    rejects: &mut RejectsFile,
    terminal: &Terminal,
) -> Result<Counts, Failure> {
    let counter = BytesRead::default();
    let total = sources.iter().map(|source| source.size).sum();
    let mut progress = Progress::start(terminal, counter.clone(), total);
    let sent = Sending::to(&arguments.node, rejects, &mut progress)
        .run(start, sources, counter)
        .await;
    progress.finish();
    sent
}

impl Arguments {
    fn start(&self, profile: ChosenProfile, sources: &[Source]) -> ImportStart {
        ImportStart {
            import_key: import_key(&profile.toml, self.replace, sources),
            profile_toml: profile.toml,
            dry_run: self.dry_run,
            replace: self.replace,
            accept_shrink: self.accept_shrink,
        }
    }

    fn rejects_path(&self) -> Option<PathBuf> {
        if self.rejects.is_some() || self.dry_run {
            return self.rejects.clone();
        }
        let first = self.files.first()?;
        let name = match first.file_name() {
            Some(name) if first.as_os_str() != "-" => name.to_owned(),
            _ => "standard-input".into(),
        };
        let mut path = name;
        path.push(".rejects");
        Some(PathBuf::from(path))
    }

    fn told(&self, summary: &Summary) -> String {
        if self.dry_run {
            return format!("would be: {} (nothing was changed)", summary.sentence());
        }
        summary.sentence()
    }
}

fn refuse_standard_input_twice(files: &[PathBuf]) -> Result<(), Failure> {
    if files.iter().filter(|file| file.as_os_str() == "-").count() > 1 {
        return Err(Failure::usage("standard input (-) can be read once only"));
    }
    Ok(())
}
