//! Where does output go, how wide is it, may it be coloured? Data to standard output, the rest to standard error.

use crate::failure::Failure;
use console::Style;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// Both outputs of the command.
pub(crate) struct Terminal {
    out: BufWriter<Stdout>,
    out_is_terminal: bool,
    err_is_terminal: bool,
    colours: bool,
    width: Option<usize>,
}

impl Terminal {
    /// Looks at what standard output and standard error are connected to.
    pub(crate) fn standard() -> Self {
        let out_is_terminal = io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let columns = console::Term::stdout()
            .size_checked()
            .map(|(_, columns)| usize::from(columns));
        Self {
            out: BufWriter::new(io::stdout()),
            out_is_terminal,
            err_is_terminal: io::stderr().is_terminal(),
            colours: out_is_terminal && !no_color && !dumb,
            width: columns.filter(|_| out_is_terminal),
        }
    }

    /// Tells whether a person is looking at standard output.
    pub(crate) fn out_is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// Tells whether a person is looking at standard error.
    pub(crate) fn err_is_terminal(&self) -> bool {
        self.err_is_terminal
    }

    /// Writes one line of data.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Writes one line of data, cut to the width of the terminal.
    pub(crate) fn fitted_line(&mut self, text: &str) -> Result<(), Failure> {
        match self.width {
            Some(width) => {
                let cut = console::truncate_str(text, width, "…").into_owned();
                self.line(&cut)
            }
            None => self.line(text),
        }
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        self.line("")
    }

    /// Tells the reader something that is not data, on standard error.
    pub(crate) fn note(&self, text: &str) {
        // A note that cannot be delivered must not fail the command.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Hands everything written to the system.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Makes text stand out.
    pub(crate) fn strong(&self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    /// Makes text recede.
    pub(crate) fn faint(&self, text: &str) -> String {
        self.styled(Style::new().dim(), text)
    }

    /// Marks what can be had now.
    pub(crate) fn good(&self, text: &str) -> String {
        self.styled(Style::new().green(), text)
    }

    /// Marks what went wrong.
    pub(crate) fn bad(&self, text: &str) -> String {
        self.styled(Style::new().red(), text)
    }

    fn styled(&self, style: Style, text: &str) -> String {
        style.force_styling(self.colours).apply_to(text).to_string()
    }
}
