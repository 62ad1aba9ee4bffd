//! Reading and writing an object's own `SQLite` database.
//!
//! Everything here is synchronous: statements between two `await`s are one transaction, and
//! nothing is answered before they are safe on disk. Values are always bound, never built
//! into the statement.

use worker::{Error, Result, SqlStorage, SqlStorageValue as Value, State};

use crate::json;

/// Most values in one statement; the runtime refuses more.
pub(crate) const BOUND_MAX: usize = 100;

/// One object's database.
#[derive(Debug)]
pub(crate) struct Sql(SqlStorage);

impl Sql {
    /// Opens the database and brings its tables up to date.
    ///
    /// `migrations` are only ever added to. Each is applied once, in order, and counted in
    /// the database itself, so that old and new code can meet the same data.
    pub(crate) fn open(state: &State, migrations: &[&str]) -> Result<Self> {
        let sql = Self(state.storage().sql());
        sql.run("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)", vec![])?;
        let applied = sql
            .rows("SELECT MAX(version) FROM schema", vec![])?
            .first()
            .and_then(|row| row.first().and_then(integer))
            .unwrap_or_default();
        let applied = usize::try_from(applied).unwrap_or_default();
        for (place, migration) in migrations.iter().enumerate().skip(applied) {
            sql.run(migration, vec![])?;
            let version = i64::try_from(place).unwrap_or(i64::MAX).saturating_add(1);
            sql.run("INSERT INTO schema (version) VALUES (?)", vec![Value::Integer(version)])?;
        }
        Ok(sql)
    }

    /// Runs a statement.
    pub(crate) fn run(&self, statement: &str, values: Vec<Value>) -> Result<()> {
        self.0.exec(statement, values)?;
        Ok(())
    }

    /// The rows that a statement answers with.
    pub(crate) fn rows(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Vec<Value>>> {
        self.0.exec(statement, values)?.raw().collect()
    }

    /// The text in the first column of each row.
    pub(crate) fn texts(&self, statement: &str, values: Vec<Value>) -> Result<Vec<String>> {
        let rows = self.rows(statement, values)?;
        Ok(rows.iter().filter_map(|row| row.first().and_then(text)).collect())
    }

    /// The text in the first column of the first row.
    pub(crate) fn text(&self, statement: &str, values: Vec<Value>) -> Result<Option<String>> {
        Ok(self.texts(statement, values)?.into_iter().next())
    }

    /// Inserts many rows with as few statements as the bound on values allows. `head` is the
    /// statement up to `VALUES`, `tail` what follows the rows.
    pub(crate) fn insert(&self, head: &str, rows: Vec<Vec<Value>>, tail: &str) -> Result<()> {
        self.insert_rows(head, &[], rows, tail)
    }

    /// The same where each row begins with one value that is the same for all of them: every text that is handed over
    /// costs a call of the runtime.
    pub(crate) fn insert_under(
        &self,
        head: &str,
        (common, rows): (Value, Vec<Vec<Value>>),
        tail: &str,
    ) -> Result<()> {
        self.insert_rows(head, &[common], rows, tail)
    }

    fn insert_rows(
        &self,
        head: &str,
        common: &[Value],
        rows: Vec<Vec<Value>>,
        tail: &str,
    ) -> Result<()> {
        let Some(width) = rows.first().map(Vec::len).filter(|width| 0 < *width) else {
            return Ok(());
        };
        let mut marks: Vec<String> = (1..=common.len()).map(|place| format!("?{place}")).collect();
        marks.resize(common.len().saturating_add(width), "?".into());
        let marks = format!("({})", marks.join(","));
        let room = BOUND_MAX.saturating_sub(common.len());
        let rows_max = room.checked_div(width).unwrap_or(1).max(1);
        let mut left = rows.into_iter().peekable();
        while left.peek().is_some() {
            let some: Vec<Vec<Value>> = left.by_ref().take(rows_max).collect();
            let values = vec![marks.as_str(); some.len()].join(",");
            let bound = common.iter().cloned().chain(some.into_iter().flatten());
            self.run(&format!("{head} VALUES {values} {tail}"), bound.collect())?;
        }
        Ok(())
    }
}

/// A value that is text.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Float(_) | Value::Blob(_) => {
            None
        }
    }
}

/// A value that is a whole number.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(*number),
        Value::Boolean(flag) => Some(i64::from(*flag)),
        Value::Null | Value::Float(_) | Value::String(_) | Value::Blob(_) => None,
    }
}

/// A count that is stored as a number.
pub(crate) fn count(value: Option<&Value>) -> u64 {
    value.and_then(integer).and_then(|number| u64::try_from(number).ok()).unwrap_or_default()
}

/// JSON that we wrote ourselves.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<Value> {
    json::write(value).map(Value::String).map_err(|error| Error::RustError(error.to_string()))
}

/// JSON that we stored ourselves; what cannot be read back is a fault of ours.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(json: &str) -> Result<T> {
    shared::json::parse(json).map_err(|error| Error::RustError(error.to_string()))
}
