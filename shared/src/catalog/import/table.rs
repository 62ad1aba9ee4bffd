//! A table with a head: commas, semicolons or tabs between its cells (RFC 4180).

use alloc::{format, string::String, vec, vec::Vec};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::{Feed, Format, ImportError, Options, cells};

/// More columns than any feed has.
const COLUMNS_MAX: usize = 500;

pub(super) fn read(text: &str, options: Options) -> Result<Feed, ImportError> {
    let mut records = Records::of(text);
    let head = records.next().ok_or_else(|| Feed::form(Format::Csv, "it is empty"))??;
    let columns: Vec<String> = head.iter().map(|column| cells::folded(column)).collect();
    if !columns.iter().any(|column| cells::is_id(column)) {
        let found: String = head.join(", ").chars().take(200).collect();
        let detail = format!("the first line names no column `id`, but: {found}");
        return Err(Feed::form(Format::Csv, detail));
    }
    let mut feed = Feed::default();
    for (row, record) in (1..).zip(records) {
        let record = record?;
        if record.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        let named: Vec<(String, String)> = columns.iter().cloned().zip(record).collect();
        cells::take_in(&mut feed, row, &named, options);
    }
    Ok(feed)
}

/// The records of a table.
struct Records<'a> {
    reader: Reader,
    rest: &'a [u8],
    is_over: bool,
}

impl<'a> Records<'a> {
    fn of(text: &'a str) -> Self {
        let head = text.lines().next().unwrap_or_default();
        let count = |mark: char| head.matches(mark).count();
        let mark = [',', ';', '\t'].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(',');
        let delimiter = u8::try_from(mark).unwrap_or(b',');
        // Of equally many none is there, and a single column needs no mark.
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, rest: text.as_bytes(), is_over: false }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Vec<String>, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let (mut text, mut ends) = (vec![0; 1_024], vec![0; 64]);
        let (mut filled, mut cells) = (0_usize, 0_usize);
        loop {
            let (Some(room), Some(places)) = (text.get_mut(filled..), ends.get_mut(cells..)) else {
                return None;
            };
            let (result, read, wrote, ended) = self.reader.read_record(self.rest, room, places);
            self.rest = self.rest.get(read..).unwrap_or_default();
            filled = filled.saturating_add(wrote);
            cells = cells.saturating_add(ended);
            match result {
                // What is left was all given: the reader is told so by nothing more.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => text.resize(text.len().saturating_mul(2), 0),
                ReadRecordResult::OutputEndsFull if ends.len() < COLUMNS_MAX => {
                    ends.resize(ends.len().saturating_mul(2), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    self.is_over = true;
                    let detail = format!("a line has more than {COLUMNS_MAX} columns");
                    return Some(Err(Feed::form(Format::Csv, detail)));
                }
                ReadRecordResult::Record => return Some(Ok(split(&text, ends.get(..cells)?))),
                ReadRecordResult::End => {
                    self.is_over = true;
                    return None;
                }
            }
        }
    }
}

/// The cells of a record, from where each ends.
fn split(text: &[u8], ends: &[usize]) -> Vec<String> {
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts
        .zip(ends)
        .map(|(start, end)| {
            String::from_utf8_lossy(text.get(start..*end).unwrap_or_default()).into_owned()
        })
        .collect()
}
