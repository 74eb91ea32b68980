//! How is a table written for a spreadsheet, so that nothing in it is ever run as a formula?

use crate::answer::typed;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

/// Signs with which a spreadsheet begins a formula (OWASP, CSV injection).
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Writes a table: semicolons, as French spreadsheets expect, and a mark by which they know the letters.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let mut written = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        written.push_str(&cells.join(";"));
        written.push_str("\r\n");
    }
    written
}

/// Answers with a table that the browser keeps as a file; `disposition` names it.
pub(crate) fn csv_answer(rows: &[Vec<String>], disposition: &'static str) -> Response {
    let mut answer = typed(StatusCode::OK, "text/csv; charset=utf-8", csv(rows));
    let named = HeaderValue::from_static(disposition);
    answer.headers_mut().insert(CONTENT_DISPOSITION, named);
    answer
}

fn quoted(cell: &str) -> String {
    let whole_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    if whole_number {
        return cell.to_owned();
    }
    let mark = match cell.starts_with(FORMULA) {
        true => "'",
        false => "",
    };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for (cell, written) in [
            ("=1+1", "\"'=1+1\""),
            ("+33", "\"'+33\""),
            ("-5", "\"'-5\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""),
            ("a\"b;c", "\"a\"\"b;c\""),
            ("12", "12"),
        ] {
            assert_eq!(quoted(cell), written, "{cell}");
        }
    }

    #[test]
    fn a_table_is_lines_of_cells() {
        let rows = vec![vec!["mois".to_owned(), "prêts".to_owned()]];
        assert_eq!(csv(&rows), "\u{feff}\"mois\";\"prêts\"\r\n");
    }
}
